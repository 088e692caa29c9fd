//! Lines of JSON and rows of tables.

use jiff::civil::date;
use tawatur::capture::Basis;

use super::*;

#[test]
fn rows_are_documents() {
    let folder = Folder::new();
    let lines = format!(
        "{{\"id\": \"x7\", \"Title\": \"عنوان\", \"body\": \"{REPORT}\", \"date\": \"2015-02-20T23:30:00-05:00\", \"source\": \
         {{\"name\": \"صدى النهر\"}}, \"url\": \"https://example.org/a\"}}\nnot json\n\n{{\"text\": \"\"}}\n"
    );
    let (taken, errors) = taken(&folder.put("a.jsonl", lines));
    let places: Vec<&str> = errors.iter().map(|e| e.place.rsplit('#').next().unwrap()).collect();
    assert_eq!(places, ["2", "4"]);
    let item = &taken[0];
    assert_eq!((item.name.as_str(), item.uri.as_str()), ("x7", "https://example.org/a"));
    assert_eq!(item.hint.published, Some(date(2015, 2, 20)));
    let (document, _) = read(item);
    assert_eq!(document.title.as_deref(), Some("عنوان"));
    assert_eq!(document.outlet, Some(("صدى النهر".to_owned(), Basis::Given)));

    let csv = format!("العنوان;النص;التاريخ\nأ;\"{REPORT}\";20 شباط 2015\nب;\"{REPORT}\";غداً\n");
    let (rows, errors) = self::taken(&folder.put("b.csv", csv));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].hint.published, Some(date(2015, 2, 20)));
    assert!(errors.len() == 1 && errors[0].is_warning());
}

#[test]
fn columns_are_mapped_and_asked_for() {
    let folder = Folder::new();
    let path = folder.put("a.tsv", format!("col1\tcol2\n2015-02-20\t{REPORT}\n"));
    let (none, errors) = taken(&path);
    assert!(none.is_empty());
    assert!(errors[0].to_string().contains("--map text=NAME (columns here: col1, col2)"), "{}", errors[0]);
    let mut options = Options::default();
    options.mapping.add("text=col2").unwrap();
    options.mapping.add("date = col1").unwrap();
    assert!(options.mapping.add("text=x").is_err());
    assert!(options.mapping.add("colour=x").unwrap_err().contains("fields are text, title, date"));
    let (taken, _) = taken_with(&path, &options);
    assert_eq!(taken[0].hint.published, Some(date(2015, 2, 20)));
    let nested = folder.put("b.jsonl", format!("{{\"a\": {{\"b\": \"{REPORT}\"}}}}"));
    let mut options = Options::default();
    options.mapping.add("text=a.b").unwrap();
    assert_eq!(taken_with(&nested, &options).0.len(), 1);
}

#[test]
fn tables_in_the_encodings_of_spreadsheets() {
    let folder = Folder::new();
    let table = format!("title\ttext\nأ\t{REPORT}\n");
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(table.encode_utf16().flat_map(u16::to_le_bytes));
    let taken = all(&folder.put("a.tsv", utf16));
    assert_eq!(read(&taken[0]).0.text, REPORT);
    let taken = all(&folder.put("b.tsv", windows_1256(&table)));
    assert_eq!(read(&taken[0]).0.text, REPORT);
}

/// Arabic in windows-1256, for the letters of the report.
fn windows_1256(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقكàلâمنهوçèéêëىيîïًٌٍَôُِ÷ّùْûü";
    let byte = |c: char| match c {
        '،' => 0xA1,
        c if c.is_ascii() => c as u8,
        c => 0xC1 + LETTERS.chars().position(|l| l == c).expect("a letter of the code page") as u8,
    };
    text.chars().map(byte).collect()
}

#[test]
fn lines_without_a_field_for_the_text_are_said_once() {
    let folder = Folder::new();
    let lines = format!("{{\"text\": \"{REPORT}\"}}\n{}", "{\"size\": 1}\n".repeat(500));
    let (taken, errors) = taken(&folder.put("a.jsonl", lines));
    assert_eq!((taken.len(), errors.len()), (1, 1), "{errors:?}");
    assert!(
        errors[0].to_string().contains("a.jsonl#2 and 499 more: no field holds the text"),
        "{}",
        errors[0]
    );
}

#[test]
fn claims_that_were_written_beside_documents_are_none() {
    let folder = Folder::new();
    let claims = r#"{"claim": "0", "doc": "a", "type": "t", "trigger": {"text": "x"}, "polarity": "+"}"#;
    folder.put("in/a.txt", REPORT);
    let json = folder.put("in/claims.jsonl", claims);
    let csv = folder.put("in/claims.csv", "doc,type,trigger,content,polarity,claim\na,t,x,y,affirmed,0\n");
    assert_eq!(all(&folder.path("in")).len(), 1);
    for path in [json, csv] {
        let (none, errors) = taken(&path);
        assert!(none.is_empty() && errors[0].to_string().contains("claims of this program"), "{errors:?}");
    }
    // Any other table without a text is odd where it was found, and wrong where it was named.
    let other = folder.put("in/sizes.csv", "size\n1\n");
    assert!(taken(&folder.path("in")).1[0].is_warning());
    assert!(!taken(&other).1[0].is_warning());
}
