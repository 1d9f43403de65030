//! Notices about licenses, and who wants them.

use serde::{Deserialize, Serialize};

use crate::api::Named;
use crate::id::LicenseId;
use crate::license::LicenseState;
use crate::notice::NoticeKind;
use crate::seat::SeatCounts;
use crate::time::Timestamp;

/// A notice that is due now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// Which license.
    pub license: Named<LicenseId>,
    /// Days (30, 7, 1), percent (90), or 0.
    pub threshold: u8,
    /// Where the license stands in its term.
    pub state: LicenseState,
    /// End of the license's term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When its people lose it: the end of the grace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Its seats, and how many people wait.
    pub seats: SeatCounts,
}

/// Which notices are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct NoticeChoice {
    /// Licenses that end soon.
    pub expiring: bool,
    /// Licenses with few seats left.
    pub nearly_full: bool,
    /// Licenses for which people wait.
    pub queue: bool,
}

/// The notices that are due now, and the choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", serde(deny_unknown_fields))]
pub struct Notices {
    /// Due now, of those that the organization wants; at most 100.
    pub notices: Vec<Notice>,
    /// What the organization wants: neither shown nor mailed otherwise.
    pub organization: NoticeChoice,
    /// What the signed-in person, or who made the token, wants by mail.
    pub mine: NoticeChoice,
}

/// Changes choices; what is absent stays.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeNotices {
    /// For the organization; needs the right to manage licenses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<ChangeChoice>,
    /// For myself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<ChangeChoice>,
}

/// Changes one choice; what is absent stays.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeChoice {
    /// Licenses that end soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiring: Option<bool>,
    /// Licenses with few seats left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearly_full: Option<bool>,
    /// Licenses for which people wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<bool>,
}

impl ChangeChoice {
    /// What is said, kind by kind.
    pub fn said(&self) -> impl Iterator<Item = (NoticeKind, bool)> {
        let all = [
            (NoticeKind::Expiring, self.expiring),
            (NoticeKind::NearlyFull, self.nearly_full),
            (NoticeKind::Queue, self.queue),
        ];
        all.into_iter().filter_map(|(kind, said)| Some((kind, said?)))
    }
}

impl NoticeChoice {
    /// Everything but these.
    pub fn all_but(off: &[NoticeKind]) -> Self {
        let wants = |kind| !off.contains(&kind);
        Self {
            expiring: wants(NoticeKind::Expiring),
            nearly_full: wants(NoticeKind::NearlyFull),
            queue: wants(NoticeKind::Queue),
        }
    }

    /// Whether a kind is wanted.
    pub const fn wants(self, kind: NoticeKind) -> bool {
        match kind {
            NoticeKind::Expiring => self.expiring,
            NoticeKind::NearlyFull => self.nearly_full,
            NoticeKind::Queue => self.queue,
        }
    }
}
