//! What is wrong with a form as a whole: refusals that belong to no field, and a list of links to wrong fields.

use askama::Template;
use shared::error::Refusal;

use super::Shell;
use super::field::Field;
use super::html::Html;

#[derive(Template)]
#[template(path = "faults.html")]
struct Faults<'a> {
    heading: Option<String>,
    wrong: Vec<&'a Field<'a>>,
    elsewhere: Vec<String>,
}

/// Draws what stands above a form: nothing while all is well.
///
/// One wrong field speaks for itself; two or more are listed, and the list takes the focus.
pub fn above(shell: Shell, refusals: &[Refusal], fields: &[Field<'_>]) -> Html {
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let wrong: Vec<_> = fields.iter().filter(|field| field.wrong.is_some()).collect();
    let several = wrong.len() > 1;
    Html::drawn(&Faults {
        heading: several.then(|| (shell.texts().common.look_again)(wrong.len())),
        wrong: if several { wrong } else { Vec::new() },
        elsewhere: shell.elsewhere(refusals, &names),
    })
}
