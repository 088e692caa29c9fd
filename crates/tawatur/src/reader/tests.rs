//! Where a long text is cut into sections.

use proptest::prelude::*;

use super::sections;
use crate::capture::Document;
use crate::invented;
use crate::text::Span;

fn cut(text: &str, longest: usize) -> Vec<&str> {
    sections(text, longest).collect()
}

#[test]
fn a_short_text_is_one_section() {
    assert_eq!(cut("", 16), [""]);
    assert_eq!(cut("aaaa bb. cc\ndddd", 16), ["aaaa bb. cc\ndddd"]);
}

#[test]
fn a_long_text_is_cut_after_a_line_else_a_sentence_else_a_word() {
    assert_eq!(cut("aaaa aaaa\nbb. cc dd ee", 16), ["aaaa aaaa\n", "bb. cc dd ee"]);
    assert_eq!(cut("aaaa aaaa bb. cc dd ee", 16), ["aaaa aaaa bb. ", "cc dd ee"]);
    assert_eq!(cut("aaaa aaaa bb cc dd ee", 16), ["aaaa aaaa bb cc ", "dd ee"]);
    assert_eq!(cut(&"a".repeat(40), 16).iter().map(|s| s.len()).collect::<Vec<_>>(), [16, 16, 8]);
}

#[test]
fn a_line_far_before_the_end_does_not_make_a_short_section() {
    assert_eq!(cut("aa\naaa aaa bb cc dd ee", 16), ["aa\naaa aaa bb ", "cc dd ee"]);
}

/// The words of a text that is a list of headlines, a stroke before each that opens a sentence.
fn headlines(text: &str) -> String {
    let mut document = Document::from_text("list", text);
    document.headlines = vec![Span::new(0, text.len())];
    let mut last = 0;
    let words = invented::inspect_document(&document).tokens.into_iter().map(|token| {
        let opens = std::mem::replace(&mut last, token.sentence) != token.sentence;
        format!("{}{}", if opens { "| " } else { "" }, token.text)
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_word_of_headlines_is_cut_where_it_falls_into_two_that_are_known() {
    assert_eq!(headlines("عودة الضباطالجنود في الجيشضابط"), "عودة الضباط | الجنود في الجيش | ضابط");
    // A word that no list has is not cut for the sake of an article, a particle or a few letters.
    assert_eq!(headlines("منشلوف والهاوكن والضابطة"), "منشلوف والهاوكن والضابطة");
}

proptest! {
    /// The smallest section takes any one character.
    #[test]
    fn sections_are_the_text_in_order_and_none_is_too_long(text in r"[a\n. سﷺ\u{1F300}]{0,200}", longest in 4..64_usize) {
        let sections = cut(&text, longest);
        prop_assert_eq!(sections.concat(), text.as_str());
        prop_assert!(sections.iter().all(|s| s.len() <= longest && (!s.is_empty() || text.is_empty())));
    }
}
