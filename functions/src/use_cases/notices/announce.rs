//! Tells what is due: writes each notice once, with its mails, in one batch.

use std::collections::BTreeSet;

use serde_json::json;
use shared::access::Permission;
use shared::gather::gather;
use shared::notice;

use crate::context::Context;
use crate::failure::Failure;
use crate::store::notices::{self, Candidate, NewNotice, NewNoticeMail, Recipient};
use crate::store::outbox;
use crate::use_cases::mails;

/// Tells of at most 200 licenses; the next minute goes on.
pub async fn announce(ctx: &Context) -> Result<(), Failure> {
    let candidates: Vec<Candidate> =
        ctx.batch(vec![notices::forget(), notices::candidates(ctx)]).await?[1].all()?;
    let mut new = Vec::new();
    for Candidate { organization_id, license } in &candidates {
        for due in notice::due(&license.notice_facts(), ctx.now) {
            let notice::Due { kind, threshold, term } = due;
            let (id, license) = (ctx.id(), license.id);
            new.push(NewNotice { id, organization: *organization_id, license, kind, threshold, term });
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let organizations: BTreeSet<_> = gather(new.iter().map(|notice| notice.organization));
    // Whoever gives out seats is told.
    let people = notices::recipients(&json!(organizations).to_string(), Permission::ManageAssignments);
    let people: Vec<Recipient> = ctx.query(people).await?.all()?;
    let to = |notice: &NewNotice| {
        let (organization, notice) = (notice.organization, notice.id);
        let there = people.iter().filter(move |person| person.organization_id == organization);
        there.map(move |person| NewNoticeMail { mail: ctx.id(), notice, member: person.id })
    };
    let letters: Vec<_> = new.iter().flat_map(to).collect();
    let mut batch = notices::insert(ctx, &new, &letters, ctx.id()).to_vec();
    batch.push(outbox::of_now(ctx));
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[2])
}
