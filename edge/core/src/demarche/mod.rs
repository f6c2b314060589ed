//! The démarche file: what a form asks, in whose name, from whom, and where it is written.
//!
//! A file has two forms. [`DemarcheWritten`] is what people write; [`DemarcheChecked`] is what every
//! rule has proven, and nothing else reads the first. A broken rule names its path, what was
//! expected and what was found, and all of them are told at once.

mod address;
mod calls;
mod candidate;
mod checked;
mod choice;
mod collectivites;
mod deployment;
mod description;
mod finding;
mod format;
mod inputs;
mod needed;
mod page;
mod parse;
mod problem;
mod provider;
mod rules;
mod scopes;
mod standing;
mod texts;
mod traced;
pub mod usages;
mod validation;
mod warning;
mod written;

pub use calls::{Moment, Planned};
pub use checked::{ChampChecked, DemarcheChecked, SourceChecked, check};
pub use choice::Choice;
pub use deployment::{Deployment, DeploymentWritten, check_deployment};
pub use inputs::Typed;
pub use needed::{NeededHabilitation, needed_habilitations};
pub use page::{Page, PagePattern, match_page};
pub use parse::parse;
pub use problem::ConfigProblem;
pub use scopes::ScopesInForce;
pub use standing::HABILITATION_STOPPED;
pub use traced::TraceSink;
pub use warning::{ConfigWarning, warnings};
pub use written::{
    Acr, Algorithme, ApiParticulierWritten, AttestationWritten, BaseLegaleWritten, ChampWritten,
    CibleDateWritten, CibleWritten, CollectiviteWritten, ConservationWritten, DemarcheWritten,
    DgfipWritten, Etape, EtatAccessibilite, Format, FranceConnectWritten, HabilitationKind,
    HabilitationWritten, HomologationWritten, ModaliteAccordee, PageWritten, SortieTrace,
    SourceWritten, TraceWritten, TraductionWritten, Userinfo,
};

/// JSON Schema of the démarche file, for editors and for `docs/demarche.md`.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(DemarcheWritten).to_value()
}
