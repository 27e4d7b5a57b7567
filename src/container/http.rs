//! Responses of web servers as crawlers record them: head and body in one.

use std::io::{Cursor, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use httparse::{EMPTY_HEADER, ParserConfig, Status};

use super::issues::{DAMAGED, UNSUPPORTED};
use super::trouble::Trouble;

/// A response.
pub(super) struct Response<'b> {
    /// The body without the encodings of its transfer.
    pub body: Box<dyn Read + 'b>,
    /// The character encoding that its header declares.
    pub charset: Option<String>,
}

/// The parts of the head that say how to read the body.
#[derive(Default)]
struct Head {
    length: usize,
    content_type: String,
    content_encoding: String,
    chunked: bool,
}

/// Parts a response. A body that is gzip or Zstandard is left as it is: it is told by its beginning, as everywhere.
pub(super) fn response(block: &[u8]) -> Result<Response<'_>, Trouble> {
    let head = head(block)?;
    let body = &block[head.length..];
    let body = match head.chunked && begins_chunk(body) {
        true => Body::Own(dechunk(body).ok_or_else(|| Trouble::new(&DAMAGED, "the body of the response ends early"))?),
        false => Body::Borrowed(body),
    };
    let charset = charset(&head.content_type);
    let bytes = body.bytes();
    let zlib = matches!(bytes, [first, second, ..]
        if first & 15 == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31));
    let reader = body.reader();
    let body: Box<dyn Read> = match head.content_encoding.as_str() {
        "deflate" if zlib => Box::new(ZlibDecoder::new(reader)),
        "deflate" => Box::new(DeflateDecoder::new(reader)),
        "" | "identity" | "gzip" | "x-gzip" | "zstd" | "none" | "utf-8" => reader,
        other => return Err(Trouble::new(&UNSUPPORTED, format!("content encoding {other}"))),
    };
    Ok(Response { body, charset })
}

/// The body of a response, as recorded or put together.
enum Body<'b> {
    Borrowed(&'b [u8]),
    Own(Vec<u8>),
}

impl<'b> Body<'b> {
    fn bytes(&self) -> &[u8] {
        match self {
            Body::Borrowed(bytes) => bytes,
            Body::Own(bytes) => bytes,
        }
    }

    fn reader(self) -> Box<dyn Read + 'b> {
        match self {
            Body::Borrowed(bytes) => Box::new(bytes),
            Body::Own(bytes) => Box::new(Cursor::new(bytes)),
        }
    }
}

fn head(block: &[u8]) -> Result<Head, Trouble> {
    let mut fields = [EMPTY_HEADER; 128];
    let mut parsed = httparse::Response::new(&mut fields);
    let mut config = ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true);
    let length = match config.parse_response(&mut parsed, block) {
        Ok(Status::Complete(length)) => length,
        Ok(Status::Partial) => return Err(Trouble::new(&DAMAGED, "the head of the response has no end")),
        Err(error) => return Err(Trouble::new(&DAMAGED, error)),
    };
    let field = |name: &str| {
        let found = parsed.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        found.map_or_else(String::new, |field| String::from_utf8_lossy(field.value).trim().to_ascii_lowercase())
    };
    Ok(Head {
        length,
        content_type: field("content-type"),
        content_encoding: field("content-encoding"),
        chunked: field("transfer-encoding").contains("chunked"),
    })
}

/// The charset of a content type.
pub(super) fn charset(content_type: &str) -> Option<String> {
    let (_, value) = content_type.split_once("charset=")?;
    let value = value.split(';').next().unwrap_or_default().trim_matches(['"', '\'', ' ']);
    (!value.is_empty()).then(|| value.to_string())
}

/// The size of the chunk that begins `body`, and where its bytes begin.
fn chunk(body: &[u8]) -> Option<(usize, usize)> {
    let end = body.iter().take(64).position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&body[..end]).ok()?;
    let size = line.split(';').next().unwrap_or_default().trim();
    Some((usize::from_str_radix(size, 16).ok()?, end + 1))
}

/// Some crawlers put chunks together and still record the header that announces them.
fn begins_chunk(body: &[u8]) -> bool {
    chunk(body).is_some()
}

/// The chunks of a body put together; `None` if one is missing.
fn dechunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let (size, start) = chunk(body)?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(start..start.checked_add(size)?)?);
        body = &body[start + size..];
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(head: &str, body: &[u8]) -> Result<(String, Option<String>), &'static str> {
        let block = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        let mut response = response(&block).map_err(|trouble| trouble.code.code)?;
        let mut text = String::new();
        response.body.read_to_string(&mut text).map_err(|_| "unreadable")?;
        Ok((text, response.charset))
    }

    #[test]
    fn bodies_lose_what_their_transfer_added() {
        let chunked = "Transfer-Encoding: chunked\r\n";
        let cases: [(&str, &[u8], Result<&str, &str>); 6] = [
            ("Content-Length: 2\r\n", b"ab", Ok("ab")),
            (chunked, b"1\r\na\r\n1;x=y\r\nb\r\n0\r\n\r\n", Ok("ab")),
            (chunked, b"<html>put together before</html>", Ok("<html>put together before</html>")),
            (chunked, b"5\r\nab", Err("container_damaged")),
            ("Content-Encoding: br\r\n", b"ab", Err("container_unsupported")),
            ("Content-Encoding: deflate\r\n", b"\x78\x9c\x4b\x4c\x02\x00\x01\x26\x00\xc4", Ok("ab")),
        ];
        for (head, bytes, expected) in cases {
            let read = body(head, bytes);
            assert_eq!(read.as_ref().map(|(text, _)| text.as_str()).map_err(|code| *code), expected, "{head}");
        }
    }

    #[test]
    fn the_charset_stands_in_the_content_type() {
        let cases =
            [("text/html; charset=gbk", Some("gbk")), ("text/html;charset=\"utf-8\"; x=1", Some("utf-8")), ("a", None)];
        for (content_type, expected) in cases {
            assert_eq!(charset(content_type).as_deref(), expected);
        }
    }
}
