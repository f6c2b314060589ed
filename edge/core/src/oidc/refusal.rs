//! Every refusal of a step, one record each.

use super::{ExchangeFault, JwtFault};
use crate::error::Refusal;
use crate::http::TransportFailure;
use crate::jose::{JwsFault, VerifyFault};

pub(super) const CALLBACK_MALFORMED: Refusal =
    Refusal::new("callback_malformed", 400, "wrong_page");
pub(super) const CALLBACK_DUPLICATE: Refusal =
    Refusal::new("callback_duplicate_parameter", 400, "wrong_page");
pub(super) const CALLBACK_FRONT_CHANNEL_TOKEN: Refusal =
    Refusal::new("callback_front_channel_token", 400, "wrong_page");
/// No departure of this browser is known.
pub const COOKIE_MISSING: Refusal = Refusal::new("cookie_missing", 400, "wrong_page");
pub(super) const STATE_MISMATCH: Refusal = Refusal::new("state_mismatch", 403, "wrong_page");
pub(super) const CALLBACK_ISS_MISMATCH: Refusal = Refusal::alerting("callback_iss_mismatch", 403);
pub(super) const CODE_MISSING: Refusal = Refusal::alerting("code_missing", 400);

pub(super) const FC_ACCESS_DENIED: Refusal = Refusal::new("fc_access_denied", 403, "fc_refused");
pub(super) const FC_SERVER_ERROR: Refusal = Refusal::new("fc_server_error", 502, "fc_down");
pub(super) const FC_UNAVAILABLE: Refusal =
    Refusal::new("fc_temporarily_unavailable", 503, "fc_down");
pub(super) const FC_INVALID_REQUEST: Refusal = Refusal::alerting("fc_invalid_request", 502);
pub(super) const FC_INVALID_SCOPE: Refusal = Refusal::alerting("fc_invalid_scope", 502);
pub(super) const FC_INVALID_ACR: Refusal = Refusal::alerting("fc_invalid_acr", 502);
pub(super) const FC_INVALID_IDP_HINT: Refusal = Refusal::alerting("fc_invalid_idp_hint", 502);
pub(super) const FC_UNSUPPORTED_RESPONSE_TYPE: Refusal =
    Refusal::alerting("fc_unsupported_response_type", 502);
pub(super) const FC_UNAUTHORIZED_CLIENT: Refusal = Refusal::alerting("fc_unauthorized_client", 502);
pub(super) const FC_UNKNOWN_ERROR: Refusal = Refusal::new("fc_unknown_error", 502, "technical");

pub(super) const TOKEN_INVALID_GRANT: Refusal = Refusal::new("token_invalid_grant", 400, "expired");
pub(super) const TOKEN_INVALID_CLIENT: Refusal = Refusal::alerting("token_invalid_client", 502);
pub(super) const TOKEN_ERROR: Refusal = Refusal::alerting("token_error", 502);
pub(super) const TOKEN_TYPE: Refusal = Refusal::alerting("token_type", 502);
pub(super) const TOKEN_EXPIRES_IN: Refusal = Refusal::alerting("token_expires_in", 502);
pub(super) const TOKEN_WITHOUT_ID_TOKEN: Refusal = Refusal::alerting("token_id_token", 502);
pub(super) const TOKEN_ACCESS_TOKEN: Refusal = Refusal::alerting("token_access_token", 502);
pub(super) const TOKEN_SCOPE: Refusal = Refusal::alerting("token_scope", 502);

pub(super) const ID_TOKEN_DELEGATED: Refusal =
    Refusal::new("id_token_delegated", 403, "no_identity");

pub(super) const USERINFO_TOKEN_EXPIRED: Refusal =
    Refusal::new("userinfo_token_expired", 400, "expired");
pub(super) const USERINFO_UNSIGNED: Refusal = Refusal::alerting("userinfo_unsigned", 502);
pub(super) const USERINFO_CLAIM: Refusal = Refusal::alerting("userinfo_claim", 502);

pub(super) const KEYS_REFUSED: Refusal = Refusal::alerting("keys_refused", 502);

pub(super) const LOGOUT_STATE_MISMATCH: Refusal =
    Refusal::new("logout_state_mismatch", 403, "wrong_page");

const PROVIDER_UNREACHABLE: Refusal = Refusal::new("provider_unreachable", 502, "fc_down");
const PROVIDER_TIMED_OUT: Refusal = Refusal::new("provider_timed_out", 504, "fc_down");
const PROVIDER_FAILING: Refusal = Refusal::new("provider_failing", 502, "fc_down");
const PROVIDER_TOO_LARGE: Refusal = Refusal::alerting("provider_too_large", 502);
const PROVIDER_REDIRECT: Refusal = Refusal::alerting("provider_redirect", 502);
const PROVIDER_STATUS: Refusal = Refusal::alerting("provider_status", 502);
const PROVIDER_MEDIA_TYPE: Refusal = Refusal::alerting("provider_media_type", 502);
const PROVIDER_JSON: Refusal = Refusal::alerting("provider_json", 502);

