//! License keys as people type them, and what a key or link may still do (B8, B9).
//!
//! A key has twelve characters in three groups (`7KQ4-M2XD-9FTB`): eleven of Crockford's alphabet (55 bits; no I, L, O
//! or U) and one that checks them. The check is a weighted sum in the field of 32 elements, each place with a weight of
//! its own, so that any one wrong character and any two exchanged ones are noticed before anybody asks the database.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::error::{Code, Refusal};
use crate::license::Door;
use crate::methods::Method;
use crate::seat;
use crate::time::Timestamp;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a key, the check included.
pub const LENGTH: usize = 12;

/// Characters of a group.
const GROUP: usize = 4;

/// The most domains that a key may be limited to.
const MOST_DOMAINS: usize = 20;

/// The most uses that a limit can name.
const MOST_USES: u32 = 10_000_000;

/// A typed key in canonical letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyText([u8; LENGTH]);

impl KeyText {
    /// Makes a key of 55 bits and its check.
    pub fn from_bytes(bytes: [u8; 7]) -> Self {
        let mut bits = bytes.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let mut values = [0; LENGTH];
        for place in values.iter_mut().take(LENGTH - 1) {
            *place = (bits & 31) as u8;
            bits >>= 5;
        }
        values[LENGTH - 1] = sum(&values);
        Self(values.map(|value| ALPHABET[usize::from(value)]))
    }

    /// How many letters and digits somebody typed: tells a key from an invitation's code.
    pub fn letters_in(typed: &str) -> usize {
        typed.chars().filter(|letter| letter.is_alphanumeric()).count()
    }

    /// Reads what a person typed: any case, blanks and dashes anywhere, O as 0, I and L as 1, U as V.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let mut values = [0; LENGTH];
        let mut length = 0;
        for letter in typed.chars().filter(|letter| !letter.is_whitespace() && !is_dash(*letter)) {
            let value = value_of(letter).ok_or_else(malformed)?;
            *values.get_mut(length).ok_or_else(malformed)? = value;
            length += 1;
        }
        if length != LENGTH {
            return Err(malformed());
        }
        if sum(&values) != 0 {
            return Err(Refusal::new(
                Code::KeyInvalid,
                "One character of this key is wrong, or two are exchanged. Compare it once more; this did not count as a try.",
            )
            .at("code"));
        }
        Ok(Self(values.map(|value| ALPHABET[usize::from(value)])))
    }

    /// The canonical letters, without dashes.
    pub const fn letters(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if index > 0 && index % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*byte))?;
        }
        Ok(())
    }
}

fn malformed() -> Refusal {
    Refusal::new(Code::KeyInvalid, "A license key has twelve letters and digits, like 7KQ4-M2XD-9FTB.")
        .at("code")
}

/// Hyphens and dashes as word processors make them.
const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '_' | '.')
}

fn value_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    let byte = u8::try_from(letter).ok()?;
    ALPHABET.iter().position(|known| *known == byte).and_then(|place| u8::try_from(place).ok())
}

/// The weighted sum; zero for a key whose check is right. The last place has the weight one.
fn sum(values: &[u8; LENGTH]) -> u8 {
    values.iter().fold(0, |sum, value| times_two(sum) ^ value)
}

/// Times the generator of the field of 32 elements (x^5 + x^2 + 1): its powers are the weights, all different.
const fn times_two(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 0b10_0101) & 31 }
}

/// How a key is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyForm {
    /// It is typed.
    Key,
    /// It is followed.
    Link,
}

impl KeyForm {
    /// The form as programs see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Link => "link",
        }
    }

    /// The enrollment method.
    pub const fn method(self) -> Method {
        match self {
            Self::Key => Method::Key,
            Self::Link => Method::Link,
        }
    }

    /// The door.
    pub const fn door(self) -> Door {
        match self {
            Self::Key => Door::Key,
            Self::Link => Door::Link,
        }
    }

    /// Why it is not recommended (B8, B9).
    pub const fn caution(self) -> &'static str {
        match self {
            Self::Key => {
                "Anyone who has the key gets in. Prefer adding people by address, or limit uses, domains and time."
            }
            Self::Link => {
                "Anyone who has the link gets in. Prefer adding people by address, or limit uses, domains and time."
            }
        }
    }
}

