//! The program in a terminal, as a person uses it: keys in, a screen out.

use std::io::{Read as _, Write as _};
use std::process::Child;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};
use vt100::Parser;

/// Wide enough for no sentence to be cut, high enough for every answer to stay in sight.
const ROWS: u16 = 200;
const COLUMNS: u16 = 250;
/// Far more than a machine at work needs.
const PATIENCE: Duration = Duration::from_secs(60);

pub const ENTER: &str = "\r";
pub const ERASE: &str = "\x7f";
pub const ESCAPE: &str = "\x1b";
pub const CONTROL_C: &str = "\x03";

/// A terminal in which the program runs.
pub struct Terminal {
    pty: Arc<Pty>,
    program: Child,
    printed: Receiver<Vec<u8>>,
    screen: Parser,
}

impl Terminal {
    /// Runs `unefois` in a terminal of its own.
    pub fn run(arguments: &[&str]) -> Self {
        let (pty, pts) = open().expect("a terminal");
        pty.resize(Size::new(ROWS, COLUMNS)).expect("a size");
        let command = Command::new(env!("CARGO_BIN_EXE_unefois")).args(arguments);
        let command = command.env("TERM", "xterm");
        let program = command.spawn(pts).expect("the program starts");
        let pty = Arc::new(pty);
        let (send, printed) = channel();
        let reader = Arc::clone(&pty);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The terminal is closed when the program ends, which reads as an error.
            while let Ok(count @ 1..) = (&*reader).read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            pty,
            program,
            printed,
            screen: Parser::new(ROWS, COLUMNS, 0),
        }
    }

    /// What a person sees.
    pub fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until these words are on the screen.
    #[track_caller]
    pub fn shows(&mut self, words: &str) {
        let start = Instant::now();
        while !self.screen().contains(words) {
            match self.printed.recv_timeout(PATIENCE) {
                Ok(bytes) if start.elapsed() < PATIENCE => self.screen.process(&bytes),
                _ => panic!("« {words} » never came:\n{}", self.screen()),
            }
        }
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        let mut pty = &*self.pty;
        pty.write_all(keys.as_bytes()).expect("keys are pressed");
    }

    /// Waits for the end: the exit code, and the last screen.
    pub fn end(mut self) -> (i32, String) {
        loop {
            match self.printed.recv_timeout(PATIENCE) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("no end:\n{}", self.screen()),
            }
        }
        let status = self.program.wait().expect("the program ends");
        (status.code().expect("an exit code"), self.screen())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nothing is left running after a test that failed; after the others there is nothing to end.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
