//! The code in an invitation mail that a person can type at `/join`: eight characters in two groups (`7KQ4-M2XD`).
//!
//! 40 bits from Crockford's alphabet: no I, L, O or U, so look-alikes are read as what they look like. Guessing is
//! held off by counting attempts, which is the Worker's.

use core::fmt;

use crate::error::{Code, Refusal};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A typed code, in canonical letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinCode([u8; 8]);

impl JoinCode {
    /// Characters of a code.
    pub const LENGTH: usize = 8;

    /// Makes a code of 40 bits.
    pub fn from_bytes(bytes: [u8; 5]) -> Self {
        let mut bits = bytes.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let mut text = [0; Self::LENGTH];
        for place in text.iter_mut().rev() {
            *place = ALPHABET[usize::from((bits & 31) as u8)];
            bits >>= 5;
        }
        Self(text)
    }

    /// Reads what a person typed: any case, spaces and dashes anywhere, O as 0, I and L as 1.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let refuse = || {
            Refusal::new(Code::CodeInvalid, "A code has eight letters and digits, like 7KQ4-M2XD.").at("code")
        };
        let mut text = [0; Self::LENGTH];
        let mut length = 0;
        for letter in typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let known = u8::try_from(letter).ok().filter(|byte| ALPHABET.contains(byte));
            *text.get_mut(length).ok_or_else(refuse)? = known.ok_or_else(refuse)?;
            length += 1;
        }
        if length == Self::LENGTH { Ok(Self(text)) } else { Err(refuse()) }
    }

    /// The eight canonical letters, without the dash.
    pub const fn letters(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if index == Self::LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*byte))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_was_typed() {
        let code = JoinCode::from_bytes([0x3a, 0x5c, 0x11, 0x9f, 0x02]);
        let text = code.to_string();
        assert_eq!(text.len(), 9);
        for typed in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('1', "l").replace('0', "o"),
        ] {
            assert_eq!(JoinCode::parse(&typed), Ok(code), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in ["", "7KQ4-M2X", "7KQ4-M2XDD", "7KQ4-M2XU", "7KQ4_M2XD", "ÄKQ4-M2XD"] {
            assert_eq!(JoinCode::parse(typed).unwrap_err().code, Code::CodeInvalid, "{typed}");
        }
    }
}
