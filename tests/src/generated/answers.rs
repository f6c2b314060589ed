//! Answers of a source, grouped by what they come to.

use unefois_core::sources::outcome::{Breakdown, Misconfiguration};
use unefois_core::sources::spec::Refresh;
use unefois_core::sources::status::{self, Author, Meaning, StatusRule};
use unefois_core::sources::{Outcome, SourceSpec};

/// Whether an answer is asked for again before anything is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// What came is the answer.
    No,
    /// After a short random delay.
    Once,
    /// While the same request is under way.
    Locked,
    /// When the provider said how long to wait.
    AfterDelay,
    /// With another token of the service.
    OtherToken,
    /// Past the gateway's cache.
    PastTheCache,
}

impl Again {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::No => "non",
            Self::Once => "une fois",
            Self::Locked => "trois fois au plus, après 150 à 600 ms",
            Self::AfterDelay => "une fois, après le délai imposé, s’il reste du temps",
            Self::OtherToken => "une fois, avec un nouveau jeton du compte",
            Self::PastTheCache => "une fois, avec `Cache-Control: no-cache`",
        }
    }
}

/// One line of the table: what leads there, what comes of it.
pub struct Group {
    /// What is told and logged.
    pub outcome: Outcome,
    /// What happens before.
    pub again: Again,
    answers: Vec<Answer>,
}

/// An answer: a status with the codes that count, or a circumstance in words alone.
struct Answer {
    start: String,
    codes: Vec<&'static str>,
    end: String,
}

/// The lines of a table, in the order they were first met.
#[derive(Default)]
pub struct Groups(pub Vec<Group>);

impl Groups {
    /// Adds a circumstance that is no status.
    pub fn circumstance(&mut self, outcome: Outcome, again: Again, words: &str) {
        self.add(outcome, again, Answer::words(words));
    }

    fn add(&mut self, outcome: Outcome, again: Again, answer: Answer) {
        let same = |group: &&mut Group| group.outcome == outcome && group.again == again;
        let Some(group) = self.0.iter_mut().find(same) else {
            return self.0.push(Group {
                outcome,
                again,
                answers: vec![answer],
            });
        };
        match group.answers.last_mut() {
            Some(last) if last.differs_by_code_only(&answer) => last.codes.extend(answer.codes),
            _ => group.answers.push(answer),
        }
    }

    /// The rules, those that an earlier one leaves nothing to aside.
    pub fn rules(&mut self, source: &SourceSpec) {
        let mut tried: Vec<&StatusRule> = Vec::new();
        for rule in status::rules(source) {
            if tried.iter().any(|earlier| leaves_nothing(earlier, rule)) {
                continue;
            }
            for (when, outcome, again) in ends(rule.meaning(), source) {
                self.add(outcome, again, Answer::of(rule, &tried, when));
            }
            tried.push(rule);
        }
    }
}

/// Whether every answer that matches `later` already matches `earlier`.
fn leaves_nothing(earlier: &StatusRule, later: &StatusRule) -> bool {
    let covers = |earlier: Option<&str>, later: Option<&str>| earlier.is_none() || earlier == later;
    earlier.status() == later.status()
        && covers(earlier.digits(), later.digits())
        && covers(earlier.title(), later.title())
        && (earlier.author().is_none() || earlier.author() == later.author())
}

impl Group {
    /// What leads there, one line each.
    pub fn answers(&self) -> Vec<String> {
        self.answers.iter().map(Answer::text).collect()
    }
}

impl Answer {
    fn words(words: &str) -> Self {
        Self {
            start: words.to_owned(),
            codes: Vec::new(),
            end: String::new(),
        }
    }

    /// The answers a rule matches, once those it comes after are gone.
    fn of(rule: &StatusRule, tried: &[&StatusRule], when: &str) -> Self {
        let is_rest = rule.digits().is_none()
            && rule.author().is_none()
            && tried
                .iter()
                .any(|earlier| earlier.status() == rule.status());
        let mut end = String::from(if is_rest { ", tout autre code" } else { "" });
        if let Some(title) = rule.title() {
            end += &format!(", titre « {title} »");
        }
        end += match rule.author() {
            Some(Author::Gateway) => ", de la passerelle",
            Some(Author::Provider) => ", du fournisseur",
            None => "",
        };
        Self {
            start: rule.status().to_string(),
            codes: rule.digits().into_iter().collect(),
            end: end + when,
        }
    }

    fn differs_by_code_only(&self, other: &Self) -> bool {
        let have_codes = !self.codes.is_empty() && !other.codes.is_empty();
        have_codes && self.start == other.start && self.end == other.end
    }

    fn text(&self) -> String {
        let codes: Vec<String> = self
            .codes
            .iter()
            .map(|digits| format!(" `…{digits}`"))
            .collect();
        format!("{}{}{}", self.start, codes.join(","), self.end)
    }
}

/// What a meaning comes to, each with the condition that leads there.
fn ends(meaning: Meaning, source: &SourceSpec) -> Vec<(&'static str, Outcome, Again)> {
    let failed = Outcome::Down(Breakdown::UpstreamError);
    match meaning {
        Meaning::Final(outcome) => vec![("", outcome, Again::No)],
        Meaning::NoFile => no_file(source),
        Meaning::StaleToken => {
            let refused = Outcome::Unavailable(Misconfiguration::TokenRefused);
            vec![("", refused, Again::OtherToken)]
        }
        Meaning::Locked => vec![("", Outcome::Busy, Again::Locked)],
        Meaning::Throttled => vec![
            (
                ", avec `Retry-After` en secondes",
                Outcome::Throttled,
                Again::AfterDelay,
            ),
            (", sans `Retry-After`", Outcome::Throttled, Again::No),
        ],
        Meaning::Transient => vec![("", failed, Again::Once)],
        Meaning::Closed => vec![
            (
                ", avec `retry_in`",
                Outcome::Maintenance { retry_in_secs: 0 },
                Again::No,
            ),
            (", sans `retry_in`", failed, Again::Once),
        ],
    }
}

fn no_file(source: &SourceSpec) -> Vec<(&'static str, Outcome, Again)> {
    match source.refresh {
        Refresh::Continuous | Refresh::MidOctober => vec![("", Outcome::NoFile, Again::No)],
        Refresh::AfterFirstWeekend => vec![
            (
                ", jusqu’au dimanche du premier week-end du mois en cours",
                Outcome::TooEarly,
                Again::No,
            ),
            (", ensuite", Outcome::NoFile, Again::No),
        ],
        Refresh::EndOfNovember => vec![
            (", de septembre à novembre", Outcome::GrantSeason, Again::No),
            (", le reste de l’année", Outcome::NoFile, Again::No),
        ],
    }
}
