//! One role: its rights by area, who has it, and what a change means for whom before it is saved.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::{Permission, Permissions, Role};
use shared::api::roles::{ChangeRole, OtherEffect, RoleInfo, RolePreview};
use shared::error::Code;
use shared::text::Name;

use super::{conflict, delete, list_of, matrix::matrix, people_of};
use crate::api;
use crate::components::{Failed, Head, Item, Outcome, Patient, TextField, Wrong, dots_menu, icon, say, time};
use crate::i18n::text::{basics, nav, rights as t};
use crate::pages::license_create::{Errors, error_at, put_failure, put_refusal};
use crate::session::{may, me};
use crate::words;

/// The page.
pub fn role(role: Role) -> AnyView {
    let found = api::query::<RoleInfo>(move || Some(format!("/api/v1/roles/{role}")));
    let data = found.data;
    let title = Signal::derive(move || {
        data.with(|info| match info {
            Some(info) if !info.built_in => info.name.clone(),
            Some(_) => words::role(role),
            None => t::one().to_owned(),
        })
    });
    let retry = Callback::new(move |()| found.retry());
    let there = Memo::new(move |_| data.with(Option::is_some));
    let failure = move || if there.get() { None } else { found.failure.get() };
    let content = move || match (there.get(), failure()) {
        (true, _) => data.get_untracked().map(|info| body(&info, data, retry)).into_any(),
        (false, Some(failure)) => view! { <Failed failure=failure retry=retry /> }.into_any(),
        (false, None) => {
            let bones = Callback::new(|()| view! { <span class="bone w"></span> }.into_any());
            view! { <Patient bones=bones retry=retry /> }.into_any()
        }
    };
    let actions = move || data.get().filter(|_| may(Permission::ManageRoles)).map(|info| actions(&info));
    let lede = move || data.get().map(|info| lede(&info));
    view! {
        <Head
            title=title
            crumb=("/roles", nav::roles())
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        />
        {content}
        {delete::over_role(role, data)}
    }
    .into_any()
}

fn lede(info: &RoleInfo) -> AnyView {
    let from = match info.based_on {
        Some(base) => t::based_on_role(&words::role(base)),
        None => t::built_in().to_owned(),
    };
    let people = if info.members == 0 { t::nobody().to_owned() } else { t::holders(info.members.into()) };
    let offered = (info.invited > 0).then(|| format!(" · {}", t::offered(info.invited.into())));
    view! {
        <p class="lede">
            {from} " · " <a href=people_of(info.id)>{people}</a> {offered}
            <span class="id">{info.id.to_string()}</span>
        </p>
    }
    .into_any()
}

fn actions(info: &RoleInfo) -> AnyView {
    let new = format!("/roles/new?based_on={}", info.id);
    let id = info.id;
    let menu = (!info.built_in).then(|| {
        dots_menu(basics::actions_for(&info.name), move || {
            vec![Item::go("trash", t::delete(), format!("/roles/{id}/delete")).danger()]
        })
    });
    view! {
        <a class="button" href=new>
            {t::make_from()}
        </a>
        {menu}
    }
    .into_any()
}

fn body(info: &RoleInfo, data: RwSignal<Option<RoleInfo>>, retry: Callback<()>) -> AnyView {
    let base = info.based_on.and_then(|base| Some((base, me().all_roles().permissions(base).ok()?)));
    let covers = shared::access::may_grant(me().permissions(), info.permissions).is_ok();
    let note = match (info.built_in, covers) {
        (true, _) => Some(t::is_built_in()),
        (false, false) => Some(t::beyond()),
        (false, true) => None,
    };
    if let Some(note) = note {
        return view! {
            <div class="note">{icon("key")} <p>{note}</p></div>
            {matrix(info.permissions, None, base)}
        }
        .into_any();
    }
    if !may(Permission::ManageRoles) {
        return matrix(info.permissions, None, base);
    }
    editor(info, data, retry, base)
}

/// What is being typed, and the state that it started from.
#[derive(Clone, Copy)]
struct Editor {
    role: Role,
    before: RwSignal<RoleInfo>,
    name: RwSignal<String>,
    description: RwSignal<String>,
    chosen: RwSignal<Permissions>,
    errors: Errors,
    conflict: RwSignal<Option<String>>,
    saving: RwSignal<bool>,
}

impl Editor {
    fn renamed(self) -> bool {
        self.before.with(|before| {
            self.name.with(|name| name.trim() != before.name)
                || self.description.with(|text| text.trim() != before.description)
        })
    }

    fn changed(self) -> bool {
        self.renamed() || self.before.with(|before| self.chosen.get() != before.permissions)
    }

    fn take(self, info: RoleInfo) {
        self.name.set(info.name.clone());
        self.description.set(info.description.clone());
        self.chosen.set(info.permissions);
        self.before.set(info);
        self.conflict.set(None);
        self.errors.set(Vec::new());
    }

    fn save(self, retry: Callback<()>) {
        self.errors.set(Vec::new());
        let name = match Name::parse(&self.name.get_untracked(), "name") {
            Ok(name) => name,
            Err(refusal) => return put_refusal(self.errors, &refusal),
        };
        if self.saving.get_untracked() {
            return;
        }
        self.saving.set(true);
        let change = ChangeRole {
            name: Some(name),
            description: Some(self.description.get_untracked()),
            permissions: Some(self.chosen.get_untracked()),
        };
        let version = self.before.with_untracked(|before| before.version.clone()).unwrap_or_default();
        spawn_local(async move {
            let answer = api::change_role(self.role, &change, &version).await;
            let _ = self.saving.try_set(false);
            match answer {
                Ok(info) => {
                    say(Outcome::done(t::saved(&info.name)));
                    self.take(info);
                    me().read_again();
                    api::written();
                }
                Err(failure)
                    if failure.code() == Some(Code::ChangedMeanwhile) && retry.try_run(()).is_some() => {}
                Err(failure) => put_failure(self.errors, &failure, &["name", "description", "permissions"]),
            }
        });
    }
}

