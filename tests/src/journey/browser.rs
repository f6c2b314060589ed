use serde_json::{Value, json};

use super::address::{cookie_set, encoded, location};
use super::release::ReleasePage;
use super::{DEMARCHE, Tab};
use crate::client::{Answer, Client};
use crate::stack::{Addresses, Stack};

/// A browser, with its cookies, on the form of one démarche.
pub struct Browser {
    /// What sends the requests.
    pub client: Client,
    at: Addresses,
    demarche: String,
    path: String,
}

impl Browser {
    /// A browser without any cookie, on the canteen's form.
    pub fn new(stack: &Stack) -> Self {
        Self::of(stack, DEMARCHE, "/cantine/")
    }

    /// A browser without any cookie, on the form at `path` of a démarche.
    pub fn of(stack: &Stack, demarche: &str, path: &str) -> Self {
        Self {
            client: Client::new(),
            at: stack.addresses().clone(),
            demarche: demarche.to_owned(),
            path: path.to_owned(),
        }
    }

    /// The same with the form on a site of another origin.
    pub fn at_origin(mut self, origin: &str) -> Self {
        origin.clone_into(&mut self.at.forms_origin);
        self
    }

    /// The démarche of the form.
    pub fn demarche(&self) -> &str {
        &self.demarche
    }

    /// Address of the form's page.
    pub fn form(&self) -> String {
        format!("{}{}", self.at.forms_origin, self.path)
    }

    /// Origin of the form's page.
    pub fn form_origin(&self) -> &str {
        &self.at.forms_origin
    }

    /// Address of something of the edge.
    pub fn edge(&self, path: &str) -> String {
        format!("{}{path}", self.at.edge_origin)
    }

    /// Address that starts a flow, `sources` between commas.
    pub fn start_address(&self, tab: &Tab, sources: &str) -> String {
        let page = encoded(&self.form());
        let (demarche, challenge) = (&self.demarche, &tab.challenge);
        self.edge(&format!(
            "/v1/start?demarche={demarche}&page={page}&challenge={challenge}&sources={sources}&lang=fr"
        ))
    }

    /// The form's page sends what was typed, to be sealed, before its button leaves for `address`.
    pub fn post_inputs(&mut self, address: &str, typed: &[(&str, &str)]) -> Answer {
        let depart = address.split_once('?').map_or("", |(_, query)| query);
        let typed: serde_json::Map<String, Value> = typed
            .iter()
            .map(|(name, text)| ((*name).to_owned(), json!(text)))
            .collect();
        let body = json!({ "depart": depart, "saisies": typed });
        let origin = self.at.forms_origin.clone();
        self.post_json("/v1/inputs", &[("origin", &origin)], &body.to_string())
    }

    /// What was typed, sealed.
    pub fn seal_inputs(&mut self, address: &str, typed: &[(&str, &str)]) -> String {
        let answer = self.post_inputs(address, typed);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let body = answer.json().unwrap();
        body["saisies"].as_str().unwrap().to_owned()
    }

    /// Address that starts a flow with what was typed, sealed in it.
    pub fn start_address_with(
        &mut self,
        tab: &Tab,
        sources: &str,
        typed: &[(&str, &str)],
    ) -> String {
        let address = self.start_address(tab, sources);
        if typed.is_empty() {
            return address;
        }
        let sealed = self.seal_inputs(&address, typed);
        format!("{address}&saisies={}", encoded(&sealed))
    }

    /// Leaves the form; gives the address at FranceConnect.
    pub fn depart(&mut self, tab: &Tab, sources: &str) -> String {
        self.depart_with(tab, sources, &[])
    }

    /// The same with what was typed.
    pub fn depart_with(&mut self, tab: &Tab, sources: &str, typed: &[(&str, &str)]) -> String {
        let address = self.start_address_with(tab, sources, typed);
        let answer = self.client.get(&address).unwrap();
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

    /// The same, with the name and value of the departure's cookie, for whoever would present it elsewhere.
    pub fn reach_callback_with_cookie(
        &mut self,
        tab: &Tab,
        sources: &str,
        login: &str,
    ) -> (String, (String, String)) {
        let start = self.client.get(&self.start_address(tab, sources)).unwrap();
        let cookie = cookie_set(&start).unwrap();
        (self.sign_in(&location(&start), login), cookie)
    }

    /// From the form to the release page.
    pub fn reach_release(&mut self, tab: &Tab, sources: &str, login: &str) -> ReleasePage {
        self.reach_release_with(tab, sources, login, &[])
    }

    /// The same with what was typed.
    pub fn reach_release_with(
        &mut self,
        tab: &Tab,
        sources: &str,
        login: &str,
        typed: &[(&str, &str)],
    ) -> ReleasePage {
        let authorize = self.depart_with(tab, sources, typed);
        let callback = self.sign_in(&authorize, login);
        ReleasePage::of(&self.client.get(&callback).unwrap())
    }

    /// Posts a form of the edge's own pages.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (url, origin) = (self.edge(path), self.at.edge_origin.clone());
        self.client.post_form(&url, &origin, fields).unwrap()
    }

    /// Sends the release page with these boxes ticked and these rows chosen.
    pub fn send(&mut self, page: &ReleasePage, ids: &[&str]) -> Answer {
        let choices = ids.iter().map(|id| (page.name_of(id), *id));
        let fixed = [("sealed", page.sealed.as_str()), ("decision", "send")];
        let fields: Vec<_> = fixed.into_iter().chain(choices).collect();
        self.post("/v1/release", &fields)
    }

    /// Sends the release page as it was shown; gives the hand-off.
    pub fn accept(&mut self, page: &ReleasePage) -> String {
        let answer = self.send(page, &page.ticked());
        self.hand_off(&answer)
    }

    /// Sends the release page with everything that can be sent together; gives the hand-off.
    pub fn accept_everything(&mut self, page: &ReleasePage) -> String {
        let answer = self.send(page, &page.everything());
        self.hand_off(&answer)
    }

    /// Sends nothing from the release page; gives the hand-off.
    pub fn refuse(&mut self, page: &ReleasePage) -> String {
        let fields = [("sealed", page.sealed.as_str()), ("decision", "refuse")];
        let answer = self.post("/v1/release", &fields);
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
        let body =
            json!({ "demarche": self.demarche, "hand_off": hand_off, "verifier": tab.verifier });
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
        self.complete_with(tab, sources, login, &[])
    }

    /// The same with what was typed.
    pub fn complete_with(
        &mut self,
        tab: &Tab,
        sources: &str,
        login: &str,
        typed: &[(&str, &str)],
    ) -> Value {
        let page = self.reach_release_with(tab, sources, login, typed);
        let hand_off = self.accept_everything(&page);
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
