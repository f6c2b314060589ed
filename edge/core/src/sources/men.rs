//! What the two sources of the Éducation nationale share: one endpoint, about a child.
//!
//! Endpoint `/v5/men/scolarites/identite` of
//! [API Particulier](https://particulier.api.gouv.fr/catalogue). FranceConnect knows the parent and not the
//! child, whom the person types: they must be in the family file of that parent before the school is asked.

use time::Date;

use super::answer::ProvenAnswer;
use super::companion::{Companion, CompanionRow};
use super::holder::{Nom, is_same_date};
use super::outcome::{Misconfiguration as Wrong, Outcome};
use super::parameters::{self, Asked, CivilStatus, Pairs, Perimetre};
use super::saisie::{self, SaisieSpec, Saisies};
use super::spec::{AccessSpec, SourceSpec};
use super::status::{Meaning, StatusRule};
use super::{api_particulier, quotient_familial};
use crate::field::{self, ObtainedField};
use crate::identite::Pivot;
use crate::paris;

/// What the two sources have, but their name, their fields and their box.
pub(super) const SOURCE: SourceSpec = SourceSpec {
    fournisseur: "education",
    accesses: &[AccessSpec {
        wants_perimetre: true,
        saisies: CHILD,
        companion: Some(Companion {
            source: &quotient_familial::SOURCE,
            scopes: &["cnaf_enfants"],
            chemins: &[NOM, PRENOMS, DATE],
            check: is_in_family,
            row: Some(CompanionRow {
                prefix: "enfants[]",
                may_be: may_be_child,
            }),
        }),
        ..api_particulier::by_identity("/v5/men/scolarites/identite", parameters)
    }],
    statuses: &[STATUSES, api_particulier::RECIPIENT, api_particulier::TYPED],
    ..api_particulier::SOURCE
};

const NOM: &str = "enfants[].nom_naissance";
const PRENOMS: &str = "enfants[].prenoms";
const DATE: &str = "enfants[].date_naissance";

const CHILD: &[SaisieSpec] = &[
    typed("nom_naissance", "input.enfant_nom", saisie::nom),
    typed("prenoms", "input.enfant_prenoms", saisie::nom),
    typed("date_naissance", "input.enfant_naissance", saisie::date),
    SaisieSpec {
        choix: &["F", "M"],
        ..typed("sexe", "input.enfant_sexe", saisie::choix)
    },
];

const fn typed(
    id: &'static str,
    texte: &'static str,
    format: fn(&str, Date) -> Option<String>,
) -> SaisieSpec {
    SaisieSpec {
        id,
        texte,
        requise: true,
        chiffres: false,
        choix: &[],
        format,
    }
}

const PUPIL_NOT_FOUND: Meaning = Meaning::Final(Outcome::PupilNotFound);

const fn perimetre_refused(digits: &'static str) -> StatusRule {
    let refused = Outcome::Unavailable(Wrong::RequestRefused);
    StatusRule::new(422, Meaning::Final(refused))
        .ending(digits)
        .by_gateway()
}

/// The school, the year and the departments are the démarche's; the rest is what the person typed.
const STATUSES: &[StatusRule] = &[
    StatusRule::new(404, PUPIL_NOT_FOUND)
        .ending("003")
        .by_provider(),
    StatusRule::new(404, PUPIL_NOT_FOUND)
        .ending("004")
        .by_provider(),
    StatusRule::new(422, PUPIL_NOT_FOUND)
        .ending("560")
        .by_provider(),
    perimetre_refused("410"),
    perimetre_refused("411"),
    perimetre_refused("412"),
    perimetre_refused("413"),
    perimetre_refused("414"),
    perimetre_refused("415"),
    perimetre_refused("416"),
    perimetre_refused("417"),
    perimetre_refused("418"),
    perimetre_refused("419"),
];

/// The child as typed, a civil status whose place of birth nobody asks.
fn child(saisies: &Saisies) -> Option<Pivot> {
    Some(Pivot {
        nom_naissance: saisies.get("nom_naissance")?.to_owned(),
        prenoms: saisies.get("prenoms")?.to_owned(),
        date_naissance: Some(saisies.get("date_naissance")?.to_owned()),
        sexe: Some(saisies.get("sexe")?.to_owned()),
        ..Pivot::default()
    })
}

