//! Runs a program and measures it as a whole: wall time, processor time and peak memory, from `/proc`.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Debug, Default)]
pub struct Measured {
    /// Wall time.
    pub wall: Duration,
    /// Processor time of all threads, in seconds; 0 where there is no `/proc`.
    pub cpu: f64,
    /// Peak resident memory in MiB; 0 where there is no `/proc`.
    pub memory: f64,
}

/// Clock ticks of `/proc` in a second: the same on every Linux.
const TICKS: f64 = 100.0;

impl Measured {
    /// The heading of the lines.
    pub const HEAD: &str = "run               wall s    cpu s   docs/s  docs/cpu s    MB/s  peak MiB";

    /// One line of the table.
    pub fn line(&self, name: &str, documents: usize, bytes: u64) -> String {
        let wall = self.wall.as_secs_f64();
        let documents = documents as f64;
        format!(
            "{name:<16} {wall:>7.2} {:>8.2} {:>8.0} {:>11.0} {:>7.1} {:>9.0}",
            self.cpu,
            documents / wall,
            documents / self.cpu,
            bytes as f64 / 1e6 / wall,
            self.memory
        )
    }
}

/// Runs a program to its end.
pub fn run(program: &Path, arguments: &[&str]) -> io::Result<Measured> {
    let start = Instant::now();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut measured = Measured::default();
    let status = loop {
        // Both figures only grow, so the last look before the end is the one that counts.
        look(child.id(), &mut measured);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(5));
    };
    measured.wall = start.elapsed();
    match status.success() {
        true => Ok(measured),
        false => Err(io::Error::other(format!("{} {arguments:?}: {status}", program.display()))),
    }
}

fn look(process: u32, measured: &mut Measured) {
    let file = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default();
    let peak =
        file("status").lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    measured.memory = peak.map_or(measured.memory, |kib: f64| kib / 1024.0);
    // Behind the name in brackets; the times of user and kernel are the 12th and 13th field from there.
    let stat = file("stat");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    if let Some([user, kernel]) = fields.get(11..13).and_then(|times| <[&str; 2]>::try_from(times).ok()) {
        let ticks = |field: &str| field.parse::<f64>().unwrap_or(0.0);
        measured.cpu = measured.cpu.max((ticks(user) + ticks(kernel)) / TICKS);
    }
}
