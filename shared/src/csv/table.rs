//! Text to rows of cells (RFC 4180, and what spreadsheets make of it), in steps that a caller can stop between.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::{MAX_ROWS, unreadable};
use crate::error::{Code, Refusal};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, as a spreadsheet shows it: the first row of the file is 1.
    pub number: u32,
    /// Its cells, without white space around them.
    pub cells: Vec<String>,
}

/// Reads a text by and by.
pub struct TableReader {
    text: String,
    at: usize,
    number: u32,
    reader: Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    rows: Vec<Row>,
    done: bool,
}

impl TableReader {
    /// Begins to read; the separator is the one that parts the first lines best.
    pub fn new(text: String) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator(&text)).build();
        let (output, ends) = (vec![0; 4096], vec![0; 64]);
        Self { text, at: 0, number: 0, reader, output, ends, rows: Vec::new(), done: false }
    }

    /// How much of the text has been read, of 100.
    pub fn percent(&self) -> usize {
        if self.done { 100 } else { self.at * 100 / self.text.len().max(1) }
    }

    /// Reads up to `count` rows; true when the text has ended.
    pub fn step(&mut self, count: usize) -> Result<bool, Refusal> {
        for _ in 0..count {
            if self.done {
                break;
            }
            self.record()?;
        }
        Ok(self.done)
    }

    /// The rows that were read, empty ones left out.
    pub fn into_rows(self) -> Result<Vec<Row>, Refusal> {
        if self.rows.is_empty() {
            return Err(unreadable("The file has no rows. Choose one with a row for each person."));
        }
        Ok(self.rows)
    }

    fn record(&mut self) -> Result<(), Refusal> {
        let (mut written, mut ended) = (0, 0);
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (result, read, wrote, ends) =
                self.reader.read_record(input, &mut self.output[written..], &mut self.ends[ended..]);
            self.at += read;
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    let larger = self.output.len() * 2;
                    self.output.resize(larger, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    let larger = self.ends.len() * 2;
                    self.ends.resize(larger, 0);
                }
                ReadRecordResult::Record => return self.keep(ended),
                ReadRecordResult::End => {
                    self.done = true;
                    return Ok(());
                }
            }
        }
    }

    fn keep(&mut self, ended: usize) -> Result<(), Refusal> {
        self.number += 1;
        let mut start = 0;
        let mut cells: Vec<String> = self.ends[..ended]
            .iter()
            .map(|end| {
                let cell = String::from_utf8_lossy(&self.output[start..*end]);
                start = *end;
                cell.trim().to_owned()
            })
            .collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        // One more than people, for the heads.
        if self.rows.len() > MAX_ROWS {
            let detail = "A file has at most 100,000 rows. Split it in parts.";
            return Err(Refusal::new(Code::TooManyRows, detail).at("file"));
        }
        self.rows.push(Row { number: self.number, cells });
        Ok(())
    }
}

/// The whole table at once.
pub fn read(text: String) -> Result<Vec<Row>, Refusal> {
    let mut reader = TableReader::new(text);
    while !reader.step(usize::MAX)? {}
    reader.into_rows()
}

/// The separator of the first lines, outside quotes: the one that is there most often; a comma where there is none.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let (mut quoted, mut lines) = (false, 0);
    for byte in text.bytes().take(16_384) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => lines += 1,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
        // The heads decide: addresses and names below may hold commas of their own.
        if lines > 0 && counts.iter().any(|(_, count)| *count > 0) {
            break;
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0)
        .map_or(b',', |(it, _)| it)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        read(text.to_owned()).unwrap().into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn what_spreadsheets_write_comes_out_as_cells() {
        let table = [["Name", "Mail"], ["Lee, Ann", "ann@x.example"]].map(Vec::from).to_vec();
        for text in [
            "Name,Mail\r\n\"Lee, Ann\",ann@x.example\r\n",
            "Name,Mail\n\"Lee, Ann\",ann@x.example",
            "Name,Mail\r\"Lee, Ann\",ann@x.example\r",
            "Name;Mail\r\nLee, Ann;ann@x.example\r\n",
            "Name\tMail\r\nLee, Ann\tann@x.example\r\n",
            "Name,Mail,,,\r\n \"Lee, Ann\" , ann@x.example ,,\r\n,,,,\r\n\r\n,,\r\n"
                .replace(" \"", "\"")
                .replace("\" ", "\"")
                .as_str(),
        ] {
            assert_eq!(cells(text), table, "{text:?}");
        }
        assert_eq!(cells("\"a\r\nb\",\"say \"\"hi\"\"\"\r\n"), [["a\r\nb", "say \"hi\""]]);
    }

    #[test]
    fn rows_keep_the_numbers_that_the_sheet_shows() {
        let rows = read("mail\n,\na@x.example\n".to_owned()).unwrap();
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn too_many_rows_and_none_are_refused() {
        let many = "a@x.example\n".repeat(MAX_ROWS + 2);
        assert_eq!(read(many).unwrap_err().code, Code::TooManyRows);
        assert_eq!(read(",,\n\n".to_owned()).unwrap_err().code, Code::FileNotReadable);
    }

    proptest! {
        /// covers: B4
        #[test]
        fn what_we_write_is_what_we_read(table in prop::collection::vec(prop::collection::vec("([a-zA-Zäß][a-zA-Zäß@,;\"\t\r\n]{0,12})?", 2..5), 1..8)) {
            let text: String = table.iter().map(|row| crate::csv::write::line(row)).collect();
            let expected: Vec<Vec<String>> = table.iter().map(|row| {
                let mut cells: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
                while cells.last().is_some_and(String::is_empty) { cells.pop(); }
                cells
            }).filter(|row| !row.is_empty()).collect();
            let reader = ReaderBuilder::new().delimiter(b',').build();
            let mut table = TableReader { reader, ..TableReader::new(text) };
            while !table.step(usize::MAX).unwrap() {}
            prop_assert_eq!(table.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            let _ = read(text);
        }
    }
}
