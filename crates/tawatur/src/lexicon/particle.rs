//! Function words of written Arabic: a closed class, so a table and not data.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Proclitics, segment::pronoun_after};
use crate::codebook::Prep;

/// What a function word does in the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    /// Governs a noun phrase.
    Prep(Prep),
    /// أنّ إنّ, and أن, which is spelled alike: opens a clause that begins with its topic, or the content of a
    /// verb of saying.
    That,
    /// كي لكي: open an infinitive-like clause. أن does too, but is spelled as أنّ is: see [`Particle::That`].
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
    /// قد لقد سوف, and ربما لعل هل, which stand where they do
    Aspect,
    /// كان بات أصبح ظل: verbs that carry tense for another.
    Auxiliary,
    /// كل جميع بعض معظم كافة أحد إحدى عدد عدة: stand before the noun that they measure.
    Quantifier,
    /// قبل بعد خلال أثناء عند منذ حتى أمام وراء حول فوق تحت …: adverbial prepositions.
    Adverbial,
    /// Interrogatives and whatever else neither governs nor names.
    Other,
}

/// The function words, in clean spelling and with the slips that are common (الى, فى), by what they do.
const WORDS: &[(Particle, &str)] = &[
    (Particle::Prep(Prep::An), "عن عنه عنها عنهم عنهما عما عمن"),
    (Particle::Prep(Prep::Min), "من منه منها منهم منهما منا مما ممن"),
    (Particle::Prep(Prep::Ila), "إلى الى إلي إليه إليها إليهم إليهما نحو باتجاه صوب تجاه"),
    (Particle::Prep(Prep::Ala), "على علي عليه عليها عليهم عليهما علينا عليكم عليك"),
    (Particle::Prep(Prep::Fi), "في فى فيه فيها فيهم فيهما"),
    (Particle::Prep(Prep::Li), "له لها لهم لهما لهن لنا لي لك لكم ل"),
    (Particle::Prep(Prep::Bi), "به بها بهم بهما بهن بنا بي بك بكم ب"),
    (Particle::Prep(Prep::Maa), "مع معه معها معهم معهما"),
    (Particle::Prep(Prep::Didd), "ضد ضده ضدها ضدهم"),
    (Particle::Prep(Prep::Bayn), "بين بينهم بينها بينهما"),
    (Particle::Prep(Prep::Bihaqq), "بحق"),
    (Particle::Prep(Prep::Lada), "لدى لديه لديها لديهم لدينا لدي"),
    (Particle::Prep(Prep::Dimn), "ضمن"),
    (Particle::Prep(Prep::Dakhil), "داخل"),
    (
        Particle::Adverbial,
        "خارج قرب بعد قبل خلال أثناء عند منذ حتى أمام وراء خلف حول فوق تحت عبر وسط إزاء حيال \
         دون بدون رغم عقب إثر اثر بسبب جراء نتيجة بفعل بعيدا طوال طيلة سوى باستثناء بشأن بخصوص \
         لصالح لأجل بهدف بغية بدل عوضا شمال جنوب شرق غرب شمالي جنوبي شرقي غربي مقابل كما مثل \
         بحسب حسب وفق بموجب لمدة بعيد قبيل تحديدا بمشاركة بالتعاون بالتزامن بمناسبة ضمنها",
    ),
    (
        Particle::That,
        "أن إن بأن ان بان أنه إنه انه أنها إنها انها أنهم إنهم انهم بأنه بأنها بأنهم أنهما \
         إنهما لأن لأنه لأنها لأنهم أننا إننا كأن",
    ),
    (Particle::ToDo, "ألا كي لكي"),
    (Particle::Relative, "الذي التي الذين اللذين اللتين اللذان اللتان اللواتي اللاتي الذى التى"),
    (
        Particle::Subordinator,
        "حيث بينما فيما عندما بعدما قبلما حين حينما لما كلما إذ إذا اذا لو طالما ريثما مثلما \
         كيفما ما علما وقتما بحيث",
    ),
    (Particle::Conjunction, "ثم أو او أم بل لكن لكنه لكنها لكنهم إلا إما كذلك أيضا"),
    (Particle::Negation, "لم لن لا ليس ليست ليسوا غير عدم"),
    (Particle::Pronoun, "هو هي هم هما هن نحن أنا أنت"),
    (Particle::Demonstrative, "هذا هذه ذلك تلك هؤلاء أولئك هذين هذان هاتين هاتان ذاك"),
    (Particle::Aspect, "قد لقد سوف ربما لعل هل"),
    (
        Particle::Auxiliary,
        "كان كانت كانوا يكون تكون يكونوا بات باتت باتوا أصبح أصبحت أصبحوا أضحى ظل ظلت ظلوا \
         مازال مازالت زال زالت زالوا يزال تزال يزالون كاد يكاد تكاد كون صار صارت يعد تعد عاد",
    ),
    (
        Particle::Quantifier,
        "كل جميع بعض معظم كافة أحد إحدى احد احدى عدد عددا أعداد أعدادا عدة غالبية أغلب أغلبية \
         بضعة بضع كثير العديد الكثير كلا كلتا كلاهما نصف ثلث ربع مجموعة عشرات مئات آلاف العشرات \
         المئات الآلاف مزيد المزيد مزيدا عددها جزء جزءا باقي بقية سائر مختلف أبرز أكبر نحوا \
         حوالي قرابة زهاء أول آخر ثاني ثالث",
    ),
    (
        Particle::Other,
        "كيف متى أين لماذا ماذا أي أية هناك هنا ثمة أيها إياه يا فقط أكثر أقل جدا فيم أما حاليا أيضا ايضا تقريبا هكذا لذا لذلك إنما انما سيما مرارا خصوصا بما بلا سواء حسبما \
         سابقا لاحقا مجددا مؤخرا فورا سويا معا الآن إذن نعم",
    ),
];

