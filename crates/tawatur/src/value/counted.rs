//! Nouns that news counts, by the way they form the dual.
//!
//! The dual of a noun is the number two, but جنديين and مقاتلين end alike: the first can only be two
//! soldiers, since its plural is broken (جنود); the second is nearly always the sound plural "fighters".
//! The lists keep the two apart, and hold stems without ta marbuta for the feminine.

/// Sound masculine plurals: only the nominative ان shows the dual.
pub(super) const SOUND: &str = "مقاتل مسلح مدني إرهابي انتحاري متمرد مهاجم عسكري مواطن متظاهر معتقل مختطف محتجز صحافي صحفي \
    فلسطيني سوري عراقي إسرائيلي يمني مصري ليبي لبناني سعودي أميركي أمريكي تركي روسي فرنسي بريطاني أجنبي \
    مسؤول منفذ مطلوب مشتبه متشدد جهادي حوثي منشق مصاب لاجئ نازح مهاجر ناشط محتج مسعف مراسل مصور \
    مهندس موظف شرطي سائق قيادي سجين آخر";

/// Broken plurals and things: both ان and ين are two.
pub(super) const BROKEN: &str = "جندي شخص رجل طفل قتيل جريح شهيد عنصر ضابط قائد أمير شاب فتى ولد ابن أخ شقيق أسير طبيب \
    حارس نائب وزير عضو جاسوس شيخ جثمان صاروخ لغم حزام انفجار تفجير هجوم كمين حاجز موقع مبنى \
    منزل بيت مسجد مستشفى مطار جسر مقر معسكر سجن حي شارع طريق باب لواء فوج فصيل تنظيم حزب قارب زورق \
    مركب قطار باص مدفع رشاش برميل طن كيلومتر متر ميل هدف مخزن مستودع مخيم معبر لقاء اجتماع اتفاق قرار بيان ملف رقم \
    خيار سبب شرط محور مصدر تقرير مشروع مصنع بئر حقل سوق مصرف بنك دولار ريال فندق ميناء كتاب";

/// Nouns in ta marbuta, without it.
pub(super) const FEMININE: &str = "امرأ سيد طفل فتا سيار عبو قذيف قنبل غار ضرب معرك عملي مدين قري بلد محافظ منطق دور جريم \
    طائر مروحي دباب عرب آلي مدرع ناقل شاحن حافل دراج سفين سفار قنصلي كنيس مدرس جامع شبك خلي جماع مجموع كتيب سري فرق \
    وحد قاعد ثكن نقط جبه جول مر محاول هجم رصاص طلق إصاب حال شحن عائل أسر جث وكال صحيف قنا منظم شرك دول حكوم \
    وزار قضي محكم مذكر رسال مبادر هدن اتفاقي ناحي بلد ممرض موظف طالب شقيق";

/// Further singulars that stand after "more than" for "more than one".
pub(super) const SINGULAR: &str =
    "مناسبة مرة مكان بلد جهة اتجاه موقع صعيد محور طرف دولة قرية جبهة مستوى سبب واحد";

/// Plurals whose first letter is no conjunction.
pub(super) const WAW: &str = "وزراء وزارات وكلاء وكالات ولايات ولاة وحدات وفود وفيات وثائق وظائف وجبات وجهاء وجوه ورش ورقات \
    وسائل وسطاء وقائع وقفات وعود ودائع وصلات وصايا وديان وحوش ورود";
