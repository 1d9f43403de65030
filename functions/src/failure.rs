//! Why a request did not succeed: the caller's fault (told) or ours (logged, and told as `internal`).

use core::fmt;

use shared::{Code, Refusal};

use crate::ports::DbError;

/// Why a request did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// A rule said no; the caller learns why.
    Refused(Refusal),
    /// Something of ours broke; the caller learns only that. Holds no secret, address or password.
    Broken(String),
}

impl Failure {
    /// Something of ours broke, with the place that noticed.
    pub fn broken(place: &str, cause: impl fmt::Display) -> Self {
        Self::Broken(format!("{place}: {cause}"))
    }

    /// The refusal that the caller sees.
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Broken(_) => Refusal::new(
                Code::Internal,
                "Something broke on our side. Try again; if it stays, give the request id to your operator.",
            ),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::broken("database", error)
    }
}
