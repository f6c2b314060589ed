//! Whatever a démarche is made of, what it may ask stays within its habilitations and its use case.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/built.rs"]
mod built;
mod support;

use std::collections::BTreeSet;
use std::fmt;

use built::{Asked, Kind, broken, is_forbidden, offered, table};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use support::{checked, today};
use unefois_core::datapass::Standings;
use unefois_core::demarche::usages::UsageSpec;
use unefois_core::demarche::{
    DemarcheChecked, HabilitationKind, HabilitationWritten, ModaliteAccordee,
};
use unefois_core::sources::api_particulier::NOT_SEEN_AT_FRANCECONNECT;
use unefois_core::sources::{self, SourceSpec};
use unefois_core::{field, paris};

/// A démarche of random parts; most of them break a rule.
#[derive(Clone)]
struct Case {
    usage: &'static UsageSpec,
    sources: Vec<&'static SourceSpec>,
    ways: Vec<Index>,
    fields: u64,
    /// Scope withdrawn from one habilitation.
    dropped: Option<(Index, Index)>,
    /// Habilitation that ended yesterday.
    ended: Option<Index>,
}

fn case() -> impl Strategy<Value = Case> {
    let ways = prop::collection::vec(any::<Index>(), 4);
    let sources = prop_oneof![
        3 => Just(true),
        1 => Just(false),
    ];
    (select(offered()), sources)
        .prop_flat_map(move |(usage, is_within)| {
            let candidates: Vec<_> = sources::ALL
                .iter()
                .copied()
                .filter(|source| !is_within || !is_forbidden(usage, source))
                .collect();
            let most = candidates.len().min(4);
            (
                Just(usage),
                subsequence(candidates, 0..=most),
                ways.clone(),
                any::<u64>(),
                prop::option::weighted(0.2, any::<(Index, Index)>()),
                prop::option::weighted(0.1, any::<Index>()),
            )
        })
        .prop_map(|(usage, sources, ways, fields, dropped, ended)| Case {
            usage,
            sources,
            ways,
            fields,
            dropped,
            ended,
        })
}

/// A source prints pages of tables; a failing case is read by its names.
impl fmt::Debug for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self.sources.iter().map(|source| source.id).collect();
        let rest = (&self.ways, self.fields, &self.dropped, &self.ended);
        write!(formatter, "{} {ids:?} {rest:?}", self.usage.id)
    }
}

impl Case {
    fn asked(&self) -> Vec<Asked> {
        let mut asked: Vec<Asked> = Vec::new();
        for (source, way) in self.sources.iter().zip(&self.ways) {
            let mut whole = Asked::whole(source);
            // One habilitation of the tax office cannot grant two kinds of years.
            if whole.kind() != Kind::Impots {
                whole.access = way.get(source.accesses);
            }
            let mut number = 0_u32;
            whole.chemins.retain(|_| {
                number += 1;
                number == 1 || self.fields.rotate_right(number) & 1 == 1
            });
            asked.push(whole);
        }
        for companion in companions(&asked) {
            asked.push(Asked::whole(companion));
        }
        asked
    }

    fn table(&self) -> toml::Table {
        let mut table = table(self.usage.id, &self.asked());
        let habilitations = table["habilitation"].as_array_mut().expect("habilitations");
        if let Some((which, scope)) = &self.dropped {
            let which = which.index(habilitations.len());
            let scopes = habilitations[which]["scopes"]
                .as_array_mut()
                .expect("scopes");
            scopes.remove(scope.index(scopes.len()));
        }
        if let Some(which) = &self.ended {
            let which = which.index(habilitations.len());
            let ended = habilitations[which].as_table_mut().expect("a habilitation");
            ended.insert("au".to_owned(), "2026-11-20".into());
        }
        confirm(&mut table);
        table
    }
}

/// Sources that those asked need and that are not asked.
fn companions(asked: &[Asked]) -> Vec<&'static SourceSpec> {
    let needed = asked
        .iter()
        .filter_map(|asked| asked.access.companion.as_ref());
    let mut missing: Vec<&'static SourceSpec> = needed
        .map(|companion| companion.source)
        .filter(|source| !asked.iter().any(|asked| asked.source.id == source.id))
        .collect();
    missing.dedup_by_key(|source| source.id);
    missing
}

