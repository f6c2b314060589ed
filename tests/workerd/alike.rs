//! Declined, without a file, out of order: the form's page cannot tell why a field did not come.

use serde_json::Value;
use unefois_tests::journey::{Browser, QUOTIENT, Tab};

use crate::bench::Bench;
use crate::forms::{CANTINE, CRECHE, ETUDES, Form, PERISCOLAIRE, TRANSPORT};
use crate::nominal::part;

/// Everything of a return that a form's page can measure.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    hand_off_bytes: usize,
    status: u16,
    headers: Vec<String>,
    body_bytes: usize,
    members: Vec<(String, usize)>,
    attested_bytes: Option<usize>,
}

/// A person on their form, and what they let be asked.
struct Way<'a> {
    form: &'a Form,
    sources: &'a str,
    login: &'a str,
}

const CAMILLE: Way = Way {
    form: &CANTINE,
    sources: QUOTIENT,
    login: "camille",
};

/// Comes back with the boxes `is_sent` agrees to, and no row of any list.
fn come_back(bench: &Bench, way: &Way, is_sent: fn(&str) -> bool) -> Seen {
    let mut browser = way.form.browser(bench);
    let tab = Tab::open();
    let page = browser.reach_release(&tab, way.sources, way.login);
    let none = page.lists.iter().map(|list| list.none.id.as_str());
    let mut ids: Vec<_> = page.ids().into_iter().filter(|id| is_sent(id)).collect();
    ids.retain(|id| {
        !page
            .lists
            .iter()
            .any(|list| list.rows.iter().any(|row| row.id == *id))
    });
    let hand_off = match ids.is_empty() {
        true => browser.refuse(&page),
        false => {
            ids.extend(none);
            let answer = browser.send(&page, &ids);
            browser.hand_off(&answer)
        }
    };
    see(&mut browser, &tab, &hand_off)
}

fn see(browser: &mut Browser, tab: &Tab, hand_off: &str) -> Seen {
    let answer = browser.try_redeem(tab, hand_off);
    let mut body: Value = answer.json().unwrap();
    body["recu"] = without_moments(body["recu"].as_str().unwrap()).into();
    let members = body.as_object().unwrap().iter();
    let attestation = body["attestation"].as_str();
    Seen {
        hand_off_bytes: hand_off.len(),
        status: answer.status,
        headers: answer
            .headers
            .iter()
            .map(|(name, _)| name.clone())
            .collect(),
        body_bytes: body.to_string().len(),
        members: members
            .map(|(name, member)| (name.clone(), member.to_string().len()))
            .collect(),
        attested_bytes: attestation.map(|token| part(token, 1).to_string().len()),
    }
}

/// A receipt without the numbers that stand alone: hours are written shorter at some minutes than at others.
fn without_moments(recu: &str) -> String {
    let words = recu
        .split_whitespace()
        .map(|word| word.trim_end_matches('.'));
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.filter(|word| !is_number(word)).collect()
}

/// No file, a file nobody can tell apart, one without values, a person not recognised, and breakdowns.
const REASONS: [&str; 7] = [
    "source_404_23003",
    "source_409_26015",
    "source_nulls",
    "source_422_35560",
    "source_500_00500",
    "source_reset",
    "source_403_00100",
];

/// What a page sees of somebody whose source is struck by a fault, and who sends what there is.
fn come_back_from(bench: &Bench, way: &Way, fault: &str, is_sent: fn(&str) -> bool) -> Seen {
    bench.set_faults(&[fault]).unwrap();
    come_back(bench, way, is_sent)
}

fn is_identity(id: &str) -> bool {
    id.starts_with("identite")
}

#[test]
fn withholds_from_the_page_why_a_source_gave_nothing() {
    let mut bench = Bench::lease();
    let declined = come_back(&bench, &CAMILLE, is_identity);
    assert_eq!(declined.status, 200);
    assert!(declined.attested_bytes.is_some());
    for fault in REASONS {
        bench.restart_edge().unwrap();
        let seen = come_back_from(&bench, &CAMILLE, fault, |_| true);
        assert_eq!(seen, declined, "{fault}");
    }
}

#[test]
fn withholds_from_the_page_what_there_was_to_refuse() {
    let bench = Bench::lease();
    let refused = come_back(&bench, &CAMILLE, |_| false);
    assert_eq!((refused.status, refused.attested_bytes), (200, None));
    for fault in ["source_404_23003", "source_500_00500"] {
        let seen = come_back_from(&bench, &CAMILLE, fault, |_| false);
        assert_eq!(seen, refused, "{fault}");
    }
}

#[test]
fn withholds_from_the_page_whether_there_was_a_right_about_health_or_a_child_to_choose() {
    let mut bench = Bench::lease();
    let mut lists = 0;
    for (form, sources, login) in [
        (&TRANSPORT, "c2s,aah", "camille"),
        (&CRECHE, "eaje,aeeh", "camille"),
        (&PERISCOLAIRE, QUOTIENT, "fatou"),
        (&ETUDES, "etudiant,boursier", "maiwenn"),
    ] {
        let way = Way {
            form,
            sources,
            login,
        };
        let page = form
            .browser(&bench)
            .reach_release(&Tab::open(), sources, login);
        assert!(page.ids().iter().any(|id| !is_identity(id)), "{login}");
        lists += page.lists.len();
        let declined = come_back(&bench, &way, is_identity);
        assert!(declined.attested_bytes.is_some());
        for fault in ["source_404_23003", "source_nulls", "source_500_00500"] {
            bench.restart_edge().unwrap();
            let seen = come_back_from(&bench, &way, fault, is_identity);
            assert_eq!(seen, declined, "{} {fault}", form.demarche);
        }
        bench.set_faults(&[]).unwrap();
        bench.restart_edge().unwrap();
    }
    assert!(lists > 0, "nobody had rows to choose from");
}
