//! Fills a fresh instance with an organization to look at: 300 people, 8 teams, 5 licenses of all types, invitations
//! in every status. Made by the same gate as real data, so counters and ledger agree; the same every time.

mod cast;

use shared::access::Role;
use shared::api::session::{DemoReady, Language, SetUp};
use shared::email::Email;
use shared::id::OrganizationId;
use shared::text::Name;

use self::cast::Cast;
use super::create::{Founding, found};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::demo;

/// Makes the demo organization, and tells its owner's sign-in this once.
pub async fn demo(ctx: &Context, token: Option<&str>) -> Result<DemoReady, Failure> {
    super::check_token(ctx, token)?;
    if super::is_done(ctx).await? {
        return Err(super::already_set_up().into());
    }
    let password = demo_password(ctx);
    let hash = crate::password::hash(&password, ctx.bytes())?;
    let email = Email::parse("dana.whitfield@northwind.example")?;
    let request = SetUp {
        organization: Name::parse("Northwind Unified", "organization")?,
        name: Name::parse("Dana Whitfield", "name")?,
        email: email.clone(),
        password: password.clone(),
        token: None,
    };
    let organization: OrganizationId = ctx.id();
    let founding =
        Founding { organization, user: ctx.id(), request: &request, hash: &hash, language: Language::En };
    let mut batch = found(ctx, &founding);
    let cast = Cast::new(ctx);
    batch.extend(demo::fill(ctx, organization, &hash, &cast.to_json()));
    ctx.batch(batch).await.map_err(super::refuse_second)?;
    Ok(DemoReady { email, password })
}

/// Random, since the instance may be reachable; made of words, since a person types it.
fn demo_password(ctx: &Context) -> String {
    const WORDS: [&str; 16] = [
        "aisle",
        "balcony",
        "curtain",
        "encore",
        "foyer",
        "gallery",
        "lobby",
        "matinee",
        "orchestra",
        "parquet",
        "program",
        "rehearsal",
        "spotlight",
        "stage",
        "ticket",
        "velvet",
    ];
    let bytes: [u8; 6] = ctx.bytes();
    let words = bytes[..3].iter().map(|byte| WORDS[usize::from(byte & 15)]);
    let number = u32::from(bytes[3]) << 16 | u32::from(bytes[4]) << 8 | u32::from(bytes[5]);
    format!("{}-{number}", words.collect::<Vec<_>>().join("-"))
}

/// Which role the person at a place in the cast has: few admins, as in life.
const fn role_of(place: usize) -> Role {
    match place {
        0..3 => Role::Admin,
        3..8 => Role::LicenseAdmin,
        _ => Role::Standard,
    }
}
