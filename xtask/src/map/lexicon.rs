//! What is known of words: the labels of the registry, and the table of synonyms beside this file.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use unefois_core::field::{self, FieldSpec};
use unefois_core::messages::Catalogue;

use super::words;

const TABLE: &str = include_str!("lexicon.toml");

type Lists = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    alias: Lists,
    mots: Lists,
    sujets: Lists,
    refus: Lists,
    autocomplete: Lists,
    personne: Lists,
    personne_incertain: Lists,
    adresse: Lists,
    adresse_incertain: Lists,
    chemins: Lists,
    choix: BTreeMap<String, Lists>,
}

/// Words of one datum.
pub struct Phrase {
    /// As written.
    pub text: String,
    /// Those that name something.
    pub words: BTreeSet<String>,
    /// Whether the words may also mean something else.
    pub is_weak: bool,
    /// Whether they are those of several data, which only the source tells apart.
    pub is_shared: bool,
}

/// A datum of the registry and its words.
pub struct Datum {
    /// The field of the registry.
    pub spec: &'static FieldSpec,
    /// Name of its source.
    pub source: &'static str,
    /// What it has in common with data of other sources: `adresse.voie`, `enfants[].prenoms`.
    pub kin: Option<&'static str>,
    /// Its words, best first.
    pub phrases: Vec<Phrase>,
}

/// Everything that is known of words.
pub struct Lexicon {
    aliases: Vec<(Vec<String>, Vec<String>)>,
    empty: BTreeSet<String>,
    /// The expressions of each list of subjects, as written and as compared.
    subjects: BTreeMap<String, Vec<(String, String)>>,
    table: Table,
    /// Every datum of the registry.
    pub data: Vec<Datum>,
}

impl Lexicon {
    /// Reads the table and the labels of the registry.
    ///
    /// # Errors
    ///
    /// The table is damaged.
    pub fn load() -> Result<Self> {
        let table: Table =
            toml::from_str(TABLE).context("xtask/src/map/lexicon.toml is damaged")?;
        let mut lexicon = Self {
            aliases: aliases(&table),
            empty: BTreeSet::new(),
            subjects: BTreeMap::new(),
            table,
            data: Vec::new(),
        };
        let empty = lexicon.table.mots.get("vides").into_iter().flatten();
        lexicon.empty = empty.map(|word| words::singular(word)).collect();
        let subjects = lexicon.table.sujets.iter().map(|(list, known)| {
            let spoken = known
                .iter()
                .map(|text| (text.clone(), lexicon.spoken(text)));
            (list.clone(), spoken.collect())
        });
        lexicon.subjects = subjects.collect();
        lexicon.data = field::known().map(|spec| datum(spec, &lexicon)).collect();
        Ok(lexicon)
    }

    /// How many of the first words are a synonym, and the words it stands for.
    pub fn alias(&self, rest: &[&str]) -> Option<(usize, &[String])> {
        let begins = |alias: &&(Vec<String>, Vec<String>)| {
            rest.len() >= alias.0.len()
                && alias
                    .0
                    .iter()
                    .zip(rest)
                    .all(|(known, word)| known == &words::singular(word))
        };
        let (alias, stands_for) = self.aliases.iter().find(begins)?;
        Some((alias.len(), stands_for))
    }

