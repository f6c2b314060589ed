//! One line of plain text, whatever a value holds.

/// The text on one line, read in the order it is written: a control or a line separator becomes a space, and what
/// turns the order of reading around is left out.
/// [Unicode bidirectional algorithm](https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters)
pub fn line(text: &str) -> String {
    let kept = text.chars().filter(|c| !turns_around(*c));
    kept.map(|c| if breaks(c) { ' ' } else { c }).collect()
}

fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn turns_around(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_stays_a_line_and_reads_in_its_order() {
        for (text, expected) in [
            ("L’HÉRITIER--D'ŒUVRE", "L’HÉRITIER--D'ŒUVRE"),
            ("a\r\nNuméro : X", "a  Numéro : X"),
            ("a\u{2028}b\u{2029}c\u{85}d\te\u{0}f", "a b c d e f"),
            ("\u{202e}ABC\u{202c}\u{2067}d\u{2069}\u{200f}", "ABCd"),
            ("650\u{a0}€", "650\u{a0}€"),
        ] {
            assert_eq!(line(text), expected);
        }
    }
}
