//! A second town on the edge of the examples, and its browsers.

use serde_json::{Value, json};
use unefois_tests::journey::{Browser, DEMARCHE};
use unefois_tests::stack::{Options, Stack, attestation_keys};

use crate::bench::demarche;

/// SIRET of the town of the examples.
pub const VALBOURG: &str = "21999999200015";
/// SIRET of the second town.
pub const SAINTE_AURE: &str = "21999998400012";
/// Its démarche for the canteen.
pub const OTHER_DEMARCHE: &str = "cantine-sainte-aure";
/// Its démarche where something is typed.
const OTHER_SPORT: &str = "coupon-sport-sainte-aure";

const SECRET: &str = "sandbox-secret-sainte-aure+/&=%";

/// Sainte-Aure has the canteen and the sport of Valbourg, with its own client, token and keys.
fn add_sainte_aure(deployment: &mut Value) {
    for (own, id) in [
        (DEMARCHE, OTHER_DEMARCHE),
        ("coupon-sport-valbourg", OTHER_SPORT),
    ] {
        let text = demarche(deployment, own).to_string();
        let text = text.replace(VALBOURG, SAINTE_AURE);
        let text = text.replace("ville.localhost", "sainte-aure.localhost");
        let text = text.replace("Valbourg", "Sainte-Aure");
        let text = text.replace("API_PARTICULIER_VALBOURG", "API_PARTICULIER_SAINTE_AURE");
        let mut other: Value = serde_json::from_str(&text).unwrap();
        other["id"] = json!(id);
        other["franceconnect"]["client_id"] = json!("unefois-sandbox-sainte-aure");
        other["franceconnect"]["client_secret"] = json!("FC_SECRET_SAINTE_AURE");
        other["attestation"] = json!({ "cles": "CLES_SAINTE_AURE" });
        deployment["demarches"].as_array_mut().unwrap().push(other);
    }
}

/// Valbourg then has keys of its own too.
fn give_keys_to_both(deployment: &mut Value) {
    for demarche in deployment["demarches"].as_array_mut().unwrap() {
        demarche["attestation"] = json!({ "cles": "CLES_VALBOURG" });
    }
    add_sainte_aure(deployment);
}

/// Options of an edge that serves both towns.
pub fn options() -> Options {
    let mut options = Options {
        amend: Some(give_keys_to_both),
        ..Options::for_tests()
    };
    for (name, value) in [
        ("FC_SECRET_SAINTE_AURE", SECRET.to_owned()),
        ("CLES_VALBOURG", attestation_keys().unwrap()),
        ("CLES_SAINTE_AURE", attestation_keys().unwrap()),
    ] {
        options.environment.insert(name.to_owned(), Some(value));
    }
    options
}

/// Origin of the second town's forms.
pub fn other_origin(stack: &Stack) -> String {
    let own = &stack.addresses().forms_origin;
    own.replace("ville.", "sainte-aure.")
}

/// A browser on the canteen of the second town.
pub fn other_browser(stack: &Stack) -> Browser {
    Browser::of(stack, OTHER_DEMARCHE, "/cantine/").at_origin(&other_origin(stack))
}

/// A browser on the sport of the second town.
pub fn other_sport(stack: &Stack) -> Browser {
    Browser::of(stack, OTHER_SPORT, "/coupon-sport/").at_origin(&other_origin(stack))
}
