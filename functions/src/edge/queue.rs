//! The queues' consumer. A mail that is put off waits in the outbox; only what broke on our side is retried here.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use shared::id::{ImportId, OutboxId};
use worker::{Delay, Env, MessageBatch, MessageExt as _, event};

use super::jobs::{Lifetime, Message};
use super::{log, mail, platform};
use crate::context::Context;
use crate::mail::Mailer;
use crate::ports::{Db, DbError, Jobs, Rows, Statement};
use crate::use_cases::imports::carry_out;
use crate::use_cases::mails::deliver;

/// Milliseconds after which an import hands itself on, so that no message takes long.
const SHIFT: i64 = 10_000;

/// Milliseconds that requests have for themselves between two steps of background work.
const WAY: u64 = 1;

/// Mails that are one such step.
const MAILS_A_STEP: usize = 5;

/// Lets requests in. On one machine the database answers within the process, and what never waits for anything outside
/// keeps everybody else out until it ends.
async fn make_way() {
    Delay::from(Duration::from_millis(WAY)).await;
}

#[event(queue)]
async fn queue(batch: MessageBatch<Message>, env: Env, context: worker::Context) -> worker::Result<()> {
    let lifetime = Lifetime::Event(Rc::new(context));
    let mailer = match platform::context(&env, lifetime.clone()).and_then(|ctx| mail::mailer(&env, &ctx)) {
        Ok(mailer) => mailer,
        Err(cause) => {
            log::failure("configuration", &cause);
            batch.retry_all();
            return Ok(());
        }
    };
    for message in batch.messages()? {
        let done = match message.body() {
            Message::DeliverMails { mails } => deliver_all(&env, &lifetime, mailer.as_ref(), mails).await,
            Message::Import { import } => carry(&env, &lifetime, *import).await,
        };
        if done { message.ack() } else { message.retry() }
    }
    Ok(())
}

/// Delivers mails; whether nothing broke on our side.
async fn deliver_all(env: &Env, lifetime: &Lifetime, mailer: &dyn Mailer, mails: &[OutboxId]) -> bool {
    let mut whole = true;
    for (at, id) in mails.iter().enumerate() {
        if at % MAILS_A_STEP == 0 {
            make_way().await;
        }
        let Ok(ctx) = platform::context(env, lifetime.clone()) else { continue };
        match deliver::deliver(&ctx, mailer, *id).await {
            Ok(None) => {}
            Ok(Some(said)) => log::failure("mail", &format!("{id}: {said}")),
            Err(failure) => {
                log::failure("mail", &format!("{id}: {failure:?}"));
                whole = false;
            }
        }
    }
    whole
}

/// Carries an import out for a while, then hands it on. Its mails leave after that, so that they don't compete for the
/// database with the rows that somebody waits for.
async fn carry(env: &Env, lifetime: &Lifetime, import: ImportId) -> bool {
    let Ok(outer) = platform::context(env, lifetime.clone()) else { return false };
    let held = Rc::new(Held { mails: RefCell::default(), jobs: outer.jobs.clone() });
    let mut lease = None;
    let polite = Rc::new(Polite(outer.db.clone()));
    let whole = loop {
        let now = platform::now();
        if now.millis() - outer.now.millis() > SHIFT {
            let released = carry_out::release(&outer, import, lease).await;
            outer.jobs.import(import);
            break released.is_ok();
        }
        let ctx = Context { now, jobs: held.clone(), db: polite.clone(), ..outer.clone() };
        match carry_out::part(&ctx, import, lease).await {
            Ok(Some(mine)) => lease = Some(mine),
            Ok(None) => break true,
            Err(failure) => {
                log::failure("import", &format!("{import}: {failure:?}"));
                break false;
            }
        }
    };
    let mails = held.mails.take();
    if !mails.is_empty() {
        outer.jobs.deliver(mails);
    }
    whole
}

/// The database, with a way for requests after each batch.
struct Polite(Rc<dyn Db>);

impl Db for Polite {
    fn batch(&self, statements: Vec<Statement>) -> LocalBoxFuture<'_, Result<Vec<Rows>, DbError>> {
        async move {
            let answers = self.0.batch(statements).await;
            make_way().await;
            answers
        }
        .boxed_local()
    }
}

/// Holds mails back.
struct Held {
    mails: RefCell<Vec<OutboxId>>,
    jobs: Rc<dyn Jobs>,
}

impl Jobs for Held {
    fn deliver(&self, mails: Vec<OutboxId>) {
        self.mails.borrow_mut().extend(mails);
    }

    fn import(&self, import: ImportId) {
        self.jobs.import(import);
    }

    fn later(&self, statements: Vec<Statement>) {
        self.jobs.later(statements);
    }
}
