//! Checked-in descriptions are current: the API's, the table of roles, the schema. `UPDATE=1` writes them anew.

use std::path::Path;

use functions::http::openapi;
use shared::access::{Permission, Role};
use usher_tests::{Instance, migrations};

#[track_caller]
fn check(file: &str, current: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, current).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == current,
        "{file} is out of date: look at the change, then run UPDATE=1 cargo test -p usher-tests description"
    );
}

#[test]
fn the_api_description_is_current() {
    check("functions/openapi.json", &format!("{:#}\n", openapi::describe()));
}

#[test]
fn the_api_describes_itself() {
    let described = serde_json::to_value(openapi::describe()).unwrap();
    assert_eq!(described["openapi"], "3.1.0");
    assert!(described["paths"]["/api/v1/invitations"]["post"]["requestBody"].is_object());
}

#[test]
fn the_table_of_roles_is_as_it_was_decided() {
    let head: Vec<_> = Role::BUILT_IN.iter().map(|role| role.title().to_lowercase()).collect();
    let mut table =
        format!("| permission | {} |\n| --- |{}\n", head.join(" | "), " --- |".repeat(head.len()));
    for permission in Permission::ALL {
        let cells = Role::BUILT_IN
            .iter()
            .map(|role| if role.permissions().has(*permission) { " yes |" } else { " - |" });
        table.extend(["| `", permission.as_str(), "` |"].into_iter().chain(cells).chain(["\n"]));
    }
    check("tests/snapshots/roles.md", &table);
}

#[test]
fn the_schema_is_the_sum_of_the_migrations() {
    let instance = Instance::new();
    let rows: Vec<serde_json::Value> = instance.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'members_inside_*' AND name NOT GLOB 'members_words_*' OR type = 'trigger' ORDER BY type, name");
    let sum: Vec<_> = rows.iter().map(|row| format!("{};\n", row["sql"].as_str().unwrap())).collect();
    check("functions/schema.sql", &sum.concat());
    let names: Vec<_> = migrations().into_iter().map(|(name, _)| name).collect();
    let number = |name: &String| name.split('_').next().unwrap().parse::<u32>().unwrap();
    assert!(
        names.windows(2).all(|two| number(&two[0]) < number(&two[1])),
        "a number is there twice: {names:?}"
    );
}
