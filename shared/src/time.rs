//! Points in time: UTC, to the millisecond, written as `2026-11-24T10:42:00.000Z` (RFC 3339, fixed width).
//!
//! The fixed width makes text order the order of time, which the database relies on. There is no clock here.

use core::fmt;
use core::str::FromStr;

use ::time::format_description::well_known::Rfc3339;
use ::time::{Date, OffsetDateTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A point in time, UTC, to the millisecond.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Takes milliseconds since 1970 (years 1970 to 9999; what lies outside is moved to the nearer end).
    pub const fn from_millis(millis: i64) -> Self {
        const LAST: i64 = 253_402_300_799_999;
        Self(if millis < 0 {
            0
        } else if millis > LAST {
            LAST
        } else {
            millis
        })
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// So many days of 24 hours later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self::from_millis(self.0 + days * DAY)
    }

    /// So many seconds later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_millis(self.0 + seconds * 1000)
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        self.to_offset().date()
    }

    fn to_offset(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.to_offset();
        let (hour, minute, second, milli) = at.time().as_hms_milli();
        write!(
            f,
            "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z",
            at.year(),
            u8::from(at.month()),
            at.day()
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = ::time::error::Parse;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let at = OffsetDateTime::parse(text, &Rfc3339)?;
        Ok(Self::from_millis(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom("a time like 2026-11-24T10:42:00Z"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_of_fixed_width_and_reads_back() {
        let at = Timestamp::from_millis(1_795_517_100_007);
        assert_eq!(at.to_string().len(), 24);
        assert_eq!(at.to_string().parse::<Timestamp>().unwrap(), at);
    }

    #[test]
    fn offsets_are_turned_to_utc() {
        let at: Timestamp = "2026-11-24T12:42:00+02:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-24T10:42:00.000Z");
    }

    #[test]
    fn days_add_up() {
        let at: Timestamp = "2026-11-24T10:42:00Z".parse().unwrap();
        assert_eq!(at.plus_days(14).to_string(), "2026-12-08T10:42:00.000Z");
    }
}
