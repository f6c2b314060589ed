use std::path::Path;

use serde::Serialize;
use unefois_core::datapass::request::{HabilitationRequest, Recette, habilitation_requests};
use unefois_core::demarche::{
    DemarcheWritten, HabilitationKind, HabilitationWritten, ModaliteAccordee,
};

use crate::failure::Failure;
use crate::files;
use crate::output::{FAINT, GOOD, Output, SOON, STRONG, wrapped};

/// A request beside what the file already has.
#[derive(Serialize)]
struct Link {
    kind: HabilitationKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    modalite: Option<ModaliteAccordee>,
    form_uid: String,
    scopes: Vec<&'static str>,
    /// Number of the habilitation the file has for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    numero: Option<String>,
    /// Scopes needed that the file's habilitations do not grant.
    missing: Vec<&'static str>,
    /// Scopes granted that no field needs.
    unneeded: Vec<String>,
    url: String,
}

/// Prints the links of one file.
///
/// # Errors
///
/// [`Failure::File`], or [`Failure::Problems`] when the file is no démarche. A démarche whose rules do
/// not all hold yet is what the command is for.
pub fn run(path: &Path, editeur: bool, output: &Output) -> Result<(), Failure> {
    let written = files::demarche(path)?;
    let recette = match editeur {
        true => Recette::ParLEditeur,
        false => Recette::AFaire,
    };
    let requests = habilitation_requests(&written, recette);
    let links: Vec<Link> = requests
        .iter()
        .map(|request| Link::of(request, &written))
        .collect();
    match output.json {
        true => output.document(&serde_json::json!({ "demarche": written.id, "requests": links })),
        false => links.iter().for_each(|link| link.tell(output)),
    }
    Ok(())
}

impl Link {
    fn of(request: &HabilitationRequest, written: &DemarcheWritten) -> Self {
        let needed = &request.needed;
        let is_of_it = |it: &&HabilitationWritten| {
            it.fournisseur == needed.fournisseur && it.modalite == needed.modalite
        };
        let own: Vec<_> = written.habilitation.iter().filter(is_of_it).collect();
        let granted = || own.iter().flat_map(|it| &it.scopes);
        let is_granted = |scope: &&str| granted().any(|granted| granted == *scope);
        let scopes = needed.scopes.clone();
        let numero = own
            .iter()
            .map(|it| it.numero.clone())
            .find(|numero| !numero.is_empty());
        Self {
            kind: needed.fournisseur,
            modalite: needed.modalite,
            form_uid: request.form_uid.clone(),
            missing: match numero.is_some() {
                true => scopes
                    .iter()
                    .copied()
                    .filter(|scope| !is_granted(scope))
                    .collect(),
                false => scopes.clone(),
            },
            unneeded: granted()
                .filter(|scope| !scopes.contains(&scope.as_str()))
                .cloned()
                .collect(),
            numero,
            scopes,
            url: request.url(),
        }
    }

    fn tell(&self, output: &Output) {
        output.line(&format!("{STRONG}{}{STRONG:#}", self.title()));
        output.line(&wrapped("  périmètres : ", &self.scopes.join(", ")));
        if !self.unneeded.is_empty() {
            output.line(&wrapped(
                "  accordés sans servir : ",
                &self.unneeded.join(", "),
            ));
        }
        output.line(&self.state());
        output.line(&format!("  {FAINT}formulaire {}{FAINT:#}", self.form_uid));
        output.line(&format!("\n{}\n", self.url));
    }

    fn title(&self) -> &'static str {
        match (self.kind, self.modalite) {
            (HabilitationKind::Franceconnect, _) => "FranceConnect : l’identité",
            (HabilitationKind::ApiParticulier, Some(ModaliteAccordee::Params)) => {
                "API Particulier, par le jeton de la collectivité"
            }
            (HabilitationKind::ApiParticulier, _) => "API Particulier, par le jeton de la personne",
            (HabilitationKind::ApiImpotParticulier, _) => "API Impôt particulier : les impôts",
        }
    }

    fn state(&self) -> String {
        match (&self.numero, self.missing.is_empty()) {
            (Some(numero), true) => {
                format!("  {GOOD}{numero} les accorde tous : rien à demander{GOOD:#}")
            }
            (Some(numero), false) => wrapped(
                &format!("  {SOON}{numero} n’accorde pas{SOON:#} "),
                &self.missing.join(", "),
            ),
            (None, _) => format!("  {SOON}à demander{SOON:#}"),
        }
    }
}
