//! The message files, read as a reader would: same messages in both languages, a text for all that
//! is shown, typography, words that exclude, and how hard a screen is to read.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use unefois_core::{field, sources};

type Texts = BTreeMap<String, String>;

/// FranceConnect owns these words: they are shown as they are.
const IMPOSED: &[&str] = &[
    "fc.login",
    "fc.login_data",
    "fc.brand",
    "fc.link",
    "fc.link_title",
    "fc.phrase",
];

fn texts(lang: &str) -> Texts {
    let path = format!(
        "{}/../wire/messages/{lang}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let json = std::fs::read_to_string(path).expect("the file is there");
    serde_json::from_str(&json).expect("a flat map of texts")
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

/// Checks every text of both languages that FranceConnect does not impose.
fn check_all(check: impl Fn(&str, &str, &str) -> Result<(), String>) {
    let mut broken = Vec::new();
    for lang in ["fr", "en"] {
        for (id, text) in texts(lang)
            .iter()
            .filter(|(id, _)| !IMPOSED.contains(&id.as_str()))
        {
            if let Err(why) = check(lang, id, text) {
                broken.push(format!("{lang} {id}: {why}: {text}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn both_languages_have_the_same_messages_and_placeholders() {
    let (fr, en) = (texts("fr"), texts("en"));
    let ids = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(ids(&fr), ids(&en));
    for (id, text) in &fr {
        assert_eq!(placeholders(text), placeholders(&en[id]), "{id}");
    }
}

#[test]
fn ids_are_dotted_and_plurals_are_complete() {
    for id in texts("fr").keys() {
        // Codes of open lists are written as their provider writes them: `value.energie.EL`.
        let is_code = id.starts_with("value.") && id.matches('.').count() == 2;
        let letter = |c: char| c.is_ascii_lowercase() || is_code && c.is_ascii_uppercase();
        let allowed = |c: char| letter(c) || c.is_ascii_digit() || "._".contains(c);
        assert!(id.contains('.') && id.chars().all(allowed), "{id}");
        if let Some(stem) = id.strip_suffix(".one") {
            assert!(texts("fr").contains_key(&format!("{stem}.other")), "{id}");
        }
    }
}

#[test]
fn every_field_and_every_box_has_its_label() {
    let of_fields = field::known().map(|spec| format!("field.{}", spec.chemin.replace("[]", "")));
    let boxes = sources::ALL.iter().flat_map(|source| source.boxes);
    let of_boxes = boxes.map(|shown| shown.label.to_owned());
    check_present(of_fields.chain(of_boxes));
}

#[test]
fn every_source_says_what_it_is_why_it_is_asked_and_what_it_gives() {
    check_present(sources::ALL.iter().flat_map(|source| {
        ["label", "why", "gets"].map(|part| format!("source.{}.{part}", source.id))
    }));
}

/// A sentence about a provider needs all its forms, and one that says nothing came needs the way out.
#[test]
fn every_provider_has_its_forms_and_what_to_do_next() {
    let told: BTreeSet<String> = texts("fr")
        .keys()
        .filter_map(|id| Some(id.strip_prefix("provider.")?.split_once('.')?.0.to_owned()))
        .collect();
    for source in sources::ALL {
        assert!(told.contains(source.fournisseur), "{}", source.fournisseur);
    }
    check_present(told.iter().flat_map(|key| {
        let forms = ["name", "le", "a", "de", "official"];
        let forms = forms.map(|form| format!("provider.{key}.{form}"));
        forms.into_iter().chain([format!("next.{key}")])
    }));
    for (id, text) in texts("fr").iter().filter(|(id, _)| id.starts_with("next.")) {
        assert_eq!(sentences(text).len(), 1, "{id}: {text}");
        assert!(
            told.contains(&id["next.".len()..]),
            "{id} is of no provider"
        );
    }
}

#[test]
fn every_input_has_a_label_a_hint_and_an_error_short_enough_to_be_heard() {
    let all = texts("fr");
    let asked = all.keys().filter_map(|id| id.strip_suffix(".label"));
    let asked: Vec<_> = asked.filter(|stem| stem.starts_with("input.")).collect();
    check_present(
        asked
            .iter()
            .flat_map(|stem| ["hint", "error"].map(|part| format!("{stem}.{part}"))),
    );
    check_all(|_, id, text| {
        let count = text.chars().count();
        let short = !id.starts_with("input.") || count <= 90;
        short.then_some(()).ok_or_else(|| format!("{count} signs"))
    });
}

fn check_present(ids: impl Iterator<Item = String>) {
    let all = texts("fr");
    let absent: Vec<_> = ids.filter(|id| !all.contains_key(id)).collect();
    assert!(absent.is_empty(), "no text for {absent:#?}");
}

#[test]
fn typography_is_that_of_each_language() {
    check_all(|lang, _, text| {
        let found = |bad: &[&str]| {
            bad.iter()
                .find(|bad| text.contains(**bad))
                .map(|bad| (*bad).to_owned())
        };
        let everywhere = found(&["'", "\"", "...", "  ", " ,", " .", "(e)", "·", "(s)"]);
        let french = found(&[" :", " ;", " !", " ?", "« ", " »", " €", " %"]);
        let before = |mark: char, space: char| {
            text.match_indices(mark)
                .any(|(at, _)| !text[..at].ends_with(space))
        };
        let spaces =
            before(':', '\u{a0}') || ['?', '!', ';'].iter().any(|mark| before(*mark, '\u{202f}'));
        match (everywhere, french) {
            (Some(bad), _) => Err(format!("holds {bad}")),
            (None, Some(bad)) if lang == "fr" => Err(format!("ordinary space in {bad}")),
            _ if lang == "fr" && spaces => Err("no space before a sign".to_owned()),
            _ => Ok(()),
        }
    });
}

const FORBIDDEN_FR: &str = "scope token jeton api endpoint oauth openid oidc callback redirection \
    redirig* certificat certifi* jwt jws hash chiffré* crypt* serveur requête session backend edge \
    widget plugin bug http* invalide échec échoué interdit* illégal* oubli* veuillez susvis* ledit \
    conformément usager allocataire* pivot habilitation consentement consentir traitement finalité \
    collecte* éligib* dématérialis* téléservice authentif* oups désolé* récupér* transm* valider \
    soumettre renseigner justificatif";
const FORBIDDEN_PHRASES_FR: &[&str] = &[
    "vous devez",
    "merci de",
    "prière de",
    "afin de",
    "dans le cadre de",
    "en application de",
    "foyer fiscal",
    "cliquez ici",
    "en savoir plus",
    "données personnelles",
    "erreur technique",
    "vous n’avez pas droit",
];
const FORBIDDEN_EN: &str = "scope token api endpoint oauth callback redirect* certificate certified \
    hash encrypt* server query session backend edge widget plugin bug http* invalid failed failure \
    forbidden illegal forgot* please sorry oops consent processing eligib* authenticat*";
const FORBIDDEN_PHRASES_EN: &[&str] = &["you must", "click here", "learn more"];

fn words(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase();
    let split: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    split.into_iter()
}

fn without_placeholders(text: &str) -> String {
    let mut plain = text.to_owned();
    for name in placeholders(text) {
        plain = plain.replace(&format!("{{{name}}}"), "x");
    }
    plain
}

#[test]
fn words_that_exclude_or_frighten_are_absent() {
    check_all(|lang, id, text| {
        let (list, phrases) = match lang {
            "fr" => (FORBIDDEN_FR, FORBIDDEN_PHRASES_FR),
            _ => (FORBIDDEN_EN, FORBIDDEN_PHRASES_EN),
        };
        let plain = without_placeholders(text).to_lowercase();
        let is = |word: &str, bad: &str| match bad.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == bad,
        };
        let word = words(&plain).find(|word| list.split_whitespace().any(|bad| is(word, bad)));
        let phrase = phrases.iter().find(|phrase| plain.contains(**phrase));
        let cookie = words(&plain).any(|word| word.starts_with("cookie"));
        let cookie_allowed = id.starts_with("err.browser_blocks.") || id == "info2.cookies.t";
        match (word, phrase) {
            (Some(word), _) => Err(word),
            (None, Some(phrase)) => Err((*phrase).to_owned()),
            _ if cookie && !cookie_allowed => Err("cookie".to_owned()),
            _ => Ok(()),
        }
    });
}

fn sentences(text: &str) -> Vec<&str> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…');
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(ends) {
        let after = at + mark.len();
        if text[after..].starts_with(char::is_whitespace) || after == text.len() {
            found.push(&text[start..at]);
            start = after;
        }
    }
    found.push(&text[start..]);
    found.retain(|sentence| words(sentence).next().is_some());
    found
}

#[test]
fn sentences_stay_short() {
    check_all(|_, id, text| {
        let limit = if id.starts_with("info2.") { 25 } else { 20 };
        let plain = without_placeholders(text);
        let long = sentences(&plain)
            .into_iter()
            .map(|sentence| words(sentence).count())
            .find(|count| *count > limit);
        long.map_or(Ok(()), |count| Err(format!("{count} words")))
    });
}

/// Syllables of a French word, on the strict side.
fn syllables(word: &str) -> usize {
    let word = spelled_as_heard(word);
    let letters: Vec<char> = word.chars().collect();
    let vowel = |c: char| "aeiouyàâäéèêëîïôöùûüÿœæ".contains(c);
    let mut count = 0;
    let mut in_run = false;
    for letter in &letters {
        count += usize::from(vowel(*letter) && !in_run);
        in_run = vowel(*letter);
    }
    let ends_in_ee = word.ends_with("ée") || word.ends_with("ées");
    for (at, pair) in letters.windows(2).enumerate() {
        let last_ee = ends_in_ee && at + 3 >= letters.len();
        count += usize::from(pair[0] == 'é' && vowel(pair[1]) && !last_ee);
    }
    let stem = word
        .strip_suffix("es")
        .or_else(|| word.strip_suffix('e'))
        .unwrap_or("");
    let mute = stem.chars().last().is_some_and(|c| !vowel(c));
    if mute && count > 1 {
        count -= 1;
    }
    count.max(1)
}

fn spelled_as_heard(word: &str) -> String {
    let mut word = word.to_lowercase().replace("qu", "k");
    for end in ["e", "é", "è", "ê", "i", "î"] {
        word = word.replace(&format!("gu{end}"), &format!("g{end}"));
    }
    let letters: Vec<char> = word.chars().collect();
    let vowel = |c: Option<&char>| c.is_some_and(|c| "aeiouàâéèêëîïôùûœæ".contains(*c));
    let consonant_y =
        |at: usize| at > 0 && vowel(letters.get(at - 1)) && vowel(letters.get(at + 1));
    letters
        .iter()
        .enumerate()
        .map(|(at, c)| {
            if *c == 'y' && consonant_y(at) {
                'j'
            } else {
                *c
            }
        })
        .collect()
}

/// Syllables and score of Kandel and Moles: higher is easier.
fn readability(text: &str) -> (usize, f64) {
    let words: Vec<String> = words(text).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let sentences = sentences(text).len().max(1) as f64;
    let count = words.len() as f64;
    (
        syllables,
        207.0 - 1.015 * (count / sentences) - 73.6 * (syllables as f64 / count),
    )
}

#[test]
fn readability_agrees_with_its_vectors() {
    for (text, expected_syllables, expected) in [
        ("Le chat dort. Il fait beau.", 6, 130.36),
        (
            "Nous demandons vos informations. Gardez cette page ouverte.",
            15,
            64.94,
        ),
        ("Votre identité n'a pas été reconnue à la CAF.", 16, 79.09),
    ] {
        let (syllables, score) = readability(text);
        assert_eq!(syllables, expected_syllables, "{text}");
        assert!((score - expected).abs() < 0.01, "{text}: {score}");
    }
}

#[test]
fn screens_are_easy_to_read() {
    let fr = texts("fr");
    for (screen, prefixes, target) in [
        ("panel", &["panel.", "notice.", "fc."][..], 70.0),
        ("sources", &["source."], 70.0),
        ("release", &["release.", "wait."], 70.0),
        ("reasons", &["reason.", "next."], 70.0),
        ("inputs", &["input."], 70.0),
        ("summary", &["summary."], 70.0),
        ("field notices", &["field_ui."], 70.0),
        ("logout", &["logout.", "goodbye."], 70.0),
        ("errors", &["err."], 70.0),
        ("level 2", &["info2."], 65.0),
    ] {
        let on_screen = fr.iter().filter(|(id, text)| {
            let long = words(&without_placeholders(text)).count() >= 5;
            let ours = !IMPOSED.contains(&id.as_str());
            long && ours && prefixes.iter().any(|prefix| id.starts_with(prefix))
        });
        let whole: Vec<String> = on_screen
            .map(|(_, text)| closed(&without_placeholders(text)))
            .collect();
        let (_, score) = readability(&whole.join(" "));
        assert!(score >= target, "{screen}: {score:.1} under {target}");
    }
}

fn closed(text: &str) -> String {
    let ended = text.ends_with(['.', '!', '?', '…']);
    if ended {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
