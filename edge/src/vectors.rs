//! Answers test vectors with the functions and the signatures that ship.
//!
//! Compiled with the feature `vectors` only: the edge that ships knows none of this.

use serde::Deserialize;
use serde_json::Value;
use unefois_core::http::Response as Answered;
use unefois_core::jose::{
    Algorithm, Jwk, JwkSet, UnverifiedJws, base64url, verify, verify_signature,
};
use unefois_core::oidc::{
    ExpectedIssuer, IdTokenExpectations, UserinfoExpectations, UserinfoPolicy, ValidatedIdToken,
    process_userinfo_response, validate_id_token,
};
use unefois_core::secret::Secret;
use worker::{Request, Response};

use crate::adapters::webcrypto::WebCrypto;

/// One question; the answer is whether it is accepted.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Question {
    /// Is this ID token valid for this client, with this document of keys?
    IdToken(IdToken),
    /// Is this userinfo valid beside this ID token?
    Userinfo {
        #[serde(flatten)]
        id_token: IdToken,
        content_type: String,
        body: String,
    },
    /// Is this JWS signed by one of these keys?
    Jws { keys: String, token: String },
    /// Is this the signature of this message? Message and signature are base64url.
    Signature {
        key: Value,
        message: String,
        signature: String,
    },
}

#[derive(Deserialize)]
struct IdToken {
    keys: String,
    token: String,
    issuer: String,
    client_id: String,
    algorithm: String,
    nonce: String,
    acr_values: String,
    access_token: String,
    now: i64,
}

/// `POST /vectors`: a JSON list of questions to a JSON list of booleans.
pub async fn answer(mut request: Request) -> worker::Result<Response> {
    let questions: Vec<Question> = request.json().await?;
    let mut answers = Vec::new();
    for question in &questions {
        answers.push(is_accepted(question).await.is_some());
    }
    Response::from_json(&answers)
}

async fn is_accepted(question: &Question) -> Option<()> {
    match question {
        Question::IdToken(id_token) => id_token.validate().await.map(|_| ()),
        Question::Userinfo {
            id_token,
            content_type,
            body,
        } => id_token.accepts_userinfo(content_type, body).await,
        Question::Jws { keys, token } => {
            let keys = JwkSet::parse(keys.as_bytes()).ok()?;
            let algorithm = keys.keys().first()?.algorithm();
            let jws = UnverifiedJws::parse(token).ok()?;
            verify(&jws, &keys, algorithm, &WebCrypto)
                .await
                .ok()
                .map(|_| ())
        }
        Question::Signature {
            key,
            message,
            signature,
        } => {
            let key = Jwk::from_members(key.as_object()?).ok()?;
            let (message, signature) = (base64url::decode(message)?, base64url::decode(signature)?);
            verify_signature(&key, &message, &signature, &WebCrypto)
                .await
                .ok()
        }
    }
}

impl IdToken {
    fn from(&self) -> Option<ExpectedIssuer<'_>> {
        Some(ExpectedIssuer {
            issuer: &self.issuer,
            client_id: &self.client_id,
            algorithm: Algorithm::from_name(&self.algorithm)?,
        })
    }

    fn keys(&self) -> Option<JwkSet> {
        JwkSet::parse(self.keys.as_bytes()).ok()
    }

    async fn validate(&self) -> Option<ValidatedIdToken> {
        let access_token = Secret::new(self.access_token.as_str());
        let expected = IdTokenExpectations {
            from: self.from()?,
            nonce: &self.nonce,
            acr_values: &self.acr_values,
            access_token: &access_token,
        };
        let token = Secret::new(self.token.as_str());
        let keys = self.keys()?;
        validate_id_token(&token, &expected, &keys, self.now, &WebCrypto)
            .await
            .ok()
    }

    async fn accepts_userinfo(&self, content_type: &str, body: &str) -> Option<()> {
        let authentication = self.validate().await?.into_authentication().ok()?;
        let scopes = ["given_name", "family_name", "birthdate", "birthplace"].map(str::to_owned);
        let expected = UserinfoExpectations {
            from: self.from()?,
            policy: UserinfoPolicy::Signed,
            authentication: &authentication,
            scopes: &scopes,
        };
        let exchange = Ok(Answered {
            status: 200,
            content_type: content_type.to_owned(),
            retry_after: None,
            body: body.into(),
        });
        process_userinfo_response(&exchange, &expected, &self.keys()?, self.now, &WebCrypto)
            .await
            .ok()
            .map(|_| ())
    }
}
