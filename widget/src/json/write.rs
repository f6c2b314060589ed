//! Writing what goes to the edge and what stays in the tab, with the browser's own JSON.

use js_sys::{JSON, Object, Reflect};
use unefois_wire::RedeemRequest;
use wasm_bindgen::JsValue;

use crate::state::Input;

/// Body of `POST /v1/redeem`.
pub fn write_redeem_request(request: &RedeemRequest) -> Option<String> {
    let RedeemRequest {
        demarche,
        hand_off,
        verifier,
        submission_nonce,
    } = request;
    let body = object(&[
        ("demarche", demarche),
        ("hand_off", hand_off),
        ("verifier", verifier),
    ])?;
    // A member that is undefined is not written.
    let nonce = submission_nonce.clone().into();
    Reflect::set(&body, &"submission_nonce".into(), &nonce).ok()?;
    write(&body)
}

/// Body of `POST /v1/inputs`.
pub fn write_inputs_request(depart: &str, inputs: &[Input]) -> Option<String> {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for input in inputs {
        texts.push((&input.name, &input.text));
    }
    let body = object(&[("depart", depart)])?;
    let saisies = object(&texts)?;
    Reflect::set(&body, &"saisies".into(), &saisies).ok()?;
    write(&body)
}

/// What was typed, to be kept until a moment in milliseconds.
pub fn write_kept(inputs: &[Input], until: f64) -> Option<String> {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for input in inputs {
        texts.push((&input.texte, &input.text));
    }
    let kept = object(&texts)?;
    Reflect::set(&kept, &"until".into(), &until.into()).ok()?;
    write(&kept)
}

/// An object whose members are texts.
pub fn object(texts: &[(&str, &str)]) -> Option<Object> {
    let object = Object::new();
    for (key, text) in texts {
        Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(text)).ok()?;
    }
    Some(object)
}

/// An object of ids and texts; the first of an id counts.
pub fn texts(pairs: &[(String, String)]) -> JsValue {
    let object = Object::new();
    for (id, text) in pairs.iter().rev() {
        let _ = Reflect::set(&object, &id.into(), &text.into());
    }
    object.into()
}

fn write(json: &Object) -> Option<String> {
    JSON::stringify(json).ok()?.as_string()
}
