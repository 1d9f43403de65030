//! The file that was chosen: read, its columns given a meaning, every row judged. Lives while its page is open; nothing
//! of it is sent but addresses, to ask who is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{StreamExt, future, stream};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Refusal;
use shared::access::{Permissions, Roles};
use shared::api::Page;
use shared::api::imports::{AskStandings, ImportRow, Standings};
use shared::api::invitations::Outcome;
use shared::api::licenses::License;
use shared::api::teams::Team;
use shared::csv::columns::Mapping;
use shared::csv::decode::decode;
use shared::csv::table::{Row, TableReader};
use shared::id::ImportId;
use shared::import::{self, Catalog, MAX_ADDRESSES};
use shared::import_plan::Planner;
use shared::invitation::Offered;
use wasm_bindgen_futures::JsFuture;

use super::kept::Kept;
use super::send;
use super::slices::Slices;
use crate::api::{self, sentence, sentence_of};
use crate::router::{self, Step};
use crate::session::me;

/// How many parts of a file's addresses are asked for side by side: one is written and one read while one is looked up.
const ASKED_AT_ONCE: usize = 4;

/// The verdict on each row.
pub struct Judged {
    /// The rows.
    pub rows: Vec<ImportRow>,
    /// What would become of each.
    pub verdicts: Vec<Result<Outcome, Refusal>>,
    /// How a file names the license of rows that name none.
    pub license: String,
    /// Licenses that get fuller, and by how many seats.
    pub takes: Vec<(License, u32)>,
}

impl Judged {
    /// How many rows would come to this; none: are refused.
    pub fn count(&self, outcome: Option<Outcome>) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.as_ref().ok().copied() == outcome).count()
    }

    /// Whether a row has this word, in lower case, in its name, address, role or licenses.
    pub fn names(&self, at: usize, word: &str) -> bool {
        let row = &self.rows[at];
        word.is_empty()
            || [&row.email, &row.name, &row.role, &row.licenses, &row.teams]
                .into_iter()
                .any(|cell| cell.to_lowercase().contains(word))
    }
}

/// The file and where it stands.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Its name, once it was read.
    pub file: RwSignal<Option<String>>,
    /// Its rows, heads included.
    pub rows: StoredValue<Vec<Row>>,
    /// What its columns mean.
    pub mapping: RwSignal<Mapping>,
    /// The license of rows that name none; empty for none.
    pub license: RwSignal<String>,
    /// The licenses to choose from.
    pub licenses: RwSignal<Vec<License>>,
    /// The verdicts, once they are there.
    pub judged: RwSignal<Option<Arc<Judged>>>,
    /// How far the work is, of 100, while there is some.
    pub busy: RwSignal<Option<usize>>,
    /// Why it does not go on.
    pub failure: RwSignal<String>,
    /// What was remembered of a plan before the page was loaded anew.
    pub kept: RwSignal<Option<Kept>>,
    /// How much of its rows is sent, of 100, while they are: what they mean stands still meanwhile.
    pub sending: RwSignal<Option<usize>>,
    /// The import that its rows are sent to, and how many parts have come: a second press goes on there.
    pub sent: StoredValue<Option<(ImportId, usize)>>,
    /// What its reader may do; asked while the page is made.
    held: Permissions,
    roles: StoredValue<Roles>,
    known: StoredValue<Vec<Standings>>,
    round: StoredValue<u32>,
}

impl Draft {
    /// No file yet.
    pub fn new() -> Self {
        Self {
            file: RwSignal::new(None),
            rows: StoredValue::new(Vec::new()),
            mapping: RwSignal::new(Mapping::default()),
            license: RwSignal::new(router::query_now("license")),
            licenses: RwSignal::new(Vec::new()),
            judged: RwSignal::new(None),
            busy: RwSignal::new(None),
            failure: RwSignal::new(String::new()),
            kept: RwSignal::new(Kept::read()),
            sending: RwSignal::new(None),
            sent: StoredValue::new(None),
            held: me().permissions(),
            roles: StoredValue::new(me().all_roles()),
            known: StoredValue::new(Vec::new()),
            round: StoredValue::new(0),
        }
    }

    /// Forgets the file.
    pub fn discard(self) {
        self.begin();
        self.withdraw();
        self.judged.set(None);
        self.busy.set(None);
        self.failure.set(String::new());
        self.forget();
        self.file.set(None);
        router::set_query(&[("show", ""), ("q", "")], Step::Replace);
    }

    /// Forgets what was remembered of a plan.
    pub fn forget(self) {
        Kept::forget();
        self.kept.set(None);
    }

    /// Takes back at the server what was sent of the plan: that plan is not to happen any more.
    fn withdraw(self) {
        self.sending.set(None);
        if let Some((import, _)) = self.sent.try_update_value(Option::take).flatten() {
            send::withdraw(import);
        }
    }

    /// Begins a round of work, which ends the one before; its number.
    pub fn begin(self) -> u32 {
        self.round.update_value(|round| *round += 1);
        self.round.get_value()
    }

    /// Whether a round is the newest and anybody looks; else nothing of the page may be touched any more.
    pub fn is_on(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }

