use jiff::civil::date;

use super::*;
use crate::conflict::READER;

fn entry(id: &str, text: &str) -> Entry {
    Entry { id: id.to_owned(), name: format!("name of {id}"), text: text.to_owned(), ..Entry::default() }
}

struct Shelf {
    index: SearchIndex,
    _folder: tempfile::TempDir,
}

impl Shelf {
    fn new(rows: Vec<Entry>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut index = SearchIndex::open(folder.path()).expect("opens");
        fill(&mut index, rows, 1);
        Self { index, _folder: folder }
    }

    fn ids(&self, query: &str) -> Vec<String> {
        self.ids_of(query, &Search { limit: 10, ..Search::default() })
    }

    fn ids_of(&self, query: &str, search: &Search) -> Vec<String> {
        self.find(query, search).hits.into_iter().map(|h| h.id).collect()
    }

    fn find(&self, query: &str, search: &Search) -> Found {
        let query = Query::parse(query).expect("a query");
        self.index.search(&mut READER.worker(), &query, search).expect("searches")
    }
}

fn fill(index: &mut SearchIndex, rows: Vec<Entry>, version: u64) {
    let rows = rows.into_iter().map(Ok::<_, SearchError>);
    index.take_in(&READER, rows, &Basis::new(version, "test"), false, 2).expect("takes in");
}

#[test]
fn a_word_is_found_whatever_is_attached_to_it_and_however_it_is_spelled() {
    let shelf = Shelf::new(vec![
        entry("a", "وبالمدارس التي قصفوها لم يبق أحد"),
        entry("b", "أغلقت المدرسة أبوابها"),
        entry("c", "وصل الوفد إلى العاصمة"),
        entry("d", "قصف الطيران إدلب"),
        entry("e", "عاد الأهالي إلى ادلب"),
    ]);
    let mut schools = shelf.ids("مدرسة");
    schools.sort();
    assert_eq!(schools, ["a", "b"], "plural, article, clitics");
    let mut shelled = shelf.ids("قصف");
    shelled.sort();
    assert_eq!(shelled, ["a", "d"], "attached pronoun");
    let mut idlib = shelf.ids("ادلب");
    idlib.sort();
    assert_eq!(idlib, ["d", "e"], "hamza");
    assert_eq!(shelf.ids("والعاصمه"), ["c"], "the query carries clitics too");
    assert_eq!(shelf.ids("للمدرسه").len(), 2, "a heh for the TEH MARBUTA, and the plural found");
}

#[test]
fn words_side_by_side_must_all_be_there_and_quoted_ones_in_order() {
    let shelf = Shelf::new(vec![
        entry("a", "انسحب الجيش من البلدة"),
        entry("b", "البلدة التي دخلها الجيش"),
        entry("c", "البلدة خالية"),
    ]);
    assert_eq!(shelf.ids("الجيش البلدة").len(), 2);
    assert_eq!(shelf.ids("\"الجيش من البلدة\""), ["a"]);
    assert_eq!(shelf.ids("«من الجيش»"), Vec::<String>::new());
    assert_eq!(shelf.ids("البلدة -الجيش"), ["c"]);
    assert_eq!(shelf.ids("خالية OR انسحب").len(), 2);
    assert_eq!(shelf.ids("(خالية | انسحب) -من"), ["c"]);
    assert_eq!(shelf.ids("خال*"), ["c"]);
}

#[test]
fn title_outlet_and_days_narrow_a_search() {
    let mut one = entry("a", "اجتماع في المدينة");
    one.title = Some("هدنة جديدة".to_owned());
    one.outlet = Some("وكالة الساحل للأنباء".to_owned());
    one.published = Some(date(2021, 3, 5));
    let mut other = entry("b", "اجتماع آخر عن الهدنة");
    other.published = Some(date(2021, 4, 5));
    let shelf = Shelf::new(vec![one, other, entry("c", "اجتماع بلا تاريخ")]);
    assert_eq!(shelf.ids("title:هدنة"), ["a"]);
    assert_eq!(shelf.ids("outlet:الساحل اجتماع"), ["a"]);
    let all = Search { limit: 10, ..Search::default() };
    let april = Search { from: Some(date(2021, 4, 1)), to: Some(date(2021, 4, 5)), ..all.clone() };
    assert_eq!(shelf.ids_of("اجتماع", &april), ["b"]);
    let of_coast = Search { outlet: Some("الساحل".to_owned()), ..all.clone() };
    assert_eq!(shelf.ids_of("اجتماع", &of_coast), ["a"]);
    let newest = Search { newest: true, ..all.clone() };
    assert_eq!(shelf.ids_of("اجتماع", &newest)[..2], ["b", "a"]);
    let second = Search { newest: true, skip: 1, limit: 1, ..all };
    let found = shelf.find("اجتماع", &second);
    assert_eq!((found.total, found.hits[0].id.as_str()), (3, "a"));
}

