//! The set-up of a provider: what is required first, the checklist in its order, and the list of accounts.

use serde_json::json;
use shared::Code;
use shared::api::Page;
use shared::api::providers::AccountOutcome::{Added, Changed, Refused, Unchanged};
use shared::api::providers::{ExternalAccount, LicenseProviders};
use shared::event::EventKind;
use shared::provider::OrderWarning;

use super::World;

/// covers: A12, A15
#[test]
fn nobody_is_connected_before_the_provider_is_set_up() {
    let world = World::new(&["zoom", "teams", "webex"], &["ann"]);
    let account = world.accounts("zoom", &["ann"]).remove(0);
    world.connect("ann", "zoom", &account).refused(Code::ProviderNotReady);
    let match_path = "/api/v1/connections/match";
    let zoom = json!({ "provider": "zoom" });
    world.owner.post(&world.instance, match_path, &zoom).refused(Code::ProviderNotReady);
    let auto = json!({ "auto_connect": true });
    world.owner.patch(&world.instance, "/api/v1/providers/zoom", &auto).refused(Code::ProviderNotReady);
    world.ready("zoom");
    world.connect("ann", "zoom", &account).expect(200);
    // Teams asks for the website's address too.
    world.ready("teams");
    let account = world.accounts("teams", &["ann"]).remove(0);
    let refused = world.connect("ann", "teams", &account).refused(Code::ProviderNotReady);
    assert!(refused.detail.contains("website"), "{}", refused.detail);
    let teams = "/api/v1/providers/teams";
    world
        .owner
        .patch(&world.instance, teams, &json!({ "site_url": "http://x" }))
        .refused(Code::InvalidSiteUrl);
    let setup = world.change("teams", &json!({ "site_url": "www.northwind.example" }));
    assert_eq!(setup.site_url.unwrap().as_str(), "https://www.northwind.example");
    assert!(setup.ready);
    world.connect("ann", "teams", &account).expect(200);
    // With Webex each person connects themselves.
    let account = world.accounts("webex", &["ann"]).remove(0);
    world.connect("ann", "webex", &account).refused(Code::ConnectsThemselves);
    let webex = json!({ "provider": "webex" });
    world.owner.post(&world.instance, match_path, &webex).refused(Code::ConnectsThemselves);
    world.owner.patch(&world.instance, "/api/v1/providers/webex", &auto).refused(Code::ConnectsThemselves);
    world.owner.patch(&world.instance, "/api/v1/providers/skype", &auto).refused(Code::NotFound);
    let odd = json!({ "step": { "step": "install_app", "done": true } });
    world.owner.patch(&world.instance, "/api/v1/providers/zoom", &odd).refused(Code::InvalidBody);
}

/// covers: A13, A15: the checklist of each provider in its order, and the warning about the wrong one.
#[test]
fn the_set_up_is_a_checklist_in_order() {
    let world = World::new(&["zoom"], &["ann"]);
    let steps = |provider: &str| -> Vec<(&str, bool)> {
        world.setup(provider).steps.iter().map(|step| (step.step.as_str(), step.done)).collect()
    };
    let not_yet = [
        ("admin_account", false),
        ("install_app", false),
        ("add_accounts", false),
        ("connect_people", false),
    ];
    assert_eq!(steps("zoom"), not_yet);
    assert_eq!(steps("teams").len(), 5);
    assert_eq!(steps("webex"), [("ask_people", false), ("connect_people", false)]);
    // Licenses are given out, and the app is not installed.
    assert_eq!(world.setup("zoom").order, Some(OrderWarning::NotInstalled));
    world.ready("zoom");
    let installed = world.change("zoom", &json!({ "installed": true }));
    assert_eq!(installed.installed_at, Some(world.instance.now()));
    assert_eq!(installed.order, None, "installed in the same moment");
    world.change("zoom", &json!({ "installed": false }));
    world.instance.pass_days(1);
    assert_eq!(world.change("zoom", &json!({ "installed": true })).order, Some(OrderWarning::InstalledLate));
    world.accounts("zoom", &["ann"]);
    let setup = world.setup("zoom");
    assert_eq!(
        (setup.people.licensed, setup.people.not_connected, setup.accounts, setup.matching),
        (1, 1, 1, 1)
    );
    world.matched("/api/v1/connections/match", "zoom");
    assert!(steps("zoom").iter().all(|(_, done)| *done));
    let setup = world.setup("zoom");
    assert_eq!((setup.order, setup.people.connected, setup.matching), (None, 1, 0));
    assert_eq!(setup.steps[0].tick.as_ref().unwrap().by, "Dana Whitfield");
    assert_eq!(setup.licenses[0].name, "Kaia seats");
    assert!(!setup.live_needs.is_empty());
    assert_eq!(world.events(EventKind::ProviderChanged).len(), 4);
    let of_license = format!("/api/v1/licenses/{}/providers", world.license);
    let used: LicenseProviders = world.owner.get(&world.instance, &of_license).json();
    assert_eq!((used.providers.len(), used.providers[0].people.connected), (1, 1));
    let none: LicenseProviders =
        world.owner.put(&world.instance, &of_license, &json!({ "providers": [] })).json();
    assert!(none.providers.is_empty());
    world
        .owner
        .put(&world.instance, &of_license, &json!({ "providers": ["skype"] }))
        .refused(Code::InvalidBody);
}

