//! A démarche file to complete, from what DataPass granted.
//!
//! It is TOML, commented in French like the files themselves. What nobody but the collectivité knows is
//! left empty, and no rule accepts what is empty: an unfinished file is refused with all its holes.

use super::authorization::Authorization;
use super::content::Content;
use super::text::{HOLE, Text, quoted};
use super::webhook::Notice;

const MAX_TITLE_CHARS: usize = 80;
/// Type of the habilitations of the tax office's sandbox.
const TAX_SANDBOX: &str = "api_impot_particulier_sandbox";
/// Months above which a reason is asked for.
const LONG_MONTHS: u64 = 36;

/// The démarche file of the habilitations a notice says are in force. It names no person.
pub fn skeleton(notice: &Notice) -> String {
    let granted: Vec<&Authorization> = notice.active().collect();
    let mut text = Text::default();
    heading(&mut text, notice, &granted);
    collectivite(&mut text, notice);
    access(&mut text, notice, &granted);
    law(&mut text, &granted);
    homologation(&mut text, &granted);
    habilitations(&mut text, &granted);
    form(&mut text);
    text.into_string()
}

fn heading(text: &mut Text, notice: &Notice, granted: &[&Authorization]) {
    let numbers: Vec<&str> = granted.iter().map(|it| it.numero.as_str()).collect();
    text.comment(&format!(
        "Squelette de démarche, d’après DataPass : {}.",
        numbers.join(", ")
    ));
    if let Some(form) = &notice.form_uid {
        text.comment(&format!("Formulaire de la demande : {form}."));
    }
    text.comment(&format!(
        "Remplissez chaque ligne « {HOLE} » : tant qu’il en reste une, le service refuse ce fichier."
    ));
    text.comment("Toutes les clés sont expliquées dans docs/demarche.md.");
    text.line("");
    text.holes(&[("id", "lettres minuscules, chiffres et tirets")]);
    text.line("version = 1");
    let titre = first(granted, |content| content.intitule.clone());
    let titre = titre.map(|titre| titre.chars().take(MAX_TITLE_CHARS).collect::<String>());
    text.comment("Titre de la demande : l’usager le lira, relisez-le.");
    text.text("titre", titre.as_deref(), "titre montré à l’usager");
    text.holes(&[(
        "finalite",
        "à quoi servent les données : verbe à l’infinitif, en minuscules, sans point",
    )]);
    text.hole("concerne", "[]", "\"usager\", \"enfant\" ou \"autre\"");
    text.holes(&[("usage", "cas d’usage : docs/usages.md les nomme")]);
}

fn collectivite(text: &mut Text, notice: &Notice) {
    text.section("[collectivite]");
    text.holes(&[
        ("nom_collectivite", "« Ville de … »"),
        ("collectivite", "« la ville de … »"),
        ("a_collectivite", "« à la ville de … »"),
        ("de_collectivite", "« de la ville de … »"),
    ]);
    text.text("siret", notice.siret.as_deref(), "14 chiffres");
    text.holes(&[
        ("service", "service qui reçoit la demande"),
        ("dpo", "délégué à la protection des données"),
        ("contact", "aide aux usagers"),
        ("mentions_legales", "adresse de la page"),
    ]);
}

fn access(text: &mut Text, notice: &Notice, granted: &[&Authorization]) {
    text.section("[franceconnect]");
    text.holes(&[
        ("issuer", "adresse de FranceConnect, sans barre finale"),
        ("client_id", "donné par l’espace partenaires"),
        ("client_secret", "NOM du secret, et non le secret"),
    ]);
    text.comment("Celui que déclare l’espace partenaires : es256 ou rs256.");
    text.known("algorithme", "es256");
    if has(granted, Kind::ApiParticulier) {
        text.section("[api_particulier]");
        text.holes(&[("adresse", "adresse de l’API, sans barre finale")]);
        text.text(
            "recipient",
            notice.siret.as_deref(),
            "SIRET de la collectivité",
        );
        text.comment("Si une source se demande par état civil ou par identifiant, le NOM du secret du jeton :");
        text.comment("jeton = \"API_PARTICULIER_…\"");
    }
    if has(granted, Kind::ApiImpotParticulier) {
        text.section("[dgfip]");
        text.holes(&[
            (
                "adresse",
                "adresse donnée avec le compte, sans barre finale",
            ),
            ("client_id", "identifiant du compte"),
            ("client_secret", "NOM du secret, et non le secret"),
        ]);
    }
}

fn law(text: &mut Text, granted: &[&Authorization]) {
    text.section("[base_legale]");
    let texte = first(granted, |content| content.cadre_juridique.clone());
    text.text("texte", texte.as_deref(), "texte qui fonde la demande");
    text.holes(&[("deliberation", "« délibération du … »")]);
    let adresse = first(granted, |content| content.cadre_juridique_url.clone());
    text.text(
        "adresse",
        adresse.as_deref(),
        "adresse publique de la délibération",
    );
    text.section("[conservation]");
    text.holes(&[("duree", "la durée, en mots")]);
    let mois = first(granted, |content| content.conservation_mois);
    match mois.filter(|mois| (1..=1200).contains(mois)) {
        Some(mois) => text.line(&format!("mois = {mois}")),
        None => text.hole("mois", "0", "la durée, en mois"),
    }
    if mois.is_some_and(|mois| mois > LONG_MONTHS) {
        text.holes(&[("motif", "la raison, au-delà de 36 mois")]);
    }
}

