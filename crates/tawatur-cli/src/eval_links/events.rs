//! `tawatur eval-links --events`: groups the claims of event-days and scores groups and origins against what readers said.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tawatur::claim::record::{Claim, CodePoints};
use tawatur_engine::{
    copies::{Copy, Credits, Prepared, Side, compare},
    event::{Cluster, Copied, Copies, EventClaimRow, cluster, tell_all},
    link::{Fact, FactId, Link, SharedText, Strength, meet, weigh},
    row::ClaimRow,
};

use super::{Half, Options};
use crate::{book, input};

/// More claims under one key than an event-day has.
const CAP: usize = 1000;

/// An event-day: claims with the happenings that readers take them to tell.
#[derive(Debug, Deserialize)]
struct Day {
    #[serde(rename = "day")]
    date: String,
    claims: Vec<Labelled>,
    events: BTreeMap<String, Behind>,
}

/// A claim, and the happening that it tells; null where it is none.
#[derive(Debug, Deserialize)]
struct Labelled {
    doc: String,
    claim: String,
    trigger: CodePoints,
    event: Option<String>,
}

/// How many independent origins stand behind a happening, at the least and at the most.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Behind {
    origins: [u32; 2],
}

/// One text of a day.
struct Text {
    title: Option<String>,
    words: String,
    outlet: Option<String>,
    published: Option<jiff::civil::Date>,
    prepared: Prepared,
}

/// Runs the command.
pub fn run(options: &Options, events: &Path, claims: &Path) -> Result<ExitCode> {
    let mut days = read_days(events, options.half)?;
    let claims = read_claims(claims, &days)?;
    let unread: usize = days.iter_mut().map(|day| meet_again(day, &claims)).sum();
    if unread > 0 {
        eprintln!("{} of the days left out: not among those read", book::count(unread, "claim"));
    }
    let codebook = book::open(options.codebook.as_deref())?;
    let credits = Credits::new(&codebook);
    let mut score = Score::default();
    let mut found = options
        .found
        .as_deref()
        .map(|path| fs::File::create(path).with_context(|| format!("cannot write {}", path.display())))
        .transpose()?
        .map(io::BufWriter::new);
    for day in &days {
        let names: BTreeSet<&str> = day.claims.iter().map(|claim| claim.doc.as_str()).collect();
        let mut texts = BTreeMap::new();
        for name in names {
            let item = input::file(&options.texts()?.join(format!("{name}.txt")))?;
            let (document, _) = input::document(&item, &codebook.furniture)?;
            let prepared = Prepared::of(&document, &credits);
            let title = document.text.lines().find(|line| !line.trim().is_empty()).map(str::to_owned);
            let outlet = document.outlet.map(|(outlet, _)| outlet);
            let published = document.published.map(|(published, _)| published);
            texts.insert(name, Text { title, words: document.text, outlet, published, prepared });
        }
        let shown = score.add(day, &texts, &claims, found.is_some())?;
        if let Some(file) = &mut found {
            serde_json::to_writer(&mut *file, &shown)?;
            writeln!(file)?;
        }
    }
    if let Some(mut file) = found {
        file.flush()?;
    }
    let figures = score.figures();
    let mut out = std::io::stdout().lock();
    if options.json {
        serde_json::to_writer(&mut out, &figures)?;
        writeln!(out)?;
    } else {
        figures.write(&mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read_days(path: &Path, half: Option<Half>) -> Result<Vec<Day>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut days = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let parity = if at % 2 == 0 { Half::Odd } else { Half::Even };
        if half.is_none_or(|half| half == parity) {
            days.push(serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))?);
        }
    }
    Ok(days)
}

/// The claims of a file that days name, by document and id.
fn read_claims(path: &Path, days: &[Day]) -> Result<HashMap<(String, String), Claim>> {
    let wanted: BTreeSet<&str> =
        days.iter().flat_map(|day| &day.claims).map(|claim| claim.doc.as_str()).collect();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut claims = HashMap::new();
    for (at, line) in text.lines().enumerate() {
        let claim: Claim =
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))?;
        if wanted.contains(claim.doc.as_str()) {
            claims.insert((claim.doc.clone(), claim.claim.clone()), claim);
        }
    }
    Ok(claims)
}

