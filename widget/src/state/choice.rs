//! What the person chose before leaving, and how the button's address carries it.

use unefois_wire::{Concerne, Description};

/// The boxes. Nothing is ticked unless the person ticked it in this tab.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Identifiers of the ticked sources, in the order they were ticked.
    pub ticked: Vec<String>,
    /// The request is for another adult: nothing is asked for and no identity is written.
    pub is_other: bool,
}

impl Choice {
    /// Reads the choice back from the query of the button's address; sources the démarche no longer has are dropped.
    pub fn parse(description: &Description, query: &str) -> Self {
        let mut choice = Self {
            ticked: Vec::new(),
            is_other: description.concerne.first() == Some(&Concerne::Autre),
        };
        for pair in query.trim_start_matches('?').split('&') {
            match pair.split_once('=') {
                Some(("concerne", value)) => choice.is_other = value == "autre",
                Some(("sources", value)) => choice.tick_known(description, value),
                _ => {}
            }
        }
        choice
    }

    fn tick_known(&mut self, description: &Description, sources: &str) {
        for source in &description.sources {
            if sources.split(',').any(|before| before == source.id) {
                self.ticked.push(source.id.clone());
            }
        }
    }

    /// The end of the button's address: `&sources=a,b&concerne=usager`.
    pub fn query(&self, description: &Description) -> String {
        let own = description
            .concerne
            .iter()
            .find(|concerne| **concerne != Concerne::Autre);
        let concerne = match (self.is_other, own) {
            (false, Some(Concerne::Usager)) => "usager",
            (false, Some(Concerne::Enfant)) => "enfant",
            _ => "autre",
        };
        ["&sources=", &self.ticked.join(","), "&concerne=", concerne].concat()
    }

    /// Whether there is something to go to FranceConnect for.
    pub fn asks_something(&self, description: &Description) -> bool {
        let uses_identity = description
            .champs
            .iter()
            .any(|champ| champ.source == "identite");
        !self.is_other && (uses_identity || !self.ticked.is_empty())
    }
}
