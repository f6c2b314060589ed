//! What a source is, as data.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::Object;
use super::answer::MissingCause;
use super::companion::Companion;
use super::holder::Holder;
use super::parameters::Parameters;
use super::saisie::SaisieSpec;
use super::status::StatusRule;
use crate::field::{FieldSpec, Kind};
use unefois_wire::Value;

/// What a source is: where it is asked, what it gives, what its answers mean.
#[derive(Debug)]
pub struct SourceSpec {
    /// Identifier, also the key of its texts: `quotient_familial`.
    pub id: &'static str,
    /// Key of the provider in the messages, before an answer says more: `caf_msa`.
    pub fournisseur: &'static str,
    /// Who answers for the provider.
    pub gateway: Gateway,
    /// Whether the mere answer says something about health.
    pub sante: bool,
    /// When the provider's files are complete.
    pub refresh: Refresh,
    /// Whether a right opened lately may not be known yet, which a missing file then does not deny.
    pub recent_rights: bool,
    /// Ways to ask; the first is the one of a démarche that chooses none.
    pub accesses: &'static [AccessSpec],
    /// Inputs a démarche may offer, which the person may leave empty.
    pub options: &'static [SaisieSpec],
    /// Fields the source gives.
    pub fields: &'static [SourceField],
    /// Lists among them, whose rows the person may have to choose.
    pub lists: &'static [ListSpec],
    /// Boxes the person ticks to hand values over, in the order shown.
    pub boxes: &'static [BoxSpec],
    /// What statuses and codes mean here, before what they mean at the gateway; the first rule that
    /// matches wins.
    pub statuses: &'static [&'static [StatusRule]],
    /// Who answered, and for when.
    pub origin: fn(&Object) -> Origin,
    /// School year of the file on the day given, by the year it began in, where that of another year may
    /// answer.
    pub annee_scolaire: Option<AnneeScolaire>,
}

impl SourceSpec {
    /// The field of this source at `chemin`, as the registry writes it, if it gives it.
    pub fn field(&self, chemin: &str) -> Option<&'static SourceField> {
        self.fields.iter().find(|field| field.spec.chemin == chemin)
    }

    /// The list a path belongs to, if it belongs to one.
    pub fn list_of(&self, chemin: &str) -> Option<&'static ListSpec> {
        self.lists
            .iter()
            .find(|list| chemin.starts_with(list.prefix))
    }

    /// The way to ask by `modalite`, or the first of the source; `annee` tells apart those of a tax
    /// return.
    pub fn access(
        &self,
        modalite: Option<Modalite>,
        annee: Option<AnneeRevenus>,
    ) -> Option<&'static AccessSpec> {
        let asked = |access: &&AccessSpec| {
            modalite.is_none_or(|modalite| access.modalite == modalite)
                && annee.is_none_or(|annee| access.annee == Some(annee))
        };
        self.accesses.iter().find(asked)
    }
}

/// Who answers for a provider: the shape of its requests and of its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// API Particulier. <https://particulier.api.gouv.fr/developpeurs>
    ApiParticulier,
    /// API Impôt particulier of the DGFiP. <https://api.gouv.fr/les-api/impot-particulier>
    Dgfip,
}

/// One way to ask a source.
#[derive(Debug)]
pub struct AccessSpec {
    /// Who is identified how.
    pub modalite: Modalite,
    /// Income asked, for a tax return.
    pub annee: Option<AnneeRevenus>,
    /// Path after the base address, version included; `{annrev}` stands for the year of income.
    pub endpoint: &'static str,
    /// Resource to name when the gateway wants a token of the service for it; empty elsewhere.
    pub resource: &'static str,
    /// Scopes without which the answer could not be used, whatever the fields asked.
    pub scopes: &'static [&'static str],
    /// Scopes that let the holder's name come, which a démarche may go without.
    pub holder_scopes: &'static [&'static str],
    /// Whether the démarche must say where to look.
    pub wants_perimetre: bool,
    /// Builds the parameters of the request that come from the person.
    pub parameters: Parameters,
    /// What the person must type.
    pub saisies: &'static [SaisieSpec],
    /// How it is proven whose file answers.
    pub holder: Holder,
    /// Another source that must first prove what this one cannot.
    pub companion: Option<Companion>,
}

