//! What the walk means for each field, each log line and each party, for programs and for the table.

use serde::Serialize;
use serde_json::{Value as Json, json};
use unefois_core::attestation::Attested;
use unefois_core::demarche::{DemarcheChecked, HabilitationKind, ModaliteAccordee, SourceChecked};
use unefois_core::field;
use unefois_core::identite;
use unefois_core::sources::{self, Gateway};
use unefois_wire::Value;

use super::asking::AskedSource;
use super::walk::{Circumstances, Walk};

/// A field of the form.
#[derive(Serialize)]
pub struct FieldLine {
    /// Path, that of a row of the form included.
    pub path: String,
    /// Source of the démarche.
    pub source: String,
    /// Who is asked.
    pub provider: &'static str,
    /// Scopes by which it is asked.
    pub scopes: Vec<&'static str>,
    /// Numbers of the habilitations that grant them.
    pub habilitations: Vec<String>,
    /// Box or list of the release page it belongs to.
    pub consent: Option<String>,
    /// What became of it.
    pub state: State,
    /// What the page receives.
    pub page: Option<Value>,
    /// What the attestation says.
    pub attestation: Option<Attested>,
}

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was handed over.
    Released,
    /// It was obtained, and the person kept it.
    Refused,
    /// It was asked and did not come.
    Missing,
    /// The form has more rows than came.
    NoRow,
    /// It was not asked: its source was not ticked, or the request is about another adult.
    NotAsked,
}

/// Something obtained that stays at the edge, and goes with the walk.
#[derive(Serialize)]
pub struct Kept {
    /// Path, as the registry writes it.
    pub path: String,
    /// How many values of it.
    pub values: usize,
    /// Whether the form asks for it; otherwise it only served to find the person.
    pub is_asked: bool,
}

/// The fields of the form, in the order of the démarche.
pub fn fields(demarche: &DemarcheChecked, walk: &Walk, with: &Circumstances) -> Vec<FieldLine> {
    let description = demarche.description(with.origin);
    let lines = description.champs.iter();
    lines
        .map(|champ| field_line(demarche, walk, &champ.chemin, &champ.source))
        .collect()
}

fn field_line(demarche: &DemarcheChecked, walk: &Walk, path: &str, source: &str) -> FieldLine {
    let own = demarche
        .source(source)
        .into_iter()
        .flat_map(SourceChecked::own_scopes);
    let of_field = field::spec(path)
        .into_iter()
        .flat_map(|spec| spec.scopes.iter().copied());
    let scopes: Vec<&'static str> = of_field.chain(own).collect();
    let released = walk
        .released
        .fields()
        .iter()
        .find(|field| field.chemin == path);
    FieldLine {
        path: path.to_owned(),
        source: source.to_owned(),
        provider: sources::spec(source).map_or(identite::FOURNISSEUR, |spec| spec.fournisseur),
        habilitations: habilitations(demarche, source, &scopes),
        consent: consent_of(walk, path),
        state: match released.is_some() {
            true => State::Released,
            false => withheld(walk, path, source),
        },
        page: released.map(|field| field.valeur.clone()),
        attestation: walk.claims.data.get(path).cloned(),
        scopes,
    }
}

/// Why a field receives nothing. Rows that leave are numbered anew, so those that stay are counted.
fn withheld(walk: &Walk, path: &str, source: &str) -> State {
    let is_asked = match source {
        field::IDENTITE => !walk.scopes.is_empty(),
        _ => walk.asked.iter().any(|asked| asked.spec.id == source),
    };
    let anywhere = field::without_row(path);
    let (obtained, released) = counts(walk, &anywhere);
    let row = field::row_of(path).unwrap_or_default();
    match (is_asked, obtained) {
        (false, _) => State::NotAsked,
        (true, 0) => State::Missing,
        (true, _) if row < obtained && obtained > released => State::Refused,
        (true, _) => State::NoRow,
    }
}

/// How many values of a path were obtained, and how many are handed over.
fn counts(walk: &Walk, anywhere: &str) -> (usize, usize) {
    let is_it = |chemin: &str| field::without_row(chemin) == anywhere;
    let obtained = walk
        .obtained
        .iter()
        .filter(|found| is_it(&found.chemin))
        .count();
    let released = walk
        .released
        .fields()
        .iter()
        .filter(|field| is_it(&field.chemin))
        .count();
    (obtained, released)
}

