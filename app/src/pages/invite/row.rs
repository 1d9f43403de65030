//! The rows of the draft: person, role, licenses, and what would happen. A wrong address is mended in its row.

use leptos::prelude::*;
use shared::access::{Permission, Role};
use shared::api::invitations::{Outcome, RowResult};
use shared::api::licenses::License;
use shared::api::teams::Team;

use super::draft::{Draft, Row};
use crate::components::{Item, Menu, icon};
use crate::format::number;
use crate::i18n::text::{basics, external_ids as e, invite as t, rows as r};
use crate::pages::rows::verdict;
use crate::session::{may, me};
use crate::words;

/// The table with its summary, once there are rows.
pub fn table(draft: Draft, licenses: Signal<Vec<License>>, teams: Signal<Vec<Team>>) -> AnyView {
    let only_wrong = RwSignal::new(false);
    let keys = Memo::new(move |_| {
        let wrong = only_wrong.get();
        let needs = |key| {
            let verdict = verdict_of(draft, key);
            verdict.is_some_and(|result| matches!(result.outcome, Outcome::Refused | Outcome::Unchanged))
        };
        draft.rows.with(|rows| {
            let all = rows.iter().enumerate().map(|(at, row)| (at, row.key));
            all.filter(|(_, key)| !wrong || needs(*key)).collect::<Vec<_>>()
        })
    });
    let some = Memo::new(move |_| draft.rows.with(|rows| !rows.is_empty()));
    let some_teams = Memo::new(move |_| teams.with(|teams| !teams.is_empty()));
    let content = move || {
        let choices = Choices { licenses, teams: some_teams.get().then_some(teams) };
        let rows =
            move || keys.get().into_iter().map(|(at, key)| row(draft, choices, at, key)).collect_view();
        let teams_head = choices.teams.map(|_| {
            view! {
                <th scope="col" class="w7 p2">
                    {basics::teams()}
                </th>
            }
        });
        view! {
            <div class="foot">
                <p class="words" role="status">
                    {move || summary(draft)}
                </p>
                <label class="choice">
                    <input
                        class="check"
                        type="checkbox"
                        prop:checked=only_wrong
                        on:change=move |event| only_wrong.set(event_target_checked(&event))
                    />
                    {t::only_wrong()}
                </label>
            </div>
            <div class="listing">
                <table class="data">
                    <caption class="sr">{t::people()}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="w3 n p2">
                                {r::row()}
                            </th>
                            <th scope="col">{r::person()}</th>
                            <th scope="col" class="w9 p2">
                                {basics::role()}
                            </th>
                            <th scope="col" class="w9 p2">
                                {basics::licenses()}
                            </th>
                            {teams_head}
                            <th scope="col">{t::what_happens()}</th>
                            <th scope="col" class="dots">
                                <span class="sr">{basics::actions()}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    };
    view! { {move || some.get().then(content)} }.into_any()
}

fn verdict_of(draft: Draft, key: u32) -> Option<RowResult> {
    draft.verdicts.with(|all| all.iter().find(|(of, _)| *of == key).map(|(_, result)| result.clone()))
}

/// A count and its words.
type Part = (u64, fn(u64) -> String);

/// How many were read, and what becomes of them.
fn summary(draft: Draft) -> String {
    let count = |wanted: &[Outcome]| {
        draft.rows.with(|rows| {
            let judged = rows.iter().filter_map(|row| verdict_of(draft, row.key));
            judged.filter(|result| wanted.contains(&result.outcome)).count() as u64
        })
    };
    let mut words = vec![t::read(draft.rows.with(|rows| rows.len() as u64))];
    let parts: [Part; 4] = [
        (count(&[Outcome::Invited]), t::count_new),
        (count(&[Outcome::Extended, Outcome::Added]), t::count_seat),
        (count(&[Outcome::Unchanged]), t::count_nothing),
        (count(&[Outcome::Refused]), t::count_wrong),
    ];
    words.extend(parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, say)| say(n)));
    words.join(" ")
}

/// What the rows can choose from; no teams where there are none.
#[derive(Clone, Copy)]
struct Choices {
    licenses: Signal<Vec<License>>,
    teams: Option<Signal<Vec<Team>>>,
}

