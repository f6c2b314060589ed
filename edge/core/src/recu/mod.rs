//! The person's receipt: what was sent, from whom, when, for what, in plain text that they keep.
//!
//! It speaks of what was released and of nothing else: a page that reads it cannot tell what was declined from what
//! nobody had.

mod plain;

use unefois_wire::{Provenance, ReleasedField};

use crate::cog::Names;
use crate::demarche::DemarcheChecked;
use crate::field;
use crate::identite;
use crate::messages::{Catalogue, Form};
use crate::paris;
use crate::transaction::HandOff;

/// Writes the receipt of a hand-off, in the language of the person: lines of text, without any markup. `names` tells
/// the communes and countries of its values.
pub fn write(demarche: &DemarcheChecked, hand_off: &HandOff, names: &Names) -> String {
    let demarche = demarche.in_lang(&hand_off.lang);
    let receipt = Receipt {
        texts: Catalogue::of(&hand_off.lang)
            .with_texts(&demarche.written().textes)
            .with_places(names),
        demarche: &demarche,
        hand_off,
    };
    let mut parts = vec![receipt.opening()];
    match hand_off.fields.is_empty() {
        true => parts.push(vec![receipt.moment("receipt.refused", hand_off.issued_at)]),
        false => parts.extend(receipt.sent()),
    }
    parts.extend([receipt.rights(), receipt.closing()]);
    let parts = parts.iter().map(|lines| {
        let lines: Vec<String> = lines.iter().map(|line| plain::line(line)).collect();
        lines.join("\n")
    });
    let parts: Vec<String> = parts.collect();
    format!("{}\n", parts.join("\n\n"))
}

struct Receipt<'a> {
    texts: Catalogue<'a>,
    demarche: &'a DemarcheChecked,
    hand_off: &'a HandOff,
}

impl Receipt<'_> {
    fn text(&self, id: &str, values: &[(&str, &str)]) -> String {
        self.texts.text(id, values)
    }

    /// A sentence about the collectivité.
    fn about(&self, id: &str) -> String {
        let collectivite = self.demarche.collectivite();
        let written = self.demarche.written();
        self.text(
            id,
            &[
                ("nom_collectivite", &collectivite.nom_collectivite),
                ("collectivite", &collectivite.collectivite),
                ("a_collectivite", &collectivite.a_collectivite),
                ("service", &collectivite.service),
                ("dpo", &collectivite.dpo),
                ("demarche", &written.titre),
                ("finalite", &written.finalite),
                ("duree", &written.conservation.duree),
            ],
        )
    }

    /// A sentence about a moment, in Unix seconds.
    fn moment(&self, id: &str, unix_secs: i64) -> String {
        let moment = paris::local(unix_secs);
        let (date, heure) = (self.texts.date(moment.date()), self.texts.time(moment));
        let a_collectivite = &self.demarche.collectivite().a_collectivite;
        let values = [
            ("date", date.as_str()),
            ("heure", &heure),
            ("a_collectivite", a_collectivite),
        ];
        self.text(id, &values)
    }

    fn opening(&self) -> Vec<String> {
        vec![
            self.about("receipt.title"),
            self.text("receipt.ref", &[("ref", &self.hand_off.reference)]),
            self.about("receipt.application"),
        ]
    }

    /// What was sent, by who gave it.
    fn sent(&self) -> Vec<Vec<String>> {
        let mut parts = vec![vec![
            self.about("receipt.sent"),
            self.about("notice.who"),
            self.about("notice.why"),
            self.moment("receipt.agreed", self.hand_off.issued_at),
            self.moment("receipt.obtained", self.hand_off.obtained_at),
        ]];
        let same =
            |left: &ReleasedField, right: &ReleasedField| left.provenance == right.provenance;
        for fields in self.hand_off.fields.chunk_by(same) {
            let mut lines: Vec<String> = fields
                .first()
                .map(|first| self.given_by(&first.provenance))
                .into_iter()
                .collect();
            lines.extend(fields.iter().map(|field| self.value(field)));
            lines.extend(fields.first().and_then(|first| self.typed(first)));
            parts.push(lines);
        }
        parts
    }

    /// Who gave the values below, and the period they speak of.
    fn given_by(&self, provenance: &Provenance) -> String {
        let official = self.texts.provider(&provenance.fournisseur, Form::Official);
        let Some(annee) = provenance.annee else {
            return official;
        };
        let periode = self.texts.month(annee, provenance.mois);
        let values = [("fournisseur", official.as_str()), ("periode", &periode)];
        self.text("release.value_source", &values)
    }

    /// A value as the person read it; those of a list are numbered by their row.
    fn value(&self, field: &ReleasedField) -> String {
        let label = self.texts.label(&field.chemin);
        let label = match field::row_of(&field.chemin) {
            Some(row) => format!("{label} ({})", row + 1),
            None => label,
        };
        let shown = field::spec(&field.chemin)
            .map(|spec| self.texts.display(spec, &field.valeur))
            .unwrap_or_default();
        format!("- {}", self.texts.labelled(&label, &shown))
    }

    /// What the person typed to have it found: its name, for what was typed has gone.
    fn typed(&self, field: &ReleasedField) -> Option<String> {
        let source = self.demarche.source(field::source_of(&field.chemin)?)?;
        let used = source.saisies.iter();
        let used = used.filter(|saisie| field.provenance.saisies.iter().any(|id| id == saisie.id));
        let labels: Vec<String> = used
            .map(|saisie| self.text(&format!("{}.label", saisie.texte), &[]))
            .collect();
        let saisies = labels.join(", ");
        (!labels.is_empty()).then(|| self.text("release.typed", &[("saisies", &saisies)]))
    }

    fn rights(&self) -> Vec<String> {
        let mut lines = vec![self.about("info2.title"), self.about("info2.rights.t")];
        lines.extend(self.providers().into_iter().map(|key| {
            let name = self.texts.provider(key, Form::Le);
            self.text("info2.rights.source", &[("fournisseur_le", &name)])
        }));
        if !self.hand_off.fields.is_empty() {
            lines.push(self.about("notice.keep"));
        }
        lines.extend([self.about("info2.keep.trace"), self.about("info2.cnil.t")]);
        lines
    }

    /// Who gave something, once each; FranceConnect but passes the civil registry's identity on.
    fn providers(&self) -> Vec<&str> {
        let fields = self.hand_off.fields.iter();
        let mut keys: Vec<&str> = fields
            .map(|it| it.provenance.fournisseur.as_str())
            .collect();
        keys.retain(|key| *key != identite::FOURNISSEUR);
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn closing(&self) -> Vec<String> {
        let ids = ["receipt.limits", "receipt.keep", "receipt.no_copy"];
        ids.iter().map(|id| self.about(id)).collect()
    }
}

#[cfg(test)]
mod tests;
