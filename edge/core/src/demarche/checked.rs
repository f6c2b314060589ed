//! A démarche whose every rule holds.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use time::Date;
use unefois_wire::{Ecriture, LibelleBouton, ReleasedField};

use super::choice::Choice;
use super::page::{self, Page, PagePattern};
use super::problem::{ConfigProblem, Problems};
use super::scopes::{self, PIVOT, ScopesInForce};
use super::written::{
    ApiParticulierWritten, ChampWritten, CollectiviteWritten, DemarcheWritten, DgfipWritten,
    FranceConnectWritten, SourceWritten,
};
use super::{rules, validation};
use crate::datapass::Standings;
use crate::error::Refusal;
use crate::field::{self, FieldSpec};
use crate::sources::parameters::Perimetre;
use crate::sources::{AccessSpec, SaisieSpec, SourceSpec};

/// A démarche proven by [`check`]; nothing else makes one.
#[derive(Clone, Debug)]
pub struct DemarcheChecked {
    written: DemarcheWritten,
    pages: Vec<PagePattern>,
    sources: Vec<SourceChecked>,
    proofs: Vec<SourceChecked>,
    champs: Vec<ChampChecked>,
    manifest_sha256: String,
}

/// A source of the démarche.
#[derive(Clone, Debug)]
pub struct SourceChecked {
    /// The source.
    pub spec: &'static SourceSpec,
    /// The way it is asked.
    pub access: &'static AccessSpec,
    /// Whether the answer says something about health, by nature or because the démarche says so: the
    /// person is warned before it is asked, and the log is told nothing of it.
    pub sante: bool,
    /// What the person may or must type.
    pub saisies: Vec<&'static SaisieSpec>,
    /// Rows of the form for its list.
    pub lignes: usize,
    /// Whether the démarche says that the holder of the file cannot be checked.
    pub is_holder_waived: bool,
    /// Where a pupil is looked for.
    pub perimetre: Option<Perimetre>,
}

impl SourceChecked {
    /// Whether the operator's log must not name the value at `chemin`: the whole source says something
    /// about health, or its box.
    pub fn is_health(&self, chemin: &str) -> bool {
        self.sante || is_in_health_box(self.spec, chemin)
    }
}

/// Whether a box that says something about health hands over the value at `chemin`.
pub(super) fn is_in_health_box(spec: &SourceSpec, chemin: &str) -> bool {
    let mut boxes = spec.boxes.iter().filter(|shown| shown.sante);
    boxes.any(|shown| shown.covers(chemin))
}

/// A field of the démarche, its path proven to be in the registry.
#[derive(Clone, Debug)]
pub struct ChampChecked {
    /// The field of the registry.
    pub spec: &'static FieldSpec,
    /// Name of its source: `identite`, or the id of a declared source.
    pub source: &'static str,
    /// What the value may do to the form's field.
    pub ecriture: Ecriture,
    pub(super) written: ChampWritten,
}

/// Checks a démarche as written in `file`, its habilitations on the day `today` in Paris.
///
/// `today` is `None` for a platform whose clock stands still while it starts; the dates are then
/// judged at the first request.
///
/// # Errors
///
/// Every broken rule, at once.
pub fn check(
    written: DemarcheWritten,
    file: &str,
    today: impl Into<Option<Date>>,
) -> Result<DemarcheChecked, Vec<ConfigProblem>> {
    let mut problems = Problems::new(file);
    validation::check_formats(&written, &mut problems);
    rules::check(&written, today.into(), &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_sorted());
    }
    Ok(DemarcheChecked::build(written))
}

