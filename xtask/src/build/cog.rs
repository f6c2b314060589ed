//! Names of communes and countries, cut into the lists the edge reads one at a time.
//!
//! Communes come from the pinned npm package `@etalab/decoupage-administratif`: today's, the delegated and associated
//! ones, the municipal arrondissements. Codes that are no longer given take their last name from the history since 1943
//! that its version 0.7.0 was the last to hold. Countries are `edge/core/data/pays.tsv`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use unefois_core::cog;
use unefois_tests::{folder, workspace};

use crate::stamp::Stamp;

/// Today's communes, below the build tools.
const TODAY: &str = "node_modules/@etalab/decoupage-administratif/data/communes.json";

/// Communes since 1943, below the build tools.
const HISTORY: &str =
    "node_modules/decoupage-administratif-historique/data/historique-communes.json";

/// Countries, in the form of a list.
const COUNTRIES: &str = include_str!("../../../edge/core/data/pays.tsv");

/// List of the countries: how their codes begin.
const COUNTRY_LIST: &str = "99";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Commune {
    code: String,
    nom: String,
    departement: String,
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(default)]
    anciens_codes: Vec<String>,
}

/// Where two share a code, the first of the order is whom it means today.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    CommuneActuelle,
    ArrondissementMunicipal,
    CommuneDeleguee,
    CommuneAssociee,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Past {
    code: String,
    nom: String,
    #[serde(rename = "type")]
    kind: String,
    /// `AAAA-MM-JJ`; absent while it lasts.
    #[serde(default)]
    date_fin: Option<String>,
}

impl Past {
    /// When it ended, for comparing: what lasted when the history was written ended last.
    fn end(&self) -> (bool, Option<&str>) {
        (self.date_fin.is_none(), self.date_fin.as_deref())
    }
}

/// Name of a commune and number of its department.
type Named = BTreeMap<String, (String, String)>;

/// Writes the lists unless they are fresh, and gives the folder they are in.
///
/// # Errors
///
/// A package is not installed, or is not of the form expected.
pub fn build() -> Result<PathBuf> {
    let dir = workspace::output_dir().join("work/cog");
    let lock = workspace::build_tools_dir().join("package-lock.json");
    Stamp::new("cog", &[include_str!("cog.rs"), COUNTRIES])
        .with_file(&lock)?
        .unless_fresh(&dir, || write(&lists(&named()?)?, &dir))?;
    Ok(dir)
}

/// Names of the lists, in order.
///
/// # Errors
///
/// The folder cannot be read.
pub fn names(dir: &Path) -> Result<Vec<String>> {
    let files = folder::files(dir)?;
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn named() -> Result<Named> {
    let today = read::<Commune>(TODAY)?;
    let history = read::<Past>(HISTORY)?;
    Ok(name_all(&today, &history))
}

fn read<T: DeserializeOwned>(path: &str) -> Result<Vec<T>> {
    let path = workspace::installed(
        workspace::build_tools_dir().join(path),
        "the list of communes",
    )?;
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("{} is not the list expected", path.display()))
}

fn name_all(today: &[Commune], history: &[Past]) -> Named {
    let mut named = Named::new();
    let mut in_order: Vec<&Commune> = today.iter().collect();
    in_order.sort_by_key(|commune| commune.kind);
    for commune in &in_order {
        let name = (commune.nom.clone(), commune.departement.clone());
        named.entry(commune.code.clone()).or_insert(name);
    }
    let mut past: BTreeMap<&str, &Past> = BTreeMap::new();
    for commune in history.iter().filter(|commune| commune.kind == "COM") {
        let last = past.entry(&commune.code).or_insert(commune);
        if commune.end() > last.end() {
            *last = commune;
        }
    }
    for commune in in_order {
        for code in &commune.anciens_codes {
            if let Some(before) = past.get(code.as_str()) {
                let name = (before.nom.clone(), commune.departement.clone());
                named.entry(code.clone()).or_insert(name);
            }
        }
    }
    named
}