/// Comment la personne est reconnue : le dernier segment de la ressource chez API Particulier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Modalite {
    /// Par le jeton FranceConnect de la personne.
    FranceConnect,
    /// Par son état civil, avec le jeton de la collectivité.
    Identite,
    /// Par le numéro d'étudiant qu'elle écrit, avec le jeton de la collectivité.
    Ine,
    /// Par l'identifiant qu'elle écrit, avec le jeton de la collectivité.
    Identifiant,
}

impl Modalite {
    /// Whether the citizen's own token opens the endpoint.
    pub fn is_france_connect(self) -> bool {
        self == Self::FranceConnect
    }

    /// The word of the démarche file.
    pub fn word(self) -> &'static str {
        match self {
            Self::FranceConnect => "france_connect",
            Self::Identite => "identite",
            Self::Ine => "ine",
            Self::Identifiant => "identifiant",
        }
    }
}

/// Année des revenus d'une déclaration, comptée depuis l'année en cours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnneeRevenus {
    /// La dernière connue, N-1 ou à défaut N-2 : la réponse dit laquelle.
    DeuxAns,
    /// L'année dernière.
    #[serde(rename = "n_moins_1")]
    NMoins1,
    /// L'année d'avant.
    #[serde(rename = "n_moins_2")]
    NMoins2,
    /// Celle d'encore avant.
    #[serde(rename = "n_moins_3")]
    NMoins3,
}

impl AnneeRevenus {
    /// How many years before the current one; none when the provider chooses.
    pub fn years_before(self) -> Option<i32> {
        match self {
            Self::DeuxAns => None,
            Self::NMoins1 => Some(1),
            Self::NMoins2 => Some(2),
            Self::NMoins3 => Some(3),
        }
    }
}

/// When the files of a provider are complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// At any time.
    Continuous,
    /// After the first weekend of the month.
    AfterFirstWeekend,
    /// At the end of November, for the grants of students.
    EndOfNovember,
    /// In mid-October, for the grants of pupils.
    MidOctober,
}

impl Refresh {
    /// Whether the files of the school year that has just begun are not all there on `date`.
    pub fn is_beginning(self, date: Date) -> bool {
        match (self, date.month()) {
            (Self::EndOfNovember, month) => {
                matches!(month, Month::September | Month::October | Month::November)
            }
            (Self::MidOctober, Month::September) => true,
            (Self::MidOctober, Month::October) => date.day() <= 15,
            _ => false,
        }
    }
}

/// A field of a source, and where it stands in an answer.
#[derive(Debug)]
pub struct SourceField {
    /// The field of the registry.
    pub spec: FieldSpec,
    /// Where its value is.
    pub at: At,
    /// Whether the value is of the period asked; otherwise it is always today's.
    pub is_of_periode: bool,
    /// Whether most files have no value there, so that its absence is no news to the person.
    pub is_often_empty: bool,
}

/// Where a value stands: in the answer's data, or in the row for a field of a list.
#[derive(Clone, Copy, Debug)]
pub enum At {
    /// Under these keys, one inside the other.
    Keys(&'static [&'static str]),
    /// Where this function finds it, and as it makes it.
    With(fn(&Object) -> Found),
    /// The same, where what it means depends on the day.
    OnDay(fn(&Object, Date) -> Found),
    /// Under these keys, or else the year of income that the route itself fixes.
    AnneeRevenus(&'static [&'static str]),
}

/// The school year of a file on the day given, or why nobody can tell.
pub type AnneeScolaire = fn(&Object, Date) -> Result<i32, MissingCause>;

/// A value, or why there is none.
pub type Found = Result<Value, MissingCause>;

