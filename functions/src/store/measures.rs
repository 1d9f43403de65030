//! Figures that programs send by external id. Summing them is `store::insights`.

use serde::{Deserialize, Serialize};
use shared::api::measures::Measure;
use shared::id::{OperationId, OrganizationId};

use crate::ports::Statement;

/// A figure as it is kept.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    key: &'a str,
    source: &'a str,
    external_id: &'a str,
    metric: &'a str,
    day: String,
    value: f64,
}

impl<'a> From<&'a Measure> for Row<'a> {
    fn from(measure: &'a Measure) -> Self {
        let day = measure.at.to_string()[..10].to_owned();
        let Measure { key, source, external_id, metric, value, .. } = measure;
        Self { key, source, external_id, metric, day, value: *value }
    }
}

/// Those of these keys that there are: rows of [`KeyRow`].
pub fn known(organization: OrganizationId, rows: &str) -> Statement {
    Statement::new(
        "SELECT m.key, m.operation_id FROM json_each(?2) r CROSS JOIN measures m ON m.organization_id = ?1 AND m.key = r.value ->> 'key'",
    )
    .bind(organization)
    .bind(rows)
}

/// A row of [`known`].
#[derive(Debug, Deserialize)]
pub struct KeyRow {
    /// The key.
    pub key: String,
    /// The write that wrote it last.
    pub operation_id: OperationId,
}

/// Takes figures; a key that is there is corrected where the figure differs.
pub fn put(organization: OrganizationId, rows: &str, operation: OperationId) -> Statement {
    Statement::new(
        "INSERT INTO measures (organization_id, key, source, external_id, metric, day, value, operation_id) \
         SELECT ?1, value ->> 'key', value ->> 'source', value ->> 'external_id', value ->> 'metric', value ->> 'day', value ->> 'value', ?3 \
         FROM json_each(?2) WHERE true ON CONFLICT (organization_id, key) DO UPDATE SET source = excluded.source, \
         external_id = excluded.external_id, metric = excluded.metric, day = excluded.day, value = excluded.value, operation_id = excluded.operation_id \
         WHERE (measures.source, measures.external_id, measures.metric, measures.day, measures.value) \
         <> (excluded.source, excluded.external_id, excluded.metric, excluded.day, excluded.value)",
    )
    .bind(organization)
    .bind(rows)
    .bind(operation)
}
