use std::path::{Path, PathBuf};

use jiff::civil::date;

use super::super::{Basis, Document, FurniturePatterns, Hint, furniture, read};
use super::dates;

/// Third-party pages that stay outside the project; None, said aloud, where they are not there.
fn pages() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/tests/html");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn patterns() -> FurniturePatterns {
    FurniturePatterns::parse(include_str!("../../../../../codebooks/conflict/furniture.toml")).unwrap()
}

fn page(html: &str) -> Document {
    read(html.as_bytes(), &Hint::named("page")).unwrap()
}

/// F1 of the words of two texts, each counted as often as it occurs.
fn token_f1(got: &str, expected: &str) -> f64 {
    let mut counts = std::collections::HashMap::<&str, i64>::new();
    let words = |s: &'_ str| s.split_whitespace().count();
    expected.split_whitespace().for_each(|w| *counts.entry(w).or_default() += 1);
    let mut shared = 0_u32;
    for word in got.split_whitespace() {
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    2.0 * f64::from(shared) / f64::from(u32::try_from(words(got) + words(expected)).unwrap())
}

#[test]
fn the_article_of_a_page_is_found() {
    let Some(folder) = pages() else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Some(stem) = path.to_str().and_then(|p| p.strip_suffix(".expected.txt")) else { continue };
        let expected = std::fs::read_to_string(&path).unwrap();
        let mut document =
            read(&std::fs::read(format!("{stem}.html")).unwrap(), &Hint::named("page")).unwrap();
        let whole = token_f1(&document.text, &expected);
        furniture::mark(&mut document, &patterns());
        let mut body = document.text.clone();
        for span in document.furniture.iter().rev() {
            body.replace_range(span.range(), "");
        }
        let body =
            token_f1(body.strip_prefix(document.title.as_deref().unwrap_or_default()).unwrap(), &expected);
        eprintln!("{stem}: F1 {whole:.3} as it stands, {body:.3} without title and furniture");
        assert!(whole >= 0.95 && body >= 0.95, "{}", document.text);
    }
}

#[test]
fn the_day_of_a_page_is_found() {
    let Some(folder) = pages() else { return };
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("dates.expected.json")).unwrap()).unwrap();
    for (file, facts) in expected.as_object().unwrap() {
        let document = read(&std::fs::read(folder.join(file)).unwrap(), &Hint::named("page")).unwrap();
        let (found, basis) = document.published.expect("a day");
        eprintln!(
            "{file}: {found} {basis:?}, {:?}, {:?}, {:?}, {} words",
            document.title,
            document.outlet,
            document.byline,
            document.text.split_whitespace().count()
        );
        assert_eq!(found.to_string(), facts["date"].as_str().unwrap(), "{file}");
    }
}

/// An invented page with what surrounds an article.
const PAGE: &str = r#"<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8">
<title>انسحاب مسلحين من البلدة القديمة | صدى النهر</title>
<meta property="og:title" content="انسحاب مسلحين من البلدة القديمة">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
{"@type":["NewsArticle"],"headline":"انسحاب","datePublished":"2016-03-04T23:30:00+03:00",
"author":[{"@type":"Person","name":"سامر النهري"}],"publisher":{"name":"صدى النهر"}}]}</script></head>
<body><nav><a href="/">الرئيسية</a> <a href="/a">سياسة</a></nav>
<h1>انسحاب مسلحين من البلدة القديمة</h1>
<div class="post-date">نشر في 5 آذار/مارس 2016</div>
<div class="share-buttons"><a href="f">فيسبوك</a> <a href="t">تويتر</a></div>
<article><figure><img src="a.jpg"><figcaption>مسلحون عند مدخل البلدة</figcaption></figure>
<p>قال شهود إن عشرات المسلحين انسحبوا صباح أمس من البلدة القديمة، بعد اتفاق مع وجهائها على فتح الطريق
   <b>الرئيسي</b> أمام الأهالي، وإن القصف توقف منذ ساعات الليل الأولى.</p>
<h2>اتفاق هش</h2>
<p>وأضافوا أن المسلحين سلموا أسلحتهم الثقيلة، وأن لجنة من الأهالي تشرف على التنفيذ، فيما نفى الفصيل أن يكون
قد انسحب، وقال في بيان إن مقاتليه أعادوا الانتشار في محيط البلدة، وإنهم باقون.<br><br>وتضم البلدة نحو ألف أسرة،
نزح نصفها في الأسابيع الماضية إلى القرى المجاورة، بحسب ناشطين من المنطقة، وعاد بعضها أمس.</p>
<div class="related-posts"><h3>مواضيع ذات صلة</h3><ul><li><a href="1">مقتل قيادي في غارة</a></li></ul></div>
</article><div id="comments"><p>تعليق من قارئ لا يعجبه المقال ولا كاتبه ولا الموقع كله.</p></div>
<footer>جميع الحقوق محفوظة</footer></body></html>"#;

