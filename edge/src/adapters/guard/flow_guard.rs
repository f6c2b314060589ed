//! One shard of the guard, as the platform runs it.

#![expect(
    missing_docs,
    reason = "the platform's macro writes methods without documentation"
)]

use worker::{DurableObject, Env, Request, Response, ScheduledTime, State, durable_object};

use super::{Claim, STATUS_FIRST, STATUS_SEEN};
use crate::adapters::clock;

/// A shard of the guard: hash and step → expiry.
#[durable_object(alarm)]
pub struct FlowGuard {
    state: State,
}

impl DurableObject for FlowGuard {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let path = request.path();
        let mut parts = path.trim_start_matches('/').split('/');
        let key = parts.next().filter(|key| !key.is_empty());
        let expires_at = parts.next().and_then(|text| text.parse::<i64>().ok());
        let (Some(key), Some(expires_at)) = (key, expires_at) else {
            return Response::error("bad claim", 400);
        };
        let status = match self.claim(key, expires_at).await? {
            Claim::First => STATUS_FIRST,
            Claim::Seen => STATUS_SEEN,
        };
        Ok(Response::empty()?.with_status(status))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.sweep(clock::now_secs()).await?;
        Response::empty()
    }
}

impl FlowGuard {
    async fn claim(&self, key: &str, expires_at: i64) -> worker::Result<Claim> {
        let storage = self.state.storage();
        // Nothing but storage is awaited between this read and this write: anything else would let
        // a second claim in between them.
        if storage.get::<i64>(key).await?.is_some() {
            return Ok(Claim::Seen);
        }
        storage.put(key, expires_at).await?;
        if storage.get_alarm().await?.is_none() {
            storage.set_alarm(alarm_at(expires_at)).await?;
        }
        Ok(Claim::First)
    }

    async fn sweep(&self, now: i64) -> worker::Result<()> {
        let storage = self.state.storage();
        let mut expired = Vec::new();
        let mut next: Option<i64> = None;
        for entry in storage.list().await?.entries() {
            let entry = js_sys::Array::from(&entry?);
            let (key, expires_at) = (entry.get(0).as_string(), entry.get(1).as_f64());
            match (key, expires_at.map(|expiry| expiry as i64)) {
                (Some(key), Some(expiry)) if expiry <= now => expired.push(key),
                (_, Some(expiry)) => next = Some(next.map_or(expiry, |first| first.min(expiry))),
                _ => {}
            }
        }
        for key in expired {
            storage.delete(&key).await?;
        }
        if let Some(expires_at) = next {
            storage.set_alarm(alarm_at(expires_at)).await?;
        }
        Ok(())
    }
}

fn alarm_at(expires_at: i64) -> ScheduledTime {
    ScheduledTime::new(js_sys::Date::new(&((expires_at * 1000) as f64).into()))
}