impl DemarcheChecked {
    fn build(written: DemarcheWritten) -> Self {
        let local = written.autoriser_http_local;
        let pages = written.page.iter();
        let pages =
            pages.filter_map(|page| PagePattern::parse(&page.adresse, page.requete, local).ok());
        let sources = written.source.iter().filter_map(SourceChecked::build);
        let champs: Vec<_> = written
            .champ
            .iter()
            .filter_map(ChampChecked::build)
            .collect();
        let gives_a_field =
            |source: &SourceChecked| champs.iter().any(|champ| champ.source == source.spec.id);
        let (sources, proofs) = sources.partition(gives_a_field);
        Self {
            pages: pages.collect(),
            sources,
            proofs,
            champs,
            manifest_sha256: manifest_sha256(&written),
            written,
        }
    }

    /// Identifier.
    pub fn id(&self) -> &str {
        &self.written.id
    }

    /// Identifier of the back-office that may believe an attestation: `siret:` and 14 digits.
    pub fn audience(&self) -> String {
        format!("siret:{}", self.written.collectivite.siret)
    }

    /// Two letters that begin the references given to people: those of the identifier.
    pub fn reference_prefix(&self) -> String {
        let letters = self.written.id.chars().filter(char::is_ascii_alphabetic);
        letters
            .take(2)
            .map(|letter| letter.to_ascii_uppercase())
            .collect()
    }

    /// Version.
    pub fn version(&self) -> u32 {
        self.written.version
    }

