//! The queue of a full license: joining (with an invitation or assignment that finds no seat), listing, moving, leaving.

pub(in crate::use_cases) mod join;
pub mod leave;
pub mod list;
pub mod shift;
