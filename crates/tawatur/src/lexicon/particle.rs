//! Function words of written Arabic: a closed class, so a table and not data.

use super::Proclitics;
use crate::codebook::Prep;

/// What a function word does in the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    /// Governs a noun phrase.
    Prep(Prep),
    /// أنّ إنّ: opens a clause that begins with its topic, or the content of a verb of saying.
    That,
    /// أن with a verb: opens an infinitive-like clause.
    ToDo,
    /// الذي التي الذين …
    Relative,
    /// حيث بينما فيما عندما بعدما …: opens a subordinate clause.
    Subordinator,
    /// ثم أو أم بل لكن: joins clauses or phrases.
    Conjunction,
    /// لم لن لا ما ليس غير عدم are cues of the codebook; here only those that also shape the clause.
    Negation,
    /// هو هي هم …
    Pronoun,
    /// هذا هذه ذلك تلك هؤلاء
    Demonstrative,
    /// قد لقد سوف
    Aspect,
    /// كان بات أصبح ظل: verbs that carry tense for another.
    Auxiliary,
    /// كل جميع بعض معظم كافة أحد إحدى عدد عدة: stand before the noun that they measure.
    Quantifier,
    /// قبل بعد خلال أثناء عند منذ حتى أمام وراء حول فوق تحت نحو …: adverbial prepositions.
    Adverbial,
    /// Interrogatives and whatever else neither governs nor names.
    Other,
}

