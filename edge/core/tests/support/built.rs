//! Démarches built from a use case and sources, with habilitations that grant exactly what they need.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;

use toml::{Table, Value, toml};
use unefois_core::demarche::ConfigProblem;
use unefois_core::demarche::usages::{self, Place, UsageSpec, Verdict};
use unefois_core::sources::{AccessSpec, Gateway, SourceSpec};

use super::support::{cantine_table, checked};

/// A source, the way it is asked and what it is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The source.
    pub source: &'static SourceSpec,
    /// The way.
    pub access: &'static AccessSpec,
    /// Paths asked.
    pub chemins: Vec<&'static str>,
}

impl Asked {
    /// A source by its first way, for every field it has.
    pub fn whole(source: &'static SourceSpec) -> Self {
        Self {
            source,
            access: &source.accesses[0],
            chemins: source
                .fields
                .iter()
                .map(|field| field.spec.chemin)
                .collect(),
        }
    }

    /// The habilitation that must grant it.
    pub fn kind(&self) -> Kind {
        match (
            self.source.gateway,
            self.access.modalite.is_france_connect(),
        ) {
            (Gateway::Dgfip, _) => Kind::Impots,
            (Gateway::ApiParticulier, true) => Kind::Jeton,
            (Gateway::ApiParticulier, false) => Kind::Params,
        }
    }

    /// Scopes without which its fields could not come.
    pub fn scopes(&self) -> BTreeSet<&'static str> {
        let fields = self.source.fields.iter();
        let asked = fields.filter(|field| self.chemins.contains(&field.spec.chemin));
        let of_fields = asked.flat_map(|field| field.spec.scopes);
        let own = self.access.scopes.iter().chain(self.access.holder_scopes);
        of_fields.chain(own).copied().collect()
    }
}

/// Data habilitations of the démarche, in the order they are written after FranceConnect's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// API Particulier, by the citizen's token.
    Jeton,
    /// API Particulier, by the collectivité's.
    Params,
    /// API Impôt particulier.
    Impots,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 3] = [Self::Jeton, Self::Params, Self::Impots];

    fn table(self, scopes: &BTreeSet<&str>) -> Table {
        let mut table = match self {
            Self::Jeton => toml! {
                numero = "H90002"
                fournisseur = "api_particulier"
                modalite = "france_connect"
                habilitation_franceconnect = "H90001"
            },
            Self::Params => toml! {
                numero = "H90003"
                fournisseur = "api_particulier"
                modalite = "params"
            },
            Self::Impots => toml! {
                numero = "H90004"
                fournisseur = "api_impot_particulier"
                modalite = "france_connect"
                habilitation_franceconnect = "H90001"
            },
        };
        let scopes = scopes.iter().copied().collect::<Vec<_>>();
        table.insert("scopes".to_owned(), scopes.into());
        table.insert("du".to_owned(), "2026-03-16".into());
        table
    }
}

/// A démarche of that use case which asks for that, every rule of the use case aside.
pub fn table(usage: &str, asked: &[Asked]) -> Table {
    let mut table = cantine_table();
    table.remove("textes");
    table.insert("usage".to_owned(), usage.into());
    let source: Vec<Value> = asked.iter().map(|asked| source(asked).into()).collect();
    table.insert("source".to_owned(), source.into());
    table.insert("champ".to_owned(), champs(asked).into());
    table.insert("habilitation".to_owned(), habilitations(asked).into());
    table.extend(toml! {
        [api_particulier]
        adresse = "http://127.0.0.1:8792"
        recipient = "21999999200015"
        jeton = "API_PARTICULIER_VALBOURG"
        [dgfip]
        adresse = "http://127.0.0.1:8792/dgfip"
        client_id = "compte"
        client_secret = "DGFIP_SECRET_VALBOURG"
        [homologation]
        autorite = "la maire de Valbourg"
        du = "2026-03-30"
        au = "2029-03-29"
    });
    table
}

trait Set {
    fn set(&mut self, key: &str, value: impl Into<Value>);
}

impl Set for Table {
    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.insert(key.to_owned(), value.into());
    }
}

fn source(asked: &Asked) -> Table {
    let mut table = Table::new();
    table.set("id", asked.source.id);
    table.set("modalite", asked.access.modalite.word());
    table.set("sante", true);
    table.set("motif", "condition de l’aide, article 3 de la délibération");
    if let Some(annee) = asked.access.annee {
        table.set("annee", Value::try_from(annee).expect("a word"));
    }
    if asked.access.wants_perimetre {
        table.set("perimetre", toml! { etablissement = "0690001A" });
    }
    table
}

fn champs(asked: &[Asked]) -> Vec<Value> {
    let of_sources = asked.iter().flat_map(|asked| asked.chemins.iter().copied());
    let champ = |chemin: &str| Table::from_iter([("chemin".to_owned(), chemin.into())]).into();
    ["identite.nom_naissance"]
        .into_iter()
        .chain(of_sources)
        .map(champ)
        .collect()
}

fn habilitations(asked: &[Asked]) -> Vec<Value> {
    let mut tables = vec![Value::Table(toml! {
        numero = "H90001"
        fournisseur = "franceconnect"
        scopes = ["openid", "family_name", "given_name", "birthdate", "gender", "birthplace", "birthcountry"]
        du = "2026-03-02"
    })];
    for kind in Kind::ALL {
        let of_kind = asked.iter().filter(|asked| asked.kind() == kind);
        let scopes: BTreeSet<&str> = of_kind.flat_map(Asked::scopes).collect();
        if !scopes.is_empty() {
            tables.push(kind.table(&scopes).into());
        }
    }
    tables
}

/// Rules that a démarche breaks, with their paths.
pub fn broken(table: Table) -> Vec<(&'static str, String)> {
    let problems: Vec<ConfigProblem> = checked(table).err().unwrap_or_default();
    let told = problems
        .into_iter()
        .map(|problem| (problem.rule, problem.path));
    told.collect()
}

/// Whether a use case may not ask a source.
pub fn is_forbidden(usage: &UsageSpec, source: &SourceSpec) -> bool {
    matches!(usage.verdict(source), Verdict::Dite(Place::Interdite, _))
}

/// Use cases a démarche may have.
pub fn offered() -> Vec<&'static UsageSpec> {
    usages::offered().filter_map(usages::spec).collect()
}
