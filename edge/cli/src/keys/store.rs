//! The file of a ring, and what is said of it.

use std::path::Path;

use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use unefois_core::messages::Catalogue;
use unefois_core::paris;

use super::material::Material;
use super::ring::{Key, Kind, Ring, Stage, Step};
use crate::failure::Failure;
use crate::files;
use crate::output::{FAINT, GOOD, Output, SOON, STRONG, styled};

/// What the person asked to be told.
pub struct Said<'a> {
    /// Whether the secret value itself is wanted.
    pub value: bool,
    /// Name of the secret, where it is not the usual one.
    pub secret: Option<&'a str>,
}

/// Reads a ring.
///
/// # Errors
///
/// [`Failure::File`] when the file cannot be read; [`Failure::Usage`] when it is no ring.
pub fn read(path: &Path, output: &Output) -> Result<Ring, Failure> {
    let text = files::read(path)?;
    if is_open_to_others(path) {
        let name = files::name(path);
        output.note(&format!(
            "{SOON}Attention :{SOON:#} d’autres que vous peuvent lire {name} : chmod 600 {name}"
        ));
    }
    // The error of the reader would quote what it read, which is secret.
    serde_json::from_str(&text).map_err(|error| {
        let name = files::name(path);
        Failure::Usage(format!(
            "{name} n’est pas un trousseau fait par unefois keys make (ligne {}).",
            error.line()
        ))
    })
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Writes a new ring; one that is there is never lost.
///
/// # Errors
///
/// [`Failure::Usage`] when the file is there; [`Failure::File`].
pub fn create(path: &Path, ring: &Ring) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::Usage(format!(
            "{} existe déjà : ses clés seraient perdues. Pour changer de clé : unefois keys rotate.",
            files::name(path)
        )));
    }
    files::write(path, &text(ring)?, files::PRIVATE, false)
}

/// Writes a ring again.
///
/// # Errors
///
/// [`Failure::File`].
pub fn replace(path: &Path, ring: &Ring) -> Result<(), Failure> {
    files::write(path, &text(ring)?, files::PRIVATE, true)
}

fn text(ring: &Ring) -> Result<String, Failure> {
    // A ring the service would refuse at start is not kept.
    value(ring)?;
    let text = serde_json::to_string_pretty(ring);
    text.map(|text| text + "\n")
        .map_err(|error| Failure::File(error.to_string()))
}

fn value(ring: &Ring) -> Result<String, Failure> {
    ring.value().map_err(|problems| {
        Failure::Usage(format!(
            "le service refuserait ces clés : {}",
            problems.join(" ; ")
        ))
    })
}

/// Tells where the keys are, and the value where it is asked for.
///
/// # Errors
///
/// [`Failure::Usage`] when the service would refuse the keys.
pub fn tell(ring: &Ring, path: &Path, said: &Said, output: &Output) -> Result<(), Failure> {
    let secret = said.secret.unwrap_or(ring.sorte.secret());
    let value = value(ring)?;
    if output.json {
        output.document(&document(ring, path, secret, said.value.then_some(value)));
        return Ok(());
    }
    let lines = summary(ring, path, secret, said.value);
    match said.value {
        true => {
            output.line(&value);
            lines.iter().for_each(|line| output.note(line));
        }
        false => lines.iter().for_each(|line| output.line(line)),
    }
    Ok(())
}

fn document(ring: &Ring, path: &Path, secret: &str, value: Option<String>) -> serde_json::Value {
    let keys = ring.cles.iter().map(|key| {
        json!({ "id": key.id, "stage": key.etape, "since": rfc3339(key.depuis), "private": key.signs() })
    });
    let next = ring
        .next()
        .map(|(step, moment)| json!({ "step": step.word(), "not_before": rfc3339(moment) }));
    let mut document = json!({
        "file": files::name(path),
        "kind": ring.sorte,
        "secret": secret,
        "keys": keys.collect::<Vec<_>>(),
        "next": next,
    });
    if let (Some(value), Some(members)) = (value, document.as_object_mut()) {
        members.insert("value".to_owned(), json!(value));
    }
    document
}

fn summary(ring: &Ring, path: &Path, secret: &str, is_given: bool) -> Vec<String> {
    let file = files::name(path);
    let mut lines = vec![
        format!("{STRONG}{file}{STRONG:#} : secret {secret}"),
        String::new(),
    ];
    lines.extend(ring.cles.iter().map(key_line));
    lines.push(String::new());
    if !is_given {
        lines.push("Valeur à poser sur la plateforme :".to_owned());
        lines.push(format!(
            "  unefois keys show {file} --stdout | npx wrangler secret put {secret}"
        ));
    }
    lines.push(match ring.next() {
        Some((step, moment)) => format!(
            "Étape suivante : unefois keys rotate {file} --etape {}, à partir du {}",
            step.word(),
            moment_text(moment)
        ),
        None => {
            let step = if ring.sorte == Kind::Sceau {
                Step::Basculer
            } else {
                Step::Annoncer
            };
            format!(
                "Pour changer de clé : unefois keys rotate {file} --etape {}",
                step.word()
            )
        }
    });
    lines
}

/// A line a key; its identifier is cut, for it takes half a line and is only compared.
fn key_line(key: &Key) -> String {
    let style = match key.etape {
        Stage::EnService => GOOD,
        Stage::Annoncee => SOON,
        Stage::Ancienne => FAINT,
    };
    let stage = format!("{:10}", key.etape.word());
    let id: String = match key.id.char_indices().nth(16) {
        Some((end, _)) => format!("{}…", key.id.get(..end).unwrap_or_default()),
        None => key.id.clone(),
    };
    format!(
        "  {}  {id:17}  depuis le {}",
        styled(style, &stage),
        moment_text(key.depuis)
    )
}

impl Key {
    fn signs(&self) -> bool {
        match &self.cle {
            Material::Jwk(jwk) => jwk.is_private(),
            Material::Bytes(_) => true,
        }
    }
}

/// A moment as a person in Paris reads it: `1er décembre 2026 à 14 h 30`.
pub fn moment_text(moment: OffsetDateTime) -> String {
    let local = paris::local(moment.unix_timestamp());
    let texts = Catalogue::fr();
    format!("{} à {}", texts.date(local.date()), texts.time(local))
}

fn rfc3339(moment: OffsetDateTime) -> String {
    moment.format(&Rfc3339).unwrap_or_default()
}

/// Reads a moment, `2026-12-01T10:00:00Z`.
///
/// # Errors
///
/// The sentence of what was expected.
pub fn parse_moment(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map_err(|_| "un moment est attendu, 2026-12-01T10:00:00Z".to_owned())
}
