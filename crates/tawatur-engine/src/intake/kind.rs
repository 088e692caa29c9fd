//! What kind of file something is: by its first bytes, and where they leave it open by its name.

use tawatur::capture::Format;

/// What is read, for messages.
pub(super) const READ: &str = "text, web pages (html, mhtml), pdf, docx, epub, feeds (rss, atom), jsonl, csv, tsv, warc, wacz, and \
    zip, tar, gz and zst of these";

/// How much of a file is looked at.
pub(super) const HEAD: usize = 8192;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text or a web page, as `capture` reads it.
    Text(Option<Format>),
    /// A web page with what belongs to it, as browsers save it.
    Mhtml,
    /// A PDF document.
    Pdf,
    /// A word-processor document.
    Docx,
    /// An e-book.
    Epub,
    /// A scanned or photographed page.
    Image,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A JSON object a line.
    JsonLines,
    /// A table, with the character between its columns.
    Table(u8),
    /// A web archive.
    Warc,
    /// A zip archive; its members tell what it is.
    Zip,
    /// A tar archive.
    Tar,
    /// Something compressed.
    Gzip,
    /// Something compressed.
    Zstd,
    /// Something else, and what to do about it.
    Other(&'static str, &'static str),
}

impl Kind {
    /// Whether it holds any number of documents.
    pub(super) fn is_container(self) -> bool {
        matches!(
            self,
            Self::Feed
                | Self::JsonLines
                | Self::Table(_)
                | Self::Warc
                | Self::Zip
                | Self::Tar
                | Self::Gzip
                | Self::Zstd
        )
    }
}

/// What the end of a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Is(Kind),
    /// May be something of ours or not, which only its bytes tell.
    Perhaps,
}

const ENDINGS: &[(&str, Ending)] = &[
    ("txt", Ending::Is(Kind::Text(Some(Format::Text)))),
    ("text", Ending::Is(Kind::Text(Some(Format::Text)))),
    ("html", Ending::Is(Kind::Text(Some(Format::Html)))),
    ("htm", Ending::Is(Kind::Text(Some(Format::Html)))),
    ("xhtml", Ending::Is(Kind::Text(Some(Format::Html)))),
    ("shtml", Ending::Is(Kind::Text(Some(Format::Html)))),
    ("mhtml", Ending::Is(Kind::Mhtml)),
    ("mht", Ending::Is(Kind::Mhtml)),
    ("pdf", Ending::Is(Kind::Pdf)),
    ("docx", Ending::Is(Kind::Docx)),
    ("epub", Ending::Is(Kind::Epub)),
    ("rss", Ending::Is(Kind::Feed)),
    ("atom", Ending::Is(Kind::Feed)),
    ("xml", Ending::Perhaps),
    ("json", Ending::Perhaps),
    ("jsonl", Ending::Is(Kind::JsonLines)),
    ("ndjson", Ending::Is(Kind::JsonLines)),
    ("csv", Ending::Is(Kind::Table(b','))),
    ("tsv", Ending::Is(Kind::Table(b'\t'))),
    ("tab", Ending::Is(Kind::Table(b'\t'))),
    ("warc", Ending::Is(Kind::Warc)),
    ("wacz", Ending::Is(Kind::Zip)),
    ("zip", Ending::Is(Kind::Zip)),
    ("tar", Ending::Is(Kind::Tar)),
    ("tgz", Ending::Is(Kind::Gzip)),
    ("gz", Ending::Is(Kind::Gzip)),
    ("zst", Ending::Is(Kind::Zstd)),
    ("tzst", Ending::Is(Kind::Zstd)),
];

/// Endings of pictures, which are read where they are named, or asked for.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "pnm", "pbm", "pgm", "ppm"];

const CONVERT: &str = "not read; save it as DOCX, PDF or text";
const UNPACK: &str = "not read; unpack it first";
const TABLE: &str = "not read; save its sheet as CSV";

