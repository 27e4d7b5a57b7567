//! Compressed streams: gzip, bzip2, xz and Zstandard, each of one or more parts.

use std::io::{BufReader, Read};

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use liblzma::read::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};

use super::issues::DAMAGED;
use super::kind::Codec;
use super::trouble::{End, Trouble};

/// What comes out of a compressed stream. The dictionary of xz may take `memory` bytes; the others have bounded ones.
pub(super) fn reader<'r>(codec: Codec, packed: impl Read + 'r, memory: u64) -> Result<Box<dyn Read + 'r>, End> {
    let packed = BufReader::new(packed);
    Ok(match codec {
        Codec::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Codec::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
        Codec::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        Codec::Xz => {
            let stream =
                Stream::new_stream_decoder(memory, CONCATENATED).map_err(|error| Trouble::new(&DAMAGED, error))?;
            Box::new(XzDecoder::new_stream(packed, stream))
        }
    })
}
