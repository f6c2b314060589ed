//! Writing what was released into the form, field by field, and saying what became of each.

use std::rc::Rc;

use unefois_wire::{
    Champ, Cible, Description, Ecriture, Provenance, RedeemResponse, ReleasedField,
};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Callback;

use super::control::{Control, Kind};
use super::field::{Field, Status};
use super::find::Target;
use super::text::{Decision, PartialDate, decide, is_further_row, label_id};
use super::write::{self, Words};
use super::{Form, GivenUp};
use crate::dom;
use crate::state::{Conflict, Kept, Line, Missing, Summary};

/// Name of the hidden input that carries the attestation to the collectivité's server.
const ATTESTATION: &str = "unefois_attestation";

#[wasm_bindgen]
extern "C" {
    // Through the prototype: the form may have a field named "appendChild".
    #[wasm_bindgen(js_namespace = ["Node", "prototype", "appendChild"], js_name = call)]
    fn append_to(parent: &Element, child: &Element);
}

/// Whether the source answered and simply has nothing there, as for most people.
fn is_no_news(champ: &Champ, description: &Description, response: &RedeemResponse) -> bool {
    let is_beside = |other: &Champ| {
        let is_received = |field: &ReleasedField| field.chemin == other.chemin;
        other.source == champ.source && response.champs.iter().any(is_received)
    };
    champ.souvent_vide && description.champs.iter().any(is_beside)
}

impl Form {
    /// Writes what was released and explains each field. `not_me` is what the button for somebody else's identity does.
    pub fn fill(
        &mut self,
        description: &Description,
        response: RedeemResponse,
        not_me: Callback<()>,
    ) -> Summary {
        self.not_me = not_me;
        let mut summary = Summary::default();
        self.pass(description, &response, &mut summary);
        for champ in &description.champs {
            if let Some(released) = released(&response, champ).filter(|_| !self.has_seen(champ)) {
                let text = self.say_value("reason.later", &to_copy(champ, None, released));
                let label = self.label(champ, None);
                summary.unplaced.push(Line { label, text });
            }
        }
        if let Some(jws) = &response.attestation {
            self.attest(jws);
        }
        self.released = Some(response);
        summary
    }

    /// Fills the fields that appeared since, and finds again those a framework drew anew. Gives what was added, if
    /// anything was.
    pub fn look_again(&mut self, description: &Description) -> Option<Summary> {
        let response = self.released.take()?;
        let mut summary = Summary::default();
        self.page.follow(&description.champs);
        self.attach_again();
        self.pass(description, &response, &mut summary);
        self.released = Some(response);
        (summary != Summary::default()).then_some(summary)
    }

    /// Goes through the fields of the démarche that are in the form and were not seen there yet.
    fn pass(
        &mut self,
        description: &Description,
        response: &RedeemResponse,
        summary: &mut Summary,
    ) {
        // All are found before any is written: to know what is visible after a change, the browser lays the page out anew.
        let mut found = Vec::new();
        for champ in &description.champs {
            if !self.is_done(champ) {
                let is_ours = self.fields.iter().any(|field| field.chemin == champ.chemin);
                let target = self.page.target(champ, is_ours);
                found.extend(target.map(|target| (champ, target)));
            }
        }
        for (champ, target) in found {
            let mut released = released(response, champ);
            if let Some(before) = take(&mut self.fields, champ) {
                self.take_over(champ, released, target, &before);
                continue;
            }
            if self.leaves(champ) {
                released = None;
            }
            let mut told = Summary::default();
            // What was said of the field the framework drew anew is in the summary already.
            let summary = match take(&mut self.missing, champ) {
                Some(_) => &mut told,
                None => &mut *summary,
            };
            self.seen.push(champ.chemin.clone());
            match released {
                Some(released) => self.fill_one(champ, released, target, summary),
                None if is_further_row(&champ.chemin)
                    || is_no_news(champ, description, response) => {}
                None => self.leave_one(champ, target, summary),
            }
        }
        self.offer_not_me();
    }

    /// Whether the person said that a field shall not receive its value.
    fn leaves(&self, champ: &Champ) -> bool {
        match self.given_up {
            GivenUp::Nothing => false,
            GivenUp::Identity => champ.source == "identite",
            GivenUp::All => true,
        }
    }

