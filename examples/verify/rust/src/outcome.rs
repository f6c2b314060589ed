use std::collections::BTreeMap;

use serde_json::Value;

/// Why an attestation is worth nothing: for the log, which holds no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The form has no hidden field, or an empty one.
    Absent,
    /// More than 64 KiB.
    TooLarge,
    /// Not a compact JWS in its one canonical writing.
    Malformed,
    /// Another algorithm than ES256.
    Algorithm,
    /// Another token than an attestation.
    Type,
    /// A header that asks for more than a key by its name.
    Header,
    /// The keys cannot be read now: the same attestation may be tried again later.
    KeysUnavailable,
    /// The issuer has no such key.
    UnknownKey,
    /// The signature is not that of the text.
    Signature,
    /// A claim is missing, or of another kind.
    Claims,
    /// Another issuer.
    Issuer,
    /// Another back-office.
    Audience,
    /// It begins later.
    NotYetValid,
    /// It ended.
    Expired,
    /// A form that goes elsewhere.
    Form,
    /// A version of the form that the back-office does not know.
    FormVersion,
    /// Another submission.
    SubmissionNonce,
    /// Whether it was accepted before cannot be told now: the same attestation may be tried again
    /// later.
    StoreUnavailable,
    /// It was accepted before.
    Replayed,
    /// Another person than that of the file.
    OtherPerson,
}

impl Reason {
    /// Stable code of `docs/verify.md`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::Algorithm => "algorithm",
            Self::Type => "type",
            Self::Header => "header",
            Self::KeysUnavailable => "keys_unavailable",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::Claims => "claims",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Form => "form",
            Self::FormVersion => "form_version",
            Self::SubmissionNonce => "submission_nonce",
            Self::StoreUnavailable => "store_unavailable",
            Self::Replayed => "replayed",
            Self::OtherPerson => "other_person",
        }
    }
}

/// What the value of one field is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It says what a provider said.
    Verified,
    /// The person changed what a provider said, or the form lost some of it.
    Edited,
    /// Only the person says so.
    Declared,
}

impl Verdict {
    /// Its name in `docs/verify.md`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Edited => "edited",
            Self::Declared => "declared",
        }
    }
}

/// What a back-office learns. The request is taken in every case.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Why every field is declared, if the attestation is worth nothing.
    pub reason: Option<Reason>,
    /// The verdict on each submitted field, by path.
    pub fields: BTreeMap<String, Verdict>,
    /// What to keep with the file, if the attestation is good.
    pub accepted: Option<Accepted>,
}

/// What names an attestation and proves it later, when its key is no longer published.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// Identifier of the attestation; its signature identifies nothing.
    pub jti: String,
    /// The public key that verified it, as it was published.
    pub key: Value,
}
