//! What people tell about themselves (C5): job title, phone, links, time zone. Each as typed, and refused at its field.
//! Not here: their photo (`photo`), and names (`text`).

use crate::error::{Code, Refusal};

/// The most links.
pub const MAX_LINKS: usize = 5;

/// The longest job title, in characters.
const MAX_TITLE: usize = 120;

/// The longest link, in characters.
const MAX_LINK: usize = 300;

/// The first words of the names of time zones; `UTC` stands alone.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

fn wrong<T>(field: &str, detail: &str) -> Result<T, Refusal> {
    Err(Refusal::new(Code::InvalidProfile, detail).at(field))
}

/// A job title; empty for none.
pub fn job_title(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > MAX_TITLE || text.chars().any(char::is_control) {
        return wrong("job_title", "A job title is one line of at most 120 characters.");
    }
    Ok(text.to_owned())
}

/// A phone number as people write it; empty for none.
pub fn phone(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = |letter: char| letter.is_ascii_digit() || " +()-./#*".contains(letter);
    let written = text.chars().all(fits) && (3..=20).contains(&digits) && text.len() <= 40;
    if !(text.is_empty() || written) {
        return wrong(
            "phone",
            "A phone number has 3 to 20 digits, with spaces and + ( ) - . / between them.",
        );
    }
    Ok(text.to_owned())
}

/// Links to oneself elsewhere; empty ones are left out, each counts once.
pub fn links(links: &[String]) -> Result<Vec<String>, Refusal> {
    let mut kept: Vec<String> = Vec::new();
    for (at, link) in links.iter().map(|link| link.trim()).enumerate().filter(|(_, link)| !link.is_empty()) {
        if !is_link(link) {
            let detail = "A link begins with https:// and names a site; it has at most 300 characters.";
            return wrong(&format!("links.{at}"), detail);
        }
        if !kept.iter().any(|other| other == link) {
            kept.push(link.to_owned());
        }
    }
    if kept.len() > MAX_LINKS {
        return wrong("links", "At most 5 links.");
    }
    Ok(kept)
}

/// Whether it leads to a site by HTTPS, and is what it seems: no sign-in before the host.
pub fn is_link(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let odd = |letter: char| letter.is_whitespace() || letter.is_control() || "\\\"<>".contains(letter);
    link.chars().count() <= MAX_LINK
        && !rest.contains(odd)
        && !host.contains('@')
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
}

/// A time zone by its name in the IANA database, or none. The list of names grows with the years, so the name is judged
/// by its form; whoever shows a time falls back to their own zone where a browser doesn't know it.
pub fn time_zone(name: &str) -> Result<Option<String>, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(None);
    }
    let mut words = name.split('/');
    let area = words.next().unwrap_or_default();
    let rest: Vec<_> = words.collect();
    let fits = |word: &&str| {
        (1..=32).contains(&word.len())
            && word.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"_+-".contains(&letter))
    };
    let known = AREAS.contains(&area) && (1..=2).contains(&rest.len()) && rest.iter().all(fits);
    if name != "UTC" && !known {
        return wrong("time_zone", "A time zone is called by its place, such as Europe/Vienna.");
    }
    Ok(Some(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_what_people_write() {
        for good in ["", "+43 (1) 234 56-78", "030/1234567", "112", "+1.555.0100 #12"] {
            assert_eq!(phone(&format!(" {good} ")).unwrap(), good);
        }
        for bad in ["12", "call me", "+43 1 234 ext 5", &"1".repeat(21), "１２３４"] {
            assert_eq!(phone(bad).unwrap_err().field.as_deref(), Some("phone"), "{bad}");
        }
    }

    #[test]
    fn links_lead_to_a_site_by_https() {
        let all = |links_: &[&str]| links(&links_.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            all(&[" https://a.example/x ", "", "https://a.example/x"]).unwrap(),
            ["https://a.example/x"]
        );
        for bad in [
            "http://a.example",
            "javascript:alert(1)",
            "https://",
            "https://localhost",
            "https://bank.example@evil.example",
            "https://a.example/ b",
            "https://a..example",
            "https://.example",
        ] {
            assert_eq!(all(&["", bad]).unwrap_err().field.as_deref(), Some("links.1"), "{bad}");
        }
        let many: Vec<_> = (0..6).map(|n| format!("https://a.example/{n}")).collect();
        assert_eq!(links(&many).unwrap_err().field.as_deref(), Some("links"));
        assert!(links(&[format!("https://a.example/{}", "x".repeat(300))]).is_err());
    }

    #[test]
    fn time_zones_are_called_by_their_place() {
        for good in
            ["UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "America/Port-au-Prince"]
        {
            assert_eq!(time_zone(good).unwrap().as_deref(), Some(good));
        }
        assert_eq!(time_zone(" "), Ok(None));
        for bad in ["CET", "Vienna", "Europe/", "Mars/Base", "Europe/A/B/C", "Europe/Wi en", "../etc/passwd"]
        {
            assert!(time_zone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_job_title_is_one_line() {
        assert_eq!(job_title(" Lehrerin ").unwrap(), "Lehrerin");
        assert!(job_title("a\nb").is_err() && job_title(&"x".repeat(121)).is_err());
    }
}
