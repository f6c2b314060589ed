//! What the registry holds as constants, in French words.

use unefois_core::field::Kind;
use unefois_core::messages::Catalogue;
use unefois_core::sources::outcome::{Breakdown, Misconfiguration};
use unefois_core::sources::spec::Refresh;
use unefois_core::sources::{AccessSpec, AnneeRevenus, Gateway, Outcome, Pick};

use super::markdown::code;

/// The form a value has on its way to the form.
pub fn kind(kind: Kind, texts: &Catalogue) -> String {
    let words = match kind {
        Kind::Text => "texte",
        Kind::Integer => "nombre entier",
        Kind::Date => "date `AAAA-MM-JJ` ; mois ou jour inconnu écrit `00`",
        Kind::Sexe => "`F` ou `M`",
        Kind::CodeCommune => "code Insee d’une commune, cinq caractères",
        Kind::CodePays => "code Insee d’un pays ; `99100` pour la France",
        Kind::Mois => "mois, de 1 à 12",
        Kind::Annee => "année, quatre chiffres",
        Kind::Euros => "euros, nombre entier ; zéro est une valeur",
        Kind::Montant => "euros, nombre à point décimal : `123.4`",
        Kind::Decimal => "nombre à point décimal : `2.25`",
        Kind::Kilogrammes => "kilogrammes, nombre entier",
        Kind::OuiNon => "oui ou non : `true`, `false`",
        Kind::Code(list) => return open_list(list, texts),
        Kind::Organisme => "`CNAF` ou `MSA`",
    };
    words.to_owned()
}

/// A list is open: the codes named are those we have a word for.
fn open_list(list: &str, texts: &Catalogue) -> String {
    let start = format!("value.{list}.");
    let named = texts.ids().filter_map(|id| {
        let word = id.strip_prefix(&start)?;
        Some(format!("{} {}", code(word), texts.text(id, &[])))
    });
    let named: Vec<String> = named.collect();
    match named.is_empty() {
        true => String::from("code d’une liste ouverte"),
        false => format!("code d’une liste ouverte : {}", named.join(" ; ")),
    }
}

/// What opens an endpoint.
pub fn credential(gateway: Gateway, access: &AccessSpec) -> &'static str {
    match (gateway, access.modalite.is_france_connect()) {
        (Gateway::ApiParticulier, true) => "jeton FranceConnect de la personne",
        (Gateway::ApiParticulier, false) => "jeton de la collectivité",
        (Gateway::Dgfip, _) => "compte DGFiP et jeton FranceConnect de la personne",
    }
}

/// The word of the démarche file for a year of income.
pub fn annee(annee: AnneeRevenus) -> String {
    let word = serde_json::to_value(annee).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

/// When the files of a provider are complete.
pub fn refresh(refresh: Refresh) -> &'static str {
    match refresh {
        Refresh::Continuous => "à tout moment",
        Refresh::AfterFirstWeekend => "complète après le premier week-end du mois",
        Refresh::EndOfNovember => "complète fin novembre",
        Refresh::MidOctober => "complète mi-octobre",
    }
}

/// What the person decides of the rows of a list.
pub fn pick(pick: Pick) -> &'static str {
    match pick {
        Pick::Rows => "la personne choisit lesquelles",
        Pick::Whole => "toutes ou aucune",
    }
}

/// Every outcome, in the order of its type.
pub const OUTCOMES: &[Outcome] = &[
    Outcome::Values,
    Outcome::Absent,
    Outcome::NoFile,
    Outcome::TooEarly,
    Outcome::NotRecognised,
    Outcome::Several,
    Outcome::NotYours,
    Outcome::NoTaxNotice,
    Outcome::NoYoungChild,
    Outcome::Age,
    Outcome::GrantSeason,
    Outcome::MonthUnknown,
    Outcome::PlateUnknown,
    Outcome::PlateNotYours,
    Outcome::TypedWrong,
    Outcome::ChildNotFound,
    Outcome::CompanionDown,
    Outcome::PupilNotFound,
    Outcome::NoPayment,
    Outcome::Busy,
    Outcome::Throttled,
    Outcome::Maintenance { retry_in_secs: 0 },
    Outcome::Down(Breakdown::Unreachable),
    Outcome::Down(Breakdown::TimedOut),
    Outcome::Down(Breakdown::TooLate),
    Outcome::Down(Breakdown::Suspended),
    Outcome::Down(Breakdown::UpstreamError),
    Outcome::Down(Breakdown::UnexpectedStatus),
    Outcome::Down(Breakdown::UnexpectedBody),
    Outcome::Down(Breakdown::OtherPeriod),
    Outcome::Unavailable(Misconfiguration::RequestRefused),
    Outcome::Unavailable(Misconfiguration::EndpointGone),
    Outcome::Unavailable(Misconfiguration::TokenRefused),
    Outcome::Unavailable(Misconfiguration::TokenExpired),
    Outcome::Unavailable(Misconfiguration::IdentityMissing),
    Outcome::Unavailable(Misconfiguration::ScopeMissing),
    Outcome::Unavailable(Misconfiguration::AddressRefused),
    Outcome::Unavailable(Misconfiguration::RecipientRefused),
    Outcome::Unavailable(Misconfiguration::LegallyRefused),
];

