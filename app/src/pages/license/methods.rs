//! Enrollment methods of a license: the matrix by license type with this type's column lit, a reason under each No and
//! help for each method; below it what would happen if. Rules: `shared::methods`, `shared::simulation`.

use leptos::prelude::*;
use shared::api::licenses::License;
use shared::license::LicenseType;
use shared::methods::{Entry, Method, NotOffered, SetUp, offered};

use super::{what_if, whole_domain};
use crate::components::icon;
use crate::i18n::text::methods as t;
use crate::words;

/// The tab.
pub fn methods(license: RwSignal<Option<License>>) -> AnyView {
    let Some(now) = license.get_untracked() else { return ().into_any() };
    let kind = now.kind;
    let open = Method::ALL.iter().filter(|method| offered(kind, **method).is_ok()).count();
    let heads = LicenseType::ALL
        .iter()
        .map(|it| {
            let lit = *it == kind;
            view! {
                <th scope="col" class=lit.then_some("lit")>
                    {words::license_type(*it)}
                    {lit.then(|| view! { <span class="sr">{t::this_license()}</span> })}
                </th>
            }
        })
        .collect_view();
    let rows = Method::ALL.iter().map(|method| row(*method, kind)).collect_view();
    view! {
        <p>
            {t::open(open as u64, words::license_type(kind))} " "
            <span class="muted">{t::type_decides()}</span>
        </p>
        <div class="pile" tabindex="0" role="region" aria-label=t::caption()>
            <table class="matrix fold">
                <thead>
                    <tr>
                        <th scope="col" class="wide">
                            {t::method_head()}
                        </th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {whole_domain::whole_domain(&now)}
        {what_if::what_if(&now)}
    }
    .into_any()
}

fn row(method: Method, kind: LicenseType) -> AnyView {
    let unwise = (!method.is_recommended()).then(|| {
        view! {
            <span class="why">
                <span class="tone warning">{t::not_recommended()}</span> " " {t::whoever_has_it()}
            </span>
        }
    });
    let needs = method.set_up().map(|needs| {
        view! {
            <span class="why">
                {(!needs.can_be_done()).then(|| view! { <span class="tone">{t::not_set_up()}</span> })} " " {set_up(needs)}
            </span>
        }
    });
    let cells = LicenseType::ALL.iter().map(|it| cell(method, *it, *it == kind)).collect_view();
    view! {
        <tr>
            <th scope="row">
                <b>{name(method)}</b>
                <span class="why">{entry(method.entry())}</span>
                {unwise}
                {needs}
                <details class="why">
                    <summary>{t::help_for(name(method))}</summary>
                    {help(method)}
                </details>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

fn cell(method: Method, kind: LicenseType, lit: bool) -> AnyView {
    let class = lit.then_some("lit");
    match offered(kind, method) {
        Ok(()) => view! {
            <td class=class>
                <span class="state bare success">{icon("check")} {t::yes()}</span>
            </td>
        }
        .into_any(),
        Err(why) => view! {
            <td class=class>
                <span class="state bare">{icon("minus")} {t::no()}</span>
                <span class="why">{reason(why)}</span>
            </td>
        }
        .into_any(),
    }
}

/// The method's name.
pub fn name(method: Method) -> &'static str {
    match method {
        Method::Assign => t::assign(),
        Method::Email => t::email(),
        Method::Csv => t::csv(),
        Method::OrganizationalUnit => t::organizational_unit(),
        Method::WholeDomain => t::whole_domain(),
        Method::LearningSystem => t::learning_system(),
        Method::ClassRoster => t::class_roster(),
        Method::Link => t::link(),
        Method::Key => t::key(),
        Method::Role => t::role(),
        Method::Api => t::api(),
    }
}

fn help(method: Method) -> &'static str {
    match method {
        Method::Assign => t::help_assign(),
        Method::Email => t::help_email(),
        Method::Csv => t::help_csv(),
        Method::OrganizationalUnit => t::help_organizational_unit(),
        Method::WholeDomain => t::help_whole_domain(),
        Method::LearningSystem => t::help_learning_system(),
        Method::ClassRoster => t::help_class_roster(),
        Method::Link => t::help_link(),
        Method::Key => t::help_key(),
        Method::Role => t::help_role(),
        Method::Api => t::help_api(),
    }
}

fn entry(entry: Entry) -> &'static str {
    match entry {
        Entry::AtOnce => t::at_once(),
        Entry::ByAuthority => t::by_authority(),
        Entry::OnFirstUse => t::on_first_use(),
        Entry::OnOpening => t::on_opening(),
        Entry::WithMembership => t::with_membership(),
    }
}

fn reason(why: NotOffered) -> &'static str {
    match why {
        NotOffered::DistrictsOnly => t::districts_only(),
        NotOffered::SharedOnly => t::shared_only(),
        NotOffered::TeachersOnly => t::teachers_only(),
        NotOffered::StaffOnly => t::staff_only(),
        NotOffered::FollowsTheRole => t::follows_the_role(),
    }
}

fn set_up(needs: SetUp) -> &'static str {
    match needs {
        SetUp::Directory => t::needs_directory(),
        SetUp::LearningSystem => t::needs_learning_system(),
        SetUp::ClassroomProduct => t::needs_classroom(),
        SetUp::SeatTakingRoles => t::needs_roles(),
        SetUp::VerifiedDomain => t::needs_domain(),
    }
}
