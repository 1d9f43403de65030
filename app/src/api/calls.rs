//! One function for each call that changes something, and the paths of those that read.

use shared::api::account::ChangePassword;
use shared::api::assignments::Assign;
use shared::api::bulk::{BulkMembers, BulkResults};
use shared::api::bulk_seats::{BulkSeatResults, BulkSeats};
use shared::api::domains::{AddDomain, AddDomainAdmin, Domain, VerifyDomain};
use shared::api::imports::{AskStandings, CreateImport, Import, ImportPart, Standings};
use shared::api::invitations::{ChangeInvitation, Invitation, InvitationLink, Invite, Resend, RowResults};
use shared::api::ledger::LedgerEntry;
use shared::api::license_keys::LicenseKey;
use shared::api::licenses::{ChangeLicense, CreateLicense, License};
use shared::api::me::MyLicense;
use shared::api::members::{ChangeMember, EraseMember, Member, MemberResult};
use shared::api::methods::{Simulate, Simulated, WholeDomains};
use shared::api::notices::{ChangeNotices, Notices};
use shared::api::organization::{ChangeOrganization, Organization};
use shared::api::queue::MoveInQueue;
use shared::api::session::{CreateOrganization, Session, SwitchOrganization};
use shared::api::teams::{JoinResults, JoinTeam, NameTeam, Team};
use shared::api::tokens::{CreateToken, CreatedToken};
use shared::api::{Done, Named, Page};
use shared::domain::Proved;
use shared::id::{
    AssignmentId, DomainId, ImportId, InvitationId, LicenseId, LicenseKeyId, MemberId, OperationId,
    OrganizationId, QueueEntryId, SessionId, TeamId, TokenId,
};
use shared::license_key::{KeyForm, KeyLimits};
use shared::queue::QueueMove;
use shared::text::Name;

use super::{Answer, act, get, send, send_seen};
use crate::router::encode;

/// Rows of a page: with what stands around them fewer than a thousand nodes, on whichever page of however many people.
const ROWS: &str = "25";

/// Where one page of a list is read, to be shown as such.
pub fn page(path: &str, filters: &[(&str, &str)]) -> String {
    let limit = [("limit", ROWS)];
    list(path, &[filters, &limit[..]].concat())
}

/// Where a list is read.
pub fn list(path: &str, filters: &[(&str, &str)]) -> String {
    let query = encode(filters);
    if query.is_empty() { format!("/api/v1/{path}") } else { format!("/api/v1/{path}?{query}") }
}

/// Who is signed in.
pub async fn session() -> Answer<Session> {
    get("/api/v1/session").await
}

/// Signs out.
pub async fn sign_out() -> Answer<Done> {
    act("DELETE", "/api/v1/session").await
}

/// Moves the session to another organization.
pub async fn switch_organization(organization: OrganizationId) -> Answer<Session> {
    send("POST", "/api/v1/session/switch", &SwitchOrganization { organization }).await
}

/// Makes another organization.
pub async fn create_organization(name: Name) -> Answer<Named<OrganizationId>> {
    send("POST", "/api/v1/organizations", &CreateOrganization { name }).await
}

/// Some members that match a text.
pub async fn find_members(q: &str) -> Answer<Page<Member>> {
    get(&list("members", &[("q", q), ("limit", "8")])).await
}

/// Changes what is seen of a member in a version.
pub async fn change_member(id: MemberId, change: &ChangeMember, version: OperationId) -> Answer<Member> {
    send_seen("PATCH", &format!("/api/v1/members/{id}"), change, &version.to_string()).await
}

/// Does one thing to many people.
pub async fn bulk_members(request: &BulkMembers) -> Answer<BulkResults> {
    send("POST", "/api/v1/members/bulk", request).await
}

/// Deactivates.
pub async fn disable_member(id: MemberId) -> Answer<MemberResult> {
    act("POST", &format!("/api/v1/members/{id}/disable")).await
}

/// Enables, with the seats of before.
pub async fn enable_member(id: MemberId) -> Answer<MemberResult> {
    act("POST", &format!("/api/v1/members/{id}/enable")).await
}

/// Removes.
pub async fn remove_member(id: MemberId) -> Answer<MemberResult> {
    act("DELETE", &format!("/api/v1/members/{id}")).await
}

