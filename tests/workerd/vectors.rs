//! The standard vectors of JOSE and those of the project, on workerd, through the code and the
//! WebCrypto that ship.
//!
//! They are not in this repository: where their folder is absent, one line says so.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};
use unefois_tests::encoding::base64url;

use unefois_tests::workspace;

use crate::bench::VectorsEdge;

/// A question to the edge, what is wanted, and how to name it in a failure.
struct Case {
    question: Value,
    expected: Expected,
    name: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Accepted,
    Refused,
    /// The specifications allow both; only an answer is wanted.
    Either,
}

impl Expected {
    fn of_label(label: &str) -> Self {
        match label {
            "accept" | "valid" => Self::Accepted,
            "reject" | "invalid" => Self::Refused,
            "either" | "accept-inert" => Self::Either,
            other => panic!("unknown label {other}"),
        }
    }

    fn from_bool(is_accepted: bool) -> Self {
        if is_accepted {
            Self::Accepted
        } else {
            Self::Refused
        }
    }
}

/// The folder of the vectors, where there is one.
fn folder() -> Option<PathBuf> {
    static SAID: OnceLock<()> = OnceLock::new();
    let folder = workspace::shared_fixtures_dir().map(|dir| dir.join("jose"));
    if folder.is_none() {
        SAID.get_or_init(|| eprintln!("JOSE vectors skipped: ../shared/fixtures is not there"));
    }
    folder
}

