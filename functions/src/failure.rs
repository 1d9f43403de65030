//! Why a request did not succeed: the caller's fault (told) or ours (logged, and told as `internal`).

use core::fmt;

use shared::{Code, Refusal};

use crate::ports::DbError;

/// Why a request did not succeed. One word, since whatever can fail carries the place for it.
#[derive(Debug)]
pub struct Failure(Box<Cause>);

#[derive(Debug)]
enum Cause {
    /// A rule said no; the caller learns why.
    Refused(Refusal),
    /// Something of ours broke; the caller learns only that. Holds no secret, address or password.
    Broken(String),
}

impl Failure {
    /// Something of ours broke, with the place that noticed.
    pub fn broken(place: &str, cause: impl fmt::Display) -> Self {
        Self(Box::new(Cause::Broken(format!("{place}: {cause}"))))
    }

    /// What of ours broke, if that is what happened.
    pub fn broke(&self) -> Option<&str> {
        match &*self.0 {
            Cause::Broken(cause) => Some(cause),
            Cause::Refused(_) => None,
        }
    }

    /// The rule's no; what broke goes on as it is.
    pub fn refusal(self) -> Result<Refusal, Self> {
        match *self.0 {
            Cause::Refused(refusal) => Ok(refusal),
            broken @ Cause::Broken(_) => Err(Self(Box::new(broken))),
        }
    }

    /// The refusal that the caller sees.
    pub fn into_refusal(self) -> Refusal {
        match *self.0 {
            Cause::Refused(refusal) => refusal,
            Cause::Broken(_) => Refusal::new(
                Code::Internal,
                "Something broke on our side. Try again; if it stays, give the request id to your operator.",
            ),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(Box::new(Cause::Refused(refusal)))
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::broken("database", error)
    }
}
