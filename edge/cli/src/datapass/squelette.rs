//! The démarche file to complete, from what DataPass sent when it granted a habilitation.

use std::path::Path;

use unefois_core::datapass::{Webhook, WebhookFault};

use crate::failure::Failure;
use crate::files;
use crate::output::Output;

/// Reads the body of a webhook, whose signature whoever received it has checked, and prints the file.
///
/// # Errors
///
/// [`Failure::File`] when it cannot be read; [`Failure::Usage`] when it grants nothing.
pub fn run(path: &Path, output: &Output) -> Result<(), Failure> {
    let body = files::read(path)?;
    let webhook = Webhook::read_unsigned(body.as_bytes()).map_err(|fault| refused(path, fault))?;
    let skeleton = webhook.effect().skeleton.ok_or_else(|| {
        Failure::Usage(format!(
            "{} n’accorde aucune habilitation : il n’y a pas de démarche à écrire.",
            files::name(path)
        ))
    })?;
    match output.json {
        true => output.document(&serde_json::json!({ "skeleton": skeleton })),
        false => output.line(skeleton.trim_end()),
    }
    Ok(())
}

fn refused(path: &Path, fault: WebhookFault) -> Failure {
    Failure::Usage(format!(
        "{} n’est pas le corps d’un webhook de DataPass ({}).",
        files::name(path),
        fault.code()
    ))
}