/// What limits a key or link; what is absent is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyLimits {
    /// How many people it lets in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<u32>,
    /// The mail domains whose people it lets in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

impl KeyLimits {
    /// The limits with domains in small letters and once each, or why they cannot be.
    pub fn check(mut self, used: u32, now: Timestamp) -> Result<Self, Refusal> {
        let refuse = |detail: String, field: &str| Err(Refusal::new(Code::InvalidLimit, detail).at(field));
        if let Some(most) = self.max_uses {
            if !(1..=MOST_USES).contains(&most) {
                return refuse("A limit of uses is 1 to 10,000,000.".to_owned(), "max_uses");
            }
            if most < used {
                return refuse(
                    format!("{used} people came in already. Choose {used} or more, or revoke it."),
                    "max_uses",
                );
            }
        }
        if self.expires_at.is_some_and(|ends| ends <= now) {
            return refuse("The end lies in the past. To end it now, revoke it.".to_owned(), "expires_at");
        }
        let domains = self.domains.iter().map(|domain| domain.trim().trim_start_matches('@').to_lowercase());
        self.domains = domains.filter(|domain| !domain.is_empty()).collect();
        self.domains.sort_unstable();
        self.domains.dedup();
        if self.domains.len() > MOST_DOMAINS {
            return refuse(format!("At most {MOST_DOMAINS} domains."), "domains");
        }
        // What can stand behind the @ of an address is a domain.
        if let Some(bad) = self.domains.iter().find(|domain| Email::parse(&format!("x@{domain}")).is_err()) {
            return refuse(format!("{bad} is not a mail domain."), "domains");
        }
        Ok(self)
    }
}

/// What is known of a key when somebody uses it.
#[derive(Clone, Debug, Default)]
pub struct KeyFacts {
    /// Its limits.
    pub limits: KeyLimits,
    /// How many people it has let in.
    pub uses: u32,
    /// Whether the license has ended.
    pub license_ended: bool,
    /// Whether every seat of the license is taken, but for one kept for this person.
    pub full: bool,
    /// Where the person stands.
    pub person: Comer,
}

/// Where somebody who uses a key stands on its license.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comer {
    /// They may come in.
    #[default]
    Outside,
    /// They have a seat already.
    Seated,
    /// They came by this key before and were taken off.
    TakenOff,
}

