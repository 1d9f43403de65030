//! What a filter finds, or whom somebody picked among them, as a CSV file, and the seats that they take.

use shared::access::{self, Permission};
use shared::api::members::{MemberFilter, SeatsOfPeople};
use shared::id::MemberId;
use shared::{Code, Refusal};

use crate::authority::{self, Export, ReadMembers};
use crate::context::Context;
use crate::failure::Failure;
use crate::secrets::Credential;
use crate::store::member_filter::{self, Picks, RecordRow};
use crate::use_cases::csv_file::{self, CsvFile};

/// The most people who are picked one by one: their ids stand in the address.
const MOST_PICKED: usize = 200;

/// Who is picked among those whom the filter finds.
pub struct Picked(Picks);

impl Picked {
    /// These alone, or, if nobody is named, all of them; but those.
    pub fn these(only: &[MemberId], except: &[MemberId]) -> Result<Self, Refusal> {
        if only.len().max(except.len()) > MOST_PICKED {
            let detail = "An address names at most 200 people. Use a filter for more.";
            return Err(Refusal::new(Code::TooManyRows, detail).at("only"));
        }
        Ok(Self(Picks::of(only, except)))
    }
}

/// What deactivating them would set free.
pub async fn seats(
    ctx: &Context,
    credential: &Credential,
    filter: &MemberFilter,
    Picked(picks): &Picked,
) -> Result<SeatsOfPeople, Failure> {
    let statement = member_filter::seats_of(ctx, credential.organization, filter, picks);
    let (proof, rows) = authority::read::<ReadMembers>(ctx, Some(credential), vec![statement]).await?;
    super::check_filter(&proof, filter)?;
    Ok(SeatsOfPeople { licenses: rows[0].all()? })
}

/// The file. When somebody last signed in stands in it for those who may see it (E17).
pub async fn file(
    ctx: &Context,
    credential: &Credential,
    filter: &MemberFilter,
    Picked(picks): &Picked,
) -> Result<CsvFile, Failure> {
    let part = |after: Option<&RecordRow>| {
        member_filter::export(ctx, credential.organization, filter, picks, after, csv_file::PART)
    };
    let (proof, mut rows) = authority::read::<Export>(ctx, Some(credential), vec![part(None)]).await?;
    let permissions = proof.actor().permissions;
    access::require(permissions, Permission::ReadMembers)?;
    super::check_filter(&proof, filter)?;
    let sign_ins = permissions.has(Permission::ReadSignIns);
    let mut head = vec![
        "id",
        "name",
        "email",
        "role",
        "status",
        "teams",
        "licenses",
        "company",
        "external_ids",
        "source",
        "created_at",
    ];
    if sign_ins {
        head.push("last_sign_in_at");
    }
    let after = |row: &RecordRow| part(Some(row));
    csv_file::file(ctx, &head, rows.remove(0), after, |row: &RecordRow| {
        let mut cells = vec![
            row.id.clone(),
            row.name.clone(),
            row.email.clone(),
            row.role.clone(),
            row.status.clone(),
            row.teams.clone(),
            row.licenses.clone(),
            row.company.clone(),
            row.external_ids.clone(),
            row.source.clone(),
            row.created_at.clone(),
        ];
        if sign_ins {
            cells.push(row.last_sign_in_at.clone());
        }
        cells
    })
    .await
}