    /// SHA-256 of the démarche as compact JSON, in lower-case hexadecimal.
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }

    /// The whole file, now proven, for its texts.
    pub fn written(&self) -> &DemarcheWritten {
        &self.written
    }

    /// The same démarche with its title, purpose and names in `lang`; as it is when they are not
    /// translated. Only texts change: what is asked and the manifest stay the file's.
    pub fn in_lang(&self, lang: &str) -> Cow<'_, Self> {
        let Some(translation) = self.written.traductions.get(lang) else {
            return Cow::Borrowed(self);
        };
        let mut localised = self.clone();
        localised.written.translate(translation.clone());
        Cow::Owned(localised)
    }

    /// The collectivité.
    pub fn collectivite(&self) -> &CollectiviteWritten {
        &self.written.collectivite
    }

    /// The FranceConnect client.
    pub fn franceconnect(&self) -> &FranceConnectWritten {
        &self.written.franceconnect
    }

    /// Access to API Particulier; there whenever there is a source.
    pub fn api_particulier(&self) -> Option<&ApiParticulierWritten> {
        self.written.api_particulier.as_ref()
    }

    /// Access to the tax office; there whenever a source depends on it.
    pub fn dgfip(&self) -> Option<&DgfipWritten> {
        self.written.dgfip.as_ref()
    }

    /// Name of the secret that holds the collectivité's own attestation keys, where it has some.
    pub fn attestation_keys(&self) -> Option<&str> {
        let own = self.written.attestation.as_ref()?;
        Some(&own.cles)
    }

    /// Issuer of its attestations for an edge at `origin`, which has no final slash: the collectivité
    /// where it signs with its own keys, otherwise the edge.
    pub fn issuer(&self, origin: &str) -> String {
        match self.attestation_keys() {
            Some(_) => format!("{origin}/collectivites/{}", self.collectivite().siret),
            None => origin.to_owned(),
        }
    }

    /// Scopes the file states for the collectivité's own token at API Particulier, on the day `today`.
    pub fn scopes_of_token(&self, today: Date) -> BTreeSet<String> {
        scopes::of_token(&self.written, today)
    }

    /// Names of the secrets the platform must hold for it.
    pub fn secrets(&self) -> Vec<(&'static str, &str)> {
        secrets(&self.written)
    }

    /// The declared source of that id, be it asked for a proof alone.
    pub fn source(&self, id: &str) -> Option<&SourceChecked> {
        let mut declared = self.sources.iter().chain(&self.proofs);
        declared.find(|source| source.spec.id == id)
    }

    /// Label of the FranceConnect button.
    pub fn libelle_bouton(&self) -> LibelleBouton {
        self.written.franceconnect.libelle_bouton
    }

    /// Sources the person may tick, in the order of the file. One declared for the proof that another
    /// needs is not among them: nothing of it is shown or released.
    pub fn sources(&self) -> &[SourceChecked] {
        &self.sources
    }

    /// Sources declared for the proof that another needs: asked, and neither shown nor released.
    pub fn proofs(&self) -> &[SourceChecked] {
        &self.proofs
    }

    /// Fields, in the order of the file.
    pub fn champs(&self) -> &[ChampChecked] {
        &self.champs
    }

    /// Whether the démarche asks for the field at `chemin`, byte for byte.
    pub fn asks(&self, chemin: &str) -> bool {
        self.champs.iter().any(|champ| champ.spec.chemin == chemin)
    }

    /// Paths asked of one source, in the order of the file.
    pub fn chemins_of(&self, source: &str) -> Vec<&'static str> {
        let of_source = self.champs.iter().filter(|champ| champ.source == source);
        of_source.map(|champ| champ.spec.chemin).collect()
    }

    /// Paths asked of one source whose every scope is granted.
    pub fn chemins_granted(
        &self,
        source: &str,
        is_granted: &dyn Fn(&str) -> bool,
    ) -> Vec<&'static str> {
        let of_source = self.champs.iter().filter(|champ| champ.source == source);
        of_source
            .filter(|champ| champ.spec.is_granted(is_granted))
            .map(|champ| champ.spec.chemin)
            .collect()
    }

    /// Whether every value of a source says something about health: by nature, or because the démarche
    /// says so of a source that does not itself tell which of the values asked do.
    pub fn is_wholly_health(&self, source: &str) -> bool {
        self.source(source).is_some_and(|declared| {
            let spec = declared.spec;
            let mut asked = self.chemins_of(source).into_iter();
            let tells = asked.any(|chemin| is_in_health_box(spec, chemin));
            spec.sante || (declared.sante && !tells)
        })
    }

    /// Paths released, for the operator's log: none whose mere presence is health data.
    pub fn loggable(&self, released: &[ReleasedField]) -> Vec<String> {
        let is_health = |chemin: &str| {
            let source = field::source_of(chemin).and_then(|id| self.source(id));
            source.is_some_and(|source| source.is_health(chemin))
        };
        let chemins = released.iter().map(|field| field.chemin.clone());
        chemins.filter(|chemin| !is_health(chemin)).collect()
    }

    /// Finds the registered page that `address` names. The address is the visitor's: untrusted.
    ///
    /// # Errors
    ///
    /// `page_refused` when it is none of the démarche's pages.
    pub fn match_page(&self, address: &str) -> Result<Page, Refusal> {
        page::match_page(&self.pages, address)
    }

    /// Origins of the registered pages, without repetition.
    pub fn origins(&self) -> Vec<&str> {
        let mut origins: Vec<&str> = self.pages.iter().map(PagePattern::origin).collect();
        origins.sort_unstable();
        origins.dedup();
        origins
    }

    /// Scopes its habilitations grant on the day `today` in Paris, as far as they stand. Asked again at
    /// every step: an habilitation may end, or be taken back, between the fetch and the release.
    pub fn scopes_in_force(&self, today: Date, standings: &Standings) -> ScopesInForce {
        scopes::in_force(&self.written, today, standings)
    }

    /// Numbers of its habilitations, as the file writes them.
    pub fn habilitations(&self) -> impl Iterator<Item = &str> {
        let habilitations = self.written.habilitation.iter();
        habilitations.map(|habilitation| habilitation.numero.as_str())
    }

    /// The smallest set of scopes that covers `choice`, in a stable order, `openid` first.
    ///
    /// Without a source, only what the form's identity fields need; with one, the whole pivot
    /// identity too, by which the providers find the person.
    pub fn scopes_for(&self, choice: &Choice) -> Vec<&'static str> {
        let mut scopes = vec!["openid"];
        let mut add = |scope: &'static str| {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        };
        if choice.asks_nothing() {
            return Vec::new();
        }
        if !choice.sources().is_empty() {
            PIVOT.iter().copied().for_each(&mut add);
        }
        for champ in &self.champs {
            let identity = champ.source == field::IDENTITE && choice.has_identity();
            let source = self.source(champ.source);
            let by_token = source.is_some_and(SourceChecked::is_by_france_connect);
            if identity || (by_token && choice.has_source(champ.source)) {
                champ.spec.scopes.iter().copied().for_each(&mut add);
            }
        }
        let chosen = self
            .sources
            .iter()
            .filter(|source| choice.has_source(source.spec.id));
        for source in chosen {
            if source.is_by_france_connect() {
                source.own_scopes().for_each(&mut add);
            }
            let companion = source.access.companion.as_ref();
            let of_token = |id| {
                self.source(id)
                    .is_some_and(SourceChecked::is_by_france_connect)
            };
            if let Some(companion) = companion.filter(|companion| of_token(companion.source.id)) {
                companion.scopes.iter().copied().for_each(&mut add);
            }
        }
        scopes
    }
}

