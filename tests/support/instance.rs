//! One instance in memory: its clock is turned by hand, its randomness counts up, its mails are carried at once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use functions::context::{Context, Settings};
use functions::failure::Failure;
use functions::http::router::{LogLine, Router};
use functions::ports::{Brake, Jobs, Random, Rows, Snapshot, Snapshots, Statement};
use functions::secrets::Key;
use functions::store::outbox::DevMail;
use functions::use_cases::imports::carry_out;
use functions::use_cases::mails::{deliver, dev_mailbox, sweep};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::id::{ImportId, OutboxId};
use shared::time::Timestamp;

use crate::actor::Actor;
use crate::sqlite::Sqlite;
use crate::zone::Zone;

/// When every test begins.
pub const START: &str = "2026-11-24T10:42:00.000Z";

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

pub struct Instance {
    db: Rc<Sqlite>,
    now: Cell<Timestamp>,
    random: Rc<Counting>,
    pending: Rc<Pending>,
    kept: Rc<Kept>,
    /// What DNS says.
    pub zone: Rc<Zone>,
    settings: Rc<Settings>,
    router: Router,
    log: RefCell<Vec<LogLine>>,
}

impl Default for Instance {
    fn default() -> Self {
        Self::new()
    }
}

impl Instance {
    /// An instance that nobody has set up.
    pub fn new() -> Self {
        Self {
            db: Rc::new(Sqlite::new()),
            now: Cell::new(START.parse().unwrap()),
            random: Rc::default(),
            pending: Rc::default(),
            kept: Rc::default(),
            zone: Rc::default(),
            settings: Rc::new(Settings {
                public_url: "http://localhost:8787".to_owned(),
                key: Key::new([7; 32]),
                mail_from: "Usher <usher@localhost>".to_owned(),
                mail_backoff: 60,
                dev_mailbox: true,
                setup_token: None,
            }),
            router: Router::new(),
            log: RefCell::default(),
        }
    }

    /// An instance with the organization Northwind, and its owner Dana.
    pub fn set_up() -> (Self, Actor) {
        let instance = Self::new();
        let owner = Actor::anonymous();
        let body = json!({ "organization": "Northwind", "name": "Dana Whitfield", "email": "dana@northwind.example", "password": PASSWORD });
        owner.post(&instance, "/api/v1/setup", &body).expect(200);
        (instance, owner)
    }

    pub fn now(&self) -> Timestamp {
        self.now.get()
    }

    /// Turns the clock on.
    pub fn pass_days(&self, days: i64) {
        self.now.set(self.now.get().plus_days(days));
    }

    pub fn pass_seconds(&self, seconds: i64) {
        self.now.set(self.now.get().plus_seconds(seconds));
    }

    pub fn ctx(&self) -> Context {
        Context {
            now: self.now.get(),
            db: self.db.clone(),
            random: self.random.clone(),
            jobs: self.pending.clone(),
            snapshots: self.kept.clone(),
            resolver: self.zone.clone(),
            brake: Rc::new(Open),
            settings: self.settings.clone(),
        }
    }

    /// Answers a request, then does what the Worker does after the answer. `None`: the path is the console's.
    pub fn answer(&self, request: http::Request<Vec<u8>>) -> Option<http::Response<Vec<u8>>> {
        let answer = now(self.router.answer(self.ctx(), request));
        self.carry_mails();
        let (reply, line) = answer?;
        // Nothing breaks but what a test breaks, which says `fault`.
        assert!(line.error.as_ref().is_none_or(|error| error.ends_with(": fault")), "{line:?}");
        self.log.borrow_mut().push(line);
        Some(reply)
    }

    /// What the schedule does every minute.
    pub fn tick(&self) {
        self.try_tick().unwrap();
    }

    /// The same, where something of it is made to fail.
    pub fn try_tick(&self) -> Result<(), Failure> {
        let done = now(sweep::sweep(&self.ctx()));
        self.carry_mails();
        done
    }

    fn carry_mails(&self) {
        for import in self.pending.imports.take() {
            self.carry_import(import);
        }
        for statements in self.pending.later.take() {
            self.db.run(&statements).unwrap();
        }
        let mailer = dev_mailbox::DevMailbox { ctx: self.ctx() };
        for id in self.pending.mails.take() {
            now(deliver::deliver(&self.ctx(), &mailer, id)).unwrap();
        }
    }

    /// What the queue does with an import: part after part.
    pub fn carry_import(&self, import: ImportId) {
        let mut lease = None;
        while let Some(mine) = now(carry_out::part(&self.ctx(), import, lease)).unwrap() {
            lease = Some(mine);
        }
    }

    /// The mails to an address, the newest first.
    pub fn mails(&self, to: &str) -> Vec<DevMail> {
        now(dev_mailbox::mails(&self.ctx(), Some(to))).unwrap()
    }

