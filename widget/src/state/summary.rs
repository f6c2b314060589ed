//! What was done with the form, in the words the person reads.

/// What was done with the form.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Fields written, each with where its value comes from.
    pub filled: Vec<Line>,
    /// Fields of which the person's own text was kept, or replaced by their identity.
    pub conflicts: Vec<Conflict>,
    /// Fields left for the person to fill.
    pub missing: Vec<Missing>,
    /// Values released that no field could take, to be copied by hand.
    pub unplaced: Vec<Line>,
    /// Labels of file inputs whose file must be chosen again.
    pub files: Vec<String>,
    /// What the person keeps of the trip.
    pub trip: Trip,
}

/// What a trip that reached FranceConnect leaves to the person, whatever became of the form.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trip {
    /// Reference they may quote.
    pub reference: String,
    /// Their receipt, lines of text; empty once they said that it is somebody else's.
    pub receipt: String,
    /// Address that ends the FranceConnect session.
    pub logout: String,
}

/// A label and a text about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Label of the field.
    pub label: String,
    /// Origin of the value, or a sentence with the value to copy.
    pub text: String,
}

/// A field left for the person.
#[derive(Debug, PartialEq, Eq)]
pub struct Missing {
    /// Dotted path.
    pub chemin: String,
    /// Label of the field.
    pub label: String,
}

/// Two values for one field.
#[derive(Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Dotted path.
    pub chemin: String,
    /// Label of the field.
    pub label: String,
    /// What the person had typed.
    pub before: String,
    /// What was received.
    pub after: String,
    /// Which one is in the form.
    pub kept: Kept,
}

/// Which of two values is in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The person's own, until they say otherwise.
    Typed,
    /// The received one, because the person took it.
    Received,
    /// The received one, because an identity given by FranceConnect is not editable.
    Identity,
}

/// How far the form was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Nothing is left of what the démarche maps.
    Full,
    /// Something was filled and something is left.
    Partial,
    /// Nothing was filled.
    Nothing,
    /// Values were received and no field of the form could take any.
    FormChanged,
}

impl Summary {
    /// How far the form was filled.
    pub fn extent(&self) -> Extent {
        let nothing = self.filled.is_empty() && self.conflicts.is_empty();
        match (nothing, self.unplaced.is_empty(), self.missing.is_empty()) {
            (true, false, _) => Extent::FormChanged,
            (true, true, _) => Extent::Nothing,
            (false, true, true) => Extent::Full,
            (false, _, _) => Extent::Partial,
        }
    }

    /// How many fields hold the person's own text although another value was received.
    pub fn kept(&self) -> usize {
        self.conflicts
            .iter()
            .filter(|conflict| conflict.kept == Kept::Typed)
            .count()
    }

    /// How many fields hold what was received.
    pub fn written(&self) -> usize {
        self.filled.len()
    }

    /// Adds what was done with fields that appeared since: they are no longer awaited.
    pub fn add(&mut self, more: Self) {
        self.unplaced.retain(|awaited| {
            let is_there = |line: &Line| line.label == awaited.label;
            let is_in_conflict = |conflict: &Conflict| conflict.label == awaited.label;
            let is_left = |missing: &Missing| missing.label == awaited.label;
            !more.filled.iter().chain(&more.unplaced).any(is_there)
                && !more.missing.iter().any(is_left)
                && !more.conflicts.iter().any(is_in_conflict)
        });
        self.filled.extend(more.filled);
        self.conflicts.extend(more.conflicts);
        self.missing.extend(more.missing);
        self.unplaced.extend(more.unplaced);
    }

    /// Shows no more values of these fields, nor the receipt that holds them. That they were filled stays said: it is what the undoing is about.
    pub fn forget(&mut self, labels: &[String]) {
        let is_kept = |line: &Line| !labels.contains(&line.label);
        self.unplaced.retain(is_kept);
        self.trip.receipt.clear();
        self.conflicts
            .retain(|conflict| !labels.contains(&conflict.label));
    }

    /// Notes which of the two values of a field is now in the form.
    pub fn settle(&mut self, chemin: &str, kept: Kept, line: Option<Line>) {
        for conflict in &mut self.conflicts {
            if conflict.chemin == chemin {
                conflict.kept = kept;
                let label = &conflict.label;
                self.filled.retain(|filled| filled.label != *label);
            }
        }
        self.filled.extend(line);
    }
}
