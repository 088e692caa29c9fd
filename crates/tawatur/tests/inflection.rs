//! Measures the inflector against the Arabic half of SIGMORPHON 2019 task 1 (`UniMorph` paradigms).
//!
//! A gold form counts when it is among the generated forms of the same features. The data say neither root
//! nor form, so every root and form whose headword is the lemma is tried, as the matcher would. Spelling is
//! compared without vowels, as in print.

#![expect(clippy::unwrap_used, reason = "broken test data should stop the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tawatur::lexicon::inflect::{Emit, Noun, Root, Verb, VerbForm, Vowel, devocalise};
use tawatur::lexicon::{Features, Gender, Number, Part, Person, State};

const DATA: &str = "../../../shared/tests/inflection/sigmorphon2019_half.tsv";

struct Row {
    lemma: String,
    form: String,
    tags: BTreeSet<String>,
}

impl Row {
    fn is(&self, tag: &str) -> bool {
        self.tags.contains(tag)
    }

    /// The gold form as printed. The data lose the silent alef of تقتلوا where a damma comes before it.
    fn printed(&self) -> String {
        let clean = devocalise(&self.form);
        let mood = self.is("MASC") && (self.is("SBJV") || self.is("LGSPEC1") || self.is("IMP"));
        if self.is("V") && mood && self.is("PL") && clean.ends_with('و') { clean + "ا" } else { clean }
    }

    fn gender(&self) -> Option<Gender> {
        match (self.is("MASC"), self.is("FEM")) {
            (true, _) => Some(Gender::Masculine),
            (_, true) => Some(Gender::Feminine),
            _ => None,
        }
    }

    fn number(&self) -> Option<Number> {
        [("SG", Number::Singular), ("DU", Number::Dual), ("PL", Number::Plural)]
            .into_iter()
            .find_map(|(tag, number)| self.is(tag).then_some(number))
    }

    fn verb_part(&self) -> Part {
        let parts = [
            ("V.MSDR", Part::VerbalNoun),
            ("IMP", Part::Imperative),
            ("SBJV", Part::Subjunctive),
            ("LGSPEC1", Part::Jussive),
            ("IPFV", Part::Imperfect),
            ("PRF", Part::Perfect),
        ];
        let participle = if self.is("PASS") { Part::PassiveParticiple } else { Part::ActiveParticiple };
        parts.into_iter().find_map(|(tag, part)| self.is(tag).then_some(part)).unwrap_or(participle)
    }

    /// Whether generated features are those of the row, as far as both say.
    fn agrees(&self, features: Features) -> bool {
        if self.is("V") {
            let part = self.verb_part();
            if part.is_nominal() {
                return features.part == part && features.number != Some(Number::Dual);
            }
            let person = [("1", Person::First), ("2", Person::Second), ("3", Person::Third)]
                .into_iter()
                .find_map(|(tag, person)| self.is(tag).then_some(person));
            return features.part == part
                && features.person == person
                && features.number == self.number()
                && features.gender == self.gender()
                && features.passive == self.is("PASS")
                && !features.enclitic;
        }
        let states: &[State] = match (self.is("DEF"), self.is("PSSD")) {
            (true, _) => &[State::Definite],
            (_, true) => &[State::Bare, State::Construct],
            _ => &[State::Bare, State::Tanween],
        };
        let gender = !self.is("ADJ") || features.gender.is_none() || features.gender == self.gender();
        features.number == self.number()
            && gender
            && features.state.is_some_and(|state| states.contains(&state))
            && !features.enclitic
    }
}

/// The rows, or nothing where the data are not at hand.
fn rows() -> Option<Vec<Row>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DATA);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {DATA}");
        return None;
    };
    let row = |line: &str| {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap().to_owned();
        let (lemma, form, tags) = (field(), field(), field());
        Row { lemma, form, tags: tags.split(';').map(str::to_owned).collect() }
    };
    Some(text.lines().map(row).collect())
}

fn by_lemma<'a>(rows: &'a [Row], tag: &str) -> BTreeMap<&'a str, Vec<&'a Row>> {
    let mut lemmas = BTreeMap::<_, Vec<_>>::new();
    for row in rows.iter().filter(|row| row.is(tag) && !row.lemma.contains(' ')) {
        lemmas.entry(row.lemma.as_str()).or_default().push(row);
    }
    lemmas
}

