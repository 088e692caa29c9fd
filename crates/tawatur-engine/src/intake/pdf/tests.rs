//! Documents made letter by letter, as different programs make them. People and places are invented.

use std::fmt::Write as _;

use super::*;

/// What is drawn: place, size, and letters from left to right, each 0.5 of the size wide, a space too.
struct Draw {
    x: f32,
    y: f32,
    size: f32,
    text: String,
}

/// A line that ends at the right margin of `right`, as it looks: given in the order of reading, turned here.
fn line(right: f32, y: f32, text: &str) -> Draw {
    let shown: String = text.chars().rev().collect();
    let width = 5.0 * shown.chars().count() as f32;
    Draw { x: right - width, y, size: 10.0, text: shown }
}

fn pages(pages: &[Vec<Draw>]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let mut letters: Vec<char> = pages.iter().flatten().flat_map(|d| d.text.chars()).collect();
    letters.sort_unstable();
    letters.dedup();
    assert!(letters.len() < 250);
    let mut map = String::from("1 begincodespacerange <00> <ff> endcodespacerange\n");
    for (at, letter) in letters.iter().enumerate() {
        let mut units = String::new();
        for unit in letter.encode_utf16(&mut [0; 2]) {
            let _ = write!(units, "{unit:04X}");
        }
        let _ = writeln!(map, "1 beginbfchar <{:02X}> <{units}> endbfchar", at + 1);
    }
    let stream = |text: &str| format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()).into_bytes();
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 5 + 2 * n)).collect();
    objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
    objects.push(format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> >>", pages.len()).into_bytes());
    let widths = "500 ".repeat(256);
    objects.push(format!("<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 255 /Widths [{widths}] /ToUnicode 4 0 R >>").into_bytes());
    objects.push(stream(&map));
    for page in pages {
        let at = objects.len() + 1;
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", at + 1).into_bytes());
        let mut content = String::new();
        for draw in page {
            let codes: String = draw
                .text
                .chars()
                .map(|c| format!("{:02X}", letters.binary_search(&c).unwrap() + 1))
                .collect();
            let Draw { x, y, size, .. } = draw;
            let _ = writeln!(content, "BT /F {size} Tf {x} {y} Td <{codes}> Tj ET");
        }
        objects.push(stream(&content));
    }
    file(&objects)
}

fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let table = bytes.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(end, "{offset:010} 00000 n ");
    }
    let _ = write!(end, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

fn text(drawn: Vec<Draw>) -> String {
    read(&pages(&[drawn])).unwrap().0.text
}

#[test]
fn letters_in_the_order_of_the_eye_are_read_from_the_right() {
    let bytes = pages(&[vec![line(500.0, 700.0, "انسحب سالم من العين")]]);
    let (document, extraction) = read(&bytes).unwrap();
    assert_eq!((document.text.as_str(), extraction), ("انسحب سالم من العين", "pdf-visual"));
}

#[test]
fn presentation_forms_and_ligatures_become_letters() {
    // Final alef, lam-alef and the like, as programs without shaping engines write them.
    assert_eq!(
        text(vec![line(500.0, 700.0, "\u{FEED}\u{FEFB} \u{FED7}\u{FE98}\u{FEE0}\u{FEF0}")]),
        "ولا قتلى"
    );
}

#[test]
fn lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart() {
    let drawn = vec![
        line(500.0, 700.0, "قال شهود من أهالي بلدة العين إن المسلحين"),
        line(500.0, 685.0, "انسحبوا منها بعد اتفاق مع وجهائها"),
        line(500.0, 670.0, "وعاد الأهالي إلى بيوتهم في اليوم التالي"),
    ];
    assert_eq!(
        text(drawn),
        "قال شهود من أهالي بلدة العين إن المسلحين انسحبوا منها بعد اتفاق مع وجهائها\n\nوعاد الأهالي إلى بيوتهم في اليوم التالي"
    );
}

#[test]
fn of_two_columns_the_right_one_is_read_first() {
    let right = [
        "قال سالم النهري وهو ناشط من البلدة",
        "إن المسلحين غادروا الأحياء الشرقية",
        "في ساعات الليل بعد مفاوضات طويلة",
        "شارك فيها وجهاء من القرى المجاورة",
        "واستمرت ثلاثة أيام دون انقطاع لها",
    ];
    let left = [
        "من جهتها قالت لجنة الإغاثة المحلية",
        "إن المساعدات لم تصل إلى السكان بعد",
        "بسبب إغلاق الطريق العام والقصف ال",
        "ذي طال المنازل القريبة من النهر و",
        "أوقع عدداً من الجرحى بين المدنيين",
    ];
    let mut drawn = vec![line(400.0, 740.0, "انسحاب من بلدة العين")];
    for (at, (right, left)) in right.iter().zip(left).enumerate() {
        drawn.push(line(500.0, 700.0 - 14.0 * at as f32, right));
        drawn.push(line(290.0, 696.0 - 14.0 * at as f32, left));
    }
    let text = text(drawn);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(place("انسحاب من بلدة") < place("قال سالم"));
    assert!(place("واستمرت ثلاثة") < place("من جهتها"));
    assert!(text.contains("الأحياء الشرقية في ساعات الليل"));
}

#[test]
fn what_every_page_repeats_is_set_apart() {
    let page = |number: &str, body: &str| {
        vec![line(400.0, 780.0, "صحيفة صدى النهر"), line(500.0, 600.0, body), line(320.0, 20.0, number)]
    };
    let bytes = pages(&[
        page("1", "خرجت القافلة من المدينة صباحاً وكانت"),
        page("2", "متجهة إلى الشمال."),
        page("3", "وصلت القافلة مساء."),
    ]);
    let (document, _) = read(&bytes).unwrap();
    let furniture: Vec<&str> = document.furniture.iter().map(|s| &document.text[s.range()]).collect();
    assert_eq!(furniture, ["صحيفة صدى النهر", "1"]);
    assert!(document.text.starts_with("خرجت القافلة"), "{}", document.text);
}

#[test]
fn pages_that_are_pictures_are_said() {
    assert!(matches!(read(&pages(&[vec![]])), Err(Problem::NoTextLayer)));
}

#[test]
fn fonts_that_do_not_say_their_letters_are_said() {
    let mut bytes = pages(&[vec![line(500.0, 700.0, "انسحب سالم")]]);
    let at = bytes.windows(10).position(|w| w == b"/ToUnicode").unwrap();
    bytes[at + 1] = b'X';
    let at = bytes.windows(9).position(|w| w == b"/TrueType").unwrap();
    bytes[at..at + 9].copy_from_slice(b"/Type0   ");
    assert!(matches!(read(&bytes), Err(Problem::NoLetters)));
}

#[test]
fn forms_that_draw_themselves_end() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/A Do\nendstream",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /A 5 0 R >> >> /Length 17 >>\nstream\n/A Do /A Do /A Do\nendstream",
    ];
    let objects: Vec<Vec<u8>> = objects.iter().map(|o| o.as_bytes().to_vec()).collect();
    assert!(matches!(read(&file(&objects)), Err(Problem::NoTextLayer)));
}

#[test]
fn object_streams_are_counted_however_their_type_is_spelled() {
    assert_eq!(object_streams(b"/Type /ObjStm /Type/Obj#53tm /ObjStn /#4fbjStm /Ob"), 3);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(150))]

    #[test]
    fn a_document_in_which_some_bytes_are_others(changes in proptest::collection::vec((0..4000_usize, proptest::prelude::any::<u8>()), 1..6)) {
        let mut bytes = pages(&[vec![line(500.0, 700.0, "قال سالم (34 عاما) إن BBC 15")]]);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if let Ok((document, _)) = read(&bytes) {
            proptest::prop_assert!(document.text.len() < 10_000);
        }
    }

    #[test]
    fn letters_anywhere_on_a_page(places in proptest::collection::vec((-1000.0..1000.0_f32, -1000.0..1000.0_f32, 1.0..40.0_f32, "[ا-ي a-z0-9()]{1,8}"), 0..60)) {
        let drawn = places.into_iter().map(|(x, y, size, text)| Draw { x, y, size, text }).collect();
        let _ = read(&pages(&[drawn]));
    }
}
