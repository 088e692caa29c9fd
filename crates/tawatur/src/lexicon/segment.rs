//! Segments: the clitics of a token and what stands between them, as Universal Dependencies cut Arabic: و ف ب ل ك س
//! before it and pronouns after it are segments of their own, the article is not.

use super::{Proclitics, Reading, State, particle};

/// Pronouns that may be attached, longer ones first.
const PRONOUNS: &[&str] = &["هما", "كما", "هم", "هن", "ها", "كم", "كن", "نا", "ني", "ه", "ك", "ي"];

/// The segments of a clean token under a reading; together they spell the token.
pub fn segments<'a>(clean: &'a str, reading: &Reading) -> Vec<&'a str> {
    let mut list = Vec::new();
    let mut rest = clean;
    for (proclitic, letter) in [
        (Proclitics::WA, 'و'),
        (Proclitics::FA, 'ف'),
        (Proclitics::BI, 'ب'),
        (Proclitics::LI, 'ل'),
        (Proclitics::KA, 'ك'),
        (Proclitics::SA, 'س'),
    ] {
        if reading.proclitics.has(proclitic) && rest.starts_with(letter) {
            let (clitic, after) = rest.split_at(letter.len_utf8());
            list.push(clitic);
            rest = after;
        }
    }
    // للـ is ل before the article, whose alef is not written.
    if reading.features.state == Some(State::Definite) && rest.starts_with("لل") {
        let (clitic, after) = rest.split_at('ل'.len_utf8());
        list.push(clitic);
        rest = after;
    }
    let pronoun = PRONOUNS
        .iter()
        .filter(|_| reading.features.enclitic)
        .find_map(|p| rest.strip_suffix(p).filter(|stem| !stem.is_empty()).map(str::len));
    match pronoun {
        Some(stem) => list.extend([&rest[..stem], &rest[stem..]]),
        None => list.push(rest),
    }
    list
}

/// Letters that may stand before a function word.
const BEFORE: &[char] = &['و', 'ف', 'ب', 'ل', 'ك'];

/// Function words that only look as if they began with a clitic or ended in a pronoun.
const WHOLE: &[&str] = &["لكن", "كما", "لما", "كان", "لان", "فيما", "بينما", "عندما", "لكي"];

/// The segments of a function word: وبأنها is و+ب+أن+ها.
pub fn particle_segments(clean: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut rest = clean;
    while let Some(after) = rest.strip_prefix(BEFORE) {
        let letters = after.chars().count();
        // What is left must be a function word, with its pronoun or without.
        let bare = letters >= 2 && (particle(after).is_some() || pronoun_of(after).is_some());
        let attached = letters >= 1 && rest.chars().count() > 2 && PRONOUNS.contains(&after);
        if WHOLE.contains(&rest) || !bare || attached {
            break;
        }
        let (clitic, _) = rest.split_at(rest.len() - after.len());
        list.push(clitic);
        rest = after;
    }
    match pronoun_of(rest) {
        Some(stem) => list.extend([&rest[..stem], &rest[stem..]]),
        None => list.push(rest),
    }
    list
}

/// How many bytes of a function word stand before its pronoun: عليه, أنها, به.
fn pronoun_of(word: &str) -> Option<usize> {
    PRONOUNS.iter().find_map(|pronoun| {
        let stem = word.strip_suffix(pronoun)?;
        let takes = matches!(
            stem,
            "ل" | "ب"
                | "من"
                | "عن"
                | "في"
                | "إلي"
                | "الي"
                | "علي"
                | "مع"
                | "لدي"
                | "بين"
                | "أن"
                | "إن"
                | "ان"
                | "لكن"
                | "كأن"
                | "عند"
                | "بعد"
                | "قبل"
                | "ضد"
                | "حول"
                | "خلال"
                | "دون"
                | "أمام"
                | "وراء"
                | "تحت"
                | "فوق"
                | "نحو"
                | "كل"
                | "بعض"
                | "جميع"
                | "معظم"
                | "لعل"
                | "ليت"
                | "كلي"
                | "كلا"
                | "غير"
                | "حوالي"
                | "إيا"
                | "أحد"
                | "إحدى"
                | "منذ"
                | "أثناء"
                | "جراء"
                | "بفضل"
                | "سوى"
                | "مثل"
                | "عبر"
                | "داخل"
                | "خارج"
                | "وسط"
        );
        takes.then_some(stem.len())
    })
}

/// The segments of a word that the lexicon does not have, as far as the article shows them: وبالبيت is و+ب+البيت.
pub fn unlisted_segments(clean: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut rest = clean;
    let article = |s: &str| s.starts_with("ال") || s.starts_with("لل");
    for letters in [&['و', 'ف'][..], &['ب', 'ك'][..]] {
        if let Some(after) = rest.strip_prefix(letters)
            && (article(after) || after.strip_prefix(['ب', 'ك']).is_some_and(article))
        {
            let (clitic, _) = rest.split_at(rest.len() - after.len());
            list.push(clitic);
            rest = after;
        }
    }
    if rest.starts_with("لل") && rest.chars().count() > 4 {
        let (clitic, after) = rest.split_at('ل'.len_utf8());
        list.push(clitic);
        rest = after;
    }
    list.push(rest);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_cut_into_clitics_word_and_pronoun() {
        for (word, cut) in [
            ("أنه", "أن+ه"),
            ("وبأنها", "و+ب+أن+ها"),
            ("فيها", "في+ها"),
            ("وفي", "و+في"),
            ("لهذا", "ل+هذا"),
            ("كما", "كما"),
            ("منذ", "منذ"),
            ("بين", "بين"),
        ] {
            assert_eq!(particle_segments(word).join("+"), cut);
        }
    }

    #[test]
    fn the_article_shows_the_clitics_of_unlisted_words() {
        assert_eq!(unlisted_segments("وبالبيت").join("+"), "و+ب+البيت");
        assert_eq!(unlisted_segments("للدراجات").join("+"), "ل+لدراجات");
        assert_eq!(unlisted_segments("وليد").join("+"), "وليد");
    }
}