/// The forms whose headwords may look like `lemma`.
fn verb_forms(lemma: &str) -> Vec<VerbForm> {
    let first = [
        (Vowel::A, Vowel::U),
        (Vowel::A, Vowel::I),
        (Vowel::A, Vowel::A),
        (Vowel::I, Vowel::A),
        (Vowel::I, Vowel::I),
        (Vowel::U, Vowel::U),
    ];
    let mut forms = first.map(|(perfect, imperfect)| VerbForm::I { perfect, imperfect }).to_vec();
    forms.extend([VerbForm::II, VerbForm::III, VerbForm::Q]);
    if lemma.starts_with(['أ', 'آ']) {
        forms.push(VerbForm::IV);
    }
    if lemma.starts_with('ت') {
        forms.extend([VerbForm::V, VerbForm::VI, VerbForm::QII]);
    }
    if lemma.starts_with('ا') {
        forms.extend([
            VerbForm::VII,
            VerbForm::VIII,
            VerbForm::IX,
            VerbForm::X,
            VerbForm::XI,
            VerbForm::XII,
            VerbForm::XIII,
            VerbForm::QIII,
            VerbForm::QIV,
        ]);
    }
    forms
}

/// Letters that a radical may have left in the headword: itself, or what stands for a weak one.
fn pool(lemma: &str) -> Vec<char> {
    let hamza = |letter: char| if "أإؤئآ".contains(letter) { 'ء' } else { letter };
    let mut pool: Vec<char> = lemma.chars().map(hamza).filter(|letter| !"اى".contains(*letter)).collect();
    let weak = lemma.contains(['ا', 'ى', 'آ', 'ي']) || lemma.starts_with("ات");
    pool.extend(if weak { "وي" } else { "" }.chars());
    if lemma.starts_with("اد") {
        pool.push('ذ');
    }
    pool.sort_unstable();
    pool.dedup();
    pool
}

/// Every verb whose headword is `lemma`.
fn verbs(lemma: &str) -> Vec<Verb> {
    let pool = pool(lemma);
    let mut found = Vec::new();
    for form in verb_forms(lemma) {
        let length: u32 = if form.is_quadriliteral() { 4 } else { 3 };
        for index in 0..pool.len().pow(length) {
            let letters = (0..length).map(|at| pool[index / pool.len().pow(at) % pool.len()]);
            let verb = Verb::new(Root::parse(&letters.collect::<String>()).unwrap(), form).unwrap();
            found.extend([verb.clone().sound(), verb].into_iter().filter(|verb| verb.lemma() == lemma));
        }
    }
    found
}

/// Which rows a word's forms cover.
fn covered(rows: &[&Row], forms: impl FnOnce(&mut Emit)) -> Vec<bool> {
    let printed: Vec<String> = rows.iter().map(|row| row.printed()).collect();
    let mut covered = vec![false; rows.len()];
    forms(&mut |form, features, _| {
        for ((row, printed), covered) in rows.iter().zip(&printed).zip(&mut covered) {
            *covered |= form == printed && row.agrees(features);
        }
    });
    covered
}

#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
}

impl Score {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand rows")]
    fn percent(&self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}/{} = {:.1} %", self.right, self.all, self.percent())
    }
}

fn show(row: &Row) {
    let tags: Vec<&str> = row.tags.iter().map(String::as_str).collect();
    println!("missed: {}\t{}\t{}", row.lemma, row.form, tags.join(";"));
}

