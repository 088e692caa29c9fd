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

impl Figure {
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