fn parameters(asked: &Asked) -> Result<Pairs, Outcome> {
    let wanted = CivilStatus {
        nom_usage: false,
        first_prenom: true,
        sexe: true,
        pays: false,
        commune: false,
        partial_date: false,
    };
    let child = child(asked.saisies).ok_or(Outcome::TypedWrong)?;
    let mut pairs = parameters::civil_status(&child, wanted).map_err(|_| Outcome::TypedWrong)?;
    pairs.push((
        "anneeScolaire",
        paris::annee_scolaire(asked.today).to_string(),
    ));
    let perimetre = asked
        .perimetre
        .ok_or(Outcome::Unavailable(Wrong::RequestRefused))?;
    match perimetre {
        Perimetre::Etablissement { etablissement } => {
            pairs.push(("codeEtablissement", etablissement.clone()));
        }
        Perimetre::Degre {
            degre,
            departements,
        } => {
            pairs.push(("degreEtablissement", degre.clone()));
            let codes = departements.iter().cloned();
            pairs.extend(codes.map(|code| ("codesBcnDepartements[]", code)));
        }
    }
    Ok(pairs)
}

/// Whether the child typed is one of the family file.
fn is_in_family(answer: &ProvenAnswer, saisies: &Saisies) -> Result<(), Outcome> {
    // Whatever says that there is no usable file says that the child is not in it.
    match answer.outcome {
        Outcome::Values => {}
        // A right that is missing is the operator's to mend: it keeps its code and its alert.
        Outcome::Unavailable(_) => return Err(answer.outcome),
        // The children of this month's file are not there yet: nobody knows that this one is missing.
        Outcome::TooEarly => return Err(Outcome::TooEarly),
        other if other.is_impersonal() => return Err(Outcome::CompanionDown),
        _ => return Err(Outcome::ChildNotFound),
    }
    let mut rows = answer
        .fields
        .iter()
        .filter_map(|found| field::row_of(&found.chemin));
    let is_whole = |row| {
        let known = |chemin| text(&answer.fields, chemin, row).is_some();
        [NOM, PRENOMS, DATE].into_iter().all(known)
    };
    rows.any(|row| is_whole(row) && may_be_child(&answer.fields, row, saisies))
        .then_some(())
        .ok_or(Outcome::ChildNotFound)
}

/// Whether a row of the family file may be the child typed; what the file does not tell is no denial.
fn may_be_child(fields: &[ObtainedField], row: usize, saisies: &Saisies) -> bool {
    let Some(child) = child(saisies) else {
        return false;
    };
    let known = |chemin, own: &str| text(fields, chemin, row).unwrap_or_else(|| own.to_owned());
    let named = Nom {
        nom: known(NOM, &child.nom_naissance),
        prenoms: known(PRENOMS, &child.prenoms),
        date_naissance: None,
    };
    let typed = child.date_naissance.as_deref().unwrap_or_default();
    let born = paris::split_date(&known(DATE, typed)).zip(paris::split_date(typed));
    named.is_of(&child) && born.is_some_and(|(known, typed)| is_same_date(known, typed))
}

fn text(fields: &[ObtainedField], chemin: &str, row: usize) -> Option<String> {
    let chemin = field::at_row(chemin, row);
    let found = fields.iter().find(|found| found.chemin == chemin)?;
    Some(found.valeur.to_plain_text())
}

#[cfg(test)]
mod tests {
    use unefois_wire::{Provenance, Value};

    use super::*;
    use crate::sources::answer::SourceAnswer;

    fn saisies() -> Saisies {
        let typed = [
            ("nom_naissance", "L'HÉRITIER"),
            ("prenoms", "Anne-Laure Zoé"),
            ("date_naissance", "2018-05-03"),
            ("sexe", "F"),
        ];
        typed.into_iter().collect()
    }

    fn family(rows: &[(&str, &str, &str)]) -> ProvenAnswer {
        let mut answer = SourceAnswer::without_value(&quotient_familial::SOURCE, Outcome::Values);
        for (row, (nom, prenoms, date)) in rows.iter().enumerate() {
            for (chemin, value) in [(NOM, nom), (PRENOMS, prenoms), (DATE, date)] {
                answer.fields.push(ObtainedField {
                    chemin: field::at_row(chemin, row),
                    valeur: Value::Text((*value).into()),
                    provenance: Provenance {
                        fournisseur: "caf".into(),
                        annee: None,
                        mois: None,
                        saisies: Vec::new(),
                    },
                });
            }
        }
        answer.prove(&Pivot::default())
    }

    fn sent(perimetre: Perimetre, today: &str) -> Result<String, Outcome> {
        let asked = Asked {
            pivot: &Pivot::default(),
            saisies: &saisies(),
            perimetre: Some(&perimetre),
            today: paris::parse_date(today).unwrap(),
        };
        let pairs = parameters(&asked)?;
        let written: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Ok(written.join("&"))
    }

