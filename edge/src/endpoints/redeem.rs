//! `POST /v1/redeem`: the form's tab exchanges its hand-off for the values that were released.

use unefois_core::attestation::{
    AttestationClaims, Form, NonceFault, SubmissionNonce, UnsignedAttestation,
};
use unefois_core::cog::Names;
use unefois_core::demarche::{DemarcheChecked, ScopesInForce};
use unefois_core::jose::SignatureFault;
use unefois_core::recu;
use unefois_core::transaction::{HandOff, LogoutRequest, RedeemFault, open, seal};
use unefois_wire::{RedeemRefusal, RedeemRequest, RedeemResponse};
use worker::{Request, Response};

use super::{Fault, Visit, cors};
use crate::adapters::log::{Event, Level};
use crate::adapters::{assets, clock, random};
use crate::answer::{Answer, Audience};
use crate::body;

/// A hand-off is at most 64 KB; the rest of the request is a few hundred bytes.
const MAX_BODY_BYTES: usize = 66 * 1024;

/// Redeems a hand-off.
pub async fn redeem(visit: &Visit, mut request: Request) -> worker::Result<Response> {
    let Some(origin) = cors::registered_origin(visit) else {
        return Answer::new(403, Audience::Nobody)?.empty();
    };
    if !visit.incoming.is_json() {
        return refuse(&origin, 415, "unsupported_media_type");
    }
    let Some(bytes) = body::read(&mut request, MAX_BODY_BYTES).await else {
        return refuse(&origin, 413, "too_large");
    };
    let Ok(asked) = serde_json::from_slice::<RedeemRequest>(&bytes) else {
        return refuse(&origin, 400, "malformed");
    };
    match release(visit, &origin, &asked).await {
        Ok(response) => Answer::new(200, Audience::Origin(&origin))?.json(&response),
        Err(refusal) => refuse(&origin, refusal.status, refusal.code),
    }
}

struct Refused {
    status: u16,
    code: &'static str,
}

impl From<RedeemFault> for Refused {
    fn from(fault: RedeemFault) -> Self {
        Self {
            status: fault.status(),
            code: fault.code(),
        }
    }
}

impl From<NonceFault> for Refused {
    fn from(fault: NonceFault) -> Self {
        Self {
            status: fault.status(),
            code: fault.code(),
        }
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self {
            status: 500,
            code: fault.code,
        }
    }
}

impl From<SignatureFault> for Refused {
    fn from(_: SignatureFault) -> Self {
        Self {
            status: 500,
            code: "signature_unavailable",
        }
    }
}

async fn release(
    visit: &Visit,
    origin: &str,
    asked: &RedeemRequest,
) -> Result<RedeemResponse, Refused> {
    let settings = &visit.settings;
    // A page rendered for nobody writes an empty one.
    let nonce = asked.submission_nonce.as_deref();
    let nonce = nonce.filter(|text| !text.is_empty());
    let nonce = nonce.map(SubmissionNonce::parse).transpose()?;
    let opened =
        open::<HandOff>(&settings.sealing, &asked.hand_off).map_err(|_| RedeemFault::Refused)?;
    let now = clock::now_secs();
    let hand_off = opened.redeem(&asked.demarche, origin, &asked.verifier, now)?;
    let demarche = settings
        .deployment
        .demarche(&asked.demarche)
        .ok_or(RedeemFault::Refused)?;
    let in_force = match hand_off.fields.is_empty() {
        // Where nothing was sent nothing can have stopped: it must not fail where the stops cannot be read.
        true => ScopesInForce::default(),
        false => visit.in_force(demarche).await?,
    };
    let mut hand_off = hand_off.clone().still_in_force(&in_force)?;
    let names = names(&hand_off);
    names.write_into(&mut hand_off.fields);
    let attestation = match hand_off.fields.is_empty() {
        true => None,
        false => Some(attest(visit, demarche, &hand_off, nonce).await?),
    };
    let logout = LogoutRequest {
        id_token: hand_off.id_token.clone(),
        issued_at: now,
    };
    let random = random::random_bytes().map_err(Fault::from)?;
    let logout = seal(&settings.sealing, opened.context(), &logout, random).map_err(Fault::from)?;
    Event::new(Level::Info, "redeemed")
        .with("demarche", asked.demarche.as_str())
        .with("origin", origin)
        .with("fields", demarche.loggable(&hand_off.fields).len())
        .write();
    Ok(RedeemResponse {
        recu: recu::write(demarche, &hand_off, &names),
        reference: hand_off.reference,
        champs: hand_off.fields,
        attestation,
        logout: format!("{}/v1/logout?t={logout}", settings.deployment.origin()),
    })
}

/// Names of the communes and countries of a hand-off, which do not travel with it.
fn names(hand_off: &HandOff) -> Names {
    let mut names = Names::default();
    let values = hand_off.fields.iter();
    let values = values.map(|field| (&*field.chemin, &field.valeur));
    names.learn(values, assets::places);
    names
}

async fn attest(
    visit: &Visit,
    demarche: &DemarcheChecked,
    hand_off: &HandOff,
    nonce: Option<SubmissionNonce>,
) -> Result<String, Refused> {
    let settings = &visit.settings;
    let signer = settings.signers.of(demarche).ok_or(Fault {
        code: "attestation_keys_missing",
    })?;
    let version = demarche.version().to_string();
    let form = Form {
        id: demarche.id().to_owned(),
        version: version.clone(),
        sha256: demarche.manifest_sha256().to_owned(),
    };
    let claims = AttestationClaims::new(
        hand_off,
        &settings.deployment.issuer(demarche),
        &demarche.audience(),
        &demarche.franceconnect().issuer,
        form,
        &version,
    )
    .for_submission(nonce);
    let unsigned = UnsignedAttestation::new(&claims, &signer.keys().kid()).map_err(|_| Fault {
        code: "attestation_failed",
    })?;
    Ok(unsigned.sign(signer).await?)
}

fn refuse(origin: &str, status: u16, code: &'static str) -> worker::Result<Response> {
    let level = if status >= 500 {
        Level::Error
    } else {
        Level::Warn
    };
    Event::new(level, "redeem_refused")
        .with("code", code)
        .with("origin", origin)
        .write();
    let body = RedeemRefusal {
        error: code.to_owned(),
    };
    Answer::new(status, Audience::Origin(origin))?.json(&body)
}
