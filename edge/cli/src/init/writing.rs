//! The file: the keys in the order of the documentation, each with what a person must know of it.

use toml::{Table, Value};

use super::answers::{Answers, Holes, get};

/// A part of the file: its header, what is said of it, its keys.
struct Part {
    header: &'static str,
    comment: &'static str,
    keys: &'static [&'static str],
}

const TOP: Part = Part {
    header: "",
    comment: "",
    keys: &[
        "id",
        "version",
        "titre",
        "finalite",
        "usage",
        "concerne",
        "formulaire",
        "autoriser_http_local",
    ],
};

const BEFORE: &[Part] = &[
    Part {
        header: "collectivite",
        comment: "Les quatre formes du nom sont insérées telles quelles dans des phrases.",
        keys: &[
            "nom_collectivite",
            "collectivite",
            "a_collectivite",
            "de_collectivite",
            "siret",
            "service",
            "dpo",
            "contact",
            "mentions_legales",
            "accessibilite",
            "etat_accessibilite",
        ],
    },
    Part {
        header: "franceconnect",
        comment: "client_secret est le NOM du secret dans le coffre de la plateforme, jamais le secret.",
        keys: &[
            "issuer",
            "adresse_interne",
            "client_id",
            "client_secret",
            "algorithme",
            "userinfo",
            "libelle_bouton",
        ],
    },
    Part {
        header: "api_particulier",
        comment: "recipient est le SIRET de la collectivité ; jeton, le NOM d’un secret.",
        keys: &["adresse", "recipient", "jeton"],
    },
    Part {
        header: "dgfip",
        comment: "Le compte ouvert par la DGFiP pour le téléservice.",
        keys: &["adresse", "client_id", "client_secret", "id_teleservice"],
    },
    Part {
        header: "homologation",
        comment: "L’homologation de sécurité, que la DGFiP demande avant la production.",
        keys: &["autorite", "du", "au"],
    },
    Part {
        header: "base_legale",
        comment: "",
        keys: &["texte", "deliberation", "adresse"],
    },
    Part {
        header: "conservation",
        comment: "",
        keys: &["duree", "mois", "motif"],
    },
];

const LISTS: &[Part] = &[
    Part {
        header: "habilitation",
        comment: "Une section par habilitation obtenue sur DataPass. Les périmètres sont ceux dont les champs ont besoin,\n\
                  # et aucun autre : recopiez ceux qui sont accordés s’ils diffèrent. `unefois datapass` prépare les demandes.",
        keys: &[
            "numero",
            "fournisseur",
            "modalite",
            "habilitation_franceconnect",
            "scopes",
            "du",
            "au",
        ],
    },
    Part {
        header: "page",
        comment: "Les seules pages où le bouton peut être posé, et où l’usager peut revenir.",
        keys: &["adresse"],
    },
    Part {
        header: "source",
        comment: "Ce que l’usager peut cocher, en plus de son identité.",
        keys: &[
            "id",
            "modalite",
            "motif",
            "sante",
            "saisies",
            "lignes",
            "annee",
            "titulaire_non_verifie",
            "perimetre",
        ],
    },
    Part {
        header: "champ",
        comment: "Chaque donnée et le champ qui la reçoit. Sans `cible`, c’est le champ de la page qui porte\n\
                  # data-unefois=\"le chemin\", ou l’autocomplete qui convient. Ajoutez sinon un sélecteur : cible = \"#nom\".",
        keys: &["chemin"],
    },
];

/// The démarche file of these answers, those that wait left empty and said.
pub fn text(answers: &Answers) -> String {
    let demarche = answers.demarche(Holes::Left).unwrap_or_default();
    let mut lines = vec![
        format!("# {}, préparé par `unefois init`.", answers.text("titre")),
        "# Toutes les clés sont expliquées dans docs/demarche.md. À vérifier après chaque changement : unefois check.".to_owned(),
        String::new(),
    ];
    keys(&demarche, TOP.keys, &mut lines);
    let (rights, others) = BEFORE.split_at(5);
    rights
        .iter()
        .for_each(|part| section(&demarche, part, &mut lines));
    if let [habilitation, rest @ ..] = LISTS {
        sections(&demarche, habilitation, &mut lines);
        others
            .iter()
            .for_each(|part| section(&demarche, part, &mut lines));
        rest.iter()
            .for_each(|part| sections(&demarche, part, &mut lines));
    }
    lines.join("\n") + "\n"
}

fn section(demarche: &Table, part: &Part, lines: &mut Vec<String>) {
    let Some(table) = get(demarche, part.header).and_then(Value::as_table) else {
        return;
    };
    lines.push(String::new());
    comment(part, lines);
    lines.push(format!("[{}]", part.header));
    keys(table, part.keys, lines);
}

fn sections(demarche: &Table, part: &Part, lines: &mut Vec<String>) {
    let items = get(demarche, part.header).and_then(Value::as_array);
    for (index, item) in items.into_iter().flatten().enumerate() {
        lines.push(String::new());
        if index == 0 {
            comment(part, lines);
        }
        lines.push(format!("[[{}]]", part.header));
        if let Some(table) = item.as_table() {
            keys(table, part.keys, lines);
        }
    }
}

fn comment(part: &Part, lines: &mut Vec<String>) {
    if !part.comment.is_empty() {
        lines.push(format!("# {}", part.comment));
    }
}

fn keys(table: &Table, keys: &[&str], lines: &mut Vec<String>) {
    for key in keys {
        if let Some(value) = table.get(*key) {
            if value.as_str() == Some("") {
                lines.push("# À compléter.".to_owned());
            }
            lines.push(format!("{key} = {}", inline(value)));
        }
    }
}

/// A value on its line; a long list, one item a line.
fn inline(value: &Value) -> String {
    match value {
        Value::Table(table) => {
            let pairs = table
                .iter()
                .map(|(key, value)| format!("{key} = {}", inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            let line = items.join(", ");
            match line.len() > 80 {
                true => format!("[\n    {},\n]", items.join(",\n    ")),
                false => format!("[{line}]"),
            }
        }
        other => other.to_string(),
    }
}
