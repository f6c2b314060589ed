//! One case: a form, what its habilitations still grant, what was chosen, ticked and obtained.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;
use std::sync::OnceLock;
use std::thread::LocalKey;

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use unefois_core::attestation::{AttestationClaims, Form};
use unefois_core::consent::{ChoicesInput, Consent, Offer, ReleasedFields, choices, release};
use unefois_core::demarche::{
    Choice, DemarcheChecked, DemarcheWritten, ScopesInForce, SourceChecked, check,
};
use unefois_core::field::{self, FieldSpec, ObtainedField, at_row};
use unefois_core::messages::Catalogue;
use unefois_core::secret::Secret;
use unefois_core::transaction::{HandOff, PendingRelease};
use unefois_wire::{Concerne, Value};

use super::support::{example_names, example_written, obtained, replaced, today};

const NOW: i64 = 1_795_267_800;

/// An example démarche.
pub struct Setting {
    pub name: String,
    written: DemarcheWritten,
    checked: DemarcheChecked,
}

/// Every example démarche.
pub fn settings() -> &'static [Setting] {
    static READ: OnceLock<Vec<Setting>> = OnceLock::new();
    READ.get_or_init(|| {
        let names = example_names().into_iter();
        names
            .map(|name| {
                let written = example_written(&name);
                let checked = check(written.clone(), &name, today())
                    .unwrap_or_else(|found| panic!("{found:?}"));
                Setting {
                    name,
                    written,
                    checked,
                }
            })
            .collect()
    })
}

impl Setting {
    /// Paths asked, as the registry writes them.
    pub fn chemins(&self) -> Vec<&'static str> {
        self.checked
            .champs()
            .iter()
            .map(|champ| champ.spec.chemin)
            .collect()
    }

    fn sources(&self) -> Vec<&'static str> {
        self.checked
            .sources()
            .iter()
            .map(|source| source.spec.id)
            .collect()
    }

    fn scopes(&self) -> Vec<&'static str> {
        let of_fields = self
            .checked
            .champs()
            .iter()
            .flat_map(|champ| champ.spec.scopes);
        let of_sources = self
            .checked
            .sources()
            .iter()
            .flat_map(|source| source.access.scopes);
        of_fields
            .chain(of_sources)
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Ids a page could post for the list rows and boxes of this form, in plain words.
    fn boxes(&self) -> Vec<String> {
        let mut ids = BTreeSet::from(["identite".to_owned()]);
        for chemin in self.chemins() {
            ids.insert(chemin.to_owned());
            if let Some((list, _)) = chemin.split_once("[]") {
                ids.extend((0..3).map(|row| format!("{list}[{row}]")));
                ids.insert(format!("{list}[-]"));
            }
        }
        let sources = self.checked.sources().iter();
        ids.extend(
            sources.flat_map(|source| source.spec.boxes.iter().map(|shown| shown.id.to_owned())),
        );
        ids.into_iter().collect()
    }
}

/// One case.
#[derive(Clone)]
pub struct Case {
    setting: &'static Setting,
    dropped: Vec<&'static str>,
    pub lost: Vec<&'static str>,
    pub concerne: Concerne,
    pub sources: Vec<&'static str>,
    pub ticked: Vec<String>,
    pub obtained: Vec<(String, Value)>,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("form", &self.setting.name)
            .field("dropped", &self.dropped)
            .field("lost", &self.lost)
            .field("concerne", &self.concerne)
            .field("sources", &self.sources)
            .field("ticked", &self.ticked)
            .field("obtained", &self.obtained)
            .finish()
    }
}

impl Case {
    /// The field alone obtained, its row being the first, and everything granted, chosen and ticked.
    pub fn alone(setting: &'static Setting, chemin: &'static str) -> Self {
        let concerne = setting
            .written
            .concerne
            .iter()
            .find(|concerne| **concerne != Concerne::Autre);
        let is_other_row = |id: &String| id.ends_with(']') && !id.ends_with("[0]");
        Self {
            setting,
            dropped: Vec::new(),
            lost: Vec::new(),
            concerne: *concerne.expect("somebody the request is about"),
            sources: setting.sources(),
            ticked: setting
                .boxes()
                .into_iter()
                .filter(|id| !is_other_row(id))
                .collect(),
            obtained: vec![(at_row(chemin, 0), canary(0))],
        }
    }

