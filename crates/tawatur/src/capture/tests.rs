use std::fmt::Write;

use jiff::civil::date;
use proptest::prelude::*;

use super::{Basis, CaptureError, Document, Format, FurniturePatterns, Hint, extracted, furniture, read};
use crate::growth;

fn patterns() -> FurniturePatterns {
    FurniturePatterns::parse(include_str!("../../../../codebooks/conflict/furniture.toml")).unwrap()
}

fn error(bytes: &[u8]) -> CaptureError {
    read(bytes, &Hint::named("test")).unwrap_err()
}

#[test]
fn what_is_no_text_is_said_to_be_so() {
    assert_eq!(error(b""), CaptureError::Empty);
    assert_eq!(error(b" \r\n\t "), CaptureError::Empty);
    assert_eq!(error(b"<html><body><p>...</p></body></html>"), CaptureError::NoText);
    assert_eq!(error(b"-- ?! --"), CaptureError::NoText);
    assert_eq!(error(b"%PDF-1.7\n%\xE2\xE3").to_string(), "not text: looks like a PDF document");
    assert!(error(b"PK\x03\x04\x14\0").to_string().contains("zip archive"));
    assert!(error(b"\xFF\xD8\xFF\xE0\0\x10JFIF").to_string().contains("JPEG image"));
    assert!(matches!(error(&[0; 100]), CaptureError::Binary { .. } | CaptureError::NoText));
}

#[test]
fn plain_text_is_kept_as_it_stands() {
    let text = "عنوان الخبر\r\n\r\n  انسحب المسلحون <أمس> من البلدة.\t\n\n0 تعليق\n";
    let document = read(text.as_bytes(), &Hint::named("test")).unwrap();
    assert_eq!(document, Document::from_text("test", text));
}

#[test]
fn a_part_of_a_page_has_the_title_that_the_caller_gives_it() {
    let hint = Hint {
        title: Some("عنوان".into()),
        byline: Some("سالم".into()),
        format: Some(Format::Html),
        ..Hint::named("test")
    };
    let document = read("<p>انسحب المسلحون من البلدة.</p>".as_bytes(), &hint).unwrap();
    assert_eq!(document.text, "عنوان\n\nانسحب المسلحون من البلدة.");
    assert_eq!((document.title.as_deref(), document.byline.as_deref()), (Some("عنوان"), Some("سالم")));
    let text = read("انسحب المسلحون.".as_bytes(), &Hint { format: Some(Format::Text), ..hint }).unwrap();
    assert_eq!(text.text, "انسحب المسلحون.", "a text stays as it stands");
}

#[test]
fn an_address_dates_what_nothing_else_dates() {
    let hint = |address: &str| Hint { address: Some(address.into()), ..Hint::named("test") };
    let dated = hint("https://example.org/2015/02/20/a");
    let published = |bytes: &[u8], hint: &Hint| read(bytes, hint).unwrap().published;
    assert_eq!(published("انسحبوا".as_bytes(), &dated), Some((date(2015, 2, 20), Basis::Inferred)));
    assert_eq!(published("انسحبوا".as_bytes(), &hint("https://example.org/a")), None);
    let page = "<meta property='article:published_time' content='2019-01-02'><p>انسحبوا</p>";
    assert_eq!(published(page.as_bytes(), &dated), Some((date(2019, 1, 2), Basis::Given)));
}

#[test]
fn text_taken_out_by_other_means_is_completed_in_the_same_way() {
    let hint = Hint { outlet: Some("صدى".into()), ..Hint::named("test") };
    let document =
        Document { text: "ID3 انسحبوا".into(), title: Some("ت".into()), ..Document::default() };
    let document = extracted(document, &hint).unwrap();
    assert_eq!((document.name.as_str(), document.title.as_deref()), ("test", Some("ت")));
    assert_eq!(document.outlet, Some(("صدى".into(), Basis::Given)));
    assert_eq!(extracted(Document::default(), &hint).unwrap_err(), CaptureError::NoText);
}

