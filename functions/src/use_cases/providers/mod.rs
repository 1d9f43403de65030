//! Meeting providers: their set-up, and which licenses use them.

pub mod change;
pub mod list;
pub mod of_license;
