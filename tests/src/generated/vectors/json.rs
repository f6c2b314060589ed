//! The writing of the file: what cannot be seen is written by its number.

use std::fmt::Write as _;

/// A JSON text with its invisible and combining characters escaped: a no-break space would pass for
/// a space, and an editor would compose an accent.
pub fn readable(text: &str) -> String {
    let mut readable = String::with_capacity(text.len());
    for character in text.chars() {
        if is_plain(character) {
            readable.push(character);
        } else {
            escape(character, &mut readable);
        }
    }
    readable.push('\n');
    readable
}

fn is_plain(character: char) -> bool {
    character.is_ascii() || character.is_alphanumeric() || "’€…«»".contains(character)
}

fn escape(character: char, text: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(text, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_by_its_number() {
        let text = readable("\"é e\u{301} 1\u{a0}234 €\u{1d165}\"");
        assert_eq!(text, "\"é e\\u0301 1\\u00a0234 €\\ud834\\udd65\"\n");
        assert_eq!(
            serde_json::from_str::<String>(&text).unwrap(),
            "é e\u{301} 1\u{a0}234 €\u{1d165}"
        );
    }
}
