//! Feed: files are opened and their documents read at the same time, so that one big archive keeps all processors busy.
//!
//! Threads of their own open files one after another and put what they find in a queue; the workers take from it. A slow
//! document holds up its worker only. How much is in the queue and with the workers is bounded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use rayon::prelude::*;

use crate::container::{Found, Opener, Refused};
use crate::document::Document;
use crate::issue::{Dropped, Issue, Severity};
use crate::outcome::{Outcome, SourceOutcome};
use crate::process::{Definitions, process, source};
use crate::run::Progress;
use crate::source::SourceFile;

/// Documents in flight at most.
const DOCUMENTS: usize = 1024;

/// Bytes of documents in flight at most, unless a single one is larger.
const BYTES: usize = 256 << 20;

/// The outcome of everything in `files`, in no order.
pub fn outcomes(files: &[SourceFile], opener: &Opener, definitions: &Definitions, progress: Progress) -> Vec<Outcome> {
    let (flight, next) = (Flight::default(), AtomicUsize::new(0));
    let (known, done) = (AtomicUsize::new(files.len()), AtomicUsize::new(0));
    let (sender, queue) = mpsc::channel();
    let open = |sender: mpsc::Sender<Found>| {
        while let Some(file) = files.get(next.fetch_add(1, Relaxed)) {
            let mut first = true;
            opener.open(file, &mut |found| {
                known.fetch_add(usize::from(!std::mem::take(&mut first)), Relaxed);
                flight.take_off(size(&found));
                sender.send(found).expect("the queue is read to its end");
                std::ops::ControlFlow::Continue(())
            });
        }
    };
    let read = |found: Found| {
        let size = size(&found);
        let outcome = outcome(found, definitions);
        flight.land(size);
        progress(done.fetch_add(1, Relaxed) + 1, known.load(Relaxed));
        outcome
    };
    thread::scope(|scope| {
        for sender in vec![sender; rayon::current_num_threads()] {
            scope.spawn(|| open(sender));
        }
        queue.into_iter().par_bridge().map(read).collect()
    })
}

/// What is in the queue and with the workers.
#[derive(Default)]
struct Flight {
    /// Documents, and their bytes.
    load: Mutex<(usize, usize)>,
    landed: Condvar,
}

impl Flight {
    /// Waits until there is room for a document of `size` bytes.
    fn take_off(&self, size: usize) {
        let full = |(documents, bytes): &mut (usize, usize)| {
            *documents >= DOCUMENTS || (*documents > 0 && *bytes + size > BYTES)
        };
        let load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        let mut load = self.landed.wait_while(load, full).unwrap_or_else(PoisonError::into_inner);
        *load = (load.0 + 1, load.1 + size);
    }

    fn land(&self, size: usize) {
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        *load = (load.0 - 1, load.1 - size);
        self.landed.notify_all();
    }
}

fn size(found: &Found) -> usize {
    match found {
        Found::Document(document) => document.bytes.len(),
        Found::Refused(_) => 0,
    }
}

fn outcome(found: Found, definitions: &Definitions) -> Outcome {
    let document = match found {
        Found::Document(document) => document,
        Found::Refused(refused) => return refusal(refused),
    };
    // A fault of a parser must not end a run over a million documents: it is an outcome of this one.
    catch_unwind(AssertUnwindSafe(|| process(&document, definitions))).unwrap_or_else(|_| {
        let mut source = source(&document);
        source.outcome = SourceOutcome::Failed;
        source.reason = "the reader failed; this is a fault of gongkai".into();
        Outcome { source, report: None, issues: Vec::new() }
    })
}

/// The outcome of something that could not even be unpacked.
fn refusal(refused: Refused) -> Outcome {
    let Refused { path, kind, outcome, reason, code } = refused;
    let dropped = if code.severity == Severity::Note { Dropped::Nothing } else { Dropped::Document };
    let issue = Issue::new(code, path.as_str()).drops(dropped);
    let mut source = source(&Document::new(path, Vec::new()));
    (source.kind, source.outcome, source.reason) = (kind, outcome, reason);
    Outcome { source, report: None, issues: vec![issue] }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_in_flight_is_bounded() {
        let flight = Flight::default();
        flight.take_off(2 * BYTES);
        let (sender, taken_off) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                flight.take_off(1);
                sender.send(()).expect("somebody listens");
            });
            assert!(taken_off.recv_timeout(Duration::from_millis(50)).is_err());
            flight.land(2 * BYTES);
            assert!(taken_off.recv_timeout(Duration::from_secs(10)).is_ok());
        });
        assert_eq!(*flight.load.lock().expect("not poisoned"), (1, 1));
    }
}
