//! Cleaning and folding by example; sentences and quotations of real pages; the invariants of offsets.

use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Clean, CodePointIndex, Gap, Layers, Span, Text, TokenKind, clean, fold};

fn surfaces(text: &Text) -> Vec<&str> {
    (0..text.len()).map(|at| text.surface(at)).collect()
}

#[test]
fn a_text_may_open_with_a_stop() {
    let text = Text::new(".قال المتحدث...انتهى.");
    assert_eq!(text.sentences().last().map(|s| s.tokens.end), Some(text.len()));
}

#[test]
fn cleaning_drops_marks_and_unifies_digits_and_quotes() {
    assert_eq!(clean("قُتِـلَ «٣٥٠» مقاتلاً"), "قتل \"350\" مقاتلا");
    assert_eq!(clean("ﻻ ﷲ"), "لا الله");
    assert_eq!(clean("آن ا\u{0653}ن"), "آن آن");
}

#[test]
fn letters_of_other_keyboards_become_arabic_ones() {
    assert_eq!(clean("کرکوک"), "كركوك"); // U+06A9 KEHEH
    assert_eq!(clean("علی"), "علي"); // U+06CC FARSI YEH
    assert_eq!(clean("ھنا"), "هنا"); // U+06BE HEH DOACHASHMEE
    assert_eq!(clean("۲۰۱۵"), "2015"); // U+06F0.. EXTENDED ARABIC-INDIC DIGITS
    assert_eq!(clean("چاڤيز پارس ڨفصة"), "جافيز بارس قفصة");
}

#[test]
fn folding_merges_what_writers_confuse() {
    assert_eq!(fold("إلى مدرسة أُحرقت"), "الي مدرسه احرقت");
    assert_eq!(fold("مسؤولٌ مئةُ"), "مسوول ميه");
}

#[test]
fn a_ligature_of_letters_is_one_token_in_the_place_of_one_character() {
    let text = Text::new("رياض ﷲ ﷼ ﷳ");
    assert_eq!(surfaces(&text), ["رياض", "ﷲ", "﷼", "ﷳ"]);
    assert_eq!((text.clean(1), text.clean(2), text.clean(3)), ("الله", "ريال", "اكبر"));
}

#[test]
fn a_pious_formula_in_one_character_parts_words_and_is_none() {
    let text = Text::new("النبيﷺقال ﷽ ﷻ");
    assert_eq!(surfaces(&text), ["النبي", "قال"]);
    assert_eq!(text.tokens()[1].gap, Gap::Space);
}

#[test]
fn the_isolated_form_of_a_mark_does_not_part_a_word() {
    let text = Text::new("مقاتل\u{FE70}ا"); // FATHATAN ISOLATED FORM
    assert_eq!((text.len(), text.clean(0)), (1, "مقاتلا"));
}

#[test]
fn a_token_holds_its_marks_and_not_the_controls_around_it() {
    let text = Text::new("\u{202B}قُتلَ\u{202C} وسا\u{200D}\u{0653}م cafe\u{0301}");
    assert_eq!(surfaces(&text), ["قُتلَ", "وسا\u{200D}\u{0653}م", "cafe\u{0301}"]);
    assert_eq!((text.clean(0), text.clean(1), text.clean(2)), ("قتل", "وسآم", "café"));
}

#[test]
fn sentences_survive_missing_spaces_initials_site_names_and_joins() {
    let text = Text::new(
        "قال د. سامر لـ العربية.نت إن 3.5 بالمئة فروا.وأضاف \"لن نعود.\" ثم رحل., ناشط آخر روى ذلك",
    );
    let words: Vec<&str> = text.sentences().iter().map(|s| text.words(&s.tokens)).collect();
    assert_eq!(
        words,
        [
            "قال د. سامر لـ العربية.نت إن 3.5 بالمئة فروا.",
            "وأضاف \"لن نعود.\"",
            "ثم رحل.,",
            "ناشط آخر روى ذلك"
        ]
    );
    assert!(text.sentences()[3].opens_paragraph);
}

#[test]
fn a_line_opens_a_paragraph_whether_or_not_a_stop_ends_the_one_before() {
    let text = Text::new("تسوية في الوادي\nانسحب المسلحون. وعاد الأهالي.\nقال ناشط ذلك. ثم رحل");
    let opens: Vec<bool> = text.sentences().iter().map(|s| s.opens_paragraph).collect();
    assert_eq!(opens, [true, true, false, true, false]);
}

