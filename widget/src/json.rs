//! Reading what the edge and the message files say, out of the browser's own JSON parser.
//!
//! The types are those of `unefois_wire`; its serde code is left out of the page because it weighs as much as the
//! whole panel. The tests read what serde writes, so that the two cannot drift apart.

mod write;

use js_sys::{Array, JSON, Object, Reflect};
use unefois_wire::{
    Champ, Cible, Collectivite, Concerne, Description, Ecriture, LibelleBouton, Provenance,
    RedeemResponse, ReleasedField, Saisie, Source, Table, Value,
};
use wasm_bindgen::JsValue;

pub use self::write::{object, texts, write_inputs_request, write_kept, write_redeem_request};

/// A parsed JSON value.
pub trait Json: Sized {
    /// A member of an object, unless it is absent or null.
    fn get(&self, key: &str) -> Option<Self>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// `true` or `false`.
    fn boolean(&self) -> Option<bool>;
    /// A whole number.
    fn integer(&self) -> Option<i64>;
    /// The items of an array.
    fn items(&self) -> Option<Vec<Self>>;
    /// The members of an object.
    fn members(&self) -> Vec<(String, Self)>;

    /// A member that is a string.
    fn text_of(&self, key: &str) -> Option<String> {
        self.get(key)?.text()
    }

    /// The members of an object whose values are strings.
    fn texts(&self) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for (key, value) in self.members() {
            if let Some(text) = value.text() {
                texts.push((key, text));
            }
        }
        texts
    }

    /// A member that is an array, each item read by `read`; one unreadable item makes the array unreadable.
    fn list_of<T>(&self, key: &str, read: fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        self.each(key, &mut |item| {
            list.push(read(item)?);
            Some(())
        })?;
        Some(list)
    }

    /// Reads the items of a member that is an array until one is unreadable. Apart from the list it makes: one copy in
    /// the page instead of one a type.
    fn each(&self, key: &str, read: &mut dyn FnMut(&Self) -> Option<()>) -> Option<()> {
        for item in self.get(key)?.items()? {
            read(&item)?;
        }
        Some(())
    }
}