/// What an outcome says to the operator.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Values => "au moins une donnée demandée est venue",
        Outcome::Absent => "le dossier existe, sans aucune des données demandées",
        Outcome::NoFile => "aucun dossier pour cette personne",
        Outcome::TooEarly => "aucun dossier, le mois n’étant pas encore complet",
        Outcome::NotRecognised => {
            "l’état civil ne correspond à personne, ou son écriture est refusée"
        }
        Outcome::Several => "plusieurs personnes correspondent",
        Outcome::NotYours => {
            "le dossier est au nom de quelqu’un d’autre : rien n’en est gardé. Souvent, c’est un identifiant mal recopié"
        }
        Outcome::NoTaxNotice => "aucun avis d’impôt pour cette année",
        Outcome::NoYoungChild => "aucun enfant de moins de sept ans dans le dossier",
        Outcome::Age => "le fournisseur ne connaît que les 16 à 25 ans",
        Outcome::GrantSeason => "aucune bourse, l’année n’étant pas encore complète",
        Outcome::MonthUnknown => {
            "la caisse ne connaît que le mois en cours, et un autre était demandé"
        }
        Outcome::PlateUnknown => "plaque inconnue du fichier",
        Outcome::PlateNotYours => "véhicule d’une autre personne",
        Outcome::TypedWrong => "ce que la personne a écrit est inconnu ou refusé",
        Outcome::ChildNotFound => "l’enfant écrit n’est pas dans le dossier de la famille",
        Outcome::CompanionDown => {
            "la source demandée d’abord n’a pas répondu : celle-ci ne l’est pas"
        }
        Outcome::PupilNotFound => "l’enfant n’est inscrit dans aucun établissement du périmètre",
        Outcome::NoPayment => "personne connue, aucun paiement",
        Outcome::Busy => "la même demande était déjà en cours",
        Outcome::Throttled => {
            "trop de demandes ; le délai imposé dépasse ce qu’une personne attend"
        }
        Outcome::Maintenance { .. } => "fournisseur fermé, qui a dit pour combien de temps",
        Outcome::Down(breakdown) => breakdown_words(breakdown),
        Outcome::Unavailable(wrong) => misconfiguration(wrong),
    }
}

fn breakdown_words(breakdown: Breakdown) -> &'static str {
    match breakdown {
        Breakdown::Unreachable => "connexion refusée, nom inconnu ou certificat refusé",
        Breakdown::TimedOut => "pas de réponse à temps",
        Breakdown::TooLate => "le jeton de la personne est trop vieux : rien n’est envoyé",
        Breakdown::Suspended => "le disjoncteur est ouvert : rien n’est envoyé",
        Breakdown::UpstreamError => "erreur du fournisseur ou de sa passerelle",
        Breakdown::UnexpectedStatus => "statut qu’aucune règle ne connaît, redirections comprises",
        Breakdown::UnexpectedBody => "réponse qui n’a pas la forme documentée",
        Breakdown::OtherPeriod => "la réponse parle d’un autre mois que celui demandé",
    }
}

fn misconfiguration(wrong: Misconfiguration) -> &'static str {
    match wrong {
        Misconfiguration::RequestRefused => "demande mal formée, ou hors de l’historique gardé",
        Misconfiguration::EndpointGone => "adresse qui n’existe pas ou plus",
        Misconfiguration::TokenRefused => "jeton ou compte refusé, ou absent",
        Misconfiguration::TokenExpired => "jeton FranceConnect inconnu ou expiré",
        Misconfiguration::IdentityMissing => {
            "l’identité manque : dans le jeton, ou dans la réponse qui doit nommer son titulaire"
        }
        Misconfiguration::ScopeMissing => "périmètre non accordé",
        Misconfiguration::AddressRefused => "adresse IP du service refusée",
        Misconfiguration::RecipientRefused => "SIRET destinataire refusé",
        Misconfiguration::LegallyRefused => "réponse interdite par la loi",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_outcome_is_listed_once() {
        let codes: BTreeSet<&str> = OUTCOMES.iter().map(|outcome| outcome.code()).collect();
        assert_eq!(codes.len(), OUTCOMES.len());
    }
}
