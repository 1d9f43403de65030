//! Days written out in each language. A [`Timestamp`] is read in UTC; time zones are the console's.

use shared::time::Timestamp;

const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN_DAYS: [&str; 7] =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
const GERMAN_MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// `Tuesday, December 8, 2026`.
pub fn english_long(at: Timestamp) -> String {
    let day = ENGLISH_DAYS[usize::from(at.date().weekday().number_days_from_monday())];
    format!("{day}, {}", english(at))
}

/// `December 8, 2026`.
pub fn english(at: Timestamp) -> String {
    let date = at.date();
    let month = ENGLISH_MONTHS[usize::from(u8::from(date.month())) - 1];
    format!("{month} {}, {}", date.day(), date.year())
}

/// `Dienstag, 8. Dezember 2026`.
pub fn german_long(at: Timestamp) -> String {
    let day = GERMAN_DAYS[usize::from(at.date().weekday().number_days_from_monday())];
    format!("{day}, {}", german(at))
}

/// `8. Dezember 2026`.
pub fn german(at: Timestamp) -> String {
    let date = at.date();
    let month = GERMAN_MONTHS[usize::from(u8::from(date.month())) - 1];
    format!("{}. {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_out() {
        let at: Timestamp = "2026-12-08T10:42:00Z".parse().unwrap();
        assert_eq!(english_long(at), "Tuesday, December 8, 2026");
        assert_eq!(german_long(at), "Dienstag, 8. Dezember 2026");
        assert_eq!(english(at), "December 8, 2026");
        assert_eq!(german(at), "8. Dezember 2026");
    }
}
