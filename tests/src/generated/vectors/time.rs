//! Step 6: the beginning and the end, a minute of tolerance on both sides.

use anyhow::Result;
use serde_json::json;

use super::case::Case;
use super::draft::Draft;
use super::{DECIDED_AT, NOW};

const DAY_SECS: i64 = 24 * 60 * 60;

pub fn cases() -> Result<Vec<Case>> {
    let usual = |seed| Draft::usual(seed).signed();
    let from =
        |id, iat: i64| Draft::usual(id).with_claims(json!({"iat": iat, "exp": iat + DAY_SECS}));
    let end = DECIDED_AT + DAY_SECS;
    Ok(vec![
        Case::taken(
            "time-begin",
            "at the second it begins",
            from("time-begin", NOW)?,
        ),
        Case::taken(
            "time-begin-tolerated",
            "60 seconds before it begins",
            from("time-begin-tolerated", NOW + 60)?,
        ),
        Case::refused(
            "time-too-early",
            "61 seconds before it begins",
            from("time-too-early", NOW + 61)?,
            "not_yet_valid",
        ),
        Case::taken("time-end", "at the second it ends", usual("time-end")?).at(end),
        Case::taken(
            "time-end-tolerated",
            "60 seconds after it ended",
            usual("time-end-tolerated")?,
        )
        .at(end + 60),
        Case::refused(
            "time-too-late",
            "61 seconds after it ended",
            usual("time-too-late")?,
            "expired",
        )
        .at(end + 61),
        Case::refused(
            "time-a-year-later",
            "a year after",
            usual("time-a-year-later")?,
            "expired",
        )
        .at(end + 365 * DAY_SECS),
    ])
}
