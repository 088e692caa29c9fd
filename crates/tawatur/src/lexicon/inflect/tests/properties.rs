//! What holds of every word: errors name their part, nothing panics, forms are Arabic letters.

use proptest::prelude::*;

use super::super::{Noun, Root, Verb, VerbForm, Vowel};

#[test]
fn notation_errors_name_the_part() {
    for (text, message) in [
        ("", "empty word"),
        ("قال I a-u", "root \"قال\": 'ا' is no radical (write a weak one as و or ي)"),
        ("قت I a-u", "root \"قت\" has 2 letters, expected 3 or 4"),
        ("قتل", "root \"قتل\" has no form (I to XIII, Q, QII, QIII, QIV)"),
        ("قتل XX", "unknown form \"XX\", expected I to XIII, Q, QII, QIII or QIV"),
        ("قتل I", "form I needs the middle vowels of perfect and imperfect, such as \"a-u\""),
        ("قتل I au", "vowels \"au\", expected two of a, i, u joined by \"-\""),
        ("قتل Q", "form Q does not take a root of 3 letters"),
        ("سيطر II", "form II does not take a root of 4 letters"),
        ("قتل II a-u", "unexpected \"a-u\" after the form"),
        ("قتل I a-u =", "nothing after \"=\""),
        ("قتل I a-u = kill", "\"kill\" is no Arabic word"),
    ] {
        assert_eq!(Verb::parse(text).unwrap_err().to_string(), message, "{text}");
    }
    for (text, message) in [
        ("", "empty word"),
        ("هجوم ج", "nothing after \"ج\""),
        ("هجوم كبير", "unexpected \"كبير\" after the form"),
    ] {
        assert_eq!(Noun::parse(text).unwrap_err().to_string(), message, "{text}");
    }
}

fn radical() -> impl Strategy<Value = char> {
    proptest::sample::select("ءبتثجحخدذرزسشصضطظعغفقكلمنهوي".chars().collect::<Vec<_>>())
}

fn form() -> impl Strategy<Value = VerbForm> {
    let vowel = || proptest::sample::select(&Vowel::ALL[..]);
    let first = (vowel(), vowel()).prop_map(|(perfect, imperfect)| VerbForm::I { perfect, imperfect });
    prop_oneof![
        first,
        proptest::sample::select(&VerbForm::DERIVED[..]),
        proptest::sample::select(&VerbForm::QUADRILITERAL[..])
    ]
}

proptest! {
    #[test]
    fn every_root_conjugates_in_arabic_letters(letters in proptest::collection::vec(radical(), 4), form in form(), keep: bool) {
        let count = if form.is_quadriliteral() { 4 } else { 3 };
        let root = Root::parse(&letters[..count].iter().collect::<String>()).unwrap();
        let verb = Verb::new(root, form).unwrap();
        let verb = if keep { verb.sound() } else { verb };
        prop_assert!(!verb.lemma().is_empty());
        let mut wrong = Vec::new();
        verb.forms(&mut |form, _, _| {
            if form.is_empty() || !form.chars().all(|c| ('ء'..='ي').contains(&c) && c != 'ـ') {
                wrong.push(form.to_owned());
            }
        });
        prop_assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = Verb::parse(&text);
        let _ = Noun::parse(&text);
        let _ = Noun::parse_adjective(&text);
    }

    #[test]
    fn every_parsed_word_declines(text in "[ء-ي]{1,6}ٍ?( مؤ [ء-ي]{1,6}ٍ?)?( ج [ء-ي]{1,6}ٍ?)?", adjective: bool) {
        let noun = if adjective { Noun::parse_adjective(&text) } else { Noun::parse(&text) };
        if let Ok(noun) = noun {
            let mut wrong = Vec::new();
            noun.forms(&mut |form, _, _| {
                if form.is_empty() || !form.chars().all(|c| ('ء'..='ي').contains(&c)) {
                    wrong.push(form.to_owned());
                }
            });
            prop_assert!(wrong.is_empty(), "{wrong:?}");
        }
    }
}
