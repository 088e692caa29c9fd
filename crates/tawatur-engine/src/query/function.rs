//! Our functions in SQL: `fold(text)` and `mentions(value, name)`.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, BooleanArray, StringArray},
        compute::cast,
        datatypes::DataType,
    },
    error::{DataFusionError, Result},
    logical_expr::{
        ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility, create_udf,
    },
    prelude::SessionContext,
};
use tawatur::text;

/// Makes them known to a session.
pub(super) fn register(context: &SessionContext) {
    let folding = |arguments: &[ColumnarValue]| {
        let arrays = ColumnarValue::values_to_arrays(arguments)?;
        let folded: StringArray = arrays[0].as_string::<i32>().iter().map(|value| value.map(fold)).collect();
        Ok(ColumnarValue::Array(Arc::new(folded)))
    };
    let folding =
        create_udf("fold", vec![DataType::Utf8], DataType::Utf8, Volatility::Immutable, Arc::new(folding));
    context.register_udf(folding);
    context.register_udf(ScalarUDF::from(Mentions { signature: Signature::any(2, Volatility::Immutable) }));
}

/// A text as names are compared: without short vowels and marks, hamza seats, alef maqsura and ta marbuta as one, small
/// Latin letters.
pub fn fold(value: &str) -> String {
    text::fold(value).to_lowercase()
}

/// `mentions(value, name)`: whether the words of a name stand somewhere in a value, which may be words, a record or a
/// list of records. Of records it asks the fields that name: `text`, `name`, `entity`, `id`, `country`, `admin1`.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Mentions {
    signature: Signature,
}

impl ScalarUDFImpl for Mentions {
    fn name(&self) -> &'static str {
        "mentions"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = arguments.number_rows;
        let [value, name] = arguments.args.as_slice() else {
            return Err(DataFusionError::Plan("mentions takes a value and a name".to_owned()));
        };
        let ColumnarValue::Scalar(name) = name else {
            return Err(DataFusionError::Plan(
                "the name that mentions looks for must be written out".to_owned(),
            ));
        };
        let Some(Some(name)) = name.try_as_str() else {
            return Err(DataFusionError::Plan("the name that mentions looks for must be words".to_owned()));
        };
        let found = mentioned(&value.to_array(rows)?, &Name::new(name))?;
        Ok(ColumnarValue::Array(Arc::new(BooleanArray::from(found))))
    }
}

/// The fields of records that name something.
const NAMING: [&str; 6] = ["text", "name", "entity", "id", "country", "admin1"];

/// For each value whether it mentions a name.
fn mentioned(values: &ArrayRef, name: &Name) -> Result<Vec<bool>> {
    match values.data_type() {
        DataType::Utf8 => {
            let words = values.as_string::<i32>();
            Ok(words.iter().map(|value| value.is_some_and(|value| name.is_in(value))).collect())
        }
        DataType::Utf8View | DataType::LargeUtf8 => mentioned(&cast(values, &DataType::Utf8)?, name),
        DataType::List(_) => {
            let lists = values.as_list::<i32>();
            let members = mentioned(lists.values(), name)?;
            let within = lists.offsets().windows(2);
            Ok(within
                .enumerate()
                .map(|(row, at)| {
                    // Offsets are never negative.
                    let [from, to] = [at[0], at[1]].map(|offset| usize::try_from(offset).unwrap_or_default());
                    lists.is_valid(row) && members[from..to].contains(&true)
                })
                .collect())
        }
        DataType::Struct(fields) => {
            let records = values.as_struct();
            let mut found = vec![false; records.len()];
            for (field, column) in fields.iter().zip(records.columns()) {
                if NAMING.contains(&field.name().as_str()) {
                    for (row, is) in mentioned(column, name)?.into_iter().enumerate() {
                        found[row] |= is && records.is_valid(row);
                    }
                }
            }
            Ok(found)
        }
        _ => Ok(vec![false; values.len()]),
    }
}

/// What may be attached before a name: and, so, in, to, like, each with the article or without.
const ATTACHED: [&str; 16] =
    ["", "ال", "و", "وال", "ف", "فال", "ب", "بال", "ل", "لل", "ك", "كال", "وب", "وبال", "ول", "ولل"];

/// A name to look for: its words, folded.
struct Name {
    words: Vec<String>,
}

impl Name {
    fn new(name: &str) -> Self {
        let mut words: Vec<String> = words(&fold(name)).map(str::to_owned).collect();
        // With the article or without is the same name: الموصل, للموصل.
        if let Some(first) = words.first_mut()
            && let Some(bare) = first.strip_prefix("ال")
            && bare.chars().count() > 1
        {
            *first = bare.to_owned();
        }
        Self { words }
    }

    fn is_in(&self, value: &str) -> bool {
        let folded = fold(value);
        let said: Vec<&str> = words(&folded).collect();
        !self.words.is_empty()
            && said.windows(self.words.len()).any(|window| {
                let first = window[0].strip_suffix(self.words[0].as_str());
                first.is_some_and(|attached| ATTACHED.contains(&attached))
                    && window[1..].iter().zip(&self.words[1..]).all(|(said, word)| said == word)
            })
    }
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_folded_with_what_is_attached_and_by_whole_words() {
        let is = |name: &str, value: &str| Name::new(name).is_in(value);
        assert!(is("الموصل", "مدينة المَوصل"));
        assert!(is("موصل", "بالموصل") && is("الموصل", "للموصل"));
        assert!(is("أسامة بن سعد", "اسامه بن سعد") && is("اسامه", "وأسامة بن سعد"));
        assert!(is("mosul", "Mosul, Iraq") && is("geonames:99072", "geonames:99072"));
        assert!(!is("حلب", "حلبجة") && !is("سعد", "مسعد") && !is("", "نص") && !is("بن سعد", "بن سعيد"));
    }
}
