//! What the gateway of API Particulier answers, whatever the provider behind it.
//!
//! Error catalogue: <https://particulier.api.gouv.fr/developpeurs>.

use super::holder::{Holder, Nom};
use super::outcome::{Breakdown, Misconfiguration as Wrong, Outcome};
use super::parameters::{self, Parameters};
use super::saisie::SaisieSpec;
use super::spec::{AccessSpec, Gateway, Modalite, Refresh, SourceSpec, no_origin};
use super::status::{Meaning, StatusRule};
use super::{Object, read};
use crate::field;

/// What most sources behind the gateway have, but their name, their fields and their boxes.
pub(super) const SOURCE: SourceSpec = SourceSpec {
    id: "",
    fournisseur: "",
    gateway: Gateway::ApiParticulier,
    sante: false,
    refresh: Refresh::Continuous,
    recent_rights: false,
    accesses: &[],
    options: &[],
    fields: &[],
    lists: &[],
    boxes: &[],
    statuses: &[],
    origin: no_origin,
    annee_scolaire: None,
};

/// An endpoint asked with the citizen's token, which tells the gateway who they are.
pub(super) const fn by_france_connect(endpoint: &'static str) -> AccessSpec {
    AccessSpec {
        modalite: Modalite::FranceConnect,
        annee: None,
        endpoint,
        resource: "",
        scopes: &[],
        holder_scopes: &[],
        wants_perimetre: false,
        parameters: parameters::nothing,
        saisies: &[],
        holder: Holder::Asked,
        companion: None,
    }
}

/// An endpoint asked with the collectivité's token, civil status as parameters.
pub(super) const fn by_identity(endpoint: &'static str, parameters: Parameters) -> AccessSpec {
    AccessSpec {
        modalite: Modalite::Identite,
        parameters,
        ..by_france_connect(endpoint)
    }
}

/// An endpoint asked with the collectivité's token and the student number the person typed.
pub(super) const fn by_ine(endpoint: &'static str) -> AccessSpec {
    AccessSpec {
        modalite: Modalite::Ine,
        saisies: INE,
        ..by_identity(endpoint, |asked| parameters::typed(asked, "ine", "ine"))
    }
}

/// An endpoint asked with the collectivité's token and the identifier the person typed.
pub(super) const fn by_identifier(
    endpoint: &'static str,
    saisies: &'static [SaisieSpec],
) -> AccessSpec {
    AccessSpec {
        modalite: Modalite::Identifiant,
        saisies,
        ..by_identity(endpoint, |asked| {
            parameters::typed(asked, "identifiant", "identifiant")
        })
    }
}

const INE: &[SaisieSpec] = &[SaisieSpec {
    id: "ine",
    texte: "input.ine",
    requise: true,
    chiffres: false,
    choix: &[],
    format: super::saisie::ine,
}];

/// The person the answer names, under the keys of their birth name and of their given names: a text,
/// or a list of texts. Every answer that names its holder has the date of birth in one place.
pub(super) fn named(data: &Object, nom: &[&str], prenoms: &[&str]) -> Vec<Nom> {
    let given = read::at(data, prenoms)
        .ok()
        .and_then(|prenoms| match prenoms.as_array() {
            None => prenoms.as_str().map(str::to_owned),
            Some(list) => {
                let known: Vec<&str> = list.iter().filter_map(|prenom| prenom.as_str()).collect();
                Some(known.join(" "))
            }
        });
    let nom = read::text(data, nom).ok();
    let found = nom.zip(given).map(|(nom, prenoms)| Nom {
        nom,
        prenoms,
        date_naissance: read::text(data, &["identite", "date_naissance"]).ok(),
    });
    found.into_iter().collect()
}

const fn wrong(status: u16, what: Wrong) -> StatusRule {
    StatusRule::new(status, Meaning::Final(Outcome::Unavailable(what)))
}

const fn typed_wrong(status: u16) -> StatusRule {
    StatusRule::new(status, Meaning::Final(Outcome::TypedWrong))
}

/// Rules for every source behind the gateway; the rules of the source itself come before.
pub const STATUSES: &[&[StatusRule]] = &[RECIPIENT, OTHERS];

/// What is wrong with the recipient or its delegation, which is never the person's doing.
pub const RECIPIENT: &[StatusRule] = &[
    wrong(422, Wrong::RecipientRefused)
        .ending("203")
        .by_gateway(),
    wrong(422, Wrong::RecipientRefused)
        .ending("210")
        .by_gateway(),
    wrong(422, Wrong::RecipientRefused)
        .ending("212")
        .by_gateway(),
];

/// For a source asked only with what the person typed, after [`RECIPIENT`]: nothing else could be
/// refused.
pub const TYPED: &[StatusRule] = &[typed_wrong(422)];

