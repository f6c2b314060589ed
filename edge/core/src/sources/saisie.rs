//! What a person types for a source that FranceConnect cannot identify: form, and nothing else.

use serde::{Deserialize, Serialize};
use time::Date;

use super::call::Periode;
use crate::demarche::SourceChecked;
use crate::messages::Catalogue;
use crate::paris;

/// An input of a source.
#[derive(Debug)]
pub struct SaisieSpec {
    /// Name, unique for its provider: `immatriculation`.
    pub id: &'static str,
    /// Start of its texts: `input.vehicule`.
    pub texte: &'static str,
    /// Whether the source cannot be asked without it.
    pub requise: bool,
    /// Whether only digits are typed, for the keyboard of a phone.
    pub chiffres: bool,
    /// The only values accepted; any that `format` accepts when empty.
    pub choix: &'static [&'static str],
    /// The value as the provider wants it, or nothing when its form is wrong on the day given.
    pub format: fn(&str, Date) -> Option<String>,
}

/// A value typed by the person, its form checked. Never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saisie {
    /// Key of the provider it is for: two sources of one provider ask for it once.
    pub fournisseur: String,
    /// Name of the input.
    pub id: String,
    /// The value, as the provider wants it.
    pub valeur: String,
}

/// Name of the input that holds a month.
pub const MOIS: &str = "mois";

/// The inputs for one provider.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Saisies(Vec<(String, String)>);

impl Saisies {
    /// Those of the provider of `source`, as far as the source wants them.
    pub fn of(source: &SourceChecked, all: &[Saisie]) -> Self {
        let wanted = |saisie: &&Saisie| {
            saisie.fournisseur == source.spec.fournisseur
                && source.saisies.iter().any(|spec| spec.id == saisie.id)
        };
        let own = all.iter().filter(wanted);
        Self(
            own.map(|saisie| (saisie.id.clone(), saisie.valeur.clone()))
                .collect(),
        )
    }

    /// The value of one input.
    pub fn get(&self, id: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == id);
        found.map(|(_, value)| value.as_str())
    }

    /// Names of the inputs that have a value.
    pub fn ids(&self) -> Vec<String> {
        self.0.iter().map(|(id, _)| id.clone()).collect()
    }
}

impl<I: Into<String>, V: Into<String>> FromIterator<(I, V)> for Saisies {
    fn from_iter<T: IntoIterator<Item = (I, V)>>(pairs: T) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(id, value)| (id.into(), value.into())).collect())
    }
}

impl SaisieSpec {
    /// The value as the provider wants it, or nothing when its form is wrong.
    pub fn check(&self, text: &str, today: Date) -> Option<String> {
        let text = text.trim();
        let is_known = self.choix.is_empty() || self.choix.contains(&text);
        (is_known && text.chars().count() <= MAX_CHARS)
            .then(|| (self.format)(text, today))
            .flatten()
    }
}

const MAX_CHARS: usize = 100;

/// A vehicle's registration number: `AB-123-CD`, or the older `123 ABC 12`.
pub fn immatriculation(text: &str, _: Date) -> Option<String> {
    let plate: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '\u{a0}'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let shape: String = plate.chars().map(shape).collect();
    let (first, rest) = plate.split_at_checked(2)?;
    let (number, last) = rest.split_at_checked(3)?;
    match shape.as_str() {
        "AA000AA" => Some(format!("{first}-{number}-{last}")),
        _ => old_plate(&plate),
    }
}

/// One to four digits, two or three letters, then the department: `123 ABC 12`, `1234 AB 2A`.
fn old_plate(plate: &str) -> Option<String> {
    let letters_at = plate.find(|letter: char| letter.is_ascii_alphabetic())?;
    let (number, rest) = plate.split_at_checked(letters_at)?;
    let department_at = rest.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, department) = rest.split_at_checked(department_at)?;
    let is_department = matches!(department, "2A" | "2B")
        || (matches!(department.len(), 2 | 3) && is_digits(department));
    let fits = (1..=4).contains(&number.len())
        && is_digits(number)
        && matches!(letters.len(), 2 | 3)
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && is_department;
    fits.then(|| format!("{number} {letters} {department}"))
}