impl KeyFacts {
    /// Whether the key lets somebody in. The database holds the same in the batch that claims the seat.
    pub fn judge(&self, email: Option<&Email>, now: Timestamp) -> Result<(), Refusal> {
        let refuse = |code, detail: &str| Err(Refusal::new(code, detail).at("code"));
        if self.person == Comer::Seated {
            return Ok(());
        }
        if self.limits.expires_at.is_some_and(|ends| ends <= now) {
            return refuse(Code::KeyEnded, "This has ended.");
        }
        if self.limits.max_uses.is_some_and(|most| self.uses >= most) {
            return refuse(Code::KeyEnded, "This has let in as many people as it may.");
        }
        if self.license_ended {
            return refuse(Code::LicenseNotInTerm, "The license has ended.");
        }
        let domains = &self.limits.domains;
        if let Some(email) = email
            && !domains.is_empty()
            && !domains.iter().any(|domain| domain == email.domain())
        {
            let detail = format!("This is for addresses at {} only.", domains.join(", "));
            return Err(Refusal::new(Code::KeyNotForYou, detail).at("email"));
        }
        if self.person == Comer::TakenOff {
            return refuse(Code::KeyNotForYou, "You came in by this before and were taken off the license.");
        }
        if self.full {
            return Err(seat::full(0).at("code"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// covers: B9
        #[test]
        fn a_key_reads_back_however_it_was_typed(bytes: [u8; 7]) {
            let key = KeyText::from_bytes(bytes);
            let text = key.to_string();
            prop_assert_eq!(text.len(), 14);
            for typed in [
                text.clone(),
                text.to_lowercase(),
                text.replace('-', " "),
                text.replace('-', ""),
                format!("  {} ", text.replace('-', "\u{2013}")),
                text.replace('1', "l").replace('0', "o").replace('V', "u"),
            ] {
                prop_assert_eq!(KeyText::parse(&typed), Ok(key), "{}", typed);
            }
        }

        /// covers: B9
        #[test]
        fn any_one_wrong_character_is_noticed(bytes: [u8; 7], place in 0..LENGTH, letter in 0_usize..32) {
            let mut letters = KeyText::from_bytes(bytes).0;
            prop_assume!(letters[place] != ALPHABET[letter]);
            letters[place] = ALPHABET[letter];
            prop_assert!(KeyText::parse(core::str::from_utf8(&letters).unwrap()).is_err());
        }

        /// covers: B9
        #[test]
        fn any_two_exchanged_characters_are_noticed(bytes: [u8; 7], one in 0..LENGTH, other in 0..LENGTH) {
            let mut letters = KeyText::from_bytes(bytes).0;
            prop_assume!(letters[one] != letters[other]);
            letters.swap(one, other);
            prop_assert!(KeyText::parse(core::str::from_utf8(&letters).unwrap()).is_err());
        }
    }

    #[test]
    fn what_is_no_key_says_what_one_looks_like() {
        for typed in ["", "7KQ4-M2XD", "7KQ4-M2XD-9FTB-1", "7KQ4-M2XD-9FT!", "ÄKQ4-M2XD-9FTB"] {
            let refusal = KeyText::parse(typed).unwrap_err();
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::KeyInvalid, Some("code")), "{typed}");
        }
    }

    #[test]
    fn limits_are_tidied_and_senseless_ones_refused() {
        let now = Timestamp::from_millis(1_000);
        let limits = KeyLimits {
            domains: vec![" @X.example".to_owned(), "x.example".to_owned()],
            ..KeyLimits::default()
        };
        assert_eq!(limits.check(0, now).unwrap().domains, ["x.example"]);
        for (limits, field) in [
            (KeyLimits { max_uses: Some(0), ..KeyLimits::default() }, "max_uses"),
            (KeyLimits { max_uses: Some(2), ..KeyLimits::default() }, "max_uses"),
            (KeyLimits { expires_at: Some(now), ..KeyLimits::default() }, "expires_at"),
            (KeyLimits { domains: vec!["a b".to_owned()], ..KeyLimits::default() }, "domains"),
            (
                KeyLimits {
                    domains: (0..21).map(|n| format!("d{n}.example")).collect(),
                    ..KeyLimits::default()
                },
                "domains",
            ),
        ] {
            assert_eq!(limits.check(3, now).unwrap_err().field.as_deref(), Some(field));
        }
    }

    /// covers: B8, B9
    #[test]
    fn a_key_lets_in_until_a_limit_is_reached_and_whoever_is_in_stays_in() {
        let now = Timestamp::from_millis(1_000);
        let ann = Email::parse("ann@x.example").unwrap();
        let open = KeyFacts::default();
        assert_eq!(open.judge(Some(&ann), now), Ok(()));
        let limited = |limits| KeyFacts { limits, uses: 5, ..KeyFacts::default() };
        for (facts, code) in [
            (limited(KeyLimits { max_uses: Some(5), ..KeyLimits::default() }), Code::KeyEnded),
            (limited(KeyLimits { expires_at: Some(now), ..KeyLimits::default() }), Code::KeyEnded),
            (
                limited(KeyLimits { domains: vec!["y.example".to_owned()], ..KeyLimits::default() }),
                Code::KeyNotForYou,
            ),
            (KeyFacts { license_ended: true, ..KeyFacts::default() }, Code::LicenseNotInTerm),
            (KeyFacts { person: Comer::TakenOff, ..KeyFacts::default() }, Code::KeyNotForYou),
            (KeyFacts { full: true, ..KeyFacts::default() }, Code::SeatLimitReached),
        ] {
            assert_eq!(facts.judge(Some(&ann), now).unwrap_err().code, code);
            assert_eq!(KeyFacts { person: Comer::Seated, ..facts }.judge(Some(&ann), now), Ok(()));
        }
    }
}
