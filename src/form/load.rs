//! Loads the form definitions and proves them consistent.
