//! Parameters of a request that come from the person: civil status, or what they typed.
//!
//! Names of parameters and character rules are those of
//! [API Particulier](https://particulier.api.gouv.fr/developpeurs). A name that breaks a rule is not
//! sent: the gateway would refuse it, and the person could mend nothing here.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::Date;

use super::outcome::Outcome;
use super::saisie::Saisies;
use crate::identite::{FRANCE, Pivot};
use crate::paris;

/// Parameters in the order they are sent; a name may be repeated.
pub type Pairs = Vec<(&'static str, String)>;

/// Builds the parameters of a request, or tells why it could not be understood.
pub type Parameters = fn(&Asked) -> Result<Pairs, Outcome>;

/// What parameters are made of.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The person, proven by FranceConnect.
    pub pivot: &'a Pivot,
    /// What they typed for this source.
    pub saisies: &'a Saisies,
    /// Schools to look in, from the démarche.
    pub perimetre: Option<&'a Perimetre>,
    /// Date in Paris.
    pub today: Date,
}

/// Où chercher un élève : un établissement, ou un degré et des départements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum Perimetre {
    /// Un établissement, par son code UAI : « 0690001A ».
    Etablissement {
        /// Code UAI : sept chiffres et une lettre.
        etablissement: String,
    },
    /// Les écoles (`1D`) ou les collèges et lycées (`2D`) de départements.
    Degre {
        /// `1D` ou `2D`.
        degre: String,
        /// Codes de la Base centrale des nomenclatures, sur trois caractères : « 069 », « 02A ».
        departements: Vec<String>,
    },
}

impl Perimetre {
    /// Whether its codes have the form of the provider.
    ///
    /// # Errors
    ///
    /// What was expected.
    pub fn check(&self) -> Result<(), &'static str> {
        let digits = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        match self {
            Self::Etablissement { etablissement } => {
                let (number, letter) = etablissement.split_at_checked(7).unwrap_or_default();
                let is_letter =
                    letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase());
                let holds = digits(number, 7) && is_letter;
                holds
                    .then_some(())
                    .ok_or("un code UAI : sept chiffres et une lettre majuscule")
            }
            Self::Degre {
                degre,
                departements,
            } => {
                let known = departements
                    .iter()
                    .all(|code| digits(code, 3) || matches!(code.as_str(), "02A" | "02B"));
                let holds =
                    matches!(degre.as_str(), "1D" | "2D") && known && !departements.is_empty();
                holds
                    .then_some(())
                    .ok_or("1D ou 2D, et des départements sur trois caractères : 069, 02A")
            }
        }
    }
}

impl fmt::Display for Perimetre {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Etablissement { etablissement } => formatter.write_str(etablissement),
            Self::Degre {
                degre,
                departements,
            } => write!(formatter, "{degre}, {}", departements.join(", ")),
        }
    }
}

/// What a provider wants of a civil status.
#[derive(Clone, Copy)]
pub struct CivilStatus {
    /// The name in use.
    pub nom_usage: bool,
    /// Whether only the first given name is looked at.
    pub first_prenom: bool,
    /// The sex.
    pub sexe: bool,
    /// The country of birth.
    pub pays: bool,
    /// The French commune of birth, where it is known.
    pub commune: bool,
    /// Whether a birth date without day or month is enough.
    pub partial_date: bool,
}

/// Nothing but what the démarche states.
///
/// # Errors
///
/// None.
pub fn nothing(_: &Asked) -> Result<Pairs, Outcome> {
    Ok(Pairs::new())
}

/// The civil status the endpoints of the Sécurité sociale want, the commune of somebody born in France
/// included.
///
/// # Errors
///
/// As [`civil_status`], and when that commune is not known.
pub fn dss(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: true,
        first_prenom: false,
        sexe: true,
        pays: true,
        commune: true,
        partial_date: true,
    };
    let is_born_in_france = asked.pivot.pays.as_deref() == Some(FRANCE);
    match is_born_in_france && asked.pivot.commune.is_none() {
        true => Err(Outcome::NotRecognised),
        false => civil_status(asked.pivot, wanted),
    }
}

