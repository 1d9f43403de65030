//! Calls on ids of people in other systems.

use shared::api::external_ids::{IdMove, MoveExternalIds, MovesPreview};
use shared::api::measures::{AddExternalIds, ExternalId, ExternalIdResults, NewExternalId};
use shared::api::{Done, Page};
use shared::id::{ExternalIdId, MemberId};

use super::{Answer, act, get, list, send, send_seen};

/// Gives ids; a result for each.
pub async fn give_ids(ids: Vec<NewExternalId>) -> Answer<ExternalIdResults> {
    send("POST", "/api/v1/external-ids", &AddExternalIds { ids }).await
}

/// What would become of each.
pub async fn preview_ids(ids: Vec<NewExternalId>) -> Answer<ExternalIdResults> {
    send("POST", "/api/v1/external-ids/preview", &AddExternalIds { ids }).await
}

/// Takes an id from whoever has it.
pub async fn take_id(id: ExternalIdId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/external-ids/{id}")).await
}

/// What somebody has.
pub async fn ids_of(member: MemberId) -> Answer<Page<ExternalId>> {
    get(&list("external-ids", &[("member", &member.to_string()), ("limit", "200")])).await
}

/// Ids whose source, id or person has this text.
pub async fn find_ids(text: &str) -> Answer<Page<ExternalId>> {
    get(&list("external-ids", &[("q", text), ("limit", "50")])).await
}

/// Both sides of moves, before and after.
pub async fn preview_moves(moves: Vec<IdMove>) -> Answer<MovesPreview> {
    send("POST", "/api/v1/external-ids/moves/preview", &MoveExternalIds { moves }).await
}

/// Moves ids as they were seen, all or none.
pub async fn move_ids(moves: Vec<IdMove>, version: &str) -> Answer<Done> {
    send_seen("PUT", "/api/v1/external-ids/moves", &MoveExternalIds { moves }, version).await
}

/// Moves ids back, whatever was seen.
pub async fn move_ids_back(moves: Vec<IdMove>) -> Answer<Done> {
    send("PUT", "/api/v1/external-ids/moves", &MoveExternalIds { moves }).await
}