fn sentences(doc: &str) -> Vec<String> {
    let text = Text::new(doc);
    text.sentences().iter().map(|s| text.words(&s.tokens).to_owned()).collect()
}

#[test]
fn headings_and_numbered_items_stand_alone() {
    let text = "عنوان بلا نقطة\nوقال ناشط إنهم رحلوا؟ نعم!\n1. بند أول\n2.بند ثان. 3. بند ثالث";
    let parts = ["عنوان بلا نقطة", "وقال ناشط إنهم رحلوا؟", "نعم!", "1. بند أول", "2.بند ثان.", "3. بند ثالث"];
    assert_eq!(sentences(text), parts);
    let text = Text::new(text);
    assert_eq!(text.sentence_of(text.len() - 1), 5);
}

#[test]
fn an_ellipsis_parts_statements_and_goes_on_with_what_leans_on_them() {
    for (text, parts) in [
        ("عدنا إلى القرية ليلا.. وجدنا الجسر سليما.", 2),
        ("انتظرنا أمام الجسر… لم يأت أحد.", 2),
        ("عادوا إلى القرية ليلا.. من دون سلاح.", 1),
        ("عادوا إلى القرية ليلا (...) يحملون سلاحهم.", 1),
        ("إذا عاد المسلحون إلى القرية.. فسوف نرحل عنها.", 1),
        ("في القرية جسر ونهر.. وطاحونة.. وذكريات كثيرة تركناها.", 2),
        ("بالصور.. افتتاح الجسر", 1),
        ("كتب مقالا عنوانه «الجسر الجديد.. حكاية مدينة تنتظر» ونشره.", 1),
        ("افتتاح الجسر الجديد في القرية..؟ لا أحد يعلم.", 2),
        ("أعيد فتح الطريق بين القريتين.. والأهالي يعودون", 1),
    ] {
        assert_eq!(sentences(text).len(), parts, "{text}: {:?}", sentences(text));
    }
}

#[test]
fn a_line_of_a_headlines_length_is_one_sentence_whatever_it_asks() {
    assert_eq!(sentences("تسوية في الوادي.. من يضمنها؟\nقال ناشط إنهم رحلوا.").len(), 2);
    assert_eq!(sentences("رحل الأهالي ليلا.. وهنا تفاصيل الرحلة:").len(), 2);
    assert_eq!(sentences("قال إن «الهدنة لن تدوم طويلا.. نريد تسوية كاملة».").len(), 2);
}

/// The sentences of a text that from `list` on is headlines, of whose words these are two.
fn listed(doc: &str, list: &str, two: &[(&str, &str)]) -> Vec<String> {
    let at = doc.find(list).unwrap();
    let mut text = Text::default();
    text.rebuild_with(doc, &[Span::new(at, doc.len())], &mut |word| {
        two.iter().find(|(a, b)| word == format!("{a}{b}")).map(|(a, _)| a.len())
    });
    text.sentences().iter().map(|s| text.words(&s.tokens).to_owned()).collect()
}

#[test]
fn headlines_that_a_page_ran_together_are_sentences_of_their_own() {
    let doc = "رحلوا. للكاتبحرب لا تنتهيوداع النهر!هدنة.. بلا حبرالقرية«أغنية» الجسر 2-2عيد في «الوادي»من بقي؟";
    let parts = [
        "رحلوا.",
        "للكاتب",
        "حرب لا تنتهي",
        "وداع النهر!",
        "هدنة.. بلا حبر",
        "القرية",
        "«أغنية» الجسر 2-2",
        "عيد في «الوادي»",
        "من بقي؟",
    ];
    assert_eq!(listed(doc, "حرب", &[("تنتهي", "وداع"), ("حبر", "القرية")]), parts);
    // Neither an abbreviation nor a unit begins one.
    assert_eq!(listed("صيف 2015م في د.سامر", "صيف", &[]).len(), 1);
}

#[test]
fn a_full_stop_after_a_letter_abbreviates_unless_it_counts_or_closes() {
    for (text, parts) in [
        ("زار أ.د. سامر القرية.", 1),
        ("نقلت إي.بي.سي نيوز ذلك.", 1),
        ("بدأت الهدنة عند الساعة 9:00 ت.غ في القرية.", 1),
        ("ولد عام 1990م. وعاد إلى القرية.", 2),
        ("صدر القرار في 1436 هـ. ثم ألغي.", 2),
        ("قتل أخوه ص.أ. وكان في القرية.", 2),
        ("رحل المدنيون.و قال ناشط إنهم كثر.", 2),
    ] {
        assert_eq!(sentences(text).len(), parts, "{text}: {:?}", sentences(text));
    }
}