    pub fn drop_field(&mut self, chemin: &'static str) {
        self.dropped.push(chemin);
    }

    pub fn lose_scopes_of(&mut self, chemin: &str) {
        let spec = field::spec(chemin).expect("a field");
        let source = field::source_of(chemin).expect("a source");
        let own: Vec<_> = self.access_scopes(source).collect();
        self.lost.extend(spec.scopes.iter().copied().chain(own));
    }

    /// Whether such a case can be: a file that asks for nothing cannot, nor a request for somebody the form
    /// is not about.
    pub fn is_possible(&self) -> bool {
        self.setting.written.concerne.contains(&self.concerne) && self.demarche().is_some()
    }

    /// The fields still asked.
    pub fn asked(&self) -> Vec<&'static FieldSpec> {
        let specs = self.setting.checked.champs().iter().map(|champ| champ.spec);
        specs
            .filter(|spec| !self.dropped.contains(&spec.chemin))
            .collect()
    }

    /// Scopes without which nothing of a source can be used.
    pub fn access_scopes(&self, source: &str) -> impl Iterator<Item = &'static str> + use<> {
        let declared = self.setting.checked.source(source);
        let scopes = declared
            .map(|source| source.access.scopes)
            .unwrap_or_default();
        scopes.iter().copied()
    }

    /// Whether a source is opened by the person's own token.
    pub fn is_by_token(&self, source: &str) -> bool {
        let declared = self.setting.checked.source(source);
        declared.is_some_and(SourceChecked::is_by_france_connect)
    }

    /// Rows of the form for the list of a source.
    pub fn lignes(&self, source: &str) -> usize {
        self.setting
            .checked
            .source(source)
            .expect("a source")
            .lignes
    }

    /// Values obtained.
    pub fn values(&self) -> impl Iterator<Item = String> {
        self.obtained.iter().map(|(_, value)| value.to_plain_text())
    }

    /// What leaves; `None` when the person must decide about a list first.
    pub fn released(&self) -> Option<BTreeSet<(String, String)>> {
        let released = self.filter()?;
        let fields = released.fields().iter();
        Some(
            fields
                .map(|field| (field.chemin.clone(), field.valeur.to_plain_text()))
                .collect(),
        )
    }

    /// The values that leave: none when the person must decide about a list first.
    pub fn released_values(&self) -> Vec<String> {
        let released = self.released().unwrap_or_default().into_iter();
        released.map(|(_, value)| value).collect()
    }

    /// Paths the release page shows, whatever is ticked.
    pub fn shown(&self) -> BTreeSet<String> {
        self.with_offer(|offer| {
            let input = ChoicesInput {
                offer: *offer,
                outcomes: &[],
                obtained_at_unix_secs: NOW,
                ticked: None,
                faults: &[],
            };
            let page = choices(&input, &Catalogue::fr());
            let boxes = page.groupes.iter().flat_map(|groupe| &groupe.boites);
            let mut shown: BTreeSet<String> = boxes
                .flat_map(|shown| shown.chemins.iter().cloned())
                .collect();
            let rows = page
                .groupes
                .iter()
                .flat_map(|groupe| &groupe.listes)
                .flat_map(|list| &list.rangs);
            for row in rows {
                let of_row = |field: &&ObtainedField| {
                    field.chemin.starts_with(&row.id) && offer.in_force.cover(&field.chemin)
                };
                let asked = |field: &&ObtainedField| {
                    self.asked().iter().any(|spec| {
                        Some(spec.chemin) == field::spec(&field.chemin).map(|spec| spec.chemin)
                    })
                };
                shown.extend(
                    offer
                        .obtained
                        .iter()
                        .filter(of_row)
                        .filter(asked)
                        .map(|field| field.chemin.clone()),
                );
            }
            shown
        })
    }

    /// Everything a form is given, in clear: what its address carries sealed, its answer, its attestation.
    pub fn handed_over(&self) -> Option<String> {
        let hand_off = HandOff::new(
            pending(),
            self.filter()?,
            "jti".into(),
            "VB-7KQ2-M4XD".into(),
            NOW,
        );
        let form = Form {
            id: self.setting.name.clone(),
            version: "1".into(),
            sha256: "0f".repeat(32),
        };
        let claims = AttestationClaims::new(
            &hand_off,
            "https://edge.example",
            "siret:1",
            "https://fc.example",
            form,
            "1",
        );
        let texts = [
            serde_json::to_string(&hand_off),
            serde_json::to_string(&claims),
        ];
        Some(texts.map(|text| text.expect("JSON")).concat())
    }

    /// The case with one thing less, in each way.
    pub fn each_narrower(&self, at: Index) -> Vec<Self> {
        let mut narrower = vec![self.clone(); 5];
        let chemins = self.setting.chemins();
        narrower[0].dropped.push(chemins[at.index(chemins.len())]);
        let scopes = self.setting.scopes();
        narrower[1].lost.push(scopes[at.index(scopes.len())]);
        remove(&mut narrower[2].sources, at);
        remove(&mut narrower[3].ticked, at);
        remove(&mut narrower[4].obtained, at);
        narrower.retain(|case| case.demarche().is_some());
        narrower
    }

    fn filter(&self) -> Option<ReleasedFields> {
        self.with_offer(|offer| {
            let consent = Consent::new(offer, &self.ticked).ok()?;
            Some(release(offer, &consent))
        })
    }

    fn with_offer<T>(&self, act: impl FnOnce(&Offer) -> T) -> T {
        let demarche = self.demarche().expect("a démarche");
        let obtained: Vec<_> = self
            .obtained
            .iter()
            .map(|(chemin, value)| obtained(chemin, value.clone()))
            .collect();
        act(&Offer {
            demarche: &demarche,
            choice: &self.choice(&demarche),
            obtained: &obtained,
            in_force: &self.in_force(),
            saisies: &[],
        })
    }

    fn choice(&self, demarche: &DemarcheChecked) -> Choice {
        let known = demarche.sources().iter().map(|source| source.spec.id);
        let sources: Vec<_> = known.filter(|id| self.sources.contains(id)).collect();
        demarche.choose(self.concerne, &sources).expect("a choice")
    }

    /// The démarche without the dropped fields, where it is still one.
    fn demarche(&self) -> Option<Rc<DemarcheChecked>> {
        kept(&SMALLER, (&self.setting.name, &self.dropped), || {
            let mut written = self.setting.written.clone();
            written
                .champ
                .retain(|champ| !self.dropped.contains(&champ.chemin.as_str()));
            check(written, &self.setting.name, today())
                .ok()
                .map(Rc::new)
        })
    }

    /// Scopes left once the habilitations were replaced by some without the lost ones.
    fn in_force(&self) -> ScopesInForce {
        let demarche = &self.setting.checked;
        let all = demarche.written().habilitation.iter();
        let all = all.flat_map(|habilitation| habilitation.scopes.iter().cloned());
        let left = all.filter(|scope| !self.lost.contains(&scope.as_str()));
        demarche.scopes_in_force(today(), &replaced(demarche, &left.collect()))
    }
}

