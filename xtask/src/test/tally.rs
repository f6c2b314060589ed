//! How many tests of each kind passed.

/// Counts by kind, in the order they came.
#[derive(Default)]
pub struct Tally {
    rows: Vec<(String, Count)>,
}

/// Counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed, and runs that ended without saying.
    pub failed: usize,
    /// Tests that the run itself left out.
    pub skipped: usize,
}

impl Tally {
    /// Adds a run to its kind.
    pub fn add(&mut self, kind: &str, count: Count) {
        match self.rows.iter_mut().find(|(known, _)| known == kind) {
            Some((_, total)) => *total = total.plus(count),
            None => self.rows.push((kind.to_owned(), count)),
        }
    }

    /// The counts of one kind so far.
    pub fn of(&self, kind: &str) -> Count {
        let row = self.rows.iter().find(|(known, _)| known == kind);
        row.map(|(_, count)| *count).unwrap_or_default()
    }

    /// Tests that failed, of all kinds.
    pub fn failed(&self) -> usize {
        self.total().failed
    }

    /// Prints a line a kind, and one for all.
    pub fn print(&self) {
        println!();
        for (kind, count) in &self.rows {
            println!("{kind:<13} {}", count.sentence());
        }
        println!("{:<13} {}", "total", self.total().sentence());
    }

    fn total(&self) -> Count {
        self.rows
            .iter()
            .fold(Count::default(), |total, (_, count)| total.plus(*count))
    }
}

impl Count {
    fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }

    /// "12 passed, 0 failed", and how many were skipped when some were.
    pub fn sentence(self) -> String {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        match skipped {
            0 => format!("{passed} passed, {failed} failed"),
            _ => format!("{passed} passed, {failed} failed, {skipped} skipped"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_one_kind_add_up() {
        let mut tally = Tally::default();
        tally.add(
            "core",
            Count {
                passed: 2,
                failed: 1,
                skipped: 0,
            },
        );
        tally.add(
            "core",
            Count {
                passed: 3,
                failed: 0,
                skipped: 1,
            },
        );
        assert_eq!(tally.rows.len(), 1);
        assert_eq!(tally.total().sentence(), "5 passed, 1 failed, 1 skipped");
    }
}
