//! A name with an address, as `Name <address>`.

use core::fmt::{self, Display, Formatter};

use super::one_line;

/// A name with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The name; may be empty.
    pub name: String,
    /// The address.
    pub address: String,
}

impl Mailbox {
    /// Puts a name to an address. What could be read as a second address or a new header is taken out.
    pub fn new(name: &str, address: &str) -> Self {
        Self {
            name: one_line(name).chars().filter(|letter| !"<>\"".contains(*letter)).collect(),
            address: address
                .chars()
                .filter(|letter| !letter.is_control() && !"<> ,;".contains(*letter))
                .collect(),
        }
    }

    /// Reads `Name <address>` or a bare address; the last angle bracket decides.
    pub fn parse(text: &str) -> Self {
        match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => Self::new(name.trim().trim_matches('"'), address),
            None => Self::new("", text.trim()),
        }
    }
}

impl Display for Mailbox {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            return f.write_str(&self.address);
        }
        write!(f, "{} <{}>", self.name, self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_reads_back() {
        for (name, address) in
            [("", "a@x.example"), ("Ann Bee", "a@x.example"), ("Nguyễn (Usher)", "b@y.example")]
        {
            let mailbox = Mailbox::new(name, address);
            assert_eq!(Mailbox::parse(&mailbox.to_string()), mailbox);
        }
        assert_eq!(Mailbox::parse("\"Bee, Ann\" <a@x.example>").name, "Bee, Ann");
    }

    #[test]
    fn a_name_brings_no_second_address_and_no_header() {
        let mailbox =
            Mailbox::new("Eve <eve@x.example>\r\nBcc: all@x.example", "a@x.example\r\nBcc: b@x.example");
        assert_eq!(mailbox.name, "Eve eve@x.example Bcc: all@x.example");
        assert_eq!(mailbox.address, "a@x.exampleBcc:b@x.example");
        assert_eq!(Mailbox::parse(&mailbox.to_string()), mailbox);
    }
}
