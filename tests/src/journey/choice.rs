//! Reading the page of the edge where a person chooses and writes.

use super::html::{Problem, after_each, attribute, is_checked, problems, until};
use crate::client::Answer;

/// The page of the edge where a person chooses and writes, when the form's page did not do it.
#[derive(Clone, Debug)]
pub struct ChoicePage {
    /// The whole page.
    pub html: String,
    /// Sources that are ticked when the page is shown.
    pub ticked: Vec<String>,
    /// What the person writes, in order; one entry for a group of buttons.
    pub inputs: Vec<ShownInput>,
    /// What must be written again.
    pub problems: Vec<Problem>,
}

/// Something to write, or to choose, of the choice page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownInput {
    /// Name under which the form sends it: `saisie.france_titres.immatriculation`.
    pub name: String,
    /// What is already there.
    pub value: String,
}

impl ChoicePage {
    /// Reads the answer to a departure.
    pub fn of(answer: &Answer) -> Self {
        let html = answer.text();
        assert!(
            html.contains("action=\"/v1/start\""),
            "no choice page but {}: {html}",
            answer.status
        );
        let boxes = after_each(&html, "<input type=\"checkbox\" name=\"source\" value=\"");
        let ticked = boxes.filter(|rest| is_checked(rest));
        Self {
            ticked: ticked.map(|rest| until(rest, "\"")).collect(),
            inputs: inputs(&html),
            problems: problems(&html),
            html,
        }
    }

    /// What is already there under a name.
    pub fn value(&self, name: &str) -> &str {
        let found = self.inputs.iter().find(|input| input.name == name);
        let found =
            found.unwrap_or_else(|| panic!("nothing to write in {name}: {:?}", self.inputs));
        &found.value
    }
}

fn inputs(html: &str) -> Vec<ShownInput> {
    let mut inputs: Vec<ShownInput> = Vec::new();
    for tag in after_each(html, "<input ").map(|rest| until(rest, ">")) {
        let Some(name) = attribute(&tag, "name").filter(|name| name.starts_with("saisie.")) else {
            continue;
        };
        let value = attribute(&tag, "value").unwrap_or_default();
        let is_radio = attribute(&tag, "type").as_deref() == Some("radio");
        let value = if is_radio && !is_checked(&tag) {
            String::new()
        } else {
            value
        };
        match inputs.iter_mut().find(|input| input.name == name) {
            Some(known) if known.value.is_empty() => known.value = value,
            Some(_) => {}
            None => inputs.push(ShownInput { name, value }),
        }
    }
    inputs
}
