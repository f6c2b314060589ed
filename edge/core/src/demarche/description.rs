//! The public description of a démarche, which any page of its origins may read.

use unefois_wire::{Champ, Collectivite, Description, Saisie, Source, Table};

use super::checked::{ChampChecked, DemarcheChecked, SourceChecked};
use super::finding;
use super::written::Format;
use crate::field::{self, Kind};
use crate::sources::SaisieSpec;

impl DemarcheChecked {
    /// What the widget needs to show the choice and to fill the form. It holds no secret, no
    /// habilitation and no address of a provider; its texts are apart. `edge_origin` has no final slash.
    pub fn description(&self, edge_origin: &str) -> Description {
        let written = self.written();
        Description {
            demarche: written.id.clone(),
            titre: written.titre.clone(),
            collectivite: self.public_collectivite(),
            finalite: written.finalite.clone(),
            concerne: written.concerne.clone(),
            libelle_bouton: self.libelle_bouton(),
            formulaire: written.formulaire.clone(),
            sources: self.sources().iter().map(SourceChecked::describe).collect(),
            champs: self
                .champs()
                .iter()
                .flat_map(|champ| self.describe_rows(champ))
                .collect(),
            information: format!("{edge_origin}/v1/information/{}", written.id),
            textes: Table::default(),
        }
    }

    /// A field as many times as the form has rows for it.
    fn describe_rows(&self, champ: &ChampChecked) -> Vec<Champ> {
        if !champ.spec.is_repeated() {
            return vec![champ.describe()];
        }
        let lignes = self.source(champ.source).map_or(1, |source| source.lignes);
        let describe_row = |row: usize| Champ {
            chemin: field::at_row(champ.spec.chemin, row),
            cibles: finding::row_cibles(champ, row, lignes),
            // A row that receives nothing is a child the person does not have.
            requis: champ.written.requis && row == 0,
            ..champ.describe()
        };
        (0..lignes).map(describe_row).collect()
    }

    fn public_collectivite(&self) -> Collectivite {
        let written = self.collectivite();
        Collectivite {
            nom_collectivite: written.nom_collectivite.clone(),
            collectivite: written.collectivite.clone(),
            a_collectivite: written.a_collectivite.clone(),
            de_collectivite: written.de_collectivite.clone(),
            service: written.service.clone(),
            dpo: written.dpo.clone(),
        }
    }
}

impl SourceChecked {
    fn describe(&self) -> Source {
        Source {
            id: self.spec.id.to_owned(),
            fournisseur: self.spec.fournisseur.to_owned(),
            sante: self.sante,
            saisies: self
                .saisies
                .iter()
                .map(|saisie| describe_saisie(saisie))
                .collect(),
        }
    }
}

impl ChampChecked {
    fn describe(&self) -> Champ {
        Champ {
            chemin: self.spec.chemin.to_owned(),
            source: self.source.to_owned(),
            cibles: finding::cibles(self),
            ecriture: self.ecriture,
            requis: self.written.requis,
            souvent_vide: field::is_often_empty(self.spec.chemin),
            valeurs: self.written.valeurs.clone().into_iter().collect(),
            format: self.format().map(str::to_owned),
        }
    }

    /// How the value is written, unless it is as it came.
    fn format(&self) -> Option<&'static str> {
        let is_place = matches!(self.spec.kind, Kind::CodeCommune | Kind::CodePays);
        match self.written.format {
            Some(Format::JourMoisAnnee) => Some("jj/mm/aaaa"),
            Some(Format::AnneeMoisJour) => Some("aaaa-mm-jj"),
            Some(Format::Code) => None,
            Some(Format::Nom) => Some("nom"),
            None => is_place.then_some("nom"),
        }
    }
}

fn describe_saisie(saisie: &SaisieSpec) -> Saisie {
    Saisie {
        id: saisie.id.to_owned(),
        texte: saisie.texte.to_owned(),
        requise: saisie.requise,
        chiffres: saisie.chiffres,
        choix: saisie
            .choix
            .iter()
            .map(|choix| (*choix).to_owned())
            .collect(),
    }
}
