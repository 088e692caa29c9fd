//! Claims for reading.
use clap::ColorChoice;
use tawatur::{Reader, capture::Document, claim::record::Claim};
pub struct Page;
impl Page { pub fn new(_: ColorChoice, _: bool, _: bool) -> Self { Self } }
pub fn document(_: &Page, _: &Reader, _: &Document, claims: &[Claim]) -> String {
    claims.iter().map(|c| format!("{c:#?}\n")).collect()
}