    /// Reads a file.
    pub fn read(self, file: web_sys::File) {
        let round = self.begin();
        self.failure.set(String::new());
        self.busy.set(Some(0));
        spawn_local(async move {
            let read = self.try_read(&file, round).await;
            if !self.is_on(round) {
                return;
            }
            self.busy.set(None);
            match read {
                Ok(rows) => {
                    let kept = self.kept.get_untracked();
                    let proposed = Mapping::propose(&rows);
                    if let Err(refusal) = proposed.check(&rows) {
                        self.failure.set(sentence_of(refusal.code, &refusal.detail));
                        return;
                    }
                    let mapping = kept.as_ref().and_then(|kept| kept.mapping(&rows));
                    if let (Some(kept), Some(_), "") = (kept, &mapping, self.license.get_untracked().as_str())
                    {
                        self.license.set(kept.license);
                    }
                    self.mapping.set(mapping.unwrap_or(proposed));
                    self.rows.set_value(rows);
                    self.file.set(Some(file.name()));
                    self.judge(true);
                }
                Err(refusal) => self.failure.set(sentence_of(refusal.code, &refusal.detail)),
            }
        });
    }

    async fn try_read(self, file: &web_sys::File, round: u32) -> Result<Vec<Row>, Refusal> {
        let bytes = if shared::csv::is_too_large(file.size()) {
            // Too large to look at; what is said of it is the same.
            vec![0; shared::csv::MAX_BYTES + 1]
        } else {
            let buffer = JsFuture::from(file.array_buffer()).await;
            buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec()).unwrap_or_default()
        };
        let mut reader = TableReader::new(decode(bytes)?);
        let mut slices = Slices::new();
        while !reader.step(200)? {
            if slices.rest().await {
                self.tell(round, reader.percent());
            }
        }
        slices.end().await;
        reader.into_rows()
    }

    /// Judges every row; `ask`: the addresses are other ones than before.
    pub fn judge(self, ask: bool) {
        let round = self.begin();
        self.judged.set(None);
        self.withdraw();
        self.failure.set(String::new());
        self.busy.set(Some(0));
        let (file, license) = (self.file.get_untracked().unwrap_or_default(), self.license.get_untracked());
        self.rows.with_value(|rows| {
            self.mapping.with_untracked(|mapping| Kept::write(&file, &license, rows, mapping));
        });
        spawn_local(async move {
            let judged = self.try_judge(ask, round).await;
            if !self.is_on(round) {
                return;
            }
            self.busy.set(None);
            match judged {
                Ok(judged) => self.judged.set(judged.map(Arc::new)),
                Err(failure) => self.failure.set(sentence(&failure)),
            }
        });
    }

    /// None: the round is over.
    async fn try_judge(self, ask: bool, round: u32) -> api::Answer<Option<Judged>> {
        let mut slices = Slices::new();
        let mapping = self.mapping.get_untracked();
        let license = self.license.get_untracked();
        let skip = usize::from(mapping.heads);
        let count = self.rows.with_value(Vec::len);
        let mut rows = Vec::with_capacity(count);
        for from in (skip..count).step_by(500) {
            self.rows.with_value(|all| {
                rows.extend(all[from..count.min(from + 500)].iter().map(|row| import::row(row, &mapping)));
            });
            if slices.rest().await && !self.is_on(round) {
                return Ok(None);
            }
        }
        let (licenses, teams) = future::join(all::<License>("licenses"), all::<Team>("teams")).await;
        let (licenses, teams) = (licenses?, teams?);
        if !self.is_on(round) {
            return Ok(None);
        }
        self.licenses.set(licenses.clone());
        let names = licenses.iter().map(|license| (license.id, license.name.as_str()));
        let teams = teams.iter().map(|team| (team.id, team.name.as_str()));
        let catalog = Catalog::new(names, teams, license.parse().ok()).with_roles(self.roles.get_value());
        let license = catalog.license_word();
        let offered: BTreeMap<_, _> = licenses
            .iter()
            .map(|license| (license.id, Offered { seats: license.seats, state: license.state }))
            .collect();
        let mut planner = Planner::new(catalog, offered, self.held);
        let mut known = if ask { Vec::new() } else { self.known.get_value() };
        for answer in &known {
            planner.learn(answer);
        }
        // Each part is judged while the addresses of the next ones are looked up.
        let asked = ask.then(|| rows.chunks(MAX_ADDRESSES).map(standings));
        let mut answers = stream::iter(asked.into_iter().flatten()).buffered(ASKED_AT_ONCE);
        let mut verdicts = Vec::with_capacity(rows.len());
        for part in rows.chunks(MAX_ADDRESSES) {
            if let Some(answer) = answers.next().await {
                let answer = answer?;
                planner.learn(&answer);
                known.push(answer);
            }
            for few in part.chunks(100) {
                verdicts.extend(few.iter().map(|row| planner.judge(row)));
                if slices.rest().await {
                    self.tell(round, verdicts.len() * 100 / rows.len());
                }
            }
            if !self.is_on(round) {
                return Ok(None);
            }
        }
        drop(answers);
        self.known.set_value(known);
        let takes = licenses
            .into_iter()
            .filter_map(|license| planner.takes().get(&license.id).map(|seats| (license.clone(), *seats)))
            .collect();
        slices.end().await;
        Ok(Some(Judged { rows, verdicts, license, takes }))
    }

    fn tell(self, round: u32, percent: usize) {
        if self.is_on(round) {
            self.busy.set(Some(percent.min(100)));
        }
    }
}

/// Asks what is known of the addresses of rows.
async fn standings(rows: &[ImportRow]) -> api::Answer<Standings> {
    // What is no address by far is known of nobody.
    let emails: Vec<_> =
        rows.iter().map(|row| &row.email).filter(|email| email.contains('@')).cloned().collect();
    if emails.is_empty() {
        return Ok(Standings::default());
    }
    api::import_standings(&AskStandings { emails }).await
}

/// Everything of a list, page by page.
async fn all<T: serde::de::DeserializeOwned>(list: &str) -> api::Answer<Vec<T>> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Page<T> = api::get(&api::list(list, &[("limit", "200"), ("cursor", &cursor)])).await?;
        found.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = next,
            None => return Ok(found),
        }
    }
}