/// Tax data are only given under a security homologation.
fn homologation(text: &mut Text, granted: &[&Authorization]) {
    let [du, au] = [0, 1].map(|end| {
        first(granted, |content| {
            content.homologation.get(end).cloned().flatten()
        })
    });
    if du.is_none() && au.is_none() && !has(granted, Kind::ApiImpotParticulier) {
        return;
    }
    text.section("[homologation]");
    text.holes(&[("autorite", "qui a prononcé l’homologation de sécurité")]);
    text.text("du", du.as_deref(), "premier jour, AAAA-MM-JJ");
    text.text("au", au.as_deref(), "dernier jour, AAAA-MM-JJ");
}

fn habilitations(text: &mut Text, granted: &[&Authorization]) {
    if !has(granted, Kind::Franceconnect) {
        text.section("[[habilitation]]");
        text.comment("L’habilitation FranceConnect dont dépendent les données.");
        let numero = first(granted, |content| content.france_connect.clone());
        text.text("numero", numero.as_deref(), "son numéro DataPass");
        text.known("fournisseur", Kind::Franceconnect.name());
        text.hole("scopes", "[]", "ceux qu’elle accorde");
        text.holes(&[("du", "premier jour, AAAA-MM-JJ")]);
    }
    for authorization in granted {
        habilitation(text, authorization);
    }
}

fn habilitation(text: &mut Text, authorization: &Authorization) {
    text.section("[[habilitation]]");
    let content = &authorization.content;
    if authorization.definition.as_deref() == Some(TAX_SANDBOX) {
        text.known("etape", "bac_a_sable");
    }
    text.known("numero", &authorization.numero);
    let kind = Kind::of(authorization);
    let what = "franceconnect, api_particulier ou api_impot_particulier";
    text.text("fournisseur", kind.map(Kind::name), what);
    if kind != Some(Kind::Franceconnect) {
        modalite(text, content);
    }
    match content.scopes.is_empty() {
        true => text.hole("scopes", "[]", "ceux qu’elle accorde"),
        false => {
            let scopes: Vec<_> = content.scopes.iter().map(|scope| quoted(scope)).collect();
            text.line(&format!("scopes = [{}]", scopes.join(", ")));
        }
    }
    let day = authorization.created_on.as_deref();
    text.text("du", day, "premier jour, AAAA-MM-JJ");
}

fn modalite(text: &mut Text, content: &Content) {
    let has = |names: &[&str]| names.iter().any(|name| content.modalities.contains(*name));
    let by_token = has(&["with_france_connect", "france_connect"]);
    let by_parameters = has(&["params"]);
    if by_token && by_parameters {
        text.comment(
            "« params » est accordée aussi : le numéro ne s’écrit qu’une fois, choisissez.",
        );
    }
    match (by_token, by_parameters) {
        (true, _) => {
            text.known("modalite", "france_connect");
            let named = content.france_connect.as_deref();
            let what = "numéro de l’habilitation FranceConnect dont elle dépend";
            text.text("habilitation_franceconnect", named, what);
        }
        (false, true) => text.known("modalite", "params"),
        (false, false) => text.comment(&format!(
            "modalite = \"france_connect\" ou \"params\" # {HOLE}"
        )),
    }
}

fn form(text: &mut Text) {
    text.section("[[page]]");
    text.holes(&[("adresse", "adresse exacte de la page du formulaire")]);
    text.line("");
    text.comment("Une section par source que l’usager peut cocher : docs/fields.md les nomme.");
    text.comment("[[source]]");
    text.comment("id = \"quotient_familial\"");
    text.line("");
    text.comment(
        "Une section par champ du formulaire ; « cargo xtask map » les propose d’après la page.",
    );
    text.line("[[champ]]");
    text.holes(&[("chemin", "chemin de la donnée, « identite.nom_naissance »")]);
}

/// What a habilitation opens, in the words of a démarche file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Franceconnect,
    ApiParticulier,
    ApiImpotParticulier,
}

impl Kind {
    fn of(authorization: &Authorization) -> Option<Self> {
        match authorization.definition.as_deref()? {
            "france_connect" => Some(Self::Franceconnect),
            "api_particulier" => Some(Self::ApiParticulier),
            "api_impot_particulier" | TAX_SANDBOX => Some(Self::ApiImpotParticulier),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Franceconnect => "franceconnect",
            Self::ApiParticulier => "api_particulier",
            Self::ApiImpotParticulier => "api_impot_particulier",
        }
    }
}

fn has(granted: &[&Authorization], kind: Kind) -> bool {
    granted.iter().any(|it| Kind::of(it) == Some(kind))
}

/// What the first habilitation that says it says.
fn first<T>(granted: &[&Authorization], told: impl Fn(&Content) -> Option<T>) -> Option<T> {
    granted.iter().find_map(|it| told(&it.content))
}
