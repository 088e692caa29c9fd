//! Fonts: which letters their codes stand for, and how wide those are.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

use super::cmap::CMap;

/// What a table of a font may unfold to.
const MAX_TABLE: usize = 8 << 20;
/// The most widths kept.
const MAX_WIDTHS: usize = 70_000;

/// What text is set in.
#[derive(Debug, Default)]
pub(super) struct Font {
    map: CMap,
    /// For fonts of one byte a code: what the codes stand for where there is no map.
    letters: Vec<Option<String>>,
    composite: bool,
    /// Widths in thousandths of the size.
    widths: HashMap<u32, f32>,
    missing: f32,
    /// From the units of the font to those of text; differs in fonts that are drawn by the file itself.
    scale: f32,
}

/// One code.
#[derive(Debug)]
pub(super) struct Code {
    /// What it stands for; `None` where the font does not say.
    pub text: Option<String>,
    /// Its width, in units of the size.
    pub width: f32,
    /// Whether it is the code that word spacing applies to.
    pub space: bool,
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|n| n.is_finite())
}

impl Font {
    pub(super) fn read(font: &Dictionary, document: &Document) -> Self {
        let name = |key: &[u8]| font.get_deref(key, document).and_then(Object::as_name).unwrap_or_default();
        let composite = name(b"Subtype") == b"Type0";
        let map = font
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .and_then(|s| s.get_plain_content_with_limit(MAX_TABLE))
            .map(|bytes| CMap::read(&bytes))
            .unwrap_or_default();
        let mut read = Self { map, composite, missing: 500.0, scale: 0.001, ..Self::default() };
        if composite {
            read.composite_widths(font, document);
        } else {
            read.simple_widths(font, document);
            read.letters = letters(font, document);
        }
        read
    }

    fn simple_widths(&mut self, font: &Dictionary, document: &Document) {
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let first = u32::try_from(first).unwrap_or(0);
        if let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) {
            for (code, width) in (first..=255).zip(widths) {
                if let Some(width) = document.dereference(width).ok().and_then(|(_, w)| number(w)) {
                    self.widths.insert(code, width);
                }
            }
        }
        let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
        if let Some(width) =
            descriptor.ok().and_then(|d| d.get_deref(b"MissingWidth", document).ok()).and_then(number)
            && width > 0.0
        {
            self.missing = width;
        }
        if font.get_deref(b"Subtype", document).and_then(Object::as_name).is_ok_and(|n| n == b"Type3")
            && let Ok([scale, ..]) =
                font.get_deref(b"FontMatrix", document).and_then(Object::as_array).map(Vec::as_slice)
        {
            self.scale = number(scale).map_or(0.001, f32::abs);
        }
    }

    fn composite_widths(&mut self, font: &Dictionary, document: &Document) {
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        let Some(descendant) = descendant else { return };
        self.missing = descendant.get_deref(b"DW", document).ok().and_then(number).unwrap_or(1000.0);
        let Ok(widths) = descendant.get_deref(b"W", document).and_then(Object::as_array) else { return };
        // `first [w w w]` or `first last w`.
        let mut at = 0;
        let get = |at: usize| widths.get(at).and_then(|o| document.dereference(o).ok()).map(|(_, o)| o);
        let code = |at: usize| get(at).and_then(|o| o.as_i64().ok()).and_then(|n| u32::try_from(n).ok());
        while let Some(first) = code(at) {
            if let Some(Object::Array(list)) = get(at + 1) {
                for (code, width) in (first..).zip(list) {
                    if let (Some(width), true) = (number(width), self.widths.len() < MAX_WIDTHS) {
                        self.widths.insert(code, width);
                    }
                }
                at += 2;
            } else {
                let (Some(last), Some(width)) = (code(at + 1), get(at + 2).and_then(number)) else { return };
                for code in (first..=last).take(MAX_WIDTHS.saturating_sub(self.widths.len())) {
                    self.widths.insert(code, width);
                }
                at += 3;
            }
        }
    }

    /// The codes of a string.
    pub(super) fn codes(&self, bytes: &[u8]) -> Vec<Code> {
        let mut codes = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = if self.composite { self.map.length(rest).unwrap_or(2).min(rest.len()) } else { 1 };
            let (code, after) = rest.split_at(length);
            rest = after;
            let value = code.iter().fold(0, |n, b| n << 8 | u32::from(*b));
            codes.push(Code {
                text: self.text(value),
                width: self.widths.get(&value).copied().unwrap_or(self.missing) * self.scale,
                space: length == 1 && value == 32,
            });
        }
        codes
    }

    fn text(&self, code: u32) -> Option<String> {
        let mapped = self.map.get(code).filter(|text| {
            !text.is_empty()
                && !text.chars().all(|c| matches!(c, '\0' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}'))
        });
        mapped.or_else(|| self.letters.get(code as usize)?.clone())
    }
}

