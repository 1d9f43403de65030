//! Why a person was not connected to an account, judged by how both stand after the database was asked.

use super::ProviderId;
use crate::error::{Code, Refusal};
use crate::id::ExternalAccountId;
use crate::member::MemberStatus;

/// How person and account stand.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The person; none: there is no such person.
    pub member: Option<MemberStatus>,
    /// Their name or address.
    pub name: String,
    /// The account's provider; none: there is no such account.
    pub provider: Option<ProviderId>,
    /// The account that they are connected to there, and its id there.
    pub current: Option<(ExternalAccountId, String)>,
    /// Who is connected to the account.
    pub holder: Option<String>,
}

/// Whether the person is connected to the account; else why not, and what to do next.
pub fn judge(standing: &Standing, provider: ProviderId, account: ExternalAccountId) -> Result<(), Refusal> {
    let Standing { member, name, current, holder, .. } = standing;
    let Some(member) = member else {
        return Err(Refusal::new(Code::NotFound, "There is no such member.").at("member"));
    };
    if standing.provider != Some(provider) {
        let detail =
            format!("{} has no such account here. Add it to the list first.", provider.provider().name);
        return Err(Refusal::new(Code::NotFound, detail).at("account"));
    }
    if current.as_ref().is_some_and(|(current, _)| *current == account) {
        return Ok(());
    }
    match member {
        MemberStatus::Active => {}
        MemberStatus::Disabled => {
            let detail = format!("{name} is deactivated. Enable them first.");
            return Err(Refusal::new(Code::MemberDisabled, detail).at("member"));
        }
        MemberStatus::Pending | MemberStatus::Removed => {
            let detail = format!("{name} has not accepted the invitation yet.");
            return Err(Refusal::new(Code::NotInThisState, detail).at("member"));
        }
    }
    if let Some(holder) = holder {
        let detail =
            format!("{holder} is connected to this account. Disconnect them first, or choose another.");
        return Err(Refusal::new(Code::AccountTaken, detail).at("account"));
    }
    let detail = match current {
        Some((_, current)) => {
            format!("{name} is connected to {current}. Say that it is left for another, or disconnect first.")
        }
        None => format!("{name} was disconnected meanwhile. Look again."),
    };
    Err(Refusal::new(Code::AlreadyConnected, detail).at("instead_of"))
}

/// Why a person was not connected to the account that they state as their own. Names no colleague.
pub fn judge_own(provider: ProviderId, current: Option<&str>, account: &str) -> Result<(), Refusal> {
    match current {
        Some(current) if current == account => Ok(()),
        Some(current) => {
            let detail = format!("You are connected to {current}. Disconnect it first.");
            Err(Refusal::new(Code::AlreadyConnected, detail).at("account"))
        }
        None => {
            let name = provider.provider().name;
            let detail =
                format!("Somebody else uses this {name} account, or its address is not yours. Ask an admin.");
            Err(Refusal::new(Code::AccountTaken, detail).at("account"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_its_code() {
        let (zoom, teams) = (ProviderId::find("zoom"), ProviderId::find("teams"));
        let account = ExternalAccountId::from_bits(1);
        let fine = Standing {
            member: Some(MemberStatus::Active),
            name: "Ann".to_owned(),
            provider: zoom,
            current: Some((account, "z1".to_owned())),
            holder: Some("Ann".to_owned()),
        };
        let code =
            |standing: &Standing| judge(standing, zoom.unwrap(), account).err().map(|refusal| refusal.code);
        assert_eq!(code(&fine), None);
        assert_eq!(code(&Standing { member: None, ..fine.clone() }), Some(Code::NotFound));
        assert_eq!(code(&Standing { provider: None, ..fine.clone() }), Some(Code::NotFound));
        assert_eq!(code(&Standing { provider: teams, ..fine.clone() }), Some(Code::NotFound));
        let apart = Standing { current: None, holder: None, ..fine };
        assert_eq!(code(&apart), Some(Code::AlreadyConnected));
        let of = |member| Standing { member: Some(member), ..apart.clone() };
        assert_eq!(code(&of(MemberStatus::Disabled)), Some(Code::MemberDisabled));
        assert_eq!(code(&of(MemberStatus::Pending)), Some(Code::NotInThisState));
        let taken = Standing { holder: Some("Olaf".to_owned()), ..apart.clone() };
        assert_eq!(code(&taken), Some(Code::AccountTaken));
        let elsewhere =
            Standing { current: Some((ExternalAccountId::from_bits(2), "z2".to_owned())), ..apart };
        assert_eq!(code(&elsewhere), Some(Code::AlreadyConnected));
    }

    /// covers: A15
    #[test]
    fn my_own_account_names_nobody_else() {
        let webex = ProviderId::find("webex").unwrap();
        assert!(judge_own(webex, Some("a"), "a").is_ok());
        assert_eq!(judge_own(webex, Some("a"), "b").unwrap_err().code, Code::AlreadyConnected);
        assert_eq!(judge_own(webex, None, "b").unwrap_err().code, Code::AccountTaken);
    }
}
