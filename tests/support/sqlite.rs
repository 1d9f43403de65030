//! The `Db` port over an in-process SQLite: a batch is a transaction, as on D1.

use std::cell::RefCell;
use std::path::Path;

use functions::ports::{Db, DbError, Param, Rows, Statement};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, StatementStatus, ToSql, Transaction, params_from_iter};
use serde_json::{Map, Value as Json};

/// The migrations in order: file name and text.
pub fn migrations() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../functions/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

/// SQLite in memory, with all migrations applied.
pub struct Sqlite {
    connection: RefCell<Connection>,
    planned_anew: RefCell<Vec<String>>,
    meanwhile: RefCell<Option<(String, String)>>,
}

impl Sqlite {
    pub fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        // As D1 has it, which counts the triggers that could run, too.
        connection.set_limit(Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10).unwrap();
        connection.set_limit(Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5).unwrap();
        connection.set_limit(Limit::SQLITE_LIMIT_VDBE_OP, 25_000).unwrap();
        connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100).unwrap();
        connection.set_prepared_statement_cache_capacity(1000);
        for (name, sql) in migrations() {
            connection.execute_batch(&sql).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        Self {
            connection: RefCell::new(connection),
            planned_anew: RefCell::default(),
            meanwhile: RefCell::default(),
        }
    }

    /// Runs statements past the Worker, for arranging and for looking.
    pub fn run(&self, statements: &[Statement]) -> Result<Vec<Rows>, DbError> {
        let mut connection = self.connection.borrow_mut();
        let transaction = connection.transaction().map_err(error)?;
        let answers =
            statements.iter().map(|statement| self.one(&transaction, statement)).collect::<Result<_, _>>()?;
        transaction.commit().map_err(error)?;
        Ok(answers)
    }

    /// The statements that were planned anew since this was asked last, because of a value that was bound.
    pub fn planned_anew(&self) -> Vec<String> {
        self.planned_anew.take()
    }

    /// Runs this right before the next batch in which a statement begins with `before`, as somebody who is faster.
    pub fn meanwhile(&self, before: &str, sql: &str) {
        *self.meanwhile.borrow_mut() = Some((before.to_owned(), sql.to_owned()));
    }

    fn one(&self, transaction: &Transaction<'_>, statement: &Statement) -> Result<Rows, DbError> {
        let mut prepared = transaction.prepare_cached(&statement.sql).map_err(error)?;
        let columns: Vec<String> = prepared.column_names().map(ToOwned::to_owned).collect();
        let mut rows = prepared.query(params_from_iter(statement.params.iter().map(Bound))).map_err(error)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            let mut object = Map::new();
            for (index, column) in columns.iter().enumerate() {
                object.insert(column.clone(), json(row.get_ref(index).map_err(error)?));
            }
            found.push(Json::Object(object));
        }
        drop(rows);
        if prepared.reset_status(StatementStatus::RePrepare) > 0 {
            self.planned_anew.borrow_mut().push(statement.sql.clone());
        }
        Ok(Rows::new(Json::Array(found).to_string()))
    }
}

impl Db for Sqlite {
    fn batch(&self, statements: Vec<Statement>) -> LocalBoxFuture<'_, Result<Vec<Rows>, DbError>> {
        let comes = |(before, _): &mut (String, String)| {
            statements.iter().any(|statement| statement.sql.starts_with(before.as_str()))
        };
        if let Some((_, sql)) = self.meanwhile.borrow_mut().take_if(comes) {
            self.run(&[Statement::new(sql)]).unwrap();
        }
        let answer = self.run(&statements);
        async move { answer }.boxed_local()
    }
}

struct Bound<'a>(&'a Param);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Param::Null => ToSqlOutput::Owned(Value::Null),
            Param::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Param::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
        })
    }
}

fn json(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Null => Json::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(_) => panic!("no blobs here"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "called as map_err(error)")]
fn error(error: rusqlite::Error) -> DbError {
    match &error {
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
        {
            DbError::Constraint(error.to_string())
        }
        _ => DbError::Other(error.to_string()),
    }
}
