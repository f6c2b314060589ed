//! `demo`: the product running on this machine, for a person or for a headless browser.

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
  cargo xtask demo --liste                       who there is, and what can go wrong";

/// How the demonstration is made.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Make the journey in a headless Chromium, print each field of the form, and fail if one is wrong.
    #[arg(long)]
    headless: bool,
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
    build::everything()
}

fn list() -> Result<()> {
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
    progress::result("\nUne fois is running. Open the town's form:\n");
    for form in forms(&stack)? {
        progress::result(&format!("    {form}"));
    }
    progress::result(&format!(
        "\nSign in at FranceConnect as one of these:\n\n{}",
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

/// Address of each example's form.
fn forms(stack: &Stack) -> Result<Vec<String>> {
    let origin = &stack.addresses().forms_origin;
    Ok(build::example_names()?
        .into_iter()
        .map(|name| format!("{origin}/{name}/"))
        .collect())
}

fn journey(stack: &Stack, arguments: &Arguments) -> Result<()> {
    let captures = match &arguments.captures {
        // The script runs in another folder than the person.
        Some(folder) => std::path::absolute(folder)?,
        None => workspace::output_dir().join("captures"),
    };
    let mut node = browser_command(stack)?;
    node.arg("journey.mjs");
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
