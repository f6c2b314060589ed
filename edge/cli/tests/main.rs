//! The built program, from outside: what it prints, what it writes, how it ends.

mod check;
mod datapass;
mod init;
#[cfg(unix)]
mod interview;
mod keys;
mod liste;
mod simulate;
mod support;
#[cfg(unix)]
mod terminal;