fn editor(
    info: &RoleInfo,
    data: RwSignal<Option<RoleInfo>>,
    retry: Callback<()>,
    base: Option<(Role, Permissions)>,
) -> AnyView {
    let editor = Editor {
        role: info.id,
        name: RwSignal::new(info.name.clone()),
        description: RwSignal::new(info.description.clone()),
        chosen: RwSignal::new(info.permissions),
        before: RwSignal::new(info.clone()),
        errors: RwSignal::new(Vec::new()),
        conflict: RwSignal::new(None),
        saving: RwSignal::new(false),
    };
    // What comes from elsewhere is taken over, or told where something is typed already.
    Effect::new(move |_| {
        let Some(now) = data.get() else { return };
        let before = editor.before.get_untracked();
        if now.version == before.version {
            return;
        }
        if untrack(move || editor.changed()) {
            editor.conflict.set(Some(conflict::sentence(&before, &now)));
            editor.before.set(now);
        } else {
            editor.take(now);
        }
    });
    let at = move |field| error_at(editor.errors, field);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editor.save(retry);
    };
    let told = move || {
        editor.conflict.get().map(|words| {
            view! { <div class="note warning" role="alert">{icon("warn")} <p>{words}</p></div> }
        })
    };
    let last = info.changed_at.map(|at| {
        view! { <p class="faint">{t::last_changed()} " " {time(at)} " · " {info.changed_by.clone()}</p> }
    });
    view! {
        <form class="pile" on:submit=submit novalidate=true>
            {told}
            <div class="forms">
                <TextField label=basics::name() id="role-name" value=editor.name error=at("name") />
                <TextField
                    label=t::description()
                    id="role-description"
                    value=editor.description
                    error=at("description")
                />
            </div>
            <Wrong id="role-error".to_owned() words=at("") />
            <Wrong id="role-rights-error".to_owned() words=at("permissions") />
            <p class="hint">{t::keys()}</p>
            {matrix(info.permissions, Some(editor.chosen), base)}
            {last}
            {save_bar(editor)}
        </form>
    }
    .into_any()
}

/// What would change, for whom, and the way to save it.
fn save_bar(editor: Editor) -> AnyView {
    let preview = RwSignal::new(None::<api::Answer<RolePreview>>);
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let wanted = editor.chosen.get();
        let same = editor.before.with(|before| before.permissions == wanted);
        round.update_value(|round| *round += 1);
        let mine = round.get_value();
        if same {
            preview.set(None);
            return;
        }
        spawn_local(async move {
            let answer = api::preview_role(editor.role, wanted).await;
            if round.try_get_value() == Some(mine) {
                let _ = preview.try_set(Some(answer));
            }
        });
    });
    let words = move || match preview.get() {
        Some(Ok(preview)) => effects(&preview),
        Some(Err(failure)) => view! { <p>{api::sentence(&failure)}</p> }.into_any(),
        None if editor.renamed() => view! { <p>{t::only_words()}</p> }.into_any(),
        None => view! { <p>{t::unsaved()}</p> }.into_any(),
    };
    let discard = move |_| editor.take(editor.before.get_untracked());
    let changed = Memo::new(move |_| editor.changed());
    view! {
        {move || {
            changed
                .get()
                .then(|| {
                    view! {
                        <div class="savebar" role="region" aria-label=t::unsaved()>
                            <div role="status">{words}</div>
                            <div class="actions">
                                <button type="button" class="button" on:click=discard>
                                    {basics::discard()}
                                </button>
                                <button
                                    class="button primary"
                                    aria-disabled=move || editor.saving.get().then_some("true")
                                >
                                    {t::save()}
                                </button>
                            </div>
                        </div>
                    }
                })
        }}
    }
    .into_any()
}

fn effects(preview: &RolePreview) -> AnyView {
    let line = |gained: Permissions, lost: Permissions| {
        let mut parts = Vec::new();
        if !gained.is_empty() {
            parts.push(t::gains(&list_of(gained)));
        }
        if !lost.is_empty() {
            parts.push(t::loses(&list_of(lost)));
        }
        if parts.is_empty() { t::unchanged().to_owned() } else { parts.join("; ") }
    };
    let mut whom =
        vec![if preview.members == 0 { t::nobody().to_owned() } else { t::holders(preview.members.into()) }];
    if preview.invited > 0 {
        whom.push(t::offered(preview.invited.into()));
    }
    if preview.tokens > 0 {
        whom.push(t::tokens(preview.tokens.into()));
    }
    let other = |it: &OtherEffect| {
        view! {
            <li>
                <a href=format!("/people/{}", it.member.id)>
                    <bdi>{it.member.name.clone()}</bdi>
                </a>
                " – "
                {line(it.gained, it.lost)}
            </li>
        }
    };
    let others = (!preview.otherwise.is_empty()).then(|| {
        view! {
            <p>{t::otherwise()}</p>
            <ul class="pointers">{preview.otherwise.iter().take(20).map(other).collect_view()}</ul>
        }
    });
    view! {
        <p>{line(preview.gained, preview.lost)}</p>
        <p class="muted">{whom.join(" · ")}</p>
        {others}
    }
    .into_any()
}
