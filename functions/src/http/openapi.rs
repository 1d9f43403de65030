//! The description of the API (`OpenAPI` 3.1), made natively from the routes that serve it.
//!
//! The Worker serves the checked-in result; a test holds that it is current. Nothing here is in the Worker itself.

use serde_json::{Map, Value, json};
use shared::access::Permission;
use shared::error::{Code, Problem};

use super::route::{Access, Route, Surface};
use super::router;

/// Makes the schema of a wire type, with what it refers to under `#/components/schemas`.
pub type Schema = fn(&mut schemars::SchemaGenerator) -> Value;

/// The schema of one wire type.
pub fn schema<T: schemars::JsonSchema>(generator: &mut schemars::SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

/// The whole description.
pub fn describe() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in
        router::routes().iter().filter(|route| route.surface == Surface::Api || route.answers.is_some())
    {
        let operation = operation(route, &mut generator);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    let problem = schema::<Problem>(&mut generator);
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Usher",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Shows people to their seats: members, licenses with seats, invitations. JSON in snake case, times in RFC 3339 UTC, \
                keyset pages, refusals as problem documents (RFC 9457) with a stable code.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "An API token: ush_..." },
                "session": { "type": "apiKey", "in": "cookie", "name": "__Host-usher" },
            },
            "responses": { "Problem": { "description": problem_codes(), "content": { "application/problem+json": { "schema": problem } } } },
        },
    })
}

fn operation(route: &Route, generator: &mut schemars::SchemaGenerator) -> Value {
    let in_path = route.path.split(['{', '}']).skip(1).step_by(2);
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(
        route.query.iter().map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } })),
    );
    let answer = route.answers.map_or_else(|| json!({}), |schema| schema(generator));
    let mut operation = json!({
        "operationId": format!("{} {}", route.method, route.path),
        "summary": route.summary,
        "description": access(route.access),
        "responses": {
            "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    });
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    if let Some(schema) = route.takes {
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema(generator) } } });
    }
    if matches!(route.access, Access::SignedIn | Access::Needs(_) | Access::NeedsBoth(..)) {
        operation["security"] = json!([{ "token": [] }, { "session": [] }]);
    }
    operation
}

fn access(access: Access) -> String {
    match access {
        Access::Public => "For anybody.".to_owned(),
        Access::Link => "For whoever holds the secret link or code.".to_owned(),
        Access::SignedIn => "For any signed-in member or valid token.".to_owned(),
        Access::Needs(permission) => format!("Needs the permission `{}`.", Permission::as_str(permission)),
        Access::NeedsBoth(one, other) => {
            format!("Needs the permissions `{}` and `{}`.", one.as_str(), other.as_str())
        }
    }
}

fn problem_codes() -> String {
    let codes: Vec<_> = Code::ALL.iter().map(|code| format!("`{code}` ({})", code.status())).collect();
    format!("A refusal. Codes: {}.", codes.join(", "))
}
