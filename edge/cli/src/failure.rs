//! Why a command stopped, and the exit code a script reads.

use std::process::ExitCode;

use crate::output::Output;

/// Why a command stopped. Its sentence is French, for a person, and holds no secret.
#[derive(Debug)]
pub enum Failure {
    /// The files have problems, which were printed.
    Problems,
    /// The command is wrong, or refused as things stand.
    Usage(String),
    /// A file cannot be read or written.
    File(String),
    /// The same, told already among the results.
    Unreadable,
}

impl Failure {
    /// Exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Problems => 1,
            Self::Usage(_) => 2,
            Self::File(_) | Self::Unreadable => 3,
        })
    }

    /// Tells the person; the problems of a file were told already.
    pub fn tell(&self, output: &Output) {
        match self {
            Self::Problems | Self::Unreadable => {}
            Self::Usage(sentence) | Self::File(sentence) => output.error(sentence),
        }
    }
}
