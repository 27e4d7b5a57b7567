//! Opening: what something is, and what is in it if it is a container.

use std::cell::Cell;
use std::fs::File;
use std::io::Seek;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use super::input::{Headed, Input, Seekable};
use super::issues::{DAMAGED, TOO_DEEP, UNREADABLE, UNSUPPORTED};
use super::kind::{Codec, Kind};
use super::limits::{Counted, Gauge, read_all};
use super::member::Container;
use super::trouble::{End, Trouble};
use super::{Found, Opener, Refused, compressed, csv, jsonl, mail, office, parquet, rar, sevenz, tar, warc, zip};
use crate::document::{Document, Hints};

/// Hands everything in a file to `sink`.
pub(super) fn open(
    opener: &Opener,
    path: &str,
    file: Result<File, String>,
    sink: &mut dyn FnMut(Found) -> ControlFlow<()>,
) {
    let mut opening = Opening { opener, sink, total: Rc::default() };
    let place = Place { path: path.to_string(), depth: 0, hints: Hints::default() };
    // The only end that comes back is that the sink wants no more, and then nothing is left to do.
    let _stopped = match file {
        Ok(file) => opening.look(place, Input::File(file)),
        Err(reason) => opening.refuse(&place, UNKNOWN, Trouble { code: &UNREADABLE, reason }),
    };
}

/// The kind of what was not looked at.
pub(super) const UNKNOWN: &str = "unknown";

/// Where in a file something was found.
pub(super) struct Place {
    pub path: String,
    /// Containers around it.
    pub depth: usize,
    pub hints: Hints,
}

/// A file that is being opened.
pub(super) struct Opening<'s> {
    pub opener: &'s Opener,
    sink: &'s mut dyn FnMut(Found) -> ControlFlow<()>,
    total: Rc<Cell<u64>>,
}

impl<'s> Opening<'s> {
    /// Finds what is at `place`. What goes wrong is a refusal; the only end is [`End::Stopped`].
    pub fn look(&mut self, place: Place, input: Input) -> Result<(), End> {
        let mut kind = UNKNOWN;
        // A fault of a parser must not end a run: it is an outcome of this container.
        let ended = catch_unwind(AssertUnwindSafe(|| self.open(&place, input, &mut kind)))
            .unwrap_or_else(|_| Err(Trouble::new(&DAMAGED, "the unpacker failed").into()));
        match ended {
            Err(End::Trouble(trouble)) => self.refuse(&place, kind, trouble),
            other => other,
        }
    }

    fn open(&mut self, place: &Place, input: Input, name: &mut &'static str) -> Result<(), End> {
        let limits = &self.opener.limits;
        let input = input.head()?;
        let Some(kind) = Kind::of(input.beginning(), &self.opener.columns) else {
            return self.document(place, input.whole(limits.document)?);
        };
        *name = kind.as_str();
        if let Kind::Unsupported(name) = kind {
            return Err(Trouble::new(&UNSUPPORTED, name).into());
        }
        match kind {
            Kind::Zip | Kind::SevenZ | Kind::Rar | Kind::Parquet => {
                let input = input.seekable(limits.nested)?;
                self.seekable(place, &kind, input)
            }
            Kind::Compressed(codec) => self.compressed(place, codec, input),
            _ => self.streamed(place, &kind, input),
        }
    }

    /// Compression of one stream is no container of its own: what is in it stands at the same place.
    fn compressed(&mut self, place: &Place, codec: Codec, input: Headed) -> Result<(), End> {
        let packed = Rc::new(Cell::new(0));
        let mut container = self.enter(place, Some(packed.clone()))?;
        let memory = container.limits().nested;
        container.same(compressed::reader(codec, Counted { inner: input, count: packed }, memory)?)
    }

    /// A container that is read from its beginning to its end.
    fn streamed(&mut self, place: &Place, kind: &Kind, mut input: Headed) -> Result<(), End> {
        let mut container = self.enter(place, None)?;
        let read = match kind {
            Kind::Tar => tar::read(&mut container, &mut input),
            Kind::Warc => warc::read(&mut container, &mut input),
            Kind::Mail => mail::read(&mut container, &mut input),
            Kind::Csv(separator) => csv::read(&mut container, *separator, input),
            _ => jsonl::read(&mut container, input),
        };
        read?;
        container.leave()
    }

    /// A container that is read from its end.
    fn seekable(&mut self, place: &Place, kind: &Kind, mut input: Seekable) -> Result<(), End> {
        if *kind == Kind::Parquet && !parquet::is_dump(&input, &self.opener.columns)? {
            return self.itself(place, input);
        }
        let packed = Rc::new(Cell::new(input.len()?));
        if *kind == Kind::Zip {
            let mut archive = zip::open(&mut input)?;
            if office::kind_of(&mut archive).is_some() {
                return self.itself(place, input);
            }
            let mut container = self.enter(place, Some(packed))?;
            zip::read(&mut container, &mut archive)?;
            return container.leave();
        }
        let mut container = self.enter(place, Some(packed))?;
        match kind {
            Kind::SevenZ => sevenz::read(&mut container, input)?,
            Kind::Rar => rar::read(&mut container, input)?,
            _ => parquet::read(&mut container, input)?,
        }
        container.leave()
    }

    /// What looks like a container and is a document.
    fn itself(&mut self, place: &Place, mut input: Seekable) -> Result<(), End> {
        input.rewind()?;
        self.document(place, read_all(&mut input, self.opener.limits.document)?)
    }

    /// The container at `place`, `packed` being the bytes that went into it if it compresses.
    fn enter<'o>(&'o mut self, place: &Place, packed: Option<Rc<Cell<u64>>>) -> Result<Container<'o, 's>, End> {
        let limits = &self.opener.limits;
        if place.depth >= limits.depth {
            return Err(Trouble::of(&TOO_DEEP).into());
        }
        let gauge = Rc::new(Gauge::new(limits, self.total.clone(), packed));
        let place = Place { path: place.path.clone(), depth: place.depth, hints: place.hints.clone() };
        Ok(Container::new(self, place, gauge))
    }

    fn document(&mut self, place: &Place, bytes: Vec<u8>) -> Result<(), End> {
        let path = place.hints.path.clone().unwrap_or_else(|| place.path.clone());
        let hints = Hints { path: Some(path), ..place.hints.clone() };
        self.hand_over(Found::Document(Document { path: place.path.clone(), bytes, hints }))
    }

    pub fn refuse(&mut self, place: &Place, kind: &'static str, trouble: Trouble) -> Result<(), End> {
        let outcome = trouble.outcome();
        let Trouble { code, reason } = trouble;
        self.hand_over(Found::Refused(Refused { path: place.path.clone(), kind, outcome, reason, code }))
    }

    fn hand_over(&mut self, found: Found) -> Result<(), End> {
        match (self.sink)(found) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(End::Stopped),
        }
    }
}