    /// Whether a word names nothing.
    pub fn is_empty(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// Words that only say whose part of the form it is, or which row.
    pub fn is_setting(&self, word: &str, of_child: bool) -> bool {
        let lists = [
            self.table.mots.get("personne"),
            self.table.mots.get("rang"),
            self.table.sujets.get("enfant").filter(|_| of_child),
        ];
        let mut known = lists.into_iter().flatten().flatten();
        words::is_number(word) || known.any(|known| words::singular(known) == word)
    }

    /// The expression of `list` that stands in a text, of those of the subjects.
    pub fn subject(&self, list: &str, text: &str) -> Option<&str> {
        let said = self.spoken(text);
        let known = self.subjects.get(list)?.iter();
        let mut known = known.filter(|(_, spoken)| match list {
            "autre_seul" => said == *spoken,
            _ => format!(" {said} ").contains(&format!(" {spoken} ")),
        });
        known.next().map(|(written, _)| written.as_str())
    }

    /// The word by which a field is refused.
    pub fn refusal(&self, telling: &BTreeSet<String>) -> Option<&str> {
        let mut refused = self.table.refus.values().flatten();
        refused
            .find(|word| telling.contains(&words::singular(word)))
            .map(String::as_str)
    }

    /// What an `autocomplete` token names.
    pub fn autocomplete(&self, token: &str) -> Option<&[String]> {
        self.table.autocomplete.get(token).map(Vec::as_slice)
    }

    /// The words of options, by value: `sexe`, `mois`, or a path.
    pub fn choices(&self, list: &str) -> Option<&Lists> {
        self.table.choix.get(list)
    }

    fn spoken(&self, text: &str) -> String {
        words::all(&words::plain(text), self).join(" ")
    }
}

fn aliases(table: &Table) -> Vec<(Vec<String>, Vec<String>)> {
    let split = |text: &str| text.split(' ').map(words::singular).collect::<Vec<_>>();
    let mut aliases: Vec<_> = table
        .alias
        .iter()
        .flat_map(|(word, known)| known.iter().map(move |known| (split(known), split(word))))
        .collect();
    aliases.sort_by_key(|(known, _)| std::cmp::Reverse(known.len()));
    aliases
}

fn datum(spec: &'static FieldSpec, lexicon: &Lexicon) -> Datum {
    let chemin = spec.chemin;
    let kin = kin(chemin);
    let table = &lexicon.table;
    let is_common = kin.is_some_and(|kin| {
        field::known()
            .filter(|other| self::kin(other.chemin) == Some(kin))
            .count()
            > 1
    });
    let (sure, unsure) = match kin {
        Some(kin) if kin.starts_with("adresse.") => (&table.adresse, &table.adresse_incertain),
        _ => (&table.personne, &table.personne_incertain),
    };
    let last = chemin.rsplit('.').next().unwrap_or_default();
    let is_named = kin.is_some() || chemin.starts_with("identite.");
    let of = |lists: &Lists| {
        lists
            .get(last)
            .filter(|_| is_named)
            .cloned()
            .unwrap_or_default()
    };
    let label = Catalogue::fr().text(&format!("field.{}", chemin.replace("[]", "")), &[]);
    // What follows the comma of a label says where it comes from, or its unit.
    let label = label.split(',').next().unwrap_or_default().to_owned();
    let own = [label]
        .into_iter()
        .chain(table.chemins.get(chemin).into_iter().flatten().cloned());
    let phrase = |text: String, is_weak: bool, is_shared: bool| {
        let mut telling = words::telling(&words::plain(&text), lexicon);
        if kin.is_some_and(|kin| kin.starts_with("enfants")) {
            telling.retain(|word| !lexicon.is_setting(word, true));
        }
        Phrase {
            text,
            words: telling,
            is_weak,
            is_shared,
        }
    };
    let sure = of(sure)
        .into_iter()
        .map(|text| phrase(text, false, is_common));
    let unsure = of(unsure)
        .into_iter()
        .map(|text| phrase(text, true, is_common));
    let common: Vec<Phrase> = sure.chain(unsure).collect();
    let is_own = |phrase: &Phrase| {
        !phrase.words.is_empty() && common.iter().all(|known| known.words != phrase.words)
    };
    let mut phrases: Vec<Phrase> = own
        .map(|text| phrase(text, false, false))
        .filter(is_own)
        .collect();
    phrases.extend(common);
    let source = field::source_of(chemin).unwrap_or_default();
    Datum {
        spec,
        source,
        kin,
        phrases,
    }
}

/// The end of a path that sources have in common: an address, a child.
fn kin(chemin: &'static str) -> Option<&'static str> {
    let at = chemin
        .find("adresse.")
        .or_else(|| chemin.find("enfants[]."))?;
    chemin.get(at..)
}
