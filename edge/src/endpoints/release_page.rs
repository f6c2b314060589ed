//! Streaming the release page: identity first, each source when it answers, the buttons last.

use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::{Stream, StreamExt, stream};
use unefois_core::cog::Names;
use unefois_core::consent::{Choices, ChoicesInput, Liste, Offer, RowsFault, choices};
use unefois_core::demarche::{Choice, DemarcheChecked, ScopesInForce};
use unefois_core::field::ObtainedField;
use unefois_core::messages::Catalogue;
use unefois_core::oidc::Authentication;
use unefois_core::sealing::Context;
use unefois_core::sources::{Outcome, ProvenAnswer};
use unefois_core::transaction::{Departure, LogoutRequest, Payload, PendingRelease, seal};
use worker::Response;

use super::cookie::{self, CookieDeparture};
use super::problem::{Known, refuse};
use super::trace::Obtained;
use super::{Fault, Visit, host};
use crate::adapters::log::{Event, Level};
use crate::adapters::settings::Settings;
use crate::adapters::{assets, clock, random};
use crate::answer::{Answer, Audience};
use crate::pages::error_summary::{self, PageError};
use crate::pages::{Frame, footer, information, release};

/// A stream that stays in this thread, as everything does here.
pub type LocalStream<T> = Pin<Box<dyn Stream<Item = T>>>;

/// Time after which a source is no longer waited for, as told to the person.
const SECONDS: u32 = 20;

/// What the callback obtained, and what is still on its way.
pub struct Arrived {
    /// Scopes the habilitations grant now.
    pub in_force: ScopesInForce,
    /// Who signed in, proven.
    pub authentication: Authentication,
    /// The identity.
    pub identity: Vec<ObtainedField>,
    /// Sources that answered before the identity was proven.
    pub early: Vec<ProvenAnswer>,
    /// Sources still asked.
    pub sources: LocalStream<ProvenAnswer>,
    /// The line of the exchange trace, which tells what came.
    pub obtained: Obtained,
}

/// Starts the page. What was obtained is sealed into it when the last source has answered.
pub fn stream(visit: Visit, found: CookieDeparture, arrived: Arrived) -> worker::Result<Response> {
    let handle = found.handle.clone();
    let (context, departure) = found.opened.into_parts();
    let now = clock::now_secs();
    let pending = PendingRelease::new(
        departure.clone(),
        &arrived.authentication,
        arrived.identity,
        Vec::new(),
        arrived.obtained.correlation().to_owned(),
        now,
    );
    let in_force = arrived.in_force;
    let begun = Page::new(
        &visit.settings,
        context,
        pending,
        in_force,
        Again::default(),
    )
    .and_then(|page| Ok((page.waiting_cookie(&handle, departure)?, page)));
    let (cookie, mut page) = match begun {
        Ok(begun) => begun,
        Err(fault) => return refuse(&visit, fault.into(), &Known::default()),
    };
    let opening = match page.opening(Shown::First) {
        Ok(opening) => opening,
        Err(fault) => return refuse(&visit, fault.into(), &Known::default()),
    };
    let targets = page.form_targets();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let answer = Answer::new(
        200,
        Audience::Page {
            form_targets: &targets,
        },
    )?
    .with_cookie(&cookie)?;
    page.obtained = Some(arrived.obtained);
    let mut pieces = VecDeque::from([opening]);
    pieces.extend(arrived.early.into_iter().map(|early| page.source(early)));
    let rest = Rest {
        page,
        pieces,
        sources: Some(arrived.sources),
    };
    answer.stream(stream::unfold(rest, Rest::next_piece))
}

/// The whole page at once, for a person who asked for more time or sent it with nothing ticked.
pub async fn again(
    visit: &Visit,
    context: Context,
    pending: PendingRelease,
    shown: Shown,
    again: Again,
) -> worker::Result<Response> {
    let gone = Fault {
        code: "demarche_gone",
    };
    let demarche = visit.settings.deployment.demarche(&context.demarche);
    let in_force = match demarche {
        Some(demarche) => visit.in_force(demarche).await,
        None => Err(gone),
    };
    let whole =
        in_force.and_then(|in_force| Page::new(&visit.settings, context, pending, in_force, again));
    let whole = whole.and_then(|page| {
        let sources: String = page
            .pending
            .sources
            .iter()
            .map(|id| page.group_of(id))
            .collect();
        let html = [page.opening(shown)?, sources, page.closing()?].concat();
        Ok((page.form_targets(), html))
    });
    let (targets, html) = match whole {
        Ok(whole) => whole,
        Err(fault) => return refuse(visit, fault.into(), &Known::default()),
    };
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let status = if shown == Shown::Renewed { 200 } else { 422 };
    Answer::new(
        status,
        Audience::Page {
            form_targets: &targets,
        },
    )?
    .html(html)
}

/// Why the page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// For the first time.
    First,
    /// Because it was sent with nothing ticked.
    NoneTicked,
    /// Because a list was left undecided, or decided twice.
    RowsToDecide,
    /// Because more time was asked for.
    Renewed,
}

