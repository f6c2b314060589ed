//! What no other use case says.

use super::{Autres, UsageSpec};

/// Identity alone, or a use that DataPass judges on its own: each source then says why.
pub static AUTRE: UsageSpec = UsageSpec {
    id: "autre",
    titre: "Identité seule, ou usage peu courant",
    texte: "code des relations entre le public et l’administration, article L. 114-8",
    refus: None,
    regles: &[],
    autres: Autres::Motivees,
};

/// Telling people of a right before they ask: another law, another consent, another data keeper.
pub static NOTIFICATION_DE_DROITS: UsageSpec = UsageSpec {
    id: "notification_de_droits",
    titre: "Informer d’un droit, ou l’accorder, sans demande de la personne",
    texte: "code des relations entre le public et l’administration, article L. 114-8, II",
    refus: Some(
        "une démarche part d’une demande de la personne : l’information sur ses droits suit \
         d’autres règles (CRPA, article L. 114-8, II)",
    ),
    regles: &[],
    autres: Autres::Interdites,
};
