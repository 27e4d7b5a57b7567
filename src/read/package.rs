//! Office files are zips of parts, of which a few hold the text.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use super::xml::{Node, Xml};
use crate::limits::Limits;
use crate::text;

/// The parts of an office file.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes of parts that may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens an office file, whose parts together hold no more than a document may.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Package<'b>, Unreadable> {
        Ok(Package { archive: ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?, left: limits.document })
    }

    /// The text of a part.
    pub fn part(&mut self, path: &str) -> Result<String, Unreadable> {
        let Some(index) = self.archive.index_for_name(path) else {
            return Err(Unreadable::damaged(&format!("it has no part {path}")));
        };
        let member = self.archive.by_index(index).map_err(unreadable)?;
        let mut bytes = Vec::new();
        // A part that is cut off is read as far as it goes.
        let ended = member.take(self.left + 1).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        if length > self.left {
            return Err(Unreadable::damaged(&format!("its part {path} is too large")));
        }
        self.left -= length;
        match ended {
            Err(error) if bytes.is_empty() => Err(Unreadable::damaged(&error.to_string())),
            _ => Ok(text::decode(&bytes, None).text.into_owned()),
        }
    }

    /// How many parts there are in a folder.
    pub fn count(&self, folder: &str) -> u32 {
        self.archive.file_names().flatten().filter(|name| name.starts_with(folder)).count() as u32
    }

    /// The path of the part that an OOXML file names as its main one, or else `usual`.
    pub fn main_part(&mut self, usual: &str) -> String {
        let rels = self.part("_rels/.rels").unwrap_or_default();
        let main = relations(&rels).into_iter().find(|relation| relation.kind.ends_with("/officeDocument"));
        main.map_or_else(|| usual.to_owned(), |main| main.target.trim_start_matches('/').to_owned())
    }
}

/// A relation of an OOXML part to another.
pub struct Relation {
    /// Its name within the part.
    pub id: String,
    /// What it means, as an address.
    pub kind: String,
    /// The other part, relative to the folder of the part.
    pub target: String,
}

/// The relations that a `.rels` part lists.
pub fn relations(rels: &str) -> Vec<Relation> {
    let mut xml = Xml::new(rels);
    let mut relations = Vec::new();
    while let Some(node) = xml.next() {
        if let Node::Open(tag) = node {
            let value = |name: &str| tag.attribute(name).unwrap_or_default().into_owned();
            if tag.name() == "Relationship" {
                relations.push(Relation { id: value("Id"), kind: value("Type"), target: value("Target") });
            }
        }
    }
    relations
}

fn unreadable(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Unreadable::encrypted()
        }
        error => Unreadable::damaged(&error.to_string()),
    }
}
