//! The sources: the table of all of them, then what each wants and what it gives.

use unefois_core::field;
use unefois_core::messages::{Catalogue, Form};
use unefois_core::sources::api_particulier::NOT_SEEN_AT_FRANCECONNECT;
use unefois_core::sources::holder::Holder;
use unefois_core::sources::spec::At;
use unefois_core::sources::{
    AccessSpec, AnneeRevenus, Gateway, SaisieSpec, SourceField, SourceSpec, dgfip,
};

use super::markdown::{Table, code, codes, lines};
use super::{outcomes, words};

/// Every source, one row each.
pub fn table(sources: &[&SourceSpec], texts: &Catalogue) -> String {
    let mut table = Table::new([
        "Source",
        "`id`",
        "Fournisseur",
        "Adresse, par modalité",
        "Ouverte par",
        "Écrit par la personne",
        "Santé",
        "Demandée d’abord",
        "Mise à jour",
        "Lignes",
    ]);
    for source in sources {
        let accesses = grouped(source);
        table.push([
            texts.text(&format!("source.{}.label", source.id), &[]),
            format!("[`{0}`](#{0})", source.id),
            texts.provider(source.fournisseur, Form::Official),
            lines(
                accesses
                    .iter()
                    .map(|group| group.endpoint(source))
                    .collect(),
            ),
            lines(credentials(source)),
            lines(inputs(source, texts)),
            String::from(if source.sante { "oui" } else { "non" }),
            lines(companions(source)),
            words::refresh(source.refresh).to_owned(),
            lines(rows(source)),
        ]);
    }
    table.text()
}

/// The section of one source.
pub fn section(source: &SourceSpec, texts: &Catalogue) -> String {
    let label = texts.text(&format!("source.{}.label", source.id), &[]);
    let mut page = format!(
        "## {}\n\n{label}. {}\n\n",
        source.id,
        texts.gets(source.id, true)
    );
    let needs = needs(source);
    for need in &needs {
        page += &format!("- {need}\n");
    }
    page += if needs.is_empty() { "" } else { "\n" };
    page += &fields(source, texts);
    page + &outcomes::table(source, texts)
}

/// Ways to ask that differ by the year of income only.
struct Group {
    access: &'static AccessSpec,
    annees: Vec<AnneeRevenus>,
}

impl Group {
    fn name(&self) -> String {
        let modalite = code(self.access.modalite.word());
        match self.annees.is_empty() {
            true => modalite,
            false => {
                let words: Vec<String> = self.annees.iter().copied().map(words::annee).collect();
                let words = codes(words.iter().map(String::as_str));
                format!("{modalite}, année {words}")
            }
        }
    }

    fn endpoint(&self, source: &SourceSpec) -> String {
        format!("{} : {}", self.name(), code(&endpoint(source, self.access)))
    }
}

/// Path of what is asked, below the address of the provider.
pub fn endpoint(source: &SourceSpec, access: &AccessSpec) -> String {
    let start = match source.gateway {
        Gateway::ApiParticulier => "",
        Gateway::Dgfip => dgfip::RESOURCES,
    };
    format!("{start}{}", access.endpoint.replace("{annrev}", "<année>"))
}

/// What opens the source, once where every way to ask is opened alike.
fn credentials(source: &SourceSpec) -> Vec<String> {
    let mut words: Vec<(Vec<&str>, &str)> = Vec::new();
    for access in source.accesses {
        let credential = words::credential(source.gateway, access);
        let modalite = access.modalite.word();
        match words.iter_mut().find(|(_, known)| *known == credential) {
            Some((modalites, _)) if modalites.contains(&modalite) => {}
            Some((modalites, _)) => modalites.push(modalite),
            None => words.push((vec![modalite], credential)),
        }
    }
    match words.as_slice() {
        [(_, credential)] => vec![(*credential).to_owned()],
        several => several
            .iter()
            .map(|(modalites, credential)| {
                format!("{} : {credential}", codes(modalites.iter().copied()))
            })
            .collect(),
    }
}

fn grouped(source: &SourceSpec) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for access in source.accesses {
        let same = groups.iter_mut().find(|group| {
            group.access.modalite == access.modalite && group.access.endpoint == access.endpoint
        });
        match same {
            Some(group) => group.annees.extend(access.annee),
            None => groups.push(Group {
                access,
                annees: access.annee.into_iter().collect(),
            }),
        }
    }
    groups
}

fn inputs(source: &SourceSpec, texts: &Catalogue) -> Vec<String> {
    let name = |saisie: &SaisieSpec| {
        let label = texts.text(&format!("{}.label", saisie.texte), &[]);
        format!(
            "{} : {label}",
            code(&format!("{}.{}", source.fournisseur, saisie.id))
        )
    };
    let is_always = source.accesses.len() == 1;
    let of_access = |access: &'static AccessSpec| {
        access.saisies.iter().map(move |saisie| match is_always {
            true => name(saisie),
            false => format!("{}, avec {}", name(saisie), code(access.modalite.word())),
        })
    };
    let required = source.accesses.iter().flat_map(of_access);
    let offered = source
        .options
        .iter()
        .map(|saisie| format!("{}, facultatif, si la démarche le propose", name(saisie)));
    required.chain(offered).collect()
}