fn read(file: &str) -> Option<Value> {
    let text = fs::read_to_string(folder()?.join(file)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// Asks every case and fails with the name of each one judged otherwise.
fn check(cases: &[Case]) {
    let questions: Vec<&Value> = cases.iter().map(|case| &case.question).collect();
    let answers = VectorsEdge::shared().ask(&json!(questions));
    assert_eq!(answers.len(), cases.len());
    let wrong: Vec<&str> = cases
        .iter()
        .zip(&answers)
        .filter(|(case, _)| case.expected != Expected::Either)
        .filter(|(case, accepted)| case.expected != Expected::from_bool(**accepted))
        .map(|(case, _)| case.name.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn id_token_question(meta: &Value, keys: &str, token: &str) -> Value {
    json!({
        "kind": "id_token",
        "keys": keys,
        "token": token,
        "issuer": meta["issuer"],
        "client_id": meta["client_id"],
        "algorithm": meta["required_alg"],
        "nonce": meta["nonce"],
        "acr_values": meta["required_acr"],
        "access_token": meta["access_token"],
        "now": meta["now"],
    })
}

fn labelled(case: &Value, question: Value) -> Case {
    Case {
        question,
        expected: Expected::of_label(text(case, "expect")),
        name: format!("{}: {}", text(case, "id"), text(case, "why")),
    }
}

/// The nominal ID token.
fn ok_base(file: &Value) -> &str {
    let case = list(file, "cases")
        .iter()
        .find(|case| text(case, "id") == "ok-base");
    text(case.unwrap(), "token")
}

/// A token labelled `accept` that has the same header and payload, byte for byte, as another one
/// labelled `reject`: nobody can satisfy both labels, and the refusal stands.
const CONTRADICTED: (&str, &str) = ("ok-exp-within-skew", "exp-before-iat");

fn is_contradicted(cases: &[Value], case: &Value) -> bool {
    let signed_part = |id| {
        let case = cases.iter().find(|case| text(case, "id") == id).unwrap();
        text(case, "token").rsplit_once('.').unwrap().0
    };
    text(case, "id") == CONTRADICTED.0 && signed_part(CONTRADICTED.0) == signed_part(CONTRADICTED.1)
}

#[test]
fn id_token_vectors_are_judged_as_labelled() {
    let Some(file) = read("vectors/id_token_vectors.json") else {
        return;
    };
    let entries = list(&file, "cases");
    let cases: Vec<Case> = entries
        .iter()
        .map(|entry| {
            let keys = file["jwks"][text(entry, "jwks")].to_string();
            let question = id_token_question(&file["meta"], &keys, text(entry, "token"));
            let mut case = labelled(entry, question);
            if is_contradicted(entries, entry) {
                case.expected = Expected::Refused;
            }
            case
        })
        .collect();
    assert_eq!(cases.len(), 117);
    check(&cases);
}

#[test]
fn userinfo_vectors_are_judged_as_labelled() {
    let Some(file) = read("vectors/userinfo_vectors.json") else {
        return;
    };
    let id_tokens = read("vectors/id_token_vectors.json").unwrap();
    let keys = file["jwks"]["default"].to_string();
    let cases: Vec<Case> = list(&file, "cases")
        .iter()
        .map(|entry| {
            let mut question = id_token_question(&file["meta"], &keys, ok_base(&id_tokens));
            question["kind"] = json!("userinfo");
            question["content_type"] = entry["content_type"].clone();
            question["body"] = entry["body"].clone();
            labelled(entry, question)
        })
        .collect();
    assert_eq!(cases.len(), 24);
    check(&cases);
}

#[test]
fn key_set_vectors_are_judged_as_labelled() {
    let Some(file) = read("vectors/jwks_vectors.json") else {
        return;
    };
    let id_tokens = read("vectors/id_token_vectors.json").unwrap();
    let cases: Vec<Case> = list(&file, "cases")
        .iter()
        .map(|entry| {
            let document = text(entry, "document");
            labelled(
                entry,
                id_token_question(&id_tokens["meta"], document, ok_base(&id_tokens)),
            )
        })
        .collect();
    assert_eq!(cases.len(), 17);
    check(&cases);
}

#[test]
fn wycheproof_tokens_are_judged_as_labelled() {
    let Some(file) = read("wycheproof/json_web_signature_test.json") else {
        return;
    };
    let overrides = read("wycheproof/overrides.json").unwrap();
    let label = |test: &Value| {
        let mut entries = list(&overrides, "overrides").iter();
        let overridden = entries.find(|entry| entry["tcId"] == test["tcId"]);
        overridden
            .map_or(text(test, "result"), |entry| text(entry, "use"))
            .to_owned()
    };
    let mut cases = Vec::new();
    for group in list(&file, "testGroups") {
        // What is not ES256 or RS256 is of no use to us, however well it is signed.
        let is_ours = matches!(group["public"]["alg"].as_str(), Some("ES256" | "RS256"));
        let keys = json!({ "keys": [group["public"]] }).to_string();
        for test in list(group, "tests") {
            let token = test["jws"]
                .as_str()
                .map_or_else(|| test["jws"].to_string(), str::to_owned);
            cases.push(Case {
                question: json!({ "kind": "jws", "keys": keys, "token": token }),
                expected: Expected::from_bool(is_ours && label(test) == "valid"),
                name: format!("{}: {}", test["tcId"], text(test, "comment")),
            });
        }
    }
    assert_eq!(cases.len(), 401);
    assert!(cases.iter().any(|case| case.expected == Expected::Accepted));
    check(&cases);
}

#[test]
fn wycheproof_signatures_are_judged_as_labelled() {
    for (file, key_name, valid) in [
        (
            "wycheproof/ecdsa_secp256r1_sha256_p1363_test.json",
            "publicKeyJwk",
            173,
        ),
        (
            "wycheproof/rsa_signature_2048_sha256_test.json",
            "keyJwk",
            9,
        ),
    ] {
        let Some(file) = read(file) else { return };
        let mut cases = Vec::new();
        for group in list(&file, "testGroups") {
            let key = public_key(group, key_name);
            for test in list(group, "tests") {
                let [message, signature] =
                    ["msg", "sig"].map(|name| base64url(&hex(text(test, name))));
                cases.push(Case {
                    question: json!({
                        "kind": "signature", "key": key, "message": message, "signature": signature,
                    }),
                    expected: Expected::from_bool(text(test, "result") == "valid"),
                    name: format!("{}: {}", test["tcId"], text(test, "comment")),
                });
            }
        }
        let accepted = cases
            .iter()
            .filter(|case| case.expected == Expected::Accepted);
        assert_eq!(accepted.count(), valid);
        check(&cases);
    }
}

/// The key of a group: as a JWK where the file has one, from its coordinates otherwise.
fn public_key(group: &Value, name: &str) -> Value {
    if !group[name].is_null() {
        return group[name].clone();
    }
    let coordinate = |name| {
        let bytes = hex(text(&group["publicKey"], name));
        base64url(&bytes[bytes.len() - 32..])
    };
    json!({ "kty": "EC", "crv": "P-256", "x": coordinate("wx"), "y": coordinate("wy") })
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|index| u8::from_str_radix(&text[2 * index..2 * index + 2], 16).unwrap())
        .collect()
}
