use serde_json::Value as Json;
use unefois_wire::{Provenance, Value};

use crate::field::ObtainedField;
use crate::sources::Object;
use crate::sources::answer::{MissingCause, MissingField, Reading};
use crate::sources::call::{Call, Periode};
use crate::sources::dss;

/// Reads the `data` of a successful answer. Every key is optional: a missing key is a scope that
/// was not granted, a null is a value the provider does not know.
pub fn read(data: &Object, call: &Call) -> Reading {
    let quotient = part(data, "quotient_familial");
    let periode = periode(&quotient);
    let fournisseur = fournisseur(&quotient);
    let mut reader = Reader {
        reading: Reading {
            periode,
            ..Reading::default()
        },
    };
    reader.quotient(&quotient, &provenance(fournisseur, periode));
    // The address is today's whatever the month asked: it then has no period to show.
    let address_periode = periode.filter(|_| call.periode.is_none());
    reader.adresse(
        &part(data, "adresse"),
        &provenance(fournisseur, address_periode),
    );
    reader.reading
}

/// A part of the answer: there, or the cause of its absence.
type Part<'a> = Result<&'a Object, MissingCause>;

fn part<'a>(data: &'a Object, key: &str) -> Part<'a> {
    present(data.get(key))?
        .as_object()
        .ok_or(MissingCause::Malformed)
}

fn present(value: Option<&Json>) -> Result<&Json, MissingCause> {
    match value {
        None => Err(MissingCause::NotGranted),
        Some(Json::Null) => Err(MissingCause::Unknown),
        Some(value) => Ok(value),
    }
}

fn fournisseur(quotient: &Part) -> &'static str {
    match text(quotient, "fournisseur").as_deref() {
        Ok("CNAF") => "caf",
        Ok("MSA") => "msa",
        _ => "caf_msa",
    }
}

fn periode(quotient: &Part) -> Option<Periode> {
    let annee = integer(quotient, "annee", 1900, 9999).ok()?;
    let mois = integer(quotient, "mois", 1, 12).ok()?;
    Some(Periode {
        annee: annee.try_into().ok()?,
        mois: mois.try_into().ok()?,
    })
}

fn provenance(fournisseur: &str, periode: Option<Periode>) -> Provenance {
    Provenance {
        fournisseur: fournisseur.to_owned(),
        annee: periode.map(|periode| periode.annee),
        mois: periode.map(|periode| periode.mois),
    }
}

fn integer(part: &Part, key: &str, min: i64, max: i64) -> Result<i64, MissingCause> {
    let part = part.as_ref().map_err(|cause| *cause)?;
    let value = present(part.get(key))?
        .as_i64()
        .ok_or(MissingCause::Malformed)?;
    (min..=max)
        .contains(&value)
        .then_some(value)
        .ok_or(MissingCause::Malformed)
}

fn text(part: &Part, key: &str) -> Result<String, MissingCause> {
    let part = part.as_ref().map_err(|cause| *cause)?;
    let value = present(part.get(key))?
        .as_str()
        .ok_or(MissingCause::Malformed)?;
    Ok(value.to_owned())
}

struct Reader {
    reading: Reading,
}

impl Reader {
    fn quotient(&mut self, part: &Part, from: &Provenance) {
        let whole = |key, min, max| integer(part, key, min, max).map(Value::Integer);
        // The scale of the amount is not documented: only its sign and its type are certain.
        self.push(
            "quotient_familial.valeur",
            whole("valeur", 0, i64::MAX),
            from,
        );
        self.push("quotient_familial.mois", whole("mois", 1, 12), from);
        self.push("quotient_familial.annee", whole("annee", 1900, 9999), from);
        let organisme = text(part, "fournisseur").map(Value::Text);
        self.push("quotient_familial.fournisseur", organisme, from);
    }

    fn adresse(&mut self, part: &Part, from: &Provenance) {
        let as_text = |value: Result<String, MissingCause>| value.map(Value::Text);
        self.push(
            "adresse.voie",
            as_text(text(part, "numero_libelle_voie")),
            from,
        );
        self.push("adresse.complement", as_text(complement(part)), from);
        let (code_postal, commune) = code_postal_ville(part);
        self.push("adresse.code_postal", as_text(code_postal), from);
        self.push("adresse.commune", as_text(commune), from);
        self.push("adresse.pays", as_text(text(part, "pays")), from);
    }

    fn push(
        &mut self,
        chemin: &'static str,
        value: Result<Value, MissingCause>,
        from: &Provenance,
    ) {
        match value {
            Ok(valeur) => self.reading.fields.push(ObtainedField {
                chemin: chemin.to_owned(),
                valeur,
                provenance: from.clone(),
            }),
            Err(cause) => self.reading.missing.push(MissingField { chemin, cause }),
        }
    }
}

/// The three complements of a postal address, in the order of an envelope.
fn complement(part: &Part) -> Result<String, MissingCause> {
    let keys = [
        "complement_information",
        "complement_information_geographique",
        "lieu_dit",
    ];
    let lines: Vec<_> = keys.iter().map(|key| text(part, key)).collect();
    let first_cause = lines.iter().find_map(|line| line.as_ref().err().copied());
    let mut known: Vec<String> = lines.into_iter().flatten().collect();
    if known.is_empty() {
        return Err(first_cause.unwrap_or(MissingCause::Unknown));
    }
    known.retain(|line| !line.is_empty());
    Ok(known.join(", "))
}

type Text = Result<String, MissingCause>;

fn code_postal_ville(part: &Part) -> (Text, Text) {
    let whole = match text(part, "code_postal_ville") {
        Ok(whole) => whole,
        Err(cause) => return (Err(cause), Err(cause)),
    };
    match dss::split_code_postal_ville(&whole) {
        None => (Err(MissingCause::Malformed), Err(MissingCause::Malformed)),
        Some((code_postal, commune)) => (
            Ok(code_postal.to_owned()),
            commune.map(str::to_owned).ok_or(MissingCause::Unknown),
        ),
    }
}