/// The habilitations that grant a scope for the way a source is asked.
pub fn habilitations(demarche: &DemarcheChecked, source: &str, scopes: &[&str]) -> Vec<String> {
    let wanted = match demarche.source(source) {
        None => (HabilitationKind::Franceconnect, None),
        Some(source) => {
            let kind = match source.spec.gateway {
                Gateway::ApiParticulier => HabilitationKind::ApiParticulier,
                Gateway::Dgfip => HabilitationKind::ApiImpotParticulier,
            };
            let modalite = match source.is_by_france_connect() {
                true => ModaliteAccordee::FranceConnect,
                false => ModaliteAccordee::Params,
            };
            (kind, Some(modalite))
        }
    };
    let all = demarche.written().habilitation.iter();
    let own = all.filter(|it| (it.fournisseur, it.modalite) == wanted);
    let granting = own.filter(|it| {
        it.scopes
            .iter()
            .any(|scope| scopes.contains(&scope.as_str()))
    });
    granting.map(|it| it.numero.clone()).collect()
}

fn consent_of(walk: &Walk, path: &str) -> Option<String> {
    let groups = walk.page.groupes.iter();
    let mut boxes = groups.clone().flat_map(|groupe| &groupe.boites);
    let of_box = boxes.find(|boite| boite.chemins.iter().any(|chemin| chemin == path));
    let mut lists = groups.flat_map(|groupe| &groupe.listes);
    let of_list = lists.find(|liste| path.starts_with(&format!("{}[", liste.nom)));
    of_box
        .map(|boite| boite.id.clone())
        .or_else(|| of_list.map(|liste| liste.nom.clone()))
}

/// What was obtained and is not handed over.
pub fn kept(demarche: &DemarcheChecked, walk: &Walk) -> Vec<Kept> {
    let mut kept: Vec<Kept> = Vec::new();
    for found in &walk.obtained {
        let path = field::without_row(&found.chemin).into_owned();
        let (obtained, released) = counts(walk, &path);
        let is_new = kept.iter().all(|it| it.path != path);
        if is_new && obtained > released {
            kept.push(Kept {
                is_asked: demarche.asks(&path),
                values: obtained - released,
                path,
            });
        }
    }
    kept
}

/// The lines of the operator's log, without their times.
pub fn log(demarche: &DemarcheChecked, walk: &Walk) -> Vec<Json> {
    let id = demarche.id();
    let origin = &walk.claims.origin;
    if walk.scopes.is_empty() {
        return Vec::new();
    }
    let sources: Vec<&str> = walk.asked.iter().map(|asked| asked.spec.id).collect();
    let mut lines = vec![
        json!({ "level": "info", "event": "started", "demarche": id, "origin": origin, "sources": sources }),
    ];
    lines.extend(walk.asked.iter().map(|asked| source_line(demarche, asked)));
    lines.push(json!({
        "level": "info", "event": "released", "demarche": id, "origin": origin, "fields": walk.loggable,
    }));
    lines.push(json!({
        "level": "info", "event": "redeemed", "demarche": id, "origin": origin,
        "fields": walk.loggable.len(),
    }));
    lines
}

/// As the service writes it: where the mere existence of a file is health data, nothing of what came.
fn source_line(demarche: &DemarcheChecked, asked: &AskedSource) -> Json {
    let declared = demarche.source(asked.spec.id);
    let is_health = declared.is_none_or(|declared| declared.sante);
    let level = if asked.outcome.alerts() {
        "error"
    } else {
        "info"
    };
    let (id, source) = (demarche.id(), asked.spec.id);
    match is_health && !asked.outcome.is_impersonal() {
        true => {
            json!({ "level": level, "event": "source", "demarche": id, "source": source, "outcome": "answered" })
        }
        false => json!({
            "level": level, "event": "source", "demarche": id, "source": source,
            "outcome": asked.outcome.code(), "fields": asked.fields,
        }),
    }
}
