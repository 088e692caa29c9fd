//! Paradigms of each kind of root, as the grammars print them.

mod properties;

use super::super::{Features, Gender, Number, Part, Person};
use super::{Noun, Verb};

fn verb_forms(notation: &str) -> Vec<(String, Features)> {
    let verb = Verb::parse(notation).unwrap_or_else(|error| panic!("{notation}: {error}"));
    let mut forms = Vec::new();
    verb.forms(&mut |form, features, _| forms.push((form.to_owned(), features)));
    forms
}

fn noun_forms(notation: &str, adjective: bool) -> Vec<String> {
    let noun = if adjective { Noun::parse_adjective(notation) } else { Noun::parse(notation) };
    let mut forms = Vec::new();
    noun.unwrap_or_else(|error| panic!("{notation}: {error}"))
        .forms(&mut |form, _, _| forms.push(form.to_owned()));
    forms
}

/// Features of a short code: p i s j m for the tense, `!` for the passive, person, gender, number.
fn features(code: &str) -> Features {
    let passive = code.contains('!');
    let mut signs = code.chars().filter(|&sign| sign != '!');
    let part = match signs.next() {
        Some('p') => Part::Perfect,
        Some('i') => Part::Imperfect,
        Some('s') => Part::Subjunctive,
        Some('j') => Part::Jussive,
        _ => Part::Imperative,
    };
    let mut features = Features { passive, ..Features::of(part) };
    for sign in signs {
        match sign {
            '1' => features.person = Some(Person::First),
            '2' => features.person = Some(Person::Second),
            '3' => features.person = Some(Person::Third),
            'm' => features.gender = Some(Gender::Masculine),
            'f' => features.gender = Some(Gender::Feminine),
            's' => features.number = Some(Number::Singular),
            'd' => features.number = Some(Number::Dual),
            _ => features.number = Some(Number::Plural),
        }
    }
    features
}

/// Checks that the first spelling given for each code is the one in the table.
fn conjugates(notation: &str, table: &[(&str, &str)]) {
    let forms = verb_forms(notation);
    for &(code, expected) in table {
        let wanted = features(code);
        let found: Vec<&str> =
            forms.iter().filter(|(_, f)| *f == wanted).map(|(form, _)| form.as_str()).collect();
        assert_eq!(found.first(), Some(&expected), "{notation} {code}: {found:?}");
    }
}

fn has(notation: &str, part: Part, expected: &[&str]) {
    let forms = verb_forms(notation);
    for form in expected {
        assert!(forms.iter().any(|(f, x)| f == form && x.part == part), "{notation}: no {form} as {part:?}");
    }
}

fn lemma(notation: &str) -> String {
    Verb::parse(notation).unwrap().lemma()
}

#[test]
fn lemmas_are_headwords() {
    for (notation, expected) in [
        ("قتل I a-u", "قتل"),
        ("شقق VII", "انشق"),
        ("شقق I a-u", "شق"),
        ("قول I a-u", "قال"),
        ("بيع I a-i", "باع"),
        ("رمي I a-i", "رمى"),
        ("دعو I a-u", "دعا"),
        ("بقي I i-a", "بقي"),
        ("رضو I i-a", "رضي"),
        ("وصل VIII", "اتصل"),
        ("أخذ VIII", "اتخذ"),
        ("صدم VIII", "اصطدم"),
        ("ضرر VIII", "اضطر"),
        ("طلع VIII", "اطلع"),
        ("زيد VIII", "ازداد"),
        ("دعو VIII", "ادعى"),
        ("ذخر VIII", "ادخر"),
        ("حمر IX", "احمر"),
        ("سيطر Q", "سيطر"),
        ("دهور QII", "تدهور"),
        ("طمأن QIV", "اطمأن"),
        ("قوم IV", "أقام"),
        ("لقي IV", "ألقى"),
        ("أخذ I a-u", "أخذ"),
        ("أخذ III", "آخذ"),
        ("أمن IV", "آمن"),
        ("أمر VI", "تآمر"),
        ("سأل I a-a", "سأل"),
        ("قرأ I a-a", "قرأ"),
        ("جيء I a-i", "جاء"),
        ("رأي I a-a", "رأى"),
        ("رأي IV", "أرى"),
        ("نفي II", "نفى"),
        ("شري VIII", "اشترى"),
        ("ولي V", "تولى"),
        ("ولي X", "استولى"),
        ("وفي I a-i", "وفى"),
        ("نوي I a-i", "نوى"),
        ("حيي I i-a", "حيي"),
        ("ولي I i-i", "ولي"),
        ("حيي IV", "أحيا"),
        ("أوي IV", "آوى"),
        ("أتي I a-i", "أتى"),
        ("عدد X", "استعد"),
        ("خير VIII", "اختار"),
        ("قود VII", "انقاد"),
        ("قيل X", "استقال"),
        ("جوب X sound", "استجوب"),
        ("جوب X", "استجاب"),
        ("زوج VIII", "ازدوج"),
        ("ءول I a-u", "آل"),
        ("غرق XII", "اغرورق"),
        ("حمر XI", "احمار"),
        ("نأي I a-a", "نأى"),
        ("مدد III", "ماد"),
        ("أمر VIII", "ائتمر"),
    ] {
        assert_eq!(lemma(notation), expected, "{notation}");
    }
}

