//! Reading the data of a successful answer, field by field, as the source describes them.
//!
//! Every key is optional: a missing key is a scope that was not granted, a null is a value the
//! provider does not know, and neither is `false` or zero. Nothing is guessed.

use serde_json::Value as Json;
use unefois_wire::{Provenance, Value};

use super::answer::{MissingCause, MissingField, Reading};
use super::call::{Call, Periode};
use super::spec::{At, Found, Origin, SourceField};
use super::{Object, SourceSpec, saisie};
use crate::field::{self, Kind, ObtainedField};
use crate::paris;

/// Largest whole number every program on the way reads exactly.
const MAX_EXACT: i64 = 9_007_199_254_740_991;

/// Rows of a list above which the rest is left where it is.
const MAX_ROWS: usize = 32;

/// Reads every field of the source.
pub fn read(source: &'static SourceSpec, data: &Object, call: &Call) -> Reading {
    let mut origin = (source.origin)(data);
    let annee = annee_of_route(call).or_else(|| annee_scolaire(source, data, call));
    origin.annee = origin.annee.or(annee);
    let mut reader = Reader {
        reading: Reading {
            periode: periode(origin),
            is_always_now: origin.is_always_now,
            ..Reading::default()
        },
        source,
        origin,
        call,
    };
    for field in source.fields {
        match source.list_of(field.spec.chemin) {
            None => {
                reader.keep(
                    field,
                    field.spec.chemin.to_owned(),
                    value(field, data, call),
                );
            }
            Some(list) => match rows(data, list.keys) {
                Ok(rows) => reader.rows(field, &rows),
                Err(cause) => reader.miss(field, cause),
            },
        }
    }
    reader.reading
}

struct Reader<'a> {
    reading: Reading,
    source: &'static SourceSpec,
    origin: Origin,
    call: &'a Call,
}

impl Reader<'_> {
    /// A list without any row has nothing to give, and a row without the value keeps its place.
    fn rows(&mut self, field: &'static SourceField, rows: &[&Object]) {
        if rows.is_empty() {
            return self.miss(field, MissingCause::Unknown);
        }
        let mut cause = None;
        for (row, item) in rows.iter().enumerate() {
            match value(field, item, self.call) {
                Ok(valeur) => self.keep(field, field::at_row(field.spec.chemin, row), Ok(valeur)),
                Err(found) => cause = Some(found),
            }
        }
        let has_one = self.reading.fields.iter().any(|found| {
            field::spec(&found.chemin).map(|spec| spec.chemin) == Some(field.spec.chemin)
        });
        if let Some(cause) = cause.filter(|_| !has_one) {
            self.miss(field, cause);
        }
    }

    fn keep(&mut self, field: &'static SourceField, chemin: String, found: Found) {
        match found {
            Ok(valeur) => self.reading.fields.push(ObtainedField {
                chemin,
                valeur,
                provenance: self.provenance(field),
            }),
            Err(cause) => self.miss(field, cause),
        }
    }

    fn miss(&mut self, field: &'static SourceField, cause: MissingCause) {
        let chemin = field.spec.chemin;
        self.reading.missing.push(MissingField { chemin, cause });
    }

    /// A value that is today's whatever the month asked has no period to show when one was asked.
    /// Nor does it depend on the month typed.
    fn provenance(&self, field: &SourceField) -> Provenance {
        let is_dated = field.is_of_periode || self.call.periode.is_none();
        let fournisseur = self.origin.fournisseur.unwrap_or(self.source.fournisseur);
        let saisies = self.call.saisies.iter();
        Provenance {
            fournisseur: fournisseur.to_owned(),
            annee: self.origin.annee.filter(|_| is_dated),
            mois: self.origin.mois.filter(|_| is_dated),
            saisies: saisies
                .filter(|id| field.is_of_periode || *id != saisie::MOIS)
                .cloned()
                .collect(),
        }
    }
}

fn periode(origin: Origin) -> Option<Periode> {
    Some(Periode {
        annee: origin.annee?,
        mois: origin.mois?,
    })
}

fn rows<'a>(data: &'a Object, keys: &[&str]) -> Result<Vec<&'a Object>, MissingCause> {
    let items = at(data, keys)?.as_array().ok_or(MissingCause::Malformed)?;
    let rows = items.iter().take(MAX_ROWS).map(Json::as_object);
    rows.map(|row| row.ok_or(MissingCause::Malformed)).collect()
}