const OTHERS: &[StatusRule] = &[
    wrong(400, Wrong::RequestRefused),
    wrong(401, Wrong::TokenExpired).ending("502"),
    wrong(401, Wrong::TokenExpired).ending("002"),
    wrong(401, Wrong::IdentityMissing).ending("503"),
    wrong(401, Wrong::IdentityMissing).ending("003"),
    wrong(401, Wrong::TokenRefused),
    wrong(403, Wrong::AddressRefused).ending("107"),
    wrong(403, Wrong::RecipientRefused)
        .ending("213")
        .by_gateway(),
    wrong(403, Wrong::ScopeMissing),
    StatusRule::new(404, Meaning::NoFile)
        .ending("003")
        .by_provider(),
    wrong(404, Wrong::EndpointGone),
    // The gateway locks on the request without the person: two citizens of one collectivité collide.
    StatusRule::new(409, Meaning::Locked)
        .ending("015")
        .by_gateway(),
    StatusRule::new(409, Meaning::Final(Outcome::Several)).by_provider(),
    StatusRule::new(409, Meaning::Locked),
    wrong(410, Wrong::EndpointGone),
    // Student number, identifier, plate: their form, or what the provider made of it.
    typed_wrong(422).ending("360").by_gateway(),
    typed_wrong(422).ending("380").by_gateway(),
    typed_wrong(422).ending("430").by_gateway(),
    typed_wrong(422).ending("562").by_provider(),
    StatusRule::new(422, Meaning::Final(Outcome::Several))
        .ending("563")
        .by_provider(),
    StatusRule::new(422, Meaning::Final(Outcome::NotRecognised)),
    StatusRule::new(429, Meaning::Throttled),
    wrong(451, Wrong::LegallyRefused),
    StatusRule::new(500, Meaning::Final(Outcome::Down(Breakdown::UpstreamError))),
    StatusRule::new(502, Meaning::Transient),
    StatusRule::new(503, Meaning::Closed),
    StatusRule::new(504, Meaning::Transient),
];

/// Scopes of our fields that were not found in the
/// [public source of FranceConnect](https://github.com/france-connect/sources), where each scope is
/// declared: before a démarche asks for one with the citizen's token, FranceConnect must confirm that
/// it exists.
pub const NOT_SEEN_AT_FRANCECONNECT: &[&str] = &[
    "cnav_participation_familiale_eaje_enfants",
    "cnav_participation_familiale_eaje_adresse",
    "cnav_participation_familiale_eaje_parametres_calcul",
    "cnav_allocation_enfant_handicape",
    "cnav_allocation_rentree_scolaire",
    // Declared there without its final s, which the gateway does not know.
    "mesri_admission_etablissement_etudes",
];

/// Those of [`NOT_SEEN_AT_FRANCECONNECT`] the citizen's token must ask for so that `source`, asked in this way, gives
/// what it has of `chemins`: none where another token opens it.
pub fn scopes_to_confirm<'a>(
    source: &str,
    access: &AccessSpec,
    chemins: impl Iterator<Item = &'a str>,
) -> Vec<&'static str> {
    if !access.modalite.is_france_connect() {
        return Vec::new();
    }
    let own = chemins.filter(|chemin| field::source_of(chemin) == Some(source));
    let of_fields = own.filter_map(field::spec).flat_map(|spec| spec.scopes);
    let of_companion = access.companion.iter().flat_map(|first| first.scopes);
    let of_access = access.scopes.iter().chain(access.holder_scopes);
    let wanted: Vec<&str> = of_access
        .chain(of_companion)
        .chain(of_fields)
        .copied()
        .collect();
    let mut unseen = NOT_SEEN_AT_FRANCECONNECT.to_vec();
    unseen.retain(|scope| wanted.contains(scope));
    unseen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(data: serde_json::Value) -> Vec<Nom> {
        let data = data.as_object().cloned().unwrap_or_default();
        named(&data, &["identite", "nom"], &["identite", "prenoms"])
    }

    #[test]
    fn given_names_come_as_a_text_or_as_a_list_with_holes() {
        for prenoms in [
            serde_json::json!("Zoé Anne"),
            serde_json::json!(["Zoé", null, "Anne"]),
        ] {
            let names =
                found(serde_json::json!({"identite": {"nom": "LE GOFF", "prenoms": prenoms}}));
            let expected = Nom {
                nom: "LE GOFF".into(),
                prenoms: "Zoé Anne".into(),
                date_naissance: None,
            };
            assert_eq!(names, [expected]);
        }
    }

    #[test]
    fn nobody_is_named_by_an_answer_without_both_names() {
        for data in [
            serde_json::json!({}),
            serde_json::json!({"identite": null}),
            serde_json::json!({"identite": {"nom": "LE GOFF"}}),
            serde_json::json!({"identite": {"prenoms": ["Zoé"]}}),
            serde_json::json!({"identite": {"nom": "LE GOFF", "prenoms": 1}}),
        ] {
            assert_eq!(found(data), []);
        }
    }
}