#[test]
fn sound_verbs() {
    conjugates(
        "قتل I a-u",
        &[
            ("p3ms", "قتل"),
            ("p3fs", "قتلت"),
            ("p3md", "قتلا"),
            ("p3fd", "قتلتا"),
            ("p3mp", "قتلوا"),
            ("p3fp", "قتلن"),
            ("p2mp", "قتلتم"),
            ("p1p", "قتلنا"),
            ("p!3mp", "قتلوا"),
            ("i3ms", "يقتل"),
            ("i3mp", "يقتلون"),
            ("s3mp", "يقتلوا"),
            ("i3md", "يقتلان"),
            ("i3fp", "يقتلن"),
            ("i2fs", "تقتلين"),
            ("i1s", "أقتل"),
            ("m2ms", "اقتل"),
            ("m2mp", "اقتلوا"),
        ],
    );
    has("قتل I a-u = قتل، مقتل", Part::Perfect, &["قتلوه", "قتلتموهم", "قتلته", "قتلني", "قتلونا"]);
    has("قتل I a-u = قتل، مقتل", Part::Imperfect, &["يقتلونهم", "يقتله"]);
    has("قتل I a-u = قتل، مقتل", Part::VerbalNoun, &["قتل", "القتل", "للقتل", "مقتل", "مقتله"]);
    has("قتل I a-u", Part::ActiveParticiple, &["قاتل", "القاتلون", "قاتلي", "قاتلة", "قاتلات"]);
    has("قتل I a-u", Part::PassiveParticiple, &["مقتول", "المقتولين", "مقتولا"]);
    has("قتل VI", Part::VerbalNoun, &["تقاتل", "التقاتل"]);
    has("هجم III = مهاجمة", Part::VerbalNoun, &["مهاجمة", "مهاجمته", "المهاجمات"]);
    has("سكت I a-u", Part::Perfect, &["سكت"]);
    has("أمن IV", Part::Perfect, &["آمنا"]);
}

#[test]
fn doubled_verbs() {
    conjugates(
        "شقق I a-u",
        &[
            ("p3ms", "شق"),
            ("p1s", "شققت"),
            ("p3mp", "شقوا"),
            ("i3ms", "يشق"),
            ("i3fp", "يشققن"),
            ("j3ms", "يشقق"),
            ("j3mp", "يشقوا"),
            ("p!3ms", "شق"),
            ("m2mp", "شقوا"),
            ("m2ms", "اشقق"),
        ],
    );
    has("شقق I a-u", Part::Jussive, &["يشق", "يشقه"]);
    has("شقق I a-u", Part::ActiveParticiple, &["شاق", "شاقة"]);
    has("شقق I a-u", Part::PassiveParticiple, &["مشقوق"]);
    conjugates("شقق VII", &[("p3ms", "انشق"), ("p1s", "انشققت"), ("i3mp", "ينشقون"), ("j3mp", "ينشقوا")]);
    has("شقق VII", Part::VerbalNoun, &["انشقاق", "انشقاقهم", "للانشقاق", "الانشقاقات"]);
    has("شقق VII", Part::ActiveParticiple, &["منشق", "المنشقين", "منشقو"]);
    conjugates("عدد X", &[("p3mp", "استعدوا"), ("p1p", "استعددنا"), ("i3ms", "يستعد")]);
    has("عدد X", Part::VerbalNoun, &["استعداد"]);
    has("عدد II", Part::Perfect, &["عدد", "عددوا"]);
    conjugates("حمر IX", &[("p3ms", "احمر"), ("p1s", "احمررت"), ("i3ms", "يحمر")]);
    has("حمر IX", Part::VerbalNoun, &["احمرار"]);
}

