//! The domain name system in memory: a name server over a table, speaking the wire format.

use std::cell::RefCell;
use std::collections::BTreeMap;

use functions::ports::Resolver;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use simple_dns::rdata::{RData, TXT};
use simple_dns::{CLASS, Name, Packet, RCODE, ResourceRecord};

/// TXT records by name.
#[derive(Default)]
pub struct Zone {
    records: RefCell<BTreeMap<String, Vec<String>>>,
    away: RefCell<bool>,
}

impl Zone {
    /// Adds a TXT record, in strings of 20 characters.
    pub fn say(&self, name: &str, text: &str) {
        self.records.borrow_mut().entry(name.to_owned()).or_default().push(text.to_owned());
    }

    /// Takes away all TXT records of a name.
    pub fn forget(&self, name: &str) {
        self.records.borrow_mut().remove(name);
    }

    /// The server answers no more.
    pub fn go_away(&self) {
        self.away.replace(true);
    }

    fn answer(&self, question: &[u8]) -> Vec<u8> {
        let asked = Packet::parse(question).unwrap();
        let mut reply = Packet::new_reply(asked.id());
        let name = asked.questions[0].qname.to_string();
        let records = self.records.borrow();
        match records.get(&name) {
            None => *reply.rcode_mut() = RCODE::NameError,
            Some(texts) => {
                for text in texts {
                    let strings = text.as_bytes().chunks(20).map(|part| std::str::from_utf8(part).unwrap());
                    let text = strings.fold(TXT::new(), |text, part| text.with_string(part).unwrap());
                    let name = Name::new(&name).unwrap().into_owned();
                    reply.answers.push(ResourceRecord::new(name, CLASS::IN, 60, RData::TXT(text)));
                }
            }
        }
        reply.questions.clone_from(&asked.questions);
        reply.build_bytes_vec().unwrap()
    }
}

impl Resolver for Zone {
    fn ask(&self, question: Vec<u8>) -> LocalBoxFuture<'_, Result<Vec<u8>, String>> {
        let away = *self.away.borrow();
        async move {
            if away { Err("the resolver did not answer".to_owned()) } else { Ok(self.answer(&question)) }
        }
        .boxed_local()
    }
}
