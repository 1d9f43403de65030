//! The set-up of each provider as a checklist in its order, with what stands in the way of it.

use leptos::prelude::*;
use shared::access::Permission;
use shared::api::Page;
use shared::api::providers::{ChangeProvider, ProviderSetup, StepState, TickStep};
use shared::provider::setup::Step;
use shared::provider::{OrderWarning, ProviderId, Way};

use crate::acts::perform;
use crate::api::{self, Query};
use crate::at_once;
use crate::components::{Outcome, TextField, icon, say, seat_squares, time};
use crate::format::number;
use crate::i18n::text::{connections as c, providers as t};
use crate::router;
use crate::session::may;

/// The checklists, one of them open: that of the address, else the first that is in use and not done.
pub fn aside(setups: Query<Page<ProviderSetup>>) -> AnyView {
    let open = RwSignal::new(None::<ProviderId>);
    let asked = router::query("setup");
    Effect::new(move |_| {
        if let Some(asked) = ProviderId::find(&asked.get()) {
            open.set(Some(asked));
        } else if open.with_untracked(Option::is_none)
            && let Some(first) = setups.data.with(|page| page.as_ref().and_then(|page| first(&page.items)))
        {
            open.set(Some(first));
        }
    });
    let lists = move || {
        let items = setups.data.get().map(|page| page.items).unwrap_or_default();
        items.into_iter().map(|setup| checklist(setup, open)).collect_view()
    };
    view! {
        <aside class="pile" aria-label=t::setups()>
            {lists}
            <p class="note">{icon("check")} <span>{c::nobody_blocked()}</span></p>
        </aside>
    }
    .into_any()
}

fn first(setups: &[ProviderSetup]) -> Option<ProviderId> {
    let undone = |setup: &&ProviderSetup| setup.steps.iter().any(|step| !step.done);
    let used = setups.iter().filter(|setup| !setup.licenses.is_empty());
    let found = used.clone().find(undone).or_else(|| used.clone().next()).or_else(|| setups.first());
    found.map(|setup| setup.id)
}

fn checklist(setup: ProviderSetup, open: RwSignal<Option<ProviderId>>) -> AnyView {
    let id = setup.id;
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let done = setup.steps.iter().filter(|step| step.done).count();
    let progress = t::progress(&number(done as u64), &number(setup.steps.len() as u64));
    let title = t::setup_of(&setup.name);
    let toggle = move |_| open.update(|open| *open = (*open != Some(id)).then_some(id));
    view! {
        <section class="setup">
            <div class="titlebar">
                <h2>
                    <button
                        type="button"
                        class="unfold"
                        aria-expanded=move || is_open.get().to_string()
                        on:click=toggle
                    >
                        {icon("right")}
                        {title}
                    </button>
                </h2>
                <span class="faint">{progress}</span>
            </div>
            {move || is_open.get().then(|| inside(&setup))}
        </section>
    }
    .into_any()
}

fn inside(setup: &ProviderSetup) -> AnyView {
    let now = setup.steps.iter().position(|step| !step.done);
    let steps = setup
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let marker = match (step.done, Some(at) == now) {
                (true, _) => "held",
                (false, true) => "yours",
                (false, false) => "",
            };
            view! {
                <li>
                    {seat_squares(&[marker])} <p>{title(setup, step.step)}</p> {words(setup, step)}
                    {may(Permission::ManageConnections).then(|| act(setup, step))}
                </li>
            }
            .into_any()
        })
        .collect_view();
    let admins = setup.way != Way::EachPerson && may(Permission::ManageConnections);
    view! {
        {setup.order.map(|order| warning(setup, order))}
        <ol class="trail">{steps}</ol>
        {admins.then(|| auto(setup))}
        <p class="faint">{t::live(&setup.name, &setup.live_needs.join("; "))}</p>
    }
    .into_any()
}

/// Licenses were given out before the app was installed: what that means, and what helps.
fn warning(setup: &ProviderSetup, order: OrderWarning) -> AnyView {
    let words = match order {
        OrderWarning::NotInstalled => t::order_not_installed(&setup.name),
        OrderWarning::InstalledLate => t::order_late(&setup.name),
    };
    let help = (order == OrderWarning::InstalledLate && may(Permission::ManageConnections)).then(|| {
        let href = format!("/connections/match?provider={}", setup.id);
        view! {
            <a class="button small" href=href>
                {c::matching()}
            </a>
        }
    });
    view! {
        <div class="note warning">
            {icon("warn")}
            <div>
                <p>{words}</p>
                {help}
            </div>
        </div>
    }
    .into_any()
}

fn title(setup: &ProviderSetup, step: Step) -> String {
    let name = &setup.name;
    match step {
        Step::AdminAccount => t::admin_account(name),
        Step::InstallApp => t::install_app(name),
        Step::SiteUrl => t::site_url().to_owned(),
        Step::AddAccounts => t::add_accounts().to_owned(),
        Step::ConnectPeople => t::connect_people().to_owned(),
        Step::AskPeople => t::ask_people().to_owned(),
    }
}

