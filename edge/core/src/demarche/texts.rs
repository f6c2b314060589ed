//! The texts of one démarche: of all the sources and fields there are, a page loads the words of those it asks for.

use unefois_wire::Table;

use super::DemarcheChecked;
use crate::messages::Catalogue;

/// Providers whose names are known only once one of them has answered: a family has its file at one of the two funds.
const FUNDS: (&str, [&str; 2]) = ("caf_msa", ["caf", "msa"]);

impl DemarcheChecked {
    /// What the widget says of the sources, providers, inputs and fields of this démarche in the language of tag `lang`,
    /// the démarche's own texts first: language → id → text.
    pub fn widget_texts(&self, lang: &str) -> Table<Table<String>> {
        let catalogue = Catalogue::of(lang).with_texts(&self.written().textes);
        let wanted = self.wanted();
        let texts = catalogue
            .ids()
            .filter(|id| wanted.iter().any(|start| id.starts_with(start)))
            .filter_map(|id| Some((id.to_owned(), catalogue.template(id)?.to_owned())))
            .collect();
        Table::from(vec![(catalogue.lang().to_owned(), texts)])
    }

    /// How the ids of its texts begin.
    fn wanted(&self) -> Vec<String> {
        let own = self
            .written()
            .textes
            .values()
            .flat_map(|texts| texts.keys());
        let mut wanted: Vec<String> = own.cloned().collect();
        wanted.extend(["provider.franceconnect.", "input.intro"].map(str::to_owned));
        let (either, funds) = FUNDS;
        for source in self.sources() {
            wanted.push(format!("source.{}.", source.spec.id));
            wanted.push(format!("provider.{}.", source.spec.fournisseur));
            if source.spec.fournisseur == either {
                wanted.extend(funds.map(|fund| format!("provider.{fund}.")));
            }
            for saisie in &source.saisies {
                let family = saisie.texte.split('_').next().unwrap_or_default();
                wanted.push(format!("{}.", saisie.texte));
                wanted.push(format!("{family}.legend"));
            }
        }
        for champ in self.champs() {
            wanted.push(format!("field.{}", champ.spec.chemin.replace("[]", "")));
        }
        wanted
    }
}
