//! Countries as other schemes write them.

use tawatur::codebook::Codebook;

/// English name in the gazetteer.
pub fn name<'c>(codebook: &'c Codebook, code: &str) -> Option<&'c str> {
    codebook.country(code).map(|row| codebook.places[row as usize].name.as_str())
}

/// ISO 3166-1 numeric.
pub fn number(code: &str) -> Option<i64> {
    rust_iso3166::from_alpha2(code).map(|c| i64::from(c.numeric))
}

/// ISO 3166-1 alpha-3.
pub fn alpha3(code: &str) -> Option<&'static str> {
    rust_iso3166::from_alpha2(code).map(|c| c.alpha3)
}
