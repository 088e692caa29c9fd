//! What speaks for and against each place that a name may mean: what stands around it, and the document as a whole.

use super::scene::{MAIN, Scene, code, division};
use super::{Candidate, Fit, Reason, distance, fit, lies_in, words};
use crate::codebook::{Codebook, PlaceEntry, Prep, Referent, Use};
use crate::lexicon::{Number, Part, Particle, Rank, State};
use crate::mention::{Clitic, Context, NameMatch};
use crate::text::Gap;

/// Cities from this size on are meant even where their name is an ordinary word: الرياض.
pub(super) const LARGE: u32 = 500_000;

/// How much a name looks like an ordinary word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ordinary {
    #[default]
    No,
    /// An adjective, participle or verbal noun: الرمادي, الموصل, القائم.
    Derived,
    /// A noun of the lexicon: الباب.
    Listed,
    /// A word of the lexicon whose first letter was taken for a clitic: باب is no ب before إب.
    Cut,
}

/// What stands before a name and speaks for a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Before {
    #[default]
    Nothing,
    /// A preposition that may govern anything: من, إلى, على.
    Preposition,
    /// One that asks for a place: في, ب, قرب, شمال, ريف.
    Locative,
}

/// What surrounds one occurrence of a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around<'a> {
    pub list: Option<u32>,
    pub words: usize,
    pub ordinary: Ordinary,
    pub type_word: Option<&'a str>,
    /// Whether that is a plural: مدن الأنبار lie in it.
    pub plural: bool,
    pub before: Before,
    pub attributive: bool,
    /// The place it is put in, and whether only near it.
    pub container: Option<(u32, bool)>,
    /// The list number of a name that و joins to it.
    pub beside: Option<u32>,
}

impl Scene {
    /// What speaks for and against a candidate.
    pub(super) fn weigh(&self, codebook: &Codebook, place: u32, around: &Around<'_>) -> Candidate {
        let row = &codebook.places[place as usize];
        let mut candidate = Candidate::new(place);
        candidate.add(Reason::Size, size(row));
        if around.words > 1 {
            candidate.add(Reason::LongName, 1);
        }
        let country = code(&row.country);
        let counted = around.list.and_then(|list| self.own.get(&list));
        let own = counted.filter(|(c, _)| Some(*c) == country).map_or(0, |&(_, n)| n);
        let total = self.total - counted.map_or(0, |&(_, n)| n);
        let evidence = country.and_then(|c| self.countries.get(&c)).copied().unwrap_or(0) - own;
        if evidence > 0 {
            let share = 100 * evidence / total.max(1);
            candidate.add(
                Reason::DocumentCountry,
                if share >= MAIN {
                    3
                } else if share >= 10 {
                    2
                } else {
                    1
                },
            );
        } else if total > 0 && !row.country.is_empty() {
            candidate.add(Reason::FarOff, far_off(row));
        }
        let neighbours = division(codebook, place).and_then(|d| self.divisions.get(&d));
        if neighbours.is_some_and(|lists| lists.iter().any(|l| Some(*l) != around.list)) {
            candidate.add(Reason::Neighbour, 2);
        }
        if let Some(said) = around.type_word {
            candidate.add(
                Reason::TypeWord,
                match fit(said, &row.kind) {
                    Fit::Same => 4,
                    Fit::Close => 2,
                    Fit::Not
                        if around.plural && matches!(row.kind.as_str(), "country" | "admin1" | "region") =>
                    {
                        0
                    }
                    Fit::Not => -12,
                },
            );
        }
        if let Some((container, near)) = around.container.filter(|(c, _)| *c != place) {
            candidate.add(Reason::Container, contained(codebook, place, container, near));
        }
        let joined = around.beside.and_then(|l| codebook.referents.get(l as usize)).is_some_and(|list| {
            list.iter().any(|r| match r {
                Referent::Place(p) => codebook.places[*p as usize].country == row.country,
                Referent::Entity(_) => false,
            })
        });
        candidate.add(Reason::Joined, if joined { 3 } else { 0 });
        let asked = around.type_word.is_some();
        match around.before {
            Before::Locative if !asked => candidate.add(Reason::Preposition, 2),
            Before::Preposition if !asked => candidate.add(Reason::Preposition, 1),
            _ => {}
        }
        if !asked
            && around.ordinary != Ordinary::Cut
            && around.list.is_some_and(|list| self.established.contains(&list))
        {
            candidate.add(Reason::Established, 3);
        } else if !asked {
            candidate.add(
                Reason::OrdinaryWord,
                match (row.kind.as_str(), around.ordinary) {
                    ("country", Ordinary::Cut) => -4,
                    (_, Ordinary::Cut) => -20,
                    ("country", _) | (_, Ordinary::No) => 0,
                    _ if row.population >= LARGE => -3,
                    // في الرمادي, إلى درعا: after a preposition a city is likelier than the colour grey.
                    (_, Ordinary::Derived) if around.before != Before::Nothing => -2,
                    _ if around.before == Before::Locative && row.population >= 100_000 => -3,
                    ("region" | "admin1" | "sea", _) | (_, Ordinary::Derived) => -5,
                    _ => -8,
                },
            );
            if around.attributive && around.ordinary != Ordinary::No && row.population < LARGE {
                candidate.add(Reason::Attributive, -3);
            }
        }
        candidate
    }

