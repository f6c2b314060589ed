use crate::demarche::{ChampChecked, Choice, DemarcheChecked};
use crate::field;
use crate::sources::{BoxSpec, SourceSpec};

/// Id of the box of civil identity: one of its six facts alone means nothing to a form.
const IDENTITY_BOX: &str = "identite";

/// A box of the release page: values handed over together or not at all.
pub(super) struct ReleaseBox {
    /// Its id in the form.
    pub id: &'static str,
    /// Key of its label.
    pub label: String,
    /// Source of its values.
    pub source: &'static str,
    /// What the source says of it; none for identity and for a field no box covers.
    pub spec: Option<&'static BoxSpec>,
    /// Paths it covers, in the order of the démarche; never empty.
    pub chemins: Vec<&'static str>,
    /// Whether the form's fields will be read-only.
    pub verrouillee: bool,
}

/// The second consent: the boxes the person left ticked, among those the first one could show.
pub struct Consent {
    chemins: Vec<&'static str>,
}

impl Consent {
    /// Reads the boxes posted by the release page. Ids come from the browser: one that the page
    /// could not show for `choice` is ignored, so that nothing posted widens it.
    pub fn new<S: AsRef<str>>(choice: &Choice, demarche: &DemarcheChecked, ids: &[S]) -> Self {
        let ticked = |shown: &ReleaseBox| ids.iter().any(|id| id.as_ref() == shown.id);
        let boxes = boxes(demarche, choice).into_iter().filter(ticked);
        Self {
            chemins: boxes.flat_map(|ticked| ticked.chemins).collect(),
        }
    }

    /// Whether the person agreed that the field at `chemin` be handed over.
    pub(super) fn covers(&self, chemin: &str) -> bool {
        self.chemins.contains(&chemin)
    }
}

/// Every box `choice` may show, largest stake first: data, then identity, then contact. For another
/// adult there is none.
pub(super) fn boxes(demarche: &DemarcheChecked, choice: &Choice) -> Vec<ReleaseBox> {
    if !choice.has_identity() {
        return Vec::new();
    }
    let of_sources = choice
        .sources()
        .iter()
        .flat_map(|source| boxes_of(demarche, source));
    of_sources.chain(identity_boxes(demarche)).collect()
}

fn boxes_of(demarche: &DemarcheChecked, source: &'static SourceSpec) -> Vec<ReleaseBox> {
    let chemins = demarche.chemins_of(source.id);
    let grouped = source.boxes.iter().map(|spec| ReleaseBox {
        id: spec.id,
        label: spec.label.to_owned(),
        source: source.id,
        spec: Some(spec),
        chemins: chemins
            .iter()
            .copied()
            .filter(|chemin| chemin.starts_with(spec.prefix))
            .collect(),
        verrouillee: false,
    });
    let uncovered = |chemin: &&&'static str| {
        !source
            .boxes
            .iter()
            .any(|spec| chemin.starts_with(spec.prefix))
    };
    let alone = chemins
        .iter()
        .filter(uncovered)
        .map(|chemin| single(chemin, source.id));
    grouped
        .filter(|group| !group.chemins.is_empty())
        .chain(alone)
        .collect()
}

fn identity_boxes(demarche: &DemarcheChecked) -> Vec<ReleaseBox> {
    let of_identity = |champ: &&ChampChecked| champ.source == field::IDENTITE;
    let (civil, others): (Vec<_>, Vec<_>) = demarche
        .champs()
        .iter()
        .filter(of_identity)
        .partition(|champ| champ.spec.verrouille);
    let civil: Vec<_> = civil.into_iter().map(|champ| champ.spec.chemin).collect();
    let block = (!civil.is_empty()).then(|| ReleaseBox {
        id: IDENTITY_BOX,
        label: "release.identity_block".to_owned(),
        source: field::IDENTITE,
        spec: None,
        chemins: civil,
        verrouillee: true,
    });
    let others = others
        .into_iter()
        .map(|champ| single(champ.spec.chemin, field::IDENTITE));
    block.into_iter().chain(others).collect()
}

fn single(chemin: &'static str, source: &'static str) -> ReleaseBox {
    ReleaseBox {
        id: chemin,
        label: format!("field.{chemin}"),
        source,
        spec: None,
        chemins: vec![chemin],
        verrouillee: false,
    }
}
