//! `unefois keys`: the keys of the service, made and changed without a gap.

mod material;
mod ring;
mod store;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use time::OffsetDateTime;
use unefois_core::attestation::AttestationKeys;

use crate::clock;
use crate::failure::Failure;
use crate::output::Output;
use crate::usage;
use material::{Jwk, Material};
use ring::{Kind, Refused, Ring, Stage, Step};

/// Said at the end of the help.
pub const EXAMPLE: &str = "\
Le trousseau est un fichier que son propriétaire seul peut lire. Il garde les clés, leurs dates, et
la prochaine clé avant qu’elle ne serve. Rangez-le comme un secret, hors du dépôt.

Exemple :
  unefois keys make --kind attestation
  unefois keys show cles-attestation.json --stdout | npx wrangler secret put ATTESTATION_KEYS";

const MAKE_EXAMPLE: &str = "\
Exemple :
  unefois keys make --kind sceau
  unefois keys make --kind attestation cles-valbourg.json --secret CLES_VALBOURG";

const ROTATE_EXAMPLE: &str = "\
Étapes, chacune suivie de la pose de la valeur sur la plateforme :
  annoncer  fait la prochaine clé d’attestation et la publie ; elle ne signe pas encore
  basculer  24 heures après : la prochaine clé signe, l’ancienne reste publiée ;
            pour un sceau, fait la nouvelle clé et la met en premier, sans attendre
  retirer   8 jours après pour une attestation, 24 heures après pour un sceau

--urgence passe outre l’attente, quand une clé est connue de quelqu’un d’autre :
  basculer --urgence  fait une clé et s’en sert tout de suite
  retirer --urgence   ce que l’ancienne a signé n’est plus cru ; ce qu’elle a scellé ne s’ouvre plus

Exemple :
  unefois keys rotate cles-attestation.json --etape annoncer
  unefois keys rotate cles-attestation.json --etape basculer --stdout \\
    | npx wrangler secret put ATTESTATION_KEYS";

const SHOW_EXAMPLE: &str = "\
Exemple :
  unefois keys show cles-attestation.json
  unefois keys show cles-sceau.json --stdout | npx wrangler secret put SEALING_KEYS";

/// What to do with keys.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Faire un trousseau et sa première clé
    #[command(help_template = usage::HELP, after_help = MAKE_EXAMPLE)]
    Make(Make),
    /// Changer de clé, étape par étape
    #[command(help_template = usage::HELP, after_help = ROTATE_EXAMPLE)]
    Rotate(Rotate),
    /// Dire où en sont les clés d’un trousseau, ou sa valeur à poser
    #[command(help_template = usage::HELP, after_help = SHOW_EXAMPLE)]
    Show(Show),
}

#[derive(Args)]
struct Make {
    /// Trousseau à écrire ; par défaut cles-attestation.json ou cles-sceau.json
    #[arg(value_name = "TROUSSEAU")]
    file: Option<PathBuf>,
    /// attestation : clés qui signent (par défaut) ; sceau : clés qui scellent le parcours
    #[arg(
        long,
        value_enum,
        default_value = "attestation",
        hide_possible_values = true,
        hide_default_value = true,
        value_name = "SORTE"
    )]
    kind: Kind,
    #[command(flatten)]
    shared: Shared,
}

#[derive(Args)]
struct Rotate {
    /// Trousseau à changer
    #[arg(value_name = "TROUSSEAU")]
    file: PathBuf,
    /// annoncer, basculer ou retirer
    #[arg(long, value_enum, hide_possible_values = true, value_name = "ETAPE")]
    etape: Step,
    /// Passer outre l’attente : une clé est connue de quelqu’un d’autre
    #[arg(long)]
    urgence: bool,
    #[command(flatten)]
    shared: Shared,
}

#[derive(Args)]
struct Show {
    /// Trousseau à lire
    #[arg(value_name = "TROUSSEAU")]
    file: PathBuf,
    #[command(flatten)]
    shared: Shared,
}

