//! What is attested of the walk, by the core's own steps.

use unefois_core::attestation::{AttestationClaims, Form};
use unefois_core::consent::ReleasedFields;
use unefois_core::demarche::{Choice, DemarcheChecked};
use unefois_core::field::ObtainedField;
use unefois_core::secret::Secret;
use unefois_core::sources::{Outcome, Saisie};
use unefois_core::transaction::{HandOff, PendingRelease};

use super::tracing::CORRELATION;
use super::walk::{Circumstances, noon};

/// What waits in the release page while the person decides.
pub fn pending(
    demarche: &DemarcheChecked,
    with: &Circumstances,
    choice: &Choice,
    obtained: &[ObtainedField],
    outcomes: &[(String, Outcome)],
    saisies: &[Saisie],
) -> PendingRelease {
    let now = noon(with.today);
    PendingRelease {
        origin: demarche
            .origins()
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        challenge: String::new(),
        lang: "fr".to_owned(),
        concerne: choice.concerne(),
        sources: choice
            .sources()
            .iter()
            .map(|source| source.id.to_owned())
            .collect(),
        saisies: saisies.to_vec(),
        fields: obtained.to_vec(),
        outcomes: outcomes.to_vec(),
        id_token: Secret::new("simulation"),
        correlation: CORRELATION.to_owned(),
        acr: "eidas1".to_owned(),
        auth_time: Some(now),
        obtained_at: now,
        first_shown_at: now,
        deadline: now,
    }
}

/// What the attestation of `released` says.
pub fn attest(
    demarche: &DemarcheChecked,
    with: &Circumstances,
    pending: PendingRelease,
    released: ReleasedFields,
) -> AttestationClaims {
    let reference = reference(demarche);
    let hand_off = HandOff::new(
        pending,
        released,
        "simulation".to_owned(),
        reference,
        noon(with.today),
    );
    let version = demarche.version().to_string();
    let form = Form {
        id: demarche.id().to_owned(),
        version: version.clone(),
        sha256: demarche.manifest_sha256().to_owned(),
    };
    let provider = &demarche.franceconnect().issuer;
    AttestationClaims::new(
        &hand_off,
        &demarche.issuer(with.origin),
        &demarche.audience(),
        provider,
        form,
        &version,
    )
}

/// The reference given to the person.
pub fn reference(demarche: &DemarcheChecked) -> String {
    format!("{}-SIMU-LEE0", demarche.reference_prefix())
}
