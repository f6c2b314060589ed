use crate::demarche::{ChampChecked, Choice, DemarcheChecked, ScopesInForce};
use crate::field::{self, ObtainedField};
use crate::sources::{BoxSpec, ListSpec, Pick, Saisie, Saisies, SourceSpec};

/// Id of the box of civil identity: one of its six facts alone means nothing to a form.
const IDENTITY_BOX: &str = "identite";

/// What could be handed over: the démarche and the choice bound it, what was obtained fills it.
#[derive(Clone, Copy)]
pub struct Offer<'a> {
    /// The démarche.
    pub demarche: &'a DemarcheChecked,
    /// The choice made before the redirect.
    pub choice: &'a Choice,
    /// Everything obtained.
    pub obtained: &'a [ObtainedField],
    /// Scopes granted today.
    pub in_force: &'a ScopesInForce,
    /// What the person typed.
    pub saisies: &'a [Saisie],
}

/// Something of the release page the person decides about.
pub(super) enum Offered {
    /// Values handed over together or not at all.
    Box(ReleaseBox),
    /// Rows of a list, several of them, among which the person chooses.
    Rows(RowsBox),
}

impl Offered {
    /// Whether the page has a box or a row of this id for it.
    pub fn has_id(&self, id: &str) -> bool {
        match self {
            Self::Box(shown) => shown.id == id,
            Self::Rows(rows) => {
                id == rows.none_id() || (0..rows.rows).any(|row| id == rows.id(row))
            }
        }
    }
}

/// Values handed over together or not at all.
pub(super) struct ReleaseBox {
    /// Its id in the form.
    pub id: String,
    /// Key of its label.
    pub label: String,
    /// Source of its values.
    pub source: &'static str,
    /// What the source says of it; none for identity, for a list and for a field no box covers.
    pub spec: Option<&'static BoxSpec>,
    /// The list whose row it is, where it is one: the only one, or all of them together.
    pub list: Option<&'static ListSpec>,
    /// Paths it covers, in the order of the démarche; never empty.
    pub chemins: Vec<String>,
    /// Whether the form's fields will be read-only.
    pub verrouillee: bool,
    /// Whether more rows came than the form has.
    pub is_cut: bool,
}

/// Rows of a list, two or more.
pub(super) struct RowsBox {
    /// Source of the list.
    pub source: &'static str,
    /// The list.
    pub list: &'static ListSpec,
    /// How many rows the form has.
    pub lignes: usize,
    /// How many rows were obtained.
    pub rows: usize,
}

impl RowsBox {
    /// Id of one row in the form.
    pub fn id(&self, row: usize) -> String {
        field::at_row(self.list.prefix, row)
    }

    /// Id of "none of these".
    pub fn none_id(&self) -> String {
        self.list.prefix.replacen("[]", "[-]", 1)
    }
}

