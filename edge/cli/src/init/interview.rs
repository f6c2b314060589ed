//! The questions, in an order where each may depend on the answers before it.

use toml::Value;
use unefois_core::demarche::usages::{self, Place, Verdict};
use unefois_core::demarche::{HabilitationKind, ModaliteAccordee};
use unefois_core::messages::Catalogue;
use unefois_core::sources::{self, SourceSpec};
use unefois_core::{field, identite};

use super::answers::{Answers, habilitation_key};
use super::guess;
use super::question::{Asker, Form, Question};
use crate::failure::Failure;

/// A page of questions: those that depend on the pages before.
type Step = fn(&Answers) -> Vec<Question>;

const STEPS: &[Step] = &[
    usage,
    collectivite,
    names,
    contacts,
    title,
    purpose,
    source_choice,
    source_details,
    fields,
    health,
    pages,
    franceconnect,
    providers,
    habilitations,
    legal,
    retention,
    reason,
];

/// Asks everything but what `answers` begins with.
///
/// # Errors
///
/// The person gives up.
pub fn run(asker: &mut dyn Asker, mut answers: Answers) -> Result<Answers, Failure> {
    for step in STEPS {
        for question in step(&answers) {
            let answer = asker.ask(&question, &answers)?;
            answers.set(&question.key, answer);
        }
    }
    Ok(answers)
}