#[test]
fn a_snippet_shows_the_words_where_they_stand() {
    let filler = "جملة لا تقول شيئا عن الأمر. ".repeat(40);
    let text = format!("{filler}ثم أعلن المتحدث أن الهدنة بدأت في المدينة صباحا. {filler}");
    let shelf = Shelf::new(vec![entry("a", &text)]);
    let found = shelf.find("هدنه المتحدث", &Search { limit: 1, ..Search::default() });
    let snippet = &found.hits[0].snippets[0];
    let letters: Vec<char> = text.chars().collect();
    let words = |[start, end]: [usize; 2]| letters[start..end].iter().collect::<String>();
    assert_eq!(words(snippet.span), snippet.text);
    let marked: Vec<String> = snippet.marks.iter().map(|m| words(*m)).collect();
    assert_eq!(marked, ["المتحدث", "الهدنة"]);
    let exact = shelf.find("\"الهدنة بدأت\"", &Search { limit: 1, ..Search::default() });
    let marks = &exact.hits[0].snippets[0].marks;
    assert_eq!(marks.iter().map(|m| words(*m)).collect::<Vec<_>>(), ["الهدنة بدأت"]);
}

#[test]
fn a_snippet_is_the_best_of_a_long_text_however_far_down_it_stands() {
    let line = "جملة لا تقول شيئا عن الأمر. ".repeat(30);
    let one = format!("{line}\nأعلن المتحدث ما أعلن\n");
    let both = "قال المتحدث إن الهدنة بدأت";
    let text = format!("{}{line}\n{both}\n{line}", one.repeat(4));
    let shelf = Shelf::new(vec![entry("a", &text)]);
    let first = |query: &str| {
        let mut found = shelf.find(query, &Search { limit: 1, ..Search::default() });
        found.hits.remove(0).snippets
    };
    assert_eq!(first("المتحدث الهدنة").iter().filter(|s| s.text == both).count(), 1, "both words");
    let phrase = first("\"أعلن جملة\"");
    assert_eq!(phrase[0].marks.len(), 1, "a phrase from one line to the next: {phrase:?}");
    assert_eq!(first("المتحدث").len(), 2);
}

#[test]
fn a_document_taken_in_twice_is_found_once_and_the_index_knows_its_basis() {
    let mut shelf = Shelf::new(vec![entry("a", "هدنة"), entry("b", "حرب")]);
    fill(&mut shelf.index, vec![entry("a", "هدنة")], 2);
    assert_eq!(shelf.ids("هدنة"), ["a"]);
    assert_eq!(shelf.index.len(), 2);
    assert_eq!(shelf.index.basis().expect("reads"), Some(Basis::new(2, "test")));
    assert!(shelf.index.holds("a").expect("reads") && !shelf.index.holds("z").expect("reads"));
    assert!(Basis::new(2, "test").leads_to(&Basis::new(3, "test")));
    assert!(!Basis::new(2, "test").leads_to(&Basis::new(3, "another")));
}

#[test]
fn an_error_among_the_documents_leaves_the_index_as_it_was() {
    let mut shelf = Shelf::new(vec![entry("a", "هدنة")]);
    let broken = vec![
        Ok(entry("b", "هدنة")),
        Err(SearchError::Folder { path: "x".into(), error: std::io::Error::other("no") }),
    ];
    let outcome = shelf.index.take_in(&READER, broken.into_iter(), &Basis::new(2, "test"), true, 1);
    assert!(outcome.is_err());
    assert_eq!(shelf.ids("هدنة"), ["a"]);
    assert_eq!(shelf.index.basis().expect("reads"), Some(Basis::new(1, "test")));
}

#[test]
fn queries_are_understood_thus() {
    let understood = |text: &str| match Query::parse(text) {
        Ok(query) => query.to_string(),
        Err(error) => format!("error: {error}"),
    };
    let lines: Vec<String> = [
        "قصف المدينة",
        "\"قصف المدينة\" -نفي",
        "«قصف المدينة",
        "قصف OR غارة OR (هجوم حلب)",
        "title:هدنة outlet:\"وكالة الساحل\" مدر*",
        "))قصف((",
        "- قصف، !!",
        "ORANGE OR",
        "-قصف",
        "« »",
        "   ",
        "a||b",
    ]
    .iter()
    .map(|text| format!("{text}  ⇒  {}", understood(text)))
    .collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(Query::parse(&"(".repeat(1000)), Err(QueryError::TooDeep));
    assert_eq!(Query::parse(&"كلمة ".repeat(1000)), Err(QueryError::TooLong));
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reading_of_queries(text in ".{0,80}") {
        if let Ok(query) = Query::parse(&text) {
            let again = Query::parse(&query.to_string());
            proptest::prop_assert!(again.is_ok(), "{query} of {text:?}");
        }
    }
}
