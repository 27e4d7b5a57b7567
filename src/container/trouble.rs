//! Why something in a container could not be read.

use std::error::Error;
use std::io;

use super::issues::{BOMB, DAMAGED, EMPTY, ENCRYPTED, TOO_LARGE, UNREADABLE, UNSUPPORTED};
use crate::issue::Code;
use crate::outcome::SourceOutcome;

/// Why a member, or the rest of a container, is refused.
#[derive(Debug)]
pub(super) struct Trouble {
    pub code: &'static Code,
    /// A sentence for people.
    pub reason: String,
}

impl Trouble {
    /// Trouble that its code explains.
    pub fn of(code: &'static Code) -> Trouble {
        Trouble { code, reason: code.title.to_string() }
    }

    /// Trouble with more to say than its code.
    pub fn new(code: &'static Code, detail: impl std::fmt::Display) -> Trouble {
        Trouble { code, reason: format!("{} ({detail})", code.title) }
    }

    /// The trouble behind an error of a parser: a limit that was hit while it read, a disk that fails, or else damage.
    pub fn from_error(error: &(dyn Error + 'static)) -> Trouble {
        match exceeded(error) {
            Some(code) => Trouble::of(code),
            None if is_of_system(error) => Trouble::new(&UNREADABLE, error),
            None => Trouble::new(&DAMAGED, error),
        }
    }

    /// What became of the document.
    pub fn outcome(&self) -> SourceOutcome {
        match self.code {
            code if std::ptr::eq(code, &EMPTY) => SourceOutcome::NotAReport,
            code if [&ENCRYPTED, &TOO_LARGE, &BOMB, &UNSUPPORTED].iter().any(|known| std::ptr::eq(code, *known)) => {
                SourceOutcome::Unsupported
            }
            _ => SourceOutcome::Failed,
        }
    }
}

/// A limit was hit while a parser was reading: carried through its own errors.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("{}", .0.title)]
pub(super) struct Exceeded(pub &'static Code);

/// The limit at the bottom of an error, if that is its cause.
fn exceeded(error: &(dyn Error + 'static)) -> Option<&'static Code> {
    if let Some(Exceeded(code)) = error.downcast_ref() {
        return Some(code);
    }
    // The source of an I/O error is the source of what it wraps: the wrapped error itself would be passed over.
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match wrapped {
        Some(inner) => exceeded(inner),
        None => exceeded(error.source()?),
    }
}

/// Whether the operating system is at the bottom of an error.
fn is_of_system(error: &(dyn Error + 'static)) -> bool {
    let of_system = error.downcast_ref::<io::Error>().is_some_and(|error| error.raw_os_error().is_some());
    of_system || error.source().is_some_and(is_of_system)
}

/// Why reading a container ends before its end.
#[derive(Debug)]
pub(super) enum End {
    /// Whoever takes the documents wants no more.
    Stopped,
    /// The rest cannot be read.
    Trouble(Trouble),
}

impl From<Trouble> for End {
    fn from(trouble: Trouble) -> End {
        End::Trouble(trouble)
    }
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> End {
        End::Trouble(Trouble::from_error(&error))
    }
}

impl From<Exceeded> for End {
    fn from(Exceeded(code): Exceeded) -> End {
        End::Trouble(Trouble::of(code))
    }
}
