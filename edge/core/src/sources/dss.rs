//! What the endpoints of the Sécurité sociale share: the meaning of their codes, their address.

use super::outcome::{Breakdown, Misconfiguration as Wrong, Outcome};
use super::status::{Meaning, StatusRule};

const fn wrong(status: u16, what: Wrong) -> StatusRule {
    StatusRule::new(status, Meaning::Final(Outcome::Unavailable(what)))
}

/// Rules of the Sécurité sociale, before those of the gateway.
///
/// Its 422 means "nobody found" more often than a faulty request: the identity is the registry's, so
/// the person could mend nothing here.
pub const STATUSES: &[StatusRule] = &[
    StatusRule::new(404, Meaning::Final(Outcome::Down(Breakdown::UpstreamError)))
        .ending("003")
        .titled("Erreur inattendue"),
    wrong(422, Wrong::RequestRefused).ending("354").by_gateway(),
    wrong(422, Wrong::RequestRefused).ending("356").by_gateway(),
    wrong(422, Wrong::RequestRefused).ending("565"),
];

/// Splits `code_postal_ville`, `44109 NANTES` or `75002` alone, into postcode and town.
///
/// Only five leading digits, then nothing or a space, are understood: an address abroad gives
/// neither, rather than a guess.
pub fn split_code_postal_ville(text: &str) -> Option<(&str, Option<&str>)> {
    let (code_postal, rest) = text.split_at_checked(5)?;
    if !code_postal.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if rest.is_empty() {
        return Some((code_postal, None));
    }
    let ville = rest.strip_prefix(' ')?.trim();
    Some((code_postal, (!ville.is_empty()).then_some(ville)))
}

#[cfg(test)]
mod tests {
    use super::split_code_postal_ville as split;

    #[test]
    fn postcode_and_town_are_split_on_five_leading_digits() {
        assert_eq!(split("44109 NANTES"), Some(("44109", Some("NANTES"))));
        assert_eq!(
            split("20137 PORTO VECCHIO CEDEX 2"),
            Some(("20137", Some("PORTO VECCHIO CEDEX 2")))
        );
        assert_eq!(split("75002"), Some(("75002", None)));
        assert_eq!(split("75002 "), Some(("75002", None)));
    }

    #[test]
    fn withholds_postcode_and_town_when_they_cannot_be_told_apart() {
        for text in [
            "",
            "7500",
            "750021",
            "B-1000 BRUXELLES",
            "75002PARIS",
            "PARIS 75002",
            "７５００２ PARIS",
            "2A004 AJACCIO",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
