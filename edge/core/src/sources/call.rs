//! One call of one source: what is asked, with whose credential, for which fields.

use time::Date;

use super::gates::GateKey;
use super::spec::{AccessSpec, Gateway};
use super::{SourceSpec, dgfip};
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

impl Periode {
    /// The month of a date.
    pub fn of(date: Date) -> Self {
        Self {
            annee: u16::try_from(date.year()).unwrap_or_default(),
            mois: date.month().into(),
        }
    }
}

/// What is needed to call one source for one person. Holds credentials and a civil status: it has no
/// `Debug`, because neither belongs in a trace.
pub struct Call {
    /// The source.
    pub source: &'static SourceSpec,
    /// The way it is asked.
    pub access: &'static AccessSpec,
    /// Base address of the gateway, without a final slash: `https://particulier.api.gouv.fr`.
    pub base: String,
    /// What opens the endpoint.
    pub credential: Credential,
    /// Parameters of the query, the recipient among them.
    pub parameters: Vec<(&'static str, String)>,
    /// Paths asked; anything else in the answer is dropped.
    pub chemins: Vec<String>,
    /// Month asked; the provider's current month when absent.
    pub periode: Option<Periode>,
    /// Names of the inputs, typed by the person, that the answer depends on.
    pub saisies: Vec<String>,
    /// Whether the démarche says that its habilitation does not let the holder's name be checked.
    pub is_holder_waived: bool,
    /// What the call is held against.
    pub gate: GateKey,
    /// Moment the token response arrived, in milliseconds of the same clock as every step.
    pub token_received_millis: u64,
    /// Date in Paris, to tell a late file from a missing one.
    pub today: Date,
}

/// What opens an endpoint.
pub enum Credential {
    /// The citizen's FranceConnect access token, alone.
    FranceConnect(Secret),
    /// The collectivité's own token.
    Collectivite(Secret),
    /// The citizen's token beside one of the service, which the engine asks for.
    Dgfip {
        /// The citizen's FranceConnect access token.
        france_connect: Secret,
        /// Identifier of the téléservice, where there is one.
        id_teleservice: Option<String>,
        /// UUID by which the provider finds the exchange again.
        correlation_id: String,
    },
}

impl Call {
    /// Whether `chemin` is one of the paths asked, byte for byte as the registry writes it.
    pub fn asks(&self, chemin: &str) -> bool {
        self.chemins.iter().any(|asked| asked == chemin)
    }

    /// Builds the request, whole exchange bounded by `timeout_millis`. `service_token` opens a
    /// gateway that wants one of the service too.
    ///
    /// <https://particulier.api.gouv.fr/developpeurs>: with FranceConnect, identity comes from the
    /// token, and `recipient` is the only parameter every endpoint wants.
    pub fn build_request(
        &self,
        service_token: Option<&Secret>,
        no_cache: bool,
        timeout_millis: u32,
    ) -> Request {
        let (bearer, headers) = match &self.credential {
            Credential::FranceConnect(token) | Credential::Collectivite(token) => {
                (Some(token.clone()), Vec::new())
            }
            Credential::Dgfip {
                france_connect,
                id_teleservice,
                correlation_id,
            } => {
                let headers =
                    dgfip::headers(france_connect, id_teleservice.as_deref(), correlation_id);
                (service_token.cloned(), headers)
            }
        };
        Request {
            method: Method::Get,
            url: self.url(),
            accept: match self.source.gateway {
                Gateway::ApiParticulier => "application/json",
                Gateway::Dgfip => "*/*",
            },
            bearer,
            basic: None,
            headers,
            form: None,
            json: None,
            no_cache,
            timeout_millis,
            max_body_bytes: MAX_BODY_BYTES,
        }
    }

    /// Year of income asked, where the démarche fixes one.
    pub fn annee_revenus(&self) -> Option<i32> {
        let before = self.access.annee?.years_before()?;
        Some(self.today.year() - before)
    }

    fn url(&self) -> String {
        let annee = self.annee_revenus().unwrap_or_default().to_string();
        let endpoint = self.access.endpoint.replace("{annrev}", &annee);
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.parameters {
            query.append_pair(name, value);
        }
        if let Some(Periode { annee, mois }) = self.periode {
            query.append_pair("annee", &annee.to_string());
            query.append_pair("mois", &mois.to_string());
        }
        let query = query.finish();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{endpoint}{separator}{query}", self.base)
    }
}