#[test]
fn hamzated_verbs() {
    conjugates(
        "أخذ I a-u",
        &[
            ("p3ms", "أخذ"),
            ("i1s", "آخذ"),
            ("i3ms", "يأخذ"),
            ("m2ms", "خذ"),
            ("m2mp", "خذوا"),
            ("p!3ms", "أخذ"),
            ("i!3ms", "يؤخذ"),
        ],
    );
    has("أخذ I a-u", Part::ActiveParticiple, &["آخذ", "الآخذين"]);
    has("أخذ I a-u", Part::PassiveParticiple, &["مأخوذ"]);
    conjugates(
        "سأل I a-a",
        &[("p3ms", "سأل"), ("i3ms", "يسأل"), ("p!3ms", "سئل"), ("i!3ms", "يسأل"), ("m2ms", "اسأل")],
    );
    has("سأل I a-a", Part::PassiveParticiple, &["مسؤول", "مسئول", "المسؤولون", "المسئولين"]);
    has("سأل I a-a", Part::ActiveParticiple, &["سائل"]);
    conjugates(
        "قرأ I a-a",
        &[
            ("p3ms", "قرأ"),
            ("p3mp", "قرؤوا"),
            ("i3mp", "يقرؤون"),
            ("i3ms", "يقرأ"),
            ("p!3ms", "قرئ"),
            ("p1s", "قرأت"),
            ("p3md", "قرآ"),
            ("i2fs", "تقرئين"),
            ("i3md", "يقرآن"),
            ("m2ms", "اقرأ"),
        ],
    );
    has("قرأ I a-a", Part::Imperfect, &["يقرأون", "يقرءون", "يقرؤه", "يقرأه"]);
    has("قرأ I a-a", Part::Perfect, &["قرأوا", "قرأه", "قرؤوه"]);
    has("قرأ I a-a", Part::PassiveParticiple, &["مقروء", "مقروءة", "مقروءات"]);
    has("قرأ I a-a = قراءة", Part::VerbalNoun, &["قراءة", "قراءته", "قراءات"]);
    conjugates("أثر II", &[("i3ms", "يؤثر"), ("i1s", "أؤثر"), ("p3ms", "أثر")]);
    conjugates("أثر IV", &[("i3ms", "يؤثر"), ("p3ms", "آثر"), ("i1s", "أؤثر")]);
    has("أثر IV", Part::VerbalNoun, &["إيثار"]);
    conjugates("أخذ III", &[("i3ms", "يؤاخذ"), ("p!3ms", "أوخذ")]);
    has("هنأ II", Part::VerbalNoun, &["تهنئة"]);
    has("نبأ V", Part::VerbalNoun, &["تنبؤ", "تنبؤات", "تنبؤه"]);
    has("فجأ III", Part::VerbalNoun, &["مفاجأة", "مفاجآت"]);
    has("سأل VI", Part::VerbalNoun, &["تساؤل", "تساؤلات"]);
    has("أنف X", Part::VerbalNoun, &["استئناف"]);
    conjugates("سأل VI", &[("p3ms", "تساءل"), ("i3mp", "يتساءلون"), ("p!3ms", "تسوئل")]);
    conjugates("يأس I i-a", &[("p3ms", "يئس"), ("i3ms", "ييأس")]);
    conjugates("لجأ I a-a", &[("p3fs", "لجأت"), ("i3ms", "يلجأ")]);
    has("لجأ I a-a", Part::ActiveParticiple, &["لاجئ", "لاجئون", "اللاجئين", "للاجئين", "لاجئة"]);
    conjugates("طمأن QIV", &[("p3ms", "اطمأن"), ("p1s", "اطمأننت"), ("i3ms", "يطمئن")]);
    has("طمأن QIV", Part::VerbalNoun, &["اطمئنان"]);
}

