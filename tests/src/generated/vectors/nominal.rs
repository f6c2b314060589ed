//! What usually happens: a form filled and sent, whole, empty, large, or without its attestation.

use anyhow::Result;

use super::case::{Case, Verdict};
use super::draft::Draft;

const FIELD_COUNT: usize = 60;

pub fn cases() -> Result<Vec<Case>> {
    Ok(vec![
        nominal()?,
        Case::without_attestation("absent", "the form has no hidden field"),
        Case::refused(
            "absent-empty",
            "the hidden field is empty",
            String::new(),
            "absent",
        ),
        sixty_fields()?,
        no_field()?,
        unknown_paths()?,
    ])
}

/// The canteen form as its page sends it. The first vector: each of its characters is changed in turn.
fn nominal() -> Result<Case> {
    let attestation = Draft::empty("nominal")
        .text("identite.nom_naissance", "LEBRETON-D'ŒUVRE")
        .text("identite.prenoms", "Anne-Maëlle Zoé")
        .text("identite.sexe", "F")
        .text("identite.date_naissance", "1987-03-05")
        .text("identite.commune_naissance", "01053")
        .label("Bourg-en-Bresse")
        .text("identite.email", "anne.lebreton@valbourg.example")
        .integer("quotient_familial.valeur", 1234)
        .integer("quotient_familial.mois", 9)
        .text("adresse.code_postal", "01000")
        .signed()?;
    let verified = Verdict::Verified;
    Ok(Case::new(
        "nominal",
        "every field as it was filled, one changed, one typed",
        attestation,
    )
    .field("identite.nom_naissance", "LEBRETON-D'ŒUVRE", verified)
    .field("identite.prenoms", "Anne-Maëlle Zoé", verified)
    .field("identite.sexe", "2", verified)
    .values(&[("M", "1"), ("F", "2")])
    .field("identite.date_naissance", "1987-03-05", verified)
    .field("identite.commune_naissance", "01053", verified)
    .field("identite.email", "zoe@valbourg.example", Verdict::Edited)
    .field("quotient_familial.valeur", "1234", verified)
    .field("quotient_familial.mois", "09", verified)
    .values(&[("8", "08"), ("9", "09"), ("10", "10")])
    .field("adresse.code_postal", "01000", verified)
    .field("adresse.voie", "12 rue de l’Église", Verdict::Declared))
}

fn sixty_fields() -> Result<Case> {
    let path = |index: usize| format!("enfants.{index}.prenoms");
    let attest = |draft: Draft, index| draft.text(&path(index), &format!("Éloïse {index}"));
    let draft = (0..FIELD_COUNT).fold(Draft::empty("sixty-fields"), attest);
    let case = Case::new("sixty-fields", "a form of sixty fields", draft.signed()?);
    let submit = |case: Case, index| {
        let submitted = format!("Éloïse {index}");
        case.field(&path(index), &submitted, Verdict::Verified)
    };
    Ok((0..FIELD_COUNT).fold(case, submit))
}

fn no_field() -> Result<Case> {
    let attestation = Draft::empty("no-field").signed()?;
    Ok(Case::new(
        "no-field",
        "nothing was released: all is declared, without any fault",
        attestation,
    )
    .field("identite.nom_naissance", "LEBRETON", Verdict::Declared)
    .field("quotient_familial.valeur", "", Verdict::Declared))
}

fn unknown_paths() -> Result<Case> {
    let attestation = Draft::usual("unknown-paths").signed()?;
    let title = "paths that nobody attested, near to one that was, or known to every object";
    let paths = [
        "identite",
        "identite.nom",
        "identite.nom_naissance.x",
        "Identite.nom_naissance",
        "constructor",
        "toString",
        "",
    ];
    let case = Case::new("unknown-paths", title, attestation);
    Ok(paths.into_iter().fold(case, |case, path| {
        case.field(path, "LEBRETON-D'ŒUVRE", Verdict::Declared)
    }))
}
