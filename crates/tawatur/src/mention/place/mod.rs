//! Places: which row of the gazetteer a name means, what a type word and a direction make of it, and what can still
//! be said of a place that no list has.
//!
//! `حي السكري بمدينة حلب` is a district that lies in Aleppo even if no list has it; `مخيم الرابية` is no town of
//! that name in a country that the text never speaks of. Every candidate carries its points and where they come from;
//! a name none of whose candidates reaches zero stays a name.

mod recall;
mod scene;
mod settle;
#[cfg(test)]
mod tests;
mod weigh;
mod words;

pub use recall::recall;
pub use scene::{Scene, sift};
pub use settle::settle;

use crate::codebook::{Codebook, PlaceEntry};
use crate::text::Tokens;

/// Where points of a candidate come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Countries, divisions and large cities are meant before hamlets.
    Size,
    /// The document speaks of its country.
    DocumentCountry,
    /// The document never speaks of its country.
    FarOff,
    /// The document names other places of its first-level division.
    Neighbour,
    /// It lies, or does not lie, in the place that the text puts it in.
    Container,
    /// The word before it says what it is: مدينة, حي, جبل.
    TypeWord,
    /// A preposition or a direction stands before it: في, قرب, شمال.
    Preposition,
    /// It is an ordinary word as well: الباب, السلام.
    OrdinaryWord,
    /// It stands like an adjective after a noun with the article: الوضع القائم.
    Attributive,
    /// Elsewhere the document says clearly that it means a place.
    Established,
    /// A name of its country is joined to it by و.
    Joined,
    /// Its name has several words.
    LongName,
    /// It was named before and is taken up again: المدينة, العاصمة.
    Recalled,
    /// An adjective says which country: الأراضي السورية.
    Nisba,
}

impl Reason {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::DocumentCountry => "document_country",
            Self::FarOff => "far_off",
            Self::Neighbour => "neighbour",
            Self::Container => "container",
            Self::TypeWord => "type_word",
            Self::Preposition => "preposition",
            Self::OrdinaryWord => "ordinary_word",
            Self::Attributive => "attributive",
            Self::Established => "established",
            Self::Joined => "joined",
            Self::LongName => "long_name",
            Self::Recalled => "recalled",
            Self::Nisba => "nisba",
        }
    }
}

/// A row of the gazetteer that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Position among the codebook's places.
    pub place: u32,
    /// Sum of its reasons: small integers, about a doubling of the odds each.
    pub points: i32,
    /// What spoke for and against it.
    pub reasons: Vec<(Reason, i32)>,
}

impl Candidate {
    fn new(place: u32) -> Self {
        Self { place, points: 0, reasons: Vec::new() }
    }

    fn add(&mut self, reason: Reason, points: i32) {
        if points != 0 {
            self.points += points;
            self.reasons.push((reason, points));
        }
    }

    /// Whether enough speaks for it.
    pub fn holds(&self) -> bool {
        self.points >= 0
    }
}

/// What is known of the place that a mention names, beside the gazetteer's row itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Rows it may be, best first, those that do not hold included.
    pub candidates: Vec<Candidate>,
    /// Type of place that its type word says, as the codebook's `place_head` has it.
    pub kind: Option<String>,
    /// The words of its name when no list has it.
    pub name: Option<Tokens>,
    /// Which part or side of the place is meant: countryside, north …
    pub parts: Vec<&'static str>,
    /// The place that it lies in, as the text says.
    pub container: Option<u32>,
    /// ISO 3166-1 alpha-2 of a place that no list has: its container's, else the document's; or empty.
    pub country: String,
}

impl Site {
    /// The row it is, if one holds.
    pub fn place(&self) -> Option<u32> {
        self.candidates.first().filter(|c| c.holds()).map(|c| c.place)
    }

    /// Its type: the row's, unless a part is meant or no row holds.
    pub fn kind_of<'s>(&'s self, row: Option<&'s PlaceEntry>) -> Option<&'s str> {
        match row {
            Some(row) if self.parts.iter().all(|p| *p == "near") => Some(&row.kind),
            Some(_) => Some("region"),
            None => self.kind.as_deref(),
        }
    }