    /// All candidates of a list of referents, best first; of equals the larger.
    pub(super) fn ranked(
        &self,
        codebook: &Codebook,
        referents: &[Referent],
        around: &Around<'_>,
    ) -> Vec<Candidate> {
        let candidates = self.sorted(codebook, referents, around);
        // What no candidate lies in is not where it lies: خسارة إيران في اليمن.
        let lies = |c: &Candidate| c.reasons.iter().any(|(r, n)| *r == Reason::Container && *n > 0);
        if around.container.is_some() && !candidates.iter().any(lies) {
            return self.sorted(codebook, referents, &Around { container: None, ..*around });
        }
        candidates
    }

    fn sorted(&self, codebook: &Codebook, referents: &[Referent], around: &Around<'_>) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = referents
            .iter()
            .filter_map(|r| match r {
                Referent::Place(p) => Some(self.weigh(codebook, *p, around)),
                Referent::Entity(_) => None,
            })
            .collect();
        candidates.sort_by_key(|c| {
            let row = &codebook.places[c.place as usize];
            (std::cmp::Reverse((c.points, rank(&row.kind), row.population)), c.place)
        });
        candidates
    }
}

/// Of two rows with equal points, what is rather meant: نينوى is the governorate, غزة the town.
fn rank(kind: &str) -> u8 {
    match kind {
        "country" => 6,
        "region" | "sea" => 5,
        "town" => 4,
        "admin1" => 3,
        "village" | "facility" | "mountain" | "river" => 1,
        _ => 2,
    }
}

fn size(row: &PlaceEntry) -> i32 {
    match row.kind.as_str() {
        "country" => 4,
        "admin1" | "region" | "sea" => 2,
        "village" | "district" | "facility" => 0,
        _ if seat(row) => 2 + i32::from(row.population >= 100_000),
        _ => match row.population {
            1_000_000.. => 3,
            100_000.. => 2,
            // Rows without figures are listed by hand, because they are in the news.
            20_000.. | 0 => 1,
            _ => 0,
        },
    }
}

/// Whether a town is the seat of the division that has its name: small as it is, news of the division names it (مأرب).
fn seat(row: &PlaceEntry) -> bool {
    row.kind == "town" && !row.admin1.is_empty() && row.name == row.admin1 && row.population < 1_000_000
}

fn far_off(row: &PlaceEntry) -> i32 {
    match row.kind.as_str() {
        // عمان is Amman unless the text speaks of Oman.
        "country" => -2,
        "admin1" | "region" | "sea" | "river" | "mountain" => -1,
        "town" if seat(row) => 0,
        "town" => match row.population {
            100_000.. => 0,
            20_000.. | 0 => -1,
            _ => -4,
        },
        _ => -4,
    }
}

/// Points for lying in, or near, the place that the text names.
fn contained(codebook: &Codebook, place: u32, container: u32, near: bool) -> i32 {
    let (row, outer) = (&codebook.places[place as usize], &codebook.places[container as usize]);
    if row.country != outer.country && !row.country.is_empty() && !outer.country.is_empty() {
        return if near { -4 } else { -8 };
    }
    if lies_in(codebook, place, container) {
        return 5;
    }
    match distance(row, outer) {
        Some(km) if km < 150.0 => 2,
        Some(_) => -3,
        None if row.admin1 == outer.admin1 => 3,
        None => 0,
    }
}

