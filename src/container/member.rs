//! A container while it is read: it names its members, counts them and meters what comes out.

use super::name;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::rc::Rc;

use super::input::Input;
use super::issues::{EMPTY, TOO_MANY};
use super::limits::{Gauge, Metered};
use super::open::{Opening, Place, UNKNOWN};
use super::trouble::{End, Trouble};
use crate::container::DumpColumns;
use crate::document::Hints;
use crate::limits::Limits;

/// A container that is being read.
pub(super) struct Container<'o, 's> {
    opening: &'o mut Opening<'s>,
    place: Place,
    gauge: Rc<Gauge>,
    members: u64,
    /// How often each name was met, by its hash: names may repeat, paths in the data set must not.
    names: HashMap<u64, u32>,
}

impl<'o, 's> Container<'o, 's> {
    pub fn new(opening: &'o mut Opening<'s>, place: Place, gauge: Rc<Gauge>) -> Container<'o, 's> {
        Container { opening, place, gauge, members: 0, names: HashMap::new() }
    }

    pub fn limits(&self) -> &'s Limits {
        &self.opening.opener.limits
    }

    pub fn columns(&self) -> &'s DumpColumns {
        &self.opening.opener.columns
    }

    /// Finds what is in a member. A path among the hints is a title, which follows the name in the path that
    /// identification sees.
    pub fn member(&mut self, name: &str, hints: Hints, reader: &mut dyn Read) -> Result<(), End> {
        let place = self.place(name, hints)?;
        let mut metered = Metered { inner: reader, gauge: self.gauge.clone() };
        self.opening.look(place, Input::Stream(&mut metered))
    }

    /// Lists a member that cannot be read.
    pub fn refuse(&mut self, name: &str, trouble: Trouble) -> Result<(), End> {
        let place = self.place(name, Hints::default())?;
        self.opening.refuse(&place, UNKNOWN, trouble)
    }

    /// Finds what is in a compressed stream, which is no member but what stands here.
    pub fn same(&mut self, reader: impl Read) -> Result<(), End> {
        let place =
            Place { path: self.place.path.clone(), depth: self.place.depth + 1, hints: self.place.hints.clone() };
        let mut metered = Metered { inner: reader, gauge: self.gauge.clone() };
        self.opening.look(place, Input::Stream(&mut metered))
    }

    /// Ends a container that was read to its end.
    pub fn leave(self) -> Result<(), End> {
        match self.members {
            0 => Err(Trouble::of(&EMPTY).into()),
            _ => Ok(()),
        }
    }

    /// The place of the next member.
    fn place(&mut self, name: &str, hints: Hints) -> Result<Place, End> {
        self.gauge.check()?;
        if self.members == self.limits().entries {
            return Err(Trouble::of(&TOO_MANY).into());
        }
        self.members += 1;
        let name = self.unique(name::clean(name));
        let path = format!("{}!/{name}", self.place.path);
        let hints = Hints {
            path: hints.path.map(|title| format!("{path}/{}", name::clean(&title))),
            url: hints.url.or_else(|| self.place.hints.url.clone()),
            ..hints
        };
        Ok(Place { path, depth: self.place.depth + 1, hints })
    }

    fn unique(&mut self, name: String) -> String {
        let name = if name.is_empty() { format!("member-{}", self.members) } else { name };
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let met = self.names.entry(hasher.finish()).or_default();
        *met += 1;
        match *met {
            1 => name,
            times => format!("{name}#{times}"),
        }
    }
}
