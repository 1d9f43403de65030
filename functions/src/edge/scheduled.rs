//! The tick of every minute.

use std::rc::Rc;

use worker::{Env, ScheduleContext, ScheduledEvent, event};

use super::jobs::Lifetime;
use super::{log, platform};
use crate::use_cases::mails::sweep;

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, context: ScheduleContext) {
    match platform::context(&env, Lifetime::Tick(Rc::new(context))) {
        Ok(ctx) => {
            if let Err(failure) = sweep::sweep(&ctx).await {
                log::failure("schedule", &format!("{failure:?}"));
            }
        }
        Err(cause) => log::failure("configuration", &cause),
    }
}
