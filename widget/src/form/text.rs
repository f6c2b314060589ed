//! What to write for a value: no DOM, no clock.

use unefois_wire::{Ecriture, Table, Value};

/// A date whose month or day may be unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDate {
    /// Four digits.
    pub annee: String,
    /// Two digits, absent when the provider does not know it.
    pub mois: Option<String>,
    /// Two digits, absent when the provider does not know it.
    pub jour: Option<String>,
}

impl PartialDate {
    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `00` is unknown, and a day means nothing without its month.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let annee = parts
            .next()
            .filter(|year| year.len() == 4 && is_digits(year) && *year != "0000")?;
        let mut part = || match parts.next() {
            None => Some(None),
            Some(part) if part.len() == 2 && is_digits(part) => {
                Some((part != "00").then(|| part.to_owned()))
            }
            Some(_) => None,
        };
        let (mois, jour) = (part()?, part()?);
        let jour = if mois.is_some() { jour } else { None };
        parts.next().is_none().then(|| Self {
            annee: annee.to_owned(),
            mois,
            jour,
        })
    }

    /// The date written in `format` (`jj/mm/aaaa`, `aaaa-mm-jj`, `aaaa-mm`); nothing when a part of it is unknown.
    pub fn format(&self, format: &str) -> Option<String> {
        let mut out = String::new();
        let mut last = ' ';
        for letter in format.chars() {
            match letter {
                'j' | 'm' | 'a' if letter == last => {}
                'j' => out.push_str(self.jour.as_ref()?),
                'm' => out.push_str(self.mois.as_ref()?),
                'a' => out.push_str(&self.annee),
                other => out.push(other),
            }
            last = letter;
        }
        Some(out)
    }

    /// What is known of the date, as a person would copy it: `12/03/1987`, `03/1987` or `1987`.
    pub fn to_copy(&self) -> String {
        let mut known = String::new();
        for part in [self.jour.as_deref(), self.mois.as_deref()]
            .into_iter()
            .flatten()
        {
            known.push_str(part);
            known.push('/');
        }
        known.push_str(&self.annee);
        known
    }
}

/// Values and labels by which an option or a radio button is recognised, best first.
///
/// The table of the démarche is the whole answer where it has the value; otherwise the value itself, a small number
/// also with two digits, a boolean also as a word, and a code also as its name.
pub fn candidates(
    value: &Value,
    libelle: Option<&str>,
    valeurs: &Table<String>,
    yes_no: [&str; 2],
) -> Vec<String> {
    let plain = value.to_plain_text();
    if let Some(mapped) = valeurs.get(&plain) {
        return vec![mapped.clone()];
    }
    let mut candidates = vec![plain];
    match value {
        Value::Boolean(true) => candidates.push(yes_no[0].to_owned()),
        Value::Boolean(false) => candidates.push(yes_no[1].to_owned()),
        Value::Integer(number @ 0..=9) => candidates.push(["0", &number.to_string()].concat()),
        _ => candidates.extend(libelle.map(str::to_owned)),
    }
    candidates
}

/// Spellings of one part of a date: `03`, `3`.
pub fn part_candidates(part: &str) -> [String; 2] {
    [part.to_owned(), part.trim_start_matches('0').to_owned()]
}

/// Which of several options, given by value and label, is the one for the candidates: by value, else by label, else by
/// the letters and digits of the label. Two that fit are a report, not a choice.
pub fn match_one(options: &[(String, String)], candidates: &[String]) -> Option<usize> {
    for way in 0..3 {
        for candidate in candidates {
            let (mut found, mut count) = (0, 0);
            let folded_candidate = folded(candidate);
            for (index, (value, label)) in options.iter().enumerate() {
                let fits = match way {
                    0 => value == candidate,
                    1 => same(label, candidate),
                    _ => !folded_candidate.is_empty() && folded(label) == folded_candidate,
                };
                if fits && !candidate.is_empty() {
                    (found, count) = (index, count + 1);
                }
            }
            if count > 0 {
                return (count == 1).then_some(found);
            }
        }
    }
    None
}

/// What to do with a field that may hold something already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing of the person's is there, or the same thing.
    Write,
    /// The person typed something else: theirs stays and they are asked.
    Keep,
    /// The person typed something else and the field is an identity, which FranceConnect says is not editable.
    Replace,
}