/// A blank text is no value, whoever made it.
fn value(field: &SourceField, object: &Object, call: &Call) -> Found {
    let found = match field.at {
        At::Keys(keys) => convert(field.spec.kind, at(object, keys)?),
        At::With(make) => make(object),
        At::OnDay(make) => make(object, call.today),
        At::AnneeRevenus(keys) => match (at(object, keys), annee_of_route(call)) {
            (Err(MissingCause::NotGranted), Some(annee)) => Ok(Value::Integer(annee.into())),
            (found, _) => convert(field.spec.kind, found?),
        },
    };
    match found {
        Ok(Value::Text(text)) if text.trim().is_empty() => Err(MissingCause::Unknown),
        found => found,
    }
}

/// The school year of the file, for a source that has one.
fn annee_scolaire(source: &SourceSpec, data: &Object, call: &Call) -> Option<u16> {
    let annee = (source.annee_scolaire?)(data, call.today).ok()?;
    annee.try_into().ok()
}

fn annee_of_route(call: &Call) -> Option<u16> {
    call.annee_revenus()?.try_into().ok()
}

/// The value under `keys`, one inside the other.
///
/// # Errors
///
/// One of the keys is absent, null, or not an object.
pub fn at<'a>(object: &'a Object, keys: &[&str]) -> Result<&'a Json, MissingCause> {
    let (last, parents) = keys.split_last().ok_or(MissingCause::Malformed)?;
    let mut parent = object;
    for key in parents {
        parent = present(parent.get(*key))?
            .as_object()
            .ok_or(MissingCause::Malformed)?;
    }
    present(parent.get(*last))
}

fn present(value: Option<&Json>) -> Result<&Json, MissingCause> {
    match value {
        None => Err(MissingCause::NotGranted),
        Some(Json::Null) => Err(MissingCause::Unknown),
        Some(value) => Ok(value),
    }
}

/// The text under `keys`.
///
/// # Errors
///
/// As [`at`], and when it is no text.
pub fn text(object: &Object, keys: &[&str]) -> Result<String, MissingCause> {
    let value = at(object, keys)?.as_str().ok_or(MissingCause::Malformed)?;
    Ok(value.to_owned())
}

/// The whole number under `keys`, between `min` and `max`.
///
/// # Errors
///
/// As [`at`], and when it is no such number.
pub fn integer(object: &Object, keys: &[&str], min: i64, max: i64) -> Result<i64, MissingCause> {
    whole(at(object, keys)?, min, max)
}

fn convert(kind: Kind, value: &Json) -> Found {
    match kind {
        Kind::OuiNon => value
            .as_bool()
            .map(Value::Boolean)
            .ok_or(MissingCause::Malformed),
        Kind::Integer => whole(value, -MAX_EXACT, MAX_EXACT).map(Value::Integer),
        // The scale of an amount is not documented: only its sign and its type are certain.
        Kind::Euros | Kind::Kilogrammes => whole(value, 0, MAX_EXACT).map(Value::Integer),
        Kind::Mois => whole(value, 1, 12).map(Value::Integer),
        Kind::Annee => whole(value, 1900, 9999).map(Value::Integer),
        Kind::Decimal | Kind::Montant => decimal(value).map(Value::Text),
        Kind::Date => date(value).map(Value::Text),
        Kind::Code(_) => code(value).map(Value::Text),
        Kind::Text | Kind::Sexe | Kind::CodeCommune | Kind::CodePays | Kind::Organisme => {
            let text = value.as_str().ok_or(MissingCause::Malformed)?;
            Ok(Value::Text(text.to_owned()))
        }
    }
}

/// A whole number, be it written `1610.0`.
fn whole(value: &Json, min: i64, max: i64) -> Result<i64, MissingCause> {
    let exact = |number: f64| {
        (number.fract() == 0.0 && number.abs() <= MAX_EXACT as f64).then_some(number as i64)
    };
    let number = value.as_i64().or_else(|| exact(value.as_f64()?));
    number
        .filter(|number| (min..=max).contains(number))
        .ok_or(MissingCause::Malformed)
}

/// A number that is neither negative nor infinite, digits as short as they can be: `3`, `2.25`.
fn decimal(value: &Json) -> Result<String, MissingCause> {
    let number = value.as_f64().ok_or(MissingCause::Malformed)?;
    if !(0.0..=MAX_EXACT as f64).contains(&number) {
        return Err(MissingCause::Malformed);
    }
    Ok(number.to_string())
}

/// A date as given, its unknown month or day written `00`; the time that may follow is dropped.
///
/// # Errors
///
/// The year is unknown, or it is no date.
pub fn date(value: &Json) -> Result<String, MissingCause> {
    let text = value.as_str().ok_or(MissingCause::Malformed)?;
    let date = text.split_once('T').map_or(text, |(date, _)| date);
    match paris::split_date(date) {
        Some((0, _, _)) => Err(MissingCause::Unknown),
        Some((_, 0..=12, 0..=31)) => Ok(date.to_owned()),
        _ => Err(MissingCause::Malformed),
    }
}