/// A civil status as parameters.
///
/// # Errors
///
/// [`Outcome::NotRecognised`] when a name has a letter the gateway refuses, or when what the
/// provider wants is not known.
pub fn civil_status(person: &Pivot, wanted: CivilStatus) -> Result<Pairs, Outcome> {
    let unusable = Outcome::NotRecognised;
    let nom = civil_name(&person.nom_naissance).ok_or(unusable)?;
    let mut pairs = vec![("nomNaissance", nom)];
    if let Some(nom_usage) = person.nom_usage.as_deref().filter(|_| wanted.nom_usage) {
        // A name in use that the gateway would refuse is left out: it only helps.
        pairs.extend(civil_name(nom_usage).map(|nom| ("nomUsage", nom)));
    }
    pairs.extend(prenoms(person, wanted).ok_or(unusable)?);
    pairs.extend(birth_date(person, wanted).ok_or(unusable)?);
    if wanted.sexe {
        let sexe = person.sexe.clone().ok_or(unusable)?;
        pairs.push(("sexeEtatCivil", sexe));
    }
    if wanted.pays {
        let pays = person.pays.clone().ok_or(unusable)?;
        pairs.push(("codeCogInseePaysNaissance", pays));
    }
    let commune = person.commune.as_ref().filter(|_| wanted.commune);
    pairs.extend(commune.map(|code| ("codeCogInseeCommuneNaissance", code.clone())));
    Ok(pairs)
}

/// One parameter a given name: FranceConnect joins them by spaces.
fn prenoms(person: &Pivot, wanted: CivilStatus) -> Option<Pairs> {
    let names = person.prenoms.split_whitespace();
    let taken = if wanted.first_prenom { 1 } else { usize::MAX };
    let pairs: Option<Pairs> = names
        .take(taken)
        .map(|name| Some(("prenoms[]", civil_name(name)?)))
        .collect();
    pairs.filter(|pairs| !pairs.is_empty())
}

fn birth_date(person: &Pivot, wanted: CivilStatus) -> Option<Pairs> {
    let (year, month, day) = paris::split_date(person.date_naissance.as_deref()?)?;
    let numbers = [
        ("anneeDateNaissance", u32::from(year)),
        ("moisDateNaissance", u32::from(month)),
        ("jourDateNaissance", u32::from(day)),
    ];
    let is_whole = numbers.iter().all(|(_, number)| *number > 0);
    let known = numbers.into_iter().filter(|(_, number)| *number > 0);
    (is_whole || wanted.partial_date).then(|| {
        known
            .map(|(name, number)| (name, number.to_string()))
            .collect()
    })
}

/// A name in the letters the gateway accepts, or nothing.
///
/// Typographic apostrophes and ligatures are written as the civil registry writes them; any other
/// sign is refused rather than dropped.
pub fn civil_name(text: &str) -> Option<String> {
    let name = text
        .trim()
        .replace(['’', '‘', 'ʼ'], "'")
        .replace('œ', "oe")
        .replace('Œ', "OE")
        .replace('Ÿ', "Y");
    let is_letter = |letter: char| {
        letter.is_ascii_alphabetic()
            || (matches!(letter, 'À'..='ÿ') && !matches!(letter, '×' | '÷'))
            || matches!(letter, ' ' | '\'' | '-')
    };
    let fits = name.chars().any(char::is_alphabetic) && name.chars().all(is_letter);
    fits.then_some(name)
}