static BY_WORD: LazyLock<FxHashMap<&'static str, Particle>> = LazyLock::new(|| {
    WORDS.iter().flat_map(|&(particle, words)| words.split(' ').map(move |word| (word, particle))).collect()
});

/// A function word, bare or with a pronoun; of those that measure a noun only the ones listed with it.
fn bare(word: &str) -> Option<Particle> {
    let governs = |p: &Particle| matches!(p, Particle::Prep(_) | Particle::Adverbial | Particle::That);
    BY_WORD.get(word).copied().or_else(|| {
        let (stem, _) = pronoun_after(word)?;
        BY_WORD.get(stem).copied().filter(governs)
    })
}

/// Whether the table has the word as it stands.
pub(super) fn is_function_word(word: &str) -> bool {
    BY_WORD.contains_key(word)
}

/// The function word that a clean form is, with its proclitics: ولكن is و and لكن, بهذه is ب and هذه.
pub fn particle(clean: &str) -> Option<(Particle, Proclitics)> {
    if let Some(found) = bare(clean) {
        return Some((found, Proclitics(0)));
    }
    for (prefix, proclitic) in [('و', Proclitics::WA), ('ف', Proclitics::FA)] {
        if let Some(found) = clean.strip_prefix(prefix).and_then(bare) {
            return Some((found, proclitic));
        }
    }
    // للذين is ل and الذين: the article loses its alef.
    if let Some(found) = clean.strip_prefix("لل").and_then(|rest| bare(&format!("ال{rest}")))
        && found == Particle::Relative
    {
        return Some((found, Proclitics::LI));
    }
    for (prefix, proclitic) in [('ب', Proclitics::BI), ('ل', Proclitics::LI), ('ك', Proclitics::KA)] {
        if let Some(found) = clean.strip_prefix(prefix).and_then(bare)
            && matches!(found, Particle::Demonstrative | Particle::Quantifier | Particle::Relative)
        {
            return Some((found, proclitic));
        }
    }
    None
}