#[test]
fn assimilated_verbs() {
    conjugates("وصل I a-i", &[("i3ms", "يصل"), ("i!3ms", "يوصل"), ("m2mp", "صلوا"), ("p!3ms", "وصل")]);
    conjugates("وضع I a-a", &[("i3ms", "يضع"), ("i3mp", "يضعون")]);
    conjugates("وصل VIII", &[("p3ms", "اتصل"), ("i3ms", "يتصل"), ("p3mp", "اتصلوا")]);
    has("وصل VIII", Part::VerbalNoun, &["اتصال", "الاتصالات"]);
    has("وصل IV", Part::VerbalNoun, &["إيصال"]);
    conjugates("وصل IV", &[("p3ms", "أوصل"), ("i3ms", "يوصل")]);
    conjugates("وطن X", &[("p3ms", "استوطن")]);
    has("وطن X", Part::VerbalNoun, &["استيطان"]);
    conjugates("ودد I i-a", &[("i3ms", "يود"), ("p1s", "وددت")]);
    conjugates("يقظ X", &[("p3ms", "استيقظ"), ("i3ms", "يستيقظ")]);
}

#[test]
fn hollow_verbs() {
    conjugates(
        "قول I a-u",
        &[
            ("p3ms", "قال"),
            ("p1s", "قلت"),
            ("p3mp", "قالوا"),
            ("p3fp", "قلن"),
            ("i3ms", "يقول"),
            ("j3ms", "يقل"),
            ("j3mp", "يقولوا"),
            ("p!3ms", "قيل"),
            ("i!3ms", "يقال"),
            ("m2ms", "قل"),
            ("m2fs", "قولي"),
            ("i3fp", "يقلن"),
        ],
    );
    conjugates("بيع I a-i", &[("p3ms", "باع"), ("i3ms", "يبيع"), ("p1s", "بعت"), ("j3ms", "يبع")]);
    conjugates(
        "خوف I i-a",
        &[("p3ms", "خاف"), ("i3ms", "يخاف"), ("p1s", "خفت"), ("j3ms", "يخف"), ("m2ms", "خف")],
    );
    has("قول I a-u", Part::ActiveParticiple, &["قائل", "القائلين"]);
    has("قول I a-u", Part::PassiveParticiple, &["مقول"]);
    has("بيع I a-i", Part::PassiveParticiple, &["مبيع"]);
    conjugates(
        "قوم IV",
        &[
            ("p3ms", "أقام"),
            ("p1s", "أقمت"),
            ("i3ms", "يقيم"),
            ("j3ms", "يقم"),
            ("p!3ms", "أقيم"),
            ("m2ms", "أقم"),
        ],
    );
    has("قوم IV", Part::VerbalNoun, &["إقامة", "إقامته"]);
    has("قوم IV", Part::ActiveParticiple, &["مقيم", "المقيمين"]);
    conjugates("قيل X", &[("p3ms", "استقال"), ("p1s", "استقلت"), ("i3ms", "يستقيل")]);
    has("قيل X", Part::VerbalNoun, &["استقالة", "استقالات"]);
    conjugates("خير VIII", &[("p3ms", "اختار"), ("i3ms", "يختار"), ("p!3ms", "اختير"), ("p1s", "اخترت")]);
    has("خير VIII", Part::VerbalNoun, &["اختيار"]);
    has("قود VII", Part::VerbalNoun, &["انقياد"]);
    conjugates("قوم II", &[("p3ms", "قوم"), ("i3ms", "يقوم")]);
    conjugates("قوم III", &[("p3ms", "قاوم"), ("p!3ms", "قووم")]);
    conjugates(
        "جيء I a-i",
        &[
            ("p3ms", "جاء"),
            ("p3mp", "جاؤوا"),
            ("i3ms", "يجيء"),
            ("p1s", "جئت"),
            ("j3ms", "يجئ"),
            ("p3md", "جاءا"),
            ("i3mp", "يجيئون"),
        ],
    );
    has("جيء I a-i = مجيء", Part::VerbalNoun, &["مجيء", "مجيئه"]);
    has("جيء I a-i", Part::Perfect, &["جاءوا", "جاؤوا", "جاءه"]);
    has("جيء I a-i", Part::ActiveParticiple, &["جاء", "الجائي", "جائية"]);
    has("سوء IV", Part::VerbalNoun, &["إساءة", "إساءات"]);
}

