//! The words of the message files, read as a reader would: typography, words that exclude, how long a
//! sentence is and how hard a screen is to read.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/texts.rs"]
mod support;

use support::{IMPOSED, check_all, sentences, texts, without_placeholders, words};
use unefois_core::messages;

#[test]
fn typography_is_that_of_each_language() {
    check_all(|lang, id, text| {
        let everywhere = ["'", "\"", "...", "  ", " ,", " ."];
        let french = [" :", " ;", " !", " ?", "« ", " »", " €", " %"];
        let held = |bad: &[&'static str]| bad.iter().find(|bad| text.contains(**bad)).copied();
        let before = |mark: char, space: char| {
            text.match_indices(mark)
                .any(|(at, _)| !text[..at].ends_with(space))
        };
        let spaces = before(':', '\u{a0}')
            || before('»', '\u{a0}')
            || ['?', '!', ';'].iter().any(|mark| before(*mark, '\u{202f}'));
        let is_french = lang == "fr" && !id.starts_with("format.");
        match (held(&everywhere), held(&french)) {
            (Some(bad), _) => Err(format!("holds {bad}")),
            (None, Some(bad)) if is_french => Err(format!("ordinary space in {bad}")),
            _ if is_french && spaces => Err("no space before a sign".to_owned()),
            _ if is_french && unit_may_be_cut_off(text) => {
                Err("a number leaves its unit".to_owned())
            }
            _ => Ok(()),
        }
    });
}

/// `7 ans` with an ordinary space: the line may end between the two.
fn unit_may_be_cut_off(text: &str) -> bool {
    let units = [
        "ans",
        "mois",
        "jours",
        "minutes",
        "secondes",
        "caractères",
        "heures",
    ];
    let ended = |(at, _): (usize, &str)| text[..at].ends_with(|c: char| c.is_ascii_digit());
    units
        .iter()
        .any(|unit| text.match_indices(&format!(" {unit}")).any(ended))
}

#[test]
fn nothing_is_shouted_and_no_sign_is_for_show() {
    check_all(|_, _, text| {
        let usual =
            |c: char| c.is_alphanumeric() || " \u{a0}\u{202f}.,:;?’…«»“”()-–/€°{}_".contains(c);
        match text.chars().find(|c| !usual(*c)) {
            Some(bad) => Err(format!("holds {bad:?}")),
            None => Ok(()),
        }
    });
}

/// Written around gender: no mark inside a word, no past participle of the reader.
#[test]
fn nobody_is_left_out_by_their_gender() {
    check_all(|lang, _, text| {
        let marks = ["(e)", "(s)", "·", ".e.", "-e-", "/e ", "Monsieur", "Madame"];
        let found = marks.iter().find(|mark| text.contains(**mark));
        let told = words(text);
        let born = told.iter().any(|word| word == "né" || word == "née");
        let named = told
            .windows(3)
            .any(|three| three[0] == "vous" && three[1] == "êtes" && three[2].ends_with('é'));
        match found {
            Some(mark) => Err((*mark).to_owned()),
            None if lang == "fr" && (born || named) => Err("tells a gender".to_owned()),
            None => Ok(()),
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

#[test]
fn words_that_exclude_or_frighten_are_absent() {
    check_all(|lang, id, text| {
        let (list, phrases) = match lang {
            "fr" => (FORBIDDEN_FR, FORBIDDEN_PHRASES_FR),
            "en" => (FORBIDDEN_EN, FORBIDDEN_PHRASES_EN),
            _ => return Ok(()),
        };
        let plain = without_placeholders(text).to_lowercase();
        let is = |word: &str, bad: &str| match bad.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == bad,
        };
        let told = words(&plain);
        let mut bad = told
            .iter()
            .filter(|word| list.split_whitespace().any(|bad| is(word, bad)));
        let phrase = phrases.iter().find(|phrase| plain.contains(**phrase));
        let cookie = told.iter().any(|word| word.starts_with("cookie"));
        let cookie_allowed = id.starts_with("err.browser_blocks.") || id == "info2.cookies.t";
        match (bad.next(), phrase) {
            (Some(word), _) => Err(word.clone()),
            (None, Some(phrase)) => Err((*phrase).to_owned()),
            _ if cookie && !cookie_allowed => Err("cookie".to_owned()),
            _ => Ok(()),
        }
    });
}

/// Names, words that both languages write alike, and templates without a word.
const ALIKE: &[&str] = &[
    "fc.brand",
    "format.date",
    "format.kilogrammes",
    "format.list_separator",
    "format.month_year",
    "info2.list.col1",
    "provider.france_travail.le",
    "provider.franceconnect.le",
    "provider.franceconnect.name",
    "provider.impots.le",
    "release.children.item_nodate",
    "release.value_source",
    "release.value_source_nodate",
    "sr.source_item",
    "value.commune",
    "verify.form.value",
];

#[test]
fn nothing_is_left_in_french_in_another_language() {
    let fr = texts("fr");
    for lang in messages::languages().filter(|lang| *lang != "fr") {
        let other = texts(lang);
        let alike = fr.iter().filter(|(id, text)| other[*id] == **text);
        let left: Vec<_> = alike
            .filter(|(id, _)| !ALIKE.contains(&id.as_str()))
            .collect();
        assert!(left.is_empty(), "{lang}: {left:#?}");
    }
}

/// What is pressed, besides `err.*.action`.
const BUTTONS: &[&str] = &[
    "common.back_to_form",
    "common.by_hand",
    "common.close",
    "common.retry",
    "field_ui.edit",
    "field_ui.not_me",
    "field_ui.restore",
    "logout.button",
    "panel.by_hand",
    "receipt.download",
    "release.not_me",
    "release.refuse",
    "release.send",
    "release.time.more",
    "summary.again",
    "summary.conflict.keep",
    "summary.conflict.use",
    "summary.goto",
    "summary.undo",
    "verify.button",
];

#[test]
fn buttons_say_what_they_do_in_forty_signs() {
    check_all(|_, id, text| {
        let is_button = BUTTONS.contains(&id) || id.ends_with(".action");
        let count = text.chars().count();
        match is_button && count > 40 {
            true => Err(format!("{count} signs")),
            false => Ok(()),
        }
    });
    let fr = texts("fr");
    let unknown: Vec<_> = BUTTONS.iter().filter(|id| !fr.contains_key(**id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn sentences_stay_short() {
    check_all(|_, id, text| {
        let limit = if id.starts_with("info2.") { 25 } else { 20 };
        let plain = without_placeholders(text);
        let long = sentences(&plain)
            .into_iter()
            .map(|sentence| words(sentence).len())
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
    let words = words(text);
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

/// A screen, how the identifiers of its texts begin and end, and its target.
type Screen = (&'static str, &'static [(&'static str, &'static str)], f64);

const SCREENS: &[Screen] = &[
    (
        "panel",
        &[("panel.", ""), ("notice.", ""), ("fc.", "")],
        70.0,
    ),
    ("sources, why", &[("source.", ".why")], 70.0),
    (
        "sources, detail",
        &[("source.", ".gets"), ("source.", ".gets_sante")],
        70.0,
    ),
    ("release", &[("release.", ""), ("wait.", "")], 70.0),
    (
        "receipt, logout, goodbye",
        &[("receipt.", ""), ("logout.", ""), ("goodbye.", "")],
        70.0,
    ),
    ("inputs", &[("input.", "")], 70.0),
    ("summary", &[("summary.", "")], 70.0),
    ("field notices", &[("field_ui.", "")], 70.0),
    ("errors", &[("err.", "")], 70.0),
    ("reasons", &[("reason.", ""), ("next.", "")], 70.0),
    ("level 2", &[("info2.", "")], 65.0),
    ("verification", &[("verify.", "")], 65.0),
];

const MEAN_WORDS: f64 = 12.0;

/// A smoke alarm, not a proof: the formula ignores meaning. Labels of fewer than five words are left out.
#[test]
fn screens_are_easy_to_read() {
    let fr = texts("fr");
    for (screen, parts, target) in SCREENS {
        let is_part = |id: &str| {
            let mut parts = parts.iter();
            parts.any(|(start, end)| id.starts_with(start) && id.ends_with(end))
        };
        let on_screen = fr.iter().filter(|(id, text)| {
            let long = words(&without_placeholders(text)).len() >= 5;
            long && is_part(id) && !IMPOSED.contains(&id.as_str())
        });
        let whole: Vec<String> = on_screen
            .map(|(_, text)| closed(&without_placeholders(text)))
            .collect();
        let whole = whole.join(" ");
        let (_, score) = readability(&whole);
        let mean = words(&whole).len() as f64 / sentences(&whole).len() as f64;
        println!("{screen}: {score:.0}, {mean:.1} words a sentence");
        assert!(score >= *target, "{screen}: {score:.1} under {target}");
        assert!(mean <= MEAN_WORDS, "{screen}: {mean:.1} words a sentence");
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
