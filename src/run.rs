//! The build: from inputs to a published snapshot. The edge of the program: here are the disk, the clock and threads.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::container::{DumpColumns, Opener};
use crate::document::hex;
use crate::gate::{self, Expectations, Figures};
use crate::gather::{Reader, corpus, items};
use crate::process::Definitions;
use crate::snapshot::error::{self, Error};
use crate::snapshot::{Edition, Output, Published, Retention, Reuse, Staged};
use crate::source::{SourceFile, walk};
use crate::state::listing::{Known, Plan};
use crate::state::{Contents, Digest, Fingerprint, Index, Memory, Opening, Results, State, packed};
use crate::stop::Stop;
use crate::stopwatch::{Laps, Stopwatch};
use crate::table::{Counts, Entry, RegionLevel};

/// Bytes of the stack of a worker: whoever opens an archive may read a document meanwhile.
const STACK: usize = 8 << 20;

/// What to build.
#[derive(Debug)]
pub struct Build {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Folder of the data set.
    pub output: PathBuf,
    /// Level of the divisions in the partition key `region`.
    pub region_level: RegionLevel,
    /// Number of threads; `None` for one per processor.
    pub threads: Option<usize>,
    /// The names of the columns of crawl dumps.
    pub dump_columns: DumpColumns,
    /// Whether the reports of neighbouring years may settle what a report leaves ambiguous.
    pub series: bool,
    /// Whether files are told apart by the hash of their bytes, and not by size and time of modification.
    pub verify: bool,
    /// Whether everything is read again, changed or not.
    pub reparse: bool,
    /// Which snapshots are removed after a new one is published.
    pub retention: Retention,
    /// Asks the run to end.
    pub stop: Stop,
    /// What the snapshot must hold to be published; `None` publishes it whatever it holds.
    pub expect: Option<Expectations>,
}

impl Build {
    /// Hashes of everything that decides what becomes of a file, besides the file.
    fn fingerprint(&self, definitions: &Definitions) -> Fingerprint {
        let settings = format!("{:?} {:?} {}", self.dump_columns, self.region_level, self.series);
        let all = Sha256::new().chain_update(definitions.fingerprint()).chain_update(settings);
        Fingerprint { all: hex(&all.finalize()), readers: definitions.fingerprint_of_readers() }
    }
}

/// What a build did.
#[derive(Debug)]
pub struct Summary {
    /// What it counted.
    pub counts: Counts,
    /// What became of the files of the input.
    pub files: Files,
    /// What earlier runs had left behind and this one removed.
    pub leftovers: Vec<String>,
    /// What made it slower than it need have been, or will make the next run so.
    pub notices: Vec<String>,
    /// What became of the snapshot.
    pub published: Published,
    /// Ids of the snapshots that were removed then, or why they could not be.
    pub pruned: Result<Vec<String>, Error>,
    /// How long each stage took.
    pub laps: Laps,
}

impl Summary {
    /// How many expectations the snapshot does not meet.
    pub fn missed(&self) -> usize {
        match &self.published {
            Published::Refused { reasons, .. } => reasons.len(),
            Published::New { .. } | Published::NothingNew { .. } => 0,
        }
    }
}

/// The files of the input, against those of the run before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Files {
    /// New or changed: they were read.
    pub read: usize,
    /// As they were.
    pub unchanged: usize,
    /// No longer there.
    pub gone: usize,
}

/// Told about progress: documents read, and documents known of so far; a container not yet opened counts as one.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Builds and publishes, within the limits of the definitions. Only what has changed since the run before is read. An error
/// leaves the published snapshot as it was.
pub fn build(build: &Build, definitions: &Definitions, progress: Progress) -> anyhow::Result<Summary> {
    let mut watch = Stopwatch::start();
    let output = Output::open(&build.output)?.stopped_by(&build.stop);
    output.check_clock(Timestamp::now())?;
    let fingerprint = build.fingerprint(definitions);
    let (mut state, Opening { notice, leftovers }) = State::open(&build.output, &fingerprint)?;
    let mut notices: Vec<String> = notice.into_iter().collect();
    if build.reparse {
        state = state.forget()?;
    } else if state.is_empty() && notices.is_empty() && output.latest().is_some() {
        notices.push("no state of an earlier run was found; everything was read".to_owned());
    }
    let now = Timestamp::now().as_nanosecond();
    let files = walk(&build.inputs, &build.output)?;
    watch.lap("walk");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(build.threads.unwrap_or(0)).stack_size(STACK).build()?;
    let run = Run { build, definitions, progress, output: &output, files, now };
    let Made { files, tally, new } = match pool.install(|| run.make(&state, &mut watch)) {
        Err(error) if is_damage(&error) => {
            notices.push(format!("the state of the earlier run is damaged ({error}); everything was read"));
            state = state.forget()?;
            pool.install(|| run.make(&state, &mut watch))
        }
        made => made,
    }?;
    let before = std::mem::take(&mut state.before);
    let differs = new.is_some() || files != before.files;
    let (published, index, live) = match new {
        Some(New { staged, unaccounted, counts, results, contents, live }) => {
            let parts = staged.parts.clone();
            let reasons = run.refusals(&staged, unaccounted)?;
            watch.lap("gate");
            let published = if reasons.is_empty() { output.commit(staged) } else { output.refuse(staged, reasons) }?;
            let snapshot = published.id();
            (
                published,
                Index { fingerprint, snapshot, counts, files, results, contents, parts, ..Index::default() },
                live,
            )
        }
        None => {
            let published = output.nothing_new(output.path_of(&before.snapshot))?;
            (published, Index { files, ..before }, state.store.values())
        }
    };
    let counts = index.counts.clone();
    if differs && let Err(error) = state.save(index, &live) {
        notices.push(format!("the state was not saved, so the next run reads more than it need: {error}"));
    }
    let pruned = match published {
        Published::New { .. } => output.prune(&build.retention, Timestamp::now(), false),
        Published::Refused { .. } | Published::NothingNew { .. } => Ok(Vec::new()),
    };
    watch.lap("publish");
    let leftovers = [output.leftovers(), &leftovers].concat();
    Ok(Summary { counts, files: tally, leftovers, notices, published, pruned, laps: watch.laps })
}

