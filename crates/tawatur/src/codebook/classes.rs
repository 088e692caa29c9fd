//! Semantic classes: what a mention may be and what a frame or cue asks for, as sets of bits.

use serde::{Deserialize, Serialize};

use super::weights::{Value, value};

/// A set of semantic classes; what a mention is, or what a frame accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Classes(pub u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal @ $bit:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
            const NAMED: &'static [(&'static str, Self)] = &[$(($text, Self::$name)),*];
            const VALUES: &'static [(Value<'static>, Self)] = &[$((value!($text), Self::$name)),*];
        }
    };
}

classes! {
    /// Fighters, forces, armies.
    ARMED = "armed" @ 0;
    /// An armed group as an organisation.
    GROUP = "group" @ 1;
    /// A state or government.
    STATE = "state" @ 2;
    /// Holders of office.
    OFFICIAL = "official" @ 3;
    /// Any other single person.
    PERSON = "person" @ 4;
    /// Civilians.
    CIVILIAN = "civilian" @ 5;
    /// Organisations without arms.
    ORGANISATION = "organisation" @ 6;
    /// Media outlets.
    OUTLET = "outlet" @ 7;
    /// Places.
    PLACE = "place" @ 8;
    /// Buildings, camps, crossings.
    FACILITY = "facility" @ 9;
    /// Vehicles.
    VEHICLE = "vehicle" @ 10;
    /// Weapons and munitions.
    WEAPON = "weapon" @ 11;
    /// Relief goods.
    AID = "aid" @ 12;
    /// Money.
    MONEY = "money" @ 13;
    /// Statements, reports, recordings.
    MESSAGE = "message" @ 14;
    /// Everything that is no thing.
    ABSTRACT = "abstract" @ 15;
}

impl Classes {
    /// armed, official, person, civilian
    pub const PEOPLE: Self = Self(Self::ARMED.0 | Self::OFFICIAL.0 | Self::PERSON.0 | Self::CIVILIAN.0);
    /// group, state, armed, organisation, official
    pub const PARTY: Self =
        Self(Self::GROUP.0 | Self::STATE.0 | Self::ARMED.0 | Self::ORGANISATION.0 | Self::OFFICIAL.0);
    /// people and party together, outlets included
    pub const ANY_ACTOR: Self = Self(Self::PEOPLE.0 | Self::PARTY.0 | Self::OUTLET.0);

    /// The class or shorthand of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "people" => Some(Self::PEOPLE),
            "party" => Some(Self::PARTY),
            "any-actor" => Some(Self::ANY_ACTOR),
            _ => Self::NAMED.iter().find(|(n, _)| *n == name).map(|&(_, c)| c),
        }
    }

    /// The names of its classes.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMED.iter().filter(move |(_, class)| self.meets(*class)).map(|(name, _)| *name)
    }

    /// The same as values of features.
    pub fn values(self) -> impl Iterator<Item = Value<'static>> {
        Self::VALUES.iter().filter(move |(_, class)| self.meets(*class)).map(|(value, _)| *value)
    }

    /// Whether the two sets share a class.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
