//! What a habilitation says of itself: scopes, ways to ask, law and duration. It only informs, so what
//! has another form than expected is left out. Nothing about a person is read.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::members::{day, numero, short};

const MAX_SCOPES: usize = 200;
const MAX_SCOPE_BYTES: usize = 100;
const MAX_TEXT_CHARS: usize = 200;

/// The content of a habilitation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Title of the request.
    pub intitule: Option<String>,
    /// Law it stands on.
    pub cadre_juridique: Option<String>,
    /// Public address of the text: `https://…`.
    pub cadre_juridique_url: Option<String>,
    /// How long data may be kept, in months.
    pub conservation_mois: Option<u64>,
    /// Scopes, as their provider names them.
    pub scopes: BTreeSet<String>,
    /// Ways to ask, as DataPass names them: `with_france_connect`, `params`.
    pub modalities: BTreeSet<String>,
    /// Number of the FranceConnect habilitation it depends on: `H455`.
    pub france_connect: Option<String>,
    /// First and last day of the security homologation, `YYYY-MM-DD`.
    pub homologation: [Option<String>; 2],
}

impl Content {
    pub(super) fn read(data: Option<&Value>) -> Self {
        let nothing = Map::new();
        let data = data.and_then(Value::as_object).unwrap_or(&nothing);
        let told = |name: &str| data.get(name).and_then(Value::as_str);
        let kept = |name: &str| {
            let text = short(told(name)?, MAX_TEXT_CHARS);
            (!text.is_empty()).then_some(text)
        };
        let months = data.get("duree_conservation_donnees_caractere_personnel");
        let of_france_connect = data.get("france_connect_authorization_id");
        Self {
            intitule: kept("intitule"),
            cadre_juridique: kept("cadre_juridique_nature"),
            cadre_juridique_url: kept("cadre_juridique_url")
                .filter(|url| url.starts_with("https://")),
            conservation_mois: months.and_then(number),
            scopes: names(data.get("scopes")),
            modalities: names(data.get("modalities")),
            france_connect: of_france_connect.and_then(numero),
            homologation: ["begin", "end"]
                .map(|end| told(&format!("safety_certification_{end}_date")).and_then(day)),
        }
    }
}

/// A number, which forms also write as a text.
fn number(value: &Value) -> Option<u64> {
    let written = value.as_str().and_then(|text| text.parse().ok());
    value.as_u64().or(written)
}

fn names(value: Option<&Value>) -> BTreeSet<String> {
    let listed = value.and_then(Value::as_array);
    let listed = listed.map(Vec::as_slice).unwrap_or_default();
    let names = listed.iter().filter_map(Value::as_str);
    let names = names.filter(|name| is_name(name)).take(MAX_SCOPES);
    names.map(str::to_owned).collect()
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte);
    (1..=MAX_SCOPE_BYTES).contains(&name.len()) && name.bytes().all(allowed)
}
