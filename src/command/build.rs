//! `gongkai build`: progress while it runs, a summary and the metrics at its end.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use gongkai::config::Config;
use gongkai::metrics::{self, Ended};
use gongkai::process::Definitions;
use gongkai::run::{self, Summary};
use gongkai::snapshot::{Error, Manifest, Published, latest};
use gongkai::stop::Stop;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use crate::cli::{Build, Log};
use crate::command::{FAILED, one_line, summary};

/// Exit code of a build whose snapshot was not let pass.
const REFUSED: u8 = 3;

/// Runs a build, with the form definitions of the folder `definitions` if one was typed.
pub fn build(arguments: Build, definitions: Option<&Path>) -> anyhow::Result<ExitCode> {
    let config = arguments.config.as_deref().map(Config::load).transpose()?.unwrap_or_default();
    let definitions = Definitions::load_with(definitions.or(config.definitions.as_deref()))?;
    let definitions = Definitions { limits: config.limits, ..definitions };
    let metrics = arguments.metrics.clone().or(config.metrics.clone());
    let build = job(&arguments, config)?;
    start_log(arguments.log);
    let started = Instant::now();
    let result = run(&build, &definitions, arguments.log);
    let elapsed = started.elapsed();
    let (ended, code) = ended(&result, &build.stop);
    match &result {
        Ok(summary) => tell(summary, elapsed, &build, arguments.log),
        Err(_) if ended == Ended::Stopped => say("stopped by a signal; nothing was published", arguments.log),
        Err(error) => say(&one_line(error), arguments.log),
    }
    // A run that is locked out has no business with the metrics of the run that is at work.
    if let Some(file) = metrics.filter(|_| !is_locked_out(&result)) {
        let (at, snapshot) = (Timestamp::now(), published(&build.output));
        let run = metrics::Build { ended, at, seconds: elapsed.as_secs_f64(), summary: result.as_ref().ok(), snapshot };
        if let Err(error) = metrics::write(&file, &run) {
            say(&format!("no metrics: {error}"), arguments.log);
        }
    }
    Ok(code)
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
        verify: arguments.verify,
        reparse: arguments.reparse,
        retention: config.retention,
        stop: Stop::by_signals()?,
        expect: (!arguments.accept).then_some(config.expect),
    })
}

fn run(build: &run::Build, definitions: &Definitions, log: Log) -> anyhow::Result<Summary> {
    let bar = progress_bar(log);
    let progress = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        if bar.is_hidden() && (done == total || done.is_multiple_of(1000)) {
            tracing::info!(done, total, "documents read");
        }
    };
    let result = run::build(build, definitions, &progress);
    bar.finish_and_clear();
    result
}

/// How a build ended, and its exit code.
fn ended(result: &anyhow::Result<Summary>, stop: &Stop) -> (Ended, ExitCode) {
    match (result, stop.exit_code()) {
        (Ok(Summary { published: Published::New { .. }, .. }), _) => (Ended::Published, ExitCode::SUCCESS),
        (Ok(Summary { published: Published::NothingNew { .. }, .. }), _) => (Ended::NothingNew, ExitCode::SUCCESS),
        (Ok(Summary { published: Published::Refused { .. }, .. }), _) => (Ended::Refused, ExitCode::from(REFUSED)),
        (Err(_), Some(code)) => (Ended::Stopped, ExitCode::from(code)),
        (Err(_), None) => (Ended::Failed, ExitCode::from(FAILED)),
    }
}

fn is_locked_out(result: &anyhow::Result<Summary>) -> bool {
    result.as_ref().is_err_and(|error| matches!(error.downcast_ref(), Some(Error::Locked { .. })))
}

/// When the published snapshot was made; `None` if there is none that can be read.
fn published(output: &Path) -> Option<Timestamp> {
    Manifest::read(&latest(output).ok()??).ok()?.created.parse().ok()
}

/// The summary; of a refused snapshot also what it does not meet, and how to let it pass.
fn tell(summary: &Summary, elapsed: Duration, build: &run::Build, log: Log) {
    match log {
        Log::Text => print!("{}", summary::text(summary, elapsed)),
        Log::Json => summary::log(summary, elapsed),
    }
    let Published::Refused { path, reasons, .. } = &summary.published else { return };
    let (path, output) = (path.display(), build.output.display());
    reasons.iter().for_each(|reason| say(reason, log));
    say(
        &format!(
            "not published, kept in `{path}`: look at it with `gongkai diff latest {path} --output {output}`, then mend the \
             cause, or let it pass with `gongkai build --accept`, or change `[expect]` in the configuration"
        ),
        log,
    );
}

/// Says in one line what went wrong.
fn say(line: &str, log: Log) {
    match log {
        Log::Text => eprintln!("gongkai: {line}"),
        Log::Json => tracing::error!("{line}"),
    }
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
