//! Takes figures from programs, row by row; the same key again corrects and is never counted twice.

use std::collections::{BTreeSet, HashMap};

use shared::api::measures::{Measure, MeasureResult, MeasureResults, RowOutcome, SendMeasures};
use shared::gather::gather;
use shared::id::OperationId;
use shared::measure::{self, MAX_MEASURES};
use shared::{Code, Refusal};

use crate::authority::{Proof, SendMeasures as MaySend};
use crate::context::Context;
use crate::failure::Failure;
use crate::store::measures::{self, KeyRow, Row};

/// Takes those that can be, also of ids that nobody has yet: they count once somebody has.
pub async fn send(
    ctx: &Context,
    proof: &Proof<MaySend>,
    request: &SendMeasures,
) -> Result<MeasureResults, Failure> {
    if !(1..=MAX_MEASURES).contains(&request.measures.len()) {
        return Err(Refusal::new(Code::TooManyRows, "Send 1 to 1,000 figures.").at("measures").into());
    }
    let (organization, operation): (_, OperationId) = (proof.organization(), ctx.id());
    let mut seen = BTreeSet::new();
    let mut judge = |measure: &Measure| {
        measure::check(measure)?;
        if seen.insert(measure.key.clone()) {
            return Ok(());
        }
        Err(Refusal::new(Code::DuplicateRow, "This key is in the list before.").at("key"))
    };
    let verdicts: Vec<_> = request.measures.iter().map(&mut judge).collect();
    let good = request.measures.iter().zip(&verdicts).filter(|(_, verdict)| verdict.is_ok());
    let rows: Vec<Row<'_>> = good.map(|(measure, _)| measure.into()).collect();
    let rows = serde_json::json!(rows).to_string();
    let batch = vec![
        measures::known(organization, &rows),
        measures::put(organization, &rows, operation),
        measures::known(organization, &rows),
    ];
    let answers = ctx.batch(batch).await?;
    let before: BTreeSet<_> = gather(answers[0].all::<KeyRow>()?.into_iter().map(|row| row.key));
    let now: HashMap<_, _> =
        answers[2].all::<KeyRow>()?.into_iter().map(|row| (row.key, row.operation_id)).collect();
    let outcome = |key: &String| match (before.contains(key), now.get(key) == Some(&operation)) {
        (false, _) => RowOutcome::Added,
        (true, true) => RowOutcome::Changed,
        (true, false) => RowOutcome::Unchanged,
    };
    let result = |(measure, verdict): (&Measure, Result<(), Refusal>)| match verdict {
        Ok(()) => MeasureResult {
            key: measure.key.clone(),
            outcome: outcome(&measure.key),
            code: None,
            message: None,
        },
        Err(refusal) => MeasureResult {
            key: measure.key.clone(),
            outcome: RowOutcome::Refused,
            code: Some(refusal.code),
            message: Some(refusal.detail),
        },
    };
    Ok(MeasureResults { results: request.measures.iter().zip(verdicts).map(result).collect() })
}
