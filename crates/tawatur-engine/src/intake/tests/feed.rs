//! Feeds.

use jiff::civil::date;
use tawatur::capture::Basis;

use super::*;

#[test]
fn entries_of_feeds_are_documents() {
    let folder = Folder::new();
    let rss = format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
         <title>صدى النهر</title><item><title>خبر</title><link>https://example.org/a</link>\
         <pubDate>Fri, 20 Feb 2015 01:30:00 +0300</pubDate><content:encoded><![CDATA[<p>{REPORT}</p>]]></content:encoded>\
         </item><item><title>فارغ</title></item></channel></rss>"
    );
    let (taken, errors) = taken(&folder.put("a.xml", rss));
    assert_eq!((taken.len(), errors.len()), (1, 1), "{errors:?}");
    let (document, how) = read(&taken[0]);
    assert_eq!(how, "html");
    assert_eq!(document.text, format!("خبر\n\n{REPORT}"));
    assert_eq!(document.outlet, Some(("صدى النهر".to_owned(), Basis::Given)));
    assert_eq!(document.published, Some((date(2015, 2, 20), Basis::Given)), "by the clock of the paper");
    assert_eq!(taken[0].uri, "https://example.org/a");

    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "ص", "items": [{{"id": "1", "content_text": "{REPORT}", "date_published": "2015-02-20T10:00:00+03:00"}}]}}"#
    );
    let taken = all(&folder.put("feed.json", json));
    assert_eq!(read(&taken[0]).0.text, REPORT);
    assert_eq!(taken[0].hint.published, Some(date(2015, 2, 20)));
}

#[test]
fn entities_that_a_feed_defines_are_not_expanded() {
    let folder = Folder::new();
    let levels: String =
        (1..10).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
    let feed = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 \"ha\">{levels}]><rss version='2.0'><channel><title>t</title>\
         <item><title>x</title><description>&l9;</description></item></channel></rss>"
    );
    let (taken, errors) = taken(&folder.put("a.rss", feed));
    assert!(taken.iter().all(|item| item.bytes.len() < 1000));
    assert!(taken.len() + errors.len() >= 1);
}
