//! Names of the codebook in the text: the longest run of words that the map of names accepts, through
//! proclitics, quotation marks inside the name and the spellings of the article.

use fst::raw::{Fst, Node, Output};

use super::Context;
use crate::codebook::{Classes, Codebook, EntityKind, Prep, Referent, Use};
use crate::lexicon::{Particle, Proclitics, Rank, Reading, State};
use crate::text::{Gap, Tokens, fold};

/// A name found in the text.
#[derive(Clone, Debug)]
pub struct NameMatch {
    /// Its tokens, quotation marks inside included.
    pub tokens: Tokens,
    /// Position in the codebook's referents; none for a person that no list has.
    pub list: Option<u32>,
    /// What is attached before its first word.
    pub clitic: Clitic,
    /// What shows it to be a name.
    pub evidence: Evidence,
}

/// What shows words to be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The codebook lists it whole.
    List,
    /// Its words are names of persons.
    Name,
    /// A title stands before it.
    Title,
    /// A noun before it says what it names.
    Head,
    /// No list has its words, and only a name can stand where they stand.
    Position,
}

impl Evidence {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Name => "name",
            Self::Title => "title",
            Self::Head => "head",
            Self::Position => "position",
        }
    }
}

/// What is attached before a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clitic {
    /// و or ف
    pub conjunction: bool,
    /// ب ل ك, the last as [`Prep::Other`]
    pub preposition: Option<Prep>,
}

/// First-word variants: what may be stripped before a name, and what must be put back (للـ hides ال).
pub(super) fn variants(folded: &str) -> impl Iterator<Item = (Clitic, &'static str, &str)> {
    let conjunctions = ["", "و", "ف"];
    let prefixes: [(&str, &'static str, Option<Prep>); 5] = [
        ("", "", None),
        ("ب", "", Some(Prep::Bi)),
        ("ل", "", Some(Prep::Li)),
        ("ك", "", Some(Prep::Other)),
        ("لل", "ال", Some(Prep::Li)),
    ];
    conjunctions.into_iter().flat_map(move |conjunction| {
        let rest = folded.strip_prefix(conjunction);
        prefixes.into_iter().filter_map(move |(prefix, put_back, preposition)| {
            let stem = rest?.strip_prefix(prefix)?;
            let clitic = Clitic { conjunction: !conjunction.is_empty(), preposition };
            // A letter alone is a name's beginning only as it stands: د ب أ.
            let whole = conjunction.is_empty() && prefix.is_empty();
            (stem.len() > 2 || whole && !stem.is_empty()).then_some((clitic, put_back, stem))
        })
    })
}

/// Walks `bytes` from `node`; the output gathered so far travels along.
fn walk<'f>(
    map: &'f Fst<&[u8]>,
    mut node: Node<'f>,
    mut output: u64,
    bytes: &str,
) -> Option<(Node<'f>, u64)> {
    for &byte in bytes.as_bytes() {
        let transition = node.transition(node.find_input(byte)?);
        output += transition.out.value();
        node = map.node(transition.addr);
    }
    Some((node, output))
}

/// Whether a folded word, proclitics stripped, is a name or the first word of one.
pub(super) fn begins_name(map: &Fst<&[u8]>, folded: &str) -> bool {
    variants(folded).any(|(_, put_back, stem)| {
        let state = walk(map, map.root(), 0, put_back).and_then(|(node, out)| walk(map, node, out, stem));
        state.is_some_and(|(node, _)| node.is_final() || node.find_input(b' ').is_some())
    })
}

/// Finds all names, leftmost longest, without overlaps.
pub fn names(context: &Context<'_>, found: &mut Vec<NameMatch>) {
    found.clear();
    let Ok(map) = Fst::new(context.codebook.names.as_slice()) else { return };
    let text = context.text;
    let mut at = 0;
    while at < text.len() {
        if let Some(outlet) = told_to(&map, context, at) {
            at = outlet.tokens.end;
            found.push(outlet);
            continue;
        }
        if !context.facts(at).name {
            at += 1;
            continue;
        }
        let mut best: Option<NameMatch> = None;
        for (clitic, put_back, stem) in variants(text.folded(at)) {
            let Some((node, output)) =
                walk(&map, map.root(), 0, put_back).and_then(|(node, output)| walk(&map, node, output, stem))
            else {
                continue;
            };
            if let Some((end, list)) = longest(&map, context, at, node, output) {
                if end == at + 1 && is_other_word(context, at, clitic) {
                    continue;
                }
                let better = best.as_ref().is_none_or(|b| end > b.tokens.end);
                if better {
                    best = Some(NameMatch {
                        tokens: at..end,
                        list: Some(list as u32),
                        clitic,
                        evidence: Evidence::List,
                    });
                }
            }
        }
        match best {
            Some(name) => {
                at = name.tokens.end;
                found.push(name);
            }
            None => at += 1,
        }
    }
}

/// A bracketed outlet takes so many words at the most.
const OUTLET_WORDS: usize = 4;

