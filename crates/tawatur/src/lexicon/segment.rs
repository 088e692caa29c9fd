//! Segments: the clitics of a token and what stands between them, as Universal Dependencies cut Arabic: و ف ب ل ك س
//! before it and pronouns after it are segments of their own, the article is not.

use super::{Gender, Number, Part, Proclitics, Reading, State, particle};

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

/// The form under which a dictionary has the word: the lemma's headword, but of verbal nouns and participles, which
/// are words of their own, the form itself without article, pronoun, case and number.
pub fn citation(clean: &str, reading: &Reading, headword: &str) -> String {
    let features = reading.features;
    if !matches!(features.part, Part::VerbalNoun | Part::ActiveParticiple | Part::PassiveParticiple) {
        return headword.to_owned();
    }
    let segments = segments(clean, reading);
    let pronoun = features.enclitic && segments.len() > 1;
    let stem = segments[segments.len() - 1 - usize::from(pronoun)];
    let stem = match features.state {
        Some(State::Definite) => stem.strip_prefix("ال").or_else(|| stem.strip_prefix('ل')).unwrap_or(stem),
        Some(State::Tanween) => stem.strip_suffix('ا').unwrap_or(stem),
        _ => stem,
    };
    let participle = features.part != Part::VerbalNoun;
    let feminine = participle && features.gender == Some(Gender::Feminine);
    let endings: &[&str] = match features.number {
        Some(Number::Plural | Number::Dual) => &["ون", "ين", "ان", "ات", "تا", "وا"],
        _ if feminine => &["ة", "ت"],
        _ => &[],
    };
    let bare = endings.iter().find_map(|ending| stem.strip_suffix(ending));
    // A noun that carries its pronoun writes its ة as ت: زيارته.
    match stem.strip_suffix('ت') {
        Some(open) if pronoun && !participle && bare.is_none() => format!("{open}ة"),
        _ => bare.unwrap_or(stem).to_owned(),
    }
}

/// Letters that may stand before a function word.
const BEFORE: &[char] = &['و', 'ف', 'ب', 'ل', 'ك'];

/// Function words that only look as if they began with a clitic or ended in a pronoun.
const WHOLE: &[&str] = &["لكن", "كما", "لما", "كان", "لان", "فيما", "بينما", "عندما", "لكي"];

/// The segments of a function word: وبأنها is و+ب+أن+ها.
pub fn particle_segments(clean: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut rest = clean;
    if let Some(after) = rest.strip_prefix(['و', 'ف']).filter(|a| fused(a).is_some()) {
        let (clitic, _) = rest.split_at(rest.len() - after.len());
        list.push(clitic);
        rest = after;
    }
    if let Some(first) = fused(rest) {
        list.extend([&rest[..first], &rest[first..]]);
        return list;
    }
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
    match pronoun_of(rest).filter(|_| !WHOLE.contains(&rest)) {
        Some(stem) => list.extend([&rest[..stem], &rest[stem..]]),
        None => list.push(rest),
    }
    list
}

/// Function words that are two words written as one: how many bytes the first has.
fn fused(word: &str) -> Option<usize> {
    match word {
        "بشأن" | "بسبب" | "بفعل" | "بفضل" | "لصالح" | "بحق" | "بما" | "بلا" | "ممن" | "باسم" => {
            Some(2)
        }
        "عما" | "عمن" => Some(word.len() - "ما".len()),
        _ => None,
    }
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
    // Words of the language that begin with و are listed; what is not is a name, or carries the conjunction.
    if let Some(after) = rest.strip_prefix('و')
        && after.chars().count() >= 4
    {
        list.push("و");
        rest = after;
    }
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
            ("لكن", "لكن"),
            ("ولكنهم", "و+لكن+هم"),
            ("بما", "ب+ما"),
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
        assert_eq!(unlisted_segments("وغلاسكو").join("+"), "و+غلاسكو");
    }
}
