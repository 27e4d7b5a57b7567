//! Words of the definitions and registers (codes, units, divisions) in reports that are stored and loaded again.
//!
//! In memory such a word is borrowed from the definitions, which live as long as the program. Stored it is text; loaded
//! it is the same borrowed word again.

use std::sync::{LazyLock, RwLock};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::register::{Division, Divisions};

/// A word of the definitions.
pub type Word = &'static str;

/// A division of the register.
pub type DivisionRef = &'static Division;

/// The one copy of a word. The words of the definitions are few, so none is ever given back.
pub fn word(text: &str) -> Word {
    static WORDS: LazyLock<RwLock<FxHashSet<Word>>> = LazyLock::new(RwLock::default);
    if let Some(word) = WORDS.read().ok().and_then(|words| words.get(text).copied()) {
        return word;
    }
    let word: Word = Box::leak(text.to_owned().into_boxed_str());
    if let Ok(mut words) = WORDS.write() {
        words.insert(word);
    }
    word
}

/// Stores a word.
pub fn serialize<S: Serializer>(word: &Word, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word)
}

/// Loads a word.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
    Ok(word(<&str>::deserialize(deserializer)?))
}

/// A word that may be missing.
pub mod optional {
    use super::*;

    /// Stores it.
    pub fn serialize<S: Serializer>(word: &Option<Word>, serializer: S) -> Result<S::Ok, S::Error> {
        word.serialize(serializer)
    }

    /// Loads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Word>, D::Error> {
        Ok(<Option<&str>>::deserialize(deserializer)?.map(word))
    }
}

/// Several words.
pub mod list {
    use super::*;

    /// Stores them.
    pub fn serialize<S: Serializer>(words: &[Word], serializer: S) -> Result<S::Ok, S::Error> {
        words.serialize(serializer)
    }

    /// Loads them.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Word>, D::Error> {
        Ok(<Vec<&str>>::deserialize(deserializer)?.into_iter().map(word).collect())
    }
}

/// A kind of issue, stored by its code.
pub mod code {
    use serde::de::Error;

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
    use serde::de::Error;

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