/// What was made once for a form and a list of names.
type Kept<T> = RefCell<BTreeMap<(String, Vec<&'static str>), T>>;

thread_local! {
    static SMALLER: Kept<Option<Rc<DemarcheChecked>>> = const { RefCell::new(BTreeMap::new()) };
}

fn kept<T: Clone>(
    made: &'static LocalKey<Kept<T>>,
    key: (&str, &[&'static str]),
    make: impl FnOnce() -> T,
) -> T {
    let key = (key.0.to_owned(), key.1.to_vec());
    if let Some(known) = made.with_borrow(|made| made.get(&key).cloned()) {
        return known;
    }
    let new = make();
    made.with_borrow_mut(|made| made.insert(key, new.clone()));
    new
}

/// A decision to take, with nothing in it.
fn pending() -> PendingRelease {
    PendingRelease {
        origin: "https://www.valbourg.example".into(),
        challenge: String::new(),
        lang: "fr".into(),
        concerne: Concerne::Usager,
        sources: Vec::new(),
        saisies: Vec::new(),
        fields: Vec::new(),
        outcomes: Vec::new(),
        correlation: String::new(),
        id_token: Secret::new("jeton"),
        acr: "eidas1".into(),
        auth_time: None,
        obtained_at: NOW,
        first_shown_at: NOW,
        deadline: NOW,
    }
}

fn remove<T>(list: &mut Vec<T>, at: Index) {
    if !list.is_empty() {
        list.remove(at.index(list.len()));
    }
}

/// A value like no other.
fn canary(number: usize) -> Value {
    Value::Text(format!("canari-{number}-é"))
}

/// The same path to the eye, or nearly.
pub fn disguises(chemin: &str) -> Vec<String> {
    let mut strange: Vec<String> = ["", "__proto__", "constructor"].map(str::to_owned).to_vec();
    strange.push(format!("{chemin} "));
    strange.push(format!("{chemin}\0"));
    strange.push(format!("__proto__.{chemin}"));
    strange.push(format!("{chemin}.valeur"));
    strange.push(chemin.to_uppercase());
    strange.push(chemin.replace('.', "\u{2024}"));
    strange.push(chemin.replace('.', "/"));
    strange.push(chemin.replacen('e', "e\u{301}", 1));
    strange.push(chemin.replace("[0]", "[00]"));
    strange.push(chemin.replace("[0]", "[]"));
    strange.push(chemin.replace("[0]", "[-1]"));
    strange.retain(|other| other != chemin);
    strange
}

/// Any form, with any part of what could be granted, chosen, ticked and obtained, and things no form has.
pub fn any_case() -> impl Strategy<Value = Case> {
    (0..settings().len()).prop_flat_map(|index| case_of(&settings()[index]))
}

fn case_of(setting: &'static Setting) -> impl Strategy<Value = Case> {
    let (chemins, scopes, sources) = (setting.chemins(), setting.scopes(), setting.sources());
    let few = |list: Vec<&'static str>| {
        let most = list.len().min(3);
        prop_oneof![2 => Just(Vec::new()), 3 => subsequence(list, 0..=most)]
    };
    let concerne = prop::sample::select(setting.written.concerne.clone());
    (
        few(chemins),
        few(scopes),
        concerne,
        many(sources),
        ticks(setting),
        answers(setting),
    )
        .prop_filter_map(
            "a démarche that asks for something",
            move |(dropped, lost, concerne, sources, ticked, obtained)| {
                let case = Case {
                    setting,
                    dropped,
                    lost,
                    concerne,
                    sources,
                    ticked,
                    obtained,
                };
                case.demarche().is_some().then_some(case)
            },
        )
}

/// Most of a list, often all of it.
fn many<T: Clone + fmt::Debug + 'static>(list: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![1 => Just(list.clone()), 1 => subsequence(list.clone(), 0..=list.len())]
}

fn ticks(setting: &'static Setting) -> impl Strategy<Value = Vec<String>> {
    let strange = disguises("identite")
        .into_iter()
        .chain(disguises("enfants[0]"));
    (
        many(setting.boxes()),
        subsequence(strange.collect::<Vec<_>>(), 0..4),
    )
        .prop_map(|(boxes, strange)| boxes.into_iter().chain(strange).collect())
}

fn answers(setting: &'static Setting) -> impl Strategy<Value = Vec<(String, Value)>> {
    let rows = 0..4_usize;
    let known = rows.prop_map(move |rows| {
        let chemins = setting.chemins().into_iter();
        chemins
            .flat_map(|chemin| match chemin.contains("[]") {
                true => (0..rows).map(|row| at_row(chemin, row)).collect(),
                false => vec![chemin.to_owned()],
            })
            .collect::<Vec<_>>()
    });
    let strange = disguises("adresse.voie")
        .into_iter()
        .chain(disguises("enfants[0].prenoms"));
    let strange = subsequence(strange.collect::<Vec<_>>(), 0..6);
    (known.prop_flat_map(many), strange).prop_map(|(known, strange)| {
        let chemins = known.into_iter().chain(strange);
        chemins
            .enumerate()
            .map(|(number, chemin)| (chemin, canary(number)))
            .collect()
    })
}
