//! The démarche that answers make, whole at every moment.

use toml::{Table, Value};
use unefois_core::demarche::{
    self, ConfigProblem, HabilitationKind, ModaliteAccordee, NeededHabilitation,
    needed_habilitations,
};
use unefois_core::sources::api_particulier::scopes_to_confirm;
use unefois_core::sources::{self, AccessSpec};

use super::answers::{Answers, Holes, get, habilitation_key, set};

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

impl Answers {
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
        if let Some(modalite) = self.modalite_carried(id) {
            source.insert("modalite".to_owned(), modalite.into());
        }
        let more = self
            .get(&format!("precisions.{id}"))
            .and_then(Value::as_table);
        source.extend(more.cloned().unwrap_or_default());
        Value::Table(source)
    }

    /// The way to ask a source where its usual one needs scopes that FranceConnect may not know.
    fn modalite_carried(&self, id: &str) -> Option<&'static str> {
        let chemins = self.texts("champs");
        let is_carried = |access: &&AccessSpec| {
            scopes_to_confirm(id, access, chemins.iter().copied()).is_empty()
        };
        let accesses = sources::spec(id)?.accesses;
        let carried = accesses.iter().find(is_carried)?;
        let is_usual = accesses.first()?.modalite == carried.modalite;
        (!is_usual).then(|| carried.modalite.word())
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
