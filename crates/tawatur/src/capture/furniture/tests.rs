use std::ops::Range;
use std::path::Path;

use super::super::{Basis, Document};
use super::{FurniturePatterns, PatternError, mark};

fn patterns() -> FurniturePatterns {
    FurniturePatterns::parse(include_str!("../../../../../codebooks/conflict/furniture.toml")).unwrap()
}

fn marked(text: &str) -> Vec<String> {
    let mut document = Document::from_text("test", text);
    mark(&mut document, &patterns());
    document.furniture.iter().map(|s| document.text[s.range()].to_owned()).collect()
}

/// Third-party and annotated texts stay outside the project.
fn shared(path: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// Invented reporting that the furniture of the tests stands around.
const BODY: &str = "أعلن متحدث باسم الفصيل أن عشرات المسلحين انسحبوا من البلدة صباح أمس.";

#[test]
fn buttons_counters_and_links_are_marked() {
    for line in [
        "0 تعليق",
        "(12) تعليقات",
        "هل أعجبك هذا المقال؟",
        "شارك الخبر",
        "...المزيد",
        "فيسبوك تويتر",
        "اقرأ أيضا: مقتل قيادي في غارة على ريف المدينة",
        "المقال يعبر عن رأي الكاتب ولا يعكس بالضرورة رأي الموقع",
        "kateb@example.org",
    ] {
        assert_eq!(marked(&format!("{BODY}\n\n{line}\n")), [line]);
    }
}

#[test]
fn reporting_with_the_same_words_is_not_marked() {
    for text in [
        BODY,
        "شارك مئات المسلحين في الهجوم على القاعدة.",
        "لم يصدر أي تعليق من الوزارة على الخبر.",
        "قال التنظيم إن المزيد من مقاتليه سيصلون قريبا.",
        "أظهرت صورة نشرها ناشطون دمارا واسعا في الحي.",
        "من أهم سمات المرحلة الانشقاقات في صفوف الفصائل.",
        "اقرأ البيان كاملا كما تلاه المتحدث أمام الصحفيين",
        "شاهد.. لحظة انسحاب المسلحين",
        "مسلحون عند مدخل البلدة بعد انسحابهم منها. [من الأرشيف]",
        "قُتل خمسة جنود في الهجوم. (أ ف ب)",
    ] {
        assert_eq!(marked(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_repeated_paragraph_is_marked_from_its_second_time_on() {
    let text = format!("{BODY}\n\nفقرة أخرى عن الانسحاب.\n\n{BODY}");
    let mut document = Document::from_text("test", text.as_str());
    mark(&mut document, &patterns());
    assert_eq!(document.furniture.len(), 1);
    assert_eq!(document.furniture[0].start(), text.rfind(BODY).unwrap());
}

#[test]
fn tails_run_to_the_end_of_the_line() {
    assert_eq!(marked(&format!("{BODY} سمات البلدة الفصيل مسلحين")), ["سمات البلدة الفصيل مسلحين"]);
    assert_eq!(
        marked(&format!("{BODY} مقالات أخرى للكاتبحرب لا تنتهيوداع النهر")),
        ["مقالات أخرى للكاتبحرب لا تنتهيوداع النهر"]
    );
}

#[test]
fn headlines_that_touch_their_label_are_known_as_such() {
    for (label, list) in [
        ("مقالات أخرى للكاتب", "حرب لا تنتهيوداع النهر"),
        ("مقالات أخرى للكاتبة", "هدنة بلا حبروداع النهر"),
        ("مقالات أخرى للكاتب", "هل ينتهي الشتاء؟وداع النهر"),
        ("أخبار ذات صلة", "هدنة جديدة شرقي النهرحرب لا تنتهي"),
    ] {
        let mut document = Document::from_text("test", format!("{BODY} {label}{list}"));
        mark(&mut document, &patterns());
        mark(&mut document, &patterns());
        let spans = |spans: &[super::Span<_>]| {
            spans.iter().map(|s| document.text[s.range()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(spans(&document.furniture), [format!("{label}{list}")]);
        assert_eq!(spans(&document.headlines), [list]);
    }
    for text in ["قرأ القاضي أخبار ذات صلة بالقضية.", &format!("{BODY} أخبار ذات صلة بالحرب تابعها السكان.")]
    {
        let mut document = Document::from_text("test", text);
        mark(&mut document, &patterns());
        assert!(document.headlines.is_empty() && document.furniture.is_empty(), "{text}");
    }
}

#[test]
fn a_list_of_links_ends_where_prose_begins() {
    let text = format!(
        "{BODY}\n\nمواضيع ذات صلة\nانسحاب جديد شرقي النهر\nقيادي ينشق عن الفصيل\nوأكد سكان من القرية المجاورة أن الطريق فتح بعد ساعات من ذلك."
    );
    assert_eq!(marked(&text), ["مواضيع ذات صلة", "انسحاب جديد شرقي النهر", "قيادي ينشق عن الفصيل"]);
}

#[test]
fn of_a_byline_with_a_disclaimer_only_the_disclaimer_is_marked() {
    let text = format!(
        "{BODY}\nمقال بقلم سامر النهري، باحث. المقال يعبر عن رأي كاتبه ولا يعكس بالضرورة رأي الموقع.\n{BODY}"
    );
    assert_eq!(marked(&text)[0], "المقال يعبر عن رأي كاتبه ولا يعكس بالضرورة رأي الموقع.");
}

#[test]
fn tags_without_announcement_are_known_by_having_been_used() {
    assert_eq!(marked(&format!("{BODY} الفصيل البلدة مسلحين")), ["الفصيل البلدة مسلحين"]);
    assert!(marked(&format!("{BODY} وقتل قائد الحرس")).is_empty());
}

#[test]
fn the_line_of_the_outlets_desk_is_marked_when_the_outlet_is_known() {
    let mut document = Document::from_text("test", format!("عنوان الخبر\n\nصدى النهر – بغداد\n{BODY}"));
    document.outlet = Some(("صدى النهر".to_owned(), Basis::Given));
    mark(&mut document, &patterns());
    assert_eq!(&document.text[document.furniture[0].range()], "صدى النهر – بغداد");
}

#[test]
fn marking_twice_changes_nothing() {
    let mut document = Document::from_text("test", format!("إرهاب\n\n{BODY}\n\n0 تعليق\n{BODY}"));
    mark(&mut document, &patterns());
    let once = document.furniture.clone();
    mark(&mut document, &patterns());
    assert_eq!(document.furniture, once);
    assert_eq!(once.len(), 3);
}

#[test]
fn a_malformed_file_of_patterns_says_where() {
    let wrong = FurniturePatterns::parse("[[pattern]]\nwhere = 'nowhere'\nphrases = []").unwrap_err();
    assert!(wrong.to_string().contains("line 2"), "{wrong}");
    let empty = FurniturePatterns::parse("[[pattern]]\nphrases = [' ـ ']").unwrap_err();
    assert!(matches!(empty, PatternError::EmptyPhrase { pattern: 1, .. }));
}

/// Bytes of a text that spans cover.
fn covered(spans: &[Range<usize>], length: usize) -> Vec<bool> {
    let mut bytes = vec![false; length];
    for span in spans {
        bytes[span.clone()].fill(true);
    }
    bytes
}

#[test]
fn annotators_agree_with_what_is_marked() {
    let Some(folder) = shared("gold/dev") else { return };
    let (mut gold_spans, mut found_gold, mut our_spans, mut sound) = (0, 0, 0, 0);
    let (mut both, mut ours, mut theirs) = (0_usize, 0_usize, 0_usize);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        // The annotations of `d01.txt` are in `d01.json`, its metadata in `d01.meta.json`.
        if name.split('.').nth(1) != Some("json") {
            continue;
        }
        let gold: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let text = std::fs::read_to_string(file.with_extension("txt")).unwrap();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for passage in gold["boilerplate"].as_array().into_iter().flatten() {
            let quote = passage["q"].as_str().unwrap();
            // `n` says which occurrence, counted from 1.
            let n = passage["n"].as_u64().map_or(0, |n| usize::try_from(n).unwrap() - 1);
            let at = text.match_indices(quote).nth(n).expect("the passage").0;
            spans.push(at..at + quote.len());
        }
        let mut document = Document::from_text(name.as_str(), text.as_str());
        mark(&mut document, &patterns());
        let marked: Vec<Range<usize>> = document.furniture.iter().map(super::Span::range).collect();
        let (g, m) = (covered(&spans, text.len()), covered(&marked, text.len()));
        for span in &spans {
            gold_spans += 1;
            let hit = m[span.clone()].iter().filter(|b| **b).count() * 2 > span.len();
            found_gold += usize::from(hit);
            if !hit {
                eprintln!("{name}: missed {:.60}", &text[span.clone()]);
            }
        }
        for span in &marked {
            our_spans += 1;
            let hit = g[span.clone()].iter().filter(|b| **b).count() * 2 > span.len();
            sound += usize::from(hit);
            if !hit {
                eprintln!("{name}: marked {:.60}", &text[span.clone()]);
            }
        }
        both += g.iter().zip(&m).filter(|(g, m)| **g && **m).count();
        theirs += g.iter().filter(|b| **b).count();
        ours += m.iter().filter(|b| **b).count();
    }
    eprintln!(
        "furniture: {found_gold} of {gold_spans} annotated passages found, {sound} of {our_spans} marked are annotated"
    );
    eprintln!("furniture, bytes: {both} of {theirs} annotated, {both} of {ours} marked");
    assert!(sound * 10 >= our_spans * 8 && found_gold * 2 >= gold_spans);
}
