//! Getting about: parking, public transport, the school bus.

use super::{Autres, Place, Regle, UsageSpec};
use crate::sources::{
    aah, asf, boursier, c2s, eleve_boursier, etudiant, france_travail, france_travail_paiements,
    impots, impots_adresse, prime_activite, quotient_familial, rsa, scolarite, service_national,
    sportif, vehicule,
};

/// The price of a resident's parking permit.
pub static STATIONNEMENT_RESIDENTIEL: UsageSpec = UsageSpec {
    id: "stationnement_residentiel",
    titre: "Tarif du stationnement résidentiel",
    texte: "code général des collectivités territoriales, articles L. 2333-87 et L. 2333-87-3",
    refus: None,
    regles: &[
        Regle {
            sources: &[&vehicule::SOURCE, &impots_adresse::SOURCE],
            place: Place::Requise,
            motif: "le tarif suit le véhicule et la zone où la personne habite",
        },
        Regle {
            sources: &[
                &quotient_familial::SOURCE,
                &impots::SOURCE,
                &etudiant::SOURCE,
            ],
            place: Place::Facultative,
            motif: "si la délibération prévoit un tarif selon les ressources ou les études",
        },
        Regle {
            sources: &[
                &c2s::SOURCE,
                &aah::SOURCE,
                &asf::SOURCE,
                &prime_activite::SOURCE,
                &rsa::SOURCE,
                &boursier::SOURCE,
                &france_travail::SOURCE,
                &france_travail_paiements::SOURCE,
                &service_national::SOURCE,
                &sportif::SOURCE,
                &scolarite::SOURCE,
                &eleve_boursier::SOURCE,
            ],
            place: Place::Interdite,
            motif: "le tarif du stationnement n’en dépend pas",
        },
    ],
    autres: Autres::Interdites,
};

/// Checking who is parked: nobody may ask for it.
pub static CONTROLE_STATIONNEMENT: UsageSpec = UsageSpec {
    id: "controle_stationnement",
    titre: "Contrôle du stationnement",
    texte: "code général des collectivités territoriales, articles L. 2333-87 et L. 2333-87-3",
    refus: Some(
        "la carte grise ne sert qu’au tarif du stationnement résidentiel, jamais à un contrôle",
    ),
    regles: &[],
    autres: Autres::Interdites,
};

/// A travel card or a fare.
pub static CARTE_TRANSPORT: UsageSpec = UsageSpec {
    id: "carte_transport",
    titre: "Tarif des transports en commun",
    texte: "code des transports, articles L. 1231-1 et L. 1231-3 ; article L. 1113-1 pour la \
            Complémentaire santé solidaire",
    refus: None,
    regles: &[
        Regle {
            sources: &[
                &quotient_familial::SOURCE,
                &impots::SOURCE,
                &c2s::SOURCE,
                &aah::SOURCE,
                &rsa::SOURCE,
                &etudiant::SOURCE,
                &boursier::SOURCE,
                &scolarite::SOURCE,
                &eleve_boursier::SOURCE,
                &france_travail::SOURCE,
                &france_travail_paiements::SOURCE,
            ],
            place: Place::Facultative,
            motif: "si la grille des tarifs en dépend",
        },
        Regle {
            sources: &[&prime_activite::SOURCE, &asf::SOURCE],
            place: Place::Interdite,
            motif: "elle n’est pas utile à la tarification des transports",
        },
    ],
    autres: Autres::Interdites,
};

/// The school bus.
pub static TRANSPORT_SCOLAIRE: UsageSpec = UsageSpec {
    id: "transport_scolaire",
    titre: "Transport scolaire",
    texte: "code des transports, article L. 3111-7 ; code de l’éducation, article L. 214-18",
    refus: None,
    regles: &[
        Regle {
            sources: &[
                &quotient_familial::SOURCE,
                &impots::SOURCE,
                &scolarite::SOURCE,
                &eleve_boursier::SOURCE,
            ],
            place: Place::Facultative,
            motif: "si le tarif dépend des ressources ou de l’établissement",
        },
        Regle {
            sources: &[&prime_activite::SOURCE, &asf::SOURCE],
            place: Place::Interdite,
            motif: "elle n’est pas utile à la tarification des transports",
        },
    ],
    autres: Autres::Interdites,
};