#[test]
fn what_the_caller_knows_goes_before_what_the_page_says() {
    let page = "<html><head><meta property='og:site_name' content='صدى النهر'>\
        <meta property='article:published_time' content='2019-01-02'></head><p>انسحب المسلحون من البلدة.</p></html>";
    let told =
        Hint {
            outlet: Some("النهار".into()), published: Some(date(2018, 5, 6)), ..Hint::named("test")
        };
    let document = read(page.as_bytes(), &told).unwrap();
    assert_eq!(document.outlet, Some(("النهار".into(), Basis::Given)));
    assert_eq!(document.published, Some((date(2018, 5, 6), Basis::Given)));
    let document = read(page.as_bytes(), &Hint::named("test")).unwrap();
    assert_eq!(document.outlet, Some(("صدى النهر".into(), Basis::Given)));
    assert_eq!(document.published, Some((date(2019, 1, 2), Basis::Given)));
    let as_text = Hint { format: Some(Format::Text), ..Hint::named("test") };
    assert_eq!(read(page.as_bytes(), &as_text).unwrap().text, page);
}

#[test]
fn labels_of_formats_are_read() {
    assert_eq!(Format::from_label("text/html; charset=windows-1256"), Some(Format::Html));
    assert_eq!(Format::from_label(".HTM"), Some(Format::Html));
    assert_eq!(Format::from_label("txt"), Some(Format::Text));
    assert_eq!(Format::from_label("application/pdf"), None);
}

/// Reads hostile input of a size at which work that grows with its square would not come to an end. The sizes
/// are those of the attacks in a release build, and `debug` of them in an unoptimised one.
fn bounded(
    name: &str,
    make: impl Fn(usize) -> Vec<u8>,
    size: usize,
    debug: usize,
) -> Result<Document, CaptureError> {
    let size = if cfg!(debug_assertions) { size / debug } else { size };
    let bytes = make(size);
    let html = bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<');
    let format = html.then_some(Format::Html);
    let mut document = read(&bytes, &Hint { format, ..Hint::named(name) });
    if let Ok(document) = &mut document {
        furniture::mark(document, &patterns());
    }
    document
}

/// The same where no limit of size helps: the time may not grow faster than the input.
fn steady(
    name: &str,
    make: impl Fn(usize) -> Vec<u8>,
    size: usize,
    debug: usize,
) -> Result<Document, CaptureError> {
    growth::steady(name, size, |size| bounded(name, &make, size, debug))
}

const SENTENCE: &str = "انسحب المسلحون من البلدة صباح أمس بعد اتفاق مع الأهالي على فتح الطريق. ";

#[test]
fn deep_nesting_is_flattened() {
    let nested = |tag: &'static str| {
        move |n: usize| {
            format!("{}{SENTENCE}{}", format!("<{tag}>").repeat(n), format!("</{tag}>").repeat(n))
                .into_bytes()
        }
    };
    for tag in [
        "div",
        "b",
        "table",
        "span",
        "ul><li",
        "svg",
        "p><font color=1",
        "blockquote",
        "a href=x",
        "template",
    ] {
        let document = bounded(&format!("nested {tag}"), nested(tag), 100_000, 1);
        if !matches!(tag, "svg" | "template") {
            assert!(document.unwrap().text.contains("انسحب المسلحون"), "{tag}");
        }
    }
    let open = |n: usize| format!("{}{SENTENCE}", "<div>".repeat(n)).into_bytes();
    assert!(bounded("nested, never closed", open, 1_000_000, 4).is_ok());
    let json = |n: usize| {
        format!("<p>{SENTENCE}</p><script type='application/ld+json'>{}</script>", "[{\"a\":".repeat(n))
            .into_bytes()
    };
    assert!(bounded("nested JSON-LD", json, 200_000, 1).is_ok());
}

