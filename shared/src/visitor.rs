//! Tells mail scanners from people by what their request says of itself.
//!
//! A hint for the delivery trail, never a decision: a robot that behaves like a browser passes for a person, and
//! opening changes nothing either way.

/// Who opened a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitor {
    /// A browser that a person steers, as far as can be told.
    Person,
    /// A scanner, a preview, a program.
    Robot,
}

/// Words by which scanners, previews and programs name themselves.
const ROBOT_WORDS: [&str; 16] = [
    "bot",
    "crawl",
    "spider",
    "preview",
    "scan",
    "curl",
    "wget",
    "python",
    "java/",
    "go-http",
    "headless",
    "barracuda",
    "mimecast",
    "proofpoint",
    "safelinks",
    "urldefense",
];

/// What a request tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs<'a> {
    /// `User-Agent`.
    pub user_agent: Option<&'a str>,
    /// `Sec-Fetch-Mode`: `navigate` when a browser opens a page.
    pub fetch_mode: Option<&'a str>,
    /// `Accept-Language`: browsers send it.
    pub accept_language: Option<&'a str>,
}

/// Judges the signs.
pub fn judge(signs: Signs<'_>) -> Visitor {
    let agent = signs.user_agent.unwrap_or_default().to_ascii_lowercase();
    let named = agent.is_empty() || ROBOT_WORDS.iter().any(|word| agent.contains(word));
    let navigates = signs.fetch_mode == Some("navigate");
    if !named && navigates && signs.accept_language.is_some() { Visitor::Person } else { Visitor::Robot }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_that_navigate_are_people_and_the_rest_are_robots() {
        let browser = Signs {
            user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36"),
            fetch_mode: Some("navigate"),
            accept_language: Some("en-US"),
        };
        assert_eq!(judge(browser), Visitor::Person);
        for signs in [
            Signs::default(),
            Signs { user_agent: Some("curl/8"), ..browser },
            Signs { user_agent: Some("Mozilla/5.0 (compatible; BingPreview/1.0b)"), ..browser },
            Signs { fetch_mode: None, ..browser },
            Signs { accept_language: None, ..browser },
        ] {
            assert_eq!(judge(signs), Visitor::Robot, "{signs:?}");
        }
    }
}
