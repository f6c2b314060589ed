//! The object that remembers, as the platform runs it.

#![expect(
    missing_docs,
    reason = "the platform's macro writes methods without documentation"
)]

use std::collections::{BTreeMap, BTreeSet};

use unefois_core::datapass::Standing;
use worker::{
    DurableObject, Env, Request, Response, ScheduledTime, State, Storage, durable_object,
};

use super::{Question, Skeleton, Taken};
use crate::adapters::clock;

const STANDING: &str = "standing/";
const SKELETON: &str = "skeleton/";

/// Number → last word about a habilitation, and its skeleton. Values are JSON texts.
#[durable_object(alarm)]
pub struct HabilitationStops {
    state: State,
}

impl DurableObject for HabilitationStops {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        match request.json().await? {
            Question::Remember {
                standings,
                skeleton,
            } => Response::from_json(&self.remember(standings, skeleton).await?),
            Question::Recall(numbers) => Response::from_json(&self.recall(numbers).await?),
            Question::Skeleton { numero, now } => {
                let kept: Option<Skeleton> = read(&self.state.storage(), SKELETON, &numero).await?;
                let kept = kept.filter(|kept| now < kept.expires_at);
                Response::from_json(&kept.map(|kept| kept.text))
            }
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.sweep(clock::now_secs()).await?;
        Response::empty()
    }
}

impl HabilitationStops {
    async fn remember(
        &self,
        standings: BTreeMap<String, Standing>,
        skeleton: Option<Skeleton>,
    ) -> worker::Result<Vec<Taken>> {
        let storage = self.state.storage();
        let mut taken = Vec::new();
        let values = js_sys::Object::new();
        // Nothing but storage is awaited between a read and its write: anything else would let
        // another event in between them.
        for (numero, standing) in standings {
            let known: Option<Standing> = read(&storage, STANDING, &numero).await?;
            // One already known may be sent again because nobody heard that it was taken.
            let is_again = known.as_ref() == Some(&standing);
            if !is_again && !standing.supersedes(known.as_ref()) {
                continue;
            }
            put(&values, STANDING, &numero, &standing)?;
            if let Some(skeleton) = &skeleton {
                put(&values, SKELETON, &numero, skeleton)?;
            }
            taken.push(Taken {
                numero,
                before: known.map(|known| known.state.code().to_owned()),
                after: standing.state.code().to_owned(),
                is_again,
            });
        }
        if taken.is_empty() {
            return Ok(taken);
        }
        // Before what it is set for: without it a skeleton would be kept for ever.
        if let Some(skeleton) = skeleton
            && storage.get_alarm().await?.is_none()
        {
            storage.set_alarm(alarm_at(skeleton.expires_at)).await?;
        }
        // All or nothing: 128 keys is the most the platform writes at once, and two a habilitation are as many.
        storage.put_multiple_raw(values).await?;
        Ok(taken)
    }

    async fn recall(
        &self,
        numbers: BTreeSet<String>,
    ) -> worker::Result<BTreeMap<String, Standing>> {
        let storage = self.state.storage();
        let mut known = BTreeMap::new();
        for numero in numbers {
            if let Some(standing) = read(&storage, STANDING, &numero).await? {
                known.insert(numero, standing);
            }
        }
        Ok(known)
    }

    /// Forgets the skeletons whose time is over. Standings stay.
    async fn sweep(&self, now: i64) -> worker::Result<()> {
        let storage = self.state.storage();
        let mut next: Option<i64> = None;
        for entry in storage.list().await?.entries() {
            let Some(key) = js_sys::Array::from(&entry?).get(0).as_string() else {
                continue;
            };
            let Some(numero) = key.strip_prefix(SKELETON) else {
                continue;
            };
            let kept: Option<Skeleton> = read(&storage, SKELETON, numero).await?;
            match kept.map(|kept| kept.expires_at) {
                Some(expiry) if expiry > now => {
                    next = Some(next.map_or(expiry, |first| first.min(expiry)));
                }
                _ => {
                    storage.delete(&key).await?;
                }
            }
        }
        if let Some(expires_at) = next {
            storage.set_alarm(alarm_at(expires_at)).await?;
        }
        Ok(())
    }
}

async fn read<T: serde::de::DeserializeOwned>(
    storage: &Storage,
    prefix: &str,
    numero: &str,
) -> worker::Result<Option<T>> {
    let text: Option<String> = storage.get(&format!("{prefix}{numero}")).await?;
    // What cannot be read is no absence: it would lift a stop.
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Adds a value to those to write together.
fn put<T: serde::Serialize>(
    values: &js_sys::Object,
    prefix: &str,
    numero: &str,
    value: &T,
) -> worker::Result<()> {
    let text = serde_json::to_string(value)?;
    js_sys::Reflect::set(values, &format!("{prefix}{numero}").into(), &text.into())?;
    Ok(())
}

fn alarm_at(expires_at: i64) -> ScheduledTime {
    ScheduledTime::new(js_sys::Date::new(&((expires_at * 1000) as f64).into()))
}
