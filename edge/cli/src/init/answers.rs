//! Answers, and the démarche they make.
//!
//! To judge an answer when it is given, those that are not there yet are lent by an invented démarche
//! that holds every rule: what is then broken at the answer's own place is broken by the answer.

use time::Date;
use toml::{Table, Value};
use unefois_core::demarche::{
    self, ConfigProblem, DemarcheWritten, HabilitationKind, ModaliteAccordee, NeededHabilitation,
    needed_habilitations,
};
use unefois_core::sources;

/// Keys of the démarche that nobody is asked: a file of answers may give them.
pub const UNASKED: &[&str] = &[
    "formulaire",
    "autoriser_http_local",
    "collectivite.accessibilite",
    "collectivite.etat_accessibilite",
    "franceconnect.adresse_interne",
    "franceconnect.userinfo",
    "franceconnect.libelle_bouton",
];

/// Whether answers that wait are lent or left empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holes {
    /// Lent, to judge the others.
    Lent,
    /// Left empty, for the file.
    Left,
}

/// The answers given so far.
#[derive(Clone)]
pub struct Answers {
    given: Table,
    /// Key of the answer being judged, which is never lent.
    pub(super) judged: Option<String>,
    /// The day they are judged on.
    pub today: Date,
}

impl Answers {
    /// No answer yet.
    pub fn new(today: Date) -> Self {
        Self {
            given: Table::new(),
            judged: None,
            today,
        }
    }

    /// The answer at a dotted key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        get(&self.given, key)
    }

    /// The answer at a dotted key, as text.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// The answer at a dotted key, as texts.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        let items = self.get(key).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Keeps an answer.
    pub fn set(&mut self, key: &str, value: Value) {
        set(&mut self.given, key, value);
    }

    /// What is wrong at these places of the démarche with one more answer; rules that a later question
    /// settles are left out.
    pub fn problems_with(&self, key: &str, value: &Value) -> Vec<ConfigProblem> {
        let mut with = self.clone();
        with.set(key, value.clone());
        with.judged = Some(key.to_owned());
        let written = match with.written(Holes::Lent) {
            Ok(written) => written,
            Err(problems) => return with.at(key, problems),
        };
        let checked = demarche::check(written, "", self.today);
        with.at(key, checked.err().unwrap_or_default())
    }

    fn at(&self, key: &str, problems: Vec<ConfigProblem>) -> Vec<ConfigProblem> {
        let (places, later) = self.places(key);
        let is_at = |path: &str| {
            places.iter().any(|place| {
                let rest = path.strip_prefix(place.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            })
        };
        let kept = problems.into_iter();
        kept.filter(|problem| is_at(&problem.path) && !later.contains(&problem.rule))
            .collect()
    }

    /// Where an answer goes in the démarche, and the rules that later questions settle.
    fn places(&self, key: &str) -> (Vec<String>, &'static [&'static str]) {
        let alone = |place: &str| vec![place.to_owned()];
        if let Some(rest) = key.strip_prefix("habilitations.") {
            let (name, end) = rest.split_once('.').unwrap_or((rest, ""));
            let needed = self.needed();
            let index = needed.iter().position(|it| habilitation_key(it) == name);
            let index = index.unwrap_or_default();
            return (vec![format!("habilitation[{index}].{end}")], &[]);
        }
        if let Some(rest) = key.strip_prefix("precisions.") {
            let (name, end) = rest.split_once('.').unwrap_or((rest, ""));
            let index = self.source_ids().iter().position(|id| id == name);
            return (
                vec![format!("source[{}].{end}", index.unwrap_or_default())],
                &[],
            );
        }
        match key {
            "usage" => (alone("usage"), &["usage_sans_source"]),
            "pages" => (alone("page"), &[]),
            "sources" => (
                vec!["source".to_owned(), "usage".to_owned()],
                &[
                    "source_inutile",
                    "sante_explicite",
                    "motif_absent",
                    "perimetre",
                ],
            ),
            "champs" => (
                vec!["champ".to_owned(), "source".to_owned()],
                &["sante_explicite"],
            ),
            _ => (alone(key), &[]),
        }
    }

    /// The habilitations the answers need so far.
    pub fn needed(&self) -> Vec<NeededHabilitation> {
        let written = self.written(Holes::Lent);
        written
            .map(|written| needed_habilitations(&written))
            .unwrap_or_default()
    }

    /// Sources chosen, with those that must prove another one.
    pub fn source_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self
            .texts("sources")
            .into_iter()
            .map(str::to_owned)
            .collect();
        let accesses = ids
            .iter()
            .filter_map(|id| sources::spec(id)?.access(None, None));
        let companions: Vec<&str> = accesses
            .filter_map(|access| access.companion.as_ref())
            .map(|companion| companion.source.id)
            .collect();
        for id in companions {
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        ids
    }

    /// Sources that break a rule as things stand.
    pub fn sources_breaking(&self, rule: &str) -> Vec<String> {
        let written = self.written(Holes::Lent);
        let checked = written.and_then(|written| demarche::check(written, "", self.today));
        let problems = checked.err().unwrap_or_default();
        let ids = self.source_ids().into_iter().enumerate();
        let breaks = |index: usize| {
            let place = format!("source[{index}].");
            let mut problems = problems.iter();
            problems.any(|problem| problem.rule == rule && problem.path.starts_with(&place))
        };
        ids.filter(|(index, _)| breaks(*index))
            .map(|(_, id)| id)
            .collect()
    }

    fn written(&self, holes: Holes) -> Result<DemarcheWritten, Vec<ConfigProblem>> {
        demarche::parse(self.demarche(holes)?, "")
    }

    /// Dotted keys of every answer.
    pub fn keys(table: &Table) -> Vec<String> {
        table
            .iter()
            .flat_map(|(name, value)| match value {
                Value::Table(inner) => {
                    let inner = Self::keys(inner).into_iter();
                    inner.map(|end| format!("{name}.{end}")).collect()
                }
                _ => vec![name.clone()],
            })
            .collect()
    }
}

/// The name of a habilitation among the answers.
pub fn habilitation_key(needed: &NeededHabilitation) -> &'static str {
    match (needed.fournisseur, needed.modalite) {
        (HabilitationKind::Franceconnect, _) => "franceconnect",
        (HabilitationKind::ApiImpotParticulier, _) => "api_impot_particulier",
        (HabilitationKind::ApiParticulier, Some(ModaliteAccordee::Params)) => {
            "api_particulier_params"
        }
        (HabilitationKind::ApiParticulier, _) => "api_particulier",
    }
}

/// The value at a dotted key.
pub fn get<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    match key.split_once('.') {
        None => table.get(key),
        Some((first, rest)) => get(table.get(first)?.as_table()?, rest),
    }
}

/// Puts a value at a dotted key.
pub fn set(table: &mut Table, key: &str, value: Value) {
    let Some((first, rest)) = key.split_once('.') else {
        table.insert(key.to_owned(), value);
        return;
    };
    let inner = table
        .entry(first)
        .or_insert_with(|| Value::Table(Table::new()));
    if let Some(inner) = inner.as_table_mut() {
        set(inner, rest, value);
    }
}
