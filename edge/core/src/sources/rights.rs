//! The rights of the collectivité's token at API Particulier, against what its démarches ask.
//!
//! `GET /api/introspect` tells the scopes of the token that asks; a right that was withdrawn shows
//! there before it shows to a person. <https://particulier.api.gouv.fr/developpeurs>

use std::collections::BTreeSet;

use super::gates::GateKey;
use crate::http::{Exchange, Method, Request};
use crate::json;
use crate::secret::Secret;

/// Time between two introspections of one token, in seconds: the gateway itself keeps rights that long.
pub const PERIOD_SECS: i64 = 3600;

const PATH: &str = "/api/introspect";
const TIMEOUT_MILLIS: u32 = 10_000;
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A difference between a token and a démarche file, for the operator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// The scope.
    pub scope: String,
    /// What is wrong with it.
    pub kind: MismatchKind,
}

/// What is wrong with a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MismatchKind {
    /// The démarche file says it is granted, and the token does not have it: its fields stay empty.
    NotInToken,
    /// The token has it, and no habilitation of the file states it: nothing uses it.
    NotInFile,
}

impl MismatchKind {
    /// Stable code for the operator's log.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotInToken => "scope_not_in_token",
            Self::NotInFile => "scope_not_in_file",
        }
    }
}

/// Why the rights are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightsFault {
    /// The token itself is refused.
    TokenRefused,
    /// No usable answer.
    Unavailable,
}

impl RightsFault {
    /// Stable code for the operator's log.
    pub fn code(self) -> &'static str {
        match self {
            Self::TokenRefused => "token_refused",
            Self::Unavailable => "introspection_unavailable",
        }
    }
}

/// Builds the introspection of a token by itself.
pub fn build_introspection_request(base: &str, token: Secret) -> Request {
    Request {
        method: Method::Get,
        url: format!("{base}{PATH}"),
        accept: "application/json",
        bearer: Some(token),
        basic: None,
        headers: Vec::new(),
        form: None,
        json: None,
        no_cache: true,
        timeout_millis: TIMEOUT_MILLIS,
        max_body_bytes: MAX_BODY_BYTES,
    }
}

/// Reads the scopes of the token.
///
/// # Errors
///
/// [`RightsFault`].
pub fn process_introspection_response(
    exchange: &Exchange,
) -> Result<BTreeSet<String>, RightsFault> {
    let response = exchange.as_ref().map_err(|_| RightsFault::Unavailable)?;
    match response.status {
        200 => {}
        401 | 403 => return Err(RightsFault::TokenRefused),
        _ => return Err(RightsFault::Unavailable),
    }
    let body = json::parse_object(&response.body).map_err(|_| RightsFault::Unavailable)?;
    let scopes = body.get("scopes").and_then(|scopes| scopes.as_array());
    let scopes = scopes.ok_or(RightsFault::Unavailable)?;
    let texts = scopes.iter().map(|scope| scope.as_str().map(str::to_owned));
    texts.collect::<Option<_>>().ok_or(RightsFault::Unavailable)
}

/// A token and the démarches that ask with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Name of its secret.
    pub secret: String,
    /// Base address of the gateway.
    pub base: String,
    /// Each démarche, with the scopes its file states for the token.
    pub files: Vec<(String, BTreeSet<String>)>,
}

impl Watched {
    /// What its introspection is held against: a 429 given to the token, or to the edge, holds it too.
    pub fn gate(&self) -> GateKey {
        GateKey {
            source: "introspection",
            tenant: self.secret.clone(),
            token: Some(self.secret.clone()),
            base: self.base.clone(),
        }
    }

    /// Compares the scopes of the token with what the files state, each difference with the démarches
    /// it concerns. A scope that one file states is no surplus for another of the same token.
    pub fn mismatches(&self, token: &BTreeSet<String>) -> Vec<(Vec<String>, Mismatch)> {
        let stated: BTreeSet<&String> = self.files.iter().flat_map(|(_, scopes)| scopes).collect();
        let stating = |scope: &String| -> Vec<String> {
            let files = self
                .files
                .iter()
                .filter(|(_, scopes)| scopes.contains(scope));
            files.map(|(demarche, _)| demarche.clone()).collect()
        };
        let mismatch = |scope: &String, kind| Mismatch {
            scope: scope.clone(),
            kind,
        };
        let absent = stated
            .iter()
            .filter(|scope| !token.contains(scope.as_str()))
            .map(|scope| (stating(scope), mismatch(scope, MismatchKind::NotInToken)));
        let everyone: Vec<String> = self
            .files
            .iter()
            .map(|(demarche, _)| demarche.clone())
            .collect();
        let surplus = token
            .iter()
            .filter(|scope| !stated.contains(scope))
            .map(|scope| (everyone.clone(), mismatch(scope, MismatchKind::NotInFile)));
        absent.chain(surplus).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Response;

    fn answered(status: u16, body: &str) -> Exchange {
        Ok(Response {
            status,
            content_type: "application/json".into(),
            retry_after: None,
            body: body.as_bytes().to_vec(),
        })
    }

    fn set(scopes: &[&str]) -> BTreeSet<String> {
        scopes.iter().map(|scope| (*scope).to_owned()).collect()
    }

    #[test]
    fn scopes_of_one_side_only_are_named_with_their_demarches() {
        let body = r#"{"_id":"1","name":"","scopes":["cnaf_adresse","cnous_email","a"]}"#;
        let token = process_introspection_response(&answered(200, body)).unwrap();
        let watched = Watched {
            secret: "JETON".into(),
            base: "https://p.example".into(),
            files: vec![
                ("cantine".into(), set(&["cnaf_adresse", "cnaf_enfants"])),
                ("creche".into(), set(&["a", "cnaf_enfants"])),
            ],
        };
        let found = watched.mismatches(&token);
        let told: Vec<_> = found
            .iter()
            .map(|(demarches, it)| (demarches.join(" "), it.scope.as_str(), it.kind.code()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "cantine creche".to_owned(),
                    "cnaf_enfants",
                    "scope_not_in_token"
                ),
                (
                    "cantine creche".to_owned(),
                    "cnous_email",
                    "scope_not_in_file"
                ),
            ]
        );
        let exact = set(&["a", "cnaf_adresse", "cnaf_enfants"]);
        assert!(watched.mismatches(&exact).is_empty());
    }

    #[test]
    fn rejects_answers_that_tell_no_rights() {
        for (status, body, expected) in [
            (401, "{}", RightsFault::TokenRefused),
            (500, "{}", RightsFault::Unavailable),
            (200, "<html>", RightsFault::Unavailable),
            (200, "{}", RightsFault::Unavailable),
            (200, r#"{"scopes":[1]}"#, RightsFault::Unavailable),
        ] {
            let fault = process_introspection_response(&answered(status, body));
            assert_eq!(fault, Err(expected), "{status} {body}");
        }
    }

    #[test]
    fn token_travels_in_the_header_alone() {
        let request = build_introspection_request("https://p.example", Secret::new("jeton"));
        assert_eq!(request.url, "https://p.example/api/introspect");
        assert_eq!(request.bearer, Some(Secret::new("jeton")));
    }
}
