//! RAR archives of all versions.

use crate::text::decode_name;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rars::{ArchiveMember, ArchiveReadOptions, ArchiveReader, ErrorKind, ExtractionDecision, ExtractionErrorAction};

use super::input::Seekable;
use super::issues::{BOMB, ENCRYPTED, NOT_A_FILE, TOO_LARGE, UNSUPPORTED};
use super::member::Container;
use super::trouble::{End, Trouble};
use crate::document::Hints;

/// Bytes of memory that the package takes for a header: it holds all of them.
const HEADER: u64 = 1024;

/// Finds the members of an archive. The unpacker pushes what it unpacks, so each member is gathered and then read.
pub(super) fn read(container: &mut Container, input: Seekable) -> Result<(), End> {
    let limits = container.limits();
    let options = ArchiveReadOptions::new()
        .with_max_header_count(limits.entries.min(limits.nested / HEADER))
        .with_max_header_bytes(limits.nested)
        .with_max_member_output_bytes(limits.nested)
        .with_max_reader_workspace_bytes(limits.nested.saturating_mul(2))
        .with_rar50_dictionary_size_limit(limits.nested);
    let archive = ArchiveReader::read_reader_with_options(input, options).map_err(|error| trouble(&error))?;
    let members = RefCell::new(Members { container, gathering: None, ended: Ok(()) });
    let result = archive.extract_with_control_and_errors(
        options,
        |member| Ok(members.borrow_mut().next(member)),
        |_, error| Ok(members.borrow_mut().failed(error)),
    );
    let mut members = members.into_inner();
    match &result {
        Ok(_) => members.finish(),
        Err(error) => _ = members.failed(error),
    }
    members.ended?;
    result.map_err(|error| trouble(&error))?;
    Ok(())
}

/// A sink that the unpacker may keep, whose bytes are taken out again.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The members of an archive as they come.
struct Members<'c, 'o, 's> {
    container: &'c mut Container<'o, 's>,
    /// The member that is being unpacked.
    gathering: Option<(String, Gathered)>,
    ended: Result<(), End>,
}

impl<'o, 's> Members<'_, 'o, 's> {
    /// What to do with a member: the one before is complete now.
    fn next(&mut self, member: &ArchiveMember) -> ExtractionDecision {
        self.finish();
        let name = decode_name(&decoded_name(member));
        if member.meta.is_directory {
            return self.go_on(ExtractionDecision::Skip);
        }
        if let Some(trouble) = refusal(member, self.container.limits().nested) {
            self.step(|container| container.refuse(&name, trouble));
            // What is in a solid archive must be unpacked for the sake of what follows.
            let skipped = match member.is_solid() && !member.meta.is_redirection {
                true => ExtractionDecision::Extract(Box::new(io::sink())),
                false => ExtractionDecision::Skip,
            };
            return self.go_on(skipped);
        }
        let gathered = Gathered::default();
        self.gathering = Some((name, gathered.clone()));
        self.go_on(ExtractionDecision::Extract(Box::new(gathered)))
    }

    /// Lists the member that is being unpacked as failed.
    fn failed(&mut self, error: &rars::Error) -> ExtractionErrorAction {
        if let Some((name, _)) = self.gathering.take() {
            self.step(|container| container.refuse(&name, trouble(error)));
        }
        ExtractionErrorAction::Continue
    }

    /// Reads the member that was unpacked.
    fn finish(&mut self) {
        if let Some((name, gathered)) = self.gathering.take() {
            let bytes = gathered.0.take();
            self.step(|container| container.member(&name, Hints::default(), &mut bytes.as_slice()));
        }
    }

    fn step(&mut self, step: impl FnOnce(&mut Container<'o, 's>) -> Result<(), End>) {
        if self.ended.is_ok() {
            self.ended = step(self.container);
        }
    }

    fn go_on(&self, decision: ExtractionDecision) -> ExtractionDecision {
        if self.ended.is_ok() { decision } else { ExtractionDecision::Stop }
    }
}

/// The bytes of a name: in UTF-8 where the archive has it so, else as the system that made it wrote them.
fn decoded_name(member: &ArchiveMember) -> Vec<u8> {
    member.decoded_name(None).map_or_else(|_| member.meta.name.clone(), |name| name.into_owned())
}

fn refusal(member: &ArchiveMember, largest: u64) -> Option<Trouble> {
    let meta = &member.meta;
    match () {
        () if meta.is_encrypted => Some(Trouble::of(&ENCRYPTED)),
        () if meta.is_redirection => Some(Trouble::new(&NOT_A_FILE, "a link")),
        () if meta.is_split_before || meta.is_split_after => {
            Some(Trouble::new(&UNSUPPORTED, "it goes on in another volume"))
        }
        () if meta.unpacked_size > largest => Some(Trouble::of(&TOO_LARGE)),
        () => None,
    }
}

fn trouble(error: &rars::Error) -> Trouble {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => Trouble::of(&ENCRYPTED),
        ErrorKind::ResourceLimit => Trouble::new(&BOMB, error),
        ErrorKind::UnsupportedFeature | ErrorKind::UnsupportedFormat => Trouble::new(&UNSUPPORTED, error),
        _ => Trouble::from_error(error),
    }
}