/// Decides on a field; `typed` is what the person had there, if anything.
pub fn decide(typed: Option<&str>, received: &str, ecriture: Ecriture) -> Decision {
    match typed {
        None => Decision::Write,
        Some(typed) if same(typed, received) => Decision::Write,
        Some(_) if ecriture == Ecriture::Verrouille => Decision::Replace,
        Some(_) => Decision::Keep,
    }
}

/// Id of the label of a path, and the row it is in, counted from 0: `enfants[1].prenoms` is said as
/// `field.enfants.prenoms`, in row 1.
pub fn label_id(chemin: &str) -> (String, usize) {
    let (mut id, mut row, mut is_index) = (String::from("field."), 0, false);
    for letter in chemin.chars() {
        match (letter, letter.to_digit(10)) {
            ('[' | ']', _) => is_index = letter == '[',
            (_, Some(digit)) if is_index => row = row * 10 + digit as usize,
            _ => id.push(letter),
        }
    }
    (id, row)
}

/// Whether a path is in a row after the first, which stays empty when there is nothing to put in it.
pub fn is_further_row(chemin: &str) -> bool {
    label_id(chemin).1 > 0
}

/// The same but for spaces at the ends and capitals: the received spelling then loses nothing.
pub fn same(a: &str, b: &str) -> bool {
    a.trim().chars().map(lower).eq(b.trim().chars().map(lower))
}

/// The letters and digits alone, without case or accent: what a label and a mask leave of a value.
pub fn folded(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.chars().map(lower) {
        match letter {
            'à'..='å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è'..='ë' => folded.push('e'),
            'ì'..='ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò'..='ö' => folded.push('o'),
            'ù'..='ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'a'..='z' | '0'..='9' => folded.push(letter),
            // A letter of another script stays; signs and spaces go.
            _ if letter > 'ÿ' && !('\u{2000}'..='\u{206f}').contains(&letter) => {
                folded.push(letter)
            }
            _ => {}
        }
    }
    folded
}

