//! `gongkai build`: progress while it runs, a summary at its end.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use gongkai::config::Config;
use gongkai::diff;
use gongkai::process::Definitions;
use gongkai::run::{self, Summary};
use gongkai::snapshot::Published;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Build, Log};

/// Exit code of a build whose snapshot was not let pass.
const REFUSED: u8 = 3;

/// Runs a build.
pub fn build(arguments: Build, definitions: &Definitions) -> anyhow::Result<ExitCode> {
    let config = arguments.config.as_deref().map(Config::load).transpose()?.unwrap_or_default();
    let definitions = Definitions { limits: config.limits, ..*definitions };
    let build = job(&arguments, config)?;
    start_log(arguments.log);
    let started = Instant::now();
    let bar = progress_bar(arguments.log);
    let progress = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        if bar.is_hidden() && (done == total || done.is_multiple_of(1000)) {
            tracing::info!(done, total, "documents read");
        }
    };
    let summary = run::build(&build, &definitions, &progress)?;
    bar.finish_and_clear();
    match arguments.log {
        Log::Text => print!("{}", text(&summary, started.elapsed())),
        Log::Json => log(&summary, started.elapsed()),
    }
    let Published::Refused { path, reasons, .. } = &summary.published else { return Ok(ExitCode::SUCCESS) };
    refuse(path, reasons, &build, arguments.log);
    Ok(ExitCode::from(REFUSED))
}

/// Says what a refused snapshot does not meet, and how to let it pass.
fn refuse(path: &Path, reasons: &[String], build: &run::Build, log: Log) {
    let way = format!(
        "not published, kept in `{}`: look at it with `gongkai diff latest {} --output {}`, then mend the cause, or let it \
         pass with `gongkai build --accept`, or change `[expect]` in the configuration",
        path.display(),
        path.display(),
        build.output.display()
    );
    match log {
        Log::Text => reasons.iter().chain([&way]).for_each(|line| eprintln!("gongkai: {line}")),
        Log::Json => reasons.iter().chain([&way]).for_each(|line| tracing::error!("{line}")),
    }
}

/// What was typed, and for the rest what the configuration says.
fn job(arguments: &Build, config: Config) -> anyhow::Result<run::Build> {
    let inputs = if arguments.inputs.is_empty() { config.inputs } else { arguments.inputs.clone() };
    if inputs.is_empty() {
        bail!("no input: name files or folders to read, or set `inputs` in the configuration");
    }
    let Some(output) = arguments.output.clone().or(config.output) else {
        bail!("no output: give `--output DIR`, or set `output` in the configuration");
    };
    Ok(run::Build {
        inputs,
        output,
        region_level: arguments.region_level.map_or(config.region_level, Into::into),
        threads: arguments.threads.or(config.threads),
        dump_columns: config.dump_columns,
        series: !arguments.no_series,
        expect: (!arguments.accept).then_some(config.expect),
    })
}

fn start_log(log: Log) {
    let subscriber = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    match log {
        Log::Text => subscriber.without_time().init(),
        Log::Json => subscriber.json().flatten_event(true).init(),
    }
}

/// A bar on a terminal; hidden, so that lines are written, anywhere else.
fn progress_bar(log: Log) -> ProgressBar {
    if log == Log::Json || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} documents, {per_sec}, {eta} left");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The summary as a person reads it.
fn text(summary: &Summary, elapsed: Duration) -> String {
    let documents: usize = summary.documents.values().sum();
    let seconds = elapsed.as_secs_f64();
    let line = |name: &str, total: usize, counts: Vec<(&str, usize)>| {
        let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        format!("{name:<10} {total:>9}   {}\n", counts.join(", "))
    };
    let mut text = line("documents", documents, summary.documents.iter().map(|(o, n)| (o.as_str(), *n)).collect());
    text += &line("reports", summary.reports, vec![]);
    text += &line(
        "cells",
        summary.cells.values().sum(),
        summary.cells.iter().map(|(status, n)| (status.as_str(), *n)).collect(),
    );
    text += &line(
        "checks",
        summary.checks.values().sum(),
        summary.checks.iter().map(|(verdict, n)| (verdict.as_str(), *n)).collect(),
    );
    text += &line("issues", summary.issues, vec![]);
    for leftover in &summary.leftovers {
        text += &format!("removed    {leftover}, left behind by an earlier run\n");
    }
    text += &format!("time       {seconds:>8.1}s   {:.0} documents a second\n", documents as f64 / seconds.max(0.001));
    text + &match &summary.published {
        Published::New { path, previous, current } => {
            let warning = current.as_ref().err().map_or(String::new(), |error| format!("warning    {error}\n"));
            let changes = previous.as_ref().map_or(String::new(), |previous| changes(previous, path));
            format!("{changes}published  {}\n{warning}", path.display())
        }
        Published::Refused { path, published, .. } => {
            let changes = published.as_ref().map_or(String::new(), |published| changes(published, path));
            format!("{changes}refused    {}\n", path.display())
        }
        Published::NothingNew { path } => format!("nothing new: {} has the same files\n", path.display()),
    }
}

/// What changed since the snapshot that was published before.
fn changes(previous: &Path, path: &Path) -> String {
    match diff::diff(previous, path, &mut |_| Ok(())) {
        Ok(changes) => format!("changes    {}\n", diff::short(&changes)),
        Err(error) => format!("warning    no comparison with the snapshot before: {error}\n"),
    }
}

/// The summary as one log line.
fn log(summary: &Summary, elapsed: Duration) {
    let documents: usize = summary.documents.values().sum();
    let (path, new, refused) = match &summary.published {
        Published::New { path, .. } => (path, true, false),
        Published::Refused { path, .. } => (path, true, true),
        Published::NothingNew { path } => (path, false, false),
    };
    let names =
        |counts: Vec<(&str, usize)>| counts.iter().map(|(n, c)| format!("{n}={c}")).collect::<Vec<_>>().join(" ");
    tracing::info!(
        documents,
        outcomes = names(summary.documents.iter().map(|(o, n)| (o.as_str(), *n)).collect()),
        reports = summary.reports,
        cells = names(summary.cells.iter().map(|(s, n)| (s.as_str(), *n)).collect()),
        checks = names(summary.checks.iter().map(|(v, n)| (v.as_str(), *n)).collect()),
        issues = summary.issues,
        seconds = elapsed.as_secs_f64(),
        snapshot = %path.display(),
        new,
        refused,
        "build finished"
    );
}
