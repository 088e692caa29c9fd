use std::collections::BTreeSet;

use super::{axes, folded_stem, is_undoing, negators, opposed, phrased, undoes};
use crate::link::inflected::inflected;

#[test]
fn no_word_stands_on_both_sides_of_an_axis() {
    for axis in axes() {
        let one: BTreeSet<_> = phrased(&axis.one).collect();
        let other: BTreeSet<_> = phrased(&axis.other).collect();
        assert!(!one.is_empty() && !other.is_empty(), "{} has two sides", axis.name);
        let both: Vec<_> = one.intersection(&other).collect();
        assert!(both.is_empty(), "{}: {both:?}", axis.name);
    }
}

#[test]
fn every_axis_has_a_name_of_its_own_and_every_word_a_stem() {
    let axes = axes();
    let names: BTreeSet<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
    assert_eq!(names.len(), axes.len());
    for axis in &axes {
        for phrase in phrased(&axis.one).chain(phrased(&axis.other)) {
            assert!(phrase.iter().all(|stem| stem.chars().count() >= 2 || stem == "ب"), "{phrase:?}");
        }
    }
}

#[test]
fn negators_are_those_of_the_codebook() {
    let negators = negators();
    for word in ["لم", "ليس", "عدم", "دون"] {
        assert!(negators.contains(&folded_stem(word)) || negators.contains(&word.to_owned()), "{word}");
    }
}

#[test]
fn invented_pairs_are_opposed_or_not_as_their_rows_say() {
    let cases = include_str!("../../../../../codebooks/link/opposites_cases.tsv");
    for row in cases.lines().skip(1) {
        let [one, other, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {row}");
        };
        let (first, second) = (inflected(one), inflected(other));
        let undone = undoes(&first, &second).or_else(|| undoes(&second, &first)).is_some();
        let axes: Vec<&str> = opposed(&first, &second).iter().map(|found| found.axis).collect();
        match expected {
            "none" => assert!(axes.is_empty() && !undone, "{row}: {axes:?}, undone {undone}"),
            "undone" => assert!(undone, "{row}"),
            named => assert!(axes.contains(&named), "{row}: {axes:?}"),
        }
        let mirrored: Vec<&str> = opposed(&second, &first).iter().map(|found| found.axis).collect();
        assert_eq!(axes, mirrored, "{row}: the order of the two does not matter");
    }
}

#[test]
fn an_undoing_word_is_known_in_its_inflections() {
    for word in ["سيلغي", "ألغت", "وإلغاء", "رفضوا", "ترفض", "لم"] {
        assert!(is_undoing(&inflected(word)[0]), "{word}");
    }
    // The last three share their letters with "will put off", "cancelled" and "other than", which negates what stands after it.
    for word in ["زيارة", "سيرجي", "بالغة", "وغيرها"] {
        assert!(!is_undoing(&inflected(word)[0]), "{word}");
    }
}
