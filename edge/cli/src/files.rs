//! Files: read whole, written whole or not at all.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use tempfile::Builder;
use unefois_core::demarche::{self, ConfigProblem, DemarcheWritten};

use crate::failure::Failure;

/// A file that only its owner reads.
pub const PRIVATE: u32 = 0o600;
/// A file like any other.
pub const PUBLIC: u32 = 0o644;

/// The name by which messages call a file.
pub fn name(path: &Path) -> String {
    path.display().to_string()
}

/// Reads a text.
///
/// # Errors
///
/// [`Failure::File`].
pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

/// Reads bytes whose encoding is judged elsewhere.
///
/// # Errors
///
/// [`Failure::File`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::File(format!(
        "{} ne peut pas être lu : {}",
        name(path),
        why(error)
    ))
}

/// Writes a text beside its place, then puts it there: no reader ever sees half of it, and nobody but
/// the owner reads a secret even for an instant.
///
/// # Errors
///
/// [`Failure::Usage`] when the file is there and may not be replaced; [`Failure::File`].
pub fn write(path: &Path, text: &str, mode: u32, may_replace: bool) -> Result<(), Failure> {
    if !may_replace && path.exists() {
        return Err(exists(path));
    }
    let failed = |error: &std::io::Error| {
        Failure::File(format!(
            "{} ne peut pas être écrit : {}",
            name(path),
            why(error)
        ))
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut builder = Builder::new();
    builder.prefix(".unefois-");
    give_mode(&mut builder, mode);
    let mut file = builder
        .tempfile_in(folder)
        .map_err(|error| failed(&error))?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all());
    written.map_err(|error| failed(&error))?;
    let placed = match may_replace {
        true => file.persist(path).map(drop),
        false => file.persist_noclobber(path).map(drop),
    };
    placed.map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(path),
        _ => failed(&error.error),
    })
}

/// The refusal to write over a file.
pub fn exists(path: &Path) -> Failure {
    Failure::Usage(format!(
        "{} existe déjà. Ajoutez --remplacer pour l’écrire à nouveau.",
        name(path)
    ))
}

/// Where files have no mode, a temporary file is nobody else's already.
#[cfg(unix)]
fn give_mode(builder: &mut Builder, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn give_mode(_: &mut Builder, _: u32) {}

fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "il n’existe pas".to_owned(),
        std::io::ErrorKind::PermissionDenied => "l’accès est refusé".to_owned(),
        std::io::ErrorKind::InvalidData => "ce n’est pas du texte en UTF-8".to_owned(),
        std::io::ErrorKind::IsADirectory => "c’est un dossier".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a démarche from the text of a TOML file, its rules not looked at yet.
///
/// # Errors
///
/// The text is not TOML, or a key is missing, unknown or of another type.
pub fn parse_demarche(text: &str, file: &str) -> Result<DemarcheWritten, Vec<ConfigProblem>> {
    let deserializer =
        toml::Deserializer::parse(text).map_err(|error| vec![not_toml(text, file, &error)])?;
    demarche::parse(deserializer, file)
}

/// Reads the démarche of a file for a command that cannot go on without.
///
/// # Errors
///
/// [`Failure::File`], or [`Failure::Usage`] with the first problem of the text.
pub fn demarche(path: &Path) -> Result<DemarcheWritten, Failure> {
    let text = read(path)?;
    parse_demarche(&text, &name(path)).map_err(|problems| refused(&problems))
}

/// Tells the problems of a démarche a command cannot go on with.
pub fn refused(problems: &[ConfigProblem]) -> Failure {
    for problem in problems {
        anstream::eprintln!("{problem}");
    }
    Failure::Problems
}

/// A text that is no TOML, as a problem at its line. What was read there is not repeated: it could be a
/// secret.
pub fn not_toml(text: &str, file: &str, error: &toml::de::Error) -> ConfigProblem {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    ConfigProblem {
        file: file.to_owned(),
        path: format!("ligne {}", before.matches('\n').count() + 1),
        rule: "toml",
        expected: "un fichier TOML bien écrit".to_owned(),
        got: error.message().to_owned(),
    }
}