#[test]
fn defective_verbs() {
    conjugates(
        "رمي I a-i",
        &[
            ("p3ms", "رمى"),
            ("p3fs", "رمت"),
            ("p3mp", "رموا"),
            ("p1s", "رميت"),
            ("p3md", "رميا"),
            ("p3fd", "رمتا"),
            ("i3ms", "يرمي"),
            ("i3mp", "يرمون"),
            ("j3ms", "يرم"),
            ("s3ms", "يرمي"),
            ("p!3ms", "رمي"),
            ("i!3ms", "يرمى"),
            ("i!3mp", "يرمون"),
            ("m2ms", "ارم"),
            ("i3fp", "يرمين"),
        ],
    );
    has("رمي I a-i", Part::Perfect, &["رماه", "رموه", "رمته"]);
    conjugates(
        "دعو I a-u",
        &[
            ("p3ms", "دعا"),
            ("p3fs", "دعت"),
            ("p3mp", "دعوا"),
            ("p1s", "دعوت"),
            ("i3ms", "يدعو"),
            ("i3mp", "يدعون"),
            ("i3fp", "يدعون"),
            ("j3ms", "يدع"),
            ("p!3ms", "دعي"),
            ("i!3ms", "يدعى"),
            ("p3md", "دعوا"),
            ("i3md", "يدعوان"),
        ],
    );
    has("دعو I a-u", Part::PassiveParticiple, &["مدعو", "المدعوين", "مدعوة"]);
    has("دعو I a-u", Part::ActiveParticiple, &["داع", "الداعي", "داعون", "داعية"]);
    conjugates(
        "بقي I i-a",
        &[
            ("p3ms", "بقي"),
            ("p3mp", "بقوا"),
            ("p3fs", "بقيت"),
            ("i3ms", "يبقى"),
            ("i3mp", "يبقون"),
            ("j3ms", "يبق"),
        ],
    );
    conjugates("رضو I i-a", &[("p3ms", "رضي"), ("i3ms", "يرضى"), ("i3md", "يرضيان")]);
    has("رضو I i-a", Part::PassiveParticiple, &["مرضي"]);
    conjugates(
        "لقي IV",
        &[
            ("p3ms", "ألقى"),
            ("p3mp", "ألقوا"),
            ("i3ms", "يلقي"),
            ("p!3ms", "ألقي"),
            ("m2ms", "ألق"),
            ("p3fs", "ألقت"),
        ],
    );
    has("لقي IV", Part::VerbalNoun, &["إلقاء", "إلقاؤه", "إلقائهم"]);
    has("نفي II", Part::VerbalNoun, &["تنفية"]);
    has("قوي II", Part::VerbalNoun, &["تقوية", "التقوية"]);
    has("هيأ II", Part::VerbalNoun, &["تهيئة"]);
    has("أوي IV", Part::VerbalNoun, &["إيواء", "إيوائهم"]);
    has("حيي II", Part::VerbalNoun, &["تحية", "تحيات"]);
    has("ولي V", Part::VerbalNoun, &["تول", "تولي", "التولي", "توليه"]);
    has("ولي X", Part::VerbalNoun, &["استيلاء", "استيلائه"]);
    has("شري VIII", Part::PassiveParticiple, &["مشترى", "مشتراة", "مشترون"]);
    has("لقي IV", Part::ActiveParticiple, &["ملق", "الملقي", "ملقون", "ملقية"]);
    has("نجو III", Part::VerbalNoun, &["مناجاة", "مناجاته"]);
    conjugates("حوي VIII", &[("p3ms", "احتوى"), ("i3ms", "يحتوي")]);
    has("حوي VIII", Part::VerbalNoun, &["احتواء"]);
    conjugates("وفي I a-i", &[("i3ms", "يفي"), ("p3mp", "وفوا"), ("j3ms", "يف")]);
    conjugates("نوي I a-i", &[("i3ms", "ينوي"), ("p3mp", "نووا")]);
    conjugates("حيي I i-a", &[("i3ms", "يحيا"), ("p3ms", "حيي")]);
    conjugates("أتي I a-i", &[("i3ms", "يأتي"), ("i1s", "آتي"), ("p3mp", "أتوا")]);
    conjugates(
        "رأي I a-a",
        &[
            ("p3ms", "رأى"),
            ("i3ms", "يرى"),
            ("j3ms", "ير"),
            ("p3mp", "رأوا"),
            ("p1s", "رأيت"),
            ("p!3ms", "رئي"),
        ],
    );
    has("رأي I a-a", Part::Perfect, &["رآه"]);
    has("رأي I a-a", Part::Imperfect, &["يراه", "نرى"]);
    conjugates("رأي IV", &[("p3ms", "أرى"), ("i3ms", "يري")]);
}

