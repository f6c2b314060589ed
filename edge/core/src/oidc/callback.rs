use super::callback_params::Reply;
use super::refusal::{
    CALLBACK_ISS_MISMATCH, CODE_MISSING, COOKIE_MISSING, FC_ACCESS_DENIED, FC_INVALID_ACR,
    FC_INVALID_IDP_HINT, FC_INVALID_REQUEST, FC_INVALID_SCOPE, FC_SERVER_ERROR,
    FC_UNAUTHORIZED_CLIENT, FC_UNAVAILABLE, FC_UNKNOWN_ERROR, FC_UNSUPPORTED_RESPONSE_TYPE,
    STATE_MISMATCH,
};
use super::{CallbackParams, Provider};
use crate::error::Refusal;
use crate::sealing::Opened;
use crate::secret::{Secret, constant_time_eq};
use crate::transaction::{Departure, Payload};

/// What came of a departure of this browser.
pub enum CallbackOutcome {
    /// The provider sent a code: it may be exchanged, once.
    Code {
        /// The departure the code answers.
        departure: Opened<Departure>,
        /// The code, good for 30 seconds.
        code: Secret,
    },
    /// The person gave up at the provider: straight back to the form.
    Cancelled {
        /// The departure that ends.
        departure: Opened<Departure>,
    },
    /// The flow stops; its page is known.
    Refused {
        /// The departure that ends.
        departure: Opened<Departure>,
        /// Why.
        refusal: Refusal,
    },
}

/// Judges the callback: departure of this browser, then `state`, age, `iss`, `error`, `code`.
///
/// `departures` are the cookies of the browser that opened, one a tab; the one whose `state` came
/// back is the one meant.
///
/// [OpenID Connect Core, section 3.1.2.7](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponseValidation),
/// [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207).
///
/// # Errors
///
/// A [`Refusal`] when no departure of this browser is meant: nothing may be said of any page then.
pub fn process_authorization_response(
    provider: &Provider,
    departures: Vec<Opened<Departure>>,
    params: CallbackParams,
    now: i64,
) -> Result<CallbackOutcome, Refusal> {
    if departures.is_empty() {
        return Err(COOKIE_MISSING);
    }
    let departure = find_departure(departures, params.state.as_ref()).ok_or(STATE_MISMATCH)?;
    if departure.payload().is_expired(now) {
        let refusal = Departure::EXPIRED;
        return Ok(CallbackOutcome::Refused { departure, refusal });
    }
    // Another issuer: its answer was mixed into this flow, and the code is not ours to send.
    if params.iss.as_deref() != Some(&provider.issuer) {
        let refusal = CALLBACK_ISS_MISMATCH;
        return Ok(CallbackOutcome::Refused { departure, refusal });
    }
    Ok(match params.reply {
        Reply::Code(code) => CallbackOutcome::Code { departure, code },
        Reply::Error {
            is_cancelled: true, ..
        } => CallbackOutcome::Cancelled { departure },
        Reply::Error { code, .. } => CallbackOutcome::Refused {
            departure,
            refusal: refusal_of(&code),
        },
        Reply::Neither => CallbackOutcome::Refused {
            departure,
            refusal: CODE_MISSING,
        },
    })
}

fn find_departure(
    departures: Vec<Opened<Departure>>,
    state: Option<&Secret>,
) -> Option<Opened<Departure>> {
    // Exposed to be compared with the one we sent.
    let state = state?.expose();
    departures
        .into_iter()
        .find(|departure| constant_time_eq(&departure.payload().state, state))
}

