//! The registry: what makes the modules and the list of kinds from one line each (the lines stand in `mod.rs`).

use super::{KINDS, Kind};

/// Declares a file of this folder as a module, and its `KIND` as one of [`KINDS`]; one line a kind. Those before the
/// semicolon are in the core of the first view, the others in the whole core alone.
macro_rules! kinds {
    ($($first:ident,)*; $($file:ident,)*) => {
        $(mod $first;)*
        $(#[cfg(feature = "full")] mod $file;)*
        /// Every kind, in the order in which menus and documents show them.
        pub static KINDS: &[&Kind] = &[$(&$first::KIND,)* $(#[cfg(feature = "full")] &$file::KIND,)*];
    };
}

/// Kinds that are planned and not there yet: a scenario that names one is told so.
pub const PLANNED_KINDS: &[&str] = &[];

/// Dialects that are planned and not there yet.
pub const PLANNED_DIALECTS: &[&str] = &[];

/// The kind of that name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.id == id)
}