/// Lower case of the letters French is written with; the tables for all scripts weigh more than this module.
fn lower(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'À'..='Þ' if letter != '×' => char::from_u32(letter as u32 + 0x20).unwrap_or(letter),
        'Œ' => 'œ',
        'Ÿ' => 'ÿ',
        _ => letter,
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_keeps_what_the_provider_knows() {
        let check = |text: &str, copied: Option<&str>, formatted: Option<&str>| {
            let date = PartialDate::parse(text);
            assert_eq!(
                date.as_ref().map(PartialDate::to_copy).as_deref(),
                copied,
                "{text}"
            );
            assert_eq!(
                date.and_then(|date| date.format("jj/mm/aaaa")).as_deref(),
                formatted,
                "{text}"
            );
        };
        check("1987-03-12", Some("12/03/1987"), Some("12/03/1987"));
        check("1987-03-00", Some("03/1987"), None);
        check("1987-00-12", Some("1987"), None);
        check("1987-03", Some("03/1987"), None);
        check("1987", Some("1987"), None);
        check("0000-00-00", None, None);
        check("87-03-12", None, None);
        check("1987-3-12", None, None);
        check("1987-03-12-01", None, None);
        check("12/03/1987", None, None);
        check("", None, None);
    }

    #[test]
    fn date_is_written_in_the_format_of_the_field() {
        let date = PartialDate::parse("1987-03-02").unwrap();
        assert_eq!(date.format("aaaa-mm-jj").as_deref(), Some("1987-03-02"));
        assert_eq!(date.format("jjmmaaaa").as_deref(), Some("02031987"));
    }

    #[test]
    fn candidates_follow_the_table_then_the_value() {
        let table = Table::from(vec![("female".to_owned(), "2".to_owned())]);
        let check = |value: Value, expected: &[&str]| {
            let libelle = matches!(value, Value::Text(_)).then_some("Paris");
            let found = candidates(&value, libelle, &table, ["Oui", "Non"]);
            assert_eq!(found, expected);
        };
        check(Value::Text("female".to_owned()), &["2"]);
        check(Value::Text("75056".to_owned()), &["75056", "Paris"]);
        check(Value::Integer(3), &["3", "03"]);
        check(Value::Integer(0), &["0", "00"]);
        check(Value::Integer(12), &["12"]);
        check(Value::Boolean(true), &["true", "Oui"]);
        check(Value::Boolean(false), &["false", "Non"]);
    }

    #[test]
    fn option_is_found_by_value_then_by_label_and_never_guessed() {
        let options = [
            ("", "Choisir"),
            ("01", "Janvier"),
            ("3", "Mars"),
            ("x", "Mai"),
            ("y", "mai"),
            ("8", "Août"),
            ("42218", "Saint-Étienne"),
            ("a", "L’Haÿ"),
            ("b", "L'Hay"),
            ("c", "—"),
        ];
        let options = options.map(|(value, label)| (value.to_owned(), label.to_owned()));
        let check = |candidates: &[&str], expected: Option<usize>| {
            let candidates: Vec<String> =
                candidates.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(match_one(&options, &candidates), expected, "{candidates:?}");
        };
        check(&["01", "1", "janvier"], Some(1));
        check(&["03", "3", "mars"], Some(2));
        check(&["JANVIER"], Some(1));
        check(&["MAI"], None);
        check(&["juin"], None);
        check(&["aout", "Aout"], Some(5));
        check(&["SAINT ETIENNE"], Some(6));
        check(&["LHAY"], None);
        check(&["…"], None);
        check(&[""], None);
    }

    #[test]
    fn only_letters_and_digits_are_left_of_a_folded_text() {
        let check = |text: &str, expected: &str| assert_eq!(folded(text), expected, "{text}");
        check("Saint-Étienne", "saintetienne");
        check("  L’Haÿ-les-Roses ", "lhaylesroses");
        check("CŒUR Æther Ñandú", "coeuraethernandu");
        check("12 345,60 €", "1234560€");
        check("Łódź", "Łodź");
        check("– … ’", "");
    }

    #[test]
    fn month_is_written_where_the_day_is_unknown() {
        let date = PartialDate::parse("1987-03").unwrap();
        assert_eq!(date.format("aaaa-mm").as_deref(), Some("1987-03"));
        assert_eq!(PartialDate::parse("1987").unwrap().format("aaaa-mm"), None);
    }

    #[test]
    fn part_of_a_date_is_looked_for_in_every_spelling() {
        assert_eq!(part_candidates("03"), ["03", "3"]);
        assert_eq!(part_candidates("1987"), ["1987", "1987"]);
    }

    #[test]
    fn label_of_a_row_is_that_of_the_list() {
        let check = |chemin: &str, id: &str, row: usize| {
            assert_eq!(label_id(chemin), (id.to_owned(), row));
            assert_eq!(is_further_row(chemin), row > 0);
        };
        check("identite.email", "field.identite.email", 0);
        check("enfants[].prenoms", "field.enfants.prenoms", 0);
        check("enfants[0].prenoms", "field.enfants.prenoms", 0);
        check("eaje.enfants[11].sexe", "field.eaje.enfants.sexe", 11);
        check("ligne2.valeur", "field.ligne2.valeur", 0);
    }

    #[test]
    fn spelling_in_capitals_is_the_same_text() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(same(a, b), expected, "{a} {b}");
        check(" Lefèvre", "LEFÈVRE ", true);
        check("Cœur ÿ Ñuñez", "CŒUR Ÿ ñUÑEZ", true);
        check("2×3", "2÷3", false);
        check("Lefevre", "Lefèvre", false);
        check("", "a", false);
    }

    #[test]
    fn decision_leaves_the_person_the_last_word_except_on_identity() {
        use Decision::{Keep, Replace, Write};
        let check = |typed: Option<&str>, ecriture: Ecriture, expected: Decision| {
            assert_eq!(
                decide(typed, "Lefèvre", ecriture),
                expected,
                "{typed:?} {ecriture:?}"
            );
        };
        check(None, Ecriture::Modifiable, Write);
        check(None, Ecriture::Verrouille, Write);
        check(Some(" LEFÈVRE "), Ecriture::Modifiable, Write);
        check(Some("Martin"), Ecriture::Modifiable, Keep);
        check(Some("Martin"), Ecriture::Verrouille, Replace);
    }
}
