//! Who asks, and what for.

use toml::Value;
use unefois_core::demarche::usages;

use crate::init::answers::Answers;
use crate::init::guess;
use crate::init::question::{Form, Question};

/// What the démarche is for: everything else follows.
pub fn usage(_: &Answers) -> Vec<Question> {
    let offered = usages::ALL.iter().filter(|usage| usage.refus.is_none());
    let offered = offered.map(|usage| (usage.id.to_owned(), usage.titre.to_owned()));
    vec![
        Question::text(
            "usage",
            "À quoi sert la démarche ?",
            "Ce qu’elle a le droit de demander en dépend.",
        )
        .of(Form::One(offered.collect())),
    ]
}

/// Who asks.
pub fn collectivite(_: &Answers) -> Vec<Question> {
    vec![
        Question::text(
            "collectivite.nom_collectivite",
            "Nom de la collectivité",
            "Le nom seul : Ville de Valbourg.",
        ),
        Question::text(
            "collectivite.siret",
            "SIRET de la collectivité",
            "14 chiffres. Jamais celui d’un éditeur.",
        ),
    ]
}

/// The forms its name takes in a sentence.
pub fn names(answers: &Answers) -> Vec<Question> {
    let forms = guess::nominal_forms(answers.text("collectivite.nom_collectivite"));
    let form = |index: usize| forms.as_ref().and_then(|forms| forms.get(index).cloned());
    vec![
        Question::text(
            "collectivite.collectivite",
            "Son nom avec le, la, l’ ou les",
            "La ville de Valbourg : « la ville de Valbourg ».",
        )
        .guessed(form(0)),
        Question::text(
            "collectivite.a_collectivite",
            "Son nom après « transmis… »",
            "« à la ville de Valbourg », « au CCAS de Valbourg ».",
        )
        .guessed(form(1)),
        Question::text(
            "collectivite.de_collectivite",
            "Son nom après « le service… »",
            "« de la ville de Valbourg », « du CCAS de Valbourg ».",
        )
        .guessed(form(2)),
    ]
}

/// Whom to write to.
pub fn contacts(_: &Answers) -> Vec<Question> {
    vec![
        Question::text(
            "collectivite.service",
            "Service qui reçoit la demande",
            "Service éducation.",
        ),
        Question::text(
            "collectivite.dpo",
            "Délégué à la protection des données",
            "Son adresse électronique, ou une page en https.",
        ),
        Question::text(
            "collectivite.contact",
            "Aide aux usagers",
            "Adresse électronique, téléphone ou page.",
        ),
        Question::text(
            "collectivite.mentions_legales",
            "Adresse des mentions légales",
            "Une page en https.",
        ),
    ]
}

/// What the person reads first.
pub fn title(_: &Answers) -> Vec<Question> {
    vec![Question::text(
        "titre",
        "Titre de la démarche",
        "Montré à l’usager : Inscription à la cantine.",
    )]
}

/// What it is for, and for whom.
pub fn purpose(answers: &Answers) -> Vec<Question> {
    let people = [
        ("usager", "la personne qui s’identifie"),
        ("enfant", "son enfant"),
        ("autre", "un autre adulte : rien n’est alors demandé"),
    ];
    let people = people.map(|(word, text)| (word.to_owned(), text.to_owned()));
    vec![
        Question::text(
            "finalite",
            "À quoi servent les données ?",
            "La suite de « Pour… » : calculer le tarif de la cantine.",
        ),
        Question::text(
            "id",
            "Identifiant de la démarche",
            "Il est écrit dans la balise de la page.",
        )
        .guessed(guess::identifier(answers.text("titre"))),
        Question::text(
            "concerne",
            "Pour qui la demande peut-elle être faite ?",
            "La première cochée est proposée.",
        )
        .of(Form::Several(people.to_vec()))
        .or(Value::Array(vec!["usager".into()])),
    ]
}