/// Finds the labelled claims of a day among those that were read: another codebook may read another type at a trigger, and then
/// the label is that claim's. Those that are not read are left out; gives how many.
fn meet_again(day: &mut Day, claims: &HashMap<(String, String), Claim>) -> usize {
    let mut at: HashMap<(&str, CodePoints), &Claim> = HashMap::new();
    for claim in claims.values() {
        let best = at.entry((&claim.doc, claim.trigger.span)).or_insert(claim);
        // Among equals that of the smaller id: a map has no order.
        if claim.score > best.score || claim.score >= best.score && claim.claim < best.claim {
            *best = claim;
        }
    }
    let all = day.claims.len();
    let mut met = BTreeSet::new();
    for labelled in &mut day.claims {
        if !claims.contains_key(&(labelled.doc.clone(), labelled.claim.clone()))
            && let Some(claim) = at.get(&(labelled.doc.as_str(), labelled.trigger))
        {
            labelled.claim.clone_from(&claim.claim);
        }
    }
    day.claims.retain(|labelled| {
        let key = (labelled.doc.clone(), labelled.claim.clone());
        claims.contains_key(&key) && met.insert(key)
    });
    all - day.claims.len()
}

fn id(labelled: &Labelled) -> FactId {
    FactId { document: labelled.doc.clone(), claim: labelled.claim.clone() }
}

fn facts(
    day: &Day,
    texts: &BTreeMap<&str, Text>,
    claims: &HashMap<(String, String), Claim>,
) -> Result<Vec<Fact>> {
    let mut facts = Vec::with_capacity(day.claims.len());
    for labelled in &day.claims {
        let key = (labelled.doc.clone(), labelled.claim.clone());
        let (Some(claim), Some(text)) = (claims.get(&key), texts.get(labelled.doc.as_str())) else {
            bail!("{}: there is no claim {} of {}", day.date, labelled.claim, labelled.doc);
        };
        let row = ClaimRow {
            document: labelled.doc.clone(),
            outlet: text.outlet.clone(),
            published: text.published,
            claim: claim.clone(),
        };
        facts.push(Fact::new(&row, text.title.as_deref(), Some(&text.words)));
    }
    facts.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(facts)
}

/// The claims of documents that are exact copies of one with a smaller name.
fn twins(facts: &[Fact], texts: &BTreeMap<&str, Text>) -> BTreeSet<FactId> {
    let mut first: HashMap<u64, &str> = HashMap::new();
    for (name, text) in texts {
        first.entry(text.prepared.whole().hash).or_insert(name);
    }
    let is_twin = |document: &str| {
        let whole = texts.get(document).map(|text| text.prepared.whole().hash);
        whole.and_then(|whole| first.get(&whole)).is_some_and(|first| *first != document)
    };
    facts.iter().filter(|fact| is_twin(&fact.id.document)).map(|fact| fact.id.clone()).collect()
}

/// How one text was taken from another, and the passages that both have.
type Shared = (Copy, Vec<[CodePoints; 2]>);

/// Links of the claims of a day that meet, or of all, and which of them are copies of which.
fn links(facts: &[Fact], texts: &BTreeMap<&str, Text>, all: bool) -> (Vec<Weighed>, Vec<Copied>) {
    let mut passages: BTreeMap<(&str, &str), Shared> = BTreeMap::new();
    for (one, first) in texts {
        for (two, second) in texts.range(*one..).skip(1) {
            if let Some(copy) = compare(&first.prepared, &second.prepared) {
                let spans = copy.passages.iter().map(|passage| passage.spans).collect();
                passages.insert((one, two), (copy, spans));
            }
        }
    }
    let met: BTreeSet<(usize, usize)> = meet(facts, CAP).pairs.into_iter().collect();
    let (mut links, mut copied) = (Vec::new(), Vec::new());
    for (at, first) in facts.iter().enumerate() {
        for (after, second) in facts.iter().enumerate().skip(at + 1) {
            let found = passages.get(&(first.id.document.as_str(), second.id.document.as_str()));
            let shared = found.and_then(|(_, spans)| SharedText::new(first, second, spans));
            if let Some((copy, _)) = found.filter(|_| shared.is_some_and(SharedText::is_copy)) {
                let (parent, child) =
                    if copy.direction.from == Some(Side::B) { (second, first) } else { (first, second) };
                copied.push(Copied {
                    copy: child.id.clone(),
                    parent: parent.id.clone(),
                    directed: copy.direction.from.is_some(),
                    edited: !copy.figures.is_empty(),
                });
            }
            let met = shared.is_some() || met.contains(&(at, after));
            if met || all {
                links.push(Weighed { link: weigh(first, second, shared), met, same: None });
            }
        }
    }
    (links, copied)
}