#[test]
fn accounts_are_judged_row_by_row() {
    let world = World::new(&["zoom"], &["ann"]);
    let rows = json!([
        { "provider": "zoom", "account_id": "z1", "email": "Ann@Northwind.example", "name": "Ann Lee" },
        { "provider": "zoom", "account_id": " " },
        { "provider": "zoom", "account_id": "z2", "email": "no address" },
        { "provider": "zoom", "account_id": "z1" },
        { "provider": "zoom", "account_id": "z3", "email": "ann@northwind.example" },
        { "provider": "teams", "account_id": "z1" },
        { "provider": "zoom", "account_id": "Ben@Northwind.example" },
    ]);
    let answer = world.add(&rows);
    let codes: Vec<_> = answer.results.iter().map(|row| (row.outcome, row.code)).collect();
    assert_eq!(
        codes,
        [
            (Added, None),
            (Refused, Some(Code::InvalidAccount)),
            (Refused, Some(Code::InvalidEmail)),
            (Refused, Some(Code::DuplicateRow)),
            (Refused, Some(Code::DuplicateRow)),
            (Added, None),
            (Added, None),
        ]
    );
    let again = json!([
        { "provider": "zoom", "account_id": "z1", "name": "Ann Lee-Ode" },
        { "provider": "teams", "account_id": "z1" },
        { "provider": "zoom", "account_id": "z9", "email": "ann@northwind.example" },
    ]);
    let answer = world.add(&again);
    let codes: Vec<_> = answer.results.iter().map(|row| (row.outcome, row.code)).collect();
    assert_eq!(codes, [(Changed, None), (Unchanged, None), (Refused, Some(Code::AccountTaken))]);
    assert!(answer.results[2].message.as_ref().unwrap().contains("z1"));
    let listed: Page<ExternalAccount> =
        world.owner.get(&world.instance, "/api/v1/external-accounts?provider=zoom").json();
    let ids: Vec<_> = listed.items.iter().map(|account| account.account_id.as_str()).collect();
    assert_eq!(ids, ["ben@northwind.example", "z1"]);
    assert_eq!(listed.items[1].email.as_ref().unwrap().as_str(), "ann@northwind.example");
    assert_eq!(listed.items[1].name, "Ann Lee-Ode");
    world.ready("zoom");
    world.connect("ann", "zoom", &listed.items[1].id.to_string()).expect(200);
    let free: Page<ExternalAccount> =
        world.owner.get(&world.instance, "/api/v1/external-accounts?provider=zoom&free=true&q=BEN").json();
    assert_eq!(free.items.len(), 1);
    let path = |account: &ExternalAccount| format!("/api/v1/external-accounts/{}", account.id);
    let refused = world.owner.delete(&world.instance, &path(&listed.items[1])).refused(Code::AccountTaken);
    assert!(refused.detail.contains("New Person"), "{}", refused.detail);
    world.owner.delete(&world.instance, &path(&free.items[0])).expect(200);
    world.owner.delete(&world.instance, &path(&free.items[0])).refused(Code::NotFound);
    assert_eq!(world.events(EventKind::AccountRemoved).len(), 1);
    assert_eq!(world.events(EventKind::AccountAdded).len(), 3);
    assert_eq!(world.events(EventKind::AccountChanged).len(), 1);
    let none = json!({ "accounts": [] });
    world.owner.post(&world.instance, "/api/v1/external-accounts", &none).refused(Code::TooManyRows);
    let row = json!({ "provider": "zoom", "account_id": "x" });
    let many = json!({ "accounts": vec![row; 501] });
    world.owner.post(&world.instance, "/api/v1/external-accounts", &many).refused(Code::TooManyRows);
}