/// What the person had decided when the page is shown again.
#[derive(Default)]
pub struct Again {
    /// Boxes they had ticked; what the choice says when absent.
    pub ticked: Option<Vec<String>>,
    /// Lists to decide about.
    pub faults: Vec<RowsFault>,
}

/// What is left to send.
struct Rest {
    page: Page,
    pieces: VecDeque<String>,
    sources: Option<LocalStream<ProvenAnswer>>,
}

impl Rest {
    async fn next_piece(mut self) -> Option<(Vec<u8>, Self)> {
        if let Some(piece) = self.pieces.pop_front() {
            return Some((piece.into_bytes(), self));
        }
        let sources = self.sources.as_mut()?;
        let piece = match sources.next().await {
            Some(answer) => self.page.source(answer),
            None => {
                self.sources = None;
                self.page.last_piece()
            }
        };
        Some((piece.into_bytes(), self))
    }
}

/// The page being written, with everything obtained so far.
struct Page {
    settings: Rc<Settings>,
    demarche: DemarcheChecked,
    context: Context,
    choice: Choice,
    pending: PendingRelease,
    in_force: ScopesInForce,
    places: Names,
    again: Again,
    /// The line to be told what comes; none when the page is shown again.
    obtained: Option<Obtained>,
}

impl Page {
    fn new(
        settings: &Rc<Settings>,
        context: Context,
        pending: PendingRelease,
        in_force: ScopesInForce,
        again: Again,
    ) -> Result<Self, Fault> {
        let gone = Fault {
            code: "demarche_gone",
        };
        let demarche = settings
            .deployment
            .demarche(&context.demarche)
            .ok_or(gone)?;
        let choice = demarche
            .choose(pending.concerne, &pending.sources)
            .map_err(|_| gone)?;
        let demarche = demarche.in_lang(&pending.lang).into_owned();
        let settings = Rc::clone(settings);
        let mut places = Names::default();
        name_places(&mut places, &pending.fields);
        Ok(Self {
            settings,
            demarche,
            context,
            choice,
            pending,
            in_force,
            places,
            again,
            obtained: None,
        })
    }

