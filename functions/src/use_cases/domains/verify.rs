//! Proves a domain: by a TXT record that only its holder can set, or by an owner's word on an instance for one machine. One
//! that another organization proved changes hands once its record is the only one.

use serde_json::json;
use shared::api::domains::{Domain, VerifyDomain};
use shared::domain::{self, Proved};
use shared::event::EventKind;
use shared::id::{DomainId, OperationId};
use shared::{Code, Refusal, access};

use crate::authority::{ManageDomains, Proof};
use crate::context::Context;
use crate::dns;
use crate::failure::Failure;
use crate::ports::Statement;
use crate::store::domains::{self, HolderRow};
use crate::store::events::{self, By, NewEvent};

const TAKEN: &str = "Another organization has proved that this domain is its own. If it is yours now, set your record in \
    its DNS, take theirs out, and look again.";

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
    let holder = ctx.query(domains::holder(&row.name)).await?.first::<HolderRow>()?;
    let taken = || Refusal::new(Code::DomainTaken, TAKEN).at("name");
    let record = |id| domain::record(&ctx.settings.key.domain_token(id));
    let how = request.how.unwrap_or(Proved::Dns);
    match how {
        Proved::Dns => {
            let seen = look_up(ctx, &row.name).await?;
            let stays = |holder: &HolderRow| seen.trouble.is_some() || seen.says(&record(holder.id));
            if holder.as_ref().is_some_and(|holder| stays(holder) || !seen.says(&record(id))) {
                return Err(taken().into());
            }
            seen.proves(&record(id))?;
        }
        Proved::Word => {
            if holder.is_some() {
                return Err(taken().into());
            }
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
    let mut batch = holder.map_or_else(Vec::new, |holder| passed_on(ctx, &holder, &row.name, operation));
    batch.extend([
        domains::verify(ctx, organization, id, how, operation),
        events::insert_if(ctx, &event, changed),
        domains::find(organization, id),
    ]);
    let last = batch.len() - 1;
    let rows = ctx.batch(batch).await.map_err(|error| super::taken(error, TAKEN))?;
    super::shown(ctx, super::only(&rows[last])?)
}

/// Ends what an organization had by a domain whose record there is no more, and tells its log.
fn passed_on(ctx: &Context, holder: &HolderRow, name: &str, operation: OperationId) -> Vec<Statement> {
    let event = NewEvent {
        organization: holder.organization,
        kind: EventKind::DomainRemoved,
        by: &By::usher(),
        target: holder.id.to_string(),
        target_name: name,
        details: json!({ "reason": "proved_by_another_organization" }),
        operation,
    };
    vec![domains::remove(holder.organization, holder.id), events::insert(ctx, &event)]
}

/// What stands in the domain name system where a record may stand.
struct Seen {
    texts: Vec<String>,
    trouble: Option<String>,
}

impl Seen {
    fn says(&self, record: &str) -> bool {
        self.texts.iter().any(|text| text.trim() == record)
    }

    fn proves(&self, record: &str) -> Result<(), Refusal> {
        let detail = match (&self.trouble, self.texts.len()) {
            _ if self.says(record) => return Ok(()),
            (Some(cause), _) => format!("DNS could not be asked: {cause}. Try again in a while."),
            (None, 0) => "There is no TXT record yet. New records can take an hour to be seen.".to_owned(),
            (None, _) => {
                format!("There are TXT records, but none is {record}. New ones can take an hour.")
            }
        };
        Err(Refusal::new(Code::DomainNotProved, detail))
    }
}

/// Looks at each name where a record may stand.
async fn look_up(ctx: &Context, name: &str) -> Result<Seen, Failure> {
    if !ctx.brake.allows(&ctx.settings.key.attempts_subject("domain", name)).await {
        return Err(Refusal::new(Code::TooManyAttempts, "Too many attempts. Wait a minute.").into());
    }
    let mut seen = Seen { texts: Vec::new(), trouble: None };
    for name in domain::Domain::parse(name)?.record_names() {
        let id = u16::from_be_bytes(ctx.bytes());
        let Some(question) = dns::question(id, &name) else { continue };
        let answer = match ctx.resolver.ask(question).await {
            Ok(answer) => dns::texts(&answer, id, &name).map_err(|worthless| worthless.as_str().to_owned()),
            Err(cause) => Err(cause),
        };
        match answer {
            Ok(texts) => seen.texts.extend(texts),
            Err(cause) => seen.trouble = Some(cause),
        }
    }
    Ok(seen)
}
