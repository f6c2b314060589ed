//! `docs/consent.md`: for every example, what the person reads, what is asked in consequence, and what leaves.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use unefois_core::consent::{Boite, ChoicesInput, Consent, Offer, choices, release};
use unefois_core::datapass::Standings;
use unefois_core::demarche::{self, Choice, DemarcheChecked, ScopesInForce, SourceChecked};
use unefois_core::field::{self, FieldSpec, Kind, ObtainedField};
use unefois_core::messages::Catalogue;
use unefois_core::paris;
use unefois_wire::{Concerne, Provenance, Value};

use super::markdown::{Table, code, codes, lines};
use super::sources;
use crate::workspace;

/// A day on which every example is in force; the page does not change with the calendar.
const DAY: &str = "2026-11-21";

/// The whole page, in French: who keeps the register of processing reads it.
///
/// # Errors
///
/// An example cannot be read, or breaks a rule.
pub fn page() -> Result<String> {
    let mut page = String::from(HEAD);
    for file in workspace::demarche_files()? {
        page += &Shown::new(&read(&file)?)?.section()?;
    }
    page.truncate(page.trim_end().len());
    Ok(page + "\n")
}

fn read(file: &Path) -> Result<DemarcheChecked> {
    let (name, text) = workspace::read(file)?;
    let day = paris::parse_date(DAY).context("a day")?;
    let table: toml::Table = text.parse().with_context(|| name.clone())?;
    demarche::parse(table, &name)
        .and_then(|written| demarche::check(written, &name, day))
        .map_err(|problems| anyhow!("{problems:#?}"))
}

/// An example of which every field was obtained, the lists in one row.
struct Shown<'a> {
    demarche: &'a DemarcheChecked,
    texts: Catalogue<'a>,
    choice: Choice,
    in_force: ScopesInForce,
    obtained: Vec<ObtainedField>,
}

impl<'a> Shown<'a> {
    fn new(demarche: &'a DemarcheChecked) -> Result<Self> {
        let day = paris::parse_date(DAY).context("a day")?;
        let all: Vec<&str> = demarche
            .sources()
            .iter()
            .map(|source| source.spec.id)
            .collect();
        Ok(Self {
            demarche,
            texts: Catalogue::fr().with_texts(&demarche.written().textes),
            choice: choose(demarche, &all)?,
            in_force: demarche.scopes_in_force(day, &Standings::default()),
            obtained: demarche
                .champs()
                .iter()
                .map(|champ| obtained(champ.spec))
                .collect(),
        })
    }

    fn section(&self) -> Result<String> {
        let written = self.demarche.written();
        let mut asked = Table::new([
            "ce qui est proposé",
            "ce qui en est dit",
            "ce qui est demandé",
            "périmètres demandés de plus à FranceConnect",
            "périmètres du jeton de la collectivité",
        ]);
        asked.push([
            self.texts.text("source.identite.label", &[]),
            String::from("vient avec la connexion, sans être cochée"),
            code("/api/v2/userinfo"),
            some(self.scopes_of_person(&[])?),
            some(Vec::new()),
        ]);
        for source in self.demarche.sources() {
            asked.push(self.asked(source)?);
        }
        let mut released = Table::new([
            "ce qui est proposé",
            "cochée d’avance",
            "ce qui part vers le formulaire",
        ]);
        for boite in self.boites() {
            let leaving = self.released(&[boite.id.as_str()])?;
            released.push([
                boite.libelle,
                String::from(if boite.cochee { "oui" } else { "non" }),
                codes(leaving.iter().map(String::as_str)),
            ]);
        }
        Ok(format!(
            "## {}\n\n{}, {}.\n\nAvant FranceConnect :\n\n{}À l’envoi :\n\n{}",
            written.id,
            written.titre,
            self.demarche.collectivite().nom_collectivite,
            asked.text(),
            released.text(),
        ))
    }

    /// The row of a source: what is read before it is ticked, and everything asked because it is.
    fn asked(&self, source: &SourceChecked) -> Result<[String; 5]> {
        let id = source.spec.id;
        let mut asked = Vec::new();
        for planned in self.demarche.planned(&choose(self.demarche, &[id])?) {
            let planned = planned.source();
            if let Some(companion) = &planned.access.companion {
                let first = self.demarche.source(companion.source.id);
                asked.push(format!(
                    "{}, d’abord",
                    endpoint(first.context("a companion")?)
                ));
            }
            asked.push(endpoint(planned));
        }
        let mut of_person = self.scopes_of_person(&[id])?;
        let with_identity = self.scopes_of_person(&[])?;
        of_person.retain(|scope| !with_identity.contains(scope));
        Ok([
            self.texts.text(&format!("source.{id}.label"), &[]),
            self.texts.gets(id, source.sante),
            lines(asked),
            some(of_person),
            some(self.scopes_of_town(source)),
        ])
    }

