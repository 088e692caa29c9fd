//! Words of place: sides and parts, and the nouns that open names of villages. They are closed classes of the
//! language, so tables and not data.

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

/// Nouns that open the names of villages and need the next word: تل أحمر, كفر زيتا. Folded.
const OPENERS: &[&str] = &[
    "تل",
    "كفر",
    "عين",
    "بني",
    "بيت",
    "دير",
    "خان",
    "راس",
    "ابو",
    "ام",
    "الشيخ",
    "شيخ",
    "بئر",
    "بير",
    "كوم",
    "قلعه",
    "وادي",
    "جبل",
    "خربه",
    "برج",
    "ابي",
    "ذي",
    "ال",
];

/// Type words whose name may be any words: حي السلام. After others (موقع الحادث, ساحة المعركة, مديرية الدفاع المدني)
/// only a name that no lexicon has is taken for one.
pub const SETTLEMENTS: &[&str] = &[
    "مدينة",
    "بلدة",
    "قرية",
    "ضيعة",
    "مزرعة",
    "حي",
    "حارة",
    "شارع",
    "دوار",
    "قضاء",
    "ناحية",
    "عزلة",
    "محافظة",
    "مخيم",
    "معسكر",
    "معبر",
    "مطار",
    "جبل",
    "تلة",
    "وادي",
    "جزيرة",
    "مستوطنة",
    "ضاحية",
];

/// Buildings and works that are named in the same way: السجن المركزي, but not السوق السوداء or المكتب الإعلامي.
pub const BUILDINGS: &[&str] = &[
    "سجن",
    "معتقل",
    "مستشفى",
    "مشفى",
    "ميناء",
    "مرفأ",
    "مسجد",
    "جامع",
    "حسينية",
    "كنيسة",
    "كاتدرائية",
    "دير",
    "مقبرة",
    "قصر",
    "قلعة",
    "جامعة",
    "مدرسة",
    "فندق",
    "ثكنة",
    "حقل",
    "سد",
    "مصفاة",
    "جسر",
    "ملعب",
    "برج",
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

/// Whether a folded word opens names and needs the next.
pub fn opens(folded: &str) -> bool {
    OPENERS.contains(&folded)
}
