use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::{Field, Settings};

/// The configuration file, trusted: whoever runs the back-office writes it.
#[derive(Clone, Debug, Deserialize)]
pub struct Configuration {
    /// Issuer, audience and forms.
    #[serde(flatten)]
    pub settings: Settings,
    /// Where the keys are read, when it is not under the issuer's address.
    pub jwks_uri: Option<String>,
    /// The page to serve.
    pub page: PathBuf,
    /// Address of the edge in the page.
    pub written_edge: String,
    /// Address to put in its place.
    pub edge: String,
    /// Whether the form uses a `submission_nonce`.
    #[serde(default)]
    pub nonce: bool,
    /// Where each value is in the submitted form.
    pub fields: Vec<FormField>,
}

/// A field of the page.
#[derive(Clone, Debug, Deserialize)]
pub struct FormField {
    /// Path of the data it is filled with.
    pub path: String,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// The démarche file's table of it.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// Where a value is.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// In one field.
    One {
        /// Its name.
        name: String,
    },
    /// In three fields of a date.
    Date {
        /// Their names.
        names: DateNames,
    },
}

/// The three fields of a date.
#[derive(Clone, Debug, Deserialize)]
pub struct DateNames {
    /// Day of the month.
    pub day: String,
    /// Month, as a number.
    pub month: String,
    /// Year.
    pub year: String,
}

impl Configuration {
    /// Address of the key set.
    pub fn jwks_uri(&self) -> String {
        let usual = || format!("{}/.well-known/jwks.json", self.settings.issuer);
        self.jwks_uri.clone().unwrap_or_else(usual)
    }

    /// The fields of a submitted form, in the order of the configuration.
    pub(super) fn read_fields(&self, form: &[(String, String)]) -> Vec<Field> {
        let read = |field: &FormField| Field {
            values: field.values.clone(),
            ..Field::new(&field.path, &field.place.read(form))
        };
        self.fields.iter().map(read).collect()
    }
}

impl Place {
    fn read(&self, form: &[(String, String)]) -> String {
        let text = |wanted: &str| {
            let field = form.iter().find(|(name, _)| name == wanted);
            field.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        match self {
            Self::One { name } => text(name).to_owned(),
            Self::Date { names } => {
                let parts = [&names.year, &names.month, &names.day].map(|name| text(name).trim());
                match parts {
                    ["", "", ""] => String::new(),
                    [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
                }
            }
        }
    }
}