/// Opening bytes and what they open.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\x1F\x8B", Kind::Gzip),
    (b"\x28\xB5\x2F\xFD", Kind::Zstd),
    (b"WARC/", Kind::Warc),
    (b"\x89PNG\r\n\x1A\n", Kind::Image),
    (b"\xFF\xD8\xFF", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Other("an old office document", CONVERT)),
    (b"{\\rtf", Kind::Other("an RTF document", CONVERT)),
    (b"BZh", Kind::Other("a bzip2 archive", UNPACK)),
    (b"\xFD7zXZ\0", Kind::Other("an xz archive", UNPACK)),
    (b"7z\xBC\xAF\x27\x1C", Kind::Other("a 7z archive", UNPACK)),
    (b"Rar!\x1A\x07", Kind::Other("a RAR archive", UNPACK)),
    (b"GIF8", Kind::Other("a GIF image", "not read; save it as PNG")),
    (b"SQLite format 3\0", Kind::Other("an SQLite database", TABLE)),
    (b"PAR1", Kind::Other("a Parquet file", "not read; save it as CSV or JSON lines")),
];

/// What a file is, by its first bytes and its name.
pub(super) fn of(head: &[u8], name: &str, media_type: Option<&str>) -> Kind {
    if let Some(kind) = by_bytes(head) {
        return kind;
    }
    if let Some(kind) = media_type.and_then(by_media_type) {
        return kind;
    }
    match by_ending(name) {
        // Only its bytes make a file one of these; what they do not open like is damaged or misnamed.
        Some(Ending::Is(Kind::Pdf | Kind::Docx | Kind::Epub | Kind::Zip | Kind::Gzip | Kind::Zstd))
        | None => Kind::Text(None),
        Some(Ending::Is(kind)) => kind,
        Some(Ending::Perhaps) => match head.trim_ascii_start().first() {
            Some(b'<') if contains(head, b"<html") => Kind::Text(Some(Format::Html)),
            Some(b'<') => Kind::Other("XML that is no feed", "not read"),
            Some(b'{' | b'[') => {
                Kind::Other("JSON that is no feed", "not read; write one object a line, as JSONL")
            }
            _ => Kind::Text(None),
        },
    }
}

/// What bytes are whatever they are called.
fn by_bytes(head: &[u8]) -> Option<Kind> {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(*kind);
    }
    // Skippable frame: a zstd file of web archives opens with its dictionary.
    if head.len() >= 4 && head[1..4] == *b"\x2A\x4D\x18" && head[0] & 0xF0 == 0x50 {
        return Some(Kind::Zstd);
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(Kind::Tar);
    }
    if head.get(..4) == Some(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(Kind::Image);
    }
    // Readers of PDF look for it in the first thousand bytes; mailers put theirs before it.
    if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return Some(Kind::Pdf);
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if is_mhtml(head) {
        return Some(Kind::Mhtml);
    }
    if head.starts_with(b"<") && is_feed(head) {
        return Some(Kind::Feed);
    }
    let json_feed = head.starts_with(b"{") && contains(head, b"jsonfeed.org/version/");
    json_feed.then_some(Kind::Feed)
}

/// A mail header that announces parts that belong together.
fn is_mhtml(head: &[u8]) -> bool {
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let key = first.split(|b| *b == b':').next().unwrap_or_default();
    let header = key.len() < first.len() && key.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    header && {
        let head = head[..head.len().min(4096)].to_ascii_lowercase();
        contains(&head, b"mime-version:") && contains(&head, b"multipart/related")
    }
}

/// Whether the first element is that of a feed.
fn is_feed(head: &[u8]) -> bool {
    let mut rest = head;
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        rest = &rest[at + 1..];
        if !matches!(rest.first(), Some(b'!' | b'?')) {
            let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || *b == b':'));
            return matches!(
                &rest[..end.unwrap_or(rest.len())],
                b"rss" | b"feed" | b"rdf:RDF" | b"atom:feed"
            );
        }
        // Declaration, comment, document type: the first element is still to come. Brackets inside of a document type
        // belong to it.
        let end: &[u8] = if rest.starts_with(b"!--") { b"-->" } else { b">" };
        let end = if rest.starts_with(b"!DOCTYPE") && contains(rest, b"]>") { b"]>" } else { end };
        let Some(at) = rest.windows(end.len()).position(|w| w == end) else { return false };
        rest = &rest[at..];
    }
    false
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

fn by_media_type(label: &str) -> Option<Kind> {
    let essence = label.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match essence.as_str() {
        "multipart/related" | "message/rfc822" | "application/x-mimearchive" => Kind::Mhtml,
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" => Kind::Feed,
        "application/x-ndjson" | "application/jsonl" => Kind::JsonLines,
        "text/csv" => Kind::Table(b','),
        "text/tab-separated-values" => Kind::Table(b'\t'),
        other => Kind::Text(Some(Format::from_label(other)?)),
    })
}

