use super::query;
use super::refusal::{CALLBACK_DUPLICATE, CALLBACK_FRONT_CHANNEL_TOKEN, CALLBACK_MALFORMED};
use crate::error::Refusal;
use crate::secret::Secret;

/// Length above which a query is not read, in bytes.
const MAX_QUERY_BYTES: usize = 8 * 1024;

/// Length above which a value we use is refused, in bytes.
const MAX_VALUE_BYTES: usize = 2 * 1024;

/// Names that only a flow we never start sends.
const FRONT_CHANNEL_TOKENS: [&str; 3] = ["access_token", "id_token", "token"];

/// What FranceConnect says when the person pressed "back to the service". Its other refusals say
/// "user authentication aborted".
const ABORTED_BY_THE_PERSON: &str = "User auth aborted";

/// Parameters of the callback, well formed and nothing more. Untrusted.
pub struct CallbackParams {
    pub(super) state: Option<Secret>,
    pub(super) iss: Option<String>,
    pub(super) reply: Reply,
}

/// What the provider answers.
pub(super) enum Reply {
    Code(Secret),
    Error { code: String, is_cancelled: bool },
    Neither,
}

impl CallbackParams {
    /// Reads the query of the callback, without its `?`.
    ///
    /// Unknown parameters are ignored, as
    /// [RFC 6749, section 4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) asks.
    /// `error_description` is only compared: it is never kept, shown or logged.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] for a parameter sent twice, a token in the query, a code beside an error, a
    /// value too long or with characters that have no place there.
    pub fn parse(query: &str) -> Result<Self, Refusal> {
        if query.len() > MAX_QUERY_BYTES {
            return Err(CALLBACK_MALFORMED);
        }
        let parameters: Vec<_> = query::decode(query).collect();
        check_names(&parameters)?;
        let value = |name| value_of(&parameters, name);
        let description = value("error_description");
        let reply = match (value("code"), value("error")) {
            (Some(_), Some(_)) => return Err(CALLBACK_MALFORMED),
            (Some(code), None) => Reply::Code(Secret::new(checked(code)?)),
            (None, Some(error)) => Reply::Error {
                code: checked(error)?,
                is_cancelled: error == "access_denied"
                    && description == Some(ABORTED_BY_THE_PERSON),
            },
            (None, None) => Reply::Neither,
        };
        Ok(Self {
            state: value("state").map(checked).transpose()?.map(Secret::new),
            iss: value("iss").map(checked).transpose()?,
            reply,
        })
    }
}

/// Two values of one name would be read differently here and elsewhere.
fn check_names(parameters: &[(String, String)]) -> Result<(), Refusal> {
    for (index, (name, _)) in parameters.iter().enumerate() {
        if FRONT_CHANNEL_TOKENS.contains(&name.as_str()) {
            return Err(CALLBACK_FRONT_CHANNEL_TOKEN);
        }
        if parameters
            .iter()
            .take(index)
            .any(|(other, _)| other == name)
        {
            return Err(CALLBACK_DUPLICATE);
        }
    }
    Ok(())
}

/// The value of a parameter; an empty one is as good as none.
fn value_of<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = parameters.iter().find(|(other, _)| other == name)?;
    Some(value.as_str()).filter(|value| !value.is_empty())
}

fn checked(value: &str) -> Result<String, Refusal> {
    // RFC 6749, appendix A: printable ASCII.
    let is_printable = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if value.len() <= MAX_VALUE_BYTES && is_printable {
        Ok(value.to_owned())
    } else {
        Err(CALLBACK_MALFORMED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: Refusal) {
        assert_eq!(
            CallbackParams::parse(query).err(),
            Some(expected),
            "{query}"
        );
    }

    #[test]
    fn parameters_are_decoded_once() {
        let params = CallbackParams::parse("code=a%2Bb+c&state=s&iss=https%3A%2F%2Ffc&x=%E9").ok();
        let params = params.unwrap();
        assert!(matches!(params.reply, Reply::Code(code) if code.expose() == "a+b c"));
        assert_eq!(params.iss.as_deref(), Some("https://fc"));
        assert_eq!(params.state, Some(Secret::new("s")));
    }

    #[test]
    fn rejects_parameter_sent_twice() {
        for query in [
            "code=a&state=s&state=s",
            "error=a&error=b",
            "iss=&iss=",
            "x&x",
            "a=1&%61=1",
        ] {
            check(query, CALLBACK_DUPLICATE);
        }
    }

    #[test]
    fn rejects_answers_that_no_code_flow_gives() {
        check("state=s&code=c&error=server_error", CALLBACK_MALFORMED);
        for name in ["access_token", "id_token", "token"] {
            let query = format!("state=s&code=c&{name}=t");
            check(&query, CALLBACK_FRONT_CHANNEL_TOKEN);
        }
    }

    #[test]
    fn rejects_values_that_are_too_long_or_unprintable() {
        let long = "a".repeat(MAX_VALUE_BYTES + 1);
        for value in ["a%0Ab", "a%00", "%C3%A9", "%FF", &long] {
            for name in ["code", "state", "iss", "error"] {
                check(&format!("{name}={value}"), CALLBACK_MALFORMED);
            }
        }
        check(&"a".repeat(MAX_QUERY_BYTES + 1), CALLBACK_MALFORMED);
    }
}