/// Scopes granted today by the habilitations that `keeps` keeps: read again here from the file, so that
/// an error in the product's own reading shows.
fn granted(
    demarche: &DemarcheChecked,
    keeps: impl Fn(&HabilitationWritten) -> bool,
) -> BTreeSet<&str> {
    let habilitations = demarche.written().habilitation.iter();
    let current = habilitations.filter(|habilitation| {
        let end = habilitation.au.as_deref().and_then(paris::parse_date);
        let start = paris::parse_date(&habilitation.du).expect("a date");
        start <= today() && end.is_none_or(|end| today() <= end) && keeps(habilitation)
    });
    current
        .flat_map(|habilitation| habilitation.scopes.iter().map(String::as_str))
        .collect()
}

/// Fields ⊆ scopes ⊆ habilitations in force ⊆ use case.
fn stays_within(demarche: &DemarcheChecked, usage: &UsageSpec) {
    let identity = granted(demarche, |it| {
        it.fournisseur == HabilitationKind::Franceconnect
    });
    let by_token = granted(demarche, |it| {
        it.modalite == Some(ModaliteAccordee::FranceConnect)
    });
    let by_params = granted(demarche, |it| it.modalite == Some(ModaliteAccordee::Params));
    for champ in demarche.champs() {
        let source = demarche.source(champ.source);
        let of_way = match source.map(|source| source.access.modalite.is_france_connect()) {
            None => &identity,
            Some(true) => &by_token,
            Some(false) => &by_params,
        };
        let spec = field::spec(champ.spec.chemin).expect("of the registry");
        assert!(
            spec.scopes.iter().all(|scope| of_way.contains(scope)),
            "{}",
            spec.chemin
        );
        assert!(
            demarche
                .scopes_in_force(today(), &Standings::default())
                .cover(spec.chemin),
            "{}",
            spec.chemin
        );
        let spec = source.map(|source| source.spec);
        assert!(
            spec.is_none_or(|source| !is_forbidden(usage, source)),
            "{}",
            champ.source
        );
    }
    let every = demarche
        .sources()
        .iter()
        .map(|source| source.spec.id)
        .collect::<Vec<_>>()
        .join(",");
    let choice = demarche.parse_choice("enfant", &every).expect("all of it");
    // DataPass includes `openid` in every habilitation of FranceConnect, written or not.
    let asked = demarche.scopes_for(&choice).into_iter();
    for scope in asked.filter(|scope| *scope != "openid") {
        assert!(
            identity.contains(scope) || by_token.contains(scope),
            "{scope}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepted_demarche_asks_within_its_habilitations_and_its_use_case(case in case()) {
        if let Ok(demarche) = checked(case.table()) {
            stays_within(&demarche, case.usage);
        }
    }

    #[test]
    fn rejects_any_demarche_to_which_one_forbidden_source_is_added(case in case(), at in any::<Index>()) {
        let forbidden: Vec<&SourceSpec> = sources::ALL.iter().copied()
            .filter(|source| is_forbidden(case.usage, source)).collect();
        let added = *at.get(&forbidden);
        let mut asked = case.asked();
        asked.retain(|asked| asked.source.id != added.id);
        asked.push(Asked::whole(added));
        let place = format!("source[{}].id", asked.len() - 1);
        let found = broken(table(case.usage.id, &asked));
        prop_assert!(found.contains(&("usage_interdit", place)), "{} + {}: {found:?}", case.usage.id, added.id);
    }
}

/// FranceConnect confirmed every scope that its public source does not declare.
fn confirm(table: &mut toml::Table) {
    let scopes = NOT_SEEN_AT_FRANCECONNECT.iter().copied();
    let scopes: Vec<_> = scopes.map(toml::Value::from).collect();
    let client = table["franceconnect"].as_table_mut().expect("a client");
    client.insert("scopes_confirmes".to_owned(), scopes.into());
}

/// Without it, the property above would hold of démarches that are all refused.
#[test]
fn every_use_case_accepts_a_demarche_that_asks_for_all_it_may() {
    for usage in offered() {
        let allowed = sources::ALL
            .iter()
            .copied()
            .filter(|source| !is_forbidden(usage, source));
        let asked: Vec<Asked> = allowed.map(Asked::whole).collect();
        let mut written = table(usage.id, &asked);
        confirm(&mut written);
        let demarche =
            checked(written).unwrap_or_else(|problems| panic!("{}: {problems:#?}", usage.id));
        stays_within(&demarche, usage);
    }
}