/// The outlet that a bracketed name after a ل apart stands for, its kind left out: قال لـ«الرياض» is said to the newspaper, whatever
/// else bears that name.
fn told_to(map: &Fst<&[u8]>, context: &Context<'_>, start: usize) -> Option<NameMatch> {
    let text = context.text;
    let (li, open) = (start.checked_sub(2)?, start - 1);
    let close = match text.clean(open) {
        "\"" => "\"",
        "(" => ")",
        _ => return None,
    };
    if context.particle(li) != Some(Particle::Prep(Prep::Li)) || !text.is_punct(open) {
        return None;
    }
    let ends = (start..text.len().min(start + OUTLET_WORDS + 1)).find(|&at| text.is_punct(at))?;
    if ends == start || text.clean(ends) != close || text.tokens()[ends].gap >= Gap::Line {
        return None;
    }
    let words: Vec<&str> = (start..ends).map(|at| text.folded(at)).collect();
    let words = words.join(" ");
    let codebook = context.codebook;
    let outlet = |list: &u64| {
        codebook.referents[*list as usize].iter().any(
            |r| matches!(r, Referent::Entity(e) if codebook.entities[*e as usize].kind == EntityKind::Outlet),
        )
    };
    let kinds = codebook.heads.iter().filter(|head| head.class.meets(Classes::OUTLET));
    let list = kinds
        .map(|head| format!("{} {words}", fold(&head.lemma)))
        .find_map(|name| map.get(name.as_bytes()).map(Output::value).filter(outlet))?;
    Some(NameMatch {
        tokens: start..ends,
        list: Some(list as u32),
        clitic: Clitic { conjunction: false, preposition: Some(Prep::Li) },
        evidence: Evidence::List,
    })
}

/// Whether a name of one word is more likely a word of the lexicon: its letters with a proclitic
/// stripped spell a name (كشفت, شفت), or it is also a verb and nothing before it asks for a name.
fn is_other_word(context: &Context<'_>, at: usize, clitic: Clitic) -> bool {
    let exact = |r: &Reading| r.slip == 0 && !context.uses(r).is_empty();
    let readings = context.readings(at);
    let whole = |r: &Reading| {
        r.slip == 0
            && r.proclitics == Proclitics::default()
            && !r.features.enclitic
            && context.codebook.lexicon.rank(r.lemma) != Rank::Rare
    };
    // للـ is a form of its own and no word without clitic.
    let hidden = context.text.folded(at).trim_start_matches(['و', 'ف']).starts_with("لل");
    if clitic != Clitic::default() && !hidden && readings.iter().any(whole) {
        return true;
    }
    // تل, a hill before it is a village of that name. With the article (الغوطة) the document decides.
    let bare = |r: &&Reading| r.features.state != Some(State::Definite);
    let landform = readings
        .iter()
        .filter(|r| exact(r))
        .filter(bare)
        .flat_map(|r| context.uses(r))
        .any(|u| matches!(u, Use::Head(h) if context.codebook.heads[*h as usize].place_head.is_some()));
    if landform {
        return true;
    }
    let verb = readings.iter().any(|r| exact(r) && r.features.part.is_verb() && !r.proclitics.preposition());
    let asked = clitic.preposition.is_some()
        || context.after_bare_noun(at)
        || at > 0
            && (matches!(context.particle(at - 1), Some(Particle::Prep(_)))
                || context.readings(at - 1).iter().any(|r| {
                    context.uses(r).iter().any(|u| {
                        matches!(u, Use::Head(h) if {
                            let head = &context.codebook.heads[*h as usize];
                            head.title || head.group_head || head.place_head.is_some()
                        })
                    })
                }));
    verb && !asked
}

/// The longest name from the state after its first word.
fn longest<'f>(
    map: &'f Fst<&[u8]>,
    context: &Context<'_>,
    start: usize,
    mut node: Node<'f>,
    mut output: u64,
) -> Option<(usize, u64)> {
    let text = context.text;
    let mut best = None;
    let mut at = start + 1;
    loop {
        if node.is_final() {
            best = Some((at, output + node.final_output().value()));
        }
        // Quotation marks inside a name do not part it: تنظيم "الدولة الإسلامية".
        let mut next = at;
        if text.is_punct(next) && text.clean(next) == "\"" {
            next += 1;
        }
        if !(text.is_word(next) || text.is_number(next)) || text.tokens()[next].gap >= Gap::Line {
            break;
        }
        let Some(state) = walk(map, node, output, " ").and_then(|(n, o)| walk(map, n, o, text.folded(next)))
        else {
            break;
        };
        (node, output) = state;
        at = next + 1;
    }
    best
}

impl NameMatch {
    /// What the name may stand for as it is spelled here.
    pub fn referents<'a>(&self, context: &Context<'a>) -> &'a [Referent] {
        let Some(list) = self.list else { return &[] };
        // Few names need a look at their spelling, so it is put together only when asked for.
        let spellings = std::iter::once_with(|| {
            let text = context.text;
            let words: Vec<&str> =
                self.tokens.clone().filter(|&t| !text.is_punct(t)).map(|t| text.clean(t)).collect();
            let words = words.join(" ");
            let ways = variants(&words).filter(|(clitic, _, _)| *clitic == self.clitic);
            ways.map(|(_, put_back, stem)| format!("{put_back}{stem}")).collect::<Vec<_>>()
        });
        context.codebook.spelled(list, spellings.flatten())
    }
}

/// What a name, its words in the clean layer and joined by a space, may stand for in the codebook; nothing when no list
/// has it.
pub fn entities_named<'a>(codebook: &'a Codebook, clean: &str) -> &'a [Referent] {
    let Ok(map) = Fst::new(codebook.names.as_slice()) else { return &[] };
    let list = map.get(fold(clean).as_bytes());
    list.map_or(&[], |list| codebook.spelled(list.value() as u32, [clean]))
}
