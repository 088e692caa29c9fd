//! Attached pronouns, in clean spelling (Wright §§185, 189, 317).
//!
//! Outer proclitics are not generated: a prefix automaton takes و ف ب ل ك س off the token before it is
//! looked up. Only ل before the article is, because it swallows the article's alef.

/// Pronouns attached to a verb as its object.
pub(in super::super) const OBJECT: &[&str] =
    &["ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "كن", "ني", "نا"];

/// Pronouns attached to a noun as its possessor, but for that of the first person singular, which changes
/// what it is attached to.
pub(super) const POSSESSIVE: &[&str] = &["ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "كن", "نا"];

/// The possessive of the first person singular.
pub(super) const MY: &str = "ي";

/// The article.
pub(super) const ARTICLE: &str = "ال";

/// `form` with the preposition ل and the article, written للمدينة, and لليل where the noun itself begins
/// with lam: three are never written.
pub(super) fn push_for_the(word: &mut String, form: &str) {
    word.push_str(if form.starts_with('ل') { "ل" } else { "لل" });
    word.push_str(form);
}
