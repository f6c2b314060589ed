//! Single use: 256 objects that remember which steps were taken, and forget them when they expire.
//!
//! One object a shard rather than one a flow, because an object never disappears from a disk once
//! it has been created. Only hashes and expiries are stored.

mod flow_guard;

pub use flow_guard::FlowGuard;

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use unefois_core::transaction::GuardClaim;
use worker::{Delay, Env, Method, Request, RequestInit};

const TIMEOUT: Duration = Duration::from_secs(5);
const BINDING: &str = "GUARD";
const STATUS_FIRST: u16 = 201;
const STATUS_SEEN: u16 = 409;

/// Whether a step is taken for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody claimed this key before.
    First,
    /// The key was claimed already.
    Seen,
}

/// The guard could not answer: the step must not be taken.
#[derive(Debug)]
pub struct GuardFault;

/// Makes `claim`, to be remembered until `expires_at` (Unix seconds).
///
/// # Errors
/// [`GuardFault`] when the guard did not answer.
pub async fn claim(env: &Env, claim: &GuardClaim, expires_at: i64) -> Result<Claim, GuardFault> {
    let shard = format!("{:02x}", claim.shard);
    let stub = env
        .durable_object(BINDING)
        .and_then(|namespace| namespace.id_from_name(&shard)?.get_stub())
        .map_err(|_| GuardFault)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post);
    let url = format!("https://guard/{}/{expires_at}", claim.key);
    let request = Request::new_with_init(&url, &init).map_err(|_| GuardFault)?;
    let answer = stub.fetch_with_request(request);
    // An object that fails leaves its caller without any answer.
    let too_late = Delay::from(TIMEOUT);
    let Either::Left((answer, _)) = select(pin!(answer), too_late).await else {
        return Err(GuardFault);
    };
    let response = answer.map_err(|_| GuardFault)?;
    match response.status_code() {
        STATUS_FIRST => Ok(Claim::First),
        STATUS_SEEN => Ok(Claim::Seen),
        _ => Err(GuardFault),
    }
}
