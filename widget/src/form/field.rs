//! One field of the form, and what was done to it.

use std::cell::{Cell, RefCell};

use unefois_wire::{Champ, Ecriture};

use super::control::{Control, Kind};
use super::find::Target;
use super::note::Note;
use super::text::folded;
use super::write::{self, Held, Ready};
use crate::dom::Listener;

/// What a field shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The received value, unchanged.
    Received,
    /// The received value, then changed by the person.
    Edited,
    /// What the person had typed.
    Kept,
    /// Nothing: the person writes it.
    Empty,
}

/// A field that was found, with what it held before and what it received.
pub struct Field {
    /// Dotted path.
    pub chemin: String,
    /// What the value may do to the field.
    pub ecriture: Ecriture,
    is_identity: bool,
    /// Its label.
    pub label: String,
    /// "Vient de la CAF, novembre 2026".
    pub origin: String,
    /// Where it is.
    pub target: Target,
    before: Vec<(Control, Held)>,
    pub(super) received: Ready,
    /// What each control made of it: a mask adds signs and changes the case.
    shown: RefCell<Vec<Held>>,
    pub(super) status: Cell<Status>,
    pub(super) note: RefCell<Option<Note>>,
    pub(super) listeners: RefCell<Vec<Listener>>,
}

impl Field {
    /// A field as found, before anything is written.
    pub fn new(
        champ: &Champ,
        label: String,
        origin: String,
        target: Target,
        received: Ready,
    ) -> Self {
        let mut before = Vec::new();
        for control in &target.controls {
            before.push((control.clone(), write::hold(control)));
        }
        Self {
            chemin: champ.chemin.clone(),
            ecriture: champ.ecriture,
            is_identity: champ.source == "identite",
            label,
            origin,
            target,
            before,
            received,
            shown: RefCell::default(),
            status: Cell::new(Status::Empty),
            note: RefCell::new(None),
            listeners: RefCell::new(Vec::new()),
        }
    }

    /// The same field in the controls a framework put in the place of those it had.
    pub fn drawn_anew(&self, target: Target, received: Ready) -> Self {
        let mut before = Vec::new();
        for (control, (_, held)) in target.controls.iter().zip(&self.before) {
            before.push((control.clone(), held.clone()));
        }
        Self {
            chemin: self.chemin.clone(),
            label: self.label.clone(),
            origin: self.origin.clone(),
            target,
            before,
            received,
            shown: RefCell::default(),
            status: self.status.clone(),
            note: RefCell::default(),
            listeners: RefCell::default(),
            ..*self
        }
    }

    /// Goes on where the field was left: what is in it now, if it is not what was received, is the person's.
    pub fn go_on(&self) {
        let typed = write::typed(&self.target);
        let words = folded(&self.received_words());
        let is_other = typed.is_some_and(|typed| folded(&typed) != words);
        if self.status() == Status::Received && (is_other || !self.write()) {
            self.status.set(Status::Edited);
        }
    }

    /// Whether the value speaks of the person's civil identity.
    pub fn is_identity(&self) -> bool {
        self.is_identity
    }

    /// What the field shows.
    pub fn status(&self) -> Status {
        self.status.get()
    }

    /// What was received, in the words the field would show.
    pub fn received_words(&self) -> String {
        let mut words = String::new();
        for (control, held) in &self.received {
            if let Some(held) = held {
                write::push_part(&mut words, &write::words_of(control, held));
            }
        }
        words
    }

    /// Whether the form still has its controls: a framework may have drawn others in their place.
    pub fn is_in_form(&self) -> bool {
        self.target.controls.iter().all(Control::is_connected)
    }

    /// Writes what was received. False when the field took nothing of it, and then holds what it held.
    pub fn write(&self) -> bool {
        for (control, held) in &self.received {
            if let Some(held) = held {
                write::put(control, held);
            }
        }
        let took = |(control, held): &(Control, Option<Held>)| {
            held.as_ref().is_none_or(|held| write::holds(control, held))
        };
        let is_taken = self.received.iter().all(took);
        if is_taken {
            let controls = self.received.iter().map(|(control, _)| control);
            self.shown.replace(controls.map(write::hold).collect());
            self.status.set(Status::Received);
            self.lock(true);
        } else {
            self.put_back();
        }
        is_taken
    }

    /// Whether the form shows what was received, as it was sent or as the controls made it.
    pub fn is_unchanged(&self) -> bool {
        let mut received = self.received.iter().enumerate();
        received.all(|(index, (control, sent))| {
            let holds = |sent: &Held| self.still_holds(index, control, sent);
            sent.as_ref().is_none_or(holds)
        })
    }

    fn still_holds(&self, index: usize, control: &Control, sent: &Held) -> bool {
        let held = write::hold(control);
        held == *sent || self.shown.borrow().get(index) == Some(&held)
    }

    /// Puts back what the field held before, exactly; what the person kept is theirs already.
    pub fn put_back(&self) {
        if self.status() == Status::Kept {
            return;
        }
        self.lock(false);
        // Unticking first: ticking a radio button of the group must have the last word.
        for is_last in [false, true] {
            for (control, held) in &self.before {
                if (*held == Held::Ticked(true)) == is_last {
                    write::put(control, held);
                }
            }
        }
        self.status.set(Status::Kept);
    }

    /// The person is somebody else than the values say: what is left of them goes, what they wrote themselves stays.
    pub fn deny(&self) {
        self.lock(false);
        for (index, (control, sent)) in self.received.iter().enumerate() {
            let blank = match sent {
                Some(sent) if !self.still_holds(index, control, sent) => continue,
                Some(Held::Text(_)) => Held::Text(String::new()),
                Some(Held::Index(_)) => Held::Index(write::initial_index(control)),
                Some(Held::Ticked(_)) => Held::Ticked(false),
                None => continue,
            };
            write::put(control, &blank);
        }
        self.turn_autocomplete_off();
        self.listeners.borrow_mut().clear();
        let is_left = write::typed(&self.target).is_some();
        self.status
            .set(if is_left { Status::Kept } else { Status::Empty });
    }

    /// The browser must not propose the person's own identity for somebody else.
    pub fn turn_autocomplete_off(&self) {
        for control in &self.target.controls {
            let _ = control.set_attribute("autocomplete", "off");
        }
    }

    /// Puts the focus on the first control.
    pub fn focus(&self) {
        if let Some(control) = self.target.controls.first() {
            let _ = control.focus();
        }
    }

    /// Only what was filled, and only what `readonly` can lock: an empty lock makes a form impossible to send.
    fn lock(&self, is_locked: bool) {
        if self.ecriture != Ecriture::Verrouille {
            return;
        }
        for (control, held) in &self.received {
            if held.is_some() && is_lockable(control) {
                control.set_read_only(is_locked);
            }
        }
    }

    pub(super) fn is_locked(&self) -> bool {
        self.ecriture == Ecriture::Verrouille
            && self
                .received
                .iter()
                .any(|(control, _)| is_lockable(control))
    }
}

/// `readonly` means nothing on a list, a button or a box: those stay editable, and the attestation tells.
fn is_lockable(control: &Control) -> bool {
    matches!(control.sort(), Kind::Text | Kind::Date | Kind::Month)
}