/// What is so, or what the step is for.
fn words(setup: &ProviderSetup, step: &StepState) -> AnyView {
    let name = &setup.name;
    if let Some(tick) = &step.tick {
        return view! { <span class="faint">{t::ticked_by(&tick.by, time(tick.at))}</span> }.into_any();
    }
    let people = setup.people;
    let open = u64::from(people.licensed - people.connected);
    let text = match (step.step, step.done) {
        (Step::InstallApp, true) => {
            let at = setup.installed_at.map(time);
            return view! { <span class="faint">{t::installed_at(at.into_any())}</span> }.into_any();
        }
        (Step::SiteUrl, true) => {
            setup.site_url.as_ref().map(|url| url.as_str().to_owned()).unwrap_or_default()
        }
        (Step::AdminAccount, _) => t::admin_account_text().to_owned(),
        (Step::InstallApp, false) if setup.way == Way::Organization => t::install_app_first().to_owned(),
        (Step::InstallApp, false) => t::install_app_text(name),
        (Step::SiteUrl, false) => t::site_url_text(name),
        (Step::AddAccounts, _) => t::accounts_known(u64::from(setup.accounts)),
        (Step::ConnectPeople, true) => t::all_connected().to_owned(),
        (Step::ConnectPeople, false) if people.licensed == 0 => t::nobody_yet().to_owned(),
        (Step::ConnectPeople, false) => t::unconnected(open, &number(people.licensed)),
        (Step::AskPeople, _) => t::ask_people_text(name),
    };
    view! { <span class="faint">{text}</span> }.into_any()
}

/// What does the step, or takes it back.
fn act(setup: &ProviderSetup, step: &StepState) -> AnyView {
    let (id, name) = (setup.id, setup.name.clone());
    let change = move |change: ChangeProvider| {
        let name = name.clone();
        perform(async move { api::change_provider(id, &change).await }, move |_| {
            say(Outcome::done(t::saved(&name)));
        });
    };
    let (which, done) = (step.step, step.done);
    let button = |word: &'static str, change: Box<dyn Fn()>| {
        let class = if done { "button small quiet" } else { "button small" };
        view! {
            <p class="foot">
                <button type="button" class=class on:click=move |_| change()>
                    {word}
                </button>
            </p>
        }
        .into_any()
    };
    let link = |word: &'static str, href: String| {
        view! {
            <p class="foot">
                <a class="button small" href=href>
                    {word}
                </a>
            </p>
        }
        .into_any()
    };
    match which {
        Step::AdminAccount | Step::AskPeople => {
            let tick = TickStep { step: which, done: !done };
            let run = move || change(ChangeProvider { step: Some(tick), ..ChangeProvider::default() });
            button(if done { t::not_done() } else { t::done() }, Box::new(run))
        }
        Step::InstallApp => {
            let run = move || change(ChangeProvider { installed: Some(!done), ..ChangeProvider::default() });
            button(if done { t::not_done() } else { t::is_installed() }, Box::new(run))
        }
        Step::SiteUrl => site_url(setup, change),
        Step::AddAccounts if done => link(t::see_accounts(), format!("/connections/accounts?provider={id}")),
        Step::AddAccounts => link(t::add(), format!("/connections/accounts/paste?provider={id}")),
        Step::ConnectPeople if setup.matching > 0 => {
            let word = view! {
                <p class="foot">
                    <a class="button small" href=format!("/connections/match?provider={id}")>
                        {c::match_n(u64::from(setup.matching))}
                    </a>
                </p>
            };
            word.into_any()
        }
        Step::ConnectPeople => ().into_any(),
    }
}

fn site_url(setup: &ProviderSetup, change: impl Fn(ChangeProvider) + 'static) -> AnyView {
    let before = setup.site_url.as_ref().map(|url| url.as_str().to_owned()).unwrap_or_default();
    let (url, error) = (RwSignal::new(before), RwSignal::new(String::new()));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = url.get_untracked();
        let wrong =
            shared::provider::setup::SiteUrl::parse(&typed).err().filter(|_| !typed.trim().is_empty());
        error.set(wrong.as_ref().map(|it| api::sentence_of(it.code, &it.detail)).unwrap_or_default());
        if wrong.is_none() {
            change(ChangeProvider { site_url: Some(typed), ..ChangeProvider::default() });
        }
    };
    view! {
        <form class="pile foot" on:submit=save novalidate=true>
            <TextField label=t::url() id="site-url" kind="url" value=url error=error />
            <div class="actions">
                <button class="button small">{t::save_url()}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Whether people are connected by their address by themselves (on from the start of each page, off by hand).
fn auto(setup: &ProviderSetup) -> AnyView {
    let (id, name, on) = (setup.id, setup.name.clone(), setup.auto_connect);
    let save = move |on| {
        let change = ChangeProvider { auto_connect: Some(on), ..ChangeProvider::default() };
        async move { api::change_provider(id, &change).await }
    };
    let said =
        move |now: ProviderSetup| if now.auto_connect { t::auto_on(&name) } else { t::auto_off(&name) };
    let words = view! {
        <span>
            {t::auto()} " " <small class="faint">{t::auto_text()}</small>
        </span>
    };
    at_once::switch(at_once::choice(on), !setup.ready, save, said, words.into_any())
}
