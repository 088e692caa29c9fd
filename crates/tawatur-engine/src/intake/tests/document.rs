//! Documents in formats of their own: saved pages, word-processor documents, books.

use super::*;

#[test]
fn a_page_saved_in_one_file_with_its_address() {
    let folder = Folder::new();
    let quoted: String = page("خبر محفوظ")
        .bytes()
        .map(|b| if b == b'=' || b >= 128 { format!("={b:02X}") } else { char::from(b).to_string() })
        .collect();
    let wrapped = quoted.replace("</", "=\r\n</");
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/2015/02/20/a\r\nSubject: x\r\n\
         Date: Fri, 20 Feb 2015 10:11:12 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
         \ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/2015/02/20/a\r\n\r\n\
         {wrapped}\r\n----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n----b--\r\n"
    );
    let taken = all(&folder.put("a.mhtml", mhtml));
    assert_eq!(taken[0].uri, "https://example.org/2015/02/20/a");
    assert_eq!(taken[0].captured, "2015-02-20T10:11:12Z".parse().ok());
    let (document, how) = read(&taken[0]);
    assert_eq!((document.title.as_deref(), how), (Some("خبر محفوظ"), "mhtml"));
    assert!(document.text.ends_with(REPORT), "{}", document.text);
}

#[test]
fn paragraphs_of_word_documents() {
    let folder = Folder::new();
    let bytes = docx(
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>تقرير</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space='preserve'>قال </w:t></w:r><w:r><w:t>الناشط &amp; غيره</w:t></w:r>\
         <w:del><w:r><w:t>محذوف</w:t></w:r></w:del></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>خانة</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    );
    let taken = all(&folder.put("a.docx", &bytes));
    let (document, how) = read(&taken[0]);
    assert_eq!(how, "docx");
    assert_eq!(document.text, "تقرير\n\nقال الناشط & غيره\n\nخانة\n\nمصدر طبي");
    assert_eq!(document.title.as_deref(), Some("تقرير"));
    // In an archive it is one document, and not a folder.
    let taken = all(&folder.put("a.zip", zipped(&[("x/a.docx", &bytes)])));
    assert_eq!(read(&taken[0]).1, "docx");
}

#[test]
fn chapters_of_books_in_reading_order() {
    let folder = Folder::new();
    let chapter = |title: &str| page(title).into_bytes();
    let bytes = zipped(&[
        ("mimetype", b"application/epub+zip"),
        (
            "META-INF/container.xml",
            br#"<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"#,
        ),
        (
            "OEBPS/content.opf",
            "<package xmlns:dc='x'><metadata><dc:title>كتاب</dc:title></metadata><manifest>\
             <item id='b' href='text/b%20b.xhtml' media-type='application/xhtml+xml'/>\
             <item id='a' href='text/../a.xhtml' media-type='application/xhtml+xml'/>\
             <item id='c' href='missing.xhtml' media-type='application/xhtml+xml'/></manifest>\
             <spine><itemref idref='a'/><itemref idref='c'/><itemref idref='b'/></spine></package>"
                .as_bytes(),
        ),
        ("OEBPS/text/b b.xhtml", &chapter("الفصل الثاني")),
        ("OEBPS/a.xhtml", &chapter("الفصل الأول")),
    ]);
    let taken = all(&folder.put("a.epub", bytes));
    let (document, how) = read(&taken[0]);
    assert_eq!((document.title.as_deref(), how), (Some("كتاب"), "epub"));
    assert_eq!(document.text, format!("الفصل الأول\n\n{REPORT}\n\nالفصل الثاني\n\n{REPORT}"));
}
