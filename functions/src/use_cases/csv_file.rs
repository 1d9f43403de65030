//! A list as a CSV file, read part by part so that no statement answers more than the database gives, up to a bound so
//! that no file outgrows the Worker. Not here: which list, and its columns.

use serde::de::DeserializeOwned;
use shared::csv::write;

use crate::context::Context;
use crate::failure::Failure;
use crate::ports::{Rows, Statement};

/// Rows of one statement.
pub const PART: usize = 2_500;
/// Statements of one file.
const PARTS: usize = 40;
/// The most rows of a file.
pub const MOST: usize = PART * PARTS;

/// A file.
#[derive(Debug)]
pub struct CsvFile {
    /// Its text.
    pub text: String,
    /// Whether there are more rows than it holds.
    pub cut: bool,
}

impl CsvFile {
    /// What it is to be called: a file that was cut says so.
    pub fn name(&self, what: &str) -> String {
        if self.cut { format!("{what}-newest-{MOST}.csv") } else { format!("{what}.csv") }
    }
}

/// Writes the file: from its first part on, each part after the last row of the one before.
pub async fn file<R: DeserializeOwned>(
    ctx: &Context,
    head: &[&str],
    mut part: Rows,
    after: impl Fn(&R) -> Statement,
    line: impl Fn(&R) -> Vec<String>,
) -> Result<CsvFile, Failure> {
    // The mark tells spreadsheets that it is UTF-8.
    let mut text = format!("\u{feff}{}", write::line(head));
    for n in 1.. {
        let rows: Vec<R> = part.all()?;
        for row in &rows {
            text.push_str(&write::line(&line(row)));
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PART) else { break };
        if n == PARTS {
            let more = !ctx.query(after(last)).await?.is_empty();
            return Ok(CsvFile { text, cut: more });
        }
        part = ctx.query(after(last)).await?;
    }
    Ok(CsvFile { text, cut: false })
}
