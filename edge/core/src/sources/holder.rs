//! Whose file answered: a name in the answer against the identity FranceConnect proved.
//!
//! The rule is the one of the State's own gateway for vehicles: the birth name equal and one given
//! name in common, case, accents and punctuation aside. The tax office gives no date of birth; where an
//! answer has one, it tells a father from his son.

use icu_normalizer::DecomposingNormalizer;

use super::Object;
use crate::identite::Pivot;
use crate::paris;

/// How it is proven whose file answers.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    /// By what opened the endpoint: the person's own token, or their civil status.
    Asked,
    /// By the names in the answer, one of which must be the person's.
    Named(fn(&Object) -> Vec<Nom>),
    /// The same, unless the démarche says that its habilitation does not grant the names.
    NamedUnlessWaived(fn(&Object) -> Vec<Nom>),
}

/// A name of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nom {
    /// Birth name.
    pub nom: String,
    /// Given names, in any spelling, separated by spaces or commas.
    pub prenoms: String,
    /// Date of birth, `YYYY-MM-DD`, month or day possibly `00`; none when the answer has none.
    pub date_naissance: Option<String>,
}

/// What is known of the holder of the file that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holders {
    /// Nothing is left to prove.
    Proven,
    /// One of these must be the person; none when the answer names nobody.
    Among(Vec<Nom>),
}

impl Nom {
    /// Whether it is the name of the person.
    pub fn is_of(&self, person: &Pivot) -> bool {
        let name = normalised(&self.nom);
        !name.is_empty()
            && name == normalised(&person.nom_naissance)
            && have_one_in_common(&given_names(&self.prenoms), &given_names(&person.prenoms))
            && !self.is_born_another_day(person)
    }

    fn is_born_another_day(&self, person: &Pivot) -> bool {
        let known = self.date_naissance.as_deref().and_then(paris::split_date);
        let own = person.date_naissance.as_deref().and_then(paris::split_date);
        known.zip(own).is_some_and(|(known, (year, month, day))| {
            // FranceConnect writes the first for a day or a month it does not know.
            let (month, day) = match (month, day) {
                (1, 1) => (0, 0),
                (month, 1) => (month, 0),
                whole => whole,
            };
            !is_same_date(known, (year, month, day))
        })
    }
}

/// Whether two dates are the same as far as both are known: a month or a day of `0` is not.
pub fn is_same_date(one: (u16, u8, u8), other: (u16, u8, u8)) -> bool {
    let agree = |one: u8, other: u8| one == 0 || other == 0 || one == other;
    one.0 == other.0 && agree(one.1, other.1) && agree(one.2, other.2)
}

fn given_names(text: &str) -> Vec<String> {
    let names = text.split([' ', ',']).map(normalised);
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether one whole given name is in both, one of them perhaps writing its hyphen as a space: half of
/// Jean-Paul is not Jean.
fn have_one_in_common(one: &[String], other: &[String]) -> bool {
    let is_in = |name: &String, names: &[String]| {
        let runs = (1..=names.len()).flat_map(|length| names.windows(length));
        runs.map(<[String]>::concat).any(|run| run == *name)
    };
    one.iter().any(|name| is_in(name, other)) || other.iter().any(|name| is_in(name, one))
}

/// Upper case, without accent nor punctuation nor space; ligatures as the registries write them.
pub fn normalised(text: &str) -> String {
    let unligatured = text.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae");
    let decomposed = DecomposingNormalizer::new_nfd();
    let decomposed = decomposed.normalize_iter(unligatured.chars());
    // A combining accent is no letter: it goes with the punctuation.
    decomposed
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Pivot {
        Pivot {
            nom_naissance: "D’ŒUVRE--L'HÉRITIER".into(),
            prenoms: "Zoé Anne-Marie Jean".into(),
            date_naissance: Some("1988-03-02".into()),
            ..Pivot::default()
        }
    }

    fn name(nom: &str, prenoms: &str) -> Nom {
        Nom {
            nom: nom.into(),
            prenoms: prenoms.into(),
            date_naissance: None,
        }
    }

    #[test]
    fn spelling_of_a_registry_is_recognised() {
        for (nom, prenoms) in [
            ("D OEUVRE L HERITIER", "ZOE"),
            ("d’œuvre-l'héritier", "Jean"),
            ("DOEUVRELHERITIER", "MARIE ZOE"),
            ("D OEUVRE L HERITIER", "ANNE MARIE"),
            ("D OEUVRE L HERITIER", "ANNEMARIE"),
            ("D OEUVRE L HERITIER", "Zoé-Anne-Marie"),
        ] {
            assert!(name(nom, prenoms).is_of(&person()), "{nom} {prenoms}");
        }
    }

    #[test]
    fn rejects_another_name_or_no_given_name_in_common() {
        for (nom, prenoms) in [
            ("D OEUVRE", "ZOE"),
            ("D OEUVRE L HERITIER", "PAUL"),
            ("D OEUVRE L HERITIER", "ANNE"),
            ("D OEUVRE L HERITIER", "JEAN-PAUL"),
            ("D OEUVRE L HERITIER", "MARIE LOUISE"),
            ("D OEUVRE L HERITIER", ""),
            ("", "ZOE"),
            ("LHERITIER", "ZOE"),
        ] {
            assert!(!name(nom, prenoms).is_of(&person()), "{nom} {prenoms}");
        }
        assert!(!name("", "").is_of(&Pivot::default()));
    }

    #[test]
    fn person_of_the_same_name_is_told_apart_by_the_date_of_birth() {
        let born = |date: &str, own: &str| {
            let named = Nom {
                date_naissance: Some(date.into()),
                ..name("D OEUVRE L HERITIER", "ZOE")
            };
            let person = Pivot {
                date_naissance: Some(own.into()),
                ..person()
            };
            named.is_of(&person)
        };
        for (date, own) in [
            ("1988-03-02", "1988-03-02"),
            ("1988-03-00", "1988-03-02"),
            ("1988-00-00", "1988-03-02"),
            ("1988-03-15", "1988-03-01"),
            ("1988-12-31", "1988-01-01"),
            ("inconnue", "1988-03-02"),
        ] {
            assert!(born(date, own), "{date} {own}");
        }
        for (date, own) in [
            ("1962-03-02", "1988-03-02"),
            ("1988-04-02", "1988-03-02"),
            ("1988-03-03", "1988-03-02"),
            ("1988-04-00", "1988-03-01"),
            ("1987-12-31", "1988-01-01"),
        ] {
            assert!(!born(date, own), "{date} {own}");
        }
    }
}
