use super::{Provider, query};
use crate::http::{Method, Request};
use crate::secret::Secret;

/// Builds the exchange of a code, authenticated by `client_secret_post`.
///
/// To be sent once: a second exchange of the same code makes FranceConnect revoke the first token,
/// so that even a request whose outcome is unknown is not sent again.
///
/// [OpenID Connect Core, section 3.1.3.1](https://openid.net/specs/openid-connect-core-1_0.html#TokenRequest).
pub fn build_token_request(
    provider: &Provider,
    code: &Secret,
    code_verifier: Option<&str>,
) -> Request {
    let parameters = [
        ("grant_type", "authorization_code"),
        // Exposed to the provider that issued it.
        ("code", code.expose()),
        ("redirect_uri", &provider.redirect_uri),
        ("client_id", &provider.client_id),
        // Exposed to the provider it authenticates us with.
        ("client_secret", provider.client_secret.expose()),
    ];
    let of_pkce = code_verifier
        .filter(|_| provider.pkce_s256)
        .map(|verifier| ("code_verifier", verifier));
    Request {
        method: Method::Post,
        url: provider.token_endpoint.clone(),
        accept: "application/json",
        bearer: None,
        basic: None,
        headers: Vec::new(),
        json: None,
        form: Some(Secret::new(query::encode(
            parameters.into_iter().chain(of_pkce),
        ))),
        no_cache: true,
        timeout_millis: 5_000,
        max_body_bytes: 128 * 1024,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::provider;
    use super::*;

    #[test]
    fn code_is_exchanged_in_the_body_and_nowhere_else() {
        let code = Secret::new("c&=é");
        let request = build_token_request(&provider(), &code, Some("ignored"));
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, provider().token_endpoint);
        assert!(request.bearer.is_none() && request.no_cache);
        assert_eq!(
            request.form.unwrap().expose(),
            "grant_type=authorization_code&code=c%26%3D%C3%A9\
             &redirect_uri=https%3A%2F%2Funefois.valbourg.example%2Fv1%2Fcallback\
             &client_id=client%3A%C3%A9%261&client_secret=s%2Be%2Fcret%3D%3D"
        );
    }

    #[test]
    fn code_verifier_is_sent_to_a_provider_that_knows_pkce() {
        let mut provider = provider();
        provider.pkce_s256 = true;
        let request = build_token_request(&provider, &Secret::new("c"), Some("v-1"));
        assert!(
            request
                .form
                .unwrap()
                .expose()
                .ends_with("&code_verifier=v-1")
        );
    }
}