    /// Whether nothing is left to do for a field: it was seen, and is still in the form if something was done with it.
    fn is_done(&self, champ: &Champ) -> bool {
        let mut known = self.fields.iter().chain(&self.missing);
        let is_gone = known.any(|field| field.chemin == champ.chemin && !field.is_in_form());
        // After the undoing only what was filled and is drawn anew matters: it is put back.
        let is_seen = self.has_seen(champ) || self.given_up == GivenUp::All;
        is_seen && !is_gone
    }

    fn has_seen(&self, champ: &Champ) -> bool {
        self.seen.contains(&champ.chemin)
    }

    /// Goes on with a field the framework drew anew: what the person did with it stays.
    fn take_over(
        &mut self,
        champ: &Champ,
        released: Option<&ReleasedField>,
        target: Target,
        before: &Field,
    ) {
        before.hush();
        let received = released.and_then(|released| self.prepare(&target, champ, released));
        if let (Some(released), None, GivenUp::Nothing) = (released, &received, self.given_up) {
            // A list whose options are not there yet, or no longer.
            return self.fill_one(champ, released, target, &mut Summary::default());
        }
        let field = Rc::new(before.drawn_anew(target, received.unwrap_or_default()));
        match self.given_up {
            GivenUp::All => return field.put_back(),
            GivenUp::Identity if field.is_identity() => field.deny(),
            _ => field.go_on(),
        }
        field.explain(&self.next_id(), &self.voice);
        self.fields.push(field);
    }

    /// Once for all the identity: the way out of fields that are locked.
    fn offer_not_me(&self) {
        let is_locked = |field: &&Rc<Field>| {
            field.ecriture == Ecriture::Verrouille
                && field.is_identity()
                && field.status() == Status::Received
        };
        let mut locked = self.fields.iter().rev().filter(is_locked);
        if let Some(last) = locked.next()
            && !last.offers_not_me()
            && !locked.any(|field| field.offers_not_me())
        {
            last.add_not_me(&self.voice, self.not_me.clone());
        }
    }

    fn fill_one(
        &mut self,
        champ: &Champ,
        released: &ReleasedField,
        target: Target,
        summary: &mut Summary,
    ) {
        let id = self.next_id();
        let label = self.label(champ, Some(&target));
        let origin = self.origin(champ, &released.provenance);
        let typed = write::typed(&target);
        let Some(received) = self.prepare(&target, champ, released) else {
            let text = to_copy(champ, Some(&target), released);
            let field = Rc::new(Field::new(champ, label, origin, target, Vec::new()));
            return self.report(field, &id, text, summary);
        };
        let field = Rc::new(Field::new(champ, label, origin, target, received));
        let after = field.received_words();
        let kept = match decide(typed.as_deref(), &after, champ.ecriture) {
            Decision::Keep => Some(Kept::Typed),
            decision => {
                if !field.write() {
                    return self.report(field, &id, after, summary);
                }
                summary.filled.push(Line {
                    label: field.label.clone(),
                    text: field.origin.clone(),
                });
                (decision == Decision::Replace).then_some(Kept::Identity)
            }
        };
        if let Some(kept) = kept {
            let (chemin, label) = (champ.chemin.clone(), field.label.clone());
            summary.conflicts.push(Conflict {
                chemin,
                label,
                before: typed.unwrap_or_default(),
                after,
                kept,
            });
        }
        if kept == Some(Kept::Typed) {
            field.put_back();
        }
        field.explain(&id, &self.voice);
        self.fields.push(field);
    }

    fn report(&mut self, field: Rc<Field>, id: &str, value: String, summary: &mut Summary) {
        let text = self.say_value("reason.place", &value);
        field.describe_unplaced(id, &text);
        summary.unplaced.push(Line {
            label: field.label.clone(),
            text,
        });
        self.missing.push(field);
    }

    /// A field that received nothing: said only where the person has not already answered.
    fn leave_one(&mut self, champ: &Champ, target: Target, summary: &mut Summary) {
        if write::typed(&target).is_some() {
            return;
        }
        let id = self.next_id();
        let label = self.label(champ, Some(&target));
        let field = Rc::new(Field::new(
            champ,
            label.clone(),
            String::new(),
            target,
            Vec::new(),
        ));
        field.explain(&id, &self.voice);
        summary.missing.push(Missing {
            chemin: champ.chemin.clone(),
            label,
        });
        self.missing.push(field);
    }

    fn say_value(&self, id: &str, value: &str) -> String {
        self.voice.messages.fill(id, &[("valeur", value)])
    }

