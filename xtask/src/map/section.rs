//! The section of the démarche file: printed to be pasted, or put in a file without touching the rest.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, value};
use unefois_core::demarche::CibleWritten;
use unefois_core::field;
use unefois_core::sources;

use super::evidence::Confidence;
use super::proposal::{Mapping, Proposal};

/// Entries above which a table of values has its own lines.
const INLINE_AT_MOST: usize = 5;

/// A démarche file once the proposals are in it.
pub struct Merged {
    /// The whole file.
    pub text: String,
    /// Paths that were added.
    pub added: Vec<String>,
    /// What the file says otherwise than the page: the file is right until somebody decides.
    pub differences: Vec<String>,
}

/// The section alone.
pub fn render(mapping: &Mapping, least: Confidence) -> String {
    let mut document = DocumentMut::new();
    formulaire(&mut document, mapping);
    let written: Vec<&Proposal> = kept(mapping, least).collect();
    append(
        &mut document,
        "source",
        needed(&written).into_iter().map(|(_, table)| table),
    );
    append(
        &mut document,
        "champ",
        written.iter().map(|proposal| champ(proposal)),
    );
    document.to_string().trim_start().to_owned()
}

/// Puts the proposals in a démarche file: what is there stays.
///
/// # Errors
///
/// The file is not TOML, or its sections are written in a form that cannot be added to.
pub fn merge(file: &str, mapping: &Mapping, least: Confidence) -> Result<Merged> {
    let mut document: DocumentMut = file.parse().context("the démarche file is not TOML")?;
    let there = read(&document, "champ", "chemin");
    let mut differences = Vec::new();
    let mut added: Vec<&Proposal> = Vec::new();
    for proposal in kept(mapping, least) {
        let cible = cible(&proposal.cible).to_string();
        let same_place = there
            .iter()
            .find(|(_, table)| shown(table.get("cible")) == normal(&cible));
        match (
            there.iter().find(|(chemin, _)| chemin == proposal.chemin),
            same_place,
        ) {
            (Some((chemin, table)), _) => {
                differences.extend(difference(chemin, table, proposal, &cible))
            }
            (None, Some((other, _))) => differences.push(format!(
                "{}: {cible} already receives {other}",
                proposal.chemin
            )),
            (None, None) => added.push(proposal),
        }
    }
    let known = read(&document, "source", "id");
    for (id, table) in needed(&kept(mapping, least).collect::<Vec<_>>()) {
        match known.iter().find(|(there, _)| *there == id) {
            None if added
                .iter()
                .any(|proposal| field::source_of(proposal.chemin) == Some(id)) =>
            {
                append(&mut document, "source", [table]);
            }
            Some((_, there)) => differences.extend(other_lignes(id, there, &table)),
            None => {}
        }
    }
    append(
        &mut document,
        "champ",
        added.iter().map(|proposal| champ(proposal)),
    );
    let in_file = document
        .get("formulaire")
        .and_then(Item::as_str)
        .map(str::to_owned);
    match in_file {
        None => formulaire(&mut document, mapping),
        Some(there) if mapping.has_other_forms && there != mapping.formulaire => {
            differences.push(format!(
                "formulaire: the file has {there}, the page {}",
                mapping.formulaire
            ));
        }
        Some(_) => {}
    }
    let added = added
        .iter()
        .map(|proposal| proposal.chemin.to_owned())
        .collect();
    Ok(Merged {
        text: document.to_string(),
        added,
        differences,
    })
}

/// The sources a démarche file declares.
pub fn sources_of(file: &str) -> Result<Vec<String>> {
    let document: DocumentMut = file.parse().context("the démarche file is not TOML")?;
    Ok(read(&document, "source", "id")
        .into_iter()
        .map(|(id, _)| id)
        .collect())
}

/// The proposals that are sure enough to be written.
pub fn kept(mapping: &Mapping, least: Confidence) -> impl Iterator<Item = &Proposal> {
    mapping
        .proposals
        .iter()
        .filter(move |proposal| proposal.confidence >= least)
}

/// The selectors of a target as the démarche file writes them.
pub fn cible(cible: &CibleWritten) -> toml_edit::Value {
    match cible {
        CibleWritten::Selecteur(selecteur) => selecteur.as_str().into(),
        CibleWritten::Date(date) => {
            let mut parts = InlineTable::new();
            parts.insert("jour", date.jour.as_str().into());
            parts.insert("mois", date.mois.as_str().into());
            parts.insert("annee", date.annee.as_str().into());
            parts.into()
        }
    }
}

fn difference(chemin: &str, there: &Table, proposal: &Proposal, cible: &str) -> Option<String> {
    let is_same = |written: Option<&Item>, expected: &str| shown(written) == normal(expected);
    let valeurs = || choices(&proposal.valeurs).to_string();
    let format = proposal.format.map(|format| format!("\"{format}\""));
    match &format {
        _ if there.get("cible").is_some() && !is_same(there.get("cible"), cible) => Some(format!(
            "{chemin}: the file has {}, the page suggests {}",
            shown(there.get("cible")),
            normal(cible)
        )),
        Some(format) if !is_same(there.get("format"), format) => {
            Some(format!("{chemin}: the page suggests format = {format}"))
        }
        _ if there.get("valeurs").is_none() && !proposal.valeurs.is_empty() => Some(format!(
            "{chemin}: the page suggests valeurs = {}",
            valeurs()
        )),
        _ => None,
    }
}

