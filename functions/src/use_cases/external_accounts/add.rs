//! Makes accounts known, row by row: a bad row never spoils good ones.

use std::collections::HashSet;

use shared::api::providers::{AccountOutcome, AccountResult, AccountResults, AccountRow, AddAccounts};
use shared::email::Email;
use shared::invite_list::MAX_ENTRIES;
use shared::text::Name;
use shared::{Code, Refusal, account_list};

use crate::authority::{ManageConnections, Proof};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::events::By;
use crate::store::external_accounts::{self, AddedRow, NewAccount};

/// Adds accounts, or takes over a new address or name of those that are known.
pub async fn add(
    ctx: &Context,
    proof: &Proof<ManageConnections>,
    request: &AddAccounts,
) -> Result<AccountResults, Failure> {
    let sent = &request.accounts;
    if sent.is_empty() || sent.len() > MAX_ENTRIES {
        let detail = format!("Send 1 to {MAX_ENTRIES} accounts.");
        return Err(Refusal::new(Code::TooManyRows, detail).at("accounts").into());
    }
    let judged = judge(ctx, sent);
    let good: Vec<_> = judged.iter().filter_map(|row| row.as_ref().ok()).collect();
    let (organization, by, operation) = (proof.organization(), By::from(proof.actor()), ctx.id());
    let rows = serde_json::json!(good).to_string();
    let mut found = if good.is_empty() {
        Vec::new()
    } else {
        let batch = vec![
            external_accounts::let_go(organization, &rows),
            external_accounts::add(ctx, organization, &rows, &by.name, operation),
            external_accounts::tell(ctx, organization, &rows, &by, operation),
            external_accounts::added(organization, &rows, operation),
        ];
        ctx.batch(batch).await?[3].all::<AddedRow>()?
    }
    .into_iter();
    let results = sent.iter().zip(&judged).map(|(sent, judged)| match judged {
        Err(refusal) => refused(sent, refusal),
        Ok(account) => match found.next() {
            Some(row) => outcome(sent, account, &row),
            None => refused(sent, &Refusal::not_found()),
        },
    });
    Ok(AccountResults { results: results.collect() })
}

/// Each row by itself, and none twice.
fn judge(ctx: &Context, rows: &[AccountRow]) -> Vec<Result<NewAccount, Refusal>> {
    let (mut ids, mut addresses) = (HashSet::new(), HashSet::new());
    let read = |row: &AccountRow| -> Result<NewAccount, Refusal> {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let account_id = account_list::account_id(&row.account_id)?;
        let email = filled(&row.email).map(|email| Email::parse(&email)).transpose()?;
        // An id that is an address is the account's address, unless another one is given.
        let email = email.or_else(|| Email::parse(&account_id).ok());
        let name = filled(&row.name).map(|name| Name::parse(&name, "name")).transpose()?;
        let name = name.map(|name| name.to_string()).unwrap_or_default();
        Ok(NewAccount { id: ctx.id(), provider: row.provider, account_id, email, name, event: ctx.id() })
    };
    let mut fresh = |account: NewAccount| {
        let repeated =
            |field| Refusal::new(Code::DuplicateRow, "This account is in the list already.").at(field);
        if !ids.insert((account.provider, account.account_id.clone())) {
            return Err(repeated("account_id"));
        }
        match &account.email {
            Some(email) if !addresses.insert((account.provider, email.clone())) => Err(repeated("email")),
            _ => Ok(account),
        }
    };
    rows.iter().map(read).map(|row| row.and_then(&mut fresh)).collect()
}

fn outcome(sent: &AccountRow, account: &NewAccount, row: &AddedRow) -> AccountResult {
    let outcome = match (row.id, row.changed != 0) {
        (Some(id), true) if id == account.id => AccountOutcome::Added,
        (Some(_), true) => AccountOutcome::Changed,
        (_, false) if row.same_address.is_some() => {
            let other = row.same_address.as_deref().unwrap_or_default();
            let detail = format!("The account {other} has this address. Correct one of them.");
            return refused(sent, &Refusal::new(Code::AccountTaken, detail).at("email"));
        }
        _ => AccountOutcome::Unchanged,
    };
    let connected = row.connected != 0;
    AccountResult {
        account_id: sent.account_id.clone(),
        outcome,
        id: row.id,
        connected,
        code: None,
        message: None,
    }
}

fn refused(sent: &AccountRow, refusal: &Refusal) -> AccountResult {
    AccountResult {
        account_id: sent.account_id.clone(),
        outcome: AccountOutcome::Refused,
        id: None,
        connected: false,
        code: Some(refusal.code),
        message: Some(refusal.detail.clone()),
    }
}