/// Erases for good what is held on somebody who was removed.
pub async fn erase_member(id: MemberId, confirmed: &EraseMember) -> Answer<Member> {
    send("POST", &format!("/api/v1/members/{id}/erase"), confirmed).await
}

/// Invites.
pub async fn invite(rows: &Invite) -> Answer<RowResults> {
    send("POST", "/api/v1/invitations", rows).await
}

/// What would become of the rows.
pub async fn preview_invite(rows: &Invite) -> Answer<RowResults> {
    send("POST", "/api/v1/invitations/preview", rows).await
}

/// What is known of addresses.
pub async fn import_standings(ask: &AskStandings) -> Answer<Standings> {
    send("POST", "/api/v1/imports/standings", ask).await
}

/// Begins an import.
pub async fn create_import(begin: &CreateImport) -> Answer<Import> {
    send("POST", "/api/v1/imports", begin).await
}

/// Sends a part of its rows.
pub async fn put_import_part(id: ImportId, n: usize, part: &ImportPart) -> Answer<Done> {
    send("PUT", &format!("/api/v1/imports/{id}/parts/{n}"), part).await
}

/// Sets it going.
pub async fn commit_import(id: ImportId) -> Answer<Import> {
    act("POST", &format!("/api/v1/imports/{id}/commit")).await
}

/// Stops it.
pub async fn cancel_import(id: ImportId) -> Answer<Import> {
    act("POST", &format!("/api/v1/imports/{id}/cancel")).await
}

/// Changes what an open invitation offers.
pub async fn change_invitation(id: InvitationId, change: &ChangeInvitation) -> Answer<Invitation> {
    send("PATCH", &format!("/api/v1/invitations/{id}"), change).await
}

/// Sends the mail again and prolongs.
pub async fn resend_invitation(id: InvitationId) -> Answer<Invitation> {
    send("POST", &format!("/api/v1/invitations/{id}/resend"), &Resend::default()).await
}

/// Takes an invitation back.
pub async fn cancel_invitation(id: InvitationId) -> Answer<Invitation> {
    act("POST", &format!("/api/v1/invitations/{id}/cancel")).await
}

/// The secret link, to hand over by hand.
pub async fn invitation_link(id: InvitationId) -> Answer<InvitationLink> {
    get(&format!("/api/v1/invitations/{id}/link")).await
}

/// Creates a license.
pub async fn create_license(license: &CreateLicense) -> Answer<License> {
    send("POST", "/api/v1/licenses", license).await
}

/// Changes a license.
pub async fn change_license(id: LicenseId, change: &ChangeLicense) -> Answer<License> {
    send("PATCH", &format!("/api/v1/licenses/{id}"), change).await
}

/// Changes the organization, or whom to ask about its licenses.
pub async fn change_organization(change: &ChangeOrganization) -> Answer<Organization> {
    send("PATCH", "/api/v1/organization", change).await
}

/// Puts people on a license.
pub async fn assign(id: LicenseId, rows: &Assign) -> Answer<RowResults> {
    send("POST", &format!("/api/v1/licenses/{id}/assignments"), rows).await
}

/// Does one thing to many seats of a license.
pub async fn bulk_seats(id: LicenseId, request: &BulkSeats) -> Answer<BulkSeatResults> {
    send("POST", &format!("/api/v1/licenses/{id}/assignments/bulk"), request).await
}

/// Chooses which notices are wanted.
pub async fn change_notices(change: &ChangeNotices) -> Answer<Notices> {
    send("PATCH", "/api/v1/notices", change).await
}

/// Moves somebody in the queue of a license.
pub async fn move_in_queue(id: LicenseId, entry: QueueEntryId, to: QueueMove) -> Answer<Done> {
    send("POST", &format!("/api/v1/licenses/{id}/queue/{entry}/move"), &MoveInQueue { to }).await
}

/// Takes somebody out of the queue of a license.
pub async fn leave_queue(id: LicenseId, entry: QueueEntryId) -> Answer<Done> {
    act("POST", &format!("/api/v1/licenses/{id}/queue/{entry}/leave")).await
}

/// How a seat came to stand as it does.
pub async fn seat_history(id: LicenseId, assignment: AssignmentId) -> Answer<Page<LedgerEntry>> {
    let assignment = assignment.to_string();
    get(&list(&format!("licenses/{id}/ledger"), &[("assignment", &assignment)])).await
}

