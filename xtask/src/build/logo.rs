//! FranceConnect's logo. It is the State's and not ours to distribute: it comes from a file the
//! operator names, else from the pinned npm package `@gouvfr/dsfr`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use unefois_tests::workspace;

/// Names FranceConnect's own file, where the operator has one.
const VARIABLE: &str = "UNEFOIS_FC_LOGO";

/// Stylesheet whose button carries the logo as a data address.
const STYLESHEET: &str = "node_modules/@gouvfr/dsfr/dist/component/connect/connect.main.css";

/// What comes before the logo in the stylesheet.
const MARKER: &str = "url(\"data:image/svg+xml;charset=utf8,";

/// The logo as SVG; nothing when neither place has it, and the button shows its text alone.
///
/// # Errors
///
/// The operator's file cannot be read.
pub fn find() -> Result<Option<Vec<u8>>> {
    if let Some(path) = std::env::var_os(VARIABLE).map(PathBuf::from) {
        let svg = fs::read(&path).with_context(|| {
            format!("{VARIABLE} names {}, which cannot be read", path.display())
        })?;
        return Ok(Some(svg));
    }
    let stylesheet = fs::read_to_string(workspace::build_tools_dir().join(STYLESHEET));
    Ok(stylesheet.ok().and_then(|css| extract(&css)))
}

fn extract(css: &str) -> Option<Vec<u8>> {
    let (_, rest) = css.split_once(MARKER)?;
    let (encoded, _) = rest.split_once("\")")?;
    percent_decode(encoded)
}

fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = after.get(2..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extract_decodes_the_first_data_address() {
        let css =
            r#"a { background: url("data:image/svg+xml;charset=utf8,%3Csvg fill='%23fff'/%3E"); }"#;
        assert_eq!(extract(css).unwrap(), b"<svg fill='#fff'/>");
    }

    #[test]
    fn extract_finds_nothing_in_another_stylesheet() {
        assert_eq!(extract("a { color: red; }"), None);
        assert_eq!(
            extract(r#"a { background: url("data:image/svg+xml;charset=utf8,%3"); }"#),
            None
        );
    }
}