    /// Scopes FranceConnect is asked for when these sources are ticked.
    fn scopes_of_person(&self, sources: &[&str]) -> Result<Vec<&'static str>> {
        Ok(self.demarche.scopes_for(&choose(self.demarche, sources)?))
    }

    /// Scopes of the collectivité's own token that a source needs: of what is asked first, of the source, of its fields.
    fn scopes_of_town(&self, source: &SourceChecked) -> Vec<&'static str> {
        if source.is_by_france_connect() {
            return Vec::new();
        }
        let champs = self.demarche.champs().iter();
        let own = champs.filter(|champ| champ.source == source.spec.id);
        let of_fields = own.flat_map(|champ| champ.spec.scopes.iter().copied());
        let companion = source.access.companion.iter();
        let of_companion = companion.flat_map(|companion| companion.scopes.iter().copied());
        let mut known = BTreeSet::new();
        of_companion
            .chain(source.own_scopes())
            .chain(of_fields)
            .filter(|scope| known.insert(*scope))
            .collect()
    }

    /// Boxes of the release page, in its order.
    fn boites(&self) -> Vec<Boite> {
        let page = self.with_offer(|offer| {
            let input = ChoicesInput {
                offer: *offer,
                outcomes: &[],
                obtained_at_unix_secs: 0,
                ticked: None,
                faults: &[],
            };
            choices(&input, &self.texts)
        });
        page.groupes
            .into_iter()
            .flat_map(|groupe| groupe.boites)
            .collect()
    }

    /// Paths that leave when these boxes are ticked.
    fn released(&self, ids: &[&str]) -> Result<Vec<String>> {
        self.with_offer(|offer| {
            let consent = Consent::new(offer, ids).map_err(|faults| anyhow!("{faults:?}"))?;
            let fields = release(offer, &consent).into_fields().into_iter();
            Ok(fields.map(|field| field.chemin).collect())
        })
    }

    fn with_offer<T>(&self, act: impl FnOnce(&Offer) -> T) -> T {
        act(&Offer {
            demarche: self.demarche,
            choice: &self.choice,
            obtained: &self.obtained,
            in_force: &self.in_force,
            saisies: &[],
        })
    }
}

/// Scopes as code; a dash when there is none.
fn some(scopes: Vec<&str>) -> String {
    match scopes.is_empty() {
        true => lines(Vec::new()),
        false => codes(scopes),
    }
}

/// The address of a source, as it is declared.
fn endpoint(source: &SourceChecked) -> String {
    code(&sources::endpoint(source.spec, source.access))
}

/// These sources, for the first person whose identity may be asked.
fn choose(demarche: &DemarcheChecked, sources: &[&str]) -> Result<Choice> {
    let concerne = demarche.written().concerne.iter();
    let concerne = concerne
        .copied()
        .find(|concerne| *concerne != Concerne::Autre);
    demarche
        .choose(concerne.context("a person")?, sources)
        .map_err(|refusal| anyhow!("{}", refusal.code))
}

/// A value of the kind of the field; which one it is does not show.
fn obtained(spec: &FieldSpec) -> ObtainedField {
    let valeur = match spec.kind {
        Kind::OuiNon => Value::Boolean(true),
        Kind::Integer | Kind::Mois | Kind::Annee | Kind::Euros | Kind::Kilogrammes => {
            Value::Integer(1)
        }
        Kind::Date => Value::Text(DAY.to_owned()),
        _ => Value::Text(String::from("1")),
    };
    ObtainedField {
        chemin: field::at_row(spec.chemin, 0),
        valeur,
        provenance: Provenance {
            fournisseur: String::from("franceconnect"),
            annee: None,
            mois: None,
            saisies: Vec::new(),
        },
    }
}

const HEAD: &str = "\
# Ce que la personne lit, ce qui est demandé, ce qui part

Page écrite par `cargo xtask docs` d’après les démarches des exemples : ne la corrigez pas ici. Elle sert à qui tient le registre des traitements, et à qui relit un changement : ce qui est dit et ce qui est fait y sont côte à côte, et un changement de l’un se voit à côté de l’autre.

Pour chaque démarche, une première table dit ce que la personne peut cocher avant FranceConnect et ce qui est demandé alors ; une seconde, ce qu’elle peut laisser coché ou cocher avant l’envoi, et ce qui part alors. Une case qui n’est pas cochée ne demande rien et n’envoie rien. Une donnée de santé et une ligne d’une liste ne sont jamais cochées d’avance. Dès qu’une source est cochée, FranceConnect donne aussi au service toute l’identité pivot, par laquelle le fournisseur retrouve la personne : elle est dans les périmètres demandés de plus. Les données sont décrites dans [fields.md](fields.md).

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_together_release_every_field_of_the_form_and_each_what_it_says() {
        for file in workspace::demarche_files().unwrap() {
            let demarche = read(&file).unwrap();
            let shown = Shown::new(&demarche).unwrap();
            let boites = shown.boites();
            for boite in &boites {
                assert_eq!(
                    shown.released(&[&boite.id]).unwrap(),
                    in_order(&shown, &boite.chemins),
                    "{}",
                    boite.id
                );
            }
            let all: Vec<_> = boites.iter().map(|boite| boite.id.as_str()).collect();
            assert_eq!(
                shown.released(&all).unwrap().len(),
                demarche.champs().len(),
                "{}",
                demarche.id()
            );
            assert!(shown.released(&[]).unwrap().is_empty());
        }
    }

    /// Paths in the order of the form, as they are released.
    fn in_order(shown: &Shown, chemins: &[String]) -> Vec<String> {
        let champs = shown.demarche.champs().iter();
        champs
            .map(|champ| field::at_row(champ.spec.chemin, 0))
            .filter(|chemin| chemins.contains(chemin))
            .collect()
    }
}
