//! Files of people as spreadsheets write them: [`decode`] finds the encoding, [`table`] the cells, [`columns`] what the
//! columns mean, [`write`] makes files that open harmlessly. What a row means is `import`.

pub mod columns;
pub mod decode;
pub mod table;
pub mod write;

use crate::error::{Code, Refusal};

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// Whether a file of this many bytes is too large, as browsers count.
pub fn is_too_large(bytes: f64) -> bool {
    bytes > 20.0 * 1024.0 * 1024.0
}

/// The most rows of a file.
pub const MAX_ROWS: usize = 100_000;

/// Says no to what is no file of people.
fn unreadable(detail: &str) -> Refusal {
    Refusal::new(Code::FileNotReadable, detail).at("file")
}
