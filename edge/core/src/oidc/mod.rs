//! OpenID Connect with FranceConnect, one file a step.
//!
//! Each step is two functions: one builds the request, one judges the answer; a platform carries
//! them. In order: [`build_authorization_url`], [`process_authorization_response`],
//! [`build_token_request`], [`process_token_response`], [`validate_id_token`],
//! [`ValidatedIdToken::into_authentication`], [`build_userinfo_request`], [`process_userinfo_response`], [`build_logout_url`],
//! [`check_logout_return`]; and [`build_jwks_request`], [`process_jwks_response`] when keys are
//! needed.
//!
//! [OpenID Connect Core](https://openid.net/specs/openid-connect-core-1_0.html); what FranceConnect
//! v2 does differently: [partner documentation](https://docs.partenaires.franceconnect.gouv.fr/fs/).

mod authorization;
mod callback;
mod callback_params;
mod claims;
mod exchange;
mod id_token;
mod jwks;
mod jwt;
mod logout;
mod pkce;
mod provider;
mod query;
mod refusal;
#[cfg(test)]
pub(crate) mod testing;
mod token_request;
mod token_response;
mod userinfo;

pub use authorization::build_authorization_url;
pub use callback::{CallbackOutcome, process_authorization_response};
pub use callback_params::CallbackParams;
pub use claims::Claims;
pub use exchange::ExchangeFault;
pub use id_token::{Authentication, IdTokenExpectations, ValidatedIdToken, validate_id_token};
pub use jwks::{JwksFault, build_jwks_request, process_jwks_response};
pub use jwt::{ExpectedIssuer, JwtFault};
pub use logout::{build_logout_url, check_logout_return};
pub use pkce::s256_challenge;
pub use provider::{Provider, UserinfoPolicy};
pub use refusal::{COOKIE_MISSING, REFUSALS};
pub use token_request::build_token_request;
pub use token_response::{TokenResponse, process_token_response};
pub use userinfo::{
    UserinfoExpectations, UserinfoFault, build_userinfo_request, process_userinfo_response,
};
