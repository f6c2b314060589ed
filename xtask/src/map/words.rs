//! Words as they are compared: lower case, unaccented, singular, synonyms made one.

use std::collections::BTreeSet;

use super::lexicon::Lexicon;

/// Letters and digits only, one space between words: `L’enfant à charge` gives `l enfant a charge`.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match unaccented(letter) {
            Some(letters) => plain.push_str(letters),
            None if letter.is_ascii_alphanumeric() => plain.push(letter),
            None => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of an attribute: `enfantNom_2` gives `enfant nom 2`.
pub fn of_attribute(text: &str) -> String {
    let mut spaced = String::new();
    let mut before = ' ';
    for letter in text.chars() {
        let is_hump = before.is_lowercase() && letter.is_uppercase();
        let is_number = before.is_alphabetic() && letter.is_ascii_digit();
        if is_hump || is_number {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    plain(&spaced)
}

/// Every word, singular, synonyms made one; words that name nothing are still there.
pub fn all(plain: &str, lexicon: &Lexicon) -> Vec<String> {
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        if let Some((length, stands_for)) = lexicon.alias(rest) {
            all.extend(stands_for.iter().map(|word| singular(word)));
            at += length;
        } else {
            all.push(singular(word));
            at += 1;
        }
    }
    all
}

/// The words that name something.
pub fn telling(plain: &str, lexicon: &Lexicon) -> BTreeSet<String> {
    let words = all(plain, lexicon).into_iter();
    words
        .filter(|word| is_number(word) || word.len() > 1)
        .filter(|word| !lexicon.is_empty(word))
        .collect()
}

/// Whether a word is a number.
pub fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Without the mark of the plural, the same way everywhere: `mois` gives `moi`, and harms nobody.
pub fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn unaccented(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'â' | 'ä' | 'á' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' | 'í' => "i",
        'ô' | 'ö' | 'ó' => "o",
        'ù' | 'û' | 'ü' | 'ú' => "u",
        'ç' => "c",
        'ñ' => "n",
        'œ' => "oe",
        'æ' => "ae",
        '₂' => "2",
        // Combining accents, of pages written in decomposed form.
        '\u{300}'..='\u{327}' => "",
        _ => return None,
    })
}