#[test]
fn countless_attributes_are_dropped() {
    let attributes = |n: usize| {
        (0..n).fold(String::new(), |mut s, i| {
            let _ = write!(s, " a{i}=1");
            s
        })
    };
    let one = |n: usize| format!("<p{}>{SENTENCE}</p>", attributes(n)).into_bytes();
    assert!(bounded("10^6 attributes", one, 1_000_000, 1).is_ok());
    let repeated = |n: usize| format!("<p{}>{SENTENCE}</p>", " class=x".repeat(n)).into_bytes();
    assert!(bounded("10^6 times one attribute", repeated, 1_000_000, 1).is_ok());
    let many = |n: usize| format!("<p{}>{SENTENCE}</p>", attributes(1000)).repeat(n / 1000).into_bytes();
    assert!(bounded("many tags with 1000 attributes", many, 1_000_000, 1).is_ok());
    let signs = |n: usize| format!("<p {}>{SENTENCE}</p>", "=/\"'".repeat(n)).into_bytes();
    let _ = bounded("attributes of nothing but signs", signs, 1_000_000, 1);
}

#[test]
fn what_is_left_open_does_not_cost_more() {
    for (name, piece) in [
        ("comments", "<!--"),
        ("comments that nearly close", "<!-- --"),
        ("declarations", "<!"),
        ("scripts", "<script>"),
        ("titles", "<title>"),
        ("end tags", "</"),
        ("script ends", "<script></scrip"),
        ("brackets", "<"),
        ("tags", "<p "),
        ("drawings", "<svg>"),
        ("all kinds", "<svg><math><select><object><map>"),
        ("quotes", "<p a=\""),
        ("textareas", "<textarea>"),
    ] {
        let make = |n: usize| format!("<p>{SENTENCE}</p>{}", piece.repeat(n)).into_bytes();
        let document = bounded(&format!("open {name}"), make, 1_000_000, 4).unwrap();
        assert!(document.text.contains("انسحب المسلحون"), "{name}");
    }
}

#[test]
fn runs_of_small_things_stay_linear() {
    let title = format!("<title>{}</title>", "&&#x&am".repeat(30_000));
    let titled =
        bounded("a title of broken entities", |_| format!("{title}<p>{SENTENCE}</p>").into_bytes(), 1, 1);
    assert!(titled.unwrap().text.contains("انسحب المسلحون"));
    for (name, piece) in [
        ("entities", "&amp;"),
        ("numeric entities", "&#1587;"),
        ("broken entities", "&&#x&am"),
        ("line breaks", "<br>"),
        ("paragraphs", "<p>قال"),
        ("unclosed formatting", "<p><font color=a><b><i>قال</p>"),
        ("list items", "<li><a href=x>قال"),
        ("cells", "<table><tr><td>قال"),
        ("metas", "<meta name=a content=b>"),
        ("times", "<time>x"),
        ("headings", "<h1>قال قال</h1>"),
        ("empty paragraphs", "<p></p>"),
        ("bodies", "<body class=x>"),
        ("images", "<figure><img><figcaption>قال</figcaption></figure>"),
    ] {
        let make = |n: usize| format!("<p>{SENTENCE}</p>{}", piece.repeat(n)).into_bytes();
        let document = bounded(name, make, 1_000_000, 10).unwrap();
        assert!(document.text.contains("انسحب المسلحون"), "{name}");
    }
}

