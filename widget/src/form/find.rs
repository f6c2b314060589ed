//! Finding the control a value goes to: one, visible, in the right form. Anything else is reported, never guessed.

use unefois_wire::{Champ, Cible};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node, NodeList};

use super::control::{Control, Kind};

#[wasm_bindgen]
extern "C" {
    /// The document, or the shadow root the widget was placed in.
    #[wasm_bindgen(extends = Node)]
    #[derive(Clone, Debug, PartialEq)]
    pub type Root;
    #[wasm_bindgen(method, catch, js_name = querySelectorAll)]
    fn all(this: &Root, selector: &str) -> Result<NodeList, JsValue>;
}

/// How the controls of a target share a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One control takes it all.
    One,
    /// Radio buttons of one name.
    Group,
    /// Day, month and year, in this order.
    Split,
}

/// Where a value goes.
pub struct Target {
    /// How the controls share the value.
    pub shape: Shape,
    /// At least one control.
    pub controls: Vec<Control>,
}

/// The form of the démarche.
pub struct Page {
    root: Root,
    named: Option<String>,
    /// Nothing when no form was found; a page may also have its controls in no form.
    form: Option<Option<Element>>,
}

impl Page {
    /// Chooses the form: the one that is named, else the one holding most of the fields. None when the name fits no
    /// form or several, or when two forms hold as many: every value is then shown, to be copied.
    pub fn find(root: Root, named: Option<&str>, champs: &[Champ]) -> Self {
        let form = match named {
            Some(selector) => only(query::<Element>(&root, selector)).map(Some),
            None => most_of(&root, champs),
        };
        Self {
            root,
            named: named.map(str::to_owned),
            form,
        }
    }

    /// Looks for the form again when a framework has drawn another in its place.
    pub fn follow(&mut self, champs: &[Champ]) {
        if self.form().is_some_and(|form| !form.is_connected()) {
            *self = Self::find(self.root.clone(), self.named.take().as_deref(), champs);
        }
    }

    /// The form, when the controls have one.
    pub fn form(&self) -> Option<&Element> {
        self.form.as_ref()?.as_ref()
    }

    /// The controls of the form that match a selector.
    pub fn controls(&self, selector: &str) -> Vec<Control> {
        let Some(form) = &self.form else {
            return Vec::new();
        };
        let mut controls = query::<Control>(&self.root, selector);
        controls.retain(|control| control.form() == *form);
        controls
    }

    /// The one place of a field: that of its first target the form has. When it is there twice, or nobody can write in
    /// it, there is no place: the next targets are not a second guess.
    /// A field of ours that was drawn anew with the lock we gave it is still open.
    pub fn target(&self, champ: &Champ, is_ours: bool) -> Option<Target> {
        let places = champ.cibles.iter().map(|cible| self.places(cible));
        let mut there = places.filter(|parts| parts.iter().any(|found| !found.is_empty()));
        let mut parts = there.next()?;
        if parts.len() == 1 {
            return one_or_group(parts.pop()?, is_ours);
        }
        let mut controls = Vec::new();
        for found in parts {
            controls.push(one(found, is_ours)?);
        }
        Some(Target {
            shape: Shape::Split,
            controls,
        })
    }

    /// What each selector of a target finds.
    fn places(&self, cible: &Cible) -> Vec<Vec<Control>> {
        let selectors = selectors(cible).into_iter();
        selectors.map(|selector| self.controls(selector)).collect()
    }
}

fn one_or_group(controls: Vec<Control>, is_ours: bool) -> Option<Target> {
    let name = controls.first()?.name();
    let is_of_group = |control: &Control| control.sort() == Kind::Radio && control.name() == name;
    if controls.iter().all(is_of_group) {
        let is_usable = controls.iter().any(Control::is_usable);
        return is_usable.then_some(Target {
            shape: Shape::Group,
            controls,
        });
    }
    Some(Target {
        shape: Shape::One,
        controls: vec![one(controls, is_ours)?],
    })
}

/// The only control found, if a person may write in it.
fn one(found: Vec<Control>, is_ours: bool) -> Option<Control> {
    let is_open = |control: &Control| {
        control.is_open() || (is_ours && control.read_only() == Some(true) && control.is_usable())
    };
    only(found).filter(is_open)
}

/// The form that holds most of the fields, none when two hold as many. A page may have its controls in no form.
fn most_of(root: &Root, champs: &[Champ]) -> Option<Option<Element>> {
    let mut forms: Vec<(Option<Element>, usize)> = Vec::new();
    for champ in champs {
        for selector in champ
            .cibles
            .iter()
            .filter_map(|cible| selectors(cible).first().copied())
        {
            for control in query::<Control>(root, selector) {
                let owner = control.form();
                match forms.iter_mut().find(|(form, _)| *form == owner) {
                    Some((_, count)) => *count += 1,
                    None => forms.push((owner, 1)),
                }
            }
        }
    }
    let (mut best, mut most, mut is_alone) = (None, 0, false);
    for (form, count) in forms {
        is_alone = count > most || (is_alone && count < most);
        if count > most {
            (best, most) = (form, count);
        }
    }
    is_alone.then_some(best)
}

/// One selector, or those of the day, the month and the year.
fn selectors(cible: &Cible) -> Vec<&str> {
    match cible {
        Cible::Selecteur(selector) => vec![selector],
        Cible::Date { jour, mois, annee } => vec![jour, mois, annee],
    }
}

/// The item of a list of one.
fn only<T>(mut items: Vec<T>) -> Option<T> {
    if items.len() == 1 { items.pop() } else { None }
}

/// Elements matching a selector; none when the selector is not one.
fn query<T: JsCast>(root: &Root, selector: &str) -> Vec<T> {
    let mut elements = Vec::new();
    if let Ok(found) = root.all(selector) {
        for index in 0..found.length() {
            elements.extend(found.get(index).map(JsCast::unchecked_into));
        }
    }
    elements
}
