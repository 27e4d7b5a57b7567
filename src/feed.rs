//! Feed: files are opened and their documents read by the same workers, so that one big archive keeps all processors busy.
//!
//! Each worker opens files one after another. What a file is, or what comes last in it, the worker reads itself; the other
//! documents of an archive lie there for any worker that has nothing to open. How many lie there is bounded: who opens an
//! archive reads of them before it goes on. A slow document holds up its worker, and the archive that this worker has open.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rayon::Yield;

use crate::container::{Found, Opener, Refused};
use crate::document::Document;
use crate::issue::{Dropped, Issue, Severity};
use crate::outcome::{Outcome, SourceOutcome};
use crate::process::{READER_FAILED, source};
use crate::run::Progress;
use crate::source::SourceFile;

/// Documents that wait or are being read at most.
const DOCUMENTS: usize = 1024;

/// Their bytes at most, unless a single one is larger.
const BYTES: usize = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// How long a worker waits for others to make room.
const PAUSE: Duration = Duration::from_millis(1);

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
    let (stored, failed) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let read = &|at, Waiting { found, seat }| {
        let result = store(at, outcome(found, process));
        drop(seat);
        failed.fetch_or(result.is_err(), Relaxed);
        stored.lock().unwrap_or_else(PoisonError::into_inner).push(result);
        progress(done.fetch_add(1, Relaxed) + 1, known.load(Relaxed));
    };
    rayon::scope(|scope| {
        scope.spawn_broadcast(|scope, _| {
            while let Some((at, file)) = next_of(files, &next)
                && !failed.load(Relaxed)
            {
                let mut last: Option<Waiting> = None;
                opener.open(file, &mut |found| {
                    // Not kept back while it waits for room: it may be what takes it.
                    if let Some(before) = last.take() {
                        known.fetch_add(1, Relaxed);
                        scope.spawn(move |_| read(at, before));
                    }
                    let seat = flight.seat(size(&found));
                    last = Some(Waiting { found, seat });
                    if failed.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                if let Some(last) = last {
                    read(at, last);
                }
            }
        });
    });
    stored.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

/// The next file that nobody has opened, and its number.
fn next_of<'f>(files: &'f [SourceFile], next: &AtomicUsize) -> Option<(usize, &'f SourceFile)> {
    let at = next.fetch_add(1, Relaxed);
    files.get(at).map(|file| (at, file))
}

/// Something that was found and is not yet read.
struct Waiting<'f> {
    found: Found,
    seat: Seat<'f>,
}

/// What is waiting or being read.
#[derive(Default)]
struct Flight {
    documents: AtomicUsize,
    bytes: AtomicUsize,
}

impl Flight {
    /// Reads of what is waiting until there is room for a document of `size` bytes.
    fn seat(&self, size: usize) -> Seat<'_> {
        while self.is_full(size) {
            // If nothing waits, large documents are being read by other workers.
            if rayon::yield_now() != Some(Yield::Executed) {
                thread::sleep(PAUSE);
            }
        }
        self.documents.fetch_add(1, Relaxed);
        self.bytes.fetch_add(size, Relaxed);
        Seat { flight: self, size }
    }

    /// Whoever asks at the same time may get in too: one document more for each worker.
    fn is_full(&self, size: usize) -> bool {
        let documents = self.documents.load(Relaxed);
        documents >= DOCUMENTS || documents > 0 && self.bytes.load(Relaxed) + size > BYTES
    }
}

/// The room of one document; whatever becomes of it, the room is given back.
struct Seat<'f> {
    flight: &'f Flight,
    size: usize,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.flight.documents.fetch_sub(1, Relaxed);
        self.flight.bytes.fetch_sub(self.size, Relaxed);
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
    use std::sync::mpsc;

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
        assert_eq!((flight.documents.load(Relaxed), flight.bytes.load(Relaxed)), (0, 0));
    }

    #[test]
    fn large_documents_of_one_archive_make_room_for_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("dump");
        let line = |n| format!("{{\"id\": {n}, \"text\": \"{}\"}}\n", "x".repeat(BYTES * 2 / 3));
        std::fs::write(&file, (0..5).map(line).collect::<String>()).expect("written");
        let files = [SourceFile::new(file, "dump".to_string())];
        let process = |document: &Document| Outcome { source: source(document), report: None, issues: Vec::new() };
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
            let store = |at, outcome: Outcome| Ok::<_, ()>((at, outcome.source.path));
            let read = pool.install(|| read(&files, &Opener::default(), &process, &|_, _| (), store));
            assert_eq!(read.map(|read| read.len()), Ok(5), "{threads} threads");
        }
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
