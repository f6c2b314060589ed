use p256::elliptic_curve::rand_core::{OsRng, RngCore as _};
use sha2::{Digest as _, Sha256};

use crate::encoding::base64url;

/// The tab of a form: the only one that may redeem what it asked for.
#[derive(Clone)]
pub struct Tab {
    /// Never leaves the tab before the hand-off is redeemed.
    pub verifier: String,
    /// What the tab shows of it when it leaves.
    pub challenge: String,
}

impl Tab {
    /// A tab that was just opened.
    pub fn open() -> Self {
        let mut bytes = [0; 32];
        OsRng.fill_bytes(&mut bytes);
        let verifier = base64url(&bytes);
        let challenge = base64url(&Sha256::digest(&verifier));
        Self {
            verifier,
            challenge,
        }
    }
}
