use super::{Kinship, kinship, rarity, stems};

#[test]
fn types_of_one_happening_are_kin_whatever_the_order() {
    assert_eq!(kinship("violence.airstrike", "violence.kill"), Kinship::Kin);
    assert_eq!(kinship("violence.kill", "violence.airstrike"), Kinship::Kin);
    assert_eq!(kinship("detention.release", "detention.arrest"), Kinship::Opposite);
    assert_eq!(kinship("violence.kill", "diplomacy.meet"), Kinship::Other);
}

#[test]
fn spellings_and_clitics_of_a_word_have_one_stem() {
    assert_eq!(stems("والمقاتلون"), stems("مقاتلين"));
    assert_eq!(stems("القُرى"), stems("القري"));
    assert_eq!(stems("في من على"), Vec::<String>::new());
}

#[test]
fn common_words_say_less_than_rare_ones() {
    assert!(rarity::bits("قال") < rarity::bits("متدرب"));
    assert_eq!(rarity::bits("زقزوقستان"), 8);
}
