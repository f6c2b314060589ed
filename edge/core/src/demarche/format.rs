//! Formats of single values, called by the derived validation of the written types.

use validator::ValidationError;

use crate::paris;

type Checked = Result<(), ValidationError>;

fn expect(holds: bool, rule: &'static str, expected: &'static str) -> Checked {
    let error = || ValidationError::new(rule).with_message(expected.into());
    holds.then_some(()).ok_or_else(error)
}

/// `cantine`, `inscription-2026`.
pub fn id(text: &str) -> Checked {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
    let holds =
        starts_well && text.len() <= 40 && text.bytes().all(allowed) && !text.ends_with('-');
    expect(
        holds,
        "id",
        "une lettre minuscule, puis lettres minuscules, chiffres ou tirets, 40 au plus",
    )
}

/// Name of a secret in the platform's store.
pub fn nom_de_secret(text: &str) -> Checked {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let starts_well = text.starts_with(|first: char| first.is_ascii_uppercase());
    let holds = starts_well && (3..=64).contains(&text.len()) && text.bytes().all(allowed);
    expect(
        holds,
        "nom_de_secret",
        "le NOM du secret : majuscules, chiffres et tirets bas, de 3 à 64",
    )
}

/// Identifier of a téléservice, sent in a header.
pub fn id_teleservice(text: &str) -> Checked {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let holds = (1..=64).contains(&text.len()) && text.bytes().all(allowed);
    expect(
        holds,
        "id_teleservice",
        "lettres, chiffres, tirets et points, 64 au plus",
    )
}

/// Infinitive phrase in lower case, inserted in the middle of sentences.
pub fn finalite(text: &str) -> Checked {
    let start = text
        .strip_prefix("s’")
        .or_else(|| text.strip_prefix("se "))
        .unwrap_or(text);
    let verb = start.split([' ', '’']).next().unwrap_or_default();
    let infinitive = ["er", "ir", "re"]
        .iter()
        .any(|ending| verb.ends_with(ending));
    let lower = text.starts_with(|first: char| first.is_lowercase());
    let closed = !text.ends_with(['.', '!', '?', '…', ' ']);
    let holds = infinitive && lower && closed && text.chars().count() <= 120;
    expect(
        holds,
        "finalite",
        "un verbe à l’infinitif, en minuscules, sans point, 120 caractères au plus",
    )
}

/// `la ville de Valbourg`.
pub fn nominal_le(text: &str) -> Checked {
    let holds = starts_with_any(text, &["le ", "la ", "l’", "les "]);
    expect(
        holds,
        "nominal_le",
        "un nom qui commence par le, la, l’ ou les",
    )
}

/// `à la ville de Valbourg`.
pub fn nominal_a(text: &str) -> Checked {
    let holds = starts_with_any(text, &["à ", "au ", "aux "]);
    expect(holds, "nominal_a", "un nom qui commence par à, au ou aux")
}

/// `de la ville de Valbourg`.
pub fn nominal_de(text: &str) -> Checked {
    let holds = starts_with_any(text, &["de ", "du ", "des ", "d’"]);
    expect(
        holds,
        "nominal_de",
        "un nom qui commence par de, du, des ou d’",
    )
}

fn starts_with_any(text: &str, starts: &[&str]) -> bool {
    let word_follows = |start: &&str| {
        let rest = text.strip_prefix(*start).unwrap_or_default();
        !rest.trim().is_empty()
    };
    starts.iter().any(word_follows) && text.chars().count() <= 80
}

/// Fourteen digits whose Luhn key holds, or an establishment of La Poste: there are more of them
/// than keys, and API Particulier accepts them all.
pub fn siret(text: &str) -> Checked {
    let digits = text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
    let holds = digits && (luhn(text) || text.starts_with("356000000"));
    expect(
        holds,
        "siret",
        "un SIRET de 14 chiffres dont la clé est juste",
    )
}

