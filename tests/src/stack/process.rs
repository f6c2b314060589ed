//! A program that never outlives the one that started it.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Runs a program until it ends, or until standard input closes or names a signal. The operating
/// system closes it when the parent dies, however it dies: nothing is left running. The shell itself
/// is silent: its word about a killed program is none of the program's own.
const SUPERVISOR: &str = r#"
exec 3<&0
"$@" 3<&- &
program=$!
( read -r signal <&3; kill "-${signal:-TERM}" "$program" ) >/dev/null 2>&1 &
watcher=$!
exec 3<&- >/dev/null 2>&1
wait "$program"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
"#;

/// How long a program may take to stop before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// Lines a program has written, on both its outputs.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// All lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// All lines so far, as one text.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    fn push(&self, line: String) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }
}

/// A running program.
pub(super) struct Process {
    name: &'static str,
    child: Child,
    log: Log,
    file: PathBuf,
}

impl Process {
    /// Starts a program. What it writes is kept in memory and in `<folder>/<name>.log`.
    pub(super) fn start(name: &'static str, command: &Command, folder: &Path) -> Result<Self> {
        Self::start_with_log(name, command, folder, Log::default())
    }

    /// Starts a program whose lines are added to an existing log.
    pub(super) fn start_with_log(
        name: &'static str,
        command: &Command,
        folder: &Path,
        log: Log,
    ) -> Result<Self> {
        let mut child = supervised(command)
            .spawn()
            .with_context(|| format!("{name} could not be started: is there a POSIX shell?"))?;
        let file = folder.join(format!("{name}.log"));
        let sink = File::options().create(true).append(true).open(&file)?;
        let outputs: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|pipe| Box::new(pipe) as _),
            child.stderr.take().map(|pipe| Box::new(pipe) as _),
        ];
        for output in outputs.into_iter().flatten() {
            follow(output, log.clone(), sink.try_clone()?);
        }
        Ok(Self {
            name,
            child,
            log,
            file,
        })
    }

    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    pub(super) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until `is_ready` says so.
    ///
    /// # Errors
    ///
    /// The program ends first, or takes longer than `limit`; the error holds its last lines.
    pub(super) fn wait_until(
        &mut self,
        limit: Duration,
        mut is_ready: impl FnMut(&Log) -> bool,
    ) -> Result<()> {
        let started = Instant::now();
        loop {
            if is_ready(&self.log) {
                return Ok(());
            }
            if !self.is_running() {
                // The readers may still hold the last lines.
                std::thread::sleep(Duration::from_millis(100));
                bail!("{} stopped at once: {}", self.name, self.last_lines());
            }
            if started.elapsed() > limit {
                bail!(
                    "{} is not ready after {} s; its log is {}.",
                    self.name,
                    limit.as_secs(),
                    self.file.display()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends the program as a power cut would.
    pub(super) fn kill(&mut self) {
        self.signal("KILL");
        self.reap();
    }

    fn signal(&mut self, signal: &str) {
        if let Some(mut control) = self.child.stdin.take() {
            // The program may have ended already.
            let _ = writeln!(control, "{signal}");
        }
    }

    fn reap(&mut self) {
        let started = Instant::now();
        while self.is_running() && started.elapsed() < GRACE {
            std::thread::sleep(Duration::from_millis(10));
        }
        if self.is_running() {
            let group = format!("kill -KILL -- -{}", self.child.id());
            let _ = Command::new("sh")
                .args(["-c", &group])
                .stderr(Stdio::null())
                .status();
            let _ = self.child.wait();
        }
    }

    fn last_lines(&self) -> String {
        let lines = self.log.lines();
        lines
            .get(lines.len().saturating_sub(20)..)
            .unwrap_or_default()
            .join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal("TERM");
        self.reap();
    }
}

/// The same program under the supervisor, in a process group of its own, so that Ctrl-C in a
/// terminal reaches the parent only, which then stops things in order.
fn supervised(command: &Command) -> Command {
    let mut supervised = Command::new("sh");
    supervised
        .args(["-c", SUPERVISOR, "supervisor"])
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => supervised.env(name, value),
            None => supervised.env_remove(name),
        };
    }
    if let Some(dir) = command.get_current_dir() {
        supervised.current_dir(dir);
    }
    supervised
}

fn follow(output: Box<dyn Read + Send>, log: Log, mut sink: File) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            // A full disk must not stop the program that is followed.
            let _ = writeln!(sink, "{line}");
            log.push(line);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(script: &str) -> Process {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Process::start("program", &command, &std::env::temp_dir()).unwrap()
    }

    #[test]
    fn output_of_both_kinds_is_kept() {
        let mut process = start("echo out; echo err >&2; sleep 30");
        process
            .wait_until(Duration::from_secs(5), |log| log.lines().len() == 2)
            .unwrap();
        assert!(process.log().text().contains("err"));
    }

    #[test]
    fn rejects_program_that_ends_with_its_last_words() {
        let mut process = start("echo broken; exit 3");
        let error = process
            .wait_until(Duration::from_secs(5), |_| false)
            .unwrap_err();
        assert!(error.to_string().contains("broken"), "{error}");
    }

    #[test]
    fn dropped_program_receives_a_signal_it_may_act_on() {
        let process =
            start("trap 'echo stopping; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        let log = process.log().clone();
        while log.lines().is_empty() {
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(process);
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(log.lines(), ["ready", "stopping"]);
    }

    #[test]
    fn killed_program_has_no_last_word() {
        let mut process =
            start("trap 'echo stopping; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        process
            .wait_until(Duration::from_secs(5), |log| !log.lines().is_empty())
            .unwrap();
        process.kill();
        assert!(!process.is_running());
        // A shell may say that what it ran was killed: only its own last word matters.
        let lines = process.log().lines();
        assert!(!lines.iter().any(|line| line == "stopping"), "{lines:?}");
    }
}
