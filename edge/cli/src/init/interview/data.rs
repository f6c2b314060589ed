//! What is asked, of which source, for which field.

use toml::Value;
use unefois_core::demarche::usages::{self, Place, Verdict};
use unefois_core::messages::Catalogue;
use unefois_core::sources::{self, SourceSpec};
use unefois_core::{field, identite};

use crate::init::answers::Answers;
use crate::init::question::{Form, Question};

/// What the use case may ask; required ones first.
fn allowed(answers: &Answers) -> Vec<(&'static SourceSpec, Option<Place>)> {
    let Some(usage) = usages::spec(answers.text("usage")) else {
        return Vec::new();
    };
    let mut allowed: Vec<_> = sources::ALL
        .iter()
        .filter_map(|source| match usage.verdict(source) {
            Verdict::Dite(Place::Interdite, _) => None,
            Verdict::Dite(place, _) => Some((*source, Some(place))),
            Verdict::Motivee => Some((*source, None)),
        })
        .collect();
    allowed.sort_by_key(|(_, place)| *place != Some(Place::Requise));
    allowed
}

/// What is asked beside the identity.
pub fn source_choice(answers: &Answers) -> Vec<Question> {
    let texts = Catalogue::fr();
    let offered: Vec<(String, String)> = allowed(answers)
        .into_iter()
        .map(|(source, place)| {
            let label = texts.text(&format!("source.{}.label", source.id), &[]);
            let end = match place {
                Some(Place::Requise) => " (attendue)",
                _ if source.sante => " (donnée de santé)",
                None => " (à motiver)",
                Some(_) => "",
            };
            (source.id.to_owned(), format!("{label}{end}"))
        })
        .collect();
    if offered.is_empty() {
        return Vec::new();
    }
    vec![
        Question::text(
            "sources",
            "Quelles données demander, en plus de l’identité ?",
            "Le strict nécessaire : chacune devra servir à un champ.",
        )
        .of(Form::Several(offered))
        .or(Value::Array(Vec::new())),
    ]
}

/// What each source needs to be told.
pub fn source_details(answers: &Answers) -> Vec<Question> {
    let texts = Catalogue::fr();
    let allowed = allowed(answers);
    let mut questions = Vec::new();
    for source in answers
        .source_ids()
        .iter()
        .filter_map(|id| sources::spec(id))
    {
        let key = |end: &str| format!("precisions.{}.{end}", source.id);
        let label = texts.text(&format!("source.{}.label", source.id), &[]);
        let is_reasoned = allowed
            .iter()
            .any(|(it, place)| it.id == source.id && place.is_none());
        if is_reasoned {
            let text = format!("{label} : pourquoi cette donnée est-elle nécessaire ?");
            questions.push(Question::text(
                &key("motif"),
                &text,
                "Le motif est gardé dans le fichier.",
            ));
        }
        if source
            .access(None, None)
            .is_some_and(|access| access.wants_perimetre)
        {
            let text = format!("{label} : où chercher l’élève ?");
            let help = "Le code UAI d’un établissement (0690001A), ou un degré et des départements (2D 069).";
            questions.push(Question::text(&key("perimetre"), &text, help).of(Form::Perimetre));
        }
    }
    questions
}

/// Which fields are filled.
pub fn fields(answers: &Answers) -> Vec<Question> {
    let texts = Catalogue::fr();
    let ids = answers.source_ids();
    let of_sources = ids
        .iter()
        .filter_map(|id| sources::spec(id))
        .flat_map(|source| source.fields);
    let all = identite::FIELDS
        .iter()
        .chain(of_sources.map(|field| &field.spec));
    let offered = all.map(|spec| {
        let source = field::source_of(spec.chemin).unwrap_or_default();
        let from = match source {
            field::IDENTITE => "FranceConnect".to_owned(),
            source => texts.text(&format!("source.{source}.label"), &[]),
        };
        (
            spec.chemin.to_owned(),
            format!("{} — {from}", texts.label(spec.chemin)),
        )
    });
    vec![
        Question::text(
            "champs",
            "Quels champs du formulaire remplir ?",
            "Ceux que la démarche demande déjà, et aucun autre.",
        )
        .of(Form::Several(offered.collect()))
        .or(Value::Array(vec![
            "identite.nom_naissance".into(),
            "identite.prenoms".into(),
        ])),
    ]
}

/// Nobody asks about health unawares: neither a source that tells of it, nor a field that does.
pub fn health(answers: &Answers) -> Vec<Question> {
    let texts = Catalogue::fr();
    let concerned = answers.sources_breaking("sante_explicite").into_iter();
    let questions = concerned.map(|id| {
        let label = texts.text(&format!("source.{id}.label"), &[]);
        let text = format!(
            "{label} : la réponse dit quelque chose de la santé. Votre délégué à la protection des données est d’accord ?"
        );
        let help = "Sans son accord, renoncez à cette source.";
        Question::text(&format!("precisions.{id}.sante"), &text, help).of(Form::Agreement)
    });
    questions.collect()
}

/// Where the button stands.
pub fn pages(_: &Answers) -> Vec<Question> {
    vec![
        Question::text(
            "pages",
            "Adresse de la page du formulaire",
            "Exacte, en https, barre finale comprise. Plusieurs se séparent par un espace.",
        )
        .of(Form::Words),
    ]
}
