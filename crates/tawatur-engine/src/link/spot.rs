//! Where a claim says that it happened.

use std::fmt;

use serde::{Deserialize, Serialize};
use tawatur::claim::record::{CodePoints, Place};

use super::word;

/// Kilometres of a degree of latitude.
const DEGREE: f64 = 111.2;

/// Degrees beyond the side of a square that still belong to it.
const MARGIN: f64 = 0.3;

/// So many code points beside a clause still belong to it.
const BESIDE: usize = 24;

/// Whether words stand in a clause or right beside it.
pub(super) fn near(words: CodePoints, clause: CodePoints) -> bool {
    words[0] <= clause[1] + BESIDE && clause[0] <= words[1] + BESIDE
}

/// What kind of place it is, from the largest to the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Several countries, or a region without a bound.
    Region,
    /// A country.
    Country,
    /// A governorate, province or state.
    Division,
    /// A part of a division: a district, a city's countryside.
    Area,
    /// A city, town or village.
    Town,
    /// A quarter, camp, crossing, building.
    Site,
}

/// A place of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Gazetteer id; null when no list has it.
    pub id: Option<String>,
    /// Usual English name, the part with it.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-level division, English.
    pub division: Option<String>,
    /// Gazetteer id of the place that it is said to lie in.
    pub container: Option<String>,
    /// Latitude, degrees north.
    pub lat: Option<f64>,
    /// Longitude, degrees east.
    pub lon: Option<f64>,
    /// How large it is.
    pub level: Level,
    /// `in`, `from` or `to`.
    pub role: String,
    /// Whether it stands in the claim's own clause; else it was carried over from elsewhere in the document.
    pub here: bool,
    /// Stems of its words.
    pub words: Vec<String>,
    /// Its words.
    pub text: String,
}

impl Spot {
    pub(super) fn new(place: &Place, clause: CodePoints) -> Self {
        let level = match place.precision.as_deref() {
            Some("country") => Level::Country,
            Some("admin1") => Level::Division,
            Some("region") if place.country.is_none() => Level::Region,
            Some("region") if place.parts.is_empty() && place.admin1.is_none() => Level::Division,
            Some("region" | "admin2" | "sea" | "river" | "mountain" | "desert") | None => Level::Area,
            Some("town" | "village") => Level::Town,
            Some(_) => Level::Site,
        };
        Self {
            id: place.id.clone(),
            name: place.name.clone(),
            country: place.country.clone(),
            division: place.admin1.clone(),
            container: place.container.as_ref().map(|container| container.id.clone()),
            lat: place.lat,
            lon: place.lon,
            level,
            role: place.role.clone(),
            here: near(place.span, clause),
            words: word::stems(&place.text),
            text: place.text.clone(),
        }
    }

    /// Kilometres between two points, on a sphere.
    pub fn kilometres(&self, other: &Self) -> Option<f64> {
        let (lat, lon, north, east) = (self.lat?, self.lon?, other.lat?, other.lon?);
        let mean = f64::midpoint(lat, north).to_radians();
        let across = (lon - east) * mean.cos();
        Some((lat - north).hypot(across) * DEGREE)
    }

    /// Squares of a degree that the point lies in or near, so that neighbours have one in common. Countries have none.
    pub(super) fn cells(&self) -> Vec<String> {
        let Some((lat, lon)) = self.lat.zip(self.lon).filter(|_| self.level > Level::Country) else {
            return Vec::new();
        };
        let sides = |degree: f64| {
            let (low, high) = ((degree - MARGIN).floor(), (degree + MARGIN).floor());
            if low < high { vec![low, high] } else { vec![low] }
        };
        sides(lat)
            .iter()
            .flat_map(|lat| sides(lon).into_iter().map(move |lon| format!("{lat},{lon}")))
            .collect()
    }

    /// Whether the other lies in this one, by id of the container, by division or country.
    pub fn contains(&self, other: &Self) -> bool {
        if self.level >= other.level {
            return false;
        }
        match self.level {
            Level::Country => self.country.is_some() && self.country == other.country,
            Level::Division => {
                self.country == other.country && self.division.is_some() && self.division == other.division
            }
            _ => self.id.is_some() && self.id == other.container,
        }
    }

    /// Whether both are one place: the same id, or the same words where no list has them.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(a), Some(b)) => a == b && self.level == other.level,
            _ => !self.words.is_empty() && self.words == other.words && self.country == other.country,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Region => "region",
            Self::Country => "country",
            Self::Division => "division",
            Self::Area => "area",
            Self::Town => "town",
            Self::Site => "site",
        })
    }
}