/// What was found of all days.
#[derive(Debug, Default)]
struct Score {
    claims: u32,
    precision: f64,
    recall: f64,
    /// Events shown whose happening has one origin for certain, those of them shown with two or more for certain, and those with
    /// one to more.
    corroborated: [u32; 3],
    /// Events shown whose happening has two or more.
    collapse: Collapse,
    /// Happenings that have two or more, and those of them of which the event that tells most is shown with one at the most.
    happenings: [u32; 2],
}

/// How events are shown whose happening has two independent origins or more for certain.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Collapse {
    /// With two or more for certain.
    certain: u32,
    /// With one for certain and more at the most: what is shown leaves it open.
    open: u32,
    /// With one at the most, though their claims stand in two texts or more that are no copies of each other.
    merged: u32,
    /// With one at the most: their claims stand in one text and its copies, and what others tell of the happening is told apart.
    parted: u32,
}

impl Collapse {
    fn all(self) -> u32 {
        self.certain + self.open + self.merged + self.parted
    }

    fn rate(self) -> f64 {
        f64::from(self.merged + self.parted) / f64::from(self.all().max(1))
    }
}

impl Score {
    fn add<'a>(
        &mut self,
        day: &'a Day,
        texts: &BTreeMap<&str, Text>,
        claims: &HashMap<(String, String), Claim>,
        all: bool,
    ) -> Result<Shown<'a>> {
        let facts = facts(day, texts, claims)?;
        let (mut weighed, copied) = links(&facts, texts, all);
        let links: Vec<Link> =
            weighed.iter().filter(|pair| pair.is_kept()).map(|pair| pair.link.clone()).collect();
        let clusters = cluster(&facts, &links, &twins(&facts, texts));
        let labels: BTreeMap<FactId, &str> = day
            .claims
            .iter()
            .filter_map(|labelled| Some((id(labelled), labelled.event.as_deref()?)))
            .collect();
        for pair in &mut weighed {
            let (first, second) = (labels.get(&pair.link.first), labels.get(&pair.link.second));
            pair.same = first.zip(second).map(|(first, second)| first == second);
        }
        let mut sizes: BTreeMap<&str, u32> = BTreeMap::new();
        for label in labels.values() {
            *sizes.entry(label).or_default() += 1;
        }
        let known: BTreeMap<FactId, Fact> = facts.into_iter().map(|fact| (fact.id.clone(), fact)).collect();
        let heads = Copies::new(&copied);
        let mut shown: Vec<Group> = Vec::new();
        // Every claim of a cluster is known, so each is told.
        for (cluster, told) in clusters.iter().zip(tell_all(&clusters, &known, &heads)) {
            let happening = self.group(cluster, &labels, &sizes);
            let behind = happening.and_then(|label| day.events.get(label));
            let group = Group {
                happening,
                behind: behind.map(|behind| behind.origins),
                origins: [told.event.origins_low, told.event.origins_high],
                claims: told.claims,
                names: told.event.origins.into_iter().map(|origin| origin.key).collect(),
            };
            if let Some(behind) = behind {
                self.origins(*behind, &group);
            }
            shown.push(group);
        }
        self.happenings(day, &shown, &labels);
        Ok(Shown { day: &day.date, events: shown, pairs: weighed })
    }

    /// Counts the claims of a group, B-cubed; gives the happening that most of them tell, where they are two or more.
    fn group<'a>(
        &mut self,
        cluster: &Cluster,
        labels: &BTreeMap<FactId, &'a str>,
        sizes: &BTreeMap<&'a str, u32>,
    ) -> Option<&'a str> {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for member in &cluster.members {
            if let Some(label) = labels.get(&member.id) {
                *counts.entry(label).or_default() += 1;
            }
        }
        let all: u32 = counts.values().sum();
        for (label, &count) in &counts {
            let square = f64::from(count) * f64::from(count);
            self.precision += square / f64::from(all);
            self.recall += square / f64::from(sizes[label]);
        }
        self.claims += all;
        (all >= 2).then(|| counts.into_iter().max_by_key(|&(_, count)| count).map(|(label, _)| label))?
    }

    fn origins(&mut self, gold: Behind, shown: &Group<'_>) {
        let [low, high] = shown.origins;
        if gold.origins[0] <= 1 {
            self.corroborated[0] += 1;
            self.corroborated[1] += u32::from(low >= 2);
            self.corroborated[2] += u32::from(low < 2 && high >= 2);
            return;
        }
        let count = match (low, high) {
            (2.., _) => &mut self.collapse.certain,
            (_, 2..) => &mut self.collapse.open,
            _ if shown.texts() > 1 => &mut self.collapse.merged,
            _ => &mut self.collapse.parted,
        };
        *count += 1;
    }

    /// What is shown of each happening that has two origins or more: the event that tells most of its claims.
    fn happenings(&mut self, day: &Day, shown: &[Group<'_>], labels: &BTreeMap<FactId, &str>) {
        for (name, _) in day.events.iter().filter(|(_, behind)| behind.origins[0] >= 2) {
            let tells = |group: &Group<'_>| {
                let claims = group.claims.iter().filter(|row| {
                    let id = FactId { document: row.document.clone(), claim: row.claim.clone() };
                    labels.get(&id) == Some(&name.as_str())
                });
                (claims.count(), group.origins[1])
            };
            let high = shown.iter().map(tells).max().map_or(0, |(_, high)| high);
            self.happenings[0] += 1;
            self.happenings[1] += u32::from(high < 2);
        }
    }

    fn figures(&self) -> Figures {
        let claims = f64::from(self.claims.max(1));
        let (precision, recall) = (self.precision / claims, self.recall / claims);
        Figures {
            claims: self.claims,
            precision,
            recall,
            f1: 2.0 * precision * recall / (precision + recall).max(f64::EPSILON),
            corroborated: self.corroborated,
            false_collapse: self.collapse.rate(),
            collapse: self.collapse,
            happenings: self.happenings,
        }
    }
}