/// Where a license's keys or links are.
pub fn keys_path(id: LicenseId, form: KeyForm) -> String {
    format!("licenses/{id}/{}s", form.as_str())
}

/// Makes a license key or link.
pub async fn make_key(id: LicenseId, form: KeyForm, limits: &KeyLimits) -> Answer<LicenseKey> {
    send("POST", &format!("/api/v1/{}", keys_path(id, form)), limits).await
}

/// Limits a license key or link.
pub async fn limit_key(
    id: LicenseId,
    form: KeyForm,
    key: LicenseKeyId,
    limits: &KeyLimits,
) -> Answer<LicenseKey> {
    send("PATCH", &format!("/api/v1/{}/{key}", keys_path(id, form)), limits).await
}

/// Replaces the secret of a license key or link, or ends it.
pub async fn act_on_key(id: LicenseId, form: KeyForm, key: LicenseKeyId, verb: &str) -> Answer<LicenseKey> {
    act("POST", &format!("/api/v1/{}/{key}/{verb}", keys_path(id, form))).await
}

/// Makes a team.
pub async fn create_team(team: &NameTeam) -> Answer<Team> {
    send("POST", "/api/v1/teams", team).await
}

/// Gives a team another name.
pub async fn rename_team(id: TeamId, team: &NameTeam) -> Answer<Team> {
    send("PATCH", &format!("/api/v1/teams/{id}"), team).await
}

/// Deletes a team.
pub async fn delete_team(id: TeamId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/teams/{id}")).await
}

/// Puts members into a team, or makes them lead it.
pub async fn join_team(id: TeamId, join: &JoinTeam) -> Answer<JoinResults> {
    send("POST", &format!("/api/v1/teams/{id}/members"), join).await
}

/// Takes a member out of a team.
pub async fn leave_team(id: TeamId, member: MemberId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/teams/{id}/members/{member}")).await
}

/// What would happen if somebody came to a license by a method.
pub async fn simulate(id: LicenseId, question: &Simulate) -> Answer<Simulated> {
    send("POST", &format!("/api/v1/licenses/{id}/simulate"), question).await
}

/// Sets the whole domains of a district license.
pub async fn set_whole_domains(id: LicenseId, domains: WholeDomains) -> Answer<WholeDomains> {
    send("PUT", &format!("/api/v1/licenses/{id}/domains"), &domains).await
}

/// Names a mail domain as the organization's own.
pub async fn add_domain(domain: &AddDomain) -> Answer<Domain> {
    send("POST", "/api/v1/domains", domain).await
}

/// Proves a domain.
pub async fn verify_domain(id: DomainId, how: Proved) -> Answer<Domain> {
    send("POST", &format!("/api/v1/domains/{id}/verify"), &VerifyDomain { how: Some(how) }).await
}

/// Gives a domain up.
pub async fn remove_domain(id: DomainId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/domains/{id}")).await
}

/// Gives a member authority over a domain.
pub async fn add_domain_admin(id: DomainId, admin: &AddDomainAdmin) -> Answer<Domain> {
    send("POST", &format!("/api/v1/domains/{id}/admins"), admin).await
}

/// Takes a member's authority over a domain.
pub async fn remove_domain_admin(id: DomainId, member: MemberId) -> Answer<Domain> {
    act("DELETE", &format!("/api/v1/domains/{id}/admins/{member}")).await
}

/// Makes a token.
pub async fn create_token(token: &CreateToken) -> Answer<CreatedToken> {
    send("POST", "/api/v1/tokens", token).await
}

/// Revokes a token.
pub async fn revoke_token(id: TokenId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/tokens/{id}")).await
}

/// Joins a license that I am offered, or declines it.
pub async fn answer_license_invite(id: AssignmentId, verb: &str) -> Answer<MyLicense> {
    act("POST", &format!("/api/v1/me/license-invites/{id}/{verb}")).await
}

/// Changes my password.
pub async fn change_password(change: &ChangePassword) -> Answer<Done> {
    send("POST", "/api/v1/account/password", change).await
}

/// Ends a session of mine.
pub async fn end_session(id: SessionId) -> Answer<Done> {
    act("DELETE", &format!("/api/v1/account/sessions/{id}")).await
}
