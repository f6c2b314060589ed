//! The identity provider of a démarche, as the protocol steps want it.

use super::{Acr, Algorithme, DemarcheChecked, Userinfo};
use crate::jose::Algorithm;
use crate::oidc::{Provider, UserinfoPolicy};
use crate::secret::Secret;

impl DemarcheChecked {
    /// The démarche's FranceConnect client, for an edge at `edge_origin`.
    ///
    /// FranceConnect's paths are fixed; what the browser opens stands under the issuer, what the edge
    /// calls stands under the internal address where there is one.
    /// [Partner documentation](https://docs.partenaires.franceconnect.gouv.fr/fs/fs-technique/).
    pub fn provider(&self, edge_origin: &str, client_secret: Secret) -> Provider {
        let client = self.franceconnect();
        let issuer = &client.issuer;
        let internal = client.adresse_interne.as_ref().unwrap_or(issuer);
        Provider {
            issuer: issuer.clone(),
            authorization_endpoint: format!("{issuer}/authorize"),
            token_endpoint: format!("{internal}/token"),
            userinfo_endpoint: format!("{internal}/userinfo"),
            jwks_uri: format!("{internal}/jwks"),
            end_session_endpoint: format!("{issuer}/session/end"),
            client_id: client.client_id.clone(),
            client_secret,
            redirect_uri: format!("{edge_origin}/v1/callback"),
            post_logout_redirect_uri: format!("{edge_origin}/v1/logout/return"),
            acr_values: match client.acr {
                Acr::Eidas1 => "eidas1".to_owned(),
            },
            id_token_signing_alg: match client.algorithme {
                Algorithme::Es256 => Algorithm::Es256,
                Algorithme::Rs256 => Algorithm::Rs256,
            },
            userinfo: match client.userinfo {
                Userinfo::Signe => UserinfoPolicy::Signed,
                Userinfo::NonSigneBacASable => UserinfoPolicy::AllowUnsignedUserinfo,
            },
            pkce_s256: false,
        }
    }

    /// Origin of FranceConnect, where a form of ours may end up.
    pub fn provider_origin(&self) -> String {
        let url = url::Url::parse(&self.franceconnect().issuer);
        url.map(|url| url.origin().ascii_serialization())
            .unwrap_or_default()
    }
}