#[test]
fn verbs_conjugate_as_in_unimorph() {
    let Some(rows) = rows() else { return };
    let (mut any, mut single, mut derived) = (Score::default(), Score::default(), Score::default());
    for (lemma, rows) in by_lemma(&rows, "V") {
        // The verbal noun of form I is the codebook's to say, so it is measured for the other forms alone.
        let rows: Vec<&Row> = rows.into_iter().filter(|row| !row.is("V.MSDR")).collect();
        let analyses: Vec<Vec<bool>> =
            verbs(lemma).iter().map(|verb| covered(&rows, |emit| verb.forms(emit))).collect();
        let best = analyses.iter().map(|covered| covered.iter().filter(|c| **c).count()).max().unwrap_or(0);
        single.right += best;
        single.all += rows.len();
        for (at, row) in rows.iter().enumerate() {
            let right = analyses.iter().any(|covered| covered[at]);
            any.add(right);
            if !right {
                show(row);
            }
        }
    }
    for (lemma, rows) in by_lemma(&rows, "V.MSDR") {
        let verbs: Vec<Verb> = verbs(lemma);
        let first = verbs.iter().all(|verb| matches!(verb.form(), VerbForm::I { .. }));
        if first {
            continue;
        }
        let analyses: Vec<_> = verbs.iter().map(|verb| covered(&rows, |emit| verb.forms(emit))).collect();
        for (at, row) in rows.iter().enumerate() {
            let right = analyses.iter().any(|covered| covered[at]);
            derived.add(right);
            if !right {
                show(row);
            }
        }
    }
    println!("verbs: {any} by any analysis, {single} by one analysis a lemma; verbal nouns: {derived}");
    assert!(any.percent() >= 99.5, "verbs: {any}");
    assert!(single.percent() >= 99.5, "verbs by one analysis: {single}");
    assert!(derived.percent() >= 80.0, "verbal nouns: {derived}");
}

/// The plural of a row as the codebook would list it, without article and case.
fn listed_plural(row: &Row) -> String {
    let clean = devocalise(&row.form);
    let mut plural = clean.as_str();
    if row.is("DEF") {
        plural = plural.strip_prefix("ال").unwrap_or(plural);
    }
    let lemma = &row.lemma;
    let stem = lemma.trim_end_matches(['ي', 'ى']);
    for ending in ["ون", "ين", "و", "ي"] {
        if plural.strip_suffix(ending).is_some_and(|base| base == lemma || base == stem) {
            return plural.strip_suffix(ending).unwrap().to_owned() + "ون";
        }
    }
    if row.form.ends_with("ًا") || row.form.ends_with("اً") {
        plural = plural.strip_suffix('ا').unwrap_or(plural);
    }
    let letters: Vec<char> = plural.chars().collect();
    match letters[..] {
        // جوارٍ, whose kasratan is no case.
        [_, _, 'ا', _] if row.form.ends_with('ٍ') => plural.to_owned() + "ٍ",
        _ => plural.to_owned(),
    }
}

fn nominals(tag: &str) -> Option<[Score; 2]> {
    let rows = rows()?;
    let (mut regular, mut plurals) = (Score::default(), Score::default());
    for (lemma, rows) in by_lemma(&rows, tag) {
        let lists = |row: &Row| row.is("PL") && !(tag == "ADJ" && row.is("FEM"));
        let listed: BTreeSet<String> =
            rows.iter().filter(|row| lists(row)).map(|row| listed_plural(row)).collect();
        let marked: String = listed.iter().flat_map(|plural| [" ج ", plural]).collect();
        // The lemma of فانٍ is written فان in the data.
        let best = ["", "ٍ"]
            .map(|kasratan| {
                let notation = format!("{lemma}{kasratan}{marked}");
                let noun = if tag == "N" { Noun::parse } else { Noun::parse_adjective }(&notation).unwrap();
                covered(&rows, |emit| noun.forms(emit))
            })
            .into_iter()
            .max_by_key(|covered| covered.iter().filter(|c| **c).count())
            .unwrap();
        for (row, right) in rows.iter().zip(best) {
            (if lists(row) { &mut plurals } else { &mut regular }).add(right);
            if !right {
                show(row);
            }
        }
    }
    println!("{tag}: {regular} without listed plurals, {plurals} of listed plurals");
    Some([regular, plurals])
}

#[test]
fn nouns_decline_as_in_unimorph() {
    let Some([regular, plurals]) = nominals("N") else { return };
    assert!(regular.percent() >= 99.0, "{regular}");
    assert!(plurals.percent() >= 99.5, "{plurals}");
}

#[test]
fn adjectives_decline_as_in_unimorph() {
    let Some([regular, plurals]) = nominals("ADJ") else { return };
    assert!(regular.percent() >= 95.0, "{regular}");
    assert!(plurals.percent() >= 99.0, "{plurals}");
}