/// The value typed for `id`, as one parameter of the same or another name.
///
/// # Errors
///
/// [`Outcome::TypedWrong`] when it is missing, which the choice has already refused.
pub fn typed(asked: &Asked, id: &str, name: &'static str) -> Result<Pairs, Outcome> {
    let value = asked.saisies.get(id).ok_or(Outcome::TypedWrong)?;
    Ok(vec![(name, value.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Pivot {
        Pivot {
            nom_naissance: "D’ŒUVRE".into(),
            nom_usage: Some("LE GOFF, veuve".into()),
            prenoms: "Zoé Anne-Marie  Jean".into(),
            sexe: Some("F".into()),
            date_naissance: Some("1962-08-04".into()),
            commune: Some("2A004".into()),
            pays: Some(FRANCE.into()),
        }
    }

    const ALL: CivilStatus = CivilStatus {
        nom_usage: true,
        first_prenom: false,
        sexe: true,
        pays: true,
        commune: true,
        partial_date: true,
    };

    fn sent(person: &Pivot, wanted: CivilStatus) -> Result<String, Outcome> {
        let pairs = civil_status(person, wanted)?;
        let written: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Ok(written.join("&"))
    }

    #[test]
    fn given_names_are_sent_one_by_one_in_the_letters_of_the_registry() {
        assert_eq!(
            sent(&person(), ALL).as_deref(),
            Ok(
                "nomNaissance=D'OEUVRE&prenoms[]=Zoé&prenoms[]=Anne-Marie&prenoms[]=Jean\
                &anneeDateNaissance=1962&moisDateNaissance=8&jourDateNaissance=4&sexeEtatCivil=F\
                &codeCogInseePaysNaissance=99100&codeCogInseeCommuneNaissance=2A004"
            )
        );
    }

    #[test]
    fn only_what_the_provider_looks_at_is_sent() {
        let first = CivilStatus {
            nom_usage: false,
            first_prenom: true,
            sexe: false,
            pays: false,
            commune: false,
            partial_date: false,
        };
        let expected = "nomNaissance=D'OEUVRE&prenoms[]=Zoé&anneeDateNaissance=1962\
                        &moisDateNaissance=8&jourDateNaissance=4";
        assert_eq!(sent(&person(), first).as_deref(), Ok(expected));
    }

    #[test]
    fn birth_abroad_has_its_country_and_no_commune() {
        let abroad = Pivot {
            commune: None,
            pays: Some("99352".into()),
            ..person()
        };
        let sent = sent(&abroad, ALL).unwrap();
        assert!(sent.ends_with("codeCogInseePaysNaissance=99352"), "{sent}");
    }

    #[test]
    fn partial_date_is_sent_as_far_as_it_is_known() {
        let partial = Pivot {
            date_naissance: Some("1962-00-00".into()),
            ..person()
        };
        assert!(
            sent(&partial, ALL)
                .unwrap()
                .contains("anneeDateNaissance=1962&sexe")
        );
        let whole = CivilStatus {
            partial_date: false,
            ..ALL
        };
        assert_eq!(sent(&partial, whole), Err(Outcome::NotRecognised));
    }

    #[test]
    fn commune_of_birth_is_only_wanted_where_the_gateway_wants_it() {
        let mut unknown = Pivot {
            commune: None,
            ..person()
        };
        assert!(
            sent(&unknown, ALL)
                .unwrap()
                .ends_with("PaysNaissance=99100")
        );
        let of_dss = |pivot: &Pivot| {
            dss(&Asked {
                pivot,
                saisies: &Saisies::default(),
                perimetre: None,
                today: paris::parse_date("2026-11-21").unwrap(),
            })
        };
        assert_eq!(of_dss(&unknown), Err(Outcome::NotRecognised));
        unknown.pays = Some("99352".into());
        assert!(of_dss(&unknown).is_ok() && of_dss(&person()).is_ok());
    }

    #[test]
    fn departments_have_the_codes_of_the_provider_corsica_included() {
        let check = |departements: &[&str]| {
            let departements = departements.iter().map(|code| (*code).to_owned());
            let perimetre = Perimetre::Degre {
                degre: "2D".into(),
                departements: departements.collect(),
            };
            perimetre.check().is_ok()
        };
        assert!(check(&["069", "02A", "02B", "974"]));
        for code in ["2A", "02C", "02a", "0690", "69", "2A0", ""] {
            assert!(!check(&["069", code]), "{code}");
        }
        assert!(!check(&[]));
    }

    #[test]
    fn rejects_people_the_gateway_could_not_be_asked_about() {
        for changed in [
            Pivot {
                nom_naissance: "O'NEILL 2".into(),
                ..person()
            },
            Pivot {
                nom_naissance: "ŁUKASZ".into(),
                ..person()
            },
            Pivot {
                nom_naissance: String::new(),
                ..person()
            },
            Pivot {
                prenoms: " ".into(),
                ..person()
            },
            Pivot {
                prenoms: "Zoé, Anne".into(),
                ..person()
            },
            Pivot {
                sexe: None,
                ..person()
            },
            Pivot {
                pays: None,
                ..person()
            },
            Pivot {
                date_naissance: None,
                ..person()
            },
        ] {
            assert_eq!(sent(&changed, ALL), Err(Outcome::NotRecognised));
        }
    }
}