/// The table of errors FranceConnect sends back.
fn refusal_of(error: &str) -> Refusal {
    match error {
        "access_denied" => FC_ACCESS_DENIED,
        "server_error" => FC_SERVER_ERROR,
        "temporarily_unavailable" => FC_UNAVAILABLE,
        "invalid_request" => FC_INVALID_REQUEST,
        "invalid_scope" => FC_INVALID_SCOPE,
        "invalid_acr" => FC_INVALID_ACR,
        "invalid_idp_hint" => FC_INVALID_IDP_HINT,
        "unsupported_response_type" => FC_UNSUPPORTED_RESPONSE_TYPE,
        "unauthorized_client" => FC_UNAUTHORIZED_CLIENT,
        _ => FC_UNKNOWN_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ISSUER, provider};
    use super::*;
    use crate::transaction::random_text;
    use crate::transaction::testing::{LEFT_AT, departure, travel};

    const NOW: i64 = LEFT_AT + 60;

    fn query_with(changes: &[(&str, Option<&str>)]) -> String {
        let state = departure().state;
        let mut parameters = vec![("state", state.as_str()), ("iss", ISSUER)];
        for (name, value) in changes {
            parameters.retain(|(other, _)| other != name);
            parameters.extend(value.map(|value| (*name, value)));
        }
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish()
    }

    fn process_at(now: i64, query: &str) -> Result<CallbackOutcome, Refusal> {
        let departures = vec![travel(&departure())];
        let params = CallbackParams::parse(query)?;
        process_authorization_response(&provider(), departures, params, now)
    }

    /// The code of the refusal, known page or not; or what happens instead.
    fn outcome_code(result: Result<CallbackOutcome, Refusal>) -> &'static str {
        match result {
            Err(refusal) | Ok(CallbackOutcome::Refused { refusal, .. }) => refusal.code,
            Ok(CallbackOutcome::Cancelled { .. }) => "cancelled",
            Ok(CallbackOutcome::Code { .. }) => "code",
        }
    }

    fn check(query: &str, expected: &str) {
        assert_eq!(outcome_code(process_at(NOW, query)), expected, "{query}");
    }

    #[test]
    fn code_is_accepted_for_the_departure_of_its_state() {
        let mut other = departure();
        other.state = random_text([77; 32]);
        let departures = vec![travel(&other), travel(&departure())];
        let params = CallbackParams::parse(&query_with(&[("code", Some("c-1"))])).unwrap();
        let outcome = process_authorization_response(&provider(), departures, params, NOW);
        let Ok(CallbackOutcome::Code { departure, code }) = outcome else {
            panic!("no code");
        };
        assert_eq!(departure.payload().state, super::tests::departure().state);
        assert_eq!(code.expose(), "c-1");
    }

    #[test]
    fn unknown_parameters_are_ignored() {
        check(
            &query_with(&[("code", Some("c")), ("session_state", Some("é"))]),
            "code",
        );
    }

    #[test]
    fn rejects_callback_without_a_departure_in_this_browser() {
        let params = CallbackParams::parse(&query_with(&[("code", Some("c"))])).unwrap();
        let outcome = process_authorization_response(&provider(), Vec::new(), params, NOW);
        assert_eq!(outcome_code(outcome), "cookie_missing");
    }

    #[test]
    fn rejects_state_that_differs_in_any_way() {
        let state = departure().state;
        let mut changed = state.clone().into_bytes();
        changed[20] ^= 1;
        let changed = String::from_utf8(changed).unwrap();
        for wrong in [
            None,
            Some(""),
            Some(&state[..42]),
            Some(changed.as_str()),
            Some("undefined"),
            Some(&state.to_lowercase()),
        ] {
            let query = query_with(&[("code", Some("c")), ("state", wrong)]);
            check(&query, "state_mismatch");
        }
        let long = "s".repeat(8_000);
        let query = query_with(&[("code", Some("c")), ("state", Some(&long))]);
        check(&query, "callback_malformed");
    }

    #[test]
    fn rejects_another_issuer() {
        let with_slash = format!("{ISSUER}/");
        for iss in [
            None,
            Some(""),
            Some("https://other.example"),
            Some(&with_slash),
        ] {
            let query = query_with(&[("code", Some("c")), ("iss", iss)]);
            check(&query, "callback_iss_mismatch");
        }
    }

    #[test]
    fn rejects_expired_departure_only_after_its_state_was_right() {
        let late = LEFT_AT + 1800;
        let right = query_with(&[("code", Some("c"))]);
        assert_eq!(outcome_code(process_at(late - 1, &right)), "code");
        assert_eq!(outcome_code(process_at(late, &right)), "departure_expired");
        let wrong = query_with(&[("code", Some("c")), ("state", Some("s"))]);
        assert_eq!(outcome_code(process_at(late, &wrong)), "state_mismatch");
    }

    #[test]
    fn rejects_answer_with_neither_code_nor_error() {
        check(&query_with(&[]), "code_missing");
        check(&query_with(&[("code", Some(""))]), "code_missing");
    }

    #[test]
    fn every_error_of_the_table_has_its_outcome() {
        let technical = "authentication aborted due to a technical error";
        for (error, description, expected, alert) in [
            ("access_denied", "User auth aborted", "cancelled", false),
            (
                "access_denied",
                "user authentication aborted",
                "fc_access_denied",
                false,
            ),
            ("access_denied", "", "fc_access_denied", false),
            ("server_error", technical, "fc_server_error", false),
            (
                "server_error",
                "User auth aborted",
                "fc_server_error",
                false,
            ),
            (
                "temporarily_unavailable",
                technical,
                "fc_temporarily_unavailable",
                false,
            ),
            ("invalid_request", "<b>", "fc_invalid_request", true),
            ("invalid_scope", "", "fc_invalid_scope", true),
            ("invalid_acr", "", "fc_invalid_acr", true),
            ("invalid_idp_hint", "", "fc_invalid_idp_hint", true),
            (
                "unsupported_response_type",
                "",
                "fc_unsupported_response_type",
                true,
            ),
            ("unauthorized_client", "", "fc_unauthorized_client", true),
            ("something_new", "", "fc_unknown_error", false),
        ] {
            let query = query_with(&[
                ("error", Some(error)),
                ("error_description", Some(description)),
            ]);
            let outcome = process_at(NOW, &query);
            if let Ok(CallbackOutcome::Refused { refusal, departure }) = &outcome {
                assert_eq!(refusal.alert, alert, "{error}");
                assert_eq!(departure.context().demarche, "cantine");
            }
            assert_eq!(outcome_code(outcome), expected, "{error}");
        }
    }

    #[test]
    fn rejects_error_with_an_unknown_state_without_naming_a_page() {
        let query = query_with(&[
            ("error", Some("access_denied")),
            ("state", Some("undefined")),
        ]);
        assert!(process_at(NOW, &query).is_err());
    }
}
