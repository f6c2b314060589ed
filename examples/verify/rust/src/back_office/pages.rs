use maud::{DOCTYPE, html};

use super::Configuration;
use crate::{Field, Report, Verdict};

/// The form's page, with the edge's address and the nonce of the session.
pub(super) fn form(page: &str, configuration: &Configuration, nonce: Option<&str>) -> String {
    let page = page.replace(&configuration.written_edge, &configuration.edge);
    match nonce {
        Some(nonce) => {
            let written = format!("data-submission-nonce=\"{nonce}\" data-demarche=");
            page.replacen("data-demarche=", &written, 1)
        }
        None => page,
    }
}

/// The page that says what was received, and what each value is worth.
pub(super) fn received(fields: &[Field], report: &Report) -> String {
    let reason = report.reason.map_or("", |reason| reason.code());
    let verdict = |field: &Field| report.fields.get(&field.path).copied();
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Demande reçue – Ville de Valbourg" }
            }
            body {
                main {
                    h1 { "Votre demande est reçue" }
                    p { (sentence(report)) " " code data-reason { (reason) } }
                    table {
                        thead { tr { th scope="col" { "Donnée" } th scope="col" { "Valeur" } th scope="col" { "Verdict" } } }
                        tbody {
                            @for field in fields {
                                @let verdict = verdict(field).unwrap_or(Verdict::Declared);
                                tr data-path=(field.path) data-verdict=(verdict.name()) {
                                    th scope="row" { (field.path) }
                                    td { (field.submitted) }
                                    td { (word(verdict)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    .into_string()
}

fn sentence(report: &Report) -> &'static str {
    match report.reason {
        Some(_) => "L’attestation n’a pas compté :",
        None => "L’attestation a été vérifiée.",
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Verified => "vérifié",
        Verdict::Edited => "modifié",
        Verdict::Declared => "déclaré",
    }
}
