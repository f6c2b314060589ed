//! Filling a form that is not ours: finding the fields, writing as a person would, explaining, and undoing exactly.
//!
//! What the person typed stays unless it is an identity, which FranceConnect says is not editable. Whatever cannot be
//! written is reported with the value to copy.

mod control;
mod explain;
mod field;
mod fill;
mod find;
mod note;
mod text;
mod write;

use std::cell::RefCell;
use std::rc::Rc;

use unefois_wire::{Champ, Description, RedeemResponse};
use web_sys::Element;
use yew::Callback;

use self::control::{Control, Kind};
use self::field::{Field, Status};
use self::find::Page;
use crate::state::{Kept, Line};

pub use self::explain::Voice;
pub use self::find::Root;

/// A year and its month if there is one, and how they are said.
type Period = (Option<(u16, Option<u8>)>, String);

/// Which values the person wants no more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GivenUp {
    /// None.
    Nothing,
    /// Those of an identity that is somebody else's.
    Identity,
    /// All of them.
    All,
}

/// The form of a démarche, and all that was done to it.
pub struct Form {
    page: Page,
    id: String,
    voice: Voice,
    fields: Vec<Rc<Field>>,
    missing: Vec<Rc<Field>>,
    /// Paths of the fields that were in the form once.
    seen: Vec<String>,
    /// What was released, as long as fields that appear receive it.
    released: Option<RedeemResponse>,
    not_me: Callback<()>,
    given_up: GivenUp,
    /// The last period that was put in words.
    period: RefCell<Period>,
    attestation: Option<Element>,
}

impl Form {
    /// Finds the form. `id` prefixes the ids of our explanations and is unique in the page.
    pub fn find(
        root: Root,
        named: Option<&str>,
        description: &Description,
        id: String,
        voice: Voice,
    ) -> Self {
        let named = named.or(description.formulaire.as_deref());
        Self {
            page: Page::find(root, named, &description.champs),
            id,
            voice,
            fields: Vec::new(),
            missing: Vec::new(),
            seen: Vec::new(),
            released: None,
            not_me: Callback::noop(),
            given_up: GivenUp::Nothing,
            period: RefCell::default(),
            attestation: None,
        }
    }

    /// Whether a field is there; a page may still be drawing its form.
    pub fn is_drawn(&self, description: &Description) -> bool {
        let mut champs = description.champs.iter();
        champs.any(|champ| self.page.target(champ, false).is_some())
    }

    /// Puts back exactly what the form held before the fill.
    pub fn undo(&mut self) {
        for field in &self.fields {
            field.hush();
            field.put_back();
        }
        // The others are put back when a framework draws them anew.
        self.fields.retain(|field| !field.is_in_form());
        self.missing.clear();
        self.given_up = GivenUp::All;
        if self.fields.is_empty() {
            self.released = None;
        }
        self.drop_attestation();
    }

    /// The identity is somebody else's: its fields are emptied and unlocked. The attestation names the person who
    /// signed in, so it goes too. Gives the labels of what is said no more.
    pub fn deny_identity(&mut self, description: &Description) -> Vec<String> {
        if self.given_up == GivenUp::Nothing {
            self.given_up = GivenUp::Identity;
        }
        let all = self.fields.iter().chain(&self.missing);
        let identity: Vec<_> = all.filter(|field| field.is_identity()).cloned().collect();
        for field in &identity {
            field.hush();
            field.deny();
            field.explain(&self.next_id(), &self.voice);
        }
        if let Some(first) = identity.first() {
            first.focus();
        }
        self.drop_attestation();
        let champs = description.champs.iter();
        let identity = champs.filter(|champ| champ.source == "identite");
        identity.map(|champ| self.label(champ, None)).collect()
    }

    /// Settles a conflict; gives the line of the summary when the received value is now in the form.
    pub fn settle(&self, chemin: &str, kept: Kept) -> Option<Line> {
        let field = self.fields.iter().find(|field| field.chemin == chemin)?;
        if field.is_identity() && self.given_up != GivenUp::Nothing {
            return None;
        }
        field.settle(kept);
        field.hush();
        field.explain(&self.next_id(), &self.voice);
        let is_received = kept == Kept::Received && field.status() == Status::Received;
        is_received.then(|| Line {
            label: field.label.clone(),
            text: field.origin.clone(),
        })
    }

    /// Puts the focus on a field of the démarche.
    pub fn focus(&self, chemin: &str) {
        let mut all = self.missing.iter().chain(&self.fields);
        if let Some(field) = all.find(|field| field.chemin == chemin) {
            field.focus();
        }
    }

    /// Puts the focus on the first control left to fill: a required one or one of ours first, else any empty one,
    /// else the first of the form.
    pub fn focus_first_empty(&self) {
        let controls = self.page.controls("input,select,textarea");
        let open: Vec<_> = controls
            .iter()
            .filter(|control| control.is_open())
            .collect();
        let is_ours = |control: &Control| {
            self.missing
                .iter()
                .any(|field| field.target.controls.contains(control))
        };
        let first = open
            .iter()
            .find(|control| {
                is_empty(control, &controls) && (control.required() || is_ours(control))
            })
            .or_else(|| open.iter().find(|control| is_empty(control, &controls)))
            .or_else(|| open.first());
        if let Some(control) = first {
            let _ = control.focus();
        }
    }

    /// Labels of file inputs, from the names the loader kept: `id,name,…`.
    pub fn file_labels(&self, names: &[String]) -> Vec<String> {
        let files = self.page.controls("input[type=file]");
        let is_named = |control: &&Control| {
            let start = [control.id().as_str(), ",", &control.name(), ","].concat();
            names.iter().any(|name| name.starts_with(&start))
        };
        files
            .iter()
            .filter(is_named)
            .map(|control| control.label_text())
            .collect()
    }

    /// The browser must not propose the person's own identity for another adult.
    pub fn prepare_for_other(&self, description: &Description) {
        for champ in description
            .champs
            .iter()
            .filter(|champ| champ.source == "identite")
        {
            if let Some(target) = self.page.target(champ, false) {
                Field::new(champ, String::new(), String::new(), target, Vec::new())
                    .turn_autocomplete_off();
            }
        }
    }

    /// An id nothing else in the page has.
    fn next_id(&self) -> String {
        // Counts every explanation ever asked for, so that a second one for a field has an id of its own.
        [
            &self.id,
            "-",
            &NEXT.with(|next| next.replace(next.get() + 1)).to_string(),
        ]
        .concat()
    }

    fn drop_attestation(&mut self) {
        if let Some(input) = self.attestation.take() {
            input.remove();
        }
    }
}

/// How many fields the person fills when nothing is received.
pub fn expected(description: &Description) -> usize {
    let is_first = |champ: &&Champ| !text::is_further_row(&champ.chemin);
    description.champs.iter().filter(is_first).count()
}

thread_local! {
    static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

fn is_empty(control: &Control, all: &[Control]) -> bool {
    match control.sort() {
        Kind::Radio => !all.iter().any(|other| {
            other.kind() == "radio" && other.name() == control.name() && other.checked()
        }),
        Kind::Checkbox => control.required() && !control.checked(),
        _ => control.value().is_empty(),
    }
}