    const CHILD_SENT: &str = "nomNaissance=L'HÉRITIER&prenoms[]=Anne-Laure&anneeDateNaissance=2018\
                              &moisDateNaissance=5&jourDateNaissance=3&sexeEtatCivil=F";

    #[test]
    fn child_typed_is_asked_in_one_school_or_in_departments() {
        let school = Perimetre::Etablissement {
            etablissement: "0690001A".into(),
        };
        assert_eq!(
            sent(school, "2026-11-21"),
            Ok(format!(
                "{CHILD_SENT}&anneeScolaire=2026&codeEtablissement=0690001A"
            ))
        );
        let departments = Perimetre::Degre {
            degre: "1D".into(),
            departements: vec!["069".into(), "042".into()],
        };
        let expected = format!(
            "{CHILD_SENT}&anneeScolaire=2026&degreEtablissement=1D&codesBcnDepartements[]=069\
             &codesBcnDepartements[]=042"
        );
        assert_eq!(sent(departments, "2026-11-21"), Ok(expected));
    }

    #[test]
    fn child_of_the_family_file_is_recognised_as_the_registry_spells_it() {
        for row in [
            ("L HERITIER", "ZOE", "2018-05-03"),
            ("L’Héritier", "Anne Laure", "2018-05-00"),
            ("LHERITIER", "ANNE-LAURE", "2018-00-00"),
        ] {
            let other = ("L HERITIER", "PAUL", "2015-01-01");
            assert_eq!(
                is_in_family(&family(&[other, row]), &saisies()),
                Ok(()),
                "{row:?}"
            );
        }
    }

    #[test]
    fn rejects_a_child_who_is_not_in_the_family_file() {
        for row in [
            ("L HERITIER", "ZOE", "2018-05-04"),
            ("L HERITIER", "ZOE", "2017-00-00"),
            ("L HERITIER", "PAUL", "2018-05-03"),
            ("MARTIN", "ZOE", "2018-05-03"),
            ("", "", ""),
        ] {
            let found = is_in_family(&family(&[row]), &saisies());
            assert_eq!(found, Err(Outcome::ChildNotFound), "{row:?}");
        }
        // Three facts of three children are nobody's.
        let mixed = [
            ("L HERITIER", "PAUL", "2015-01-01"),
            ("MARTIN", "ZOE", "2015-01-01"),
            ("MARTIN", "PAUL", "2018-05-03"),
        ];
        assert_eq!(
            is_in_family(&family(&mixed), &saisies()),
            Err(Outcome::ChildNotFound)
        );
    }

    #[test]
    fn row_of_another_child_is_told_from_one_the_file_says_little_of() {
        let rows = family(&[
            ("L HERITIER", "ZOE", "2018-05-03"),
            ("L HERITIER", "PAUL", "2018-05-03"),
            ("L HERITIER", "ZOE", "2015-01-01"),
        ]);
        let may_be = |row| may_be_child(&rows.fields, row, &saisies());
        assert_eq!([may_be(0), may_be(1), may_be(2)], [true, false, false]);
        let without_date: Vec<_> = rows
            .fields
            .iter()
            .filter(|found| !found.chemin.ends_with("date_naissance"))
            .cloned()
            .collect();
        assert!(may_be_child(&without_date, 0, &saisies()));
        assert!(!may_be_child(&without_date, 1, &saisies()));
        assert!(!may_be_child(&rows.fields, 0, &Saisies::default()));
    }

    #[test]
    fn family_file_without_a_row_tells_why() {
        for (outcome, expected) in [
            (Outcome::Absent, Outcome::ChildNotFound),
            (Outcome::NoFile, Outcome::ChildNotFound),
            (Outcome::NotRecognised, Outcome::ChildNotFound),
            (Outcome::TooEarly, Outcome::TooEarly),
            (Outcome::Throttled, Outcome::CompanionDown),
            (
                Outcome::Unavailable(Wrong::ScopeMissing),
                Outcome::Unavailable(Wrong::ScopeMissing),
            ),
        ] {
            let answer = ProvenAnswer::without_value(&quotient_familial::SOURCE, outcome);
            assert_eq!(is_in_family(&answer, &saisies()), Err(expected));
        }
    }

    #[test]
    fn nothing_is_asked_without_the_child_or_the_school() {
        let asked = Asked {
            pivot: &Pivot::default(),
            saisies: &Saisies::default(),
            perimetre: None,
            today: paris::parse_date("2026-11-21").unwrap(),
        };
        assert_eq!(parameters(&asked), Err(Outcome::TypedWrong));
        let without_school = Asked {
            saisies: &saisies(),
            ..asked
        };
        let refused = Outcome::Unavailable(Wrong::RequestRefused);
        assert_eq!(parameters(&without_school), Err(refused));
    }
}