fn shape(letter: char) -> char {
    match letter {
        '0'..='9' => '0',
        'A'..='Z' => 'A',
        other => other,
    }
}

/// A student number (INE): eleven characters in one of the four forms in use, upper case.
///
/// Forms: [`validate_ine.rb`](https://github.com/datagouv/apistration/blob/b96c7219/siade/app/interactors/service_user/validate_ine.rb).
pub fn ine(text: &str, _: Date) -> Option<String> {
    let number = text.replace(' ', "").to_ascii_uppercase();
    let shape: String = number.chars().map(shape).collect();
    let letters: String = number.chars().filter(char::is_ascii_alphabetic).collect();
    let has_key = !letters.contains(['I', 'O', 'Q']);
    let is_known = match shape.as_str() {
        "000000000AA" => letters
            .bytes()
            .all(|key| matches!(key, b'A'..=b'H' | b'J' | b'K')),
        "0000000000A" => has_key,
        "0000A00000A" => has_key && letters.starts_with('A'),
        base36 => {
            let is_whole =
                base36.len() == 11 && base36.bytes().all(|kind| matches!(kind, b'0' | b'A'));
            is_whole && base36.ends_with('0')
        }
    };
    is_known.then_some(number)
}

/// A login: visible ASCII or letters, without space.
pub fn identifiant(text: &str, _: Date) -> Option<String> {
    let is_visible = |letter: char| !letter.is_control() && !letter.is_whitespace();
    let fits = (1..=64).contains(&text.chars().count()) && text.chars().all(is_visible);
    fits.then(|| text.to_owned())
}

/// A number in digits, spaces forgiven.
pub fn chiffres(text: &str, _: Date) -> Option<String> {
    let number = text.replace([' ', '\u{a0}', '\u{202f}'], "");
    ((1..=20).contains(&number.len()) && is_digits(&number)).then_some(number)
}

/// A name of civil status: Latin letters, spaces, apostrophes, hyphens.
pub fn nom(text: &str, _: Date) -> Option<String> {
    super::parameters::civil_name(text)
}

