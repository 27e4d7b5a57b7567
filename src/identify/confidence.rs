//! How well the reporter is known: by who says so, and who says otherwise.

use std::collections::BTreeSet;

use super::naming::Naming;
use super::own;
use super::reporter::{OWN_WORDS, Sources};
use super::scope;
use crate::register::{Division, Level, Resolution};
use crate::report::Confidence;

impl Sources<'_> {
    /// How well the division is known: certain if the document's own words state it without help from elsewhere.
    pub fn division_confidence(&self, chosen: &Naming, core: &str, division: Option<&'static Division>) -> Confidence {
        let Some(division) = division else { return Confidence::Unresolved };
        let placed = self.placed(chosen, core);
        let joint = scope::is_joint(&chosen.name.whole);
        let alone = match self.registers.divisions.resolve(&placed.name.chain, self.year) {
            Resolution::Unique { .. } => true,
            _ => {
                division.level == Level::Nation || self.registers.zones.opening(&chosen.name.whole, self.year).is_some()
            }
        };
        let ours = |naming: &Naming| self.place(naming).is_some_and(|place| self.related(place, division));
        let theirs = |naming: &Naming| self.place(naming).is_some_and(|place| !self.related(place, division));
        let alone = alone && !joint && !self.is_too_wide(placed, core);
        confidence(self.namings, alone && OWN_WORDS.contains(&placed.from), ours, theirs)
    }

    /// How well the agency is known: certain if the document names it as its own reporter, and nothing speaks against it. It
    /// is less so for a government if a department compiled or signed the report, or the document calls itself otherwise.
    pub fn agency_confidence(&self, chosen: &Naming, category: &str) -> Confidence {
        let known = self.named_confidence(chosen, category);
        let titled = chosen.name.is_region();
        let department =
            |naming: &Naming| matches!(naming.from, "compiled_by" | "signature") && self.is_department(naming);
        match own::body(self.passages).filter(|_| category == "government") {
            Some(own::Body::Town) => Confidence::Unresolved,
            Some(own::Body::Bureau) if titled && known == Confidence::Certain => Confidence::Likely,
            None if titled && known == Confidence::Certain && self.namings.iter().any(department) => Confidence::Likely,
            _ => known,
        }
    }

    fn named_confidence(&self, chosen: &Naming, category: &str) -> Confidence {
        let category_of = |naming: &Naming| self.category(&naming.name.core);
        let whole = matches!(category, "government" | "development_zone");
        let stated = OWN_WORDS.contains(&chosen.from);
        let ours =
            |naming: &Naming| category_of(naming) == category || (category == "government" && naming.name.is_region());
        // The editor of a government's report is not its reporter.
        let theirs = |naming: &Naming| !ours(naming) && !category_of(naming).starts_with("government") && !whole;
        confidence(self.namings, stated, ours, theirs)
    }
}

/// How well something is known that `stated` says: by the kinds of evidence for it, and those of its own words against it.
fn confidence(
    namings: &[Naming],
    stated: bool,
    ours: impl Fn(&Naming) -> bool,
    theirs: impl Fn(&Naming) -> bool,
) -> Confidence {
    // What the text mentions anywhere may be the very words of the others.
    let kinds = |said: &dyn Fn(&Naming) -> bool| -> BTreeSet<&str> {
        let saying = namings.iter().filter(|naming| naming.from != "text" && said(naming));
        saying.map(|naming| naming.from).collect()
    };
    let (for_it, against) = (kinds(&ours), kinds(&|naming| OWN_WORDS.contains(&naming.from) && theirs(naming)));
    match () {
        () if against.is_empty() && stated => Confidence::Certain,
        () if against.is_empty() || for_it.len() > against.len() => Confidence::Likely,
        () => Confidence::Unresolved,
    }
}
