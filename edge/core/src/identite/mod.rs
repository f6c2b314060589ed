//! The identity FranceConnect gives, as fields.
//!
//! Kept byte for byte: no case, accent, space or date is changed. What is not in the form the field
//! promises is left out, never guessed.
//!
//! [Claims of FranceConnect](https://docs.partenaires.franceconnect.gouv.fr/fs/fs-technique/fs-technique-scope-fc/).

use unefois_wire::{Provenance, Value};

use crate::field::{FieldSpec, Kind, ObtainedField};
use crate::oidc::Claims;

/// Key of the provider of these fields.
pub const FOURNISSEUR: &str = "franceconnect";

/// COG code of France.
pub const FRANCE: &str = "99100";

/// The fields, the scope each needs, and those the qualification wants locked: all that the civil
/// registry vouches for.
pub const FIELDS: &[FieldSpec] = &[
    locked("identite.nom_naissance", Kind::Text, &["family_name"]),
    editable("identite.nom_usage", Kind::Text, &["preferred_username"]),
    locked("identite.prenoms", Kind::Text, &["given_name"]),
    locked("identite.sexe", Kind::Sexe, &["gender"]),
    locked("identite.date_naissance", Kind::Date, &["birthdate"]),
    locked(
        "identite.commune_naissance",
        Kind::CodeCommune,
        &["birthplace"],
    ),
    locked("identite.pays_naissance", Kind::CodePays, &["birthcountry"]),
    editable("identite.email", Kind::Text, &["email"]),
];

const fn locked(chemin: &'static str, kind: Kind, scope: &'static [&'static str]) -> FieldSpec {
    FieldSpec {
        chemin,
        kind,
        scopes: scope,
        verrouille: true,
    }
}

const fn editable(chemin: &'static str, kind: Kind, scope: &'static [&'static str]) -> FieldSpec {
    FieldSpec {
        chemin,
        kind,
        scopes: scope,
        verrouille: false,
    }
}

/// The identity by which the providers find a person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pivot {
    /// Birth name.
    pub nom_naissance: String,
    /// Name in use.
    pub nom_usage: Option<String>,
    /// Given names, separated by spaces.
    pub prenoms: String,
    /// `F` or `M`.
    pub sexe: Option<String>,
    /// `YYYY-MM-DD`.
    pub date_naissance: Option<String>,
    /// COG code of the French commune of birth.
    pub commune: Option<String>,
    /// COG code of the country of birth.
    pub pays: Option<String>,
}

impl Pivot {
    /// The identity among what FranceConnect gave.
    pub fn of(fields: &[ObtainedField]) -> Self {
        let text = |chemin: &str| {
            let found = fields.iter().find(|field| field.chemin == chemin)?;
            Some(found.valeur.to_plain_text())
        };
        Self {
            nom_naissance: text("identite.nom_naissance").unwrap_or_default(),
            nom_usage: text("identite.nom_usage"),
            prenoms: text("identite.prenoms").unwrap_or_default(),
            sexe: text("identite.sexe"),
            date_naissance: text("identite.date_naissance"),
            commune: text("identite.commune_naissance"),
            pays: text("identite.pays_naissance"),
        }
    }
}

/// The fields of an identity, those without a value left out.
pub fn obtained_fields(claims: &Claims) -> Vec<ObtainedField> {
    FIELDS
        .iter()
        .filter_map(|spec| {
            let value = value_of(claims, spec.scopes.first()?)?;
            Some(ObtainedField {
                chemin: spec.chemin.to_owned(),
                valeur: Value::Text(value.to_owned()),
                provenance: Provenance {
                    fournisseur: FOURNISSEUR.to_owned(),
                    annee: None,
                    mois: None,
                    saisies: Vec::new(),
                },
            })
        })
        .collect()
}

fn value_of<'a>(claims: &'a Claims, claim: &str) -> Option<&'a str> {
    match claim {
        "family_name" => claims.family_name.as_deref(),
        "preferred_username" => claims.preferred_username.as_deref(),
        "given_name" => claims.given_name.as_deref(),
        "gender" => sexe(claims.gender.as_deref()?),
        "birthdate" => claims.birthdate.as_deref().filter(|text| is_date(text)),
        "birthplace" => commune_naissance(claims),
        "birthcountry" => claims.birthcountry.as_deref().filter(|text| is_pays(text)),
        "email" => claims.email.as_deref(),
        _ => None,
    }
}

/// `F` or `M`. `unspecified` is not a sex, and nothing is deduced from given names.
fn sexe(gender: &str) -> Option<&'static str> {
    match gender {
        "female" => Some("F"),
        "male" => Some("M"),
        _ => None,
    }
}

