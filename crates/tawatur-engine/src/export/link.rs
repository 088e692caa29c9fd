//! How documents and claims are called and where they can be looked at.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tawatur::claim::record::Claim;

use super::Options;
use crate::{
    redact::{PERSON, WITHHELD},
    row::DocumentRow,
};

/// What need not be encoded in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');
/// A passage is quoted whole up to so many words, a longer one by its first and last.
const QUOTED: usize = 8;
/// How many of them.
const ENDS: usize = 4;

/// Identifier of a claim: its page at the desk, else a name.
pub fn claim(options: &Options, claim: &Claim) -> String {
    match &options.desk {
        Some(desk) => format!("{}/claim/{}", desk.trim_end_matches('/'), claim.claim),
        None => format!("urn:tawatur:claim:{}", claim.claim),
    }
}

/// Identifier of a document.
pub fn document(options: &Options, document: &DocumentRow) -> String {
    match &options.desk {
        Some(desk) => format!("{}/document/{}", desk.trim_end_matches('/'), document.id),
        None => format!("urn:tawatur:document:{}", document.id),
    }
}

/// Identifier of a term of this program.
pub fn term(kind: &str, name: &str) -> String {
    format!("urn:tawatur:{kind}:{}", utf8_percent_encode(name, PLAIN))
}

/// Where a document stands on the web, when that can be said.
pub fn page(document: &DocumentRow) -> Option<&str> {
    let web = document.uri.starts_with("http://") || document.uri.starts_with("https://");
    (web && !document.uri.contains(WITHHELD)).then_some(document.uri.as_str())
}

/// Where a claim can be looked at: at the desk, else in the page it is of, which browsers open at its words (text
/// fragments of the URL, WICG draft of 2023). Words that were replaced stand on no page.
pub fn permalink(options: &Options, row: &DocumentRow, record: &Claim) -> Option<String> {
    if options.desk.is_some() {
        return Some(claim(options, record));
    }
    let page = page(row)?;
    let page = page.split('#').next().unwrap_or(page);
    let words: Vec<&str> = record.content.text.split_whitespace().collect();
    let replaced = record.content.text.contains(PERSON) || record.content.text.contains('[');
    if words.is_empty() || replaced {
        return Some(page.to_owned());
    }
    let encode = |words: &[&str]| utf8_percent_encode(&words.join(" "), NON_ALPHANUMERIC).to_string();
    let fragment = if words.len() <= QUOTED {
        encode(&words)
    } else {
        format!("{},{}", encode(&words[..ENDS]), encode(&words[words.len() - ENDS..]))
    };
    Some(format!("{page}#:~:text={fragment}"))
}