#[test]
fn nouns() {
    for (notation, expected) in [
        (
            "مدينة",
            &["مدينة", "المدينة", "للمدينة", "مدينتان", "المدينتين", "مدينتا", "مدينتي", "مدينته", "مدن"]
                [..8],
        ),
        ("هجوم ج هجمات", &["هجوما", "الهجوم", "هجمات", "هجماتهم", "هجومين", "هجومي", "للهجمات"]),
        ("ليل", &["لليل", "الليل", "ليلا"]),
        (
            "مقاتل ج مقاتلون",
            &["مقاتلون", "المقاتلين", "مقاتلو", "مقاتلي", "مقاتلوه", "مقاتليها", "مقاتلا", "للمقاتلين"],
        ),
        ("صديق ج أصدقاء", &["أصدقاؤه", "أصدقائه", "أصدقاءه", "أصدقائي"]),
        ("قاضٍ ج قضاة", &["قاض", "قاضي", "القاضي", "قاضيا", "قاضيان", "قضاته", "القضاة"]),
        ("محامي ج محامون", &["محام", "المحامي", "محامون", "المحامين", "محامو"]),
        ("مبنى ج مبان", &["مبناه", "المبنى", "مبنيان", "المبنيين"]),
        ("مبنى ج مباني", &["مبان", "المباني", "مبانيه"]),
        ("سجن ج سجون", &["سجون", "السجون", "سجونهم", "سجونا"]),
        ("شيء ج أشياء", &["شيئا", "شيئين", "شيئه"]),
        ("جزء ج أجزاء", &["جزءا", "جزئه", "جزؤه", "جزءين", "جزأين", "أجزائها"]),
        ("عبء ج أعباء", &["عبئا", "عبئه"]),
        ("مبدأ ج مبادئ", &["مبدأ", "مبدئه", "مبدآن", "مبدأين", "مبادئه"]),
        ("لقاء ج لقاءات", &["لقاءات", "لقائه", "لقاءين"]),
        ("منشأة", &["منشآت", "منشآته", "منشأتين"]),
        ("مستشفى ج مستشفيات", &["مستشفاه", "مستشفيات", "مستشفيين"]),
        ("أخ ج إخوة", &["أخوه", "أخا", "أخيه", "أخوان"]),
        ("صوت ج أصوات", &["أصواتا", "أصواتهم"]),
    ] {
        let forms = noun_forms(notation, false);
        for form in expected {
            assert!(forms.iter().any(|f| f == form), "{notation}: no {form} in {forms:?}");
        }
    }
    assert!(!noun_forms("سجن ج سجون", false).contains(&"سجين".to_owned()));
    assert!(!noun_forms("مدينة", false).contains(&"مدينةا".to_owned()));
}

#[test]
fn adjectives() {
    for (notation, expected) in [
        ("غاضب", &["غاضبة", "غاضبون", "الغاضبات", "غاضبتان"][..]),
        ("سوري", &["سورية", "السوريون", "سوريين", "سوريات", "سوريا", "للسوريين"]),
        ("كبير ج كبار", &["كبيرة", "الكبار", "كبيرات"]),
        ("أكبر ج أكابر", &["كبرى", "الكبرى", "كبريات"]),
        ("أحمر ج حمر", &["حمراء", "الحمراء", "حمراوان"]),
        ("أبيض ج بيض", &["بيضاء"]),
        ("أخير", &["أخيرة"]),
        ("أعلى", &["عليا", "أعليان"]),
        ("أحمر مؤ حمراء ج حمر", &["حمراء", "حمر"]),
        ("سيئ", &["سيئة", "سيئا"]),
        ("بطيء", &["بطيئة", "بطيئون"]),
        ("مسلح ج مسلحون", &["مسلحون", "مسلحة", "المسلحين"]),
    ] {
        let forms = noun_forms(notation, true);
        for form in expected {
            assert!(forms.iter().any(|f| f == form), "{notation}: no {form} in {forms:?}");
        }
    }
}
