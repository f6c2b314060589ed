//! What the gateway of API Particulier answers, whatever the provider behind it.
//!
//! Error catalogue: <https://particulier.api.gouv.fr/developpeurs>.

use super::outcome::{Breakdown, Misconfiguration as Wrong, Outcome};
use super::status::{Meaning, StatusRule};

const fn wrong(status: u16, what: Wrong) -> StatusRule {
    StatusRule::new(status, Meaning::Final(Outcome::Unavailable(what)))
}

/// Rules for every source behind the gateway; the rules of the source itself come before.
pub const STATUSES: &[StatusRule] = &[
    wrong(400, Wrong::RequestRefused),
    wrong(401, Wrong::TokenExpired).ending("502"),
    wrong(401, Wrong::TokenExpired).ending("002"),
    wrong(401, Wrong::IdentityMissing).ending("503"),
    wrong(401, Wrong::IdentityMissing).ending("003"),
    wrong(401, Wrong::TokenRefused),
    wrong(403, Wrong::AddressRefused).ending("107"),
    wrong(403, Wrong::ScopeMissing),
    StatusRule::new(404, Meaning::NoFile)
        .ending("003")
        .by_provider(),
    wrong(404, Wrong::EndpointGone),
    // The gateway locks on the request without the person: two citizens of one collectivité collide.
    StatusRule::new(409, Meaning::Locked)
        .ending("015")
        .by_gateway(),
    StatusRule::new(409, Meaning::Final(Outcome::Several)).by_provider(),
    StatusRule::new(409, Meaning::Locked),
    wrong(410, Wrong::EndpointGone),
    wrong(422, Wrong::RecipientRefused)
        .ending("203")
        .by_gateway(),
    wrong(422, Wrong::RecipientRefused)
        .ending("210")
        .by_gateway(),
    wrong(422, Wrong::RecipientRefused)
        .ending("212")
        .by_gateway(),
    StatusRule::new(422, Meaning::Final(Outcome::Several))
        .ending("563")
        .by_provider(),
    StatusRule::new(422, Meaning::Final(Outcome::NotRecognised)),
    StatusRule::new(429, Meaning::Throttled),
    wrong(451, Wrong::LegallyRefused),
    StatusRule::new(500, Meaning::Final(Outcome::Down(Breakdown::UpstreamError))),
    StatusRule::new(502, Meaning::Transient),
    StatusRule::new(503, Meaning::Closed),
    StatusRule::new(504, Meaning::Transient),
];