fn row(draft: Draft, choices: Choices, at: usize, key: u32) -> AnyView {
    let find = move || draft.rows.with(|rows| rows.iter().find(|row| row.key == key).cloned());
    let Some(first) = untrack(find) else { return ().into_any() };
    let name = first.name.clone().unwrap_or_else(|| first.email.clone());
    // The field stays while it has the focus, even when the address is right again.
    let wrong = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || verdict_of(draft, key).is_some_and(|result| is_address_wrong(&result))
    });
    let person = move || if wrong.get() { address_field(draft, at, key) } else { person(find()) };
    view! {
        <tr>
            <td class="n faint p2">{number(at as u64 + 1)}</td>
            <th scope="row" class="name">
                {person} {agent_ids(draft, key, &name)}
            </th>
            <td class="p2">{role_select(draft, key, &name)}</td>
            <td class="p2">{licenses_menu(draft, choices.licenses, key)}</td>
            {choices.teams.map(|teams| view! { <td class="p2">{teams_menu(draft, teams, key)}</td> })}
            <td class="m all" id=format!("verdict-{key}")>
                {move || verdict_of(draft, key).map(|result| verdict(&result, false))}
            </td>
            <td class="dots">
                <button
                    type="button"
                    class="icon"
                    aria-label=basics::take_out(&name)
                    on:click=move |_| draft.take_out(key)
                >
                    {icon("x")}
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// The ids of an agent in other systems; not there for other roles.
fn agent_ids(draft: Draft, key: u32, name: &str) -> AnyView {
    if !may(Permission::EditMembers) {
        return ().into_any();
    }
    let find = move || draft.rows.with(|rows| rows.iter().find(|row| row.key == key).cloned());
    let agent = Memo::new(move |_| {
        let own = find().and_then(|row| row.role);
        own.map_or_else(|| draft.role.get() == Role::Agent.word(), |role| role == Role::Agent)
    });
    let count = Memo::new(move |_| find().map_or(0, |row| row.ids.len()));
    let name = StoredValue::new(name.to_owned());
    let field = move |at: usize, part: usize, label: fn(&str) -> String, hint: &'static str| {
        let value =
            move || find().and_then(|row| row.ids.get(at).map(|pair| pair[part].clone())).unwrap_or_default();
        let change = move |event| {
            let text = event_target_value(&event);
            draft.change(key, |row| {
                if let Some(pair) = row.ids.get_mut(at) {
                    pair[part] = text;
                }
            });
        };
        view! {
            <input
                class="control small"
                autocomplete="off"
                aria-label=name.with_value(|name| label(name))
                placeholder=hint
                prop:value=value
                on:input=change
            />
        }
        .into_any()
    };
    let drop = move |at: usize| {
        draft.change(key, |row| {
            if at < row.ids.len() {
                row.ids.remove(at);
            }
        });
    };
    let pair = move |at: usize| {
        view! {
            <div class="joined">
                {field(at, 0, t::id_source_of, e::source())} {field(at, 1, t::id_of, e::id())}
                <button type="button" class="icon small" aria-label=e::take() on:click=move |_| drop(at)>
                    {icon("x")}
                </button>
            </div>
        }
        .into_any()
    };
    let more = move |_| draft.change(key, |row| row.ids.push([String::new(), String::new()]));
    let fields = move || {
        agent.get().then(|| {
            view! {
                <div class="boxes">
                    {(0..count.get()).map(pair).collect_view()}
                    <button
                        type="button"
                        class="button small quiet"
                        aria-label=name.with_value(|name| t::add_id_of(name))
                        on:click=more
                    >
                        {t::add_agent_id()}
                    </button>
                </div>
            }
        })
    };
    view! { {fields} }.into_any()
}

fn is_address_wrong(result: &RowResult) -> bool {
    use shared::Code;
    let code = result.code;
    result.outcome == Outcome::Refused
        && matches!(code, Some(Code::InvalidEmail | Code::EmailTooLong | Code::DuplicateRow))
}

fn person(row: Option<Row>) -> AnyView {
    let Some(Row { email, name, .. }) = row else { return ().into_any() };
    let address = name.is_some().then(|| view! { <small class="clip">{email.clone()}</small> });
    view! {
        <span class="clip">
            <bdi>{name.unwrap_or_else(|| email.clone())}</bdi>
        </span>
        {address}
    }
    .into_any()
}

