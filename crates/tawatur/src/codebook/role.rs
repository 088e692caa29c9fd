//! The parts that words play beside names and are no names themselves, as a set of bits.

use serde::{Deserialize, Serialize};

/// A part that a word plays beside names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRole {
    /// An adjective that says when, where or of what size, and is no part of a name: الحزب الحاكم.
    Passing,
    /// A noun after which a body is one of many: مجلس الإدارة.
    Generic,
    /// An adjective that alone does not tell one body from another: المنظمة الدولية takes up one that was named.
    Vague,
    /// The first word of listed expressions that describe a party by its members and organs: جنود الاحتلال.
    Collective,
    /// The nisba that stands for a news agency in parentheses at the end of a report: (الفرنسية).
    Credit,
    /// What is said before another name of somebody: الملقب بأبي فلان.
    Called,
    /// What stands between that word and the name.
    CalledBy,
    /// Which ruler of a name: الحسن الثاني.
    Ordinal,
    /// What bears the name of a person and is none: a dynasty, a storm, a tribe.
    Bearer,
    /// A noun that opens the names of villages and needs the next word: كفر زيتا.
    Opener,
    /// What an organisation or outlet is for, as part of its name: وكالة السهل للأنباء.
    Purpose,
    /// The second word of a given name: صلاح الدين.
    Completing,
    /// A word inside a name of another language that needs the next one: دا, فان.
    Particle,
    /// One that may begin such a name: فون.
    OpeningParticle,
    /// Says of the person named beside it that he acts for a state, a force or a body: الوزير, القائد, المتحدث.
    Public,
    /// Says that he left his side: المنشق.
    Defector,
    /// Says that he saw something: الشاهد.
    Witness,
    /// Says that he is an activist: الناشط.
    Activist,
    /// Says that he is held: المعتقل.
    Detainee,
    /// Says that he treats the wounded: الطبيب.
    Medic,
    /// Says that he is a child: الطفل.
    Minor,
}

/// The roles with their names in the codebook.
const NAMED: &[(&str, NameRole)] = &[
    ("passing", NameRole::Passing),
    ("generic", NameRole::Generic),
    ("vague", NameRole::Vague),
    ("collective", NameRole::Collective),
    ("credit", NameRole::Credit),
    ("called", NameRole::Called),
    ("called_by", NameRole::CalledBy),
    ("ordinal", NameRole::Ordinal),
    ("bearer", NameRole::Bearer),
    ("opener", NameRole::Opener),
    ("purpose", NameRole::Purpose),
    ("completing", NameRole::Completing),
    ("particle", NameRole::Particle),
    ("opening_particle", NameRole::OpeningParticle),
    ("public", NameRole::Public),
    ("defector", NameRole::Defector),
    ("witness", NameRole::Witness),
    ("activist", NameRole::Activist),
    ("detainee", NameRole::Detainee),
    ("medic", NameRole::Medic),
    ("minor", NameRole::Minor),
];

impl NameRole {
    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        NAMED.iter().find(|(n, _)| *n == name).map(|&(_, role)| role)
    }
}

/// A set of [`NameRole`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRoles(u32);

impl NameRoles {
    /// Whether a role is among them.
    pub fn has(self, role: NameRole) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    /// These and one more.
    #[must_use]
    pub fn with(self, role: NameRole) -> Self {
        Self(self.0 | 1 << role as u16)
    }

    /// Their names, as the codebook writes them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMED.iter().filter(move |(_, role)| self.has(*role)).map(|&(name, _)| name)
    }

    /// All of them.
    pub fn all() -> Self {
        NAMED.iter().fold(Self::default(), |all, &(_, role)| all.with(role))
    }
}
