use proptest::prelude::*;

use super::{Layers, Text, clean, fold};

#[test]
fn cleaning_drops_marks_and_unifies_digits_and_quotes() {
    assert_eq!(clean("قُتِـلَ «٣٥٠» مقاتلاً"), "قتل \"350\" مقاتلا");
    assert_eq!(clean("ﻻ ﷲ"), "لا الله");
    assert_eq!(clean("آن ا\u{0653}ن"), "آن آن");
}

#[test]
fn folding_merges_what_writers_confuse() {
    assert_eq!(fold("إلى مدرسة أُحرقت"), "الي مدرسه احرقت");
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
fn quotes_pair_nested_and_mixed_styles() {
    let text = Text::new("قال \"إن عناصر \"داعش\" لن يغادروا\" وأضاف «لن يعودوا».");
    let words: Vec<&str> = text.quotes().iter().map(|q| text.words(&q.inner)).collect();
    assert_eq!(words, ["إن عناصر \"داعش\" لن يغادروا", "داعش", "لن يعودوا"]);
}

#[test]
fn digits_split_from_letters_and_keep_their_separators() {
    let text = Text::new("في8 أشهر عام 2001م خسر 1,500 و1، 2");
    let words: Vec<&str> = (0..text.len()).map(|i| text.surface(i)).collect();
    assert_eq!(words, ["في", "8", "أشهر", "عام", "2001", "م", "خسر", "1,500", "و", "1", "،", "2"]);
}

proptest! {
    #[test]
    fn tokens_and_gaps_concatenate_to_the_text(s in "\\PC{0,200}") {
        let text = Text::new(&s);
        let mut at = 0;
        for token in text.tokens() {
            prop_assert!(token.doc.start() >= at);
            prop_assert!(s.get(token.doc.range()).is_some());
            // What lies between tokens cleans to white space or nothing.
            prop_assert!(clean(&s[at..token.doc.start()]).chars().all(|c| c.is_whitespace() || c.is_control()));
            at = token.doc.end();
        }
        let covered: usize = text.sentences().iter().map(|s| s.tokens.len()).sum();
        prop_assert_eq!(covered, text.len());
    }

    #[test]
    fn cleaning_twice_changes_nothing(s in "[\u{0600}-\u{06ff}\u{fe70}-\u{feff} a-z0-9]{0,80}") {
        let once = clean(&s);
        prop_assert_eq!(clean(&once), once);
        let folded = fold(&s);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn layers_have_the_same_byte_positions(s in "\\PC{0,200}") {
        let layers = Layers::new(&s);
        prop_assert_eq!(layers.clean().len(), layers.folded().len());
        prop_assert!(layers.clean().char_indices().map(|(i, _)| i).eq(layers.folded().char_indices().map(|(i, _)| i)));
    }
}
