//! Stop: a run that is asked to end by SIGINT or SIGTERM does so between two documents or files, and leaves no snapshot begun.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What Unix adds to the number of a signal for the exit code of a program that it ended.
const EXIT: u8 = 128;

/// Whether a run was asked to end.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    /// The signal, 0 for none.
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens to SIGINT and SIGTERM from now on. A second signal ends the program at once.
    ///
    /// # Errors
    /// What the system says.
    pub fn by_signals() -> io::Result<Stop> {
        let (stop, again) = (Stop::default(), Arc::new(AtomicBool::new(false)));
        for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
            // In this order: the first signal finds `again` unset.
            flag::register_conditional_shutdown(signal, i32::from(EXIT + number), Arc::clone(&again))?;
            flag::register(signal, Arc::clone(&again))?;
            flag::register_usize(signal, Arc::clone(&stop.signal), usize::from(number))?;
        }
        Ok(stop)
    }

    /// The exit code of a run that was asked to end: 130 after SIGINT, 143 after SIGTERM; `None` if it was not asked.
    pub fn exit_code(&self) -> Option<u8> {
        let signal = u8::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or_default();
        (signal > 0).then_some(EXIT + signal)
    }

    /// Goes on unless the run was asked to end.
    ///
    /// # Errors
    /// [`io::ErrorKind::Interrupted`].
    pub fn check(&self) -> io::Result<()> {
        match self.exit_code() {
            None => Ok(()),
            Some(_) => Err(io::Error::new(io::ErrorKind::Interrupted, "asked to stop")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Stop {
        /// A run that SIGTERM asked to end.
        pub(crate) fn asked() -> Stop {
            let stop = Stop::default();
            stop.signal.store(15, Ordering::Relaxed);
            stop
        }
    }

    #[test]
    fn a_signal_tells_the_exit_code_and_ends_the_run() {
        assert!(Stop::default().check().is_ok());
        let stop = Stop::asked();
        assert_eq!(stop.exit_code(), Some(143));
        assert_eq!(stop.clone().check().map_err(|error| error.kind()), Err(io::ErrorKind::Interrupted));
    }
}
