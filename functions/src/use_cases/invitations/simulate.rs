//! Says what would happen if an address came to a license by a method; by the rule that the act itself follows.

use shared::access::Permission;
use shared::api::invitations::{InviteRow, Outcome};
use shared::api::methods::{Simulate, Simulated};
use shared::email::Email;
use shared::id::LicenseId;
use shared::license::Door;
use shared::methods::Method;
use shared::simulation::{self, Question};
use shared::{Code, Refusal};

use super::Way;
use crate::authority::{ManageAssignments, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::domain_joins::{self, HostRow};
use crate::store::domains::{self, MemberRow, NameRow};
use crate::store::licenses::{self, LicenseRow};
use crate::store::whole_domains::{self, WasOn};

/// What would happen; a refusal of the act is an answer here.
pub async fn simulate(
    ctx: &Context,
    proof: &Proof<ManageAssignments>,
    license: LicenseId,
    request: &Simulate,
) -> Result<Simulated, Failure> {
    let (actor, organization) = (proof.actor(), proof.organization());
    let by = request.by.unwrap_or_else(|| actor.member());
    let row = InviteRow { email: request.email.clone(), licenses: vec![license], ..InviteRow::default() };
    let door = if request.method == Method::Api { Door::Api } else { Door::Email };
    let way = Way { door, ..Way::typed(actor) };
    let email = Email::parse(&request.email).ok();
    let address = email.as_ref().map_or("", Email::as_str);
    let rows = ctx
        .batch(vec![
            licenses::find(organization, license),
            domains::member(organization, by),
            whole_domains::of_license(organization, license),
            whole_domains::was_on(organization, license, address),
        ])
        .await?;
    let found = rows[0].first::<LicenseRow>()?.ok_or_else(Refusal::not_found)?;
    let unknown = || Refusal::new(Code::NotFound, "There is no such member.").at("by");
    let acting = rows[1].first::<MemberRow>()?.ok_or_else(unknown)?;
    let held = acting.rights.effective();
    if !held.has(Permission::ManageInvitations) {
        let detail = "This person brings nobody onto licenses. Choose an owner, admin or license admin.";
        return Err(Refusal::new(Code::NotInThisState, detail).at("by").into());
    }
    let joining = match email.as_ref().filter(|_| request.method == Method::WholeDomain) {
        Some(email) => ctx.query(domain_joins::find(ctx, email)).await?.first::<HostRow>()?,
        None => None,
    };
    let facts = super::facts(ctx, organization, by, &way, &[row], request.when_full).await?;
    let whole_domains: Vec<String> = rows[2].all::<NameRow>()?.into_iter().map(|row| row.name).collect();
    let whole_domains = &whole_domains;
    let authority = facts.authority.iter().cloned().collect();
    let question = Question {
        email: &request.email,
        method: request.method,
        license,
        kind: found.kind(),
        whole_domains,
        joining: joining.and_then(|host| host.standing()),
        was: rows[3].first::<WasOn>()?.map(|row| row.status),
        held,
    };
    let answer = Simulated {
        outcome: Outcome::Refused,
        because: None,
        code: None,
        message: None,
        place: None,
        domain: email.as_ref().map(|email| email.domain().to_owned()).unwrap_or_default(),
        by: acting.label,
        authority,
        seats: found.seats(),
    };
    Ok(match simulation::simulate(&question, facts) {
        Ok(verdict) => Simulated {
            outcome: verdict.outcome,
            because: Some(verdict.because),
            place: verdict.place,
            ..answer
        },
        Err(refusal) => Simulated { code: Some(refusal.code), message: Some(refusal.detail), ..answer },
    })
}
