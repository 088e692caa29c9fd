//! What the first bytes of a file give away: other kinds of files, and pages among texts.

use super::Format;

/// Opening bytes of files that people drop beside their texts.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (or an office document or e-book)"),
    (b"PK\x05\x06", "a zip archive (or an office document or e-book)"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1A\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x1F\x8B\x08", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"\x1A\x45\xDF\xA3", "a Matroska video"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

/// What kind of file the bytes open like, if it is not text.
pub(super) fn magic(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(..4) == Some(b"RIFF") {
        return Some(match bytes.get(8..12) {
            Some(b"WEBP") => "a WebP image",
            Some(b"AVI ") => "an AVI video",
            _ => "a WAVE recording",
        });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("an MP4 video");
    }
    MAGIC.iter().find(|(opening, _)| bytes.starts_with(opening)).map(|&(_, kind)| kind)
}

/// How much of a text is looked at to tell whether it is a page.
const SNIFFED: usize = 4096;

/// Tags that a page has near its start and that prose does not quote.
const PAGE_TAGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta ",
    "<title",
    "<div",
    "<article",
    "<p>",
    "<p ",
    "<table",
];

/// Whether a text is a page: its first character opens a tag and one of a page's tags follows soon.
pub(super) fn format(text: &str) -> Format {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !text.starts_with('<') {
        return Format::Text;
    }
    let end = text.floor_char_boundary(SNIFFED);
    let head = text[..end].to_ascii_lowercase();
    if PAGE_TAGS.iter().any(|tag| head.contains(tag)) { Format::Html } else { Format::Text }
}
