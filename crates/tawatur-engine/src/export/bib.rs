//! References of the documents: BibLaTeX (3.20), an `@online` entry a document, in UTF-8 for Biber.

use std::{collections::BTreeSet, fmt::Write as _, io::Write};

use tawatur::claim::wording;

use super::{Export, ExportError, Tally, link};
use crate::redact::{Record, Released};

/// A file of references.
pub struct Bib<W> {
    out: W,
    keys: BTreeSet<String>,
    tally: Tally,
}

impl<W: Write> Bib<W> {
    pub fn new(out: W) -> Self {
        Self { out, keys: BTreeSet::new(), tally: Tally::default() }
    }
}

/// Digits of an id that a key has, unless another document has the same.
const KEY: usize = 12;

impl<W: Write> Export for Bib<W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let Record { document, claims } = record.get();
        self.tally.documents += 1;
        self.tally.claims += claims.len() as u64;
        let short = document.id.get(..KEY).unwrap_or(&document.id);
        let key = if self.keys.insert(short.to_owned()) { short } else { &document.id };
        let title = document.title.as_deref().unwrap_or(&document.name);
        let captured = document.captured.strftime("%Y-%m-%d").to_string();
        let page = link::page(document);
        let mut entry = format!("@online{{tawatur-{key},\n");
        let mut field = |name: &str, value: Option<&str>| {
            if let Some(value) = value.map(wording::line).filter(|v| !v.is_empty()) {
                let value = match name {
                    "url" => address(&value),
                    // In braces of its own a name is one name, whatever words it has.
                    "author" | "organization" => format!("{{{}}}", escaped(&value)),
                    _ => escaped(&value),
                };
                let _ = writeln!(entry, "  {name} = {{{value}}},");
            }
        };
        field("author", document.byline.as_deref());
        field("title", Some(title));
        field("organization", document.outlet.as_deref());
        field("date", document.published.map(|d| d.to_string()).as_deref());
        field("url", page);
        field("urldate", page.map(|_| captured.as_str()));
        field("langid", document.language.as_deref().filter(|l| l.starts_with("ar")).map(|_| "arabic"));
        field("note", Some(&format!("tawatur document {}, {} claims", document.id, claims.len())));
        entry.push_str("}\n\n");
        self.out.write_all(entry.as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Tally, ExportError> {
        self.out.flush()?;
        Ok(self.tally)
    }
}

/// Words without what TeX takes for commands. Braces are left out, since one without its fellow ends the entry.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '{' | '}' => {}
            '\\' => out.push_str("\\textbackslash "),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(letter);
            }
            '~' => out.push_str("\\textasciitilde "),
            '^' => out.push_str("\\textasciicircum "),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address stays as it is but for what would end the field.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}
