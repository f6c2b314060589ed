//! The widget's share of the texts.
//!
//! The panel gets the texts whose ids begin like a line of `widget/messages.txt`; the loader, which
//! must stay small, the few ids its script names.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use unefois_tests::{folder, workspace};

/// Texts by id.
type Texts = BTreeMap<String, String>;

/// The widget's texts in one language.
pub struct Language {
    /// Two letters, the name of its file: `fr`.
    pub code: String,
    panel: Texts,
    all: Texts,
}

impl Language {
    /// The JSON file the panel loads.
    ///
    /// # Errors
    ///
    /// Never, for texts.
    pub fn widget(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.panel)?)
    }

    /// The texts whose ids stand in a script as string literals.
    pub fn named_in(&self, script: &str) -> BTreeMap<&str, &str> {
        self.all
            .iter()
            .filter(|(id, _)| script.contains(&format!("\"{id}\"")))
            .map(|(id, text)| (id.as_str(), text.as_str()))
            .collect()
    }
}

/// Every language of `edge/wire/messages`, or of the folder `UNEFOIS_MESSAGES` names, which the edge
/// reads at the same time.
///
/// # Errors
///
/// A file cannot be read, its name is not two letters, the languages do not hold the same ids, or a
/// prefix matches no text.
pub fn read() -> Result<Vec<Language>> {
    let own = workspace::root().join("edge/wire/messages");
    read_in(&env::var_os("UNEFOIS_MESSAGES").map_or(own, PathBuf::from))
}

fn read_in(folder: &Path) -> Result<Vec<Language>> {
    let prefixes = prefixes()?;
    let mut languages: Vec<Language> = Vec::new();
    for path in language_files(folder)? {
        let code = code_of(&path)?;
        let all = read_file(&path)?;
        if languages
            .first()
            .is_some_and(|first| !first.all.keys().eq(all.keys()))
        {
            bail!(
                "{} does not hold the same texts as the other languages.",
                path.display()
            );
        }
        let panel = select(&all, &prefixes)?;
        languages.push(Language { code, panel, all });
    }
    Ok(languages)
}

/// The prefixes, one a line; `#` begins a comment.
fn prefixes() -> Result<Vec<String>> {
    let path = workspace::root().join("widget/messages.txt");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect())
}

/// The loader compares two letters of the page's `lang`.
fn code_of(path: &Path) -> Result<String> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    if name.len() != 2 || !name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        bail!(
            "{} is not named after the two letters of its language.",
            path.display()
        );
    }
    Ok(name.into_owned())
}

fn language_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = folder::files(folder)?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    Ok(files)
}

fn read_file(path: &Path) -> Result<Texts> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not an object of texts.", path.display()))
}

fn select(texts: &Texts, prefixes: &[String]) -> Result<Texts> {
    for prefix in prefixes {
        if !texts.keys().any(|id| id.starts_with(prefix)) {
            bail!("widget/messages.txt asks for `{prefix}`, which begins the id of no text.");
        }
    }
    let wanted = |id: &str| prefixes.iter().any(|prefix| id.starts_with(prefix));
    Ok(texts
        .iter()
        .filter(|(id, _)| wanted(id))
        .map(|(id, text)| (id.clone(), text.clone()))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ids: &[&str]) -> Texts {
        ids.iter()
            .map(|id| ((*id).to_owned(), String::from("texte")))
            .collect()
    }

    #[test]
    fn select_keeps_only_ids_that_begin_like_a_prefix() {
        let selected = select(
            &texts(&["panel.title", "release.title"]),
            &[String::from("panel.")],
        );
        assert_eq!(selected.unwrap(), texts(&["panel.title"]));
    }

    #[test]
    fn rejects_prefix_without_text() {
        let error = select(&texts(&["panel.title"]), &[String::from("panle.")]).unwrap_err();
        assert!(error.to_string().contains("panle."), "{error}");
    }

    #[test]
    fn language_is_a_file_more() {
        let folder = workspace::output_dir().join("work/languages-test");
        fs::create_dir_all(&folder).unwrap();
        let french = workspace::root().join("edge/wire/messages/fr.json");
        for name in ["fr", "de"] {
            fs::copy(&french, folder.join(format!("{name}.json"))).unwrap();
        }
        let languages = read_in(&folder).unwrap();
        let codes: Vec<_> = languages.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["de", "fr"]);
        assert!(languages[0].widget().unwrap().contains("panel.title"));
        assert!(code_of(Path::new("deutsch.json")).is_err());
    }

    #[test]
    fn named_in_finds_ids_that_are_literals_of_the_script() {
        let language = Language {
            code: String::from("fr"),
            panel: Texts::new(),
            all: texts(&["fc.login", "fc.link"]),
        };
        let named = language.named_in(r#"texts[data ? "fc.login" : "fc.log"]"#);
        assert_eq!(named.into_keys().collect::<Vec<_>>(), ["fc.login"]);
    }
}
