use super::{Provider, query, s256_challenge};
use crate::transaction::Departure;

/// The address the browser is sent to.
///
/// Built by hand: FranceConnect answers any parameter outside its closed list, those of PKCE
/// included, with an error page and no way back. `openid` is added to `scopes` if it is not there.
///
/// [OpenID Connect Core, section 3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest).
pub fn build_authorization_url(
    provider: &Provider,
    scopes: &[&str],
    departure: &Departure,
) -> String {
    let scope = join_scopes(scopes);
    let challenge = departure.code_verifier.as_deref().map(s256_challenge);
    let pkce = challenge.as_deref().filter(|_| provider.pkce_s256);
    let parameters = [
        ("response_type", "code"),
        ("client_id", &provider.client_id),
        ("redirect_uri", &provider.redirect_uri),
        ("scope", &scope),
        ("state", &departure.state),
        ("nonce", &departure.nonce),
        ("acr_values", &provider.acr_values),
    ];
    let of_pkce = pkce.into_iter().flat_map(|challenge| {
        [
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]
    });
    let endpoint = &provider.authorization_endpoint;
    query::address(endpoint, parameters.into_iter().chain(of_pkce))
}

fn join_scopes(scopes: &[&str]) -> String {
    let mut joined = vec!["openid"];
    for scope in scopes {
        if !joined.contains(scope) {
            joined.push(scope);
        }
    }
    joined.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::provider;
    use super::*;
    use crate::transaction::random_text;
    use crate::transaction::testing::departure;

    fn parameters(url: &str) -> Vec<(String, String)> {
        let (endpoint, query) = url.split_once('?').unwrap();
        assert_eq!(endpoint, provider().authorization_endpoint);
        query::decode(query).collect()
    }

    #[test]
    fn request_holds_the_closed_list_of_franceconnect_and_nothing_else() {
        let departure = departure();
        let url = build_authorization_url(&provider(), &["family_name", "email"], &departure);
        let expected = [
            ("response_type", "code"),
            ("client_id", "client:é&1"),
            (
                "redirect_uri",
                "https://unefois.valbourg.example/v1/callback",
            ),
            ("scope", "openid family_name email"),
            ("state", &departure.state),
            ("nonce", &departure.nonce),
            ("acr_values", "eidas1"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(parameters(&url), expected);
        assert!(departure.state.len() == 43 && departure.nonce.len() == 43);
        assert_ne!(departure.state, departure.nonce);
    }

    #[test]
    fn each_scope_is_asked_once() {
        let scopes = ["openid", "gender", "openid", "gender"];
        let url = build_authorization_url(&provider(), &scopes, &departure());
        assert_eq!(parameters(&url)[3].1, "openid gender");
    }

    #[test]
    fn pkce_is_sent_to_a_provider_that_knows_it_and_to_no_other() {
        let mut departure = departure();
        departure.code_verifier = Some(random_text([6; 32]));
        let mut provider = provider();
        let url = build_authorization_url(&provider, &[], &departure);
        assert!(!url.contains("code_challenge"));
        provider.pkce_s256 = true;
        let url = build_authorization_url(&provider, &[], &departure);
        let challenge = s256_challenge(&random_text([6; 32]));
        let expected = format!("&code_challenge={challenge}&code_challenge_method=S256");
        assert!(url.ends_with(&expected), "{url}");
    }
}