/// What the codes of a font of one byte a code stand for, by its encoding and the names of its glyphs.
fn letters(font: &Dictionary, document: &Document) -> Vec<Option<String>> {
    let (base, differences) = match font.get_deref(b"Encoding", document) {
        Ok(Object::Name(name)) => (Some(name.clone()), None),
        Ok(Object::Dictionary(encoding)) => (
            encoding.get_deref(b"BaseEncoding", document).and_then(Object::as_name).ok().map(<[u8]>::to_vec),
            encoding.get_deref(b"Differences", document).and_then(Object::as_array).ok(),
        ),
        _ => (None, None),
    };
    // Symbolic fonts have an order of their own, which is not that of any alphabet.
    let flags = font
        .get_deref(b"FontDescriptor", document)
        .and_then(Object::as_dict)
        .and_then(|d| d.get_deref(b"Flags", document))
        .and_then(Object::as_i64)
        .unwrap_or(0);
    let symbolic = base.is_none() && flags & 4 != 0;
    let mut letters = if symbolic { vec![None; 256] } else { table(base) };
    let mut at = 0_usize;
    for object in differences.into_iter().flatten().take(MAX_WIDTHS) {
        match document.dereference(object).map(|(_, o)| o) {
            Ok(Object::Integer(code)) => at = usize::try_from(*code).unwrap_or(usize::MAX),
            Ok(Object::Name(name)) => {
                // After a stop stands which form of the letter it is.
                let name = name.split(|b| *b == b'.').next().unwrap_or_default();
                if let Some(letter) = letters.get_mut(at) {
                    *letter = by_code(name).or_else(|| by_name(name));
                }
                at = at.saturating_add(1);
            }
            _ => at = at.saturating_add(1),
        }
    }
    letters
}

/// The letters of a table that has a name, else of the standard one.
fn table(name: Option<Vec<u8>>) -> Vec<Option<String>> {
    // Without the table of the font itself, which is read elsewhere.
    let name = name.filter(|name| !name.starts_with(b"Identity"));
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Name(name.unwrap_or_else(|| b"StandardEncoding".to_vec())));
    let none = Document::new();
    let encoding = font.get_font_encoding(&none).ok();
    let text = |code: u8| encoding.as_ref()?.bytes_to_string(&[code]).ok().filter(|t| !t.is_empty());
    (0..=255).map(text).collect()
}

/// The letter of a glyph whose name is in the Adobe list, which `lopdf` has.
fn by_name(name: &[u8]) -> Option<String> {
    let mut encoding = Dictionary::new();
    encoding.set("Differences", vec![Object::Integer(1), Object::Name(name.to_vec())]);
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Dictionary(encoding));
    let none = Document::new();
    match font.get_font_encoding(&none) {
        Ok(encoding @ lopdf::Encoding::Differences(_)) => encoding.bytes_to_string(&[1]).ok(),
        _ => None,
    }
}

/// The letters of a glyph whose name is their code: `uni06440627`, `u0627`.
fn by_code(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let code = |digits: &str| {
        let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
        hexadecimal.then(|| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)).flatten()
    };
    if let Some(digits) =
        name.strip_prefix("uni").filter(|d| d.len() >= 4 && d.len() % 4 == 0 && d.is_ascii())
    {
        return digits.as_bytes().chunks(4).map(|d| code(std::str::from_utf8(d).ok()?)).collect();
    }
    let digits = name.strip_prefix('u').filter(|d| (4..=6).contains(&d.len()))?;
    code(digits).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_known_by_their_names() {
        let mut names = vec![Object::Integer(65)];
        names.extend(
            ["afii57415", "uni0628.init", "uni06440627", "u0627", "g123", "B"]
                .map(|n| Object::Name(n.into())),
        );
        let mut encoding = Dictionary::new();
        encoding.set("Differences", names);
        let mut font = Dictionary::new();
        font.set("Encoding", Object::Dictionary(encoding));
        let letters = letters(&font, &Document::new());
        let letters: Vec<Option<&str>> = letters[65..72].iter().map(Option::as_deref).collect();
        assert_eq!(letters, [Some("ا"), Some("ب"), Some("لا"), Some("ا"), None, Some("B"), Some("G")]);
    }
}
