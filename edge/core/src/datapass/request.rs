//! The pre-filled request of a habilitation: a link that opens DataPass's own form with what the
//! démarche file already says. A person reads it, completes it and sends it; nothing is sent here.
//!
//! [Pre-filling a request](https://github.com/etalab/data_pass/blob/c3a17f12/docs/technique/pre_remplissage_query_params.md):
//! contacts cannot be given, unknown names are ignored.

use url::form_urlencoded::Serializer;

use crate::demarche::{
    DemarcheWritten, HabilitationKind, ModaliteAccordee, NeededHabilitation, needed_habilitations,
};

/// Where the forms are.
const FORMS: &str = "https://datapass.api.gouv.fr/formulaires";

/// Who tested the tax API: it opens in production only to what was tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recette {
    /// The collectivité will, in the sandbox, which is asked for first.
    #[default]
    AFaire,
    /// The editor has.
    ParLEditeur,
}

/// A request to complete on DataPass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HabilitationRequest {
    /// What is asked for.
    pub needed: NeededHabilitation,
    /// Form of DataPass, made for the use case where there is one.
    pub form_uid: String,
    /// Names and values given to it, in order.
    pub parameters: Vec<(&'static str, String)>,
}

impl HabilitationRequest {
    /// Address of the pre-filled form.
    pub fn url(&self) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in &self.parameters {
            query.append_pair(name, value);
        }
        format!(
            "{FORMS}/{}/demande/nouveau?{}",
            self.form_uid,
            query.finish()
        )
    }
}

/// The requests of `written`, identity first: one a provider and a way of asking, each with the
/// smallest set of scopes. The file need not hold all its rules yet.
pub fn habilitation_requests(
    written: &DemarcheWritten,
    recette: Recette,
) -> Vec<HabilitationRequest> {
    let needed = needed_habilitations(written).into_iter();
    needed
        .map(|needed| HabilitationRequest {
            form_uid: form_uid(&written.usage, needed.fournisseur, recette),
            parameters: parameters(written, &needed),
            needed,
        })
        .collect()
}

/// Form of API Particulier and start of the forms of API Impôt particulier, by use case; the free forms
/// for any other.
///
/// [Forms](https://github.com/etalab/data_pass/tree/c3a17f12/config/authorization_request_forms).
const FORMS_OF_USAGE: &[(&str, &str, &str)] = &[
    (
        "cantine_scolaire",
        "tarification-municipale-enfance",
        "-cantine-scolaire",
    ),
    (
        "periscolaire",
        "tarification-municipale-enfance",
        "-activites-periscolaires",
    ),
    (
        "place_creche",
        "tarification-municipale-enfance",
        "-place-creche",
    ),
    ("tarif_creche", "tarification-eaje", ""),
    (
        "stationnement_residentiel",
        "stationnement-residentiel",
        "-stationnement-residentiel",
    ),
    (
        "carte_transport",
        "tarification-transports",
        "-carte-transport",
    ),
    (
        "transport_scolaire",
        "tarification-transports",
        "-carte-transport",
    ),
    (
        "aide_sociale_facultative",
        "aides-sociales-ccas-dont-facultatives",
        "-aides-sociales-facultatives",
    ),
];

fn form_uid(usage: &str, kind: HabilitationKind, recette: Recette) -> String {
    let known = FORMS_OF_USAGE.iter().find(|(id, _, _)| *id == usage);
    match kind {
        HabilitationKind::Franceconnect => "france-connect-collectivite-administration".to_owned(),
        HabilitationKind::ApiParticulier => known.map_or_else(
            || "api-particulier".to_owned(),
            |(_, form, _)| format!("api-particulier-{form}"),
        ),
        HabilitationKind::ApiImpotParticulier => {
            let usage = known.map_or("", |(_, _, usage)| *usage);
            let stage = match (recette, usage) {
                (Recette::AFaire, _) => "-sandbox",
                (Recette::ParLEditeur, "") => "-production-editeur",
                (Recette::ParLEditeur, _) => "-editeur",
            };
            format!("api-impot-particulier{usage}{stage}")
        }
    }
}

fn parameters(
    written: &DemarcheWritten,
    needed: &NeededHabilitation,
) -> Vec<(&'static str, String)> {
    let collectivite = &written.collectivite;
    let mut all = vec![
        (
            "intitule",
            format!("{} – {}", written.titre, collectivite.nom_collectivite),
        ),
        ("description", description(written)),
    ];
    all.extend(legal(written, needed.fournisseur));
    all.extend(modality(written, needed));
    all.extend(
        needed
            .scopes
            .iter()
            .map(|scope| ("scopes[]", (*scope).to_owned())),
    );
    all.push((
        "destinataire_donnees_caractere_personnel",
        format!("{} {}", collectivite.service, collectivite.de_collectivite),
    ));
    let duree = "duree_conservation_donnees_caractere_personnel";
    all.push((duree, written.conservation.mois.to_string()));
    let motif = written.conservation.motif.iter();
    all.extend(motif.map(|motif| {
        let name = "duree_conservation_donnees_caractere_personnel_justification";
        (name, motif.clone())
    }));
    // A form shows an empty text as an answer; without it, it shows the question.
    all.retain(|(_, value)| !value.trim().is_empty());
    all
}

fn description(written: &DemarcheWritten) -> String {
    format!(
        "Les données servent à {}. La personne s’identifie avec FranceConnect depuis le formulaire, \
         choisit ce qui est demandé, puis ce qui est transmis.",
        written.finalite
    )
}

/// FranceConnect's form for a collectivité comes with its own legal ground, which is not the démarche's.
fn legal(written: &DemarcheWritten, kind: HabilitationKind) -> Vec<(&'static str, String)> {
    let base = &written.base_legale;
    match kind {
        HabilitationKind::Franceconnect => Vec::new(),
        HabilitationKind::ApiParticulier | HabilitationKind::ApiImpotParticulier => vec![
            (
                "cadre_juridique_nature",
                [&*base.texte, &base.deliberation].join(" ; "),
            ),
            ("cadre_juridique_url", base.adresse.clone()),
        ],
    }
}

fn modality(written: &DemarcheWritten, needed: &NeededHabilitation) -> Vec<(&'static str, String)> {
    let word = match (needed.fournisseur, needed.modalite) {
        (HabilitationKind::Franceconnect, _) => {
            return vec![("france_connect_eidas", "eidas_1".to_owned())];
        }
        (HabilitationKind::ApiImpotParticulier, _) => "with_france_connect",
        (HabilitationKind::ApiParticulier, Some(ModaliteAccordee::Params) | None) => "params",
        (HabilitationKind::ApiParticulier, Some(ModaliteAccordee::FranceConnect)) => {
            "france_connect"
        }
    };
    let mut all = vec![("modalities[]", word.to_owned())];
    if word != "params" {
        let named = franceconnect_number(written).into_iter();
        all.extend(named.map(|number| ("france_connect_authorization_id", number)));
    }
    all
}

/// Number of the FranceConnect habilitation the file has, without its letter.
fn franceconnect_number(written: &DemarcheWritten) -> Option<String> {
    let mut habilitations = written.habilitation.iter();
    let own = habilitations.find(|it| it.fournisseur == HabilitationKind::Franceconnect)?;
    let number = own.numero.strip_prefix('H').unwrap_or(&own.numero);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.to_owned())
}