fn bare(word: &str) -> Option<Particle> {
    use Particle::{
        Adverbial, Aspect, Auxiliary, Conjunction, Demonstrative, Negation, Other, Pronoun, Quantifier,
        Relative, Subordinator, That,
    };
    Some(match word {
        "عن" | "عنه" | "عنها" | "عنهم" | "عما" | "عمن" => Particle::Prep(Prep::An),
        "من" | "منه" | "منها" | "منهم" | "مما" | "ممن" => Particle::Prep(Prep::Min),
        "إلى" | "الى" | "إلي" | "إليه" | "إليها" | "إليهم" | "نحو" | "باتجاه" | "صوب" | "تجاه" => {
            Particle::Prep(Prep::Ila)
        }
        "على" | "علي" | "عليه" | "عليها" | "عليهم" => Particle::Prep(Prep::Ala),
        "في" | "فى" | "فيه" | "فيها" | "فيهم" => Particle::Prep(Prep::Fi),
        "له" | "لها" | "لهم" | "ل" | "لـ" => Particle::Prep(Prep::Li),
        "به" | "بها" | "بهم" | "ب" | "بـ" => Particle::Prep(Prep::Bi),
        "مع" | "معه" | "معها" | "معهم" => Particle::Prep(Prep::Maa),
        "ضد" | "ضده" | "ضدها" | "ضدهم" => Particle::Prep(Prep::Didd),
        "بين" | "بينهم" | "بينها" | "بينهما" => Particle::Prep(Prep::Bayn),
        "بحق" => Particle::Prep(Prep::Bihaqq),
        "لدى" | "لديه" | "لديها" | "لديهم" => Particle::Prep(Prep::Lada),
        "ضمن" => Particle::Prep(Prep::Dimn),
        "داخل" => Particle::Prep(Prep::Dakhil),
        "خارج" | "قرب" | "بعد" | "قبل" | "خلال" | "أثناء" | "عند" | "منذ" | "حتى" | "أمام" | "وراء"
        | "خلف" | "حول" | "فوق" | "تحت" | "عبر" | "وسط" | "إزاء" | "حيال" | "دون" | "بدون" | "رغم"
        | "عقب" | "إثر" | "اثر" | "بسبب" | "جراء" | "نتيجة" | "بفعل" | "بعيدا" | "طوال" | "طيلة" | "سوى"
        | "باستثناء" | "بشأن" | "بخصوص" | "لصالح" | "لأجل" | "بهدف" | "بغية" | "بدل" | "عوضا" | "شمال"
        | "جنوب" | "شرق" | "غرب" | "شمالي" | "جنوبي" | "شرقي" | "غربي" | "مقابل" | "كما" | "مثل" | "بحسب"
        | "حسب" | "وفق" | "بموجب" | "لمدة" | "بعيد" | "قبيل" | "تحديدا" | "بمشاركة" | "بالتعاون"
        | "بالتزامن" | "بمناسبة" | "ضمنها" => Adverbial,
        "أن" | "إن" | "بأن" | "ان" | "بان" | "أنه" | "إنه" | "انه" | "أنها" | "إنها" | "انها" | "أنهم"
        | "إنهم" | "انهم" | "بأنه" | "بأنها" | "بأنهم" | "أنهما" | "إنهما" | "لأن" | "لأنه" | "لأنها"
        | "لأنهم" | "أننا" | "إننا" | "كأن" => That,
        "ألا" | "كي" | "لكي" => Particle::ToDo,
        "الذي" | "التي" | "الذين" | "اللذين" | "اللتين" | "اللذان" | "اللتان" | "اللواتي" | "اللاتي"
        | "الذى" | "التى" => Relative,
        "حيث" | "بينما" | "فيما" | "عندما" | "بعدما" | "قبلما" | "حين" | "حينما" | "لما" | "كلما" | "إذ"
        | "إذا" | "اذا" | "لو" | "طالما" | "ريثما" | "مثلما" | "كيفما" | "ما" | "علما" | "وقتما" | "بحيث" => {
            Subordinator
        }
        "ثم" | "أو" | "او" | "أم" | "بل" | "لكن" | "لكنه" | "لكنها" | "لكنهم" | "إلا" | "إما" | "كذلك"
        | "أيضا" => Conjunction,
        "لم" | "لن" | "لا" | "ليس" | "ليست" | "ليسوا" | "غير" | "عدم" => Negation,
        "هو" | "هي" | "هم" | "هما" | "هن" | "نحن" | "أنا" | "أنت" => Pronoun,
        "هذا" | "هذه" | "ذلك" | "تلك" | "هؤلاء" | "أولئك" | "هذين" | "هذان" | "هاتين" | "هاتان" | "ذاك" => {
            Demonstrative
        }
        "قد" | "لقد" | "سوف" | "ربما" | "لعل" | "هل" => Aspect,
        "كان" | "كانت" | "كانوا" | "يكون" | "تكون" | "يكونوا" | "بات" | "باتت" | "باتوا" | "أصبح"
        | "أصبحت" | "أصبحوا" | "أضحى" | "ظل" | "ظلت" | "ظلوا" | "مازال" | "مازالت" | "زال" | "زالت"
        | "زالوا" | "يزال" | "تزال" | "يزالون" | "كاد" | "يكاد" | "تكاد" | "كون" | "صار" | "صارت" | "يعد"
        | "تعد" | "عاد" => Auxiliary,
        "كل" | "جميع" | "بعض" | "معظم" | "كافة" | "أحد" | "إحدى" | "احد" | "احدى" | "عدد" | "عددا"
        | "أعداد" | "أعدادا" | "عدة" | "غالبية" | "أغلب" | "أغلبية" | "بضعة" | "بضع" | "كثير" | "العديد"
        | "الكثير" | "كلا" | "كلتا" | "كلاهما" | "نصف" | "ثلث" | "ربع" | "مجموعة" | "عشرات" | "مئات"
        | "آلاف" | "العشرات" | "المئات" | "الآلاف" | "مزيد" | "المزيد" | "مزيدا" | "عددها" | "عدداً" | "جزء"
        | "جزءا" | "باقي" | "بقية" | "سائر" | "مختلف" | "أبرز" | "أكبر" | "نحوا" | "حوالي" | "قرابة"
        | "زهاء" | "أول" | "آخر" | "ثاني" | "ثالث" => Quantifier,
        "كيف" | "متى" | "أين" | "لماذا" | "ماذا" | "أي" | "أية" | "هناك" | "هنا" | "ثمة" | "أيها"
        | "إياه" | "يا" | "فقط" | "أكثر" | "أقل" | "جدا" | "فيم" | "أما" | "حاليا" | "سابقا" | "لاحقا"
        | "مجددا" | "مؤخرا" | "فورا" | "سويا" | "معا" | "الآن" | "إذن" | "نعم" | "كلما_" => {
            Other
        }
        _ => return None,
    })
}

/// The function word that a clean form is, with its proclitics.
pub fn particle(clean: &str) -> Option<(Particle, Proclitics)> {
    if let Some(found) = bare(clean) {
        return Some((found, Proclitics(0)));
    }
    for (prefix, proclitic) in [("و", Proclitics::WA), ("ف", Proclitics::FA)] {
        if let Some(found) = clean.strip_prefix(prefix).filter(|s| s.len() > 2).and_then(bare) {
            return Some((found, proclitic));
        }
    }
    for (prefix, proclitic) in [("ب", Proclitics::BI), ("ل", Proclitics::LI), ("ك", Proclitics::KA)] {
        let found = clean.strip_prefix(prefix).filter(|s| s.len() > 2).and_then(bare);
        if let Some(found) = found
            && matches!(found, Particle::Demonstrative | Particle::Quantifier | Particle::Relative)
        {
            return Some((found, proclitic));
        }
    }
    None
}
