//! The database port over D1.
//!
//! Rows cross into Rust as one JSON text a statement: the platform's own bindings cross once for every value, which
//! costs a fifth on lists (docs/decisions/0003).

use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::Env;

use crate::ports::{Db, DbError, Param, Rows, Statement};

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Database;
    type Prepared;

    #[wasm_bindgen(method, catch)]
    fn prepare(this: &Database, sql: &str) -> Result<Prepared, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn batch(this: &Database, statements: &Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, variadic)]
    fn bind(this: &Prepared, values: &Array) -> Result<JsValue, JsValue>;
}

/// The `DB` binding.
pub struct D1(Database);

impl D1 {
    /// Finds the binding.
    pub fn new(env: &Env) -> Result<Self, String> {
        let binding = Reflect::get(env, &JsValue::from_str("DB")).ok().filter(|value| !value.is_undefined());
        let binding = binding.ok_or("the D1 binding DB is missing in wrangler.toml")?;
        Ok(Self(binding.unchecked_into()))
    }

    async fn run(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, DbError> {
        let prepared = Array::new();
        for statement in &statements {
            prepared.push(&self.prepare(statement).map_err(error)?);
        }
        let promise = self.0.batch(&prepared).map_err(error)?;
        let results: Array = JsFuture::from(promise).await.map_err(error)?.unchecked_into();
        results.iter().map(|result| rows(&result)).collect()
    }

    fn prepare(&self, statement: &Statement) -> Result<JsValue, JsValue> {
        let prepared = self.0.prepare(&statement.sql)?;
        if statement.params.is_empty() {
            return Ok(prepared.into());
        }
        prepared.bind(&statement.params.iter().map(value).collect())
    }
}

impl Db for D1 {
    fn batch(&self, statements: Vec<Statement>) -> LocalBoxFuture<'_, Result<Vec<Rows>, DbError>> {
        self.run(statements).boxed_local()
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers here stay within JavaScript's 53 bits")]
fn value(param: &Param) -> JsValue {
    match param {
        Param::Null => JsValue::NULL,
        Param::Text(text) => JsValue::from_str(text),
        Param::Integer(number) => JsValue::from_f64(*number as f64),
    }
}

fn rows(result: &JsValue) -> Result<Rows, DbError> {
    let results = Reflect::get(result, &JsValue::from_str("results")).map_err(error)?;
    if results.is_undefined() {
        return Ok(Rows::new("[]".to_owned()));
    }
    let json = JSON::stringify(&results).map_err(error)?;
    Ok(Rows::new(json.into()))
}

/// D1 tells constraints only by its message.
#[expect(clippy::needless_pass_by_value, reason = "called as map_err(error)")]
fn error(thrown: JsValue) -> DbError {
    let message =
        Reflect::get(&thrown, &JsValue::from_str("message")).ok().and_then(|message| message.as_string());
    let text = message.unwrap_or_else(|| format!("{thrown:?}"));
    if text.contains("constraint failed") || text.contains("SQLITE_CONSTRAINT") {
        DbError::Constraint(text)
    } else {
        DbError::Other(text)
    }
}
