//! A person, their browser and the tab of their form, over HTTP and without any script.

use p256::elliptic_curve::rand_core::{OsRng, RngCore as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use unefois_tests::client::{Answer, Client};
use unefois_tests::encoding::base64url;
use unefois_tests::stack::{Addresses, Stack};

use crate::page::ReleasePage;

/// The démarche of the examples.
pub const DEMARCHE: &str = "cantine-valbourg";
/// Its only source besides identity.
pub const QUOTIENT: &str = "quotient_familial";

/// The tab of a form: the only one that may redeem what it asked for.
#[derive(Clone)]
pub struct Tab {
    /// Never leaves the tab before the hand-off is redeemed.
    pub verifier: String,
    /// What the tab shows of it when it leaves.
    pub challenge: String,
}

impl Tab {
    /// A tab that was just opened.
    pub fn open() -> Self {
        let mut bytes = [0; 32];
        OsRng.fill_bytes(&mut bytes);
        let verifier = base64url(&bytes);
        let challenge = base64url(&Sha256::digest(&verifier));
        Self {
            verifier,
            challenge,
        }
    }
}

/// A browser, with its cookies.
pub struct Browser {
    /// What sends the requests.
    pub client: Client,
    at: Addresses,
}

impl Browser {
    /// A browser without any cookie.
    pub fn new(stack: &Stack) -> Self {
        Self {
            client: Client::new(),
            at: stack.addresses().clone(),
        }
    }

    /// Address of the form's page.
    pub fn form(&self) -> String {
        format!("{}/cantine/", self.at.forms_origin)
    }

    /// Address of something of the edge.
    pub fn edge(&self, path: &str) -> String {
        format!("{}{path}", self.at.edge_origin)
    }

    /// Address that starts a flow, `sources` between commas.
    pub fn start_address(&self, tab: &Tab, sources: &str) -> String {
        let page = encoded(&self.form());
        let challenge = &tab.challenge;
        self.edge(&format!(
            "/v1/start?demarche={DEMARCHE}&page={page}&challenge={challenge}&sources={sources}&lang=fr"
        ))
    }

    /// Leaves the form; gives the address at FranceConnect.
    pub fn depart(&mut self, tab: &Tab, sources: &str) -> String {
        let answer = self.client.get(&self.start_address(tab, sources)).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.text());
        location(&answer)
    }

    /// Goes through FranceConnect as `login`, or as who is already signed in; gives its last answer.
    pub fn go_through(&mut self, authorize: &str, login: &str) -> Answer {
        let interaction = self.interaction(authorize);
        let page = self.client.get(&interaction).unwrap().text();
        if page.contains("name=\"login\"") {
            let answer =
                self.post_franceconnect(&format!("{interaction}/identity"), &[("login", login)]);
            if location(&answer).contains("/authorize/") {
                return self.follow(&answer);
            }
        }
        let answer = self.post_franceconnect(&format!("{interaction}/continue"), &[]);
        if answer.status == 303 {
            self.follow(&answer)
        } else {
            answer
        }
    }

    /// Goes through FranceConnect; gives the address of the callback.
    pub fn sign_in(&mut self, authorize: &str, login: &str) -> String {
        location(&self.go_through(authorize, login))
    }

    /// Comes to FranceConnect and goes back at once; gives the address of the callback.
    pub fn give_up(&mut self, authorize: &str) -> String {
        let interaction = self.interaction(authorize);
        let answer = self.post_franceconnect(&format!("{interaction}/cancel"), &[]);
        location(&self.follow(&answer))
    }

    /// From the form to the callback, which is not visited yet.
    pub fn reach_callback(&mut self, tab: &Tab, sources: &str, login: &str) -> String {
        let authorize = self.depart(tab, sources);
        self.sign_in(&authorize, login)
    }

    /// From the form to the release page.
    pub fn reach_release(&mut self, tab: &Tab, sources: &str, login: &str) -> ReleasePage {
        let callback = self.reach_callback(tab, sources, login);
        ReleasePage::of(&self.client.get(&callback).unwrap())
    }

    /// Posts a form of the edge's own pages.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (url, origin) = (self.edge(path), self.at.edge_origin.clone());
        self.client.post_form(&url, &origin, fields).unwrap()
    }

    /// Sends the release page with these boxes ticked.
    pub fn send(&mut self, page: &ReleasePage, boxes: &[&str]) -> Answer {
        let choices = boxes.iter().map(|id| ("choix", *id));
        let fixed = [("sealed", page.sealed.as_str()), ("decision", "send")];
        let fields: Vec<_> = fixed.into_iter().chain(choices).collect();
        self.post("/v1/release", &fields)
    }

    /// Sends the release page as it was shown; gives the hand-off.
    pub fn accept(&mut self, page: &ReleasePage) -> String {
        let answer = self.send(page, &page.ticked());
        self.hand_off(&answer)
    }

    /// The hand-off in the address of the form, which is checked.
    pub fn hand_off(&self, answer: &Answer) -> String {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let location = location(answer);
        let (page, fragment) = location.split_once("#unefois=").unwrap();
        assert_eq!(page, self.form());
        fragment.to_owned()
    }

    /// The form's tab redeems a hand-off.
    pub fn try_redeem(&mut self, tab: &Tab, hand_off: &str) -> Answer {
        let body = json!({ "demarche": DEMARCHE, "hand_off": hand_off, "verifier": tab.verifier });
        let origin = self.at.forms_origin.clone();
        self.post_json("/v1/redeem", &[("origin", &origin)], &body.to_string())
    }

    /// The form's tab redeems a hand-off, and gets what was released.
    pub fn redeem(&mut self, tab: &Tab, hand_off: &str) -> Value {
        let answer = self.try_redeem(tab, hand_off);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json().unwrap()
    }

    /// Posts JSON to the edge.
    pub fn post_json(&mut self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let url = self.edge(path);
        let headers: Vec<_> = [("content-type", "application/json")]
            .iter()
            .chain(headers)
            .copied()
            .collect();
        self.client
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap()
    }

    /// The whole way with everything accepted.
    pub fn complete(&mut self, tab: &Tab, sources: &str, login: &str) -> Value {
        let page = self.reach_release(tab, sources, login);
        let hand_off = self.accept(&page);
        self.redeem(tab, &hand_off)
    }

    /// Follows one redirect inside FranceConnect.
    pub fn follow(&mut self, answer: &Answer) -> Answer {
        let url = self.franceconnect(&location(answer));
        self.client.get(&url).unwrap()
    }

    /// Address of a path of FranceConnect.
    pub fn franceconnect(&self, path: &str) -> String {
        format!(
            "{}{path}",
            self.at.fc_issuer.strip_suffix("/api/v2").unwrap()
        )
    }

    /// Posts a form of FranceConnect's own pages.
    pub fn post_franceconnect(&mut self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.franceconnect("");
        self.client.post_form(url, &origin, fields).unwrap()
    }

    fn interaction(&mut self, authorize: &str) -> String {
        let answer = self.client.get(authorize).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.franceconnect(&location(&answer))
    }
}

