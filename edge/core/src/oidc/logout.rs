use super::refusal::LOGOUT_STATE_MISMATCH;
use super::{Provider, query};
use crate::error::Refusal;
use crate::secret::{Secret, constant_time_eq};

/// The address that ends the provider's session, for a navigation of the browser.
///
/// Secret, because the hint is in it. FranceConnect refuses any other parameter.
///
/// [OpenID Connect RP-Initiated Logout](https://openid.net/specs/openid-connect-rpinitiated-1_0.html).
pub fn build_logout_url(provider: &Provider, id_token: &Secret, state: &str) -> Secret {
    let parameters = [
        // Exposed to the provider that issued it.
        ("id_token_hint", id_token.expose()),
        (
            "post_logout_redirect_uri",
            &provider.post_logout_redirect_uri,
        ),
        ("state", state),
    ];
    Secret::new(query::address(&provider.end_session_endpoint, parameters))
}

/// Checks the query of the return from a logout, without its `?`, against the `state` sent.
///
/// # Errors
///
/// A [`Refusal`] if `state` is absent, doubled or another one.
pub fn check_logout_return(query: &str, sent_state: &str) -> Result<(), Refusal> {
    let mut states = query::decode(query).filter(|(name, _)| name == "state");
    match (states.next(), states.next()) {
        (Some((_, state)), None)
            if !sent_state.is_empty() && constant_time_eq(&state, sent_state) =>
        {
            Ok(())
        }
        _ => Err(LOGOUT_STATE_MISMATCH),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::provider;
    use super::*;

    #[test]
    fn logout_sends_the_hint_the_return_and_the_state() {
        let url = build_logout_url(&provider(), &Secret::new("a.b.c"), "s-1");
        assert_eq!(
            url.expose(),
            "https://fc.valbourg.example/api/v2/session/end?id_token_hint=a.b.c\
             &post_logout_redirect_uri=https%3A%2F%2Funefois.valbourg.example%2Fv1%2Flogout%2Freturn\
             &state=s-1"
        );
    }

    #[test]
    fn rejects_return_with_another_state() {
        assert_eq!(check_logout_return("a=b&state=s-1", "s-1"), Ok(()));
        for (query, sent) in [
            ("", "s-1"),
            ("state=", ""),
            ("state=s-2", "s-1"),
            ("state=s-1&state=s-1", "s-1"),
        ] {
            assert_eq!(check_logout_return(query, sent), Err(LOGOUT_STATE_MISMATCH));
        }
    }
}
