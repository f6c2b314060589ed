//! One call of one source: what is asked, with whose token, for which fields.

use time::Date;

use super::{Credential, SourceSpec};
use crate::http::{Method, Request};
use crate::secret::Secret;

/// Size at which the body of an answer is cut.
pub const MAX_BODY_BYTES: usize = 256 * 1024;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periode {
    /// Year, four digits.
    pub annee: u16,
    /// Month, 1 to 12.
    pub mois: u8,
}

/// What is needed to call one source for one person. Holds the citizen's token: never logged.
#[derive(Debug)]
pub struct Call {
    /// The source.
    pub source: &'static SourceSpec,
    /// Base address of the provider, without a final slash: `https://particulier.api.gouv.fr`.
    pub base: String,
    /// SIRET of the collectivité entitled to the data.
    pub recipient: String,
    /// The citizen's FranceConnect access token.
    pub access_token: Secret,
    /// Paths asked; anything else in the answer is dropped.
    pub chemins: Vec<String>,
    /// Month asked; the provider's current month when absent.
    pub periode: Option<Periode>,
    /// Moment the token response arrived, in milliseconds of the same clock as every step.
    pub token_received_millis: u64,
    /// Date in Paris, to tell a late file from a missing one.
    pub today: Date,
}

impl Call {
    /// Whether `chemin` is one of the paths asked, byte for byte.
    pub fn asks(&self, chemin: &str) -> bool {
        self.chemins.iter().any(|asked| asked == chemin)
    }

    /// Builds the request, whole exchange bounded by `timeout_millis`.
    ///
    /// <https://particulier.api.gouv.fr/developpeurs>, FranceConnect modality: `recipient` is the
    /// only parameter and identity comes from the token.
    pub fn build_request(&self, timeout_millis: u32) -> Request {
        let Credential::FranceConnect = self.source.credential;
        Request {
            method: Method::Get,
            url: self.url(),
            accept: "application/json",
            bearer: Some(self.access_token.clone()),
            form: None,
            // The provider's cache forgets the month in its key: asking for one must bypass it.
            no_cache: self.periode.is_some(),
            timeout_millis,
            max_body_bytes: MAX_BODY_BYTES,
        }
    }

    fn url(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("recipient", &self.recipient);
        if let Some(Periode { annee, mois }) = self.periode {
            query.append_pair("annee", &annee.to_string());
            query.append_pair("mois", &mois.to_string());
        }
        format!("{}{}?{}", self.base, self.source.endpoint, query.finish())
    }
}