impl SourceField {
    /// A field read under `keys`.
    pub const fn new(
        chemin: &'static str,
        kind: Kind,
        scopes: &'static [&'static str],
        keys: &'static [&'static str],
    ) -> Self {
        Self::at(chemin, kind, scopes, At::Keys(keys))
    }

    /// A field that a function makes.
    pub const fn made(
        chemin: &'static str,
        kind: Kind,
        scopes: &'static [&'static str],
        make: fn(&Object) -> Found,
    ) -> Self {
        Self::at(chemin, kind, scopes, At::With(make))
    }

    /// A field that a function makes, and that means something on certain days only.
    pub const fn on_day(
        chemin: &'static str,
        kind: Kind,
        scopes: &'static [&'static str],
        make: fn(&Object, Date) -> Found,
    ) -> Self {
        Self::at(chemin, kind, scopes, At::OnDay(make))
    }

    /// The year of the income an answer speaks of, whose key only some routes have.
    pub const fn annee_revenus(
        chemin: &'static str,
        scopes: &'static [&'static str],
        keys: &'static [&'static str],
    ) -> Self {
        Self::at(chemin, Kind::Annee, scopes, At::AnneeRevenus(keys))
    }

    /// The same field, which is today's whatever the period asked.
    pub const fn of_today(mut self) -> Self {
        self.is_of_periode = false;
        self
    }

    /// The same field, whose absence is no news.
    pub const fn often_empty(mut self) -> Self {
        self.is_often_empty = true;
        self
    }

    const fn at(chemin: &'static str, kind: Kind, scopes: &'static [&'static str], at: At) -> Self {
        let spec = FieldSpec {
            chemin,
            kind,
            scopes,
            verrouille: false,
        };
        Self {
            spec,
            at,
            is_of_periode: true,
            is_often_empty: false,
        }
    }
}

/// A list of an answer, one row an item.
#[derive(Debug, PartialEq, Eq)]
pub struct ListSpec {
    /// Start of the paths of its rows: `enfants[]`.
    pub prefix: &'static str,
    /// Keys of the array in the answer's data.
    pub keys: &'static [&'static str],
    /// What the person decides of its rows.
    pub pick: Pick,
    /// Start of the identifiers of its texts: `release.children`.
    pub texts: &'static str,
    /// Placeholder of the text of a row → path it is filled with.
    pub item: &'static [(&'static str, &'static str)],
}

/// What the person decides of the rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Which rows leave.
    Rows,
    /// Whether all of them leave.
    Whole,
}

/// Values that are handed over together, because one alone means nothing to the form.
#[derive(Debug, PartialEq, Eq)]
pub struct BoxSpec {
    /// Identifier of the box in the release form: `adresse`.
    pub id: &'static str,
    /// Key of its label in the messages.
    pub label: &'static str,
    /// Starts of the paths it covers; a whole path, or a start with its dot: `adresse.`.
    pub prefixes: &'static [&'static str],
    /// Paths shown beside the label: words of a group are joined by a space, groups by a comma. All
    /// the values it has when empty.
    pub shown: &'static [&'static [&'static str]],
    /// Whether the person declared the value to its provider, so that it may be old.
    pub declared: bool,
    /// Whether the value says something about health: the person ticks it, never we.
    pub sante: bool,
}

impl BoxSpec {
    /// A box that shows every value it has, none of them declared by the person.
    pub const fn new(
        id: &'static str,
        label: &'static str,
        prefixes: &'static [&'static str],
    ) -> Self {
        Self {
            id,
            label,
            prefixes,
            shown: &[],
            declared: false,
            sante: false,
        }
    }

    /// The same box, which says something about health although its source does not.
    pub const fn about_health(mut self) -> Self {
        self.sante = true;
        self
    }

    /// Whether the box hands over the value at `chemin`.
    pub fn covers(&self, chemin: &str) -> bool {
        self.prefixes
            .iter()
            .any(|prefix| match prefix.ends_with(['.', ']']) {
                true => chemin.starts_with(prefix),
                false => chemin == *prefix,
            })
    }
}

/// Who answered, and the period the answer speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Key of the provider in the messages, where the answer says more than the source.
    pub fournisseur: Option<&'static str>,
    /// Year.
    pub annee: Option<u16>,
    /// Month, 1 to 12.
    pub mois: Option<u8>,
    /// Whether the provider only knows the present, whatever month it is asked for.
    pub is_always_now: bool,
}

/// The origin of an answer that says nothing of its own.
pub fn no_origin(_: &Object) -> Origin {
    Origin::default()
}