impl Json for JsValue {
    fn get(&self, key: &str) -> Option<Self> {
        let member = Reflect::get(self, &key.into()).ok()?;
        (!member.is_null() && !member.is_undefined()).then_some(member)
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn integer(&self) -> Option<i64> {
        self.as_f64()
            .filter(|number| number.trunc() == *number)
            .map(|number| number as i64)
    }

    fn items(&self) -> Option<Vec<Self>> {
        Array::is_array(self).then(|| Array::from(self).to_vec())
    }

    fn members(&self) -> Vec<(String, Self)> {
        let mut members = Vec::new();
        for entry in Object::entries(&Object::from(self.clone())).to_vec() {
            let entry = Array::from(&entry);
            if let Some(key) = entry.get(0).as_string() {
                members.push((key, entry.get(1)));
            }
        }
        members
    }
}

/// Parses a text.
pub fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// Answer of `GET /v1/demarches/{id}`.
pub fn description<J: Json>(json: &J) -> Option<Description> {
    Some(Description {
        demarche: json.text_of("demarche")?,
        titre: json.text_of("titre")?,
        collectivite: collectivite(&json.get("collectivite")?)?,
        finalite: json.text_of("finalite")?,
        concerne: json.list_of("concerne", concerne)?,
        libelle_bouton: match json.text_of("libelle_bouton")?.as_str() {
            "identifier" => LibelleBouton::Identifier,
            "recuperer" => LibelleBouton::Recuperer,
            _ => return None,
        },
        formulaire: json.text_of("formulaire"),
        sources: json.list_of("sources", source)?,
        champs: json.list_of("champs", champ)?,
        information: json.text_of("information")?,
        textes: Table::default(),
    })
}

/// The collectivité's own texts in one language. They join the messages, and are not kept in the description.
pub fn own_texts<J: Json>(json: &J, lang: &str) -> Vec<(String, String)> {
    json.get("textes")
        .and_then(|textes| textes.get(lang))
        .map(|texts| texts.texts())
        .unwrap_or_default()
}

fn collectivite<J: Json>(json: &J) -> Option<Collectivite> {
    Some(Collectivite {
        nom_collectivite: json.text_of("nom_collectivite")?,
        collectivite: json.text_of("collectivite")?,
        a_collectivite: json.text_of("a_collectivite")?,
        de_collectivite: json.text_of("de_collectivite")?,
        service: json.text_of("service")?,
        dpo: json.text_of("dpo")?,
    })
}

fn concerne<J: Json>(json: &J) -> Option<Concerne> {
    match json.text()?.as_str() {
        "usager" => Some(Concerne::Usager),
        "enfant" => Some(Concerne::Enfant),
        "autre" => Some(Concerne::Autre),
        _ => None,
    }
}

fn source<J: Json>(json: &J) -> Option<Source> {
    Some(Source {
        id: json.text_of("id")?,
        fournisseur: json.text_of("fournisseur")?,
        sante: json.get("sante")?.boolean()?,
        saisies: optional(json, "saisies", saisie)?,
    })
}

fn saisie<J: Json>(json: &J) -> Option<Saisie> {
    Some(Saisie {
        id: json.text_of("id")?,
        texte: json.text_of("texte")?,
        requise: json.get("requise")?.boolean()?,
        chiffres: json.get("chiffres")?.boolean()?,
        choix: optional(json, "choix", Json::text)?,
    })
}

/// A member that is an array, empty when it is absent.
fn optional<J: Json, T>(json: &J, key: &str, read: fn(&J) -> Option<T>) -> Option<Vec<T>> {
    match json.get(key) {
        Some(_) => json.list_of(key, read),
        None => Some(Vec::new()),
    }
}

fn champ<J: Json>(json: &J) -> Option<Champ> {
    Some(Champ {
        chemin: json.text_of("chemin")?,
        source: json.text_of("source")?,
        cibles: json.list_of("cibles", cible)?,
        ecriture: match json.text_of("ecriture")?.as_str() {
            "verrouille" => Ecriture::Verrouille,
            "modifiable" => Ecriture::Modifiable,
            _ => return None,
        },
        requis: json.get("requis")?.boolean()?,
        souvent_vide: json.get("souvent_vide").and_then(|flag| flag.boolean()) == Some(true),
        valeurs: valeurs(json),
        format: json.text_of("format"),
    })
}

fn valeurs<J: Json>(json: &J) -> Table<String> {
    let valeurs = json.get("valeurs").map(|valeurs| valeurs.texts());
    valeurs.unwrap_or_default().into()
}

fn cible<J: Json>(json: &J) -> Option<Cible> {
    if let Some(selector) = json.text() {
        return Some(Cible::Selecteur(selector));
    }
    Some(Cible::Date {
        jour: json.text_of("jour")?,
        mois: json.text_of("mois")?,
        annee: json.text_of("annee")?,
    })
}

/// Answer of `POST /v1/redeem`.
pub fn redeem_response<J: Json>(json: &J) -> Option<RedeemResponse> {
    Some(RedeemResponse {
        reference: json.text_of("reference")?,
        champs: json.list_of("champs", released_field)?,
        attestation: json.text_of("attestation"),
        recu: json.text_of("recu")?,
        logout: json.text_of("logout")?,
    })
}

fn released_field<J: Json>(json: &J) -> Option<ReleasedField> {
    let provenance = json.get("provenance")?;
    Some(ReleasedField {
        chemin: json.text_of("chemin")?,
        valeur: value(&json.get("valeur")?)?,
        libelle: json.text_of("libelle"),
        provenance: Provenance {
            fournisseur: provenance.text_of("fournisseur")?,
            annee: small(&provenance, "annee"),
            mois: small(&provenance, "mois"),
            saisies: optional(&provenance, "saisies", Json::text)?,
        },
    })
}

fn small<J: Json, T: TryFrom<i64>>(json: &J, key: &str) -> Option<T> {
    T::try_from(json.get(key)?.integer()?).ok()
}

fn value<J: Json>(json: &J) -> Option<Value> {
    let text = json.text().map(Value::Text);
    text.or_else(|| json.boolean().map(Value::Boolean))
        .or_else(|| json.integer().map(Value::Integer))
}

/// Answer of `POST /v1/inputs`.
pub fn inputs_response<J: Json>(json: &J) -> Option<String> {
    json.text_of("saisies")
}

/// The inputs that `POST /v1/inputs` refused, by name.
pub fn inputs_refusal<J: Json>(json: &J) -> Option<Vec<String>> {
    json.list_of("refusees", Json::text)
}

/// What was typed, unless it was kept too long.
pub fn kept<J: Json>(json: &J, now: i64) -> Option<Vec<(String, String)>> {
    let is_fresh = json.get("until")?.integer()? > now;
    is_fresh.then(|| json.texts())
}

/// `error` of a refusal.
pub fn refusal<J: Json>(json: &J) -> Option<String> {
    json.text_of("error")
}

#[cfg(test)]
mod tests;
