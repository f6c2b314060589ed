use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::claims::Claims;
use crate::compare::{Field, is_same_person};
use crate::keys::KeyCache;
use crate::token::Token;
use crate::{Accepted, Reason, Report, Seen, StoreUnavailable, Verdict};

/// Tolerance between two clocks, in seconds.
const TOLERANCE_SECS: i64 = 60;

/// A form put aside is verified within that time, in seconds: its key is published no longer.
const ASIDE_SECS: i64 = 8 * 24 * 60 * 60;

/// What a back-office knows beforehand, from its own configuration.
#[derive(Clone, Debug, Deserialize)]
pub struct Settings {
    /// Address of the edge, or the collectivité's own address there.
    pub issuer: String,
    /// `siret:` and the 14 digits of the collectivité.
    pub audience: String,
    /// Identifiers of the forms it receives, with the versions it knows of each.
    pub forms: BTreeMap<String, Vec<String>>,
}

/// The nonce of a form, which the server wrote into the page and keeps in the session.
#[derive(Clone, Copy)]
pub enum SessionNonce<'a> {
    /// The form uses none: an attestation that has one is for another.
    Unused,
    /// The form uses one, and the session has none left: no attestation is right.
    Spent,
    /// The one of the session, spent by this submission. An empty text is as good as none left.
    Is(&'a str),
}

impl<'a> SessionNonce<'a> {
    /// What is left in the session of a form that uses a nonce.
    pub fn left(nonce: Option<&'a str>) -> Self {
        nonce.map_or(Self::Spent, Self::Is)
    }
}

impl fmt::Debug for SessionNonce<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unused => "Unused",
            Self::Spent => "Spent",
            Self::Is(_) => "Is(…)",
        })
    }
}

/// A form that arrived. Untrusted.
#[derive(Clone, Debug)]
pub struct Submission<'a> {
    /// The hidden field `unefois_attestation`.
    pub attestation: Option<&'a str>,
    /// Nonce of the form.
    pub session_nonce: SessionNonce<'a>,
    /// The fields to look at.
    pub fields: &'a [Field],
    /// Identity of the person of the file, by path, where there is such a file.
    pub person: BTreeMap<String, String>,
    /// When its request arrived, in Unix seconds. A second try, within eight days, gives that of the
    /// first.
    pub received_at: i64,
}

impl<'a> Submission<'a> {
    /// A submission without a file.
    pub fn of(
        attestation: Option<&'a str>,
        session_nonce: SessionNonce<'a>,
        fields: &'a [Field],
        received_at: i64,
    ) -> Self {
        Self {
            attestation,
            session_nonce,
            fields,
            person: BTreeMap::new(),
            received_at,
        }
    }
}

/// Verifies a submission, in the twelve steps of `docs/verify.md`. It never fails: an attestation
/// that is worth nothing makes every field declared.
pub fn verify<F: FnMut() -> Option<Vec<u8>>>(
    submission: &Submission<'_>,
    settings: &Settings,
    keys: &KeyCache<F>,
    seen: &impl Seen,
) -> Report {
    let accepted = accept(submission, settings, keys, seen);
    let (reason, data, accepted) = match accepted {
        Ok((claims, accepted)) => (None, claims.data, Some(accepted)),
        Err(reason) => (Some(reason), BTreeMap::new(), None),
    };
    let verdict = |field: &Field| (field.path.clone(), field.verdict(data.get(&field.path)));
    let fields: BTreeMap<String, Verdict> = submission.fields.iter().map(verdict).collect();
    Report {
        reason,
        fields,
        accepted,
    }
}

fn accept<F: FnMut() -> Option<Vec<u8>>>(
    submission: &Submission<'_>,
    settings: &Settings,
    keys: &KeyCache<F>,
    seen: &impl Seen,
) -> Result<(Claims, Accepted), Reason> {
    let text = submission.attestation.filter(|text| !text.is_empty());
    let token = Token::parse(text.ok_or(Reason::Absent)?)?;
    let key = keys.find(&token.kid)?;
    if !key.verifies(token.signed, token.signature) {
        return Err(Reason::Signature);
    }
    let claims = Claims::parse(&token.payload).ok_or(Reason::Claims)?;
    check_addressee(&claims, settings)?;
    let ends_at = check_period(&claims, submission.received_at)?;
    check_form(&claims, settings)?;
    check_nonce(&claims, submission.session_nonce)?;
    let kept_until = ends_at.saturating_add(TOLERANCE_SECS + ASIDE_SECS);
    match seen.is_first(&claims.jti, kept_until) {
        Ok(true) => {}
        Ok(false) => return Err(Reason::Replayed),
        Err(StoreUnavailable) => return Err(Reason::StoreUnavailable),
    }
    check_person(&claims, &submission.person)?;
    let (jti, key) = (claims.jti.clone(), key.jwk().clone());
    Ok((claims, Accepted { jti, key }))
}

/// Step 5: from the configured issuer, for this back-office.
fn check_addressee(claims: &Claims, settings: &Settings) -> Result<(), Reason> {
    if claims.issuer != settings.issuer {
        return Err(Reason::Issuer);
    }
    if claims.audience != settings.audience {
        return Err(Reason::Audience);
    }
    Ok(())
}

/// Step 6: in date. Gives the end.
fn check_period(claims: &Claims, received_at: i64) -> Result<i64, Reason> {
    let (begins_at, ends_at) = claims.period().ok_or(Reason::Claims)?;
    if begins_at > received_at.saturating_add(TOLERANCE_SECS) {
        return Err(Reason::NotYetValid);
    }
    if received_at > ends_at.saturating_add(TOLERANCE_SECS) {
        return Err(Reason::Expired);
    }
    Ok(ends_at)
}

/// Step 7: of a form this back-office receives. The same collectivité has others.
fn check_form(claims: &Claims, settings: &Settings) -> Result<(), Reason> {
    let versions = settings.forms.get(&claims.form_id).ok_or(Reason::Form)?;
    match versions.contains(&claims.form_version) {
        true => Ok(()),
        false => Err(Reason::FormVersion),
    }
}

/// Step 8: of the very page this session was served.
fn check_nonce(claims: &Claims, session_nonce: SessionNonce<'_>) -> Result<(), Reason> {
    let written = claims.submission_nonce();
    let is_expected = match session_nonce {
        SessionNonce::Unused => written.is_none(),
        SessionNonce::Spent | SessionNonce::Is("") => false,
        SessionNonce::Is(expected) => written.and_then(Value::as_str) == Some(expected),
    };
    match is_expected {
        true => Ok(()),
        false => Err(Reason::SubmissionNonce),
    }
}

/// A file that holds nothing says nothing of who it is about.
fn is_blank(value: &str) -> bool {
    value.chars().all(char::is_whitespace)
}

/// Step 11: of the person of the file, as far as both are known.
fn check_person(claims: &Claims, person: &BTreeMap<String, String>) -> Result<(), Reason> {
    let is_same = |(path, value): (&String, &String)| {
        let attested = claims.data.get(path);
        is_blank(value) || attested.is_none_or(|attested| is_same_person(value, attested))
    };
    match person.iter().all(is_same) {
        true => Ok(()),
        false => Err(Reason::OtherPerson),
    }
}
