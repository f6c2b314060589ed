//! What is said beside a field, and the buttons that go with it.

use std::rc::{Rc, Weak};

use yew::Callback;

use super::field::{Field, Status};
use super::note::{Note, Role};
use crate::dom::Listener;
use crate::messages::Messages;
use crate::state::{Kept, Spoken};

/// Texts and voice, shared by all fields.
#[derive(Clone)]
pub struct Voice {
    /// Texts of the person's language.
    pub messages: Rc<Messages>,
    /// Name of the collectivité, as texts use it.
    pub nom_collectivite: Rc<str>,
    /// The live region.
    pub say: Callback<Spoken>,
}

impl Field {
    /// Puts the explanation beside the field, with its buttons.
    pub fn explain(self: &Rc<Self>, id: &str, voice: &Voice) {
        let Some(mut note) = Note::add(&self.target, id) else {
            return;
        };
        if self.status() == Status::Received && !self.is_locked() {
            let (field, messages) = (Rc::downgrade(self), &voice.messages);
            note.button(
                Role::Edit,
                messages.get("field_ui.edit"),
                &self.label,
                with(&field, |field| field.focus()),
            );
            let restored = voice.clone();
            let restore = move |field: &Rc<Field>| field.restore(&restored);
            note.button(
                Role::Restore,
                messages.get("field_ui.restore"),
                &self.label,
                with(&field, restore),
            );
            self.listen(voice);
        }
        self.note.replace(Some(note));
        self.describe(voice);
    }

    /// Adds the button that says the identity is somebody else's.
    pub fn add_not_me(&self, voice: &Voice, press: Callback<()>) {
        if let Some(note) = self.note.borrow_mut().as_mut() {
            note.button(
                Role::NotMe,
                voice.messages.get("field_ui.not_me"),
                "",
                Box::new(move || press.emit(())),
            );
        }
    }

    /// Whether that button is beside this field.
    pub fn offers_not_me(&self) -> bool {
        let note = self.note.borrow();
        note.as_ref().is_some_and(|note| note.has(Role::NotMe))
    }

    /// Takes the explanation away.
    pub fn hush(&self) {
        self.listeners.borrow_mut().clear();
        self.note.replace(None);
    }

    /// Says in words what the field shows now.
    pub fn describe(&self, voice: &Voice) {
        let note = self.note.borrow();
        let Some(note) = note.as_ref() else { return };
        let messages = &voice.messages;
        let status = self.status();
        let is_editable = !self.is_locked();
        note.show(
            Role::Edit,
            status == Status::Received && is_editable && !self.is_identity(),
        );
        note.show(Role::Restore, status == Status::Edited);
        match status {
            Status::Received if is_editable => {
                note.say("received", messages.get("field_ui.sr"), &self.origin)
            }
            Status::Received => {
                let text = [&self.origin, ". ", messages.get("field_ui.locked")].concat();
                note.say("locked", messages.get("field_ui.sr"), &text);
            }
            Status::Edited => {
                let values = [("nom_collectivite", &*voice.nom_collectivite)];
                note.say("edited", "", &messages.fill("field_ui.edited", &values));
            }
            Status::Kept => note.say("kept", "", messages.get("field_ui.kept")),
            Status::Empty => note.say("empty", "", messages.get("field_ui.empty")),
        }
    }

    /// Says that the value must be copied by hand.
    pub fn describe_unplaced(&self, id: &str, text: &str) {
        if let Some(note) = Note::add(&self.target, id) {
            note.say("unplaced", "", text);
            self.note.replace(Some(note));
        }
    }

    /// Puts the received value in place of the person's, or the other way round.
    pub fn settle(&self, kept: Kept) {
        match kept {
            Kept::Typed => self.put_back(),
            Kept::Received | Kept::Identity => {
                self.write();
            }
        }
    }

    fn restore(&self, voice: &Voice) {
        self.write();
        self.describe(voice);
        self.focus();
        voice.say.emit(Spoken::Status("field_ui.restored"));
    }

    fn listen(self: &Rc<Self>, voice: &Voice) {
        let mut listeners = self.listeners.borrow_mut();
        for control in &self.target.controls {
            for event in ["input", "change"] {
                let (field, voice) = (Rc::downgrade(self), voice.clone());
                let mut check = with(&field, move |field: &Rc<Field>| field.check(&voice));
                listeners.push(Listener::new(
                    control,
                    event,
                    false,
                    Box::new(move |_| check()),
                ));
            }
        }
    }

    /// The warning comes when the value changes, not before, and goes when it is put back.
    fn check(&self, voice: &Voice) {
        let status = if self.is_unchanged() {
            Status::Received
        } else {
            Status::Edited
        };
        if status != self.status.replace(status) {
            self.describe(voice);
        }
    }
}

/// A button's action on a field that may be gone.
fn with(field: &Weak<Field>, act: impl Fn(&Rc<Field>) + 'static) -> Box<dyn FnMut()> {
    let field = field.clone();
    Box::new(move || {
        if let Some(field) = field.upgrade() {
            act(&field);
        }
    })
}