fn other_lignes(id: &str, there: &Table, table: &Table) -> Option<String> {
    let lignes = |table: &Table| table.get("lignes").and_then(Item::as_integer).unwrap_or(1);
    let (written, read) = (lignes(there), lignes(table));
    (read > 1 && written != read)
        .then(|| format!("source {id}: the file has {written} rows, the page {read}"))
}

/// A value of a file, whatever its spaces and quotes.
fn shown(item: Option<&Item>) -> String {
    item.map(|item| normal(&item.to_string()))
        .unwrap_or_default()
}

fn normal(text: &str) -> String {
    let parsed = format!("value = {}", text.trim()).parse::<DocumentMut>();
    let value = parsed
        .ok()
        .and_then(|document| document.get("value").cloned());
    match value.as_ref().and_then(Item::as_str) {
        Some(text) => text.to_owned(),
        None => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn read(document: &DocumentMut, sections: &str, key: &str) -> Vec<(String, Table)> {
    let tables = document
        .get(sections)
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten();
    tables
        .filter_map(|table| Some((table.get(key)?.as_str()?.to_owned(), table.clone())))
        .collect()
}

fn append(document: &mut DocumentMut, sections: &str, tables: impl IntoIterator<Item = Table>) {
    let mut tables = tables.into_iter().peekable();
    if tables.peek().is_none() {
        return;
    }
    let item = document
        .entry(sections)
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(array) = item.as_array_of_tables_mut() {
        tables.for_each(|table| array.push(table));
    }
}

fn formulaire(document: &mut DocumentMut, mapping: &Mapping) {
    if mapping.has_other_forms && !mapping.formulaire.is_empty() {
        document.insert("formulaire", value(mapping.formulaire.as_str()));
    }
}

fn champ(proposal: &Proposal) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table.insert("chemin", value(proposal.chemin));
    table.insert("cible", Item::Value(cible(&proposal.cible)));
    if proposal.requis {
        table.insert("requis", value(true));
    }
    if let Some(format) = proposal.format {
        table.insert("format", value(format));
    }
    match proposal.valeurs.len() {
        0 => {}
        1..=INLINE_AT_MOST => {
            drop(table.insert("valeurs", Item::Value(choices(&proposal.valeurs).into())))
        }
        _ => {
            let mut valeurs = choices(&proposal.valeurs).into_table();
            valeurs.decor_mut().set_prefix("\n");
            table.insert("valeurs", Item::Table(valeurs));
        }
    }
    table
}

fn choices(valeurs: &BTreeMap<String, String>) -> InlineTable {
    let mut sorted: Vec<_> = valeurs.iter().collect();
    sorted.sort_by_key(|(received, _)| {
        (
            received.parse::<u32>().unwrap_or(0),
            received.as_str() != "true",
            (*received).clone(),
        )
    });
    let mut table = InlineTable::new();
    for (received, written) in sorted {
        table.insert(received, written.as_str().into());
    }
    table
}

/// The sources the proposals need, in the order of the page, and the section of each.
fn needed(proposals: &[&Proposal]) -> Vec<(&'static str, Table)> {
    let mut needed: Vec<(&'static str, Table)> = Vec::new();
    for proposal in proposals {
        let Some(source) =
            field::source_of(proposal.chemin).filter(|source| *source != field::IDENTITE)
        else {
            continue;
        };
        if needed.iter().all(|(known, _)| *known != source) {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            table.insert("id", value(source));
            if is_about_health(source, proposals) {
                table.insert("sante", value(true));
            }
            needed.push((source, table));
        }
        if proposal.lignes > 1
            && let Some((_, table)) = needed.iter_mut().find(|(known, _)| *known == source)
        {
            table.insert("lignes", value(i64::try_from(proposal.lignes).unwrap_or(1)));
        }
    }
    needed
}

fn is_about_health(source: &str, proposals: &[&Proposal]) -> bool {
    let Some(spec) = sources::spec(source) else {
        return false;
    };
    let says = |proposal: &&&Proposal| {
        let mut boxes = spec.boxes.iter().filter(|shown| shown.sante);
        spec.field(proposal.chemin).is_some() && boxes.any(|shown| shown.covers(proposal.chemin))
    };
    spec.sante || proposals.iter().any(|proposal| says(&proposal))
}

/// What a source still asks of whoever writes the démarche.
pub fn remarks(mapping: &Mapping, least: Confidence) -> Vec<String> {
    let written: Vec<&Proposal> = kept(mapping, least).collect();
    let needed = needed(&written);
    let is_there = |id: &str| needed.iter().any(|(known, _)| *known == id);
    let mut remarks = Vec::new();
    for spec in needed.iter().filter_map(|(id, _)| sources::spec(id)) {
        let Some(access) = spec.accesses.first() else {
            continue;
        };
        if access.wants_perimetre {
            remarks.push(format!(
                "source {}: its `perimetre` is to be written, see docs/demarche.md",
                spec.id
            ));
        }
        let companion = access
            .companion
            .as_ref()
            .map(|companion| companion.source.id);
        if let Some(companion) = companion.filter(|id| !is_there(id)) {
            remarks.push(format!(
                "source {}: {companion} must be declared too, it proves whose file answers",
                spec.id
            ));
        }
    }
    if !needed.is_empty() {
        remarks.push("each source needs an [[habilitation]] that grants its scopes: docs/fields.md lists them".to_owned());
    }
    remarks
}
