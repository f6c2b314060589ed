//! The second level of information: "Vos données et vos droits".

use maud::{Markup, html};
use unefois_core::demarche::DemarcheChecked;
use unefois_core::messages::{Catalogue, Form};

/// Where the text stands, which gives the level of its headings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A page of its own.
    Page,
    /// Part of the release page.
    Release,
}

/// Headings and paragraphs, from the démarche file.
pub fn content(catalogue: Catalogue<'_>, demarche: &DemarcheChecked, place: Place) -> Markup {
    let text = |id: &str, values: &[(&str, &str)]| catalogue.text(id, values);
    let plain = |id: &str| catalogue.text(id, &[]);
    let written = demarche.written();
    let town = demarche.collectivite();
    let nom = [("nom_collectivite", town.nom_collectivite.as_str())];
    let law = [
        &written.base_legale.texte,
        &written.base_legale.deliberation,
    ];
    let rights = [
        ("a_collectivite", town.a_collectivite.as_str()),
        ("dpo", &town.dpo),
    ];
    let section = |id: &str| match place {
        Place::Page => html! { h2 { (plain(id)) } },
        Place::Release => html! { h3 { (plain(id)) } },
    };
    html! {
        @match place {
            Place::Page => h1 { (plain("info2.title")) },
            Place::Release => h2 { (plain("info2.title")) },
        }
        (section("info2.controller.h"))
        p { (text("info2.controller.t", &nom)) }
        (section("info2.purpose.h"))
        p { (purpose(catalogue, &written.finalite, law)) }
        p {
            a href=(written.base_legale.adresse) lang=[foreign(catalogue)] {
                (written.base_legale.deliberation)
            }
        }
        p { (plain("info2.basis.t")) }
        (section("info2.list.h"))
        (table(catalogue, demarche))
        (section("info2.optional.h"))
        p { (plain("info2.optional.t")) }
        (section("info2.who.h"))
        (who(catalogue, demarche))
        (section("info2.keep.h"))
        p { (plain("info2.keep.edge")) }
        p {
            (text("info2.keep.town", &[
                ("nom_collectivite", town.nom_collectivite.as_str()),
                ("duree", &written.conservation.duree),
            ]))
        }
        (section("info2.habilitation.h"))
        (habilitations(catalogue, demarche))
        (section("info2.rights.h"))
        p { (text("info2.rights.t", &rights)) }
        p { (plain("info2.cnil.t")) }
        p { (plain("info2.cookies.t")) }
    }
}

/// What the information is for, and the law it rests on, which has its name in French only.
fn purpose(catalogue: Catalogue<'_>, finalite: &str, law: [&String; 2]) -> Markup {
    const MARK: &str = "\u{0}";
    let values = [
        ("finalite", finalite),
        ("texte", MARK),
        ("deliberation", MARK),
    ];
    let sentence = catalogue.text("info2.purpose.t", &values);
    let mut parts = sentence.split(MARK);
    html! {
        (parts.next().unwrap_or_default())
        @for (name, after) in law.into_iter().zip(parts) {
            span lang=[foreign(catalogue)] { (name) }
            (after)
        }
    }
}

/// The language of French words on a page in another one.
fn foreign(catalogue: Catalogue<'_>) -> Option<&'static str> {
    (catalogue.lang() != "fr").then_some("fr")
}

fn who(catalogue: Catalogue<'_>, demarche: &DemarcheChecked) -> Markup {
    let written = demarche.written();
    let join = |names: &[String]| names.join(", ");
    let providers = match written.prestataires.is_empty() {
        true => catalogue.text("value.none", &[]),
        false => join(&written.prestataires),
    };
    let service = demarche.collectivite().service.as_str();
    html! {
        p { (catalogue.text("info2.who.t", &[("service", service), ("liste", &providers)])) }
        p {
            @if written.transferts.is_empty() {
                (catalogue.text("info2.transfer.none", &[]))
            } @else {
                (catalogue.text("info2.transfer.some", &[("liste", &join(&written.transferts))]))
            }
        }
    }
}

fn habilitations(catalogue: Catalogue<'_>, demarche: &DemarcheChecked) -> Markup {
    let a_collectivite = demarche.collectivite().a_collectivite.as_str();
    html! {
        @for habilitation in &demarche.written().habilitation {
            p {
                (catalogue.text("info2.habilitation.t", &[
                    ("numero", habilitation.numero.as_str()),
                    ("a_collectivite", a_collectivite),
                    ("date", &catalogue.date_text(&habilitation.du)),
                ]))
            }
        }
    }
}

fn table(catalogue: Catalogue<'_>, demarche: &DemarcheChecked) -> Markup {
    let columns =
        ["info2.list.col1", "info2.list.col2", "info2.list.col3"].map(|id| catalogue.text(id, &[]));
    let text = |id: &str| catalogue.text(id, &[]);
    let from = |fournisseur: &str| catalogue.provider(fournisseur, Form::Official);
    let identity = ["source.identite.gets", "source.identite.why"].map(text);
    html! {
        table {
            caption { (text("info2.list.caption")) }
            thead { tr { @for column in &columns { th scope="col" { (column) } } } }
            tbody {
                (row(&columns, &identity, &from("franceconnect")))
                @for source in demarche.sources() {
                    @let cells = [catalogue.gets(source.spec.id, source.sante), text(&format!("source.{}.why", source.spec.id))];
                    (row(&columns, &cells, &from(source.spec.fournisseur)))
                }
                @for source in demarche.proofs() {
                    @let cells = [format!("info2.proof.{}", source.spec.id), "info2.proof.why".to_owned()];
                    (row(&columns, &cells.map(|id| text(&id)), &from(source.spec.fournisseur)))
                }
            }
        }
    }
}

fn row(columns: &[String; 3], [what, why]: &[String; 2], from: &str) -> Markup {
    let cells = [what.as_str(), from, why.as_str()];
    html! {
        tr {
            @for (column, cell) in columns.iter().zip(cells) { td data-column=(column) { (cell) } }
        }
    }
}