/// A code of an open list, whether the provider writes it as a text or as a number.
fn code(value: &Json) -> Result<String, MissingCause> {
    match value {
        Json::String(text) if !text.is_empty() => Ok(text.clone()),
        Json::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        _ => Err(MissingCause::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::secret::Secret;
    use crate::sources::call::Credential;
    use crate::sources::gates::GateKey;
    use crate::sources::quotient_familial::SOURCE;

    fn check(kind: Kind, value: Json, expected: Found) {
        assert_eq!(convert(kind, &value), expected, "{kind:?} {value}");
    }

    fn text(text: &str) -> Found {
        Ok(Value::Text(text.to_owned()))
    }

    #[test]
    fn absent_is_not_null_is_not_false() {
        let data = json!({"a": {"nul": null, "faux": false, "zero": 0}});
        let data = data.as_object().unwrap();
        assert_eq!(at(data, &["a", "rien"]), Err(MissingCause::NotGranted));
        assert_eq!(at(data, &["b", "rien"]), Err(MissingCause::NotGranted));
        assert_eq!(at(data, &["a", "nul"]), Err(MissingCause::Unknown));
        assert_eq!(at(data, &["a", "nul", "x"]), Err(MissingCause::Unknown));
        assert_eq!(at(data, &["a", "faux"]), Ok(&json!(false)));
        assert_eq!(at(data, &["a", "zero"]), Ok(&json!(0)));
        assert_eq!(at(data, &["a", "zero", "x"]), Err(MissingCause::Malformed));
    }

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        check(Kind::Euros, json!(0), Ok(Value::Integer(0)));
        check(Kind::Euros, json!(1610.0), Ok(Value::Integer(1610)));
        check(Kind::Decimal, json!(2.25), text("2.25"));
        check(Kind::Decimal, json!(3.0), text("3"));
        check(Kind::Montant, json!(123.4), text("123.4"));
        for (kind, value) in [
            (Kind::Euros, json!(-1)),
            (Kind::Euros, json!(9_007_199_254_740_993_i64)),
            (Kind::Euros, json!("650")),
            (Kind::Euros, json!(650.5)),
            (Kind::Decimal, json!("2,25")),
            (Kind::Decimal, json!(-0.5)),
            (Kind::Decimal, json!(1e300)),
            (Kind::Mois, json!(13)),
            (Kind::OuiNon, json!("true")),
            (Kind::OuiNon, json!(1)),
        ] {
            check(kind, value, Err(MissingCause::Malformed));
        }
    }

    #[test]
    fn partial_dates_are_kept_as_given_and_never_made_whole() {
        check(Kind::Date, json!("2020-00-00"), text("2020-00-00"));
        check(Kind::Date, json!("2020-05-00"), text("2020-05-00"));
        check(
            Kind::Date,
            json!("2021-02-03T00:00:00+01:00"),
            text("2021-02-03"),
        );
        check(Kind::Date, json!("0000-00-00"), Err(MissingCause::Unknown));
        for value in ["2020-13-01", "2020-01-32", "03/02/2021", "2020", ""] {
            check(Kind::Date, json!(value), Err(MissingCause::Malformed));
        }
    }

    #[test]
    fn blank_text_is_unknown_whoever_made_it() {
        let call = Call {
            source: &SOURCE,
            access: SOURCE.access(None, None).unwrap(),
            base: String::new(),
            credential: Credential::FranceConnect(Secret::new("")),
            parameters: Vec::new(),
            chemins: Vec::new(),
            periode: None,
            saisies: Vec::new(),
            is_holder_waived: false,
            gate: GateKey {
                source: SOURCE.id,
                tenant: String::new(),
                token: None,
                base: String::new(),
            },
            token_received_millis: 0,
            today: paris::parse_date("2026-11-21").unwrap(),
        };
        let kept = SourceField::new("a", Kind::Text, &[], &["a"]);
        let made = SourceField::made("a", Kind::Text, &[], |data| {
            super::text(data, &["a"]).map(Value::Text)
        });
        for field in [kept, made] {
            for (given, expected) in [
                ("", Err(MissingCause::Unknown)),
                (" \u{a0}", Err(MissingCause::Unknown)),
                (" Île ", text(" Île ")),
            ] {
                let data = json!({ "a": given });
                assert_eq!(value(&field, data.as_object().unwrap(), &call), expected);
            }
        }
    }

    #[test]
    fn codes_of_open_lists_are_kept_even_when_nobody_knows_them() {
        check(Kind::Code("ft"), json!(5), text("5"));
        check(Kind::Code("ft"), json!("99"), text("99"));
        check(Kind::Code("ft"), json!(""), Err(MissingCause::Malformed));
        check(Kind::Code("ft"), json!(1.5), Err(MissingCause::Malformed));
    }
}
