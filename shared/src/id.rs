//! Typed ids: a prefix and a UUID v7, in the `TypeID` text form (`mem_01h455vb4pex5vsknk084sn02q`).
//!
//! The text form keeps the order of time and is what the database, the API and the logs hold. New ids are made from
//! a time and random bytes that the caller brings; nothing here is random.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Timestamp;

/// Crockford's base 32 in lower case, as the `TypeID` specification asks.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Length of a UUID in base 32.
const SUFFIX: usize = 26;

/// What an id names: gives the prefix of its text form.
pub trait Kind {
    /// Two to four lower-case letters before the underscore.
    const PREFIX: &'static str;
}

/// The id of a `K`: a UUID v7 whose text form carries the kind's prefix.
pub struct Id<K> {
    bits: u128,
    kind: PhantomData<fn() -> K>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $alias:ident = $kind:ident $prefix:literal;)*) => {$(
        #[doc = concat!("Marks ids that start with `", $prefix, "_`.")]
        pub enum $kind {}
        impl Kind for $kind {
            const PREFIX: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $alias = Id<$kind>;
    )*};
}

kinds! {
    /// Somebody who became a member at once, without being asked.
    AdditionId = Addition "add";
    /// A time at which members work together.
    AppointmentId = Appointment "apt";
    /// One person's place on one license.
    AssignmentId = Assignment "asg";
    /// What somebody wants to become better at.
    CoachingPlanId = CoachingPlan "cpl";
    /// A customer's employer.
    CompanyId = Company "cmp";
    /// One person's tie to one account at a provider.
    ConnectionId = Connection "con";
    /// A mail domain.
    DomainId = Domain "dom";
    /// One entry of the audit log.
    EventId = Event "evt";
    /// An account that somebody has at a provider.
    ExternalAccountId = ExternalAccount "acc";
    /// An identifier of a person in another system.
    ExternalIdId = ExternalId "xid";
    /// A field that the organization adds to its people.
    FieldId = Field "fld";
    /// A file of people on its way in.
    ImportId = Import "imp";
    /// An offer sent to an address.
    InvitationId = Invitation "inv";
    /// The right to so many seats.
    LicenseId = License "lic";
    /// A license key or link.
    LicenseKeyId = LicenseKey "key";
    /// A person's place in an organization.
    MemberId = Member "mem";
    /// Something told about a license.
    NoticeId = Notice "ntc";
    /// A further address of somebody, or one that waits for its code.
    UserEmailId = UserEmail "eml";
    /// A change of the address by which somebody is known.
    AddressChangeId = AddressChange "chg";
    /// One write: all its rows, ledger entries, events and mails carry it.
    OperationId = Operation "op";
    /// The customer whose people and licenses these are.
    OrganizationId = Organization "org";
    /// A mail or message that waits to leave.
    OutboxId = Outbox "out";
    /// A person's place in the queue of a full license.
    QueueEntryId = QueueEntry "que";
    /// Products that are licensed together.
    PackageId = Package "pkg";
    /// What is licensed.
    ProductId = Product "prd";
    /// A mailed code that lets a person set a new password.
    ResetId = Reset "rst";
    /// Something that the organization offers.
    ServiceId = Service "srv";
    /// A role that the organization made.
    RoleId = CustomRole "role";
    /// A signed-in browser.
    SessionId = Session "ses";
    /// A named group of members.
    TeamId = Team "team";
    /// A program's key to the API.
    TokenId = Token "tok";
    /// A person who can sign in.
    UserId = User "usr";
}

impl<K> Id<K> {
    /// The id that names nothing.
    pub const NIL: Self = Self::from_bits(0);

    /// Makes a UUID v7 from a time and ten random bytes.
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.millis()).unwrap_or_default();
        let uuid = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        Self::from_bits(uuid.as_u128())
    }

    /// The 128 bits of the UUID.
    pub const fn bits(self) -> u128 {
        self.bits
    }

    /// Takes the 128 bits of a UUID.
    pub const fn from_bits(bits: u128) -> Self {
        Self { bits, kind: PhantomData }
    }

    /// The text form without its prefix: 26 characters.
    pub fn suffix(self) -> String {
        let mut text = [0_u8; SUFFIX];
        let mut rest = self.bits;
        for place in text.iter_mut().rev() {
            *place = ALPHABET[usize::from((rest & 31) as u8)];
            rest >>= 5;
        }
        text.iter().map(|byte| char::from(*byte)).collect()
    }

    /// Reads the text form without its prefix.
    pub fn from_suffix(text: &str) -> Result<Self, IdError> {
        if text.len() != SUFFIX || text.as_bytes()[0] > b'7' {
            return Err(IdError);
        }
        let mut bits = 0_u128;
        for byte in text.bytes() {
            let digit = ALPHABET.iter().position(|letter| *letter == byte).ok_or(IdError)?;
            bits = (bits << 5) | digit as u128;
        }
        Ok(Self::from_bits(bits))
    }
}

/// The text is not an id of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id of this kind")
    }
}

impl core::error::Error for IdError {}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.suffix())
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let rest = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(IdError)?;
        Self::from_suffix(rest)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.bits.cmp(&other.bits)
    }
}

impl<K> core::hash::Hash for Id<K> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.bits.hash(state);
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom(format_args!("an id that starts with {}_", K::PREFIX)))
    }
}

#[cfg(feature = "schema")]
impl<K: Kind> schemars::JsonSchema for Id<K> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}_id", K::PREFIX).into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": format!("^{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$", K::PREFIX) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_is_a_type_id() {
        // The example of the TypeID specification.
        let uuid = uuid::Uuid::parse_str("01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
        let id = MemberId::from_bits(uuid.as_u128());
        assert_eq!(id.to_string(), "mem_01h455vb4pex5vsknk084sn02q");
        assert_eq!("mem_01h455vb4pex5vsknk084sn02q".parse(), Ok(id));
    }

    #[test]
    fn another_kind_a_wrong_letter_and_a_wrong_length_are_refused() {
        for text in [
            "lic_01h455vb4pex5vsknk084sn02q",
            "mem_01h455vb4pex5vsknk084sn02",
            "mem_",
            "",
            "mem_81h455vb4pex5vsknk084sn02q",
            "mem_01h455vb4pex5vsknk084sn02u",
        ] {
            assert_eq!(text.parse::<MemberId>(), Err(IdError), "{text}");
        }
    }

    #[test]
    fn ids_sort_by_time() {
        let early = MemberId::new(Timestamp::from_millis(1_000), [255; 10]);
        let late = MemberId::new(Timestamp::from_millis(1_001), [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
    }
}
