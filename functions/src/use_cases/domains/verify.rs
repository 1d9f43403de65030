//! Proves a domain: by a TXT record that only its holder can set, or by an owner's word on an instance for one machine.

use serde_json::json;
use shared::api::domains::{Domain, VerifyDomain};
use shared::domain::{self, Proved};
use shared::event::EventKind;
use shared::id::DomainId;
use shared::{Code, Refusal, access};

use crate::authority::{ManageDomains, Proof};
use crate::context::Context;
use crate::dns;
use crate::failure::Failure;
use crate::store::domains;
use crate::store::events::{self, By, NewEvent};

const TAKEN: &str = "Another organization has proved that this domain is its own.";

/// Proves the domain; one that is proved stays so.
pub async fn verify(
    ctx: &Context,
    proof: &Proof<ManageDomains>,
    id: DomainId,
    request: &VerifyDomain,
) -> Result<Domain, Failure> {
    let (organization, operation) = (proof.organization(), ctx.id());
    let row = super::find(ctx, organization, id).await?;
    if row.verified_at.is_some() {
        return super::shown(ctx, row);
    }
    if row.taken == 1 {
        return Err(Refusal::new(Code::DomainTaken, TAKEN).at("name").into());
    }
    let how = request.how.unwrap_or(Proved::Dns);
    match how {
        Proved::Dns => look_up(ctx, &row.name, &domain::record(&ctx.settings.key.domain_token(id))).await?,
        Proved::Word => {
            access::require(proof.actor().permissions, access::Permission::ManageOrganization)?;
            if !ctx.settings.is_local() {
                let detail = "On a public instance only a TXT record proves a domain.";
                return Err(Refusal::new(Code::Forbidden, detail).at("how").into());
            }
        }
    }
    let event = NewEvent {
        organization,
        kind: EventKind::DomainVerified,
        by: &By::from(proof.actor()),
        target: id.to_string(),
        target_name: &row.name,
        details: json!({ "how": how.as_str() }),
        operation,
    };
    let changed = "EXISTS (SELECT 1 FROM domains WHERE operation_id = ?11 AND id = ?8)";
    let batch = vec![
        domains::verify(ctx, organization, id, how, operation),
        events::insert_if(ctx, &event, changed),
        domains::find(organization, id),
    ];
    let rows = ctx.batch(batch).await.map_err(|error| super::taken(error, TAKEN))?;
    super::shown(ctx, super::only(&rows[2])?)
}

/// Looks for the record at each name where it may stand.
async fn look_up(ctx: &Context, name: &str, record: &str) -> Result<(), Failure> {
    if !ctx.brake.allows(&ctx.settings.key.attempts_subject("domain", name)).await {
        return Err(Refusal::new(Code::TooManyAttempts, "Too many attempts. Wait a minute.").into());
    }
    let mut trouble = None;
    let mut others = 0;
    for name in domain::Domain::parse(name)?.record_names() {
        let id = u16::from_be_bytes(ctx.bytes());
        let Some(question) = dns::question(id, &name) else { continue };
        let answer = match ctx.resolver.ask(question).await {
            Ok(answer) => dns::texts(&answer, id, &name).map_err(|worthless| worthless.as_str().to_owned()),
            Err(cause) => Err(cause),
        };
        match answer {
            Ok(texts) if texts.iter().any(|text| text.trim() == record) => return Ok(()),
            Ok(texts) => others += texts.len(),
            Err(cause) => trouble = Some(cause),
        }
    }
    let detail = match (trouble, others) {
        (Some(cause), _) => format!("DNS could not be asked: {cause}. Try again in a while."),
        (None, 0) => "There is no TXT record yet. New records can take an hour to be seen.".to_owned(),
        (None, _) => format!("There are TXT records, but none is {record}. New ones can take an hour."),
    };
    Err(Refusal::new(Code::DomainNotProved, detail).into())
}