fn ending(name: &str) -> Option<&str> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.rsplit_once('.').map(|(_, ending)| ending)
}

fn by_ending(name: &str) -> Option<Ending> {
    let ending = ending(name)?;
    ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, e)| *e)
}

/// Whether something in a folder or archive is to be opened; `pictures`: those too.
pub(super) fn is_wanted(name: &str, pictures: bool) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    // Hidden files, and what macOS puts beside each file of a zip.
    if last.starts_with('.') || name.starts_with("__MACOSX/") || is_beside(name) {
        return false;
    }
    if is_compressed(last) {
        return inside(last) != last && by_ending(&inside(last)).is_some();
    }
    by_ending(name).is_some()
        || pictures && ending(name).is_some_and(|e| PICTURES.iter().any(|p| p.eq_ignore_ascii_case(e)))
}

fn is_compressed(name: &str) -> bool {
    ending(name).is_some_and(|e| ["gz", "tgz", "zst", "tzst"].iter().any(|c| c.eq_ignore_ascii_case(e)))
}

/// Whether a name leaves open that it is of ours, so that nobody is told where it is not.
pub(super) fn is_perhaps(name: &str) -> bool {
    by_ending(name) == Some(Ending::Perhaps)
}

/// Whether it is the metadata of the document beside it.
pub(super) fn is_beside(name: &str) -> bool {
    name.ends_with(".meta.json")
}

/// The name without what says that it is compressed: `a.jsonl` of `a.jsonl.gz`, `a.tar` of `a.tgz`.
pub(super) fn inside(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, end)) if end.eq_ignore_ascii_case("tgz") || end.eq_ignore_ascii_case("tzst") => {
            format!("{stem}.tar")
        }
        Some((stem, end)) if end.eq_ignore_ascii_case("gz") || end.eq_ignore_ascii_case("zst") => {
            stem.to_owned()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_win_over_names() {
        assert_eq!(of(b"%PDF-1.7\n", "article.html", None), Kind::Pdf);
        assert_eq!(of(b"WARC/1.0\r\n", "crawl", None), Kind::Warc);
        assert_eq!(of(b"\x50\x2A\x4D\x18rest", "a", None), Kind::Zstd);
        let mhtml = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n";
        assert_eq!(of(mhtml, "a.txt", None), Kind::Mhtml);
    }

    #[test]
    fn feeds_are_told_from_pages_and_other_xml() {
        let feed = |text: &str| of(text.as_bytes(), "a.xml", None) == Kind::Feed;
        assert!(feed("<?xml version='1.0'?><!-- made by <hand> --><rss version='2.0'>"));
        assert!(feed("\u{FEFF}<feed xmlns='http://www.w3.org/2005/Atom'>"));
        assert!(feed("<!DOCTYPE rss [<!ENTITY a \"b\">]><rss>"));
        assert!(feed("{\"version\": \"https://jsonfeed.org/version/1.1\"}"));
        assert!(!feed("<html><body>rss</body></html>"));
        assert!(!feed("<urlset>"));
        assert!(!feed("<"));
    }

    #[test]
    fn names_decide_what_bytes_leave_open() {
        assert_eq!(of(b"a,b\n", "t.CSV", None), Kind::Table(b','));
        assert_eq!(of(b"{}\n", "dir.d/t.jsonl", None), Kind::JsonLines);
        assert_eq!(of("قال".as_bytes(), "t.zip", None), Kind::Text(None));
        assert_eq!(of(b"a", "t", Some("text/html; charset=utf-8")), Kind::Text(Some(Format::Html)));
    }

    #[test]
    fn what_is_opened_in_folders() {
        assert!(is_wanted("a/b.html", false) && is_wanted("crawl.warc.gz", false));
        assert!(!is_wanted("a/b.meta.json", false) && !is_wanted("__MACOSX/._b.html", false));
        assert!(!is_wanted("scan.jpg", false) && is_wanted("scan.JPG", true));
        assert_eq!(inside("a.tgz"), "a.tar");
        assert_eq!(inside("a.warc.gz"), "a.warc");
    }
}