/// The commune, unless the country says that the person was born abroad.
fn commune_naissance(claims: &Claims) -> Option<&str> {
    let is_in_france = claims
        .birthcountry
        .as_deref()
        .is_none_or(|code| code == FRANCE);
    claims
        .birthplace
        .as_deref()
        .filter(|code| is_in_france && is_commune(code))
}

/// `YYYY-MM-DD` in digits; a month or a day may be `00`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let [year, month, day] =
        [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
    parts.next().is_none()
        && is_digits(year, 4)
        && is_digits(month, 2)
        && is_digits(day, 2)
        && month <= "12"
        && day <= "31"
}

/// Five characters: a department, `2A` and `2B` included, then three digits.
fn is_commune(code: &str) -> bool {
    let (department, number) = code.split_at_checked(2).unwrap_or_default();
    let is_department = matches!(department, "2A" | "2B") || is_digits(department, 2);
    is_department && is_digits(number, 3)
}

/// Five digits.
fn is_pays(code: &str) -> bool {
    is_digits(code, 5)
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        let text = |value: &str| Some(value.to_owned());
        Claims {
            family_name: text("D’ŒUVRE--L'HÉRITIER"),
            preferred_username: text("LE GOFF, veuve D’ŒUVRE"),
            given_name: text("Zoé Anne-Marie  Jean"),
            gender: text("female"),
            birthdate: text("1962-00-00"),
            birthplace: text("2A004"),
            birthcountry: text("99100"),
            email: text("zoe+cantine@valbourg.example"),
        }
    }

    fn value(claims: &Claims, chemin: &str) -> Option<String> {
        let fields = obtained_fields(claims);
        let field = fields.into_iter().find(|field| field.chemin == chemin)?;
        Some(field.valeur.to_plain_text())
    }

    #[test]
    fn identity_is_kept_byte_for_byte() {
        let fields = obtained_fields(&claims());
        let values: Vec<_> = fields
            .iter()
            .map(|field| field.valeur.to_plain_text())
            .collect();
        let expected = [
            "D’ŒUVRE--L'HÉRITIER",
            "LE GOFF, veuve D’ŒUVRE",
            "Zoé Anne-Marie  Jean",
            "F",
            "1962-00-00",
            "2A004",
            "99100",
            "zoe+cantine@valbourg.example",
        ];
        assert_eq!(values, expected);
        assert!(
            fields
                .iter()
                .all(|field| field.provenance.fournisseur == "franceconnect")
        );
    }

    #[test]
    fn absent_claims_give_no_field() {
        assert!(obtained_fields(&Claims::default()).is_empty());
    }

    #[test]
    fn sex_is_given_only_when_it_is_specified() {
        for (gender, expected) in [
            ("male", Some("M")),
            ("female", Some("F")),
            ("unspecified", None),
            ("Female", None),
        ] {
            let mut claims = claims();
            claims.gender = Some(gender.into());
            assert_eq!(value(&claims, "identite.sexe").as_deref(), expected);
        }
    }

    #[test]
    fn birth_abroad_gives_a_country_and_no_commune() {
        let mut claims = claims();
        claims.birthcountry = Some("99127".into());
        assert_eq!(value(&claims, "identite.commune_naissance"), None);
        assert_eq!(
            value(&claims, "identite.pays_naissance").as_deref(),
            Some("99127")
        );
    }

    #[test]
    fn withholds_codes_and_dates_in_another_form() {
        for (birthplace, is_kept) in [
            ("75107", true),
            ("98735", true),
            ("2B033", true),
            ("2C033", false),
            ("Paris", false),
            ("7510", false),
            ("é004", false),
        ] {
            let mut claims = claims();
            claims.birthplace = Some(birthplace.into());
            let value = value(&claims, "identite.commune_naissance");
            assert_eq!(value.is_some(), is_kept, "{birthplace}");
        }
        for (birthdate, is_kept) in [
            ("2001-12-31", true),
            ("1962-01-00", true),
            ("1962-13-01", false),
            ("1962-01-32", false),
            ("62-01-01", false),
            ("01/02/1962", false),
            ("1962-01-0é", false),
        ] {
            let mut claims = claims();
            claims.birthdate = Some(birthdate.into());
            let value = value(&claims, "identite.date_naissance");
            assert_eq!(value.is_some(), is_kept, "{birthdate}");
        }
        for birthcountry in ["FR", "9910", "FRANC"] {
            let mut claims = claims();
            claims.birthcountry = Some(birthcountry.into());
            assert_eq!(value(&claims, "identite.pays_naissance"), None);
        }
    }

    #[test]
    fn only_usage_name_and_email_stay_editable() {
        let editable = FIELDS.iter().filter(|spec| !spec.verrouille);
        let paths: Vec<_> = editable.map(|spec| spec.chemin).collect();
        assert_eq!(paths, ["identite.nom_usage", "identite.email"]);
    }
}