/// The text of each list, by its name.
fn lists(named: &Named) -> Result<BTreeMap<String, String>> {
    let mut lists = BTreeMap::from([(COUNTRY_LIST.to_owned(), COUNTRIES.to_owned())]);
    for (code, (nom, departement)) in named {
        let list = code.get(..2).context("a code of a commune is too short")?;
        let text = lists.entry(list.to_owned()).or_default();
        match cog::prefix(code) == Some(departement) {
            true => writeln!(text, "{code}\t{nom}")?,
            false => writeln!(text, "{code}\t{nom}\t{departement}")?,
        }
    }
    Ok(lists)
}

fn write(lists: &BTreeMap<String, String>, dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    for (name, text) in lists {
        fs::write(dir.join(name).with_extension("tsv"), text)
            .with_context(|| format!("cannot write the list {name}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commune(code: &str, nom: &str, departement: &str, kind: Kind, before: &[&str]) -> Commune {
        Commune {
            code: code.to_owned(),
            nom: nom.to_owned(),
            departement: departement.to_owned(),
            kind,
            anciens_codes: before.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    fn past(code: &str, nom: &str, kind: &str, date_fin: Option<&str>) -> Past {
        Past {
            code: code.to_owned(),
            nom: nom.to_owned(),
            kind: kind.to_owned(),
            date_fin: date_fin.map(str::to_owned),
        }
    }

    #[test]
    fn code_is_named_by_its_commune_of_today_else_by_the_last_that_had_it() {
        let today = [
            commune("01033", "Bellegarde", "01", Kind::CommuneDeleguee, &[]),
            commune(
                "01033",
                "Valserhône",
                "01",
                Kind::CommuneActuelle,
                &["01126"],
            ),
            commune(
                "94002",
                "Alfortville",
                "94",
                Kind::CommuneActuelle,
                &["75001", "94099"],
            ),
        ];
        let history = [
            past("01033", "Bellegarde", "COM", Some("1956-10-19")),
            past("01126", "Coupi", "COM", Some("1950-01-01")),
            past("01126", "Coupy", "COM", Some("1966-03-23")),
            past("01126", "Coupy associée", "COMA", None),
            past("75001", "Alfortville", "COM", Some("1968-01-01")),
            past("94099", "Bourg", "COM", Some("1999-01-01")),
            past("94099", "Bourg-le-Neuf", "COM", None),
            past("94099", "Bourg-le-Vieil", "COM", Some("2001-01-01")),
        ];
        let lists = lists(&name_all(&today, &history)).unwrap();
        assert_eq!(lists["01"], "01033\tValserhône\n01126\tCoupy\n");
        assert_eq!(lists["75"], "75001\tAlfortville\t94\n");
        assert_eq!(lists["94"], "94002\tAlfortville\n94099\tBourg-le-Neuf\n");
    }

    #[test]
    fn pinned_packages_name_every_code_of_a_birth_in_france() {
        let lists = lists(&named().unwrap()).unwrap();
        let check = |code: &str, line: &str| {
            let text = &lists[&code[..2]];
            let found = text.lines().find(|line| line.starts_with(code));
            assert_eq!(found, Some(line));
        };
        check("01033", "01033\tValserhône");
        check("01126", "01126\tCoupy");
        check("13201", "13201\tMarseille 1er Arrondissement");
        check("20004", "20004\tAjaccio\t2A");
        check("2A004", "2A004\tAjaccio");
        check("2B033", "2B033\tBastia");
        check("59355", "59355\tLomme");
        check("69123", "69123\tLyon");
        check("69232", "69232\tSaint-Rambert-l'Île-Barbe");
        check("69383", "69383\tLyon 3e Arrondissement");
        check("75056", "75056\tParis");
        check("75107", "75107\tParis 7e Arrondissement");
        check("78001", "78001\tAbbéville-la-Rivière\t91");
        check("97411", "97411\tSaint-Denis");
        check("97701", "97701\tSaint-Barthélemy");
        check("98735", "98735\tPapeete");
        check("98818", "98818\tNouméa");
        let communes = lists.iter().filter(|(name, _)| *name != COUNTRY_LIST);
        let count: usize = communes.map(|(_, text)| text.lines().count()).sum();
        assert_eq!((lists.len(), count), (100, 39_253));
        assert!(lists.values().all(|text| text.len() < 32 * 1024));
    }
}
