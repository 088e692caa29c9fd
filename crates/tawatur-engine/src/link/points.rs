//! What each finding about a pair is worth, as `codebooks/link/points.toml` has it: integer log-odds.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Points {
    strong: i32,
    weak: i32,
    start: i32,
    tie: Tie,
    same: HashMap<String, i32>,
    rule: HashMap<String, i32>,
}

/// What holds groups of claims together.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tie {
    /// Points of a pair that nothing links, of other kinds or told days apart.
    pub unweighed: i32,
    /// Two groups need so many points a pair on the whole to be joined.
    pub mean: i32,
    /// So many in a hundred pairs of two groups may be forbidden, and they are joined all the same.
    pub veto: usize,
    /// A claim left alone needs so many to be attached.
    pub attach: i32,
}

impl Tie {
    pub(crate) fn known() -> Self {
        POINTS.tie
    }
}

static POINTS: LazyLock<Points> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../codebooks/link/points.toml"))
        .expect("the file is built in, and a test reads it")
});

/// From so many points on a link is strong.
pub(super) fn strong() -> i32 {
    POINTS.strong
}

/// From so many points on a link is weak.
pub(super) fn weak() -> i32 {
    POINTS.weak
}

/// What any two claims that meet under a key start with.
pub(super) fn start() -> i32 {
    POINTS.start
}

/// What it is worth beyond the rest that both claims have this type: two claims of an air raid are one happening less often than
/// two of an assassination. Nothing where the table does not have it.
pub(super) fn of_type(kind: &str) -> i32 {
    POINTS.same.get(kind).copied().unwrap_or_default()
}

/// What a finding is worth; a finding that the table does not have is worth nothing.
pub(super) fn of(rule: &str) -> i32 {
    POINTS.rule.get(rule).copied().unwrap_or_default()
}
