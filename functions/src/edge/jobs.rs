//! What happens after the answer has left: mails and imports to their queues, writes that nobody waits for.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::id::{ImportId, OutboxId};
use worker::{BatchMessageBuilder, Env, ScheduleContext};

use super::d1::D1;
use super::log;
use crate::ports::{Db as _, Jobs, Statement};

/// Mails that one message carries: enough to save messages, few enough for one consumer's time and queries (`wrangler.toml`
/// says how many messages it takes).
const MAILS_A_MESSAGE: usize = 10;

/// Messages that the queue takes at once.
const MESSAGES_A_BATCH: usize = 100;

/// A message of the queue. Consumers are idempotent: a message may come twice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// Send these mails of the outbox.
    DeliverMails {
        /// Which.
        mails: Vec<OutboxId>,
    },
    /// Go on with this import.
    Import {
        /// Which.
        import: ImportId,
    },
}

/// The event that a piece of work outlives; each kind has its own way to wait for it.
#[derive(Clone)]
pub enum Lifetime {
    /// A request or a batch of messages.
    Event(Rc<worker::Context>),
    /// A tick of the schedule.
    Tick(Rc<ScheduleContext>),
}

impl Lifetime {
    /// Keeps the event alive until the work is done.
    pub fn wait_until(&self, future: impl Future<Output = ()> + 'static) {
        match self {
            Self::Event(context) => context.wait_until(future),
            Self::Tick(context) => context.wait_until(future),
        }
    }
}

/// The queue and the time after the answer.
pub struct PlatformJobs {
    pub env: Env,
    pub db: Rc<D1>,
    pub lifetime: Lifetime,
}

impl Jobs for PlatformJobs {
    fn deliver(&self, mails: Vec<OutboxId>) {
        let env = self.env.clone();
        self.lifetime.wait_until(async move {
            if let Err(error) = send(&env, &mails).await {
                log::failure("queue", &error.to_string());
            }
        });
    }

    fn import(&self, import: ImportId) {
        let env = self.env.clone();
        self.lifetime.wait_until(async move {
            if let Err(error) = send_import(&env, import).await {
                log::failure("queue", &error.to_string());
            }
        });
    }

    fn later(&self, statements: Vec<Statement>) {
        let db = self.db.clone();
        self.lifetime.wait_until(async move {
            if let Err(error) = db.batch(statements).await {
                log::failure("write after the answer", &error.to_string());
            }
        });
    }
}

async fn send(env: &Env, mails: &[OutboxId]) -> worker::Result<()> {
    let queue = env.queue("JOBS")?;
    let messages: Vec<_> =
        mails.chunks(MAILS_A_MESSAGE).map(|mails| Message::DeliverMails { mails: mails.to_vec() }).collect();
    for batch in messages.chunks(MESSAGES_A_BATCH) {
        queue.send_batch(BatchMessageBuilder::new().messages(batch.to_vec()).build()).await?;
    }
    Ok(())
}

/// Imports have a queue of their own: somebody watches them, and mails are many.
async fn send_import(env: &Env, import: ImportId) -> worker::Result<()> {
    env.queue("IMPORTS")?.send(Message::Import { import }).await
}
