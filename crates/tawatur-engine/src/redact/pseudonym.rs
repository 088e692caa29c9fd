//! Pseudonyms: the same for one name in one export, unlike in any two.

use std::fmt;

/// Secret of one export. Whoever has it can tell which name a pseudonym stands for by trying names, so it is kept like
/// the names themselves, or thrown away with the export.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// A key of the system's random numbers.
    ///
    /// # Errors
    /// When the system has none.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// A key that was kept, for an export that must have the pseudonyms of an earlier one.
    pub fn kept(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key itself.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `person-` and 12 hexadecimal digits: letters that stand in a file name, an address and a sentence alike.
    pub(super) fn person(&self, name: &str) -> String {
        format!("{PERSON}{}", self.digest("person", name, 12))
    }

    /// What stands for somebody who reviewed.
    pub(super) fn reviewer(&self, name: &str) -> String {
        format!("{REVIEWER}{}", self.digest("reviewer", name, 12))
    }

    /// What stands for a part of an address or file name that gives somebody away.
    pub(super) fn withheld(&self, part: &str) -> String {
        format!("{WITHHELD}{}", self.digest("part", part, 12))
    }

    /// The name of a document or claim in this export: as long as its id, and no hash of a text with names in it, from
    /// which the names could be found by trying.
    pub(super) fn id(&self, id: &str) -> String {
        self.digest("id", id, id.len().clamp(8, 64))
    }

    fn digest(&self, what: &str, text: &str, digits: usize) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(what.as_bytes()).update(&[0]).update(text.as_bytes());
        hasher.finalize().to_hex()[..digits].to_owned()
    }
}

/// Keys are never printed.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// What every pseudonym begins with.
pub const PERSON: &str = "person-";
/// What stands for a reviewer begins so.
pub const REVIEWER: &str = "reviewer-";
/// What stands for a withheld part of an address begins so.
pub const WITHHELD: &str = "withheld-";

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn one_name_has_one_pseudonym_in_an_export_and_another_in_the_next() {
        let (one, other) = (Key::kept([1; 32]), Key::kept([2; 32]));
        assert_eq!(one.person("سامر خليل"), one.person("سامر خليل"));
        assert_ne!(one.person("سامر خليل"), other.person("سامر خليل"));
        assert_ne!(one.person("سامر خليل"), one.person("سامر جميل"));
    }

    #[test]
    fn ids_keep_their_length() {
        assert_eq!(Key::kept([1; 32]).id("6bdf7d20244b127a").len(), 16);
    }

    #[test]
    fn random_keys_differ_and_are_not_printed() {
        let (one, other) = (Key::random().unwrap(), Key::random().unwrap());
        assert_ne!(one.bytes(), other.bytes());
        assert_eq!(format!("{one:?}"), "Key");
    }
}
