//! Step 11: the person of the file and the person who was attested are one.

use anyhow::Result;

use super::case::{Case, Verdict};
use super::draft::Draft;

const NAME: &str = "identite.nom_naissance";
const BIRTH: &str = "identite.date_naissance";
const COMMUNE: &str = "identite.commune_naissance";
const SEX: &str = "identite.sexe";

pub fn cases() -> Result<Vec<Case>> {
    let attestation = attestation()?;
    let same =
        |id, title, path, value| Case::taken(id, title, attestation.clone()).file(path, value);
    let other = |id, title, path, value| {
        Case::refused(id, title, attestation.clone(), "other_person").file(path, value)
    };
    Ok(vec![
        same(
            "person-same",
            "the name of the file",
            NAME,
            "LEBRETON-D'ŒUVRE",
        ),
        same(
            "person-case",
            "the name of the file in small letters, with another apostrophe",
            NAME,
            "Lebreton-d’Œuvre",
        ),
        same(
            "person-date",
            "the birth date of the file in another writing",
            BIRTH,
            "05/03/1987",
        ),
        same(
            "person-label",
            "the file has the name of the commune",
            COMMUNE,
            "BOURG-EN-BRESSE",
        ),
        same(
            "person-unknown",
            "the file knows what nobody attested",
            "identite.prenoms",
            "Zoé",
        ),
        same("person-two", "name and date", NAME, "LEBRETON-D'ŒUVRE").file(BIRTH, "1987-03-05"),
        same("person-empty", "a file that holds no name", NAME, ""),
        same(
            "person-blank",
            "a file that holds a blank name",
            NAME,
            " \u{a0}",
        ),
        other("person-other", "another name", NAME, "LEBRETON"),
        other(
            "person-accents",
            "the name of the file without its ligature",
            NAME,
            "LEBRETON-D'OEUVRE",
        ),
        other(
            "person-other-date",
            "the same name, born on another day",
            NAME,
            "LEBRETON-D'ŒUVRE",
        )
        .file(BIRTH, "1987-05-03"),
        other(
            "person-two-digit-year",
            "the file lost the century",
            BIRTH,
            "05/03/87",
        ),
        other("person-other-commune", "born elsewhere", COMMUNE, "01283"),
        other(
            "person-values",
            "the table of the form says nothing of the file",
            SEX,
            "2",
        )
        .field(SEX, "2", Verdict::Declared)
        .values(&[("M", "1"), ("F", "2")]),
        same(
            "person-without-values",
            "the file has the value as it was attested",
            SEX,
            "f",
        )
        .field(SEX, "2", Verdict::Verified)
        .values(&[("M", "1"), ("F", "2")]),
    ])
}

fn attestation() -> Result<String> {
    let draft = Draft::usual("person")
        .text(BIRTH, "1987-03-05")
        .text(SEX, "F");
    draft
        .text(COMMUNE, "01053")
        .label("Bourg-en-Bresse")
        .signed()
}
