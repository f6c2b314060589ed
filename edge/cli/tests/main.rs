//! The built program, from outside: what it prints, what it writes, how it ends.

mod check;
mod datapass;
mod init;
mod keys;
mod liste;
mod simulate;
mod support;
