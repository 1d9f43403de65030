//! The queues' consumer. A mail that is put off waits in the outbox; only what broke on our side is retried here.

use std::cell::RefCell;
use std::rc::Rc;

use shared::id::{ImportId, OutboxId};
use worker::{Env, MessageBatch, MessageExt as _, event};

use super::jobs::{Lifetime, Message};
use super::{log, mail, platform};
use crate::context::Context;
use crate::mail::Mailer;
use crate::ports::{Jobs, Statement};
use crate::use_cases::imports::carry_out;
use crate::use_cases::mails::deliver;

/// Milliseconds after which an import hands itself on, so that no message takes long.
const SHIFT: i64 = 10_000;

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
    for id in mails {
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
    let whole = loop {
        let now = platform::now();
        if now.millis() - outer.now.millis() > SHIFT {
            let released = carry_out::release(&outer, import, lease).await;
            outer.jobs.import(import);
            break released.is_ok();
        }
        let ctx = Context { now, jobs: held.clone(), ..outer.clone() };
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
