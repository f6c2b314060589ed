//! Prices of the other services of a town.

use super::{Autres, Place, Regle, UsageSpec};
use crate::sources::{
    ars, boursier, eleve_boursier, etudiant, france_travail, impots, impots_adresse,
    quotient_familial, rsa, scolarite, sportif,
};

const RESSOURCES: Regle = Regle {
    sources: &[&quotient_familial::SOURCE],
    place: Place::Requise,
    motif: "le tarif suit les ressources du foyer",
};

/// No use case of the tax office's API covers these services, so no habilitation would.
const SANS_IMPOTS: Regle = Regle {
    sources: &[&impots::SOURCE, &impots_adresse::SOURCE],
    place: Place::Interdite,
    motif: "aucun cas d’usage de l’API Impôt particulier ne le couvre ; avec une habilitation \
            obtenue par demande libre, l’usage est autre",
};

/// Sport, culture, holidays: prices and vouchers.
pub static SPORT_LOISIRS: UsageSpec = UsageSpec {
    id: "sport_loisirs",
    titre: "Sport, culture et loisirs : tarifs et coupons",
    texte: "code des relations entre le public et l’administration, article L. 114-8",
    refus: None,
    regles: &[
        RESSOURCES,
        Regle {
            sources: &[
                &ars::SOURCE,
                &rsa::SOURCE,
                &etudiant::SOURCE,
                &boursier::SOURCE,
                &scolarite::SOURCE,
                &eleve_boursier::SOURCE,
                &france_travail::SOURCE,
                &sportif::SOURCE,
            ],
            place: Place::Facultative,
            motif: "si la délibération lui donne un tarif ou un coupon",
        },
        SANS_IMPOTS,
    ],
    autres: Autres::Interdites,
};

/// A library card, a garden, a hall, a recycling centre.
pub static SERVICES_MUNICIPAUX: UsageSpec = UsageSpec {
    id: "services_municipaux",
    titre: "Tarif d’un autre service municipal : bibliothèque, salle, jardin, déchèterie",
    texte: "code des relations entre le public et l’administration, article L. 114-8",
    refus: None,
    regles: &[RESSOURCES, SANS_IMPOTS],
    autres: Autres::Interdites,
};
