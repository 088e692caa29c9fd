//! From bytes to characters: UTF-8, UTF-16, and the two Arabic code pages that old sites and old archives use.
//!
//! Valid UTF-8 is believed before anything else, because no other encoding of Arabic comes out as valid
//! UTF-8 by chance. UTF-16 shows in its zero bytes or its repeated high byte 0x06. What remains is one byte a
//! letter, and there the declared charset, `chardetng` and our own reading of the letters decide.

mod arabic;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use super::{CaptureError, Format};

/// How many bytes the guesses look at; letters repeat soon enough.
const SAMPLE: usize = 1 << 18;

/// Text and what it was decoded from.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static Encoding,
}

/// Decodes `bytes`, whose encoding `charset` may declare from outside.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    charset: Option<&str>,
    format: Option<Format>,
) -> Result<Decoded<'a>, CaptureError> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return Ok(with(encoding, &bytes[bom..]));
    }
    if let Some(encoding) = utf16(&bytes[..bytes.len().min(SAMPLE)]) {
        return Ok(with(encoding, bytes));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(looks_like) = binary(sample) {
        return Err(CaptureError::Binary { looks_like });
    }
    if mostly_utf8(bytes) {
        return Ok(with(UTF_8, bytes));
    }
    let declared = charset
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| (format != Some(Format::Text)).then(|| declared_in_page(sample)).flatten())
        // A page declared as Unicode that is not Unicode has been copied from one code page to another
        // without its header being changed: the declaration says nothing.
        .filter(|e| *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE);
    Ok(with(single_byte(non_ascii_lines(bytes), declared), bytes))
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    // A download cut in the middle of a UTF-16 unit leaves one byte that is no character.
    let odd = (encoding == UTF_16LE || encoding == UTF_16BE) && bytes.len() % 2 == 1;
    let bytes = if odd { &bytes[..bytes.len() - 1] } else { bytes };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding }
}

/// UTF-16 without a byte order mark: in one of the two halves of the units nearly every byte is 0x00 (Latin,
/// digits, spaces), 0x06 (Arabic), 0x20 (general punctuation) or 0xFB to 0xFE (presentation forms), most of
/// them the first two, and in the other half few are.
fn utf16(sample: &[u8]) -> Option<&'static Encoding> {
    if sample.len() < 4 {
        return None;
    }
    let pairs = sample.len() / 2;
    let (mut high_first, mut high_second) = (0, 0);
    let (mut marks_first, mut marks_second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        high_first += usize::from(matches!(pair[0], 0x00 | 0x06 | 0x20 | 0xFB..=0xFE));
        high_second += usize::from(matches!(pair[1], 0x00 | 0x06 | 0x20 | 0xFB..=0xFE));
        marks_first += usize::from(matches!(pair[0], 0x00 | 0x06));
        marks_second += usize::from(matches!(pair[1], 0x00 | 0x06));
    }
    let high = |count: usize, marks: usize| count * 20 >= pairs * 17 && marks * 2 >= pairs;
    match (high(high_first, marks_first), high(high_second, marks_second)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Bytes that no text in these encodings holds in number: control bytes, NUL among them. The C1 range is
/// left alone, it has letters and quotes in windows-1256.
fn binary(sample: &[u8]) -> Option<&'static str> {
    let control = sample.iter().filter(|b| matches!(b, 0x00..=0x08 | 0x0E..=0x1F | 0x7F)).count();
    // A damaged text may hold a few; one byte in thirty is no accident.
    (control * 30 > sample.len()).then_some(if sample.contains(&0) {
        "binary data (zero bytes)"
    } else {
        "binary data (control bytes)"
    })
}

/// Whether the bytes are UTF-8, or UTF-8 with damage: more sound multi-byte characters than broken bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        // Continuation bytes stand once in a two-byte character, which is what Arabic letters are.
        sound += chunk.valid().bytes().filter(|b| b & 0xC0 == 0x80).count();
    }
    broken == 0 || sound >= broken * 2
}

/// The charset that a page's own head declares.
fn declared_in_page(sample: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = sample.iter().take(8192).map(u8::to_ascii_lowercase).collect();
    let mut at = 0;
    while let Some(found) = find(&head[at..], b"charset") {
        at += found + b"charset".len();
        let value = head[at..].trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b));
        if let Some(encoding) = Encoding::for_label(&value[..end.unwrap_or(value.len())]) {
            return Some(encoding);
        }
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// The part of `bytes` worth guessing from: a page may open with kilobytes of ASCII.
fn non_ascii_lines(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(64);
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

/// The encoding of text with one byte a letter.
fn single_byte(sample: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    let score = |encoding: &'static Encoding| arabic::score(&encoding.decode_without_bom_handling(sample).0);
    let (windows, iso) = (score(WINDOWS_1256), score(ISO_8859_6));
    // On a tie windows-1256: its letters outside ISO 8859-6 are punctuation that a short text may lack.
    let (arabic, best) = if iso > windows { (ISO_8859_6, iso) } else { (WINDOWS_1256, windows) };
    if best.is_arabic() {
        // A declaration is honoured when it reads as well as the best guess does. Arabic pages declared as
        // Latin, and windows-1256 declared as ISO 8859-6, are common enough to have to be read.
        return match declared {
            Some(encoding) if score(encoding) >= best => encoding,
            _ => arabic,
        };
    }
    if let Some(encoding) = declared {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Words too few to be sure of: an Arabic reading without a flaw is likelier here than any other script.
    if best.is_flawless() { arabic } else { guess }
}

#[cfg(test)]
mod tests;
