//! Tables as Markdown writes them.

/// A table: its head, then one line a row, cells in the order of the head.
pub struct Table<const N: usize> {
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// A table without any row yet.
    pub fn new(head: [&str; N]) -> Self {
        let rule = [const { String::new() }; N].map(|_| String::from("---"));
        Self {
            rows: vec![head.map(str::to_owned), rule],
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: [String; N]) {
        self.rows.push(row);
    }

    /// Its text, an empty line after it.
    pub fn text(&self) -> String {
        let line = |row: &[String; N]| {
            let cells = row.each_ref().map(|cell| cell.replace('|', "\\|"));
            format!("| {} |\n", cells.join(" | "))
        };
        let lines: String = self.rows.iter().map(line).collect();
        // An empty cell leaves two spaces, never one at the end of a line.
        lines + "\n"
    }
}

/// Words as code, separated by commas.
pub fn codes<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(code).collect();
    words.join(", ")
}

/// A word as code.
pub fn code(word: &str) -> String {
    format!("`{word}`")
}

/// Several lines in one cell; a dash when there is none.
pub fn lines(lines: Vec<String>) -> String {
    match lines.is_empty() {
        true => String::from("–"),
        false => lines.join("<br>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bar_in_a_cell_does_not_open_another() {
        let mut table = Table::new(["a", "b"]);
        table.push([code("x"), String::from("y | z")]);
        assert_eq!(
            table.text(),
            "| a | b |\n| --- | --- |\n| `x` | y \\| z |\n\n"
        );
    }
}
