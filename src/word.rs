//! Words of the definitions and registers (codes, units, divisions) in reports that are stored and loaded again.
//!
//! In memory such a word is borrowed from the definitions, which live as long as the program. Stored it is text where it comes
//! first in a value, and its number from then on: a report names the same few codes over and over. Loaded it is the same
//! borrowed word again.

use std::cell::RefCell;
use std::fmt;
use std::sync::{LazyLock, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::register::{Division, Divisions};

/// A word of the definitions.
pub type Word = &'static str;

/// A division of the register.
pub type DivisionRef = &'static Division;

/// The one copy of a word. The words of the definitions are few, so none is ever given back.
pub fn word(text: &str) -> Word {
    static WORDS: LazyLock<RwLock<FxHashSet<Word>>> = LazyLock::new(RwLock::default);
    if let Some(word) = WORDS.read().unwrap_or_else(PoisonError::into_inner).get(text) {
        return word;
    }
    let mut words = WORDS.write().unwrap_or_else(PoisonError::into_inner);
    // Another thread may have met it meanwhile.
    if let Some(word) = words.get(text) {
        return word;
    }
    let word: Word = Box::leak(text.to_owned().into_boxed_str());
    words.insert(word);
    word
}

/// The words of the value that a thread stores or loads, each with its number.
#[derive(Default)]
struct Met {
    words: Vec<Word>,
    numbers: FxHashMap<(usize, usize), u32>,
}

thread_local! {
    static MET: RefCell<Met> = RefCell::default();
}

/// Stores or loads one value: its words are counted from the first.
pub fn in_value<T>(work: impl FnOnce() -> T) -> T {
    MET.with_borrow_mut(|met| {
        met.words.clear();
        met.numbers.clear();
    });
    work()
}

/// A word as it is stored.
struct Stored(Word);

impl Serialize for Stored {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Stored(word) = *self;
        let (number, new) = MET.with_borrow_mut(|met| {
            let next = met.numbers.len() as u32;
            // Told apart by where they lie: to compare the text of each would take as long as to store it.
            let number = *met.numbers.entry((word.as_ptr() as usize, word.len())).or_insert(next);
            (number, number == next)
        });
        let mut stored = serializer.serialize_tuple(1 + usize::from(new))?;
        stored.serialize_element(&number)?;
        if new {
            stored.serialize_element(word)?;
        }
        stored.end()
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Stored, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = Stored;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("the number of a word, and its text where it comes first")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Stored, A::Error> {
                let cut = || A::Error::custom("a word is cut off");
                let number: u32 = parts.next_element()?.ok_or_else(cut)?;
                let (known, next) = MET.with_borrow(|met| (met.words.get(number as usize).copied(), met.words.len()));
                match known {
                    Some(word) => Ok(Stored(word)),
                    None if number as usize == next => {
                        let word = word(parts.next_element()?.ok_or_else(cut)?);
                        MET.with_borrow_mut(|met| met.words.push(word));
                        Ok(Stored(word))
                    }
                    None => Err(A::Error::custom(format!("no word has the number {number}"))),
                }
            }
        }
        deserializer.deserialize_tuple(2, Parts)
    }
}

/// Stores a word.
pub fn serialize<S: Serializer>(word: &Word, serializer: S) -> Result<S::Ok, S::Error> {
    Stored(word).serialize(serializer)
}

/// Loads a word.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
    Stored::deserialize(deserializer).map(|Stored(word)| word)
}

/// A word that may be missing.
pub mod optional {
    use super::*;

    /// Stores it.
    pub fn serialize<S: Serializer>(word: &Option<Word>, serializer: S) -> Result<S::Ok, S::Error> {
        word.map(Stored).serialize(serializer)
    }

    /// Loads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Word>, D::Error> {
        Ok(Option::<Stored>::deserialize(deserializer)?.map(|Stored(word)| word))
    }
}

/// Several words.
pub mod list {
    use super::*;

    /// Stores them.
    pub fn serialize<S: Serializer>(words: &[Word], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(words.iter().map(|word| Stored(word)))
    }

    /// Loads them.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Word>, D::Error> {
        Ok(Vec::<Stored>::deserialize(deserializer)?.into_iter().map(|Stored(word)| word).collect())
    }
}

/// A kind of issue, stored by its code.
pub mod code {
    use super::*;
    use crate::dictionary::codes;
    use crate::issue::Code;

    /// Stores it.
    pub fn serialize<S: Serializer>(code: &&'static Code, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(code.code)
    }

    /// Loads it from the list of codes.
    ///
    /// # Errors
    /// If there is no such code any more.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Code, D::Error> {
        let code = <&str>::deserialize(deserializer)?;
        codes().find(|known| known.code == code).ok_or_else(|| D::Error::custom(format!("no issue code {code}")))
    }
}

/// A division, stored by its code and the first year of its entry.
pub mod division {
    use super::*;

    /// Stores it.
    pub fn serialize<S: Serializer>(division: &Option<DivisionRef>, serializer: S) -> Result<S::Ok, S::Error> {
        division.map(|division| (division.code, division.since)).serialize(serializer)
    }

    /// Loads it from the register.
    ///
    /// # Errors
    /// If the register has no such entry any more.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DivisionRef>, D::Error> {
        let Some((code, since)) = <Option<(&str, i16)>>::deserialize(deserializer)? else { return Ok(None) };
        let register = Divisions::load().map_err(D::Error::custom)?;
        let entry = register.by_code(code, Some(since.max(2008))).filter(|entry| entry.since == since);
        let entry = entry.or_else(|| register.entries().iter().find(|e| e.code == code && e.since == since));
        entry.map(Some).ok_or_else(|| D::Error::custom(format!("no division {code} since {since}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::packed;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Value {
        #[serde(with = "super")]
        one: Word,
        #[serde(with = "super::optional")]
        other: Option<Word>,
        #[serde(with = "super::list")]
        list: Vec<Word>,
    }

    #[test]
    fn a_value_holds_each_word_once() {
        let value = |other| Value { one: "received_new", other, list: vec!["件", "received_new", "件", "总计"] };
        for value in [value(None), value(Some("received_new")), value(Some("总计"))] {
            let bytes = packed::bytes(&value).expect("stored");
            assert_eq!(String::from_utf8_lossy(&bytes).matches("received_new").count(), 1);
            let packed = packed::compress(&bytes).expect("compressed");
            assert_eq!(packed::unpack::<Value>(&packed, bytes.len()).expect("loaded"), value);
            // The next value counts its words anew.
            assert_eq!(packed::bytes(&value).expect("stored"), bytes);
        }
    }

    #[test]
    fn a_number_without_its_word_is_damage() {
        // The number of a word with its text, no other word, an empty list.
        let unpacked = |number| {
            let bytes = [number, 1, b'x', 0, 0];
            packed::unpack::<Value>(&packed::compress(&bytes).expect("compressed"), bytes.len())
        };
        assert_eq!(unpacked(0).expect("loaded"), Value { one: "x", other: None, list: Vec::new() });
        let error = unpacked(7).expect_err("no word has the number");
        assert!(packed::is_damage(&error), "{error}");
    }
}