/// A pair of claims, and whether it met under a key.
#[derive(Debug, Serialize)]
struct Weighed {
    #[serde(flatten)]
    link: Link,
    met: bool,
    /// Whether readers take both to tell one happening; none where one of them tells none.
    same: Option<bool>,
}

impl Weighed {
    /// Whether a ledger would keep it.
    fn is_kept(&self) -> bool {
        self.met && self.link.strength != Strength::None
    }
}

/// What is found of a day.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    day: &'a str,
    /// Its claims as they are grouped.
    events: Vec<Group<'a>>,
    /// All pairs of its claims.
    pairs: Vec<Weighed>,
}

impl Group<'_> {
    /// In how many texts its claims stand, copies of one counted once.
    fn texts(&self) -> usize {
        let heads = self.claims.iter().map(|row| row.copy_of_document.as_ref().unwrap_or(&row.document));
        heads.collect::<BTreeSet<_>>().len()
    }
}

/// Claims that are shown as one event.
#[derive(Debug, Serialize)]
struct Group<'a> {
    /// The happening that most of them tell, where two or more of them tell any.
    happening: Option<&'a str>,
    /// The origins that readers see behind it.
    behind: Option<[u32; 2]>,
    /// The origins that are shown.
    origins: [u32; 2],
    /// Keys of the origins that are shown.
    names: Vec<String>,
    claims: Vec<EventClaimRow>,
}

#[derive(Debug, Serialize)]
struct Figures {
    claims: u32,
    precision: f64,
    recall: f64,
    f1: f64,
    corroborated: [u32; 3],
    false_collapse: f64,
    collapse: Collapse,
    happenings: [u32; 2],
}

impl Figures {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let Self { claims, precision, recall, f1, corroborated, false_collapse, collapse, happenings } = self;
        writeln!(out, "claims in events, {claims} claims")?;
        writeln!(out, "  B-cubed precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}")?;
        let rate = |[all, wrong]: [u32; 2]| f64::from(wrong) / f64::from(all.max(1));
        let &[all, wrong, open] = corroborated;
        writeln!(
            out,
            "  false corroboration {:.3}: {wrong} of {all} events that have one certain origin are shown with two or more for certain, \
             {open} with one to more",
            rate([all, wrong])
        )?;
        let Collapse { certain, open, merged, parted } = collapse;
        writeln!(
            out,
            "  false collapse {false_collapse:.3}: {} of {} events that have two or more are shown with one at the most",
            merged + parted,
            collapse.all()
        )?;
        writeln!(
            out,
            "    of the {}: {certain} shown with two or more for certain, {open} with one to more, {merged} with one though told by \
             several texts, {parted} are what one text and its copies tell, the rest told apart",
            collapse.all()
        )?;
        let [all, wrong] = happenings;
        writeln!(
            out,
            "  by happening {:.3}: of {wrong} of {all} that have two or more the event that tells most is shown with one at the most",
            rate(*happenings)
        )
    }
}
