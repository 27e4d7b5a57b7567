//! Feed: files are opened and their documents read at the same time, so that one big archive keeps all processors busy.
//!
//! Threads of their own open files one after another and put what they find in a queue; the workers take from it. A slow
//! document holds up its worker only. How much is in the queue and with the workers is bounded.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use rayon::prelude::*;

use crate::container::{Found, Opener, Refused};
use crate::document::Document;
use crate::issue::{Dropped, Issue, Severity};
use crate::outcome::{Outcome, SourceOutcome};
use crate::process::{READER_FAILED, source};
use crate::run::Progress;
use crate::source::SourceFile;

/// Documents in flight at most.
const DOCUMENTS: usize = 1024;

/// Bytes of documents in flight at most, unless a single one is larger.
const BYTES: usize = 256 << 20;

/// Reads a document.
pub type Process<'p> = &'p (dyn Fn(&Document) -> Outcome + Sync);

/// Reads everything in `files` and hands each outcome to `store`, with the number of its file. The results come back in no
/// order. The first error ends the reading.
pub fn read<T: Send, E: Send>(
    files: &[SourceFile],
    opener: &Opener,
    process: Process,
    progress: Progress,
    store: impl Fn(usize, Outcome) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let (flight, next) = (Flight::default(), AtomicUsize::new(0));
    let (known, done) = (AtomicUsize::new(files.len()), AtomicUsize::new(0));
    let (sender, queue) = mpsc::channel();
    let failed = AtomicBool::new(false);
    let open = |sender: mpsc::Sender<_>| {
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some(file) = files.get(at) else { return };
            let mut first = true;
            opener.open(file, &mut |found| {
                known.fetch_add(usize::from(!std::mem::take(&mut first)), Relaxed);
                let seat = flight.seat(size(&found));
                let sent = sender.send((at, found, seat));
                if sent.is_err() || failed.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            if failed.load(Relaxed) {
                return;
            }
        }
    };
    let read = |(at, found, seat)| {
        let stored = store(at, outcome(found, process));
        failed.fetch_or(stored.is_err(), Relaxed);
        drop(seat);
        progress(done.fetch_add(1, Relaxed) + 1, known.load(Relaxed));
        stored
    };
    let stored: Vec<Result<T, E>> = thread::scope(|scope| {
        for sender in vec![sender; rayon::current_num_threads()] {
            scope.spawn(|| open(sender));
        }
        // The queue is always read to its end: whoever opens files may be waiting for room in it.
        queue.into_iter().par_bridge().map(read).collect()
    });
    stored.into_iter().collect()
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
    fn seat(&self, size: usize) -> Seat<'_> {
        let full = |(documents, bytes): &mut (usize, usize)| {
            *documents >= DOCUMENTS || (*documents > 0 && *bytes + size > BYTES)
        };
        let load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        let mut load = self.landed.wait_while(load, full).unwrap_or_else(PoisonError::into_inner);
        *load = (load.0 + 1, load.1 + size);
        Seat { flight: self, size }
    }
}

/// The room of one document; whatever becomes of it, the room is given back.
struct Seat<'f> {
    flight: &'f Flight,
    size: usize,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut load = self.flight.load.lock().unwrap_or_else(PoisonError::into_inner);
        *load = (load.0 - 1, load.1 - self.size);
        self.flight.landed.notify_all();
    }
}

fn size(found: &Found) -> usize {
    match found {
        Found::Document(document) => document.bytes.len(),
        Found::Refused(_) => 0,
    }
}

/// What becomes of something that was found, whatever a reader does to it.
pub fn outcome(found: Found, process: Process) -> Outcome {
    let document = match found {
        Found::Document(document) => document,
        Found::Refused(refused) => return refusal(refused),
    };
    // A fault of a parser must not end a run over a million documents: it is an outcome of this one.
    catch_unwind(AssertUnwindSafe(|| process(&document))).unwrap_or_else(|_| {
        let mut source = source(&document);
        source.outcome = SourceOutcome::Failed;
        source.reason = READER_FAILED.title.into();
        Outcome { source, report: None, issues: vec![Issue::new(&READER_FAILED, "").drops(Dropped::Document)] }
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
    use crate::process::{Definitions, process};

    #[test]
    fn what_is_in_flight_is_bounded() {
        let flight = Flight::default();
        let large = flight.seat(2 * BYTES);
        let (sender, seated) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| sender.send(flight.seat(1)));
            assert!(seated.recv_timeout(Duration::from_millis(50)).is_err());
            drop(large);
            assert!(seated.recv_timeout(Duration::from_secs(10)).is_ok());
        });
        assert_eq!(*flight.load.lock().expect("not poisoned"), (0, 0));
    }

    #[test]
    fn an_error_ends_the_reading() {
        let folder = tempfile::tempdir().expect("a folder");
        let lines = format!("{{\"id\": 1, \"text\": \"{}\"}}\n", "x".repeat(1000)).repeat(3 * DOCUMENTS);
        let file = folder.path().join("dump");
        std::fs::write(&file, lines).expect("written");
        let files = [SourceFile::new(file, "dump".to_string())];
        let definitions = Definitions::load().expect("the definitions are consistent");
        let stored = AtomicUsize::new(0);
        let fail = |_, _| if stored.fetch_add(1, Relaxed) == 0 { Err("no room") } else { Ok(()) };
        let process = |document: &Document| process(document, &definitions);
        assert_eq!(read(&files, &Opener::default(), &process, &|_, _| (), fail), Err("no room"));
        assert!(stored.load(Relaxed) < 3 * DOCUMENTS);
    }
}