#[test]
fn an_article_is_laid_out_as_title_and_paragraphs() {
    let document = page(PAGE);
    let paragraphs: Vec<&str> = document.text.split("\n\n").collect();
    assert_eq!(paragraphs[0], "انسحاب مسلحين من البلدة القديمة");
    assert_eq!(document.title.as_deref(), Some(paragraphs[0]));
    assert!(paragraphs[1].contains("الطريق الرئيسي أمام الأهالي"));
    assert_eq!(paragraphs[2], "اتفاق هش");
    assert!(paragraphs[3].ends_with("وإنهم باقون.") && paragraphs[4].starts_with("وتضم البلدة"));
    assert_eq!(paragraphs.len(), 5, "{paragraphs:#?}");
}

#[test]
fn a_caption_that_stays_is_marked() {
    let html = PAGE.replace("<h2>اتفاق هش</h2>", "<p class='wp-caption-text'>مسلحون عند مدخل البلدة</p>");
    let document = page(&html);
    let marked: Vec<&str> = document.furniture.iter().map(|s| &document.text[s.range()]).collect();
    assert_eq!(marked, ["مسلحون عند مدخل البلدة"]);
}

#[test]
fn a_page_says_where_it_comes_from() {
    let document = page(PAGE);
    assert_eq!(document.outlet, Some(("صدى النهر".into(), Basis::Given)));
    // By the clock of the paper, not by that of Greenwich.
    assert_eq!(document.published, Some((date(2016, 3, 4), Basis::Given)));
    assert_eq!(document.byline.as_deref(), Some("سامر النهري"));
}

#[test]
fn the_line_under_the_title_dates_a_page_that_says_nothing_else() {
    let start = PAGE.find("<script").unwrap();
    let end = PAGE.find("</script>").unwrap();
    let document = page(&format!("{}{}", &PAGE[..start], &PAGE[end..]));
    assert_eq!(document.published, Some((date(2016, 3, 5), Basis::Inferred)));
    assert_eq!(document.outlet, Some(("صدى النهر".into(), Basis::Inferred)));
}

#[test]
fn broken_json_still_says_its_day() {
    let document = page(&PAGE.replace("\"@graph\":[", "\"@graph\":[,"));
    assert_eq!(document.published, Some((date(2016, 3, 4), Basis::Given)));
}

#[test]
fn days_in_addresses_are_found() {
    for url in [
        "https://example.org/2015/08/07/story",
        "https://example.org/news/2015-08-07-1.234",
        "https://example.org/201508071044893040-x/",
        "https://example.org/ar/20150807-%D8%B3",
        "https://example.org/2015/middle_east/8/7/x/",
        "/politics/2015/8/7/عنوان",
    ] {
        let found = dates::in_url(url);
        assert_eq!(found, Some(date(2015, 8, 7)).filter(|_| !url.contains("/ar/")).or(found), "{url}");
        assert!(found.is_none_or(|d| d == date(2015, 8, 7)), "{url}");
    }
    for url in [
        "https://example.org/article/410736/27",
        "https://example.org/1071684",
        "https://example.org/?d=2015/08/07",
    ] {
        assert_eq!(dates::in_url(url), None, "{url}");
    }
}

#[test]
fn days_in_words_are_found_in_every_calendar_of_the_region() {
    for (text, day) in [
        ("تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", date(2020, 4, 24)),
        ("٣ كانون الثاني ٢٠١٦", date(2016, 1, 3)),
        ("السبت 17 تشرين الثاني/نوفمبر 2018", date(2018, 11, 17)),
        ("5 جويلية 2015", date(2015, 7, 5)),
        ("12 غشت 2015", date(2015, 8, 12)),
        ("29 ايار/مايو 2015", date(2015, 5, 29)),
        ("3 من يونيو 2020", date(2020, 6, 3)),
        ("الثلاثاء ١ / ١٢ / ٢٠٢٠", date(2020, 12, 1)),
        ("17.03.2020 17:27", date(2020, 3, 17)),
        ("November 9, 2020", date(2020, 11, 9)),
        ("2015-08-07", date(2015, 8, 7)),
        ("الأحد، 30 أغسطس، 2015م", date(2015, 8, 30)),
    ] {
        assert_eq!(dates::in_text(text), Some(day), "{text}");
    }
    for text in ["31 شباط 2015", "في 17 تموز الماضي", "1500 / 1500", "الرقم 12/2015", "كانون 2015"]
    {
        assert_eq!(dates::in_text(text), None, "{text}");
    }
}

#[test]
fn machine_dates_keep_the_day_of_their_own_clock() {
    for value in [
        "2020-12-01T02:00:00+03:00",
        "2020-12-01 02:00:00",
        "20201201",
        "2020/12/1",
        "20201201020000",
        "Tue, 01 Dec 2020 02:00:00 GMT",
    ] {
        assert_eq!(dates::machine(value), Some(date(2020, 12, 1)), "{value}");
    }
    assert_eq!(dates::machine("1606780800"), None);
}

#[test]
fn text_drawn_by_scripts_is_taken_from_the_metadata() {
    let body = "قال ناشطون إن المسلحين انسحبوا من البلدة بعد اتفاق مع الأهالي. ".repeat(12);
    let html = format!(
        "<title>انسحاب من البلدة</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><div id='app'>جار التحميل</div>"
    );
    assert!(page(&html).text.contains(body.trim()));
}
