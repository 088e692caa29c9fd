//! How two figures stand to each other.

use super::fact::Figure;

/// How two figures for the same thing stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// The same figure.
    Same,
    /// Both may be true: bounds, rounded figures.
    Near,
    /// They exclude each other.
    Other,
}

/// How two figures stand to each other.
pub(crate) fn agreement(one: &Figure, two: &Figure) -> Agreement {
    if one.best.is_some() && one.best == two.best {
        return Agreement::Same;
    }
    let (low, high) = one.bounds();
    let (from, to) = two.bounds();
    if low <= to && from <= high { Agreement::Near } else { Agreement::Other }
}

/// `min` of a part and a pronoun of the third person, in the plural, and of things: "of them".
const OF_THEM: [&str; 4] = ["منهم", "منهن", "منهما", "منها"];

impl Figure {
    /// Whether it counts some of those whom another figure counts ("seven of them"), so that it is no total of anything.
    pub fn is_part(&self) -> bool {
        self.text.split_whitespace().any(|word| OF_THEM.contains(&word))
    }

    /// What the figure leaves possible. A rounded figure is good to a tenth.
    pub fn bounds(&self) -> (f64, f64) {
        match (self.low, self.high, self.best) {
            (None, None, Some(best)) => (best * 0.9, best * 1.1),
            (low, high, best) => {
                let bounded = self.qualifier == "exact";
                let low = low.or(if bounded { best } else { None });
                let high = high.or(if bounded { best } else { None });
                (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY))
            }
        }
    }
}
