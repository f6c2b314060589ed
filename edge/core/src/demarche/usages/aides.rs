//! Aids that a collectivité grants of its own will.

use super::{Autres, Place, Regle, UsageSpec};
use crate::sources::{
    aah, aeeh, ars, asf, boursier, c2s, eleve_boursier, etudiant, france_travail,
    france_travail_paiements, impots, impots_adresse, prime_activite, quotient_familial, rsa,
    scolarite, service_civique, service_national,
};

/// Aids of a CCAS, of a town, of a département or of a région.
pub static AIDE_SOCIALE_FACULTATIVE: UsageSpec = UsageSpec {
    id: "aide_sociale_facultative",
    titre: "Aide sociale facultative",
    texte: "code de l’action sociale et des familles, articles L. 123-5, R. 123-2 et R. 123-21, ou \
            la délibération qui crée l’aide",
    refus: None,
    regles: &[Regle {
        sources: &[
            &quotient_familial::SOURCE,
            &impots::SOURCE,
            &impots_adresse::SOURCE,
            &c2s::SOURCE,
            &aah::SOURCE,
            &aeeh::SOURCE,
            &ars::SOURCE,
            &asf::SOURCE,
            &prime_activite::SOURCE,
            &rsa::SOURCE,
            &etudiant::SOURCE,
            &boursier::SOURCE,
            &scolarite::SOURCE,
            &eleve_boursier::SOURCE,
            &france_travail::SOURCE,
            &france_travail_paiements::SOURCE,
        ],
        place: Place::Facultative,
        motif: "si la délibération en fait une condition de l’aide ou de son montant",
    }],
    autres: Autres::Interdites,
};

/// An aid to students and to young people who serve.
pub static AIDE_ETUDIANTE: UsageSpec = UsageSpec {
    id: "aide_etudiante",
    titre: "Aide aux étudiants et aux jeunes",
    texte: "code des relations entre le public et l’administration, article L. 114-8, et la \
            délibération qui crée l’aide",
    refus: None,
    regles: &[
        Regle {
            sources: &[&etudiant::SOURCE, &boursier::SOURCE],
            place: Place::Requise,
            motif: "l’aide est faite pour qui étudie",
        },
        Regle {
            sources: &[
                &quotient_familial::SOURCE,
                &impots::SOURCE,
                &service_civique::SOURCE,
                &service_national::SOURCE,
            ],
            place: Place::Facultative,
            motif: "si la délibération en fait une condition de l’aide ou de son montant",
        },
    ],
    autres: Autres::Interdites,
};
