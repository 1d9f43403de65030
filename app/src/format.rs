//! Numbers and times in words of the reader's language and zone. The browser's `Intl` does the work.
//! Not here: the views that show them (`components::time`).

use js_sys::{Array, Date, Intl, Object, Reflect};
use shared::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The browser's time.
pub fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our millennia fit")]
    Timestamp::from_millis(Date::now() as i64)
}

/// A number with the language's separators.
pub fn number(value: impl Into<u64>) -> String {
    let value: u64 = value.into();
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let number = js_sys::Number::from(value as f64);
    number.to_locale_string(i18n::language().tag()).into()
}

/// How long ago, or the day: `4 minutes ago`, `yesterday`, `Nov 23`.
pub fn relative(at: Timestamp) -> String {
    let past = now().millis() - at.millis();
    let (unit, size) = match past.abs() {
        ..MINUTE => ("second", MINUTE),
        MINUTE..HOUR => ("minute", MINUTE),
        HOUR..DAY => ("hour", HOUR),
        _ if (-14 * DAY - HOUR..2 * DAY).contains(&past) => ("day", DAY),
        _ => return date(at),
    };
    let options = options(&[("numeric", "auto"), ("style", "short")]);
    let format = Intl::RelativeTimeFormat::new(&locales(), &options);
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let steps = -steps(past, size) as f64;
    format.format(steps, unit).into()
}

/// How many of a unit: whole ones that are over, and to the nearest one for what is to come, so that 14 days are
/// still 14 in the next minute.
const fn steps(past: i64, size: i64) -> i64 {
    if past < 0 && size > MINUTE { (past - size / 2) / size } else { past / size }
}

/// A day: `Nov 23`, with the year when it is another one.
pub fn date(at: Timestamp) -> String {
    let same_year = at.date().year() == now().date().year();
    let mut parts = vec![("month", "short"), ("day", "numeric")];
    if !same_year {
        parts.push(("year", "numeric"));
    }
    js_date(at).to_locale_date_string(i18n::language().tag(), &options(&parts)).into()
}

/// A day and its time, in full.
pub fn absolute(at: Timestamp) -> String {
    let parts = [("dateStyle", "full"), ("timeStyle", "short")];
    js_date(at).to_locale_string(i18n::language().tag(), &options(&parts)).into()
}

/// The day as a date field takes it, in the reader's zone.
pub fn date_field(at: Timestamp) -> String {
    let at = js_date(at);
    format!("{:04}-{:02}-{:02}", at.get_full_year(), at.get_month() + 1, at.get_date())
}

/// The same day a year later, as a date field takes it.
pub fn a_year_later(field: &str) -> String {
    let (year, rest) = field.split_at_checked(4).unwrap_or_default();
    let rest = if rest == "-02-29" { "-02-28" } else { rest };
    year.parse::<u32>().map_or_else(|_| String::new(), |year| format!("{:04}{rest}", year + 1))
}

/// The end of the day that a date field holds, in the reader's zone.
pub fn end_of_day(field: &str) -> Option<Timestamp> {
    let millis = Date::parse(&format!("{field}T23:59:59"));
    #[expect(clippy::cast_possible_truncation, reason = "a date field's milliseconds fit")]
    millis.is_finite().then(|| Timestamp::from_millis(millis as i64))
}

/// The start of the day that a date field holds, in the reader's zone.
pub fn start_of_day(field: &str) -> Option<Timestamp> {
    let millis = Date::parse(&format!("{field}T00:00:00"));
    #[expect(clippy::cast_possible_truncation, reason = "a date field's milliseconds fit")]
    millis.is_finite().then(|| Timestamp::from_millis(millis as i64))
}

/// The moment that a date field and a time field hold, in the reader's zone.
pub fn moment(day: &str, time: &str) -> Option<Timestamp> {
    let millis = Date::parse(&format!("{day}T{time}"));
    #[expect(clippy::cast_possible_truncation, reason = "a date field's milliseconds fit")]
    millis.is_finite().then(|| Timestamp::from_millis(millis as i64))
}

/// A day and its time, short: `Nov 23, 9:00 AM`.
pub fn moment_words(at: Timestamp) -> String {
    let parts = [("dateStyle", "medium"), ("timeStyle", "short")];
    js_date(at).to_locale_string(i18n::language().tag(), &options(&parts)).into()
}

/// A day without a time, `2026-11-24`, in words with its year.
pub fn day(field: &str) -> String {
    start_of_day(field).map_or_else(
        || field.to_owned(),
        |at| {
            let parts = [("dateStyle", "medium")];
            js_date(at).to_locale_date_string(i18n::language().tag(), &options(&parts)).into()
        },
    )
}

/// The browser's time zone.
pub fn own_zone() -> String {
    let resolved = Intl::DateTimeFormat::new(&locales(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// The names of the time zones that the browser knows; none where it doesn't tell.
pub fn zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl"));
    let list = intl.and_then(|intl| Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")));
    let list = list.ok().and_then(|list| list.dyn_into::<js_sys::Function>().ok());
    let names = list.and_then(|list| list.call1(&JsValue::UNDEFINED, &JsValue::from_str("timeZone")).ok());
    names
        .map(|names| Array::from(&names).iter().filter_map(|name| name.as_string()).collect())
        .unwrap_or_default()
}

/// The time of day in a zone; nothing where the browser doesn't know it.
pub fn time_in(zone: &str) -> Option<String> {
    let parts = options(&[("timeStyle", "short"), ("timeZone", zone)]);
    let tag = JsValue::from_str(i18n::language().tag());
    // Called by hand: a zone that is unknown throws.
    let at = js_date(now());
    let method = Reflect::get(&at, &JsValue::from_str("toLocaleTimeString")).ok()?;
    method.dyn_into::<js_sys::Function>().ok()?.call2(&at, &tag, &parts).ok()?.as_string()
}

/// Any number with the language's separators.
pub fn amount(value: f64) -> String {
    js_sys::Number::from(value).to_locale_string(i18n::language().tag()).into()
}

/// Up to two initials of a name, for its face.
pub fn initials(name: &str) -> String {
    let mut words = name.split([' ', '.', '@']).filter_map(|word| word.chars().next());
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

fn js_date(at: Timestamp) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our millennia fit")]
    Date::new(&JsValue::from_f64(at.millis() as f64))
}

fn locales() -> Array {
    Array::of1(&JsValue::from_str(i18n::language().tag()))
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}