/// What a list says is so afterwards: addresses go round among its accounts, and a row that is not written is refused.
#[test]
fn accounts_of_one_list_can_change_their_addresses() {
    let world = World::new(&["zoom"], &["ann"]);
    let row = |id: &str, email: &str| json!({ "provider": "zoom", "account_id": id, "email": email });
    let told = |rows: &[serde_json::Value]| -> Vec<_> {
        world.add(&json!(rows)).results.iter().map(|row| (row.outcome, row.code)).collect()
    };
    let known = || -> Vec<(String, String)> {
        let listed: Page<ExternalAccount> =
            world.owner.get(&world.instance, "/api/v1/external-accounts").json();
        let pair = |account: ExternalAccount| (account.account_id, account.email.unwrap().to_string());
        listed.items.into_iter().map(pair).collect()
    };
    let are = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(id, email)| ((*id).to_owned(), (*email).to_owned())).collect();
        assert_eq!(known(), pairs);
    };
    let (a, b, c, d) = ("a@x.example", "b@x.example", "c@x.example", "d@x.example");
    world.add(&json!([row("z1", a), row("z2", b), row("z3", c)]));
    assert_eq!(told(&[row("z1", b), row("z2", a)]), [(Changed, None); 2]);
    are(&[("z1", b), ("z2", a), ("z3", c)]);
    // Each takes the next one's, and the last a new one; then one that is new takes what is left.
    assert_eq!(told(&[row("z1", a), row("z2", c), row("z3", d)]), [(Changed, None); 3]);
    are(&[("z1", a), ("z2", c), ("z3", d)]);
    assert_eq!(told(&[row("z0", a), row("z1", b)]), [(Added, None), (Changed, None)]);
    are(&[("z0", a), ("z1", b), ("z2", c), ("z3", d)]);
    // Where an account that the list does not name keeps its address, those before it keep theirs too, and are told.
    let taken = (Refused, Some(Code::AccountTaken));
    assert_eq!(told(&[row("z0", b), row("z1", c), row("z3", d)]), [taken, taken, (Unchanged, None)]);
    assert_eq!(told(&[row("z1", d), row("z3", d)])[0], (Refused, Some(Code::AccountTaken)));
    are(&[("z0", a), ("z1", b), ("z2", c), ("z3", d)]);
    let changed = world.events(EventKind::AccountChanged);
    assert_eq!(changed.len(), 6, "one for each that was written");
}

#[test]
fn a_change_leaves_alone_what_it_does_not_name() {
    let world = World::new(&[], &[]);
    let tick = |done: bool| json!({ "step": { "step": "admin_account", "done": done } });
    world.change("teams", &json!({ "site_url": "www.northwind.example", "installed": true }));
    let since = world.instance.now();
    world.instance.pass_days(1);
    world.change("teams", &tick(true));
    let ticked = world.setup("teams").steps[0].tick.clone().unwrap().at;
    world.instance.pass_days(1);
    let setup = world.change("teams", &json!({ "installed": true, "auto_connect": true }));
    assert_eq!(
        (setup.installed_at, setup.auto_connect),
        (Some(since), true),
        "installed since the first time"
    );
    assert_eq!(world.change("teams", &tick(true)).steps[0].tick.as_ref().unwrap().at, ticked);
    let setup = world.change("teams", &json!({ "site_url": " " }));
    assert!(setup.site_url.is_none() && !setup.ready && setup.steps[0].done && setup.installed_at.is_some());
    let setup = world.change("teams", &tick(false));
    assert!(!setup.steps[0].done && setup.installed_at.is_some());
    assert_eq!(world.change("teams", &json!({ "installed": false })).installed_at, None);
}
