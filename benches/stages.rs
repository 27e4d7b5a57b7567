//! The stages of one document, each by itself: `cargo bench --bench stages`.

mod corpus;

use std::hint::black_box;

use corpus::Corpus;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gongkai::check::check;
use gongkai::content::Content;
use gongkai::document::{Document, Hints, Kind};
use gongkai::extract::extract;
use gongkai::identify::{Passages, identify};
use gongkai::limits::Limits;
use gongkai::outcome::Outcome;
use gongkai::process::{Definitions, process};
use gongkai::snapshot::{Edition, Output, Parts, Reuse};
use gongkai::state::Store;
use gongkai::table::{Corpus as Stored, Entry, KeptReport, RegionLevel};
use gongkai::{read, text};
use jiff::Timestamp;

/// Documents that each measurement goes through.
const DOCUMENTS: usize = 120;

fn definitions() -> Definitions {
    Definitions::load().expect("the definitions are consistent")
}

fn documents() -> Vec<Document> {
    let corpus = Corpus::new(definitions());
    (0..DOCUMENTS).map(|n| corpus.member(n)).map(|member| Document::new(member.path, member.bytes)).collect()
}

fn content(document: &Document) -> Content<'static> {
    let text = text::decode(&document.bytes, None).text.into_owned();
    match Kind::of(&document.bytes) {
        Kind::Html => read::html::read(&text, &Limits::default()),
        _ => read::txt::read(Box::leak(text.into_boxed_str()), &Limits::default()),
    }
}

fn stages(criterion: &mut Criterion) {
    let (definitions, documents) = (definitions(), documents());
    let decoded: Vec<String> =
        documents.iter().map(|document| text::decode(&document.bytes, None).text.into_owned()).collect();
    let contents: Vec<Content> = documents.iter().map(content).collect();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(DOCUMENTS as u64));
    group.bench_function("decode", |b| {
        b.iter(|| documents.iter().map(|document| text::decode(&document.bytes, None).text.len()).sum::<usize>());
    });
    group.bench_function("html to content", |b| {
        b.iter(|| decoded.iter().for_each(|text| drop(black_box(read::html::read(text, &definitions.limits)))));
    });
    group.bench_function("identify", |b| {
        b.iter(|| {
            contents.iter().for_each(|one| {
                drop(black_box(identify(one, &Passages::of(one), &Hints::default(), &definitions.registers)))
            });
        });
    });
    group.bench_function("align and solve", |b| {
        b.iter(|| contents.iter().for_each(|one| drop(black_box(extract(one, definitions.forms, Vec::new)))));
    });
    group.bench_function("bytes to outcome", |b| {
        b.iter(|| documents.iter().for_each(|document| drop(black_box(process(document, &definitions)))));
    });
    group.finish();
}

/// The reports of the corpus, put away as a build does it.
fn stored() -> Stored {
    let definitions = definitions();
    let store = Store::new(tempfile::tempfile().expect("a temporary file"));
    let (mut entries, mut sources) = (Vec::new(), Vec::new());
    for document in documents() {
        let Outcome { source, report, .. } = process(&document, &definitions);
        let kept = report.and_then(|report| {
            let findings = check(&report, definitions.forms);
            KeptReport::new(report, &source, None, RegionLevel::Province, findings)
        });
        entries.extend(kept.map(|kept| Entry::store(&kept, &store).expect("room on the disk")));
        sources.push(source);
    }
    Stored::new(store.into(), entries, sources, Vec::new())
}

fn write(criterion: &mut Criterion) {
    let definitions = definitions();
    let edition = Edition { created: Timestamp::UNIX_EPOCH, definitions: definitions.fingerprint() };
    let folder = || tempfile::tempdir().expect("a temporary folder");
    let stored = stored();
    let reuse = Reuse { parts: &Parts::new(), verify: false };
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(stored.entries().len() as u64)).sample_size(10);
    group.bench_function("write and prove", |b| {
        b.iter_batched(
            folder,
            |folder| {
                let output = Output::open(folder.path()).expect("an empty folder");
                drop(black_box(output.stage(&stored, definitions.forms, &edition, reuse).expect("room on the disk")));
                folder
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, stages, write);
criterion_main!(benches);
