//! Children: school meals, care after school, nurseries.

use super::{Autres, Place, Regle, UsageSpec};
use crate::sources::{
    aah, aeeh, asf, boursier, c2s, eaje, eleve_boursier, etudiant, france_travail,
    france_travail_paiements, impots, impots_adresse, prime_activite, quotient_familial, rsa,
    scolarite,
};

/// Required by every price of a service to children.
const RESSOURCES: Regle = Regle {
    sources: &[&quotient_familial::SOURCE, &impots::SOURCE],
    place: Place::Requise,
    motif: "le tarif suit les ressources du foyer",
};
const GRATUITE: Regle = Regle {
    sources: &[&rsa::SOURCE],
    place: Place::Facultative,
    motif: "si la délibération donne un tarif aux bénéficiaires du RSA",
};
const PRESTATIONS: Regle = Regle {
    sources: &[
        &c2s::SOURCE,
        &aah::SOURCE,
        &asf::SOURCE,
        &prime_activite::SOURCE,
        &etudiant::SOURCE,
        &boursier::SOURCE,
        &france_travail::SOURCE,
        &france_travail_paiements::SOURCE,
    ],
    place: Place::Interdite,
    motif: "le tarif d’un service à l’enfance suit le quotient familial, qui suffit",
};

/// School meals.
pub static CANTINE_SCOLAIRE: UsageSpec = UsageSpec {
    id: "cantine_scolaire",
    titre: "Restauration scolaire",
    texte: "code de l’éducation, article R. 531-52",
    refus: None,
    regles: &[
        RESSOURCES,
        GRATUITE,
        Regle {
            sources: &[&scolarite::SOURCE, &eleve_boursier::SOURCE],
            place: Place::Facultative,
            motif: "pour la restauration des collèges et des lycées",
        },
        PRESTATIONS,
    ],
    autres: Autres::Interdites,
};

/// Care before and after school, holiday centres and stays.
pub static PERISCOLAIRE: UsageSpec = UsageSpec {
    id: "periscolaire",
    titre: "Activités périscolaires, centres de loisirs et séjours d’enfants",
    texte: "code des relations entre le public et l’administration, article L. 114-8",
    refus: None,
    regles: &[
        RESSOURCES,
        GRATUITE,
        Regle {
            sources: &[&scolarite::SOURCE, &eleve_boursier::SOURCE],
            place: Place::Interdite,
            motif: "l’inscription à l’école n’entre pas dans le tarif",
        },
        PRESTATIONS,
    ],
    autres: Autres::Interdites,
};

/// A nursery place, whose price is worked out elsewhere.
pub static PLACE_CRECHE: UsageSpec = UsageSpec {
    id: "place_creche",
    titre: "Demande de place en crèche, sans calcul du tarif",
    texte: "code des relations entre le public et l’administration, article L. 114-8",
    refus: None,
    regles: &[
        Regle {
            sources: &[
                &quotient_familial::SOURCE,
                &impots::SOURCE,
                &rsa::SOURCE,
                &aeeh::SOURCE,
            ],
            place: Place::Facultative,
            motif: "si un critère d’attribution des places en dépend",
        },
        Regle {
            sources: &[&eaje::SOURCE],
            place: Place::Interdite,
            motif: "elle sert au tarif : l’usage est alors tarif_creche, sans donnée fiscale",
        },
    ],
    autres: Autres::Interdites,
};

/// The family contribution of a nursery, which the national scale sets.
pub static TARIF_CRECHE: UsageSpec = UsageSpec {
    id: "tarif_creche",
    titre: "Participation familiale d’une crèche (EAJE, PSU)",
    texte: "code de l’action sociale et des familles, article L. 214-1-3",
    refus: None,
    regles: &[
        Regle {
            sources: &[&eaje::SOURCE],
            place: Place::Requise,
            motif: "elle donne les ressources et les enfants que retient le barème national",
        },
        Regle {
            sources: &[&aeeh::SOURCE],
            place: Place::Facultative,
            motif: "un enfant handicapé change la tranche du barème",
        },
        Regle {
            sources: &[&impots::SOURCE, &impots_adresse::SOURCE],
            place: Place::Interdite,
            motif: "une donnée fiscale ne sert jamais à la participation familiale d’une crèche \
                    (PSU) : la source eaje est faite pour elle",
        },
    ],
    autres: Autres::Interdites,
};
