//! Stems as numbers: each is kept once for the whole program, so that many claims can hold theirs, and two lists are compared
//! without looking at letters.

use std::{
    cmp::Ordering,
    sync::{LazyLock, PoisonError, RwLock},
};

use indexmap::IndexSet;

use super::rarity;

static KNOWN: LazyLock<RwLock<IndexSet<Box<str>>>> = LazyLock::new(RwLock::default);

/// A stem, and how much it says that two texts share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem {
    place: u32,
    bits: u32,
}

impl Stem {
    fn new(text: &str) -> Self {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get_index_of(text);
        let place = known.unwrap_or_else(|| {
            KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert_full(text.into()).0
        });
        let place = u32::try_from(place).expect("a language has fewer than four thousand million stems");
        Self { place, bits: rarity::bits(text) }
    }

    /// Its letters.
    pub fn text(self) -> String {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        known.get_index(self.place as usize).map(ToString::to_string).unwrap_or_default()
    }

    /// Bits that it is worth: 1 where every second article has it, 8 where fewer than one in 256 has.
    pub fn bits(self) -> u32 {
        self.bits
    }
}

/// A set of stems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stems(Box<[Stem]>);

impl Stems {
    /// The stems that are in both sets, and those of the second that the first does not have.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The stems, in an order that differs from one run of the program to the next.
    pub fn iter(&self) -> impl Iterator<Item = Stem> {
        self.0.iter().copied()
    }

    /// Bits of all stems.
    pub fn bits(&self) -> u32 {
        self.iter().map(Stem::bits).sum()
    }

    /// Bits of the stems that both have, and of all the stems of the one that has fewer bits.
    pub fn shared(&self, other: &Self) -> (u32, u32) {
        let both = self.common(other).map(Stem::bits).sum();
        (both, self.bits().min(other.bits()))
    }

    /// The stems that both have.
    pub fn common(&self, other: &Self) -> impl Iterator<Item = Stem> {
        let (mut one, mut two) = (self.0.iter().peekable(), other.0.iter().peekable());
        std::iter::from_fn(move || {
            loop {
                match one.peek()?.cmp(two.peek()?) {
                    Ordering::Less => one.next(),
                    Ordering::Greater => two.next(),
                    Ordering::Equal => {
                        two.next();
                        return one.next().copied();
                    }
                };
            }
        })
    }
}

impl FromIterator<Stem> for Stems {
    fn from_iter<I: IntoIterator<Item = Stem>>(stems: I) -> Self {
        let mut stems: Vec<Stem> = stems.into_iter().collect();
        stems.sort_unstable();
        stems.dedup();
        Self(stems.into())
    }
}

impl<S: AsRef<str>> FromIterator<S> for Stems {
    fn from_iter<I: IntoIterator<Item = S>>(stems: I) -> Self {
        stems.into_iter().map(|stem| Stem::new(stem.as_ref())).collect()
    }
}
