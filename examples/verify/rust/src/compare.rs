//! Step 10: what was submitted, beside what was attested.

use std::collections::BTreeMap;

use crate::Verdict;
use crate::claims::{Attested, AttestedValue};
use crate::writing::{Day, is_amount, normalised};

/// A field of the form. Whatever it holds comes from the person.
#[derive(Clone, Debug)]
pub struct Field {
    /// Path of the data it was filled with: `identite.nom_naissance`.
    pub path: String,
    /// What was submitted; a date of three fields as `YYYY-MM-DD`.
    pub submitted: String,
    /// The démarche file's table, from a received value to the value of an option.
    pub values: BTreeMap<String, String>,
}

impl Field {
    /// A field without a table.
    pub fn new(path: &str, submitted: &str) -> Self {
        Self {
            path: path.to_owned(),
            submitted: submitted.to_owned(),
            values: BTreeMap::new(),
        }
    }

    /// The verdict, if `attested` is what the attestation holds at the field's path.
    pub(crate) fn verdict(&self, attested: Option<&Attested>) -> Verdict {
        match attested {
            None => Verdict::Declared,
            Some(attested) if self.says(attested) => Verdict::Verified,
            Some(_) => Verdict::Edited,
        }
    }

    /// The rules, in their order.
    fn says(&self, attested: &Attested) -> bool {
        let submitted = normalised(&self.submitted);
        if submitted.is_empty() {
            return false;
        }
        if let Some(option) = self.values.get(&attested.value.to_plain_text()) {
            return submitted == normalised(option);
        }
        match &attested.value {
            AttestedValue::Boolean(value) => is_flag(&submitted, *value),
            AttestedValue::Integer(value) => is_amount(&submitted, *value),
            AttestedValue::Text(value) => is_text(&submitted, value, attested.label.as_deref()),
        }
    }
}

/// Whether the file's value and the attested one may be those of one person: step 11.
pub(crate) fn is_same_person(in_file: &str, attested: &Attested) -> bool {
    let value = attested.value.to_plain_text();
    is_text(&normalised(in_file), &value, attested.label.as_deref())
}

fn is_flag(submitted: &str, value: bool) -> bool {
    let words = match value {
        true => ["true", "vrai", "oui", "yes", "1", "on"],
        false => ["false", "faux", "non", "no", "0", "off"],
    };
    words.contains(&submitted.to_lowercase().as_str())
}

/// A day if the attested text is one, otherwise a text or its label, upper and lower case alike.
fn is_text(submitted: &str, value: &str, label: Option<&str>) -> bool {
    if let Some(day) = Day::parse_iso(value) {
        return Day::parse(submitted) == Some(day);
    }
    let submitted = submitted.to_lowercase();
    let mut texts = std::iter::once(value).chain(label);
    texts.any(|text| normalised(text).to_lowercase() == submitted)
}
