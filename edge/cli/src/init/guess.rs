//! Guesses offered as answers, which a person corrects.

/// The forms a name takes in a sentence: with its article, after « à », after « de ».
pub fn nominal_forms(name: &str) -> Option<[String; 3]> {
    let first = name.split(' ').next()?;
    let articles =
        match first.to_lowercase().as_str() {
            "ville" | "commune" | "métropole" | "mairie" | "région" | "communauté"
            | "collectivité" => ["la ", "à la ", "de la "],
            "agglomération" | "établissement" | "eurométropole" | "office" => {
                ["l’", "à l’", "de l’"]
            }
            "département" | "ccas" | "centre" | "syndicat" | "conseil" | "territoire"
            | "village" => ["le ", "au ", "du "],
            _ => return None,
        };
    let is_acronym = first.chars().skip(1).any(char::is_uppercase);
    let mut letters = name.chars();
    let lowered: String = letters.next()?.to_lowercase().chain(letters).collect();
    let noun = if is_acronym { name } else { &lowered };
    Some(articles.map(|article| format!("{article}{noun}")))
}

/// An identifier from a title: `inscription-a-la-cantine`.
pub fn identifier(title: &str) -> Option<String> {
    let mut words = ascii_words(title);
    words.retain(|word| !word.is_empty());
    let mut id = String::new();
    for word in words {
        if id.len() + 1 + word.len() > 40 {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word);
    }
    Some(id).filter(|id| id.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// The name of a secret of the collectivité: `FC_SECRET_VALBOURG`.
pub fn secret(start: &str, collectivite: &str) -> String {
    let words = ascii_words(collectivite);
    let last = words.into_iter().rfind(|word| word.len() > 2);
    match last {
        Some(word) => format!("{start}_{}", word.to_ascii_uppercase()),
        None => start.to_owned(),
    }
}

fn ascii_words(text: &str) -> Vec<String> {
    let letters: String = text.to_lowercase().chars().map(ascii).collect();
    letters
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .map(str::to_owned)
        .collect()
}

fn ascii(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_takes_the_forms_a_sentence_wants() {
        for (name, forms) in [
            (
                "Ville de Valbourg",
                Some([
                    "la ville de Valbourg",
                    "à la ville de Valbourg",
                    "de la ville de Valbourg",
                ]),
            ),
            (
                "CCAS de Valbourg",
                Some([
                    "le CCAS de Valbourg",
                    "au CCAS de Valbourg",
                    "du CCAS de Valbourg",
                ]),
            ),
            (
                "Agglomération du Val",
                Some([
                    "l’agglomération du Val",
                    "à l’agglomération du Val",
                    "de l’agglomération du Val",
                ]),
            ),
            ("Valbourg", None),
            ("", None),
        ] {
            let forms = forms.map(|forms| forms.map(str::to_owned));
            assert_eq!(nominal_forms(name), forms, "{name}");
        }
    }

    #[test]
    fn identifier_is_one_the_rules_accept() {
        assert_eq!(
            identifier("Inscription à la cantine").as_deref(),
            Some("inscription-a-la-cantine")
        );
        assert_eq!(
            identifier("Aide à l’énergie — hiver").as_deref(),
            Some("aide-a-l-energie-hiver")
        );
        assert_eq!(identifier("2026"), None);
        assert_eq!(identifier("…"), None);
        let long = identifier(&"abcdefghi ".repeat(9));
        assert_eq!(long.map(|id| id.len()), Some(39));
    }

    #[test]
    fn secret_is_named_after_the_collectivite() {
        assert_eq!(
            secret("FC_SECRET", "Ville de Valbourg"),
            "FC_SECRET_VALBOURG"
        );
        assert_eq!(secret("FC_SECRET", ""), "FC_SECRET");
    }
}