impl Offer<'_> {
    /// The value at `chemin`, if it was obtained and may still be handed over today.
    pub(super) fn releasable(&self, chemin: &str) -> Option<&ObtainedField> {
        let field = self.obtained.iter().find(|field| field.chemin == chemin)?;
        self.in_force.cover(chemin).then_some(field)
    }

    /// Whether one of these rows is somebody else than whom a source agreed to was asked about: the
    /// certified facts of two children would leave as if they were one.
    pub(super) fn is_about_another(
        &self,
        list: &ListSpec,
        rows: &[usize],
        agreed: &[String],
    ) -> bool {
        let is_another = |source: &SourceSpec| {
            let declared = self.demarche.source(source.id)?;
            let row = declared.access.companion.as_ref()?.row.as_ref()?;
            let leaves = |chemin: &String| {
                field::source_of(chemin) == Some(source.id) && self.releasable(chemin).is_some()
            };
            let saisies = Saisies::of(declared, self.saisies);
            let is_other = |at: &usize| !(row.may_be)(self.obtained, *at, &saisies);
            let is_concerned = row.prefix == list.prefix && agreed.iter().any(leaves);
            Some(is_concerned && rows.iter().any(is_other))
        };
        let mut sources = self.choice.sources().iter();
        sources.any(|source| is_another(source) == Some(true))
    }

    /// Everything the person decides about, largest stake first: data, then identity, then contact.
    /// For another adult there is nothing.
    pub(super) fn offered(&self) -> Vec<Offered> {
        if !self.choice.has_identity() {
            return Vec::new();
        }
        let of_sources = self.choice.sources().iter();
        let of_sources = of_sources.flat_map(|source| self.of_source(source));
        of_sources
            .chain(self.of_identity().map(Offered::Box))
            .collect()
    }

    fn of_source(&self, source: &'static SourceSpec) -> Vec<Offered> {
        let (repeated, plain): (Vec<_>, Vec<_>) = self
            .demarche
            .chemins_of(source.id)
            .into_iter()
            .partition(|chemin| source.list_of(chemin).is_some());
        let grouped = source.boxes.iter().map(|spec| ReleaseBox {
            id: spec.id.to_owned(),
            label: spec.label.to_owned(),
            source: source.id,
            spec: Some(spec),
            list: None,
            chemins: owned(plain.iter().filter(|chemin| spec.covers(chemin))),
            verrouillee: false,
            is_cut: false,
        });
        let is_alone =
            |chemin: &&&'static str| !source.boxes.iter().any(|spec| spec.covers(chemin));
        let alone = plain
            .iter()
            .filter(is_alone)
            .map(|chemin| single(chemin, source.id));
        let boxes = grouped
            .filter(|group| !group.chemins.is_empty())
            .chain(alone)
            .map(Offered::Box);
        let lists = source
            .lists
            .iter()
            .filter_map(|list| self.of_list(source, list, &repeated));
        boxes.chain(lists).collect()
    }

    /// One row is a box as any other; several are a choice, unless all of them go together.
    fn of_list(
        &self,
        source: &'static SourceSpec,
        list: &'static ListSpec,
        repeated: &[&'static str],
    ) -> Option<Offered> {
        let asked: Vec<&'static str> = repeated
            .iter()
            .copied()
            .filter(|chemin| chemin.starts_with(list.prefix))
            .collect();
        if asked.is_empty() {
            return None;
        }
        let rows = self.rows(&asked);
        let lignes = self.demarche.source(source.id)?.lignes;
        if list.pick == Pick::Rows && rows > 1 {
            return Some(Offered::Rows(RowsBox {
                source: source.id,
                list,
                lignes,
                rows,
            }));
        }
        let shown = rows.clamp(1, lignes);
        let chemins = (0..shown)
            .flat_map(|row| asked.iter().map(move |chemin| field::at_row(chemin, row)))
            .collect();
        Some(Offered::Box(ReleaseBox {
            id: field::at_row(list.prefix, 0),
            label: format!("field.{}", list.prefix.trim_end_matches("[]")),
            source: source.id,
            spec: None,
            list: Some(list),
            chemins,
            verrouillee: false,
            is_cut: rows > lignes,
        }))
    }

    /// How many rows came, as far as the fields asked tell.
    fn rows(&self, asked: &[&'static str]) -> usize {
        let is_asked = |chemin: &str| {
            let spec = field::spec(chemin);
            spec.is_some_and(|spec| asked.contains(&spec.chemin))
        };
        let rows = self
            .obtained
            .iter()
            .filter(|found| is_asked(&found.chemin) && self.in_force.cover(&found.chemin))
            .filter_map(|found| field::row_of(&found.chemin));
        rows.max().map_or(0, |last| last + 1)
    }

    fn of_identity(&self) -> impl Iterator<Item = ReleaseBox> {
        let of_identity = |champ: &&ChampChecked| champ.source == field::IDENTITE;
        let (civil, others): (Vec<_>, Vec<_>) = self
            .demarche
            .champs()
            .iter()
            .filter(of_identity)
            .map(|champ| champ.spec)
            .partition(|spec| spec.verrouille);
        let block = (!civil.is_empty()).then(|| ReleaseBox {
            id: IDENTITY_BOX.to_owned(),
            label: "release.identity_block".to_owned(),
            source: field::IDENTITE,
            spec: None,
            list: None,
            chemins: owned(civil.iter().map(|spec| &spec.chemin)),
            verrouillee: true,
            is_cut: false,
        });
        let others = others.into_iter();
        let others = others.map(|spec| single(spec.chemin, field::IDENTITE));
        block.into_iter().chain(others)
    }
}

fn single(chemin: &str, source: &'static str) -> ReleaseBox {
    ReleaseBox {
        id: chemin.to_owned(),
        label: format!("field.{chemin}"),
        source,
        spec: None,
        list: None,
        chemins: vec![chemin.to_owned()],
        verrouillee: false,
        is_cut: false,
    }
}

fn owned<'a>(chemins: impl Iterator<Item = &'a &'static str>) -> Vec<String> {
    chemins.map(|chemin| (*chemin).to_owned()).collect()
}
