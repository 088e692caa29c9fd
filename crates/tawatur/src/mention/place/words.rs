//! Sides and parts of places. They are a closed class of the language and each has its name in records, so tables and
//! not data.

use super::super::bare_forms;

/// Sides and parts of a place, folded, with their name in output.
const PARTS: &[(&str, &str)] = &[
    ("شمال", "north"),
    ("شمالي", "north"),
    ("جنوب", "south"),
    ("جنوبي", "south"),
    ("شرق", "east"),
    ("شرقي", "east"),
    ("غرب", "west"),
    ("غربي", "west"),
    ("وسط", "centre"),
    ("ريف", "countryside"),
    ("ارياف", "countryside"),
    ("باديه", "desert"),
    ("اطراف", "outskirts"),
    ("مشارف", "outskirts"),
    ("ضواحي", "outskirts"),
    ("تخوم", "outskirts"),
    ("محيط", "surroundings"),
    ("جوار", "surroundings"),
    ("قرب", "near"),
    ("حدود", "border"),
];

/// Adjectives of direction after a part: ريف حلب الشمالي.
const ADJECTIVES: &[(&str, &str)] = &[
    ("الشمالي", "north"),
    ("الشماليه", "north"),
    ("الجنوبي", "south"),
    ("الجنوبيه", "south"),
    ("الشرقي", "east"),
    ("الشرقيه", "east"),
    ("الغربي", "west"),
    ("الغربيه", "west"),
];

/// The side or part that a folded word names, proclitics apart.
pub fn part(folded: &str) -> Option<&'static str> {
    bare_forms(folded).find_map(|form| PARTS.iter().find(|(word, _)| *word == form)).map(|&(_, part)| part)
}

/// The side that a folded adjective names.
pub fn side(folded: &str) -> Option<&'static str> {
    ADJECTIVES.iter().find(|(word, _)| *word == folded).map(|&(_, side)| side)
}

/// English adjective of a side.
pub fn adjective(part: &str) -> Option<&'static str> {
    Some(match part {
        "north" => "northern",
        "south" => "southern",
        "east" => "eastern",
        "west" => "western",
        _ => return None,
    })
}
