//! Cells to a file that a spreadsheet opens harmlessly.

/// One line of a file. What a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

fn quoted(cell: &str) -> String {
    let defused = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let plain = defused.is_empty() && !cell.contains([',', ';', '\t', '"', '\r', '\n', '\'']);
    if plain { cell.to_owned() } else { format!("\"{defused}{}\"", cell.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_quotes_doubled() {
        assert_eq!(
            line(&["=1+1", "a,b", "say \"hi\"", "plain"]),
            "\"'=1+1\",\"a,b\",\"say \"\"hi\"\"\",plain\r\n"
        );
    }
}
