//! Whose file answered: a name in the answer against the identity FranceConnect proved.
//!
//! The rule is the one of the State's own gateway for vehicles: the birth name equal and one given
//! name in common, case, accents and punctuation aside. A birth date is not required, because the
//! registries spell it differently.

use icu_normalizer::DecomposingNormalizer;

use super::Object;
use crate::identite::Pivot;

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
    /// Given names, in any spelling and with any separator.
    pub prenoms: String,
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
        let given = |text: &str| -> Vec<String> {
            let words = text.split([' ', ',', '-']).map(normalised);
            words.filter(|word| !word.is_empty()).collect()
        };
        let own = given(&person.prenoms);
        let name = normalised(&self.nom);
        !name.is_empty()
            && name == normalised(&person.nom_naissance)
            && given(&self.prenoms).iter().any(|word| own.contains(word))
    }
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
            ..Pivot::default()
        }
    }

    fn name(nom: &str, prenoms: &str) -> Nom {
        Nom {
            nom: nom.into(),
            prenoms: prenoms.into(),
        }
    }

    #[test]
    fn spelling_of_a_registry_is_recognised() {
        for (nom, prenoms) in [
            ("D OEUVRE L HERITIER", "ZOE"),
            ("d’œuvre-l'héritier", "Jean"),
            ("DOEUVRELHERITIER", "MARIE ZOE"),
        ] {
            assert!(name(nom, prenoms).is_of(&person()), "{nom} {prenoms}");
        }
    }

    #[test]
    fn rejects_another_name_or_no_given_name_in_common() {
        for (nom, prenoms) in [
            ("D OEUVRE", "ZOE"),
            ("D OEUVRE L HERITIER", "PAUL"),
            ("D OEUVRE L HERITIER", ""),
            ("", "ZOE"),
            ("LHERITIER", "ZOE"),
        ] {
            assert!(!name(nom, prenoms).is_of(&person()), "{nom} {prenoms}");
        }
        assert!(!name("", "").is_of(&Pivot::default()));
    }
}
