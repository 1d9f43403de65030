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

/// Letters of one minute, so that its batch stays small. What is due for a license is told at once: the first one may have
/// more, the others wait for the next minute.
const LETTERS: usize = 5_000;

/// Tells of at most 200 licenses, by at most so many letters; the next minute goes on.
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
    let (mut letters, mut told) = (Vec::new(), 0);
    for notices in new.chunk_by(|one, next| one.license == next.license) {
        let before = letters.len();
        letters.extend(notices.iter().flat_map(to));
        if told > 0 && letters.len() > LETTERS {
            letters.truncate(before);
            break;
        }
        told += notices.len();
    }
    let mut batch = vec![notices::insert(ctx, &new[..told], ctx.id())];
    batch.extend(letters.chunks(LETTERS).map(|letters| notices::letters(ctx, letters)));
    let at = batch.len();
    batch.push(outbox::of_now(ctx));
    let rows = ctx.batch(batch).await?;
    mails::carry(ctx, &rows[at])
}
