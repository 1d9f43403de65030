//! Ids of people in other systems: given row by row, taken back, moved and swapped with a look at both sides before.

pub mod give;
pub mod moves;
