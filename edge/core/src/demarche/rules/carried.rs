use crate::demarche::problem::Problems;
use crate::demarche::scopes;
use crate::demarche::written::{DemarcheWritten, SourceWritten};
use crate::sources::api_particulier::{NOT_SEEN_AT_FRANCECONNECT, scopes_to_confirm};

/// A scope FranceConnect does not know makes it refuse the whole connection, so that nobody could sign in.
pub fn check(written: &DemarcheWritten, problems: &mut Problems) {
    let confirmed = &written.franceconnect.scopes_confirmes;
    for (index, source) in written.source.iter().enumerate() {
        let unseen = asked(written, source).into_iter();
        for scope in unseen.filter(|scope| !confirmed.iter().any(|known| known == scope)) {
            problems.push(
                format!("source[{index}].modalite"),
                "scope_hors_franceconnect",
                "une autre modalité, ou ce périmètre dans scopes_confirmes de [franceconnect] une \
                 fois que FranceConnect a confirmé qu’il le transmet",
                scope,
            );
        }
    }
    for (index, scope) in confirmed.iter().enumerate() {
        if !NOT_SEEN_AT_FRANCECONNECT.contains(&scope.as_str()) {
            problems.push(
                format!("franceconnect.scopes_confirmes[{index}]"),
                "scope_deja_connu",
                format!(
                    "un périmètre à confirmer : {}",
                    NOT_SEEN_AT_FRANCECONNECT.join(", ")
                ),
                scope,
            );
        }
    }
}

/// Scopes `source` makes the citizen's token ask for, among those FranceConnect may not know.
fn asked(written: &DemarcheWritten, source: &SourceWritten) -> Vec<&'static str> {
    let Some((_, access)) = scopes::access_of(source) else {
        return Vec::new();
    };
    let chemins = written.champ.iter().map(|champ| champ.chemin.as_str());
    scopes_to_confirm(&source.id, access, chemins)
}