    /// The path of the link in the newest mail to an address.
    pub fn link(&self, to: &str) -> String {
        let mails = self.mails(to);
        let text = &mails.first().unwrap_or_else(|| panic!("no mail to {to}")).text;
        let start = text.find("/i/").unwrap_or_else(|| panic!("no link in {text}"));
        text[start..].split_whitespace().next().unwrap().to_owned()
    }

    /// Looks into the database.
    pub fn rows<T: DeserializeOwned>(&self, sql: &str) -> Vec<T> {
        let rows: Vec<Rows> = self.db.run(&[Statement::new(sql)]).unwrap();
        rows[0].all().unwrap()
    }

    /// Makes so many active people beside Dana, `i` of them with this address before the @ and this name, as SQL.
    pub fn crowd(&self, number: u32, address: &str, name: &str) {
        let numbers =
            format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})");
        let id = |kind: &str| format!("'{kind}_01h455vb4pex5vsknk08' || printf('%06d', i)");
        self.arrange(&format!(
            "INSERT INTO users (id, email, name, password_hash, created_at) {numbers} \
             SELECT {}, {address} || '@x.example', {name}, '', o.created_at FROM n, organizations o",
            id("usr")
        ));
        self.arrange(&format!(
            "INSERT INTO members (id, organization_id, user_id, email, name, role, status, created_at, changed_by, changed_at, operation_id) \
             {numbers} SELECT {}, o.id, {}, {address} || '@x.example', {name}, 'standard', 'active', o.created_at, '', o.created_at, \
             'op_01h455vb4pex5vsknk084sn02q' \
             FROM n, organizations o",
            id("mem"),
            id("usr")
        ));
    }

    /// How the database would go about a statement: a line a step.
    pub fn plan(&self, statement: &Statement) -> Vec<String> {
        #[derive(serde::Deserialize)]
        struct Step {
            detail: String,
        }
        let mut explained = Statement::new(format!("EXPLAIN QUERY PLAN {}", statement.sql));
        explained.params.clone_from(&statement.params);
        let rows = self.db.run(&[explained]).unwrap();
        rows[0].all::<Step>().unwrap().into_iter().map(|step| step.detail).collect()
    }

    /// The statements that were planned anew since this was asked last, because of a value that was bound.
    pub fn planned_anew(&self) -> Vec<String> {
        self.db.planned_anew()
    }

    /// Changes the database past the Worker, for arranging.
    pub fn arrange(&self, sql: &str) {
        self.db.run(&[Statement::new(sql)]).unwrap();
    }

    /// Lets somebody else be faster: changes the database right before the next batch in which a statement begins so.
    pub fn meanwhile(&self, before: &str, sql: &str) {
        self.db.meanwhile(before, sql);
    }

    /// Tries to change the database past the Worker, for proving that it holds.
    pub fn attempt(&self, sql: &str) -> Result<(), String> {
        self.db.run(&[Statement::new(sql)]).map(|_| ()).map_err(|error| error.to_string())
    }

    /// The triggers that a statement is compiled with, because it could reach them.
    pub fn triggers(&self, sql: &str) -> BTreeSet<String> {
        let program: Vec<Value> = self.rows(&format!("EXPLAIN {sql}"));
        let name = |step: &Value| Some(step["p4"].as_str()?.strip_prefix("-- TRIGGER ")?.to_owned());
        program.iter().filter_map(name).collect()
    }
}

/// Native futures here never wait: the database answers at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing here waits")
}

/// Randomness that counts up, so that ids differ and are the same in every run.
#[derive(Default)]
struct Counting(Cell<u64>);

impl Random for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.set(self.0.get() + 1);
        buffer.fill(0);
        let count = self.0.get().to_be_bytes();
        let length = buffer.len().min(8);
        let start = buffer.len() - length;
        buffer[start..].copy_from_slice(&count[8 - length..]);
    }
}

#[derive(Default)]
struct Pending {
    mails: RefCell<Vec<OutboxId>>,
    imports: RefCell<Vec<ImportId>>,
    later: RefCell<Vec<Vec<Statement>>>,
}

impl Jobs for Pending {
    fn deliver(&self, mails: Vec<OutboxId>) {
        self.mails.borrow_mut().extend(mails);
    }

    fn import(&self, import: ImportId) {
        self.imports.borrow_mut().push(import);
    }

    fn later(&self, statements: Vec<Statement>) {
        self.later.borrow_mut().push(statements);
    }
}

#[derive(Default)]
struct Kept(RefCell<BTreeMap<String, Snapshot>>);

impl Snapshots for Kept {
    fn get<'a>(&'a self, key: &'a str) -> LocalBoxFuture<'a, Option<Snapshot>> {
        let kept = self.0.borrow().get(key).cloned();
        async move { kept }.boxed_local()
    }

    fn put(&self, key: String, snapshot: Snapshot) {
        self.0.borrow_mut().insert(key, snapshot);
    }
}

struct Open;

impl Brake for Open {
    fn allows<'a>(&'a self, _: &'a str) -> LocalBoxFuture<'a, bool> {
        async { true }.boxed_local()
    }
}
