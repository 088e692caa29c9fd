//! The parts that a word may play in a number or a date.
//!
//! One word may play several (الاثنين is Monday and "the two"; نصف halves a number and a month).

/// Part played in a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Num {
    #[default]
    None,
    /// Digits, to be read from the clean layer.
    Digits,
    Unit(u8),
    Tens(u8),
    Hundreds(u16),
    /// ألف, مليون: ten to that power.
    Scale(u8),
    /// ألفين, مليونان.
    TwoScale(u8),
    /// آلاف, ملايين: a multiplier after a number, a vague number without.
    Scales(u8),
    /// عشرات, مئات.
    Many(u8),
    Few,
    Dozen(u8),
    /// دزينات: a multiplier.
    Dozens,
    /// جزء: "a part of" so many.
    Piece,
    /// نصف, ثلث, ربع.
    Part(u8),
    /// أرباع: denominator, and a fixed numerator for the dual.
    Parts(u8, u8),
    Ordinal(u8),
}

/// A calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// Grammatical number of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    One,
    Two,
    Many,
}

/// Which part of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Early,
    Start,
    Middle,
    Late,
    End,
    /// بقية: from the day of writing on.
    Rest,
}

/// A feast that names a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    Fitr,
    Adha,
    NewYear,
    HijriNewYear,
    Christmas,
    Easter,
}

/// Part played in a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Time {
    #[default]
    None,
    Month(u8),
    /// A month name that is also an everyday word or a given name (مارس, أوت).
    WeakMonth(u8),
    /// تشرين and كانون, told apart by the ordinal that follows.
    TwinMonth(u8),
    Hijri(u8),
    /// جمادى, ذو: told apart by what follows.
    HijriHead(u8),
    Weekday(u8),
    Unit(Unit, Count),
    /// عامي 2013 و2014.
    YearPair,
    DayPart,
    Season(u8),
    Decade(u8),
    Edge(Edge),
    Today,
    Yesterday,
    Tomorrow,
    Tonight,
    Now,
    Recently,
    Soon,
    Then,
    Period,
    Feast,
    FeastName(Feast),
    Clock,
}

/// Function words and framing words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cue {
    #[default]
    None,
    More,
    Less,
    Below,
    Above,
    Exceeds,
    Passes,
    FallsShort,
    About,
    Nears,
    IsNear,
    Estimated,
    /// يصل إلى: up to.
    Reaches,
    /// يساوي: lets a bound itself in.
    Equals,
    Not,
    What,
    Between,
    Ranges,
    Count,
    Counts,
    Large,
    Small,
    Numerous,
    Lots,
    Further,
    Several,
    Other,
    OneOf,
    Point,
    Minus,
    AtLeastTail,
    AtMostTail,
    Limit,
    Utmost,
    And,
    Or,
    In,
    During,
    Since,
    Before,
    After,
    Until,
    To,
    From,
    By,
    On,
    Off,
    With,
    Starting,
    /// بتاريخ
    Dated,
    /// أقصاه: "at the latest".
    Deadline,
    Past,
    Next,
    Current,
    Recent,
    This,
    That,
    Gone,
    Corresponding,
    /// المقرر, ستعقد: what is told lies ahead.
    Coming,
    Time,
    Earlier,
    Later,
    Function,
    Dash,
    Slash,
    Colon,
    Open,
    Close,
    Comma,
    Percent,
    Decimal,
    Greater,
    Lesser,
    EventName,
    AreaName,
    Label,
}

/// How a common counted noun shows its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Noun {
    #[default]
    None,
    One,
    Dual,
    /// A thing that "more than one" is said of, and "another" in passing (على صعيد آخر).
    Thing,
    /// A plural that begins like a conjunction (وزراء).
    Plural,
    /// Construct dual (سيارتي الإسعاف), spelled like "my car".
    DualConstruct,
}

/// A letter that folding loses and that tells the word apart from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Telling {
    #[default]
    Nothing,
    Has(char),
    Lacks(char),
}

/// All that one token may contribute.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tag {
    pub num: Num,
    pub time: Time,
    pub cue: Cue,
    pub noun: Noun,
    /// Carries the conjunction و or ف.
    pub conj: bool,
    /// Carries ب, ل or ك.
    pub prep: bool,
    pub article: bool,
    pub telling: Telling,
}

impl Tag {
    pub(super) fn is_empty(&self) -> bool {
        self.num == Num::None && self.time == Time::None && self.cue == Cue::None && self.noun == Noun::None
    }

    /// Neither conjunction nor preposition is written onto it.
    pub(super) fn bare(&self) -> bool {
        !self.conj && !self.prep
    }
}
