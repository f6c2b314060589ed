//! `demo`: the product running on this machine, for a person or for a headless browser.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use unefois_tests::stack::{Options, Ports, Stack};
use unefois_tests::workspace;

use crate::{build, progress, sandbox, setup};

/// Said at the end of the help.
const EXAMPLES: &str = "\
Examples:
  cargo xtask demo                               fill the town's form yourself
  cargo xtask demo --headless --identite fatou   let Chromium fill it, as somebody with three children
  cargo xtask demo --headless --formulaire stationnement
                                                 let Chromium fill another form, with a plate to type
  cargo xtask demo --liste                       which forms, who there is, and what can go wrong";

/// A form of the town, as the demonstration presents it.
struct Form {
    /// Its folder below `examples`.
    name: &'static str,
    /// What it shows.
    shows: &'static str,
    /// Who has the files it asks for.
    identities: &'static str,
}

/// What each folder of `examples` is for.
const FORMS: [Form; 17] = [
    Form {
        name: "cantine",
        shows: "one source: the quotient of the CAF or the MSA",
        identities: "camille",
    },
    Form {
        name: "periscolaire",
        shows: "children of a family, several at once; a month to type",
        identities: "fatou, camille",
    },
    Form {
        name: "creche",
        shows: "one child among several; health, never ticked beforehand",
        identities: "solene, camille",
    },
    Form {
        name: "transport-solidaire",
        shows: "five rights and France Travail; health; an identifier to type: camille.lefevre69",
        identities: "camille",
    },
    Form {
        name: "stationnement",
        shows: "a plate to type, VB-210-CL; the address the tax office knows",
        identities: "camille",
    },
    Form {
        name: "aide-etudiante",
        shows: "enrolments to choose from; grant, civic and national service, taxes",
        identities: "maiwenn, malo",
    },
    Form {
        name: "coupon-sport",
        shows: "a child to type, DIOP Mariama born 01/09/2013; an athlete, 990017",
        identities: "fatou, tiago",
    },
    Form {
        name: "aide-sociale",
        shows: "taxes, and every payment of France Travail; an identifier to type: camille.lefevre69",
        identities: "camille",
    },
    Form {
        name: "restauration",
        shows: "twenty-five fields, and one child: the form of the usability script",
        identities: "maelle, fatou",
    },
    Form {
        name: "vacances",
        shows: "five sources, of which one is about health; each may be left out",
        identities: "camille, yanis",
    },
    Form {
        name: "react",
        shows: "React: two steps, the fields of the second drawn when it is reached",
        identities: "camille",
    },
    Form {
        name: "vue",
        shows: "Vue: two fields drawn once the reduced price is asked for",
        identities: "camille",
    },
    Form {
        name: "svelte",
        shows: "Svelte: half of the fields drawn three seconds after the rest",
        identities: "camille",
    },
    Form {
        name: "angular",
        shows: "Angular: reactive forms",
        identities: "camille",
    },
    Form {
        name: "surveyjs",
        shows: "SurveyJS: a survey on two pages, with masks",
        identities: "camille",
    },
    Form {
        name: "formio",
        shows: "Form.io: masks, and a question that opens another",
        identities: "camille",
    },
    Form {
        name: "piscine",
        shows: "a panel of the page's own, ours showing nothing; an identifier to type: camille.lefevre69",
        identities: "camille",
    },
];

/// How the demonstration is made.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Make the journey in a headless Chromium, print each field of the form, and fail if one is wrong.
    #[arg(long)]
    headless: bool,
    /// Which form is filled, in the headless journey; `--liste` names them.
    #[arg(
        long,
        value_name = "DOSSIER",
        requires = "headless",
        default_value = "cantine"
    )]
    formulaire: String,
    /// Who signs in, in the headless journey; `--liste` names them.
    #[arg(long, value_name = "NOM", requires = "headless")]
    identite: Option<String>,
    /// What goes wrong; may be repeated. `--liste` names them.
    #[arg(long, value_name = "NOM")]
    faute: Vec<String>,
    /// Folder for a screenshot of each page met; `target/unefois/captures` by default.
    #[arg(long, value_name = "DOSSIER", requires = "headless")]
    captures: Option<PathBuf>,
    /// Listen on any free ports instead of 8787 and 8790 to 8792, beside another demonstration.
    #[arg(long)]
    free_ports: bool,
    /// Print the test identities and the faults, and start nothing.
    #[arg(long, conflicts_with_all = ["headless", "faute"])]
    liste: bool,
}

/// Runs the task.
///
/// # Errors
///
/// Something is missing, a port is taken, a process stops by itself, or a field is wrong.
pub fn run(arguments: &Arguments) -> Result<()> {
    setup::for_sandbox()?;
    if arguments.liste {
        return list();
    }
    check_form(&arguments.formulaire)?;
    sandbox::check_names(arguments.identite.as_deref(), &arguments.faute)?;
    // Before anything long: a port that is taken is better known now.
    let mut options = Options::for_demo();
    if arguments.headless || arguments.free_ports {
        options.ports = Ports::Free;
    }
    options.ports.check_free()?;
    let interrupted = on_interrupt()?;
    prepare(arguments.headless)?;
    let stack = progress::step(
        "starting FranceConnect, the sources, the forms and the edge",
        || Stack::start(options),
    )?;
    if arguments.headless {
        journey(&stack, arguments)
    } else {
        serve(stack, &arguments.faute, &interrupted)
    }
}

