//! The meters that hold every container to its limits.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::issues::{BOMB, TOO_LARGE};
use super::trouble::Exceeded;
use crate::limits::Limits;

/// Counts the bytes that come out of one container.
#[derive(Debug)]
pub(super) struct Gauge {
    unpacked: Cell<u64>,
    /// Bytes unpacked from the whole file of the input; shared by all its containers.
    total: Rc<Cell<u64>>,
    /// Bytes that went in; `None` if the container does not compress.
    packed: Option<Rc<Cell<u64>>>,
    limits: Limits,
}

impl Gauge {
    pub fn new(limits: &Limits, total: Rc<Cell<u64>>, packed: Option<Rc<Cell<u64>>>) -> Gauge {
        Gauge { unpacked: Cell::new(0), total, packed, limits: *limits }
    }

    /// Counts `bytes` more.
    pub fn add(&self, bytes: u64) -> Result<(), Exceeded> {
        self.unpacked.set(self.unpacked.get().saturating_add(bytes));
        self.total.set(self.total.get().saturating_add(bytes));
        self.check()
    }

    /// Whether the container may go on.
    pub fn check(&self) -> Result<(), Exceeded> {
        let unpacked = self.unpacked.get();
        let by_ratio = self.packed.as_ref().map(|packed| packed.get().saturating_mul(self.limits.ratio));
        let over_ratio = unpacked > self.limits.ratio_from && by_ratio.is_some_and(|most| unpacked > most);
        match over_ratio || unpacked > self.limits.container || self.total.get() > self.limits.file {
            true => Err(Exceeded(&BOMB)),
            false => Ok(()),
        }
    }
}

/// A member as it is read out of its container, metered.
pub(super) struct Metered<R> {
    pub inner: R,
    pub gauge: Rc<Gauge>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.gauge.check().map_err(io::Error::other)?;
        let count = self.inner.read(buffer)?;
        self.gauge.add(count as u64).map_err(io::Error::other)?;
        Ok(count)
    }
}

/// Counts what is read through it.
pub(super) struct Counted<R> {
    pub inner: R,
    pub count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// Lets through no more than is left of an allowance that its owner renews, so that one endless name or row is
/// not gathered in memory.
pub(super) struct Allowance<R> {
    pub inner: R,
    pub left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other(Exceeded(&TOO_LARGE)));
        }
        let count = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(count as u64));
        Ok(count)
    }
}

/// Room for most documents.
pub(super) const USUAL: usize = 64 << 10;

/// All bytes of `reader`, which must not be more than `limit`.
pub(super) fn read_all(reader: &mut dyn Read, limit: u64) -> io::Result<Vec<u8>> {
    read_on(Vec::with_capacity(USUAL), reader, limit)
}

/// These bytes and all that follow them in `reader`; together they must not be more than `limit`.
pub(super) fn read_on(mut bytes: Vec<u8>, reader: &mut dyn Read, limit: u64) -> io::Result<Vec<u8>> {
    let left = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
    reader.take(left).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(io::Error::other(Exceeded(&TOO_LARGE))),
        false => Ok(bytes),
    }
}
