//! Bytes of a file to text: UTF-8, UTF-16 in either order, else Windows-1252, as spreadsheets save.

use super::{MAX_BYTES, unreadable};
use crate::error::Refusal;

/// Windows-1252 where it differs from Latin 1: 0x80 to 0x9F (WHATWG Encoding, index windows-1252).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How the bytes spell text.
#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
    Windows1252,
}

/// The text of a file, or why it is no file of text.
pub fn decode(bytes: Vec<u8>) -> Result<String, Refusal> {
    if bytes.is_empty() {
        return Err(unreadable("The file is empty. Choose one with a row for each person."));
    }
    if bytes.len() > MAX_BYTES {
        return Err(unreadable("A file has at most 20 MB. Split it in parts."));
    }
    let (encoding, start) = detect(&bytes);
    let body = &bytes[start..];
    let text = match encoding {
        Encoding::Utf8 if start == 0 => String::from_utf8(bytes).map_err(|_| not_text())?,
        Encoding::Utf8 => core::str::from_utf8(body).map_err(|_| not_text())?.to_owned(),
        Encoding::Utf16(unit) => {
            let units = body.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        Encoding::Windows1252 => body.iter().map(|byte| windows_1252(*byte)).collect(),
    };
    if text.contains('\0') {
        return Err(not_text());
    }
    Ok(text)
}

fn not_text() -> Refusal {
    unreadable("This is no text file. Save the sheet as CSV and choose that file.")
}

fn detect(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => return (Encoding::Utf16(u16::from_le_bytes), 2),
        [0xFE, 0xFF, ..] => return (Encoding::Utf16(u16::from_be_bytes), 2),
        _ => {}
    }
    // Without a mark, every other byte of Latin text in UTF-16 is zero; a zero anywhere else is no text.
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half > 1 && odd * 10 > half * 7 && even * 10 < half {
        return (Encoding::Utf16(u16::from_le_bytes), 0);
    }
    if half > 1 && even * 10 > half * 7 && odd * 10 < half {
        return (Encoding::Utf16(u16::from_be_bytes), 0);
    }
    if core::str::from_utf8(bytes).is_ok() { (Encoding::Utf8, 0) } else { (Encoding::Windows1252, 0) }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    const TEXT: &str = "Name;E-Mail\r\nMüller, Jürgen;jm@x.example\r\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn whatever_a_spreadsheet_saves_is_the_same_text() {
        let marked = format!("\u{feff}{TEXT}");
        let latin: Vec<u8> = TEXT.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
            utf16(TEXT, u16::to_le_bytes),
            utf16(TEXT, u16::to_be_bytes),
            latin,
        ] {
            assert_eq!(decode(bytes.clone()).unwrap(), TEXT, "{bytes:?}");
        }
        assert_eq!(decode(b"\x80 5 \x96 \x93Ann\x94".to_vec()).unwrap(), "€ 5 – “Ann”");
    }

    #[test]
    fn an_empty_file_a_picture_and_too_large_a_file_are_refused_with_what_to_do() {
        let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".to_vec();
        for bytes in [Vec::new(), picture, vec![b'a'; MAX_BYTES + 1]] {
            assert_eq!(decode(bytes).unwrap_err().code, Code::FileNotReadable);
        }
    }
}