/// Address a redirection leads to.
pub fn location(answer: &Answer) -> String {
    let location = answer.header("location");
    location
        .unwrap_or_else(|| panic!("{}: {}", answer.status, answer.text()))
        .to_owned()
}

/// Name and value of the cookie an answer sets and does not remove.
pub fn cookie_set(answer: &Answer) -> Option<(String, String)> {
    let kept = answer
        .headers_named("set-cookie")
        .find(|line| !line.contains("Max-Age=0"))?;
    let (name, value) = kept.split(';').next()?.split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
}

/// A value of a query, every reserved character escaped.
pub fn encoded(text: &str) -> String {
    let escaped = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    escaped.collect()
}

/// Names and values of the query of an address, as they are written.
pub fn parameters(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The address with a parameter replaced, or removed when there is no value.
pub fn with_parameter(url: &str, name: &str, value: Option<&str>) -> String {
    let (base, _) = url.split_once('?').unwrap();
    let mut kept = parameters(url);
    kept.retain(|(other, _)| other != name);
    kept.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    let pairs: Vec<String> = kept
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{base}?{}", pairs.join("&"))
}

/// The value of a parameter.
pub fn parameter(url: &str, name: &str) -> String {
    let found = parameters(url).into_iter().find(|(other, _)| other == name);
    found.unwrap_or_else(|| panic!("no {name} in {url}")).1
}