/// As large as still goes to the HTML parser, which is where a cost per byte is highest.
#[test]
fn pages_at_the_limit_of_the_tree_are_read_in_seconds() {
    for (name, piece) in [
        ("links", "<a href=x>قال</a> "),
        ("divs", "<div>قال</div>"),
        ("breaks", "قال<br>"),
        ("rows", "<table><tr><td>قال</td></tr></table>"),
        ("prose", "<p>انسحب المسلحون من البلدة، صباح أمس، بعد اتفاق</p>"),
        ("deep prose", "<div><p>انسحب المسلحون، من البلدة</p>"),
    ] {
        let tags = piece.matches('<').count() - piece.matches("</").count();
        let make = |n: usize| format!("<html><body>{}</body></html>", piece.repeat(n / tags)).into_bytes();
        assert!(bounded(&format!("{name} at the limit"), make, 39_000, 4).is_ok(), "{name}");
    }
    for (name, piece) in [
        ("prose", SENTENCE),
        ("spaces", " \u{A0} "),
        ("short words", "و، "),
        ("links", "<a href=x>قال،</a>"),
        ("divs", "<div>قال،</div>"),
    ] {
        let make = |n: usize| {
            format!("{}<p>{SENTENCE}</p>{}", "<div>".repeat(300), piece.repeat(n / piece.len())).into_bytes()
        };
        let size = if piece.starts_with('<') { 39_000 * piece.len() } else { 255_000 };
        assert!(bounded(&format!("deep {name} at the limit"), make, size, 8).is_ok(), "{name}");
    }
}

#[test]
fn one_line_of_two_hundred_megabytes() {
    let prose = |n: usize| SENTENCE.repeat(n / SENTENCE.len()).into_bytes();
    assert!(steady("one line", prose, 200_000_000, 20).is_ok());
    let word = |n: usize| "س".repeat(n / 2).into_bytes();
    assert!(steady("one word", word, 200_000_000, 20).is_ok());
    let page = |n: usize| format!("<p>{}", SENTENCE.repeat(n / SENTENCE.len())).into_bytes();
    assert!(steady("one paragraph of a page", page, 200_000_000, 20).is_ok());
    let lines = |n: usize| "شارك\n".repeat(n / 9).into_bytes();
    assert!(steady("buttons", lines, 20_000_000, 20).is_ok());
    let lists = |n: usize| "مواضيع ذات صلة\n".repeat(n / 27).into_bytes();
    assert!(steady("lists of lists", lists, 20_000_000, 20).is_ok());
    let utf16 = |n: usize| {
        let mut bytes: Vec<u8> =
            SENTENCE.repeat(n / SENTENCE.len()).encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.pop();
        bytes
    };
    assert_eq!(steady("truncated UTF-16", utf16, 200_000_000, 20).unwrap().encoding, "UTF-16LE");
}

/// Fragments of pages and texts, whole and broken.
const FRAGMENTS: &[&[u8]] = &[
    b"<p>",
    b"</p>",
    b"<div class='comment' id=\"x",
    b"'>",
    b"<!--",
    b"-->",
    b"<script>",
    b"</script>",
    b"<svg/>",
    b"<title>",
    b"</title>",
    b"<h1>",
    b"<br>",
    b"<meta property=article:published_time content='2019-01-",
    b"<time datetime=",
    b"<a href=/privacy>",
    b"&amp",
    b"&#x6",
    b"\xD9",
    b"\x84\xD8\xA7",
    b"\0",
    b"=\"/",
    b"<figcaption>",
    b"\r\n\n",
    "قال ناشط إن المسلحين انسحبوا. ".as_bytes(),
    "سمات ".as_bytes(),
    "0 تعليق\n".as_bytes(),
    "12 آب/أغسطس 2015 ".as_bytes(),
    "اقرأ أيضا: \u{FEFF}".as_bytes(),
];

fn fragments() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(FRAGMENTS), 0..60).prop_map(|pieces| pieces.concat())
}

fn check(bytes: &[u8], format: Option<Format>) -> Result<(), TestCaseError> {
    let Ok(mut document) = read(bytes, &Hint { format, ..Hint::named("test") }) else { return Ok(()) };
    furniture::mark(&mut document, &patterns());
    let mut end = 0;
    for span in &document.furniture {
        prop_assert!(span.start() >= end && document.text.get(span.range()).is_some());
        end = span.end();
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes, None)?;
        check(&bytes, Some(Format::Html))?;
    }

    #[test]
    fn broken_pages_never_panic(bytes in fragments()) {
        check(&bytes, None)?;
        check(&bytes, Some(Format::Html))?;
        check(&bytes, Some(Format::Text))?;
    }
}