impl SourceChecked {
    fn build(written: &SourceWritten) -> Option<Self> {
        let (spec, access) = scopes::access_of(written)?;
        let offered = spec
            .options
            .iter()
            .filter(|option| written.saisies.iter().any(|id| id == option.id));
        Some(Self {
            spec,
            access,
            sante: spec.sante || written.sante,
            saisies: access.saisies.iter().chain(offered).collect(),
            lignes: written.lignes.unwrap_or(1).into(),
            is_holder_waived: written.titulaire_non_verifie,
            perimetre: written.perimetre.clone(),
        })
    }

    /// Whether the citizen's own token opens it, so that its scopes are asked from FranceConnect.
    pub fn is_by_france_connect(&self) -> bool {
        self.access.modalite.is_france_connect()
    }

    /// Scopes needed whatever the fields asked.
    pub fn own_scopes(&self) -> impl Iterator<Item = &'static str> + use<> {
        let of_holder: &[&str] = match self.is_holder_waived {
            true => &[],
            false => self.access.holder_scopes,
        };
        self.access.scopes.iter().chain(of_holder).copied()
    }
}

/// The path in the file and the name of each secret it names.
pub(super) fn secrets(written: &DemarcheWritten) -> Vec<(&'static str, &str)> {
    let of_token = written.api_particulier.as_ref();
    let of_token = of_token.and_then(|api| Some(("api_particulier.jeton", api.jeton.as_deref()?)));
    let of_dgfip = written.dgfip.as_ref();
    let of_dgfip = of_dgfip.map(|dgfip| ("dgfip.client_secret", dgfip.client_secret.as_str()));
    let own = (
        "franceconnect.client_secret",
        written.franceconnect.client_secret.as_str(),
    );
    let of_keys = written.attestation.as_ref();
    let of_keys = of_keys.map(|keys| ("attestation.cles", keys.cles.as_str()));
    let of_trace = written.trace.as_ref();
    let of_trace = of_trace.and_then(|trace| Some(("trace.secret", trace.secret.as_deref()?)));
    [Some(own), of_token, of_dgfip, of_keys, of_trace]
        .into_iter()
        .flatten()
        .collect()
}

impl ChampChecked {
    fn build(written: &ChampWritten) -> Option<Self> {
        let spec = field::spec(&written.chemin)?;
        let by_nature = if spec.verrouille {
            Ecriture::Verrouille
        } else {
            Ecriture::Modifiable
        };
        Some(Self {
            spec,
            source: field::source_of(&written.chemin)?,
            ecriture: written.ecriture.unwrap_or(by_nature),
            written: written.clone(),
        })
    }
}

fn manifest_sha256(written: &DemarcheWritten) -> String {
    // Maps are sorted and keys follow the type, so equal files have equal bytes.
    let bytes = serde_json::to_vec(written).unwrap_or_default();
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
