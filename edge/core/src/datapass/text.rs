//! A TOML file being written, with holes.

/// Mark of the lines to complete.
pub const HOLE: &str = "À COMPLÉTER";

/// The file being written.
#[derive(Default)]
pub(super) struct Text(String);

impl Text {
    pub(super) fn into_string(self) -> String {
        self.0
    }

    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub(super) fn section(&mut self, header: &str) {
        self.line("");
        self.line(header);
    }

    pub(super) fn comment(&mut self, comment: &str) {
        self.line(&format!("# {comment}"));
    }

    pub(super) fn known(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {}", quoted(value)));
    }

    pub(super) fn hole(&mut self, key: &str, empty: &str, what: &str) {
        self.line(&format!("{key} = {empty} # {HOLE} : {what}"));
    }

    /// What is known, or a hole.
    pub(super) fn text(&mut self, key: &str, known: Option<&str>, what: &str) {
        match known {
            Some(value) => self.known(key, value),
            None => self.hole(key, "\"\"", what),
        }
    }

    pub(super) fn holes(&mut self, holes: &[(&str, &str)]) {
        for (key, what) in holes {
            self.hole(key, "\"\"", what);
        }
    }
}

/// A TOML string. Control characters were left out when it was read.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
