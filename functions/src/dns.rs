//! The DNS question for a domain's TXT records, and what an answer is worth (RFC 1035 by way of RFC 8484).
//!
//! An answer counts only if it answers this very question: its id, its one question, nothing cut off, and records of
//! the name itself. A CNAME is not followed: whoever holds the target would speak for the domain. Carrying question
//! and answer is the port's (`ports::Resolver`).

use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, OPCODE, Packet, PacketFlag, QCLASS, QTYPE, Question, RCODE, TYPE};

/// The media type of question and answer.
pub const MEDIA_TYPE: &str = "application/dns-message";

/// The most bytes that an answer may have.
pub const MAX_ANSWER: usize = 65_535;

/// Why an answer is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worthless {
    /// It is no DNS message.
    Garbled,
    /// It answers another question.
    OtherQuestion,
    /// It was cut off.
    Truncated,
    /// The server could not or would not say.
    Failed,
}

impl Worthless {
    /// What an operator reads.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Garbled => "the answer is no DNS message",
            Self::OtherQuestion => "the answer is to another question",
            Self::Truncated => "the answer is cut off",
            Self::Failed => "the name server could not say",
        }
    }
}

/// The question for the TXT records of a name, as bytes; `None` for what is no name.
pub fn question(id: u16, name: &str) -> Option<Vec<u8>> {
    let mut packet = Packet::new_query(id);
    packet.set_flags(PacketFlag::RECURSION_DESIRED);
    let name = Name::new(name).ok()?;
    packet.questions.push(Question::new(name, QTYPE::TYPE(TYPE::TXT), QCLASS::CLASS(CLASS::IN), false));
    packet.build_bytes_vec().ok()
}

/// The TXT records of the name that the answer tells, each with its strings joined.
pub fn texts(answer: &[u8], id: u16, name: &str) -> Result<Vec<String>, Worthless> {
    let packet = Packet::parse(answer).map_err(|_| Worthless::Garbled)?;
    let asked = |of: &Name<'_>| of.to_string().trim_end_matches('.').eq_ignore_ascii_case(name);
    let [question] = packet.questions.as_slice() else { return Err(Worthless::OtherQuestion) };
    let same = packet.id() == id
        && packet.has_flags(PacketFlag::RESPONSE)
        && packet.opcode() == OPCODE::StandardQuery
        && asked(&question.qname)
        && question.qtype == QTYPE::TYPE(TYPE::TXT)
        && question.qclass == QCLASS::CLASS(CLASS::IN);
    if !same {
        return Err(Worthless::OtherQuestion);
    }
    if packet.has_flags(PacketFlag::TRUNCATION) {
        return Err(Worthless::Truncated);
    }
    match packet.rcode() {
        RCODE::NoError => {}
        RCODE::NameError => return Ok(Vec::new()),
        _ => return Err(Worthless::Failed),
    }
    let of_name = packet.answers.iter().filter(|record| record.class == CLASS::IN && asked(&record.name));
    let texts = of_name.filter_map(|record| match &record.rdata {
        RData::TXT(text) => String::try_from(text.clone()).ok(),
        _ => None,
    });
    Ok(texts.collect())
}

#[cfg(test)]
mod tests {
    use simple_dns::ResourceRecord;
    use simple_dns::rdata::{CNAME, TXT};

    use super::*;

    const NAME: &str = "school.example";

    fn name(text: &str) -> Name<'_> {
        Name::new(text).unwrap()
    }

    fn text<'a>(of: &'a str, strings: &[&'a str]) -> ResourceRecord<'a> {
        let text = strings.iter().fold(TXT::new(), |text, string| text.with_string(string).unwrap());
        ResourceRecord::new(name(of), CLASS::IN, 60, RData::TXT(text))
    }

    fn reply<'a>(id: u16, of: &'a str, answers: Vec<ResourceRecord<'a>>) -> Packet<'a> {
        let mut packet = Packet::new_reply(id);
        packet.questions.push(Question::new(
            name(of),
            QTYPE::TYPE(TYPE::TXT),
            QCLASS::CLASS(CLASS::IN),
            false,
        ));
        packet.answers = answers;
        packet
    }

    fn read(packet: &Packet<'_>) -> Result<Vec<String>, Worthless> {
        texts(&packet.build_bytes_vec_compressed().unwrap(), 7, NAME)
    }

    #[test]
    fn the_question_is_one_that_servers_read() {
        let bytes = question(7, NAME).unwrap();
        let packet = Packet::parse(&bytes).unwrap();
        assert_eq!((packet.id(), packet.questions.len()), (7, 1));
        assert_eq!(question(7, &"a".repeat(80)), None);
    }

    #[test]
    fn every_text_of_the_name_is_read_and_its_strings_are_joined() {
        let records = vec![text(NAME, &["v=spf1 -all"]), text("School.EXAMPLE", &["usher-", "verify=x"])];
        assert_eq!(
            read(&reply(7, NAME, records)),
            Ok(vec!["v=spf1 -all".to_owned(), "usher-verify=x".to_owned()])
        );
        let mut nothing = reply(7, NAME, Vec::new());
        *nothing.rcode_mut() = RCODE::NameError;
        assert_eq!(read(&nothing), Ok(Vec::new()));
    }

    #[test]
    fn a_lying_answer_is_worth_nothing() {
        let records = || vec![text(NAME, &["usher-verify=x"])];
        assert_eq!(read(&reply(8, NAME, records())), Err(Worthless::OtherQuestion), "another id");
        assert_eq!(read(&reply(7, "other.example", records())), Err(Worthless::OtherQuestion));
        let mut two = reply(7, NAME, records());
        two.questions.push(two.questions[0].clone());
        assert_eq!(read(&two), Err(Worthless::OtherQuestion), "two questions");
        let mut echo = Packet::new_query(7);
        echo.questions = reply(7, NAME, Vec::new()).questions;
        assert_eq!(read(&echo), Err(Worthless::OtherQuestion), "the question sent back");
        let mut cut = reply(7, NAME, records());
        cut.set_flags(PacketFlag::TRUNCATION);
        assert_eq!(read(&cut), Err(Worthless::Truncated));
        let mut failed = reply(7, NAME, records());
        *failed.rcode_mut() = RCODE::ServerFailure;
        assert_eq!(read(&failed), Err(Worthless::Failed));
        assert_eq!(read(&reply(7, NAME, vec![text("other.example", &["usher-verify=x"])])), Ok(Vec::new()));
        let alias = ResourceRecord::new(name(NAME), CLASS::IN, 60, RData::CNAME(CNAME(name("evil.example"))));
        let followed = vec![alias, text("evil.example", &["usher-verify=x"])];
        assert_eq!(read(&reply(7, NAME, followed)), Ok(Vec::new()), "an alias");
        let bytes = reply(7, NAME, records()).build_bytes_vec().unwrap();
        for cut in 0..bytes.len() {
            assert!(texts(&bytes[..cut], 7, NAME).is_err(), "{cut} bytes");
        }
    }
}
