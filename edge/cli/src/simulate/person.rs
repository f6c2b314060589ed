//! An invented person: what FranceConnect and the providers know of them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use time::Date;
use unefois_core::field::{self, Kind};
use unefois_core::messages::Catalogue;
use unefois_core::sources::{self, Outcome, SaisieSpec};
use unefois_wire::Value;

use crate::failure::Failure;
use crate::files;

/// The people that come with the program.
pub const KNOWN: &[(&str, &str)] = &[
    ("camille", include_str!("personnes/camille.toml")),
    ("sacha", include_str!("personnes/sacha.toml")),
];

/// Rows of each list, where the person does not say.
const ROWS: usize = 2;

/// An invented person, as a file describes them. What it does not say is made up by the nature of each
/// field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// How they are called.
    pub nom: String,
    /// Their situation, in a few words.
    #[serde(default)]
    pub resume: String,
    /// Rows of each of their lists: children, payments.
    lignes: Option<usize>,
    /// What they type: `france_titres.immatriculation` → text.
    #[serde(default)]
    saisies: BTreeMap<String, String>,
    /// Sources that know nothing of them, and the code of what comes instead: `no_file`.
    #[serde(default)]
    absences: BTreeMap<String, Outcome>,
    /// Paths nobody knows the value of.
    #[serde(default)]
    inconnues: Vec<String>,
    /// Values by path.
    #[serde(default)]
    valeurs: BTreeMap<String, Value>,
}

impl Person {
    /// One of those that come with the program, or that of a file.
    ///
    /// # Errors
    ///
    /// [`Failure::Usage`] when there is nobody of that name, or the file does not describe a person;
    /// [`Failure::File`].
    pub fn find(name: &str) -> Result<Self, Failure> {
        let known = KNOWN.iter().find(|(known, _)| *known == name);
        let is_file = name.ends_with(".toml") || name.contains(['/', '\\']);
        let text = match known {
            Some((_, text)) => (*text).to_owned(),
            None if is_file => files::read(Path::new(name))?,
            None => {
                let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
                return Err(Failure::Usage(format!(
                    "personne ne s’appelle « {name} » ici : {}, ou un fichier .toml.",
                    names.join(", ")
                )));
            }
        };
        let person: Self = toml::from_str(&text).map_err(|error| {
            let line = files::not_toml(&text, name, &error);
            Failure::Usage(format!("{name} : {} : {}", line.path, line.got))
        })?;
        person.check(name)?;
        Ok(person)
    }

    fn check(&self, name: &str) -> Result<(), Failure> {
        let paths = self.valeurs.keys().chain(&self.inconnues);
        let mut unknown = paths.filter(|chemin| field::spec(chemin).is_none());
        if let Some(chemin) = unknown.next() {
            return Err(Failure::Usage(format!(
                "{name} : « {chemin} » n’est pas une donnée de docs/fields.md."
            )));
        }
        let mut unknown = self
            .absences
            .keys()
            .filter(|id| sources::spec(id).is_none());
        match unknown.next() {
            Some(id) => Err(Failure::Usage(format!(
                "{name} : « {id} » n’est pas une source de docs/fields.md."
            ))),
            None => Ok(()),
        }
    }

    /// What comes of a source instead of values, where it knows nothing of them.
    pub fn absence(&self, source: &str) -> Option<Outcome> {
        self.absences.get(source).copied()
    }

    /// The paths of a field that has a value, and the values.
    pub fn values(&self, chemin: &str, today: Date) -> Vec<(String, Value)> {
        let rows = self.lignes.unwrap_or(ROWS);
        let paths: Vec<String> = match chemin.contains("[]") {
            true => (0..rows).map(|row| field::at_row(chemin, row)).collect(),
            false => vec![chemin.to_owned()],
        };
        let known = paths.into_iter().filter(|path| !self.is_unknown(path));
        known
            .filter_map(|path| self.value(&path, today).map(|value| (path, value)))
            .collect()
    }

    /// What they type for an input.
    pub fn typed(&self, provider: &str, saisie: &SaisieSpec) -> Option<String> {
        let own = self.saisies.get(&format!("{provider}.{}", saisie.id));
        own.cloned().or_else(|| self.sample(saisie))
    }

    fn is_unknown(&self, path: &str) -> bool {
        let anywhere = field::without_row(path);
        self.inconnues
            .iter()
            .any(|unknown| unknown == path || *unknown == anywhere)
    }

    fn value(&self, path: &str, today: Date) -> Option<Value> {
        let spec = field::spec(path)?;
        let said = self
            .valeurs
            .get(path)
            .or_else(|| self.valeurs.get(spec.chemin));
        Some(
            said.cloned()
                .unwrap_or_else(|| made_up(spec.kind, path, today)),
        )
    }

    /// A child typed is the first of the family.
    fn sample(&self, saisie: &SaisieSpec) -> Option<String> {
        let of_child = |end: &str| {
            let value = self.valeurs.get(&format!("enfants[0].{end}"));
            value.map(Value::to_plain_text)
        };
        match saisie.id {
            "nom_naissance" => of_child("nom_naissance").or(Some("MARTIN".to_owned())),
            "prenoms" => of_child("prenoms").or(Some("Anouk".to_owned())),
            "date_naissance" => {
                let date = of_child("date_naissance").unwrap_or_else(|| "2018-05-03".to_owned());
                let mut parts = date.split('-');
                let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
                Some(format!("{day}/{month}/{year}"))
            }
            "sexe" => of_child("sexe").or(Some("F".to_owned())),
            "ine" => Some("1234567890A".to_owned()),
            "identifiant" => Some("123456".to_owned()),
            "immatriculation" => Some("AB-123-CD".to_owned()),
            _ => None,
        }
    }
}

/// A value of the nature of the field.
fn made_up(kind: Kind, path: &str, today: Date) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    match kind {
        Kind::Text => Value::Text(format!("({})", Catalogue::fr().label(path))),
        Kind::Integer => Value::Integer(2),
        Kind::Date => Value::Text(format!("{}-01-15", today.year() - 1)),
        Kind::Sexe => text("F"),
        Kind::CodeCommune => text("69383"),
        Kind::CodePays => text("99100"),
        Kind::Mois => Value::Integer(u8::from(today.month()).into()),
        Kind::Annee => Value::Integer(today.year().into()),
        Kind::Euros => Value::Integer(650),
        Kind::Montant => text("123.4"),
        Kind::Decimal => text("2.25"),
        Kind::Kilogrammes => Value::Integer(1450),
        Kind::OuiNon => Value::Boolean(true),
        Kind::Code(list) => Value::Text(first_code(list)),
        Kind::Organisme => text("CNAF"),
    }
}

/// A code the messages can name.
fn first_code(list: &str) -> String {
    let start = format!("value.{list}.");
    let mut ids = Catalogue::fr().ids();
    let code = ids.find_map(|id| id.strip_prefix(start.as_str()));
    code.unwrap_or("1").to_owned()
}
