use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

use super::super::CaptureError;
use super::decode;

/// Invented sentences, the last three of ten words or fewer.
const SENTENCES: &[&str] = &[
    "قال شهود من أهالي القرية إن ثلاثة مسلحين سلموا أنفسهم صباح أمس، وأضافوا أن الطريق إلى البلدة بات مفتوحا بعد أسابيع من الحصار.",
    "أعلن متحدث باسم الفصيل انسحاب عشرات المقاتلين من مواقعهم قرب النهر",
    "نفى مصدر أمني مقتل أي من عناصره في الهجوم",
    "مقتل خمسة جنود في انفجار عبوة ناسفة غربي المدينة القديمة",
    "انشقاق قائد ميداني",
];

fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    encoding.encode(text).0.into_owned()
}

fn reads(bytes: &[u8]) -> (String, &'static str) {
    let decoded = decode(bytes, None, None).expect("text");
    (decoded.text.into_owned(), decoded.encoding.name())
}

#[test]
fn every_encoding_of_every_sentence_is_found() {
    for encoding in [UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1256, ISO_8859_6] {
        for sentence in SENTENCES {
            let (text, name) = reads(&encode(encoding, sentence));
            assert_eq!(&text, sentence, "in {}", encoding.name());
            if sentence.chars().any(|c| "فقكلمنهوي".contains(c)) {
                assert_eq!(name, encoding.name(), "{sentence}");
            }
        }
    }
}

#[test]
fn byte_order_marks_are_believed_and_dropped() {
    for (encoding, bom) in [(UTF_8, "\u{FEFF}"), (UTF_16LE, "\u{FEFF}"), (UTF_16BE, "\u{FEFF}")] {
        let bytes = encode(encoding, &format!("{bom}{}", SENTENCES[4]));
        assert_eq!(reads(&bytes), (SENTENCES[4].to_owned(), encoding.name()));
    }
}

#[test]
fn truncated_utf16_loses_its_last_unit_only() {
    for encoding in [UTF_16LE, UTF_16BE] {
        let mut bytes = encode(encoding, SENTENCES[0]);
        bytes.pop();
        let (text, name) = reads(&bytes);
        assert_eq!(name, encoding.name());
        assert_eq!(text, SENTENCES[0].strip_suffix('.').unwrap());
    }
}

#[test]
fn latin_utf16_is_found_too() {
    assert_eq!(reads(&encode(UTF_16LE, "Plain words, nothing else.")).1, "UTF-16LE");
}

#[test]
fn damaged_utf8_stays_utf8() {
    let mut bytes = SENTENCES[0].as_bytes().to_vec();
    bytes[20] = 0xFF;
    bytes.truncate(bytes.len() - 10);
    let (text, name) = reads(&bytes);
    assert_eq!(name, "UTF-8");
    assert!(text.contains('\u{FFFD}') && text.contains("القرية"));
}

#[test]
fn the_declared_charset_gives_way_to_valid_utf8_and_to_the_letters() {
    let page = |charset: &str, body: &str| {
        format!(
            "<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'></head><p>{body}</p>"
        )
    };
    let utf8 = page("windows-1256", SENTENCES[0]);
    assert_eq!(reads(utf8.as_bytes()).1, "UTF-8");
    for declared in ["windows-1256", "iso-8859-6", "iso-8859-1", "utf-8", "no-such-thing"] {
        let bytes = encode(WINDOWS_1256, &page(declared, SENTENCES[0]));
        let (text, name) = reads(&bytes);
        assert!(text.contains(SENTENCES[0]), "declared {declared}, read as {name}");
    }
    let bytes = encode(ISO_8859_6, &page("iso-8859-6", SENTENCES[3]));
    assert!(reads(&bytes).0.contains(SENTENCES[3]));
}

#[test]
fn a_charset_from_outside_is_honoured_where_the_letters_do_not_say() {
    let bytes = encode(WINDOWS_1252, "Le général a nié toute défection à l’été");
    let decoded = decode(&bytes, Some("windows-1252"), None).unwrap();
    assert_eq!(decoded.text, "Le général a nié toute défection à l’été");
    assert_eq!(reads(&bytes).1, "windows-1252");
}

#[test]
fn zero_and_control_bytes_are_not_text() {
    let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(matches!(decode(&noise, None, None), Err(CaptureError::Binary { .. })));
    assert!(
        matches!(decode(&[1; 64], None, None), Err(CaptureError::Binary { looks_like }) if looks_like.contains("control"))
    );
}