const JWT_MALFORMED: Refusal = Refusal::alerting("jwt_malformed", 502);
const JWT_ALG: Refusal = Refusal::alerting("jwt_alg", 502);
const JWT_KID_UNKNOWN: Refusal = Refusal::alerting("jwt_kid_unknown", 502);
const JWT_SIGNATURE: Refusal = Refusal::alerting("jwt_signature", 502);
const JWT_UNCHECKED: Refusal = Refusal::alerting("jwt_unchecked", 500);
const JWT_TYP: Refusal = Refusal::alerting("jwt_typ", 502);
const JWT_ISS: Refusal = Refusal::alerting("jwt_iss", 502);
const JWT_AUD: Refusal = Refusal::alerting("jwt_aud", 502);
const JWT_AZP: Refusal = Refusal::alerting("jwt_azp", 502);
const JWT_TIME: Refusal = Refusal::alerting("jwt_time", 502);
const JWT_SUB: Refusal = Refusal::alerting("jwt_sub", 502);
const JWT_NONCE: Refusal = Refusal::alerting("jwt_nonce", 502);
const JWT_ACR: Refusal = Refusal::alerting("jwt_acr", 502);
const JWT_AUTH_TIME: Refusal = Refusal::alerting("jwt_auth_time", 502);
const JWT_AT_HASH: Refusal = Refusal::alerting("jwt_at_hash", 502);
const JWT_KIND: Refusal = Refusal::alerting("jwt_kind", 502);

/// Every refusal of this module, for the table of errors.
pub const REFUSALS: &[Refusal] = &[
    CALLBACK_MALFORMED,
    CALLBACK_DUPLICATE,
    CALLBACK_FRONT_CHANNEL_TOKEN,
    COOKIE_MISSING,
    STATE_MISMATCH,
    CALLBACK_ISS_MISMATCH,
    CODE_MISSING,
    FC_ACCESS_DENIED,
    FC_SERVER_ERROR,
    FC_UNAVAILABLE,
    FC_INVALID_REQUEST,
    FC_INVALID_SCOPE,
    FC_INVALID_ACR,
    FC_INVALID_IDP_HINT,
    FC_UNSUPPORTED_RESPONSE_TYPE,
    FC_UNAUTHORIZED_CLIENT,
    FC_UNKNOWN_ERROR,
    TOKEN_INVALID_GRANT,
    TOKEN_INVALID_CLIENT,
    TOKEN_ERROR,
    TOKEN_TYPE,
    TOKEN_EXPIRES_IN,
    TOKEN_WITHOUT_ID_TOKEN,
    TOKEN_ACCESS_TOKEN,
    TOKEN_SCOPE,
    USERINFO_TOKEN_EXPIRED,
    USERINFO_UNSIGNED,
    USERINFO_CLAIM,
    KEYS_REFUSED,
    LOGOUT_STATE_MISMATCH,
    PROVIDER_UNREACHABLE,
    PROVIDER_TIMED_OUT,
    PROVIDER_FAILING,
    PROVIDER_TOO_LARGE,
    PROVIDER_REDIRECT,
    PROVIDER_STATUS,
    PROVIDER_MEDIA_TYPE,
    PROVIDER_JSON,
    JWT_MALFORMED,
    JWT_ALG,
    JWT_KID_UNKNOWN,
    JWT_SIGNATURE,
    JWT_UNCHECKED,
    JWT_TYP,
    JWT_ISS,
    JWT_AUD,
    JWT_AZP,
    JWT_TIME,
    JWT_SUB,
    JWT_NONCE,
    JWT_ACR,
    JWT_AUTH_TIME,
    JWT_AT_HASH,
    JWT_KIND,
    ID_TOKEN_DELEGATED,
];

impl ExchangeFault {
    /// What is answered when the step cannot go on.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Transport(TransportFailure::Unreachable) => PROVIDER_UNREACHABLE,
            Self::Transport(TransportFailure::TimedOut) => PROVIDER_TIMED_OUT,
            Self::Transport(TransportFailure::TooLarge) => PROVIDER_TOO_LARGE,
            Self::Status(300..=399) => PROVIDER_REDIRECT,
            Self::Status(500..=599) => PROVIDER_FAILING,
            Self::Status(_) => PROVIDER_STATUS,
            Self::MediaType => PROVIDER_MEDIA_TYPE,
            Self::Json(_) => PROVIDER_JSON,
        }
    }
}

impl JwtFault {
    /// What is answered when the step cannot go on.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::Jws(JwsFault::Algorithm) | Self::Signature(VerifyFault::OtherAlgorithm) => {
                JWT_ALG
            }
            Self::Jws(_) | Self::Json(_) => JWT_MALFORMED,
            Self::Signature(VerifyFault::UnknownKid | VerifyFault::AmbiguousKey) => JWT_KID_UNKNOWN,
            Self::Signature(VerifyFault::BadSignature) => JWT_SIGNATURE,
            Self::Signature(VerifyFault::Platform(_)) => JWT_UNCHECKED,
            Self::Typ => JWT_TYP,
            Self::Iss => JWT_ISS,
            Self::Aud => JWT_AUD,
            Self::Azp => JWT_AZP,
            Self::Exp | Self::Iat | Self::Nbf | Self::Lifetime => JWT_TIME,
            Self::Sub => JWT_SUB,
            Self::Nonce => JWT_NONCE,
            Self::Acr => JWT_ACR,
            Self::AuthTime => JWT_AUTH_TIME,
            Self::AtHash => JWT_AT_HASH,
            Self::Kind => JWT_KIND,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_code_of_its_own() {
        let mut codes: Vec<_> = REFUSALS.iter().map(|refusal| refusal.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), REFUSALS.len());
    }
}