/// A date typed the French way, `JJ/MM/AAAA`, that exists and is not to come; given `AAAA-MM-JJ`.
pub fn date(text: &str, today: Date) -> Option<String> {
    let mut parts = text.split(['/', '.', '-', ' ']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = parts.next().is_none() && year.len() == 4 && day.len() <= 2 && month.len() <= 2;
    let all_digits = [day, month, year].into_iter().all(is_digits);
    let iso = format!("{year}-{month:0>2}-{day:0>2}");
    let date = paris::parse_date(&iso).filter(|_| is_short && all_digits)?;
    (date <= today).then_some(iso)
}

/// One of the values offered.
pub fn choix(text: &str, _: Date) -> Option<String> {
    Some(text.to_owned())
}

/// A month typed `MM/AAAA`, this one or one of the 23 before; given `AAAA-MM`.
pub fn mois(text: &str, today: Date) -> Option<String> {
    let (month, year) = text.split_once(['/', '-', ' '])?;
    let fits =
        year.len() == 4 && matches!(month.len(), 1 | 2) && is_digits(year) && is_digits(month);
    let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
    let age = (today.year() - year) * 12 + i32::from(u8::from(today.month())) - month;
    (fits && (1..=12).contains(&month) && (0..MONTHS_KEPT).contains(&age))
        .then(|| format!("{year}-{month:02}"))
}

/// Identifier of the label of one of the values offered: `value.enfant_sexe.F`.
pub fn choice_label(texte: &str, choix: &str) -> String {
    let list = texte.strip_prefix("input.").unwrap_or(texte);
    format!("value.{list}.{choix}")
}

/// A value as a person reads it.
pub fn display(spec: &SaisieSpec, valeur: &str, texts: &Catalogue) -> String {
    if let Some(Periode { annee, mois }) = periode(valeur).filter(|_| spec.id == MOIS) {
        return texts.month(annee, Some(mois));
    }
    if !spec.choix.is_empty() {
        return texts.text(&choice_label(spec.texte, valeur), &[]);
    }
    match paris::parse_date(valeur) {
        Some(_) => texts.date_text(valeur),
        None => valeur.to_owned(),
    }
}

/// Months of history the CAF keeps, the current one included.
const MONTHS_KEPT: i32 = 24;

/// Reads back what [`mois`] gave.
pub fn periode(valeur: &str) -> Option<Periode> {
    let (annee, mois) = valeur.split_once('-')?;
    Some(Periode {
        annee: annee.parse().ok()?,
        mois: mois.parse().ok()?,
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use time::Month;

    use super::*;

    fn check(format: fn(&str, Date) -> Option<String>, cases: &[(&str, Option<&str>)]) {
        let today = Date::from_calendar_date(2026, Month::November, 21).unwrap();
        for (text, expected) in cases {
            assert_eq!(format(text, today).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn plates_are_written_as_the_register_writes_them() {
        check(
            immatriculation,
            &[
                ("AB-123-CD", Some("AB-123-CD")),
                ("ab 123 cd", Some("AB-123-CD")),
                ("ab123cd", Some("AB-123-CD")),
                ("123 abc 12", Some("123 ABC 12")),
                ("1234AB2A", Some("1234 AB 2A")),
                ("99 AB 971", Some("99 AB 971")),
                ("AB-123-C", None),
                ("AB-12-CD", None),
                ("AB-123-CDE", None),
                ("12345 AB 12", None),
                ("123 ABCD 12", None),
                ("123 ABC 1", None),
                ("é", None),
                ("", None),
                ("AB-123-CD&recipient=1", None),
            ],
        );
    }

    #[test]
    fn student_numbers_have_one_of_four_forms() {
        check(
            ine,
            &[
                ("1234567890a", Some("1234567890A")),
                ("123456789BC", Some("123456789BC")),
                ("1234A56789B", Some("1234A56789B")),
                ("0abc def ghi1", Some("0ABCDEFGHI1")),
                ("12345678901", Some("12345678901")),
                ("12345678ABC", None),
                ("123456789BL", None),
                ("123456789IA", None),
                ("1234567890O", None),
                ("1234B56789B", None),
                ("1234A56789Q", None),
                ("0ABC-EFGHI1", None),
                ("ÀABCDEFGHI1", None),
                ("1234567890", None),
                ("1234567890AB", None),
                ("ABCDEFGHIJK", None),
            ],
        );
    }

    #[test]
    fn identifiers_have_no_space_and_no_trick() {
        check(
            identifiant,
            &[
                ("c.lefevre69", Some("c.lefevre69")),
                ("a b", None),
                ("a\u{0}b", None),
                ("", None),
            ],
        );
        check(
            chiffres,
            &[
                ("12 345", Some("12345")),
                ("12a", None),
                ("", None),
                ("١٢", None),
            ],
        );
    }

    #[test]
    fn dates_are_typed_the_french_way_and_exist() {
        check(
            date,
            &[
                ("03/05/2018", Some("2018-05-03")),
                ("3/5/2018", Some("2018-05-03")),
                ("31/02/2018", None),
                ("2018-05-03", None),
                ("03/05/18", None),
                ("22/11/2026", None),
                ("21/11/2026", Some("2026-11-21")),
                ("", None),
            ],
        );
    }

    #[test]
    fn months_are_those_the_caf_keeps() {
        check(
            mois,
            &[
                ("11/2026", Some("2026-11")),
                ("9/2026", Some("2026-09")),
                ("12/2024", Some("2024-12")),
                ("11/2024", None),
                ("12/2026", None),
                ("13/2026", None),
                ("0/2026", None),
                ("2026/11", None),
            ],
        );
        assert_eq!(
            periode("2026-09"),
            Some(Periode {
                annee: 2026,
                mois: 9
            })
        );
    }
}
