//! Memory: what was worked out before, by what it was worked out from.
//!
//! A result is a pure function of the values that its key names, so a result that is known needs not be worked out again
//! and nobody can tell the difference.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::state::store::{Digest, Store};

/// The results of a run, by key, in the store.
pub type Results = HashMap<Digest, Digest>;

/// The store, with the results of the run before and of this one.
#[derive(Debug)]
pub struct Memory {
    /// Where everything lies.
    pub store: Arc<Store>,
    before: Results,
    used: Mutex<Results>,
}

impl Memory {
    /// The memory of a run that knows the results of the one `before`.
    pub fn new(store: Arc<Store>, before: Results) -> Memory {
        Memory { store, before, used: Mutex::default() }
    }

    /// The result for `key`: the one that is known, or what `work` gives.
    ///
    /// # Errors
    /// Those of the store, and of `work`.
    pub fn recall<T>(&self, key: Digest, work: impl FnOnce() -> io::Result<T>) -> io::Result<T>
    where
        T: Serialize + DeserializeOwned,
    {
        let (value, result) = match self.before.get(&key) {
            Some(value) => (*value, self.store.get(*value)?),
            None => {
                let result = work()?;
                (self.store.put(&result)?, result)
            }
        };
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value);
        Ok(result)
    }

    /// The results that were asked for.
    pub fn used(self) -> Results {
        self.used.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_worked_out_again_and_what_nobody_asks_for_is_forgotten() {
        let store = Arc::new(Store::new(tempfile::tempfile().expect("a temporary file")));
        let [one, two] = ["one", "two"].map(|key| Digest::joined(key, []));
        let first = Memory::new(store.clone(), Results::new());
        assert_eq!(first.recall(one, || Ok(1)).expect("worked out"), 1);
        assert_eq!(first.recall(two, || Ok(2)).expect("worked out"), 2);
        let second = Memory::new(store, first.used());
        assert_eq!(second.recall(one, || Err::<i32, _>(io::Error::other("worked out again"))).expect("known"), 1);
        assert_eq!(second.used().into_keys().collect::<Vec<_>>(), [one]);
    }
}
