//! What the person types for the sources they ticked, and what of it cannot go.

use unefois_wire::{Description, Saisie, Source};

use super::Choice;

/// The inputs of the panel, by the prefix of their texts: what two sources ask for in the same words is typed once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    typed: Vec<(String, String)>,
    /// Prefixes of the texts of those that are empty or were refused, each once.
    pub wrong: Vec<String>,
}

/// One input on its way to the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name there: `france_titres.immatriculation`.
    pub name: String,
    /// Prefix of its texts: `input.vehicule`.
    pub texte: String,
    /// What was typed or chosen.
    pub text: String,
}

impl Inputs {
    /// What was typed before a trip.
    pub fn new(typed: Vec<(String, String)>) -> Self {
        Self {
            typed,
            wrong: Vec::new(),
        }
    }

    /// Everything typed, by the prefix of its texts.
    pub fn typed(&self) -> &[(String, String)] {
        &self.typed
    }

    /// What is typed, or nothing.
    pub fn get(&self, texte: &str) -> &str {
        let typed = self.typed.iter().find(|(known, _)| known == texte);
        typed.map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// Notes what is typed now. An error stays until the button is pressed again: it would move the field being typed.
    pub fn set(&mut self, texte: String, text: String) {
        self.typed.retain(|(known, _)| *known != texte);
        self.typed.push((texte, text));
    }

    /// Notes those that are empty or were refused, in the order in which they are shown.
    pub fn refuse(&mut self, wrong: Vec<String>) {
        self.wrong.clear();
        for texte in wrong {
            if !self.wrong.contains(&texte) {
                self.wrong.push(texte);
            }
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What goes to the edge: whatever is typed for a ticked source.
    pub fn to_send(&self, description: &Description, choice: &Choice) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (source, saisie) in choice.inputs(description) {
            let text = self.get(&saisie.texte);
            if !is_blank(text) {
                inputs.push(Input {
                    name: [&source.fournisseur, ".", &saisie.id].concat(),
                    texte: saisie.texte.clone(),
                    text: text.to_owned(),
                });
            }
        }
        inputs
    }

    /// Prefixes of the texts of the inputs a ticked source cannot do without, and that are empty.
    pub fn lacking(&self, description: &Description, choice: &Choice) -> Vec<String> {
        let mut lacking = Vec::new();
        for (_, saisie) in choice.inputs(description) {
            if saisie.requise && is_blank(self.get(&saisie.texte)) {
                lacking.push(saisie.texte.clone());
            }
        }
        lacking
    }
}

impl Choice {
    /// The inputs of the ticked sources, in the order of the démarche.
    pub fn inputs<'a>(&self, description: &'a Description) -> Vec<(&'a Source, &'a Saisie)> {
        let mut inputs = Vec::new();
        for source in &description.sources {
            if self.ticked.contains(&source.id) {
                inputs.extend(source.saisies.iter().map(|saisie| (source, saisie)));
            }
        }
        inputs
    }

    /// The inputs to show below a source: those that no source above shows.
    pub fn inputs_below<'a>(&self, description: &'a Description, id: &str) -> Vec<&'a Saisie> {
        let (mut shown, mut seen) = (Vec::new(), Vec::new());
        for (source, saisie) in self.inputs(description) {
            if source.id == id && !seen.contains(&&saisie.texte) {
                shown.push(saisie);
            }
            seen.push(&saisie.texte);
        }
        shown
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
