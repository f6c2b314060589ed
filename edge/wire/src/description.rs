use serde::{Deserialize, Serialize};

use crate::Table;

/// The public description of a démarche: what the widget needs to show the choice and fill the form.
///
/// Answer of `GET /v1/demarches/{id}`. It holds no secret and no address of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// Identifier of the démarche, as in the tag's `data-demarche`.
    pub demarche: String,
    /// Title shown to the person, for example "Inscription à la cantine".
    pub titre: String,
    /// Who receives the data.
    pub collectivite: Collectivite,
    /// Infinitive phrase in lower case: "calculer le tarif de la cantine".
    pub finalite: String,
    /// Whom the démarche may concern; the first entry is the default.
    pub concerne: Vec<Concerne>,
    /// Label of the FranceConnect button.
    pub libelle_bouton: LibelleBouton,
    /// CSS selector of the form, where the page has more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formulaire: Option<String>,
    /// Sources the person may tick; identity is not among them.
    pub sources: Vec<Source>,
    /// Fields of the form and what each receives.
    pub champs: Vec<Champ>,
    /// Absolute address of the page "Vos données et vos droits".
    pub information: String,
    /// What is said of the sources, providers, inputs and fields of this démarche, and the collectivité's own texts, which
    /// replace those of the messages: language → id → text.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub textes: Table<Table<String>>,
}

impl Description {
    /// Whether the person may say that the request is for another adult: it may be, and for somebody else too.
    pub fn may_be_other(&self) -> bool {
        self.concerne.contains(&Concerne::Autre) && self.concerne.len() > 1
    }
}

/// The controller, with the forms its name takes in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collectivite {
    /// "Ville de Valbourg".
    pub nom_collectivite: String,
    /// "la ville de Valbourg".
    pub collectivite: String,
    /// "à la ville de Valbourg".
    pub a_collectivite: String,
    /// "de la ville de Valbourg".
    pub de_collectivite: String,
    /// The department that receives the request: "Service éducation".
    pub service: String,
    /// Contact of the data protection officer: an e-mail address or a page.
    pub dpo: String,
}

/// Whom the request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Concerne {
    /// The person who signs in.
    Usager,
    /// A child of the person who signs in.
    Enfant,
    /// Another adult: nothing is fetched and no identity is written.
    Autre,
}

/// The two labels FranceConnect knows for its button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LibelleBouton {
    /// "S’identifier avec".
    Identifier,
    /// "Récupérer ses données avec".
    Recuperer,
}

/// A source the person may tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Identifier, also the key of its texts: `quotient_familial`.
    pub id: String,
    /// Key of the provider's name in the messages: `caf_msa`.
    pub fournisseur: String,
    /// Whether the answer says something about health.
    pub sante: bool,
    /// What the person types so that the source can be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saisies: Vec<Saisie>,
}

/// One thing the person types or chooses for a source: a plate, a month, an INE.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saisie {
    /// Identifier within its source: `immatriculation`.
    pub id: String,
    /// Prefix of its texts, which are `<texte>.label`, `.hint` and `.error`: `input.vehicule`.
    pub texte: String,
    /// Whether the source cannot be asked without it.
    pub requise: bool,
    /// Whether it is made of digits, for the keyboard a phone shows.
    pub chiffres: bool,
    /// The codes to choose from, `F` and `M`; empty when it is typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choix: Vec<String>,
}

impl Saisie {
    /// Id of the sentence above the inputs that go together, where they have one: `input.enfant.legend` for
    /// `input.enfant_nom` and its siblings.
    pub fn legend(&self) -> String {
        let family = self.texte.split_once('_').map(|(family, _)| family);
        [family.unwrap_or(&self.texte), ".legend"].concat()
    }
}

/// A field of the form and the value it receives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Champ {
    /// Dotted path of the value: `identite.nom_naissance`.
    pub chemin: String,
    /// Source that gives the value: `identite`, `quotient_familial`.
    pub source: String,
    /// Where the value is written: the first place the form has, and none of the others.
    pub cibles: Vec<Cible>,
    /// What the value may do to the field.
    pub ecriture: Ecriture,
    /// Whether the form requires this field.
    pub requis: bool,
    /// Whether most files hold no value for it, so that a blank beside other values of its source is no news.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub souvent_vide: bool,
    /// Value received → value of the option or radio button; empty when they are the same.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub valeurs: Table<String>,
    /// Writing of a date in a text field, `jj/mm/aaaa` or `aaaa-mm-jj`; `nom` for a code that a text field takes by its
    /// name. When absent the value is written as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// Where a value is written, as CSS selectors inside the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cible {
    /// One control, or one group of radio buttons.
    Selecteur(String),
    /// A date split over three controls.
    Date {
        /// Selector of the day.
        jour: String,
        /// Selector of the month.
        mois: String,
        /// Selector of the year.
        annee: String,
    },
}

/// What a value may do to the field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ecriture {
    /// Filled, then read-only; only ever applied to a filled field.
    Verrouille,
    /// Filled, and the person may change it: it is then declared, no longer certified.
    Modifiable,
}