#[test]
fn a_quotation_ends_with_its_marks_and_goes_on_where_its_author_does() {
    assert_eq!(
        sentences("قال \"لن نعود.\" وأضاف «رحلنا!» ثم سكت."),
        ["قال \"لن نعود.\"", "وأضاف «رحلنا!»", "ثم سكت."]
    );
    assert_eq!(sentences("سألهم \"هل تعودون؟\"، فسكتوا.").len(), 1);
    assert_eq!(sentences("هتفوا \"ارحلوا!\" و\"لن نعود\".").len(), 1);
    assert_eq!(sentences("قال \" لن نعود . \" وأضاف شيئا."), ["قال \" لن نعود . \"", "وأضاف شيئا."]);
    assert_eq!(sentences("هل رحلوا؟، من بقي في القرية؟"), ["هل رحلوا؟،", "من بقي في القرية؟"]);
}

#[test]
fn a_ta_marbuta_ends_its_word() {
    assert_eq!(surfaces(&Text::new("في عمليةالدهس ثلاثةٌ")), ["في", "عملية", "الدهس", "ثلاثةٌ"]);
}

#[test]
fn quotation_marks_turned_round_pair_by_what_they_touch() {
    let text = Text::new("قال ”لن نعود“ وكتب »رحلنا« ثم قال:\"سنعود\"");
    let words: Vec<&str> = text.quotes().iter().map(|q| text.words(&q.inner)).collect();
    assert_eq!(words, ["لن نعود", "رحلنا", "سنعود"]);
}

#[test]
fn quotes_pair_nested_and_mixed_styles() {
    let text = Text::new("قال \"إن عناصر \"داعش\" لن يغادروا\" وأضاف «لن يعودوا».");
    let words: Vec<&str> = text.quotes().iter().map(|q| text.words(&q.inner)).collect();
    assert_eq!(words, ["إن عناصر \"داعش\" لن يغادروا", "داعش", "لن يعودوا"]);
    assert_eq!(text.quotes().iter().map(|q| q.depth).collect::<Vec<_>>(), [0, 1, 0]);
}

#[test]
fn words_take_in_the_mark_that_pairs_with_one_of_theirs() {
    for (text, of, whole) in [
        ("سيطر تنظيم «داعش» على", 1..4, "تنظيم «داعش»"),
        ("سيطر \"داعش\" الإرهابي على", 2..5, "\"داعش\" الإرهابي"),
        ("قالت سانا (الرسمية) إن", 1..4, "سانا (الرسمية)"),
        ("قال «إن القوات انسحبت» أمس", 3..6, "القوات انسحبت"),
        ("سيطر «داعش» على", 2..3, "داعش"),
        ("سيطر «داعش» على", 1..4, "«داعش»"),
        ("سيطر تنظيم «داعش على", 1..4, "تنظيم «داعش"),
    ] {
        let text = Text::new(text);
        assert_eq!(text.words(&text.balanced(&of)), whole);
    }
}

#[test]
fn a_quote_opens_after_an_attached_preposition_and_ends_with_its_paragraph() {
    let text = Text::new("التحق ب\"داعش\" ول\"النصرة\"");
    let words: Vec<&str> = text.quotes().iter().map(|q| text.words(&q.inner)).collect();
    assert_eq!(words, ["داعش", "النصرة"]);
    let text = Text::new("قال \"لن نعود\n\nوأضاف \"رحلنا\"");
    let words: Vec<&str> = text.quotes().iter().map(|q| text.words(&q.inner)).collect();
    assert_eq!(words, ["رحلنا"]);
}

#[test]
fn digits_split_from_letters_and_keep_their_separators() {
    let text = Text::new("في8 أشهر عام 2001م خسر 1,500 و1، 2");
    assert_eq!(surfaces(&text), ["في", "8", "أشهر", "عام", "2001", "م", "خسر", "1,500", "و", "1", "،", "2"]);
    assert_eq!(
        surfaces(&Text::new("١٬٥٠٠ و3٫5 و3،مقاتلين")),
        ["١٬٥٠٠", "و", "3٫5", "و", "3", "،", "مقاتلين"]
    );
}