fn luhn(digits: &str) -> bool {
    let weighted = digits
        .bytes()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(byte, weight)| {
            let product = u32::from(byte.saturating_sub(b'0')) * weight;
            product / 10 + product % 10
        });
    weighted.sum::<u32>() % 10 == 0
}

/// `H456`, `456`.
pub fn numero_habilitation(text: &str) -> Checked {
    let digits = text.strip_prefix('H').unwrap_or(text);
    let holds =
        (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    expect(
        holds,
        "numero_habilitation",
        "le numéro DataPass, H456 ou 456",
    )
}

/// A day of the calendar.
pub fn date(text: &str) -> Checked {
    expect(
        paris::parse_date(text).is_some(),
        "date",
        "une date qui existe, AAAA-MM-JJ",
    )
}

/// An e-mail address or a page; the address of a page is checked with the other addresses.
pub fn contact(text: &str) -> Checked {
    let holds = text.starts_with("https://") || is_email(text);
    expect(
        holds,
        "contact",
        "une adresse électronique, ou l’adresse d’une page en https",
    )
}

fn is_email(text: &str) -> bool {
    let plain = text.is_ascii()
        && !text
            .bytes()
            .any(|byte| byte.is_ascii_whitespace() || byte == b'<');
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let dotted = domain.contains('.') && !domain.contains('@') && !domain.starts_with('.');
    plain && !local.is_empty() && dotted && !domain.ends_with('.') && text.len() <= 120
}

/// A CSS selector, as far as it can be told without a browser.
pub fn selecteur(text: &str) -> Checked {
    let allowed = |c: char| !c.is_control() && !matches!(c, '<' | '{' | '}' | ';' | '\\');
    let holds = !text.trim().is_empty() && text.len() <= 200 && text.chars().all(allowed);
    expect(
        holds,
        "selecteur",
        "un sélecteur CSS de 200 caractères au plus",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: fn(&str) -> Checked, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(format(text).is_ok(), "accepted: {text}");
        }
        for text in bad {
            assert!(format(text).is_err(), "refused: {text}");
        }
    }

    #[test]
    fn rejects_ids_that_would_need_escaping() {
        check(
            id,
            &["cantine", "a-2026"],
            &["", "Cantine", "2026", "a_b", "a/b", "a-", "é"],
        );
    }

    #[test]
    fn rejects_a_secret_written_in_place_of_its_name() {
        check(
            nom_de_secret,
            &["FC_SECRET"],
            &["fc_secret", "a3f9c0ffee", "FC SECRET", "F", "1FC"],
        );
    }

    #[test]
    fn rejects_siret_whose_key_is_wrong() {
        check(
            siret,
            &["21999999200015", "35600000012345"],
            &["21999999200014", "2199999920001", "2199999920001a"],
        );
    }

    #[test]
    fn rejects_purposes_that_break_the_sentence_around_them() {
        let good = [
            "calculer le tarif",
            "s’inscrire à la cantine",
            "recevoir une aide",
            "répondre",
        ];
        check(
            finalite,
            &good,
            &[
                "Calculer le tarif",
                "le tarif",
                "calculer le tarif.",
                "",
                "calcul",
            ],
        );
    }

    #[test]
    fn rejects_nominal_forms_without_their_article() {
        check(
            nominal_le,
            &["la ville", "l’agglomération", "les communes"],
            &["ville", "la ", "La ville"],
        );
        check(
            nominal_a,
            &["à la ville", "aux communes"],
            &["a la ville", "chez la ville"],
        );
        check(nominal_de, &["de la ville", "d’Agen"], &["d'Agen", "ville"]);
    }

    #[test]
    fn rejects_contacts_nobody_could_use() {
        check(
            contact,
            &["dpo@valbourg.example", "https://valbourg.example/dpo"],
            &["dpo", "dpo@", "a@b", "@b.fr", "http://a.fr", "a b@c.fr"],
        );
    }

    #[test]
    fn rejects_selectors_that_carry_more_than_a_selector() {
        check(
            selecteur,
            &["#nom", "input[name=\"a\"]"],
            &["", " ", "a{b", "</style>", "a;b"],
        );
    }
}