fn prepare(headless: bool) -> Result<()> {
    build::prepare()?;
    if headless {
        setup::for_browser()?;
    }
    build::everything()?;
    build::examples()
}

fn list() -> Result<()> {
    progress::result(&format!(
        "Formulaires (--formulaire) :\n\n{}",
        listing("", "")?
    ));
    progress::result(&format!(
        "Identités (--identite) :\n\n{}",
        sandbox::identities()?
    ));
    progress::result(&format!("Fautes (--faute) :\n\n{}", sandbox::faults()?));
    Ok(())
}

/// A channel that receives when the person presses Ctrl-C or the system asks to stop.
fn on_interrupt() -> Result<mpsc::Receiver<()>> {
    let (sender, receiver) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The receiver is gone when the task is already ending.
        let _ = sender.send(());
    })
    .context("Ctrl-C cannot be watched for")?;
    Ok(receiver)
}

fn serve(mut stack: Stack, faults: &[String], interrupted: &mpsc::Receiver<()>) -> Result<()> {
    stack.set_faults(&faults.iter().map(String::as_str).collect::<Vec<_>>())?;
    progress::result(&format!(
        "\nUne fois is running. Open one of the town's forms:\n\n{}",
        listing(&format!("{}/", stack.addresses().forms_origin), "/")?
    ));
    progress::result(&format!(
        "Change the look of the panel: {}/terrain/\n",
        stack.addresses().forms_origin
    ));
    progress::result(&format!(
        "Sign in at FranceConnect as one of these:\n\n{}",
        sandbox::identities()?
    ));
    if !faults.is_empty() {
        progress::result(&format!("Switched on: {}\n", faults.join(", ")));
    }
    progress::result(&format!("Logs: {}", stack.folder().display()));
    progress::result("Press Ctrl-C to stop.");
    while interrupted.recv_timeout(Duration::from_millis(500))
        == Err(mpsc::RecvTimeoutError::Timeout)
    {
        if !stack.is_running() {
            bail!(
                "A part of the demonstration stopped by itself; its log is in {}.",
                stack.folder().display()
            );
        }
    }
    eprintln!();
    progress::step("stopping", || {
        drop(stack);
        Ok(())
    })
}

/// Each form in two lines: its name between `start` and `end`, then what it shows and who to sign in as.
fn listing(start: &str, end: &str) -> Result<String> {
    let mut lines = String::new();
    for name in build::example_names()? {
        writeln!(lines, "{start}{name}{end}")?;
        if let Some(form) = FORMS.iter().find(|form| form.name == name) {
            writeln!(lines, "    {} (sign in as {})", form.shows, form.identities)?;
        }
    }
    Ok(lines)
}

fn check_form(name: &str) -> Result<()> {
    if !build::example_names()?.iter().any(|known| known == name) {
        bail!("No form is called `{name}`: `cargo xtask demo --liste` names them all.");
    }
    Ok(())
}

fn journey(stack: &Stack, arguments: &Arguments) -> Result<()> {
    let captures = match &arguments.captures {
        // The script runs in another folder than the person.
        Some(folder) => std::path::absolute(folder)?,
        None => workspace::output_dir().join("captures"),
    };
    let mut node = browser_command(stack)?;
    node.args(["journey.mjs", "--formulaire", &arguments.formulaire]);
    if let Some(identite) = &arguments.identite {
        node.args(["--identite", identite]);
    }
    for faute in &arguments.faute {
        node.args(["--faute", faute]);
    }
    node.arg("--captures").arg(&captures);
    let status = node
        .stdin(Stdio::null())
        .status()
        .context("`node` could not be started.")?;
    if !status.success() {
        bail!(
            "The journey did not end as expected; it says why above. Logs: {}",
            stack.folder().display()
        );
    }
    Ok(())
}

/// Node.js in `tests/browser`, told where everything is.
///
/// # Errors
///
/// There is no Chromium.
pub fn browser_command(stack: &Stack) -> Result<Command> {
    let chromium =
        workspace::chromium().context("No Chromium was found: run `cargo xtask setup`.")?;
    let mut node = Command::new("node");
    node.current_dir(workspace::browser_dir())
        .env("CHROME", chromium)
        .env("UNEFOIS_STACK", serde_json::to_string(stack.addresses())?);
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_presented_with_its_address() {
        let listing = listing("http://ville.localhost:8790/", "/").unwrap();
        for form in FORMS {
            let line = format!(
                "http://ville.localhost:8790/{}/\n    {}",
                form.name, form.shows
            );
            assert!(listing.contains(&line), "{listing}");
        }
        assert_eq!(listing.lines().count(), 2 * FORMS.len(), "{listing}");
    }

    #[test]
    fn rejects_form_that_is_no_folder() {
        check_form("cantine").unwrap();
        let error = check_form("Cantine").unwrap_err();
        assert!(error.to_string().contains("`Cantine`"), "{error}");
    }
}