fn companions(source: &SourceSpec) -> Vec<String> {
    let companions = source
        .accesses
        .iter()
        .filter_map(|access| access.companion.as_ref());
    companions
        .map(|companion| {
            let scopes = codes(companion.scopes.iter().copied());
            format!("{}, avec {scopes}", code(companion.source.id))
        })
        .collect()
}

fn rows(source: &SourceSpec) -> Vec<String> {
    let lists = source.lists.iter();
    lists
        .map(|list| format!("{} : {}", code(list.prefix), words::pick(list.pick)))
        .collect()
}

/// What a démarche must have for the source, beside the scopes of its fields.
fn needs(source: &SourceSpec) -> Vec<String> {
    let mut needs = Vec::new();
    for access in source.accesses {
        let with = match source.accesses.len() {
            1 => String::new(),
            _ => format!(", avec {}", name_of(access)),
        };
        if !access.scopes.is_empty() {
            let scopes = codes(access.scopes.iter().copied());
            needs.push(format!("Toujours nécessaire{with} : {scopes}."));
        }
        if matches!(access.holder, Holder::Named(_)) {
            needs.push(format!(
                "Titulaire vérifié par son nom dans la réponse{with}."
            ));
        }
        if let Some(companion) = &access.companion {
            let id = companion.source.id;
            needs.push(format!(
                "La source [`{id}`](#{id}) est demandée d’abord : la démarche la déclare, et celle-ci n’est demandée que si elle prouve ce qu’il faut."
            ));
        }
        if access.wants_perimetre {
            needs.push(String::from("Le fichier dit où chercher : `perimetre`."));
        }
    }
    let waivable = source
        .accesses
        .iter()
        .find(|access| !access.holder_scopes.is_empty());
    if let Some(access) = waivable {
        let scopes = codes(access.holder_scopes.iter().copied());
        needs.push(format!(
            "Titulaire vérifié par son nom dans la réponse : {scopes}, ou `titulaire_non_verifie = true`."
        ));
    }
    needs
}

fn name_of(access: &AccessSpec) -> String {
    match access.annee {
        Some(annee) => code(&words::annee(annee)),
        None => code(access.modalite.word()),
    }
}

fn fields(source: &SourceSpec, texts: &Catalogue) -> String {
    let mut table = Table::new([
        "`chemin`",
        "Libellé",
        "Forme",
        "Périmètres",
        "Liste",
        "Santé",
        "Remarques",
    ]);
    for field in source.fields {
        let spec = &field.spec;
        let scopes = spec.scopes.iter().map(|scope| code(scope)).collect();
        table.push([
            code(spec.chemin),
            texts.label(spec.chemin),
            words::kind(spec.kind, texts),
            lines(scopes),
            String::from(if spec.is_repeated() { "oui" } else { "non" }),
            String::from(if is_about_health(source, spec.chemin) {
                "oui"
            } else {
                "non"
            }),
            lines(remarks(source, field)),
        ]);
    }
    table.text()
}

/// By the nature of the source, or of the box that hands the value over.
fn is_about_health(source: &SourceSpec, chemin: &str) -> bool {
    let mut boxes = source.boxes.iter();
    source.sante || boxes.any(|shown| shown.sante && shown.covers(chemin))
}

fn remarks(source: &SourceSpec, field: &SourceField) -> Vec<String> {
    let mut remarks = Vec::new();
    let by_token = source
        .accesses
        .iter()
        .any(|access| access.modalite.is_france_connect());
    let mut scopes = field.spec.scopes.iter();
    if by_token && scopes.any(|scope| NOT_SEEN_AT_FRANCECONNECT.contains(scope)) {
        remarks.push(String::from("périmètre non vu chez FranceConnect"));
    }
    if !source.options.is_empty() && !field.is_of_periode {
        remarks.push(String::from("du jour, quel que soit le mois demandé"));
    }
    if field.is_often_empty {
        remarks.push(String::from("souvent vide"));
    }
    if matches!(field.at, At::AnneeRevenus(_)) {
        remarks.push(String::from(
            "celle de l’adresse, quand la réponse ne la dit pas",
        ));
    }
    remarks
}

/// The fields of FranceConnect itself.
pub fn identity(texts: &Catalogue) -> String {
    let mut table = Table::new(["`chemin`", "Libellé", "Forme", "Périmètre", "Verrouillé"]);
    let of_identity =
        field::known().filter(|spec| field::source_of(spec.chemin) == Some(field::IDENTITE));
    for spec in of_identity {
        table.push([
            code(spec.chemin),
            texts.label(spec.chemin),
            words::kind(spec.kind, texts),
            codes(spec.scopes.iter().copied()),
            String::from(if spec.verrouille { "oui" } else { "non" }),
        ]);
    }
    table.text()
}