#[test]
fn every_character_alone_is_at_most_one_token() {
    for c in ('\0'..=char::MAX).filter(|&c| c != '\u{FFFD}') {
        let s = c.to_string();
        let text = Text::new(&s);
        assert!(text.len() <= 1, "U+{:04X} {c} is {} tokens", c as u32, text.len());
    }
}

/// Text as pages have it: letters, marks on them, presentation forms, ligatures, controls, digits, quotes.
fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[اأإآبتثجحخدذرزسشصضطظعغفقكلمنهويىئؤةء]{1,6}",
        1 => "[\u{064B}-\u{0655}\u{0670}ـ\u{0610}-\u{061A}\u{06D6}-\u{06ED}\u{0300}-\u{036F}]{1,2}",
        1 => "[\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFC}\u{FF01}-\u{FF5E}]",
        1 => "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{FE0F}]",
        2 => "[ \n\u{00A0}\u{3000}\t]{1,2}",
        1 => "[0-9٠-٩۰-۹.,،٬٫]{1,6}",
        1 => "[\"«»“”'‘’().؟!:؛،-]",
        1 => "\\PC",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Any string at all, and what composes, decomposes and disappears: lone marks, decomposed letters, Korean and Indian
/// syllables, characters that Unicode has twice.
fn odd() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => page(),
        2 => "[اويهىیہےۀەaeoêẹAÅ][\u{0300}-\u{0304}\u{0323}\u{0653}-\u{0655}\u{064B}-\u{0652}ـ\u{200C}]{1,3}",
        1 => "[\u{1100}\u{1161}\u{11A8}각가\u{200D}\u{064E}]{1,4}",
        1 => "[कनर\u{093C}\u{094D}\u{0958}ো\u{09C7}\u{09BE}]{1,4}",
        1 => "[\u{212B}\u{2126}\u{0340}-\u{0345}\u{F900}-\u{F905}\u{2000}\u{1FEF}\u{037E}]{1,2}",
        2 => any::<String>(),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn tokens_stand_in_order_apart_and_leave_out_nothing_but_white_space(s in page()) {
        let text = Text::new(&s);
        let mut at = 0;
        for (i, token) in text.tokens().iter().enumerate() {
            prop_assert!(token.doc.start() >= at && !token.doc.is_empty(), "{:?} after {at}", token);
            prop_assert!(s.get(token.doc.range()).is_some(), "{:?} cuts a character", token);
            prop_assert!(clean(&s[at..token.doc.start()]).chars().all(|c| c.is_whitespace() || c.is_control()));
            // A token read alone is that token.
            prop_assert_eq!(clean(text.surface(i)), text.clean(i));
            prop_assert_eq!(fold(text.surface(i)), text.folded(i));
            prop_assert!(token.kind != TokenKind::Punct || text.clean(i).chars().count() == 1);
            at = token.doc.end();
        }
        prop_assert!(clean(&s[at..]).chars().all(|c| c.is_whitespace() || c.is_control()));
    }

    #[test]
    fn sentences_cover_all_tokens_and_quotes_lie_inside(s in page()) {
        let text = Text::new(&s);
        let mut at = 0;
        for (i, sentence) in text.sentences().iter().enumerate() {
            prop_assert_eq!(sentence.tokens.start, at);
            prop_assert!(!sentence.tokens.is_empty());
            prop_assert_eq!(text.sentence_of(sentence.tokens.start), i);
            at = sentence.tokens.end;
        }
        prop_assert_eq!(at, text.len());
        for quote in text.quotes() {
            prop_assert!(quote.inner.start <= quote.inner.end && quote.inner.end < text.len());
        }
        for start in 0..text.len() {
            for end in start + 1..(start + 6).min(text.len() + 1) {
                let whole = text.balanced(&(start..end));
                prop_assert!(whole.start.abs_diff(start) + whole.end.abs_diff(end) <= 1);
                prop_assert!(!whole.is_empty() && whole.end <= text.len());
            }
        }
    }

    #[test]
    fn tokens_of_headlines_stand_in_order_wherever_they_are_cut(s in odd(), from in 0_usize..60, cut in 0_usize..9) {
        let start = s.char_indices().map(|(at, _)| at).nth(from).unwrap_or(0);
        let mut text = Text::default();
        text.rebuild_with(&s, &[Span::new(start, s.len())], &mut |_| Some(cut));
        let mut at = 0;
        for (i, token) in text.tokens().iter().enumerate() {
            prop_assert!(token.doc.start() >= at && !token.doc.is_empty(), "{:?} after {at}", token);
            prop_assert!(s.get(token.doc.range()).is_some(), "{:?} cuts a character", token);
            prop_assert!(text.clean(i).len() == token.clean.range().len());
            at = token.doc.end();
        }
        prop_assert!(text.sentences().iter().map(|s| s.tokens.len()).sum::<usize>() == text.len());
    }

    #[test]
    fn cleaning_twice_changes_nothing(s in odd()) {
        let once = clean(&s);
        prop_assert_eq!(clean(&once), once);
        let folded = fold(&s);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn strings_that_are_canonically_the_same_are_clean_the_same(s in odd()) {
        let composed: String = s.nfc().collect();
        let decomposed: String = s.nfd().collect();
        prop_assert_eq!(clean(&composed), clean(&s));
        prop_assert_eq!(clean(&decomposed), clean(&s));
        prop_assert!(is_nfc(&clean(&s)));
    }

    #[test]
    fn every_clean_span_maps_back_to_the_text_it_came_from(s in odd()) {
        let layers = Layers::new(&s);
        let at: Vec<usize> = layers.clean().char_indices().map(|(at, _)| at).chain([layers.clean().len()]).collect();
        for (i, &start) in at.iter().enumerate() {
            for &end in &at[i..] {
                let span: Span<Clean> = Span::new(start, end);
                let doc = layers.to_doc(span, &s);
                let words = s.get(doc.range());
                prop_assert!(words.is_some(), "{:?} cuts a character of {:?}", doc, s);
                let words = clean(words.unwrap_or_default());
                // Of a ligature, a part maps to the whole.
                prop_assert!(words.contains(&layers.clean()[span.range()]), "{:?} is {:?}", span, words);
                if start == end {
                    continue;
                }
                let back = layers.to_clean(doc);
                prop_assert!(back.start() <= start && back.end() >= end, "{:?} comes back as {:?}", span, back);
                prop_assert_eq!(&layers.clean()[back.range()], words);
            }
        }
        // Monotone: what begins later begins no earlier in the document, and ends no earlier.
        let starts: Vec<usize> = at.iter().map(|&start| layers.to_doc(Span::new(start, start), &s).start()).collect();
        prop_assert!(starts.is_sorted(), "{:?}", starts);
        let ends: Vec<usize> = at[1..].iter().map(|&end| layers.to_doc(Span::new(0, end), &s).end()).collect();
        prop_assert!(ends.is_sorted(), "{:?}", ends);
    }

    #[test]
    fn every_document_span_has_what_its_characters_became(s in odd()) {
        let layers = Layers::new(&s);
        let at: Vec<usize> = s.char_indices().map(|(at, _)| at).chain([s.len()]).collect();
        let mut end = 0;
        for pair in at.windows(2) {
            let span = layers.to_clean(Span::new(pair[0], pair[1]));
            // Together they are the whole layer.
            prop_assert!(span.start() == end);
            end = span.end();
        }
        prop_assert_eq!(end, layers.clean().len());
    }

    #[test]
    fn layers_have_the_same_byte_positions(s in page()) {
        let layers = Layers::new(&s);
        prop_assert_eq!(layers.clean().len(), layers.folded().len());
        prop_assert!(layers.clean().char_indices().map(|(i, _)| i).eq(layers.folded().char_indices().map(|(i, _)| i)));
    }

    #[test]
    fn a_text_read_into_old_buffers_is_the_text_read_anew(a in page(), b in page()) {
        let mut used = Text::new(&a);
        used.rebuild(&b);
        let fresh = Text::new(&b);
        prop_assert_eq!(surfaces(&used), surfaces(&fresh));
        prop_assert_eq!(used.sentences(), fresh.sentences());
        prop_assert_eq!(used.quotes(), fresh.quotes());
    }

    #[test]
    fn code_points_are_counted_as_the_standard_library_counts_them(s in "\\PC{0,400}") {
        let index = CodePointIndex::new(&s);
        for (n, (at, _)) in s.char_indices().enumerate() {
            prop_assert_eq!(index.of(&s, at), n);
        }
        prop_assert_eq!(index.of(&s, s.len()), s.chars().count());
    }
}
