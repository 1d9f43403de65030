//! Teams that rows of people offer.

use std::collections::BTreeSet;

use crate::access::{Permission, Permissions};
use crate::error::{Code, Refusal};
use crate::gather::gather;
use crate::id::TeamId;
use crate::invitation::Standing;
use crate::member::MemberStatus;

/// The teams that a row brings somebody into. Whoever invites offers teams with it; whoever is a member comes into them at
/// once, and that is for those who manage teams.
pub fn offered(
    teams: &[TeamId],
    known: &BTreeSet<TeamId>,
    standing: Option<&Standing>,
    held: Permissions,
) -> Result<BTreeSet<TeamId>, Refusal> {
    if !teams.iter().all(|team| known.contains(team)) {
        return Err(unknown());
    }
    let in_already = |team: &TeamId| standing.is_some_and(|standing| standing.teams.contains(team));
    let fresh: BTreeSet<_> = gather(teams.iter().copied().filter(|team| !in_already(team)));
    let active = standing.is_some_and(|standing| standing.status == MemberStatus::Active);
    if active && !fresh.is_empty() && !held.has(Permission::ManageTeams) {
        let detail = "You may not put members into teams. Leave the teams out, or ask an owner or admin.";
        return Err(Refusal::new(Code::Forbidden, detail).at("teams"));
    }
    Ok(fresh)
}

/// Says no to a team that there isn't.
pub fn unknown() -> Refusal {
    Refusal::new(Code::NotFound, "There is no such team.").at("teams")
}