/// Whether the text before a name of one word makes it a place, and whether it is an ordinary word.
pub(super) fn ordinary(context: &Context<'_>, name: &NameMatch) -> Ordinary {
    if name.tokens.len() != 1 {
        return Ordinary::No;
    }
    let Clitic { conjunction, preposition } = name.clitic;
    let mut found = Ordinary::No;
    // للـ is a form of its own and no proclitic of the reading.
    let hidden = context.text.folded(name.tokens.start).trim_start_matches(['و', 'ف']).starts_with("لل");
    for reading in context.readings(name.tokens.start) {
        let proclitics = reading.proclitics;
        let same =
            proclitics.conjunction() == conjunction && proclitics.preposition() == preposition.is_some();
        let less = preposition.is_some() && !hidden && !proclitics.preposition()
            || conjunction && !proclitics.conjunction();
        if reading.slip == 0 && less {
            return Ordinary::Cut;
        }
        // A noun without article governs a name sooner than a verb: هدنة تعز.
        if reading.features.part.is_verb() && context.after_bare_noun(name.tokens.start) {
            continue;
        }
        // A rare word is rarer than a place of its name.
        if context.codebook.lexicon.rank(reading.lemma) == Rank::Rare {
            continue;
        }
        let nisba = context.uses(reading).iter().any(|u| matches!(u, Use::Nisba(_)));
        if reading.slip > 0 || !same || nisba || reading.features.enclitic {
            continue;
        }
        match reading.features.part {
            // لبنان spells the dual of لبن as well; nobody counts milk in reports.
            Part::Noun
                if reading.features.number != Some(Number::Dual)
                    && reading.features.state != Some(State::Tanween) =>
            {
                return Ordinary::Listed;
            }
            Part::Particle => {}
            _ => found = Ordinary::Derived,
        }
    }
    found
}

/// The type word at a token that may stand before a name: no article, no pronoun.
pub(super) fn type_word<'a>(context: &Context<'a>, at: usize) -> Option<&'a str> {
    if context.has_article(at) {
        return None;
    }
    context.readings(at).iter().filter(|r| !r.features.enclitic && r.slip == 0).find_map(|r| {
        context.uses(r).iter().find_map(|u| match u {
            // عاصمة says what the place is to another: عاصمة محافظة أبين.
            Use::Head(h) => {
                let head = &context.codebook.heads[*h as usize];
                head.place_head.as_deref().filter(|_| head.lemma != "عاصمة")
            }
            _ => None,
        })
    })
}

/// What stands around an occurrence, as far as the tokens tell.
pub(super) fn around<'a>(context: &Context<'a>, names: &[NameMatch], index: usize) -> Around<'a> {
    let text = context.text;
    let name = &names[index];
    let at = name.tokens.start;
    let next = names.get(index + 1).filter(|n| n.clitic.conjunction && n.tokens.start == name.tokens.end);
    let previous = index.checked_sub(1).and_then(|i| names.get(i));
    let previous = previous.filter(|p| name.clitic.conjunction && p.tokens.end == at);
    let mut around = Around {
        list: name.list,
        beside: next.or(previous).and_then(|n| n.list).filter(|l| Some(*l) != name.list),
        words: name.tokens.len(),
        ordinary: ordinary(context, name),
        ..Around::default()
    };
    around.before = match name.clitic.preposition {
        Some(Prep::Bi) => Before::Locative,
        Some(_) => Before::Preposition,
        None => Before::Nothing,
    };
    if name.clitic.preposition.is_some() || at == 0 || text.tokens()[at].gap >= Gap::Line {
        return around;
    }
    let mut before = at - 1;
    if before > 0 && text.is_punct(before) && text.clean(before) == "\"" {
        before -= 1;
    }
    if text.is_punct(before) {
        return around;
    }
    around.type_word = type_word(context, before).filter(|_| !name.clitic.conjunction);
    around.plural = context.readings(before).iter().any(|r| r.features.number == Some(Number::Plural));
    if words::part(text.folded(before)).is_some() {
        around.before = Before::Locative;
        around.type_word = None;
        return around;
    }
    match context.particle(before) {
        Some(Particle::Prep(Prep::Fi | Prep::Bi | Prep::Dakhil)) => around.before = Before::Locative,
        Some(Particle::Prep(_)) => around.before = Before::Preposition,
        Some(_) => {}
        None => {
            around.attributive = context.has_article(before)
                && context.has_article(at)
                && name.clitic == Clitic::default()
                && !context.names_thing(before);
        }
    }
    around
}
