//! With which rights, on which ground, for how long.

use toml::Value;
use unefois_core::demarche::{HabilitationKind, ModaliteAccordee, usages};

use crate::init::answers::{Answers, habilitation_key};
use crate::init::guess;
use crate::init::question::{Form, Question};

/// The FranceConnect client.
pub fn franceconnect(answers: &Answers) -> Vec<Question> {
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

/// Access to the providers that the fields need.
pub fn providers(answers: &Answers) -> Vec<Question> {
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

/// The habilitations that the fields need.
pub fn habilitations(answers: &Answers) -> Vec<Question> {
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

/// The ground of the démarche.
pub fn legal(answers: &Answers) -> Vec<Question> {
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

/// How long the collectivité keeps the data.
pub fn retention(_: &Answers) -> Vec<Question> {
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
pub fn reason(answers: &Answers) -> Vec<Question> {
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
