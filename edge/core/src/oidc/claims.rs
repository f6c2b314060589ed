use serde_json::{Map, Value};

/// Length above which a claim is refused, in bytes. FranceConnect stops at 256 characters.
const MAX_CLAIM_BYTES: usize = 1024;

/// The identity, as the provider gave it, byte for byte. Only
/// [`process_userinfo_response`](super::process_userinfo_response) makes
/// one; it holds nothing that was not asked for. An empty claim is an absent one.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claims {
    /// Birth name.
    pub family_name: Option<String>,
    /// Usage name.
    pub preferred_username: Option<String>,
    /// All given names, separated by spaces.
    pub given_name: Option<String>,
    /// `male`, `female` or `unspecified`.
    pub gender: Option<String>,
    /// `YYYY-MM-DD`.
    pub birthdate: Option<String>,
    /// INSEE (COG) code of a commune; absent for who was born abroad.
    pub birthplace: Option<String>,
    /// INSEE (COG) code of a country; `99100` is France.
    pub birthcountry: Option<String>,
    /// E-mail address, unverified by us, shared by several people at times.
    pub email: Option<String>,
}

impl Claims {
    /// The claims of `scopes`; nothing at all if one of them is no acceptable text.
    pub(super) fn from_members(members: &Map<String, Value>, scopes: &[String]) -> Option<Self> {
        let claim = |name: &str| {
            if scopes.iter().any(|scope| scope == name) {
                claim(members, name)
            } else {
                Some(None)
            }
        };
        Some(Self {
            family_name: claim("family_name")?,
            preferred_username: claim("preferred_username")?,
            given_name: claim("given_name")?,
            gender: claim("gender")?,
            birthdate: claim("birthdate")?,
            birthplace: claim("birthplace")?,
            birthcountry: claim("birthcountry")?,
            email: claim("email")?,
        })
    }
}

/// A claim, if it has a value; nothing at all if it is no acceptable text.
fn claim(members: &Map<String, Value>, name: &str) -> Option<Option<String>> {
    match members.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(text)) if text.len() <= MAX_CLAIM_BYTES => {
            Some(Some(text.clone()).filter(|text| !text.is_empty()))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn birthplace(value: Value) -> Option<Option<String>> {
        let members = json!({ "birthplace": value });
        let scopes = ["birthplace".to_owned()];
        Claims::from_members(members.as_object().unwrap(), &scopes).map(|claims| claims.birthplace)
    }

    #[test]
    fn empty_and_null_claims_are_absent() {
        assert_eq!(birthplace(json!("")), Some(None));
        assert_eq!(birthplace(json!(null)), Some(None));
        assert_eq!(birthplace(json!(" ")), Some(Some(" ".into())));
    }

    #[test]
    fn rejects_claim_that_is_no_text_or_too_long() {
        let long = "a".repeat(MAX_CLAIM_BYTES + 1);
        for value in [json!({"a": 1}), json!(["a"]), json!(1), json!(long)] {
            assert_eq!(birthplace(value), None);
        }
    }
}