    fn catalogue(&self) -> Catalogue<'_> {
        Catalogue::of(&self.pending.lang)
            .with_texts(&self.demarche.written().textes)
            .with_places(&self.places)
    }

    /// The cookie that proves, when the page is sent, that it is this browser's. Its state is
    /// emptied: the callback is over. So is what was typed: the sources were asked with it.
    fn waiting_cookie(&self, handle: &str, departure: Departure) -> Result<String, Fault> {
        let waiting = Departure {
            state: String::new(),
            nonce: String::new(),
            saisies: Vec::new(),
            ..departure
        };
        cookie::set(&self.settings.sealing, handle, &self.context, &waiting)
    }

    /// Origins a form of the page may lead to: the form's own, and FranceConnect's for its logout.
    fn form_targets(&self) -> Vec<String> {
        vec![self.pending.origin.clone(), self.demarche.provider_origin()]
    }

    fn frame(&self, shown: Shown) -> Frame<'_> {
        let demarche = &self.demarche;
        let titre = &demarche.written().titre;
        let town = &demarche.collectivite().nom_collectivite;
        let title = self.catalogue().text(
            "release.page_title",
            &[("demarche", titre), ("nom_collectivite", town)],
        );
        Frame {
            catalogue: self.catalogue(),
            title: match shown {
                Shown::First | Shown::Renewed => title,
                Shown::NoneTicked | Shown::RowsToDecide => {
                    error_summary::title(self.catalogue(), &title)
                }
            },
            collectivite: Some(town),
            demarche: Some(titre),
            footer: Some(footer(demarche)),
            address: None,
        }
    }

    fn opening(&self, shown: Shown) -> Result<String, Fault> {
        let demarche = &self.demarche;
        let id_token = self.pending.id_token.clone();
        let logout = LogoutRequest {
            id_token,
            issued_at: clock::now_secs(),
        };
        let nonce = random::random_bytes()?;
        let sealed_logout = seal(&self.settings.sealing, &self.context, &logout, nonce)?;
        let identity = self.choices(&self.pending.fields, &[]);
        let person = identity.personne.as_ref();
        let person = person.map(|person| (person.prenoms.as_str(), person.nom.as_str()));
        let opening = release::opening(&release::Opening {
            catalogue: self.catalogue(),
            collectivite: demarche.collectivite(),
            person: person.unwrap_or_default(),
            sealed_logout: &sealed_logout,
            hosts: (
                host(self.settings.deployment.origin()),
                host(&self.pending.origin),
            ),
            errors: self.errors(shown),
            renewed: shown == Shown::Renewed,
        });
        let waiting = match shown {
            Shown::First => {
                let asked: Vec<&str> = self
                    .choice
                    .sources()
                    .iter()
                    .map(|source| source.fournisseur)
                    .collect();
                release::waiting(self.catalogue(), &asked, SECONDS)
            }
            Shown::NoneTicked | Shown::RowsToDecide | Shown::Renewed => String::new(),
        };
        let identity = self.group_of(unefois_core::field::IDENTITE);
        Ok([self.frame(shown).opening(), opening, identity, waiting].concat())
    }

    /// Takes what a source answered, and gives its piece of the page.
    fn source(&mut self, answer: ProvenAnswer) -> String {
        self.log(&answer);
        if let Some(obtained) = &mut self.obtained {
            obtained.answer(&answer);
        }
        name_places(&mut self.places, &answer.fields);
        self.pending.fields.extend(answer.fields);
        self.pending
            .outcomes
            .push((answer.source.to_owned(), answer.outcome));
        self.group_of(answer.source)
    }

    /// Where the mere existence of a file is health data, the log only tells a breakdown.
    fn log(&self, answer: &ProvenAnswer) {
        let level = if answer.outcome.alerts() {
            Level::Error
        } else {
            Level::Info
        };
        let event = Event::new(level, "source")
            .with("demarche", self.context.demarche.as_str())
            .with("source", answer.source);
        let declared = self.demarche.source(answer.source);
        let is_health = declared.is_none_or(|declared| declared.sante);
        match is_health && !answer.outcome.is_impersonal() {
            true => event.with("outcome", "answered").write(),
            false => event
                .with("outcome", answer.outcome.code())
                .with("fields", answer.fields.len())
                .write(),
        }
    }

    /// What must be decided before anything can be sent.
    fn errors(&self, shown: Shown) -> Vec<PageError> {
        match shown {
            Shown::First | Shown::Renewed => Vec::new(),
            Shown::NoneTicked => vec![PageError {
                sentence: self.catalogue().text("release.none_ticked", &[]),
                control: "envoi".to_owned(),
            }],
            Shown::RowsToDecide => {
                let choices = self.choices(&self.pending.fields, &self.pending.outcomes);
                let lists = choices.groupes.iter().flat_map(|groupe| &groupe.listes);
                let error = |liste: &Liste| {
                    Some(PageError {
                        sentence: liste.erreur.clone()?,
                        control: release::first_id(liste),
                    })
                };
                lists.filter_map(error).collect()
            }
        }
    }

    /// The boxes of one source, or nothing when none of its fields came.
    fn group_of(&self, source: &str) -> String {
        let is_of_source =
            |field: &&ObtainedField| unefois_core::field::source_of(&field.chemin) == Some(source);
        let fields: Vec<_> = self
            .pending
            .fields
            .iter()
            .filter(is_of_source)
            .cloned()
            .collect();
        let choices = self.choices(&fields, &[]);
        let groups = choices.groupes.iter();
        groups
            .map(|group| release::group(self.catalogue(), group))
            .collect()
    }

    fn choices(&self, obtained: &[ObtainedField], outcomes: &[(String, Outcome)]) -> Choices {
        let demarche = &self.demarche;
        let input = ChoicesInput {
            offer: Offer {
                demarche,
                choice: &self.choice,
                obtained,
                in_force: &self.in_force,
                saisies: &self.pending.saisies,
            },
            outcomes,
            obtained_at_unix_secs: self.pending.obtained_at,
            ticked: self.again.ticked.as_deref(),
            faults: &self.again.faults,
        };
        choices(&input, &self.catalogue())
    }

    /// The end of the page. When it cannot be written nothing can be sent, and the page says so.
    fn last_piece(&self) -> String {
        self.closing().unwrap_or_else(|fault| {
            Event::new(Level::Error, "fault")
                .with("code", fault.code)
                .write();
            let end = release::broken(self.catalogue(), fault.code);
            [end, self.frame(Shown::First).closing()].concat()
        })
    }

    fn closing(&self) -> Result<String, Fault> {
        let demarche = &self.demarche;
        let choices = self.choices(&self.pending.fields, &self.pending.outcomes);
        let nonce = random::random_bytes()?;
        let sealed = seal(&self.settings.sealing, &self.context, &self.pending, nonce)?;
        let left_secs = self.pending.expires_at() - clock::now_secs();
        let closing = release::closing(&release::Closing {
            catalogue: self.catalogue(),
            collectivite: demarche.collectivite(),
            finalite: &demarche.written().finalite,
            received: &choices.recu,
            missing: &choices.manquants,
            sealed_release: &sealed,
            anything: !choices.groupes.is_empty(),
            left_millis: left_secs * 1000,
            renewable: self.pending.can_be_renewed(),
            information: &information::content(
                self.catalogue(),
                demarche,
                information::Place::Release,
            ),
        });
        Ok([closing, self.frame(Shown::First).closing()].concat())
    }
}

fn name_places(places: &mut Names, fields: &[ObtainedField]) {
    let values = fields.iter().map(|field| (&*field.chemin, &field.valeur));
    places.learn(values, assets::places);
}
