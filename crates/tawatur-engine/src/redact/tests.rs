//! Invented documents about invented people, with their names planted wherever a name can stand.

use std::{path::Path, sync::LazyLock};

use tawatur::{
    Reader,
    capture::{Basis, Document},
    codebook::{Sources, compile},
};

use super::*;

/// The codebook of the project: who is public is in its data.
pub static READER: LazyLock<Reader> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks/conflict");
    Reader::new(compile(&Sources::load(&folder).unwrap()).unwrap())
});

/// A document as the ledger would keep it, with its claims.
pub fn record(name: &str, uri: &str, title: Option<&str>, text: &str) -> Record {
    let published = jiff::civil::date(2024, 5, 10);
    let document = Document {
        outlet: Some(("صحيفة المرفأ".to_owned(), Basis::Given)),
        published: Some((published, Basis::Given)),
        ..Document::from_text(name, text)
    };
    let claims = READER.read(&document).claims;
    let outlet = "صحيفة المرفأ";
    let row = DocumentRow {
        id: DocumentRow::identify(text, uri, Some(outlet), Some(published)),
        name: name.to_owned(),
        uri: uri.to_owned(),
        version: 1,
        outlet: Some(outlet.to_owned()),
        outlet_basis: Some(Basis::Given),
        title: title.map(str::to_owned),
        byline: None,
        published: Some(published),
        published_basis: Some(Basis::Given),
        captured: jiff::Timestamp::UNIX_EPOCH,
        added: jiff::Timestamp::UNIX_EPOCH,
        language: Some("ar".to_owned()),
        media_type: "text/plain".to_owned(),
        extraction: "text".to_owned(),
        raw: blake3::hash(text.as_bytes()).to_hex().to_string(),
        capture: DocumentRow::hash(uri),
        hash: DocumentRow::hash(text),
        text: text.to_owned(),
        furniture: Vec::new(),
    };
    Record { document: row, claims }
}

/// All of them redacted, in one export.
pub fn redacted(records: Vec<Record>) -> (Vec<Released<Record>>, Counts) {
    let mut survey = Survey::new(&READER);
    records.iter().for_each(|r| survey.add(r));
    let mut release = Release::redacted(survey.redactor(Key::kept([9; 32])));
    let released = records.into_iter().map(|r| release.release(r)).collect();
    (released, release.counts().unwrap().clone())
}

fn text_of(text: &str) -> String {
    let (released, _) = redacted(vec![record("a", "https://example.net/1", None, text)]);
    released[0].get().document.text.clone()
}

#[test]
fn private_people_get_pseudonyms_and_public_ones_stay() {
    for (text, name) in [
        ("قال سامر خابوري إن الطريق مغلق منذ يومين.", "خابوري"),
        ("اعتقلت قوات درع النهر المدرس نزار الدرازي أمس.", "الدرازي"),
        ("وأضافت ليلى قبرازي، وهي ناشطة من المدينة، أن القصف مستمر.", "قبرازي"),
        ("قال الطبيب عدنان الزوبعاني لصحيفة المرفأ إن الجرحى عشرون.", "الزوبعاني"),
        ("التقى الوزير بسامر خابوري في مكتبه.", "خابوري"),
        ("أعلن العقيد المنشق نضال الكرماوي انضمامه إلى لواء الفجر.", "الكرماوي"),
    ] {
        let redacted = text_of(text);
        assert!(!redacted.contains(name), "{redacted}");
        assert!(redacted.contains(PERSON), "{redacted}");
    }
    for (text, name) in [
        ("قال المتحدث باسم لواء الفجر نضال الكرماوي إن المعارك توقفت.", "نضال الكرماوي"),
        ("أعلن قائد الكتيبة العقيد نزار الدرازي انسحاب قواته من البلدة.", "نزار الدرازي"),
        ("قال نضال الكرماوي، المتحدث باسم لواء الفجر، إن المعارك توقفت.", "نضال الكرماوي"),
        ("التقى الرئيس السوري بشار الأسد وفداً روسياً في دمشق.", "بشار الأسد"),
        ("قال وزير الصحة ماجد الدرازي إن المستشفيات تعمل.", "ماجد الدرازي"),
    ] {
        let redacted = text_of(text);
        assert!(redacted.contains(name), "{redacted}");
        assert!(!redacted.contains(PERSON), "{redacted}");
    }
}