    /// Its country; empty when unknown.
    pub fn country_of<'s>(&'s self, row: Option<&'s PlaceEntry>) -> &'s str {
        row.map_or(self.country.as_str(), |r| r.country.as_str())
    }

    /// Its first-level division: the row's, else that of its container; empty when unknown.
    pub fn admin1_of<'s>(&self, row: Option<&'s PlaceEntry>, container: Option<&'s PlaceEntry>) -> &'s str {
        row.or(container.filter(|_| self.name.is_some())).map_or("", |r| r.admin1.as_str())
    }

    /// Whether it says where something is: a row holds, or words, type and country are known.
    pub fn says_where(&self) -> bool {
        self.place().is_some() || self.name.is_some() && !self.country.is_empty()
    }

    /// English name with its part: northern Aleppo countryside.
    pub fn name_of(&self, row: &PlaceEntry) -> String {
        let sides: Vec<&str> = self.parts.iter().copied().filter(|p| words::adjective(p).is_some()).collect();
        let mut name = match sides[..] {
            [] => row.name.clone(),
            // شمال غرب
            [first @ ("north" | "south"), second @ ("east" | "west")] => {
                format!("{first}{} {}", words::adjective(second).unwrap_or_default(), row.name)
            }
            _ => {
                let words: Vec<&str> = sides.iter().filter_map(|s| words::adjective(s)).collect();
                format!("{} {}", words.join(" and "), row.name)
            }
        };
        if self.parts.contains(&"countryside") {
            name.push_str(" countryside");
        }
        name
    }
}

/// How well a row fits a type word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Same,
    Close,
    Not,
}

/// Whether a place of type `kind` can follow a word for places of type `said`.
fn fit(said: &str, kind: &str) -> Fit {
    if said == kind {
        return Fit::Same;
    }
    let close = match said {
        "town" => matches!(kind, "village" | "admin2" | "district" | "admin1" | "region"),
        "village" => matches!(kind, "town" | "district"),
        "admin1" => matches!(kind, "region" | "town" | "admin2"),
        "admin2" => matches!(kind, "town" | "village" | "district" | "admin1"),
        "district" => matches!(kind, "village" | "town" | "camp" | "admin2" | "region"),
        // منطقة, جزيرة, سهل may be said of nearly anything.
        "region" => true,
        "country" => matches!(kind, "region"),
        "mountain" => matches!(kind, "region" | "village"),
        "river" | "sea" => matches!(kind, "region" | "sea" | "river" | "facility"),
        "camp" => matches!(kind, "facility" | "district"),
        "crossing" | "airport" => kind == "facility",
        "facility" => matches!(kind, "crossing" | "airport" | "camp"),
        _ => false,
    };
    if close { Fit::Close } else { Fit::Not }
}

/// Kilometres between two rows, where both have a point.
fn distance(a: &PlaceEntry, b: &PlaceEntry) -> Option<f32> {
    let ((la, oa), (lb, ob)) = a.point.zip(b.point)?;
    let east = (oa - ob) * f32::midpoint(la, lb).to_radians().cos();
    Some(111.2 * (la - lb).hypot(east))
}

/// Whether a row is a country, division or region that another lies in.
pub fn encloses(codebook: &Codebook, outer: u32, inner: u32) -> bool {
    let (o, i) = (&codebook.places[outer as usize], &codebook.places[inner as usize]);
    match o.kind.as_str() {
        "country" => i.kind != "country" && i.country == o.country,
        "admin1" => {
            i.kind != "admin1" && i.kind != "country" && i.country == o.country && i.admin1 == o.admin1
        }
        "region" => {
            !matches!(i.kind.as_str(), "country" | "region" | "admin1")
                && i.country == o.country
                && (o.admin1.is_empty() || o.admin1 == i.admin1)
        }
        _ => false,
    }
}

/// Whether a row lies in another, by their divisions.
fn lies_in(codebook: &Codebook, inner: u32, outer: u32) -> bool {
    let (a, b) = (&codebook.places[inner as usize], &codebook.places[outer as usize]);
    match b.kind.as_str() {
        "country" => a.country == b.country,
        "admin1" => a.country == b.country && a.admin1 == b.admin1,
        _ => distance(a, b).is_some_and(|km| km < 60.0),
    }
}