/// What the three commands share.
#[derive(Args)]
struct Shared {
    /// Écrire la valeur secrète sur la sortie standard, et rien d’autre
    #[arg(long)]
    stdout: bool,
    /// Nom du secret sur la plateforme ; par défaut ATTESTATION_KEYS ou SEALING_KEYS
    #[arg(long, value_name = "NOM")]
    secret: Option<String>,
    /// The moment it is, for tests.
    #[arg(long, hide = true, value_parser = store::parse_moment)]
    maintenant: Option<OffsetDateTime>,
}

/// Runs the command.
///
/// # Errors
///
/// [`Failure::Usage`] when a step is refused; [`Failure::File`].
pub fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    match &arguments.command {
        Command::Make(make) => {
            let now = make.shared.now();
            let (id, cle) = fresh(make.kind, &[], now)?;
            let ring = Ring::new(make.kind, id, cle, now);
            let file = make.file.clone();
            let file = file.unwrap_or_else(|| format!("cles-{}.json", make.kind.word()).into());
            store::create(&file, &ring)?;
            store::tell(&ring, &file, &make.shared.said(), output)
        }
        Command::Rotate(rotate) => {
            let mut ring = store::read(&rotate.file, output)?;
            step(&mut ring, rotate)?;
            store::replace(&rotate.file, &ring)?;
            store::tell(&ring, &rotate.file, &rotate.shared.said(), output)
        }
        Command::Show(show) => {
            let ring = store::read(&show.file, output)?;
            store::tell(&ring, &show.file, &show.shared.said(), output)
        }
    }
}

impl Shared {
    fn now(&self) -> OffsetDateTime {
        self.maintenant.unwrap_or_else(clock::now)
    }

    fn said(&self) -> store::Said<'_> {
        store::Said {
            value: self.stdout,
            secret: self.secret.as_deref(),
        }
    }
}

fn step(ring: &mut Ring, rotate: &Rotate) -> Result<(), Failure> {
    let now = rotate.shared.now();
    let done = match rotate.etape {
        Step::Annoncer => {
            let (id, cle) = fresh(ring.sorte, &ring.cles, now)?;
            ring.announce(id, cle, now)
        }
        Step::Basculer => {
            let is_announced = ring.cles.iter().any(|key| key.etape == Stage::Annoncee);
            let fresh = match is_announced {
                true => None,
                false => Some(fresh(ring.sorte, &ring.cles, now)?),
            };
            ring.switch(fresh, now, rotate.urgence)
        }
        Step::Retirer => ring.retire(now, rotate.urgence).map(drop),
    };
    done.map_err(|refused| explain(&refused, rotate.etape))
}

fn explain(refused: &Refused, step: Step) -> Failure {
    let Refused {
        sentence,
        not_before,
    } = refused;
    Failure::Usage(match not_before {
        None => format!("{sentence}."),
        Some(moment) => format!(
            "{sentence}. Étape « {} » possible à partir du {}, ou tout de suite avec --urgence si une clé est \
             connue de quelqu’un d’autre (docs/operate.md).",
            step.word(),
            store::moment_text(*moment)
        ),
    })
}

/// A new key and its identifier: the thumbprint for a signing key, the day for a sealing key.
fn fresh(
    kind: Kind,
    others: &[ring::Key],
    now: OffsetDateTime,
) -> Result<(String, Material), Failure> {
    match kind {
        Kind::Attestation => {
            let jwk = Jwk::generate()?;
            let set = serde_json::json!({ "keys": [jwk] }).to_string();
            let keys = AttestationKeys::parse(&set);
            let keys = keys.map_err(|problems| Failure::Usage(problems.join(", ")))?;
            Ok((keys.kid(), Material::Jwk(jwk)))
        }
        Kind::Sceau => {
            let day = now.date().to_string();
            let is_free = |id: &String| others.iter().all(|key| key.id != *id);
            let numbered = (2..).map(|number| format!("{day}-{number}"));
            let mut ids = std::iter::once(day.clone()).chain(numbered);
            let id = ids.find(is_free).unwrap_or(day);
            Ok((id, Material::Bytes(material::bytes()?)))
        }
    }
}
