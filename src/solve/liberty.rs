//! What the liberties cost that a reading takes. Of the readings that break the fewest equations the cheapest survive.
//!
//! | liberty | cost | why |
//! | --- | --- | --- |
//! | [`DIVIDED`]: figures without a gap are several numbers | 1 | converters lose gaps, and the figures stay in order |
//! | [`BLANKS`]: blanks have vanished or moved | 2 | the figures no longer tell their columns |
//! | a total is missing although its parts are there | an equation | it would explain any figures as parts |
//!
//! In a document whose rows prove that blanks leave no trace, dividing figures and missing blanks cost nothing: they are no
//! liberty there. A broken equation weighs more than all liberties together. A total that is blank in a cell of its own is
//! no liberty: the agency left it out.

/// Figures without a gap are several numbers.
pub(super) const DIVIDED: u32 = 1;
/// Blanks have vanished or moved.
pub(super) const BLANKS: u32 = 2;
