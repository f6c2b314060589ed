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

/// A démarche that holds every rule, and asks for the least.
const LENT: &str = include_str!("lent.toml");

/// Keys of the answers that are keys of the démarche.
const SAME: &[&str] = &[
    "id",
    "titre",
    "finalite",
    "usage",
    "concerne",
    "formulaire",
    "autoriser_http_local",
    "collectivite.nom_collectivite",
    "collectivite.collectivite",
    "collectivite.a_collectivite",
    "collectivite.de_collectivite",
    "collectivite.siret",
    "collectivite.service",
    "collectivite.dpo",
    "collectivite.contact",
    "collectivite.mentions_legales",
    "collectivite.accessibilite",
    "collectivite.etat_accessibilite",
    "franceconnect.issuer",
    "franceconnect.adresse_interne",
    "franceconnect.client_id",
    "franceconnect.client_secret",
    "franceconnect.algorithme",
    "franceconnect.userinfo",
    "franceconnect.libelle_bouton",
    "base_legale.texte",
    "base_legale.deliberation",
    "base_legale.adresse",
    "conservation.duree",
    "conservation.mois",
    "conservation.motif",
];

/// Keys of `SAME` that nobody is asked: a file of answers may give them.
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
    judged: Option<String>,
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

    /// The démarche file.
    ///
    /// # Errors
    ///
    /// An answer has not the type of its key.
    pub fn demarche(&self, holes: Holes) -> Result<Table, Vec<ConfigProblem>> {
        let mut table: Table = LENT.parse().unwrap_or_default();
        for key in SAME {
            self.put(&mut table, key, key, holes);
        }
        if self.get("pages").is_some() {
            let pages = self.texts("pages").into_iter();
            table.insert(
                "page".to_owned(),
                list(pages.map(|adresse| one("adresse", adresse))),
            );
        }
        if self.get("sources").is_some() {
            let ids = self.source_ids();
            table.insert(
                "source".to_owned(),
                list(ids.iter().map(|id| self.source(id))),
            );
        }
        if self.get("champs").is_some() {
            let champs = self.texts("champs").into_iter();
            table.insert(
                "champ".to_owned(),
                list(champs.map(|chemin| one("chemin", chemin))),
            );
        }
        let written = demarche::parse(table.clone(), "")?;
        let needed = needed_habilitations(&written);
        self.rights(&mut table, &needed, holes);
        Ok(table)
    }

    fn put(&self, table: &mut Table, from: &str, to: &str, holes: Holes) {
        let is_lent = holes == Holes::Lent && self.judged.as_deref() != Some(from);
        match self.get(from) {
            Some(Value::String(text)) if text.is_empty() && is_lent => {}
            Some(value) => set(table, to, value.clone()),
            None => {}
        }
    }

    fn source(&self, id: &str) -> Value {
        let mut source = one("id", id);
        let more = self
            .get(&format!("precisions.{id}"))
            .and_then(Value::as_table);
        source.extend(more.cloned().unwrap_or_default());
        Value::Table(source)
    }

    /// What the collectivité was given to ask with.
    fn rights(&self, table: &mut Table, needed: &[NeededHabilitation], holes: Holes) {
        let habilitations = needed.iter().enumerate();
        let habilitations: Vec<Table> = habilitations
            .map(|(index, needed)| self.habilitation(index, needed, holes))
            .collect();
        table.insert("habilitation".to_owned(), list(habilitations.into_iter()));
        let has = |kind| needed.iter().any(|it| it.fournisseur == kind);
        if has(HabilitationKind::ApiParticulier) {
            set(
                table,
                "api_particulier.adresse",
                "https://particulier.api.gouv.fr".into(),
            );
            let siret = get(table, "collectivite.siret").cloned();
            set(
                table,
                "api_particulier.recipient",
                siret.unwrap_or_else(|| "".into()),
            );
            self.put(
                table,
                "api_particulier.adresse",
                "api_particulier.adresse",
                holes,
            );
        }
        if needed
            .iter()
            .any(|it| it.modalite == Some(ModaliteAccordee::Params))
        {
            set(table, "api_particulier.jeton", "JETON_COLLECTIVITE".into());
            self.put(
                table,
                "api_particulier.jeton",
                "api_particulier.jeton",
                holes,
            );
        }
        if has(HabilitationKind::ApiImpotParticulier) {
            for (key, lent) in [
                ("dgfip.adresse", "https://gateway.example"),
                ("dgfip.client_id", "compte"),
                ("dgfip.client_secret", "DGFIP_SECRET"),
                ("homologation.autorite", "la maire"),
                ("homologation.du", "2000-01-01"),
                ("homologation.au", "2999-12-31"),
            ] {
                set(table, key, lent.into());
                self.put(table, key, key, holes);
            }
            if self.get("dgfip.id_teleservice").is_some() {
                self.put(table, "dgfip.id_teleservice", "dgfip.id_teleservice", holes);
            }
        }
    }

    fn habilitation(&self, index: usize, needed: &NeededHabilitation, holes: Holes) -> Table {
        let key = habilitation_key(needed);
        let mut table = one("numero", &format!("H{}", index + 1));
        self.put(
            &mut table,
            &format!("habilitations.{key}.numero"),
            "numero",
            holes,
        );
        set(
            &mut table,
            "fournisseur",
            kind_word(needed.fournisseur).into(),
        );
        if let Some(modalite) = needed.modalite {
            set(&mut table, "modalite", modality_word(modalite).into());
        }
        if needed.modalite == Some(ModaliteAccordee::FranceConnect) {
            set(&mut table, "habilitation_franceconnect", "H1".into());
            self.put(
                &mut table,
                "habilitations.franceconnect.numero",
                "habilitation_franceconnect",
                holes,
            );
        }
        let scopes = needed.scopes.iter().map(|scope| Value::from(*scope));
        set(&mut table, "scopes", Value::Array(scopes.collect()));
        set(&mut table, "du", "2000-01-01".into());
        self.put(&mut table, &format!("habilitations.{key}.du"), "du", holes);
        if !self.text(&format!("habilitations.{key}.au")).is_empty() {
            self.put(&mut table, &format!("habilitations.{key}.au"), "au", holes);
        }
        table
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

fn kind_word(kind: HabilitationKind) -> &'static str {
    match kind {
        HabilitationKind::Franceconnect => "franceconnect",
        HabilitationKind::ApiParticulier => "api_particulier",
        HabilitationKind::ApiImpotParticulier => "api_impot_particulier",
    }
}

fn modality_word(modalite: ModaliteAccordee) -> &'static str {
    match modalite {
        ModaliteAccordee::FranceConnect => "france_connect",
        ModaliteAccordee::Params => "params",
    }
}

fn one(key: &str, value: &str) -> Table {
    Table::from_iter([(key.to_owned(), Value::from(value))])
}

fn list(tables: impl Iterator<Item = impl Into<Value>>) -> Value {
    Value::Array(tables.map(Into::into).collect())
}

/// The value at a dotted key.
pub fn get<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    match key.split_once('.') {
        None => table.get(key),
        Some((first, rest)) => get(table.get(first)?.as_table()?, rest),
    }
}

fn set(table: &mut Table, key: &str, value: Value) {
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
