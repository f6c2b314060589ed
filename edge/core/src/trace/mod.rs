//! The exchange trace: which data were asked of whom and handed over, signed for the collectivité.
//!
//! Article R. 114-9-7 of the French code of relations between the public and the administration has it kept for
//! thirty-six months and shown to the person. The edge writes two lines a flow and keeps none. A line holds paths of
//! fields, never a value, and nothing that names the person: neither FranceConnect's `sub` nor the flow. Of a source
//! about health it tells that it was asked, and not what came.

mod delivery;
mod exchange;
mod outcome;
mod unsigned;

pub use delivery::{ATTEMPTS, Attempt, Delivery, build_trace_request, process_trace_response};
pub use exchange::{
    Answered, ExchangeTrace, SCHEMA_VERSION, TraceContext, TraceLine, TraceStep, TracedDemarche,
    TracedProof, TracedRelease, TracedSource,
};
pub use outcome::OutcomeClass;
pub use unsigned::{TYP, UnsignedTrace, journal_line};

/// JSON Schema of a line, for whoever keeps and reads them.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(TraceLine).to_value()
}