fn usage(_: &Answers) -> Vec<Question> {
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

fn collectivite(_: &Answers) -> Vec<Question> {
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

fn names(answers: &Answers) -> Vec<Question> {
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

fn contacts(_: &Answers) -> Vec<Question> {
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

fn title(_: &Answers) -> Vec<Question> {
    vec![Question::text(
        "titre",
        "Titre de la démarche",
        "Montré à l’usager : Inscription à la cantine.",
    )]
}

fn purpose(answers: &Answers) -> Vec<Question> {
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

fn source_choice(answers: &Answers) -> Vec<Question> {
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

fn source_details(answers: &Answers) -> Vec<Question> {
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

fn fields(answers: &Answers) -> Vec<Question> {
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
fn health(answers: &Answers) -> Vec<Question> {
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

fn pages(_: &Answers) -> Vec<Question> {
    vec![
        Question::text(
            "pages",
            "Adresse de la page du formulaire",
            "Exacte, en https, barre finale comprise. Plusieurs se séparent par un espace.",
        )
        .of(Form::Words),
    ]
}

fn franceconnect(answers: &Answers) -> Vec<Question> {
    let name = answers.text("collectivite.nom_collectivite");
    let algorithms = [("es256", "ES256"), ("rs256", "RS256")];
    let algorithms = algorithms.map(|(word, text)| (word.to_owned(), text.to_owned()));
    vec![
        Question::text(
            "franceconnect.issuer",
            "Adresse de FranceConnect",
            "Celle de la production, sauf pour un essai.",
        )
        .or("https://oidc.franceconnect.gouv.fr/api/v2"),
        Question::text(
            "franceconnect.client_id",
            "Identifiant du client FranceConnect",
            "Donné par l’espace partenaires. Vide s’il n’est pas encore connu.",
        )
        .waiting(),
        Question::text(
            "franceconnect.client_secret",
            "Nom du secret du client FranceConnect",
            "Son nom dans le coffre de la plateforme, jamais le secret.",
        )
        .or(guess::secret("FC_SECRET", name)),
        Question::text(
            "franceconnect.algorithme",
            "Signature déclarée dans l’espace partenaires",
            "ES256 si vous avez le choix.",
        )
        .of(Form::One(algorithms.to_vec()))
        .or("es256"),
    ]
}

fn providers(answers: &Answers) -> Vec<Question> {
    let name = answers.text("collectivite.nom_collectivite");
    let needed = answers.needed();
    let has = |kind| needed.iter().any(|it| it.fournisseur == kind);
    let mut questions = Vec::new();
    if has(HabilitationKind::ApiParticulier) {
        questions.push(
            Question::text(
                "api_particulier.adresse",
                "Adresse d’API Particulier",
                "Celle de la production, sauf pour un essai.",
            )
            .or("https://particulier.api.gouv.fr"),
        );
    }
    if needed
        .iter()
        .any(|it| it.modalite == Some(ModaliteAccordee::Params))
    {
        questions.push(
            Question::text(
                "api_particulier.jeton",
                "Nom du secret du jeton de la collectivité",
                "Son nom dans le coffre de la plateforme, jamais le jeton.",
            )
            .or(guess::secret("JETON", name)),
        );
    }
    if has(HabilitationKind::ApiImpotParticulier) {
        questions.extend([
            Question::text(
                "dgfip.adresse",
                "Adresse de base donnée avec le compte DGFiP",
                "Vide si le compte n’est pas encore ouvert.",
            )
            .waiting(),
            Question::text(
                "dgfip.client_id",
                "Identifiant du compte DGFiP",
                "Vide si le compte n’est pas encore ouvert.",
            )
            .waiting(),
            Question::text(
                "dgfip.client_secret",
                "Nom du secret du compte DGFiP",
                "Son nom dans le coffre de la plateforme, jamais le secret.",
            )
            .or(guess::secret("DGFIP_SECRET", name)),
            Question::text(
                "homologation.autorite",
                "Autorité qui a prononcé l’homologation de sécurité",
                "Sa fonction : la maire de Valbourg. Vide si elle reste à prononcer.",
            )
            .waiting(),
            Question::text(
                "homologation.du",
                "Premier jour de l’homologation",
                "AAAA-MM-JJ.",
            )
            .waiting(),
            Question::text(
                "homologation.au",
                "Dernier jour de l’homologation",
                "AAAA-MM-JJ.",
            )
            .waiting(),
        ]);
    }
    questions
}

fn habilitations(answers: &Answers) -> Vec<Question> {
    let mut questions = Vec::new();
    for needed in answers.needed() {
        let key = |end: &str| format!("habilitations.{}.{end}", habilitation_key(&needed));
        let name = match (needed.fournisseur, needed.modalite) {
            (HabilitationKind::Franceconnect, _) => "FranceConnect",
            (HabilitationKind::ApiImpotParticulier, _) => "API Impôt particulier",
            (HabilitationKind::ApiParticulier, Some(ModaliteAccordee::Params)) => {
                "API Particulier (jeton de la collectivité)"
            }
            (HabilitationKind::ApiParticulier, _) => "API Particulier",
        };
        questions.push(
            Question::text(
                &key("numero"),
                &format!("Numéro de l’habilitation {name}"),
                "H456, sur DataPass. Vide si elle reste à demander.",
            )
            .waiting(),
        );
        questions.push(
            Question::text(
                &key("du"),
                &format!("Premier jour de l’habilitation {name}"),
                "AAAA-MM-JJ.",
            )
            .or(answers.today.to_string()),
        );
    }
    questions
}

fn legal(answers: &Answers) -> Vec<Question> {
    let text = usages::spec(answers.text("usage")).map(|usage| usage.texte.to_owned());
    vec![
        Question::text(
            "base_legale.texte",
            "Texte qui fonde la démarche",
            "Code et article.",
        )
        .guessed(text),
        Question::text(
            "base_legale.deliberation",
            "Délibération",
            "Délibération du 12 mai 2026. Vide si elle reste à prendre.",
        )
        .waiting(),
        Question::text(
            "base_legale.adresse",
            "Adresse publique de la délibération",
            "Une page en https. Vide si elle reste à publier.",
        )
        .waiting(),
    ]
}

fn retention(_: &Answers) -> Vec<Question> {
    vec![
        Question::text(
            "conservation.duree",
            "Durée de conservation, en mots",
            "Jusqu’à la fin de l’année scolaire.",
        ),
        Question::text(
            "conservation.mois",
            "La même durée, en mois",
            "Au-delà de 36, un motif est demandé.",
        )
        .of(Form::Number),
    ]
}

/// A long retention says why.
fn reason(answers: &Answers) -> Vec<Question> {
    let months = answers.get("conservation.mois").and_then(Value::as_integer);
    match months.is_some_and(|months| months > 36) {
        true => vec![Question::text(
            "conservation.motif",
            "Pourquoi garder plus de 36 mois ?",
            "Le motif est montré dans la notice.",
        )],
        false => Vec::new(),
    }
}