fn address_field(draft: Draft, at: usize, key: u32) -> AnyView {
    let email = move || {
        draft.rows.with(|rows| {
            rows.iter().find(|row| row.key == key).map(|row| row.email.clone()).unwrap_or_default()
        })
    };
    let wrong = move || {
        verdict_of(draft, key).is_some_and(|result| result.outcome == Outcome::Refused).then_some("true")
    };
    view! {
        <input
            class="control small"
            type="text"
            inputmode="email"
            aria-label=t::address_in_row(&number(at as u64 + 1))
            aria-invalid=wrong
            aria-describedby=format!("verdict-{key}")
            prop:value=email
            on:input=move |event| draft.change(key, |row| row.email = event_target_value(&event))
        />
    }
    .into_any()
}

fn role_select(draft: Draft, key: u32, name: &str) -> AnyView {
    let own = move || draft.rows.with(|rows| rows.iter().find(|row| row.key == key).and_then(|row| row.role));
    let value = move || own().map_or_else(|| draft.role.get(), |role| role.to_string());
    let options = words::role_options(&me().roles())
        .into_iter()
        .map(|(role, word)| {
            let mine = role.clone();
            view! {
                <option value=role prop:selected=move || value() == mine>
                    {word}
                </option>
            }
            .into_any()
        })
        .collect_view();
    let change = move |event| {
        let role = words::role_of(&event_target_value(&event));
        draft.change(key, |row| row.role = role);
    };
    view! {
        <select class="control small" aria-label=t::role_of(name) on:change=change>
            {options}
        </select>
    }
    .into_any()
}

/// The licenses of one row: those for all, or its own.
fn licenses_menu(draft: Draft, licenses: Signal<Vec<License>>, key: u32) -> AnyView {
    let own = Signal::derive(move || {
        let own = draft.rows.with(|rows| rows.iter().find(|row| row.key == key)?.licenses.clone());
        own.unwrap_or_else(|| draft.licenses.get())
    });
    let names = Signal::derive(move || {
        licenses.with(|all| all.iter().map(|it| (it.id, it.name.clone())).collect::<Vec<_>>())
    });
    let words = |count: usize| match count {
        0 => t::no_license().to_owned(),
        count => t::licenses(count as u64),
    };
    let set = move |ids| draft.change(key, |row| row.licenses = Some(ids));
    several(basics::licenses(), names, own, words, set)
}

/// The teams of one row: those for all, or its own.
fn teams_menu(draft: Draft, teams: Signal<Vec<Team>>, key: u32) -> AnyView {
    let own = Signal::derive(move || {
        let own = draft.rows.with(|rows| rows.iter().find(|row| row.key == key)?.teams.clone());
        own.unwrap_or_else(|| draft.teams.get())
    });
    let names = Signal::derive(move || {
        teams.with(|all| all.iter().map(|it| (it.id, it.name.clone())).collect::<Vec<_>>())
    });
    let words = |count: usize| match count {
        0 => t::no_team().to_owned(),
        count => t::teams(count as u64),
    };
    let set = move |ids| draft.change(key, |row| row.teams = Some(ids));
    several(basics::teams(), names, own, words, set)
}

/// A menu in which several can be chosen; its button says how many are.
fn several<I: Copy + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    names: Signal<Vec<(I, String)>>,
    chosen: Signal<Vec<I>>,
    words: fn(usize) -> String,
    set: impl Fn(Vec<I>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let face = view! {
        {move || words(chosen.with(Vec::len))}
        {icon("down")}
    };
    let items = Callback::new(move |()| {
        let now = chosen.get_untracked();
        let item = |(id, name): (I, String)| {
            let toggle = move || {
                let mut ids = chosen.get_untracked();
                if ids.contains(&id) {
                    ids.retain(|it| *it != id);
                } else {
                    ids.push(id);
                }
                set(ids);
            };
            Item::choice(name, now.contains(&id), toggle).stays()
        };
        names.get_untracked().into_iter().map(item).collect()
    });
    view! { <Menu label=label.to_owned() class="pick keep small" worded=true face=face.into_any() items=items /> }
        .into_any()
}
