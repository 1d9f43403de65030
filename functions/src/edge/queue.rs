//! The queue's consumer. A mail that is put off waits in the outbox; only what broke on our side is retried here.

use std::rc::Rc;

use worker::{Env, MessageBatch, MessageExt as _, event};

use super::jobs::{Lifetime, Message};
use super::{log, mail, platform};
use crate::use_cases::mails::deliver;

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
        let Message::DeliverMails { mails } = message.body();
        let mut broke = false;
        for id in mails {
            let Ok(ctx) = platform::context(&env, lifetime.clone()) else { continue };
            match deliver::deliver(&ctx, mailer.as_ref(), *id).await {
                Ok(None) => {}
                Ok(Some(said)) => log::failure("mail", &format!("{id}: {said}")),
                Err(failure) => {
                    log::failure("mail", &format!("{id}: {failure:?}"));
                    broke = true;
                }
            }
        }
        if broke { message.retry() } else { message.ack() }
    }
    Ok(())
}
