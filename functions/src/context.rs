//! What every use case is given: the time, the ports, the settings. Nothing ambient.

use std::rc::Rc;

use shared::id::{Id, Kind};
use shared::time::Timestamp;

use crate::ports::{Brake, Db, DbError, Jobs, Random, Resolver, Rows, Snapshots, Statement};
use crate::secrets::Key;

/// How this instance is set up; read once from the environment and checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach it, without a slash at the end.
    pub public_url: String,
    /// Derives links and codes.
    pub key: Key,
    /// What mails are from: `Usher <usher@example.com>`.
    pub mail_from: String,
    /// Seconds to the second try of a mail that was put off; each further pause is twice as long.
    pub mail_backoff: i64,
    /// Whether mails go to the development mailbox, which is then readable at `/dev/mail`.
    pub dev_mailbox: bool,
    /// What set-up asks for on a public deployment.
    pub setup_token: Option<String>,
}

impl Settings {
    /// Whether it is for this machine alone: then it has a mailbox that anybody may read, and no set-up token.
    pub fn is_local(&self) -> bool {
        self.public_url.split_once("://").is_some_and(|(_, host)| is_local_host(host))
    }

    /// Whether cookies may and must be bound to HTTPS.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What every use case is given.
#[derive(Clone)]
pub struct Context {
    /// When the request began.
    pub now: Timestamp,
    /// The record.
    pub db: Rc<dyn Db>,
    /// Randomness.
    pub random: Rc<dyn Random>,
    /// What happens after the answer.
    pub jobs: Rc<dyn Jobs>,
    /// Answers kept near those who ask.
    pub snapshots: Rc<dyn Snapshots>,
    /// The domain name system.
    pub resolver: Rc<dyn Resolver>,
    /// The first brake on attempts.
    pub brake: Rc<dyn Brake>,
    /// How the instance is set up.
    pub settings: Rc<Settings>,
}

impl Context {
    /// A new id of now.
    pub fn id<K: Kind>(&self) -> Id<K> {
        Id::new(self.now, self.bytes())
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// Runs a batch.
    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, DbError> {
        self.db.batch(statements).await
    }

    /// Runs one statement.
    pub async fn query(&self, statement: Statement) -> Result<Rows, DbError> {
        let rows = self.db.batch(vec![statement]).await?;
        rows.into_iter().next().ok_or_else(|| DbError::Other("a statement without an answer".to_owned()))
    }
}

/// Whether a host, with or without a port, is this machine.
pub fn is_local_host(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_local() {
        for host in ["localhost", "localhost:8787", "127.0.0.1:80", "[::1]:8787"] {
            assert!(is_local_host(host), "{host}");
        }
        for host in ["localhost.example.com", "usher.workers.dev", "127.0.0.1.example.com:80", ""] {
            assert!(!is_local_host(host), "{host}");
        }
    }
}