    fn prepare(
        &self,
        target: &Target,
        champ: &Champ,
        released: &ReleasedField,
    ) -> Option<write::Ready> {
        let messages = &self.voice.messages;
        let words = Words {
            libelle: released.libelle.as_deref(),
            yes_no: [messages.get("common.yes"), messages.get("common.no")],
            month: &|mois| dom::month_name("fr", mois),
        };
        write::prepare(target, champ, &released.valeur, &words)
    }

    pub(super) fn label(&self, champ: &Champ, target: Option<&Target>) -> String {
        let (id, row) = label_id(&champ.chemin);
        let known = self.voice.messages.get(&id);
        let own = || {
            target
                .and_then(|target| target.controls.first())
                .map(Control::label_text)
        };
        match known {
            "" => own()
                .filter(|label| !label.is_empty())
                .unwrap_or_else(|| champ.chemin.clone()),
            known if row == 0 => known.to_owned(),
            // Two rows of a list never have one name.
            known => [known, " ", &(row + 1).to_string()].concat(),
        }
    }

    fn origin(&self, champ: &Champ, provenance: &Provenance) -> String {
        let messages = &self.voice.messages;
        let origin = self.origin_alone(champ, provenance);
        match messages.get("field_ui.typed").trim_end_matches('.') {
            typed if !typed.is_empty() && !provenance.saisies.is_empty() => {
                [&origin, ". ", typed].concat()
            }
            _ => origin,
        }
    }

    fn origin_alone(&self, champ: &Champ, provenance: &Provenance) -> String {
        let messages = &self.voice.messages;
        if champ.source == "identite" {
            return messages.get("field_ui.from_identity").to_owned();
        }
        let de = messages.get(&["provider.", &provenance.fournisseur, ".de"].concat());
        let Some(annee) = provenance.annee else {
            return messages.fill("field_ui.from", &[("fournisseur_de", de)]);
        };
        // The browser takes half a millisecond to put a month in words, and all fields speak of the same.
        let mut last = self.period.borrow_mut();
        if last.0 != Some((annee, provenance.mois)) {
            let periode = dom::period(messages.lang(), annee, provenance.mois);
            *last = (Some((annee, provenance.mois)), periode);
        }
        messages.fill(
            "field_ui.from_period",
            &[("fournisseur_de", de), ("periode", &last.1)],
        )
    }

    /// The attestation follows the form where a framework drew it, or its content, anew.
    fn attach_again(&self) {
        if let (Some(form), Some(input)) = (self.page.form(), &self.attestation)
            && !input.is_connected()
        {
            append_to(form, input);
        }
    }

    fn attest(&mut self, jws: &str) {
        // Not the form's own document: the form may have a field named "ownerDocument".
        let document = web_sys::window().and_then(|window| window.document());
        let input = document.and_then(|document| document.create_element("input").ok());
        let (Some(form), Some(input)) = (self.page.form(), input) else {
            return;
        };
        for (name, value) in [("type", "hidden"), ("name", ATTESTATION), ("value", jws)] {
            let _ = input.set_attribute(name, value);
        }
        append_to(form, &input);
        self.attestation = Some(input);
    }
}

fn released<'a>(response: &'a RedeemResponse, champ: &Champ) -> Option<&'a ReleasedField> {
    let is_its = |field: &&ReleasedField| field.chemin == champ.chemin;
    response.champs.iter().find(is_its)
}

/// Takes the field of a path out of a list.
fn take(fields: &mut Vec<Rc<Field>>, champ: &Champ) -> Option<Rc<Field>> {
    let place = fields
        .iter()
        .position(|field| field.chemin == champ.chemin)?;
    Some(fields.remove(place))
}

/// A value as a person would copy it into the form: dates the French way where the field is a date, the name of a code
/// unless the field wants the code.
fn to_copy(champ: &Champ, target: Option<&Target>, released: &ReleasedField) -> String {
    if let (Some(_), Some(libelle)) = (&champ.format, &released.libelle) {
        return libelle.clone();
    }
    let plain = released.valeur.to_plain_text();
    let controls = target
        .map(|target| target.controls.as_slice())
        .unwrap_or_default();
    let is_date = champ.format.is_some()
        || champ
            .cibles
            .iter()
            .any(|cible| matches!(cible, Cible::Date { .. }))
        || controls.iter().any(|control| control.sort() == Kind::Date);
    PartialDate::parse(&plain)
        .filter(|_| is_date)
        .map_or(plain, |date| date.to_copy())
}
