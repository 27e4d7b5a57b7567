//! Saved pages (MHTML) and mails (EML): the page or the text, and what is attached. Pictures of a page belong to it and
//! are no members.

use std::borrow::Cow;
use std::io::Read;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::issues::DAMAGED;
use super::limits::read_all;
use super::member::Container;
use super::trouble::{End, Trouble};
use crate::document::Hints;

/// Whether some bytes begin with the header of a mail: fields up to an empty line, and among them the version that each
/// MIME message must name.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let mut mime = false;
    for line in head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end) {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        match line {
            [] => return mime,
            [b' ' | b'\t', ..] => {}
            _ if is_name && name.len() < line.len() => mime |= name.eq_ignore_ascii_case(b"mime-version"),
            _ => return false,
        }
    }
    false
}

/// Finds the page or text, and the attachments, of a mail.
pub(super) fn read(container: &mut Container, reader: &mut dyn Read) -> Result<(), End> {
    let bytes = read_all(reader, container.limits().nested)?;
    let message = MessageParser::new().parse(&bytes).ok_or_else(|| Trouble::of(&DAMAGED))?;
    let has_page = message.parts.iter().any(|part| matches!(part.body, PartType::Html(_)));
    for (number, part) in message.parts.iter().enumerate() {
        let attached = part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
        let wanted = match part.body {
            PartType::Html(_) | PartType::Message(_) => true,
            PartType::Text(_) => attached || !has_page,
            PartType::Binary(_) | PartType::InlineBinary(_) => attached,
            PartType::Multipart(_) => false,
        };
        if wanted {
            member(container, &message, number, part)?;
        }
    }
    Ok(())
}

/// Finds what is in a part. Its bytes are taken as they were sent: which encoding they are in is decided later, as for
/// all documents.
fn member(container: &mut Container, message: &Message, number: usize, part: &MessagePart) -> Result<(), End> {
    let name = part.attachment_name().map_or_else(|| format!("part-{number}"), str::to_string);
    let range = part.offset_body as usize..part.offset_end as usize;
    let raw = message.raw_message.get(range).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => Some(Cow::Borrowed(raw)),
        Encoding::Base64 => base64_decode(raw).map(Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
    };
    let Some(bytes) = decoded else { return container.refuse(&name, Trouble::of(&DAMAGED)) };
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_string);
    let url = part.content_location().filter(|url| url.contains("://")).map(str::to_string);
    container.member(&name, Hints { url, charset, ..Hints::default() }, &mut bytes.as_ref())
}
