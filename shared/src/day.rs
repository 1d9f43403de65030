//! Days of the calendar in UTC, as filters and the seat ledger take them: `2026-11-24`.

use core::fmt;
use core::str::FromStr;

use ::time::{Date, Month};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Timestamp;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of a time.
    pub fn of(at: Timestamp) -> Self {
        Self(at.date())
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        let seconds = self.0.midnight().assume_utc().unix_timestamp();
        Timestamp::from_millis(seconds.saturating_mul(1000))
    }

    /// The first moment of the day after it.
    pub fn end(self) -> Timestamp {
        self.start().plus_days(1)
    }

    /// The day after it; the last day of all is its own.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }

    /// So many days before it.
    #[must_use]
    pub fn minus(self, days: i64) -> Self {
        Self::of(self.start().plus_days(-days))
    }

    /// Days from this one to another, both counted; none if that one is earlier.
    pub fn count_to(self, last: Self) -> u64 {
        u64::try_from((last.0 - self.0).whole_days() + 1).unwrap_or_default()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

/// The text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayError;

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let fits =
            text.len() == 10 && text.is_ascii() && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        if !fits {
            return Err(DayError);
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| DayError);
        let (year, month, day) = (number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?);
        let small = |number: u16| u8::try_from(number).map_err(|_| DayError);
        let month = Month::try_from(small(month)?).map_err(|_| DayError)?;
        let date = Date::from_calendar_date(i32::from(year), month, small(day)?).map_err(|_| DayError)?;
        if year < 1970 { Err(DayError) } else { Ok(Self(date)) }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|DayError| de::Error::custom("a day like 2026-11-24"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_moments() {
        let day: Day = "2024-02-29".parse().unwrap();
        assert_eq!(day.start().to_string(), "2024-02-29T00:00:00.000Z");
        assert_eq!(day.end(), day.next().start());
        assert_eq!(
            (day.next().to_string(), day.minus(60).to_string()),
            ("2024-03-01".to_owned(), "2023-12-31".to_owned())
        );
        assert_eq!((day.count_to(day), day.count_to(day.next()), day.next().count_to(day)), (1, 2, 0));
        for text in ["2023-02-29", "2024-2-29", "1969-12-31", "24-02-2029", "2024-02-29T00", "äääää", ""]
        {
            assert_eq!(text.parse::<Day>(), Err(DayError), "{text}");
        }
    }
}
