use super::ExpectedIssuer;
use crate::jose::Algorithm;
use crate::secret::Secret;

/// An identity provider and our registration with it. Trusted: it comes from configuration.
///
/// The browser and the edge may reach the provider by different addresses, so that each endpoint is
/// written in full and none is deduced from the issuer.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Issuer identifier, compared exactly: `https://oidc.franceconnect.gouv.fr/api/v2`.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: String,
    /// Where the code is exchanged.
    pub token_endpoint: String,
    /// Where the identity is asked for.
    pub userinfo_endpoint: String,
    /// Where the keys are.
    pub jwks_uri: String,
    /// Where the browser is sent to end the provider's session.
    pub end_session_endpoint: String,
    /// Our identifier with the provider.
    pub client_id: String,
    /// Our secret with the provider, sent in the body of the token request.
    pub client_secret: Secret,
    /// Our callback, as declared to the provider.
    pub redirect_uri: String,
    /// Our return after a logout, as declared to the provider.
    pub post_logout_redirect_uri: String,
    /// Assurance levels asked for, separated by spaces: `eidas1`.
    pub acr_values: String,
    /// Algorithm our client is registered with, for the ID token and the userinfo.
    pub id_token_signing_alg: Algorithm,
    /// Whether userinfo must be signed.
    pub userinfo: UserinfoPolicy,
    /// Whether PKCE is used. FranceConnect refuses its parameters with an error page.
    pub pkce_s256: bool,
}

/// Which userinfo answers are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserinfoPolicy {
    /// Only `application/jwt`, signed with the client's algorithm.
    Signed,
    /// Plain JSON too, which proves nothing by itself: for sandbox clients whose registration asks
    /// for no signature.
    AllowUnsignedUserinfo,
}

impl Provider {
    /// What every token of this provider must agree with.
    pub fn expected_issuer(&self) -> ExpectedIssuer<'_> {
        ExpectedIssuer {
            issuer: &self.issuer,
            client_id: &self.client_id,
            algorithm: self.id_token_signing_alg,
        }
    }
}
