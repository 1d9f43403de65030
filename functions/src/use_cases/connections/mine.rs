//! My own connections: where each person connects themselves, they do it here (A15); and whether I am connected by my
//! address (A14).

use serde::Deserialize;
use shared::api::connections::{MyConnections, MyProvider};
use shared::email::Email;
use shared::event::{ActorKind, EventKind};
use shared::provider::connecting::judge_own;
use shared::provider::{ConnectionState, ProviderId};
use shared::{Refusal, account_list};

use crate::authority::{self, Person, Proof, SignedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::ports::Rows;
use crate::secrets::Credential;
use crate::store::connection_board::{self, PersonRow};
use crate::store::connections::{self, Label, OwnAccount};
use crate::store::events::By;
use crate::store::external_accounts::{self, NewAccount};

#[derive(Deserialize)]
struct Refused {
    refused: u8,
}

/// Where I stand with the providers that concern me.
pub async fn get(ctx: &Context, credential: &Credential) -> Result<MyConnections, Failure> {
    let proof = authority::prove::<SignedIn>(ctx, Some(credential)).await?;
    let person = proof.actor().person()?;
    let rows = ctx
        .batch(vec![
            connection_board::one(proof.organization(), person.member),
            connections::refuses(person.member),
        ])
        .await?;
    read(&rows)
}

fn read(rows: &[Rows]) -> Result<MyConnections, Failure> {
    let row = rows[0].first::<PersonRow>()?.ok_or_else(Refusal::not_found)?.into_row()?;
    let refused = rows[1].first::<Refused>()?.is_some_and(|row| row.refused != 0);
    let concerns = |state, connected| state != ConnectionState::Unlicensed || connected;
    let mine = row.providers.into_iter().filter(|cell| concerns(cell.state, cell.connection.is_some()));
    let providers = mine.map(|cell| MyProvider { way: cell.provider.provider().way, cell }).collect();
    Ok(MyConnections { auto_connect: !refused, providers })
}

/// Keeps whether I am connected by my address.
pub async fn change(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    auto_connect: bool,
) -> Result<MyConnections, Failure> {
    let (organization, member) = (proof.organization(), proof.actor().person()?.member);
    let batch = vec![
        connection_board::one(organization, member),
        connections::set_refused(organization, member, !auto_connect),
        connections::refuses(member),
    ];
    let mut rows = ctx.batch(batch).await?;
    rows.remove(1);
    read(&rows)
}

/// Connects the account that I state as mine.
pub async fn connect(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    provider: ProviderId,
    account: &str,
) -> Result<MyConnections, Failure> {
    let (organization, person) = (proof.organization(), proof.actor().person()?);
    provider.provider().people_connect()?;
    let account_id = account_list::account_id(account).map_err(|refusal| refusal.at("account"))?;
    let (operation, name) = (ctx.id(), person.name.clone());
    let email = Email::parse(&account_id).ok();
    let new = NewAccount {
        id: ctx.id(),
        provider,
        account_id: account_id.clone(),
        email,
        name: name.clone(),
        event: ctx.id(),
    };
    let own = OwnAccount {
        connection: ctx.id(),
        member: person.member,
        name: &name,
        provider,
        account_id: &account_id,
    };
    let made = EventKind::ConnectionMade;
    let by = myself(person);
    let batch = vec![
        external_accounts::state_own(ctx, organization, &new, person.member, operation),
        connections::connect_own(ctx, organization, &own, operation),
        connections::tell_one(ctx, organization, own.connection, made, &by, operation, "c.operation_id = ?8"),
        // What was stated and could not be connected leaves no trace.
        external_accounts::forget_own(organization, person.member, provider),
        connections::label_of(organization, person.member, provider),
        connection_board::one(organization, person.member),
        connections::refuses(person.member),
    ];
    let rows = ctx.batch(batch).await?;
    let current = rows[4].first::<Label>()?;
    judge_own(provider, current.as_ref().map(|label| label.account.as_str()), &account_id)?;
    read(&rows[5..])
}

/// Ends my connection; an account that I stated is forgotten.
pub async fn disconnect(
    ctx: &Context,
    proof: &Proof<SignedIn>,
    provider: ProviderId,
) -> Result<MyConnections, Failure> {
    let (organization, person) = (proof.organization(), proof.actor().person()?);
    provider.provider().people_connect()?;
    let label = connections::label_of(organization, person.member, provider);
    let label = ctx.query(label).await?.first::<Label>()?.ok_or_else(Refusal::not_found)?;
    let ended = EventKind::ConnectionEnded;
    let batch = vec![
        connections::tell_one(ctx, organization, label.id, ended, &myself(person), ctx.id(), "true"),
        connections::end(organization, label.id),
        external_accounts::forget_own(organization, person.member, provider),
        connection_board::one(organization, person.member),
        connections::refuses(person.member),
    ];
    read(&ctx.batch(batch).await?[3..])
}

fn myself(person: &Person) -> By {
    By { kind: ActorKind::Member, id: person.member.to_string(), name: person.name.clone() }
}