/// Whether what was remembered cannot be read back.
fn is_damage(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(packed::is_damage)
}

/// What a run works with.
struct Run<'a> {
    build: &'a Build,
    definitions: &'a Definitions,
    progress: Progress<'a>,
    output: &'a Output,
    files: Vec<SourceFile>,
    /// When they were listed, in nanoseconds since 1970.
    now: i128,
}

/// What a run made.
struct Made {
    files: Vec<Known>,
    tally: Files,
    /// The snapshot, unless everything is as it was.
    new: Option<New>,
}

struct New {
    staged: Staged,
    /// Files of the input that nothing is said about.
    unaccounted: Vec<String>,
    counts: Counts,
    results: Results,
    contents: Results,
    /// What the next run needs of the store.
    live: HashSet<Digest>,
}

impl Run<'_> {
    fn make(&self, state: &State, watch: &mut Stopwatch) -> anyhow::Result<Made> {
        let before = &state.before;
        let plan = Plan::new(&self.files, &before.files, self.now, self.build.verify);
        let contents = Contents::new(&state.store, &before.contents, self.definitions.limits);
        let reader = Reader {
            definitions: self.definitions,
            opener: Opener { limits: self.definitions.limits, columns: self.build.dump_columns.clone() },
            level: self.build.region_level,
            store: &state.store,
            contents: &contents,
            now: self.now,
            stop: &self.build.stop,
        };
        let read = reader.read(&plan.again, self.progress).map_err(self.of_store())?;
        watch.lap("read");
        let mut files = plan.unchanged;
        let is_gone = |known: &&Known| self.files.binary_search_by(|file| file.path.cmp(&known.path)).is_err();
        let gone = before.files.iter().filter(is_gone).count();
        let tally = Files { read: read.len(), unchanged: files.len(), gone };
        files.extend(read);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let is_published = self.output.latest().is_some_and(|latest| latest.snapshot == before.snapshot);
        let same = |(a, b): (&Known, &Known)| a.path == b.path && a.outcomes == b.outcomes;
        if is_published && files.len() == before.files.len() && files.iter().zip(&before.files).all(same) {
            return Ok(Made { files, tally, new: None });
        }
        let new = self.snapshot(&files, contents, state, watch)?;
        Ok(Made { files, tally, new: Some(new) })
    }

    /// An error of the store, with its place.
    fn of_store(&self) -> impl FnOnce(io::Error) -> Error {
        error::disk("put reports away in", &self.build.output)
    }

    /// The snapshot of these files.
    fn snapshot(
        &self,
        files: &[Known],
        contents: Contents,
        state: &State,
        watch: &mut Stopwatch,
    ) -> anyhow::Result<New> {
        let items = items(files, &state.store).map_err(self.of_store())?;
        let mut live: HashSet<Digest> = files.iter().map(|file| file.outcomes).collect();
        live.extend(items.iter().filter_map(|item| item.entry.as_ref()).map(Entry::report));
        let contents = contents.of(items.iter().map(|item| &item.source));
        let memory = Memory::new(state.store.clone(), state.before.results.clone());
        let corpus = corpus(items, &memory, self.definitions, self.build.series).map_err(self.of_store())?;
        live.extend(corpus.entries().iter().flat_map(Entry::values));
        watch.lap("compare");
        let definitions = self.definitions.fingerprint();
        let edition = Edition { created: Timestamp::now(), definitions };
        let reuse = Reuse { parts: &state.before.parts, verify: self.build.verify };
        let staged = self.output.stage(&corpus, self.definitions.forms, &edition, reuse)?;
        let results = memory.used();
        live.extend(results.values().chain(contents.values()));
        let unaccounted = gate::unaccounted(&self.files, corpus.sources());
        watch.lap("write");
        Ok(New { staged, unaccounted, counts: corpus.counts(), results, contents, live })
    }

    /// What a staged snapshot, if it is a new one, does not meet of what is expected.
    fn refusals(&self, staged: &Staged, unaccounted: Vec<String>) -> Result<Vec<String>, Error> {
        let Some(expect) = self.build.expect.filter(|_| !self.output.has(staged)) else { return Ok(Vec::new()) };
        let published = self.output.published().zip(self.output.latest());
        let old = published.map(|(path, manifest)| Figures::of(&path, &manifest.content)).transpose()?;
        let new = Figures { unaccounted, ..Figures::of(&staged.path, &staged.manifest.content)? };
        Ok(gate::judge(&expect, old.as_ref(), &new))
    }
}
