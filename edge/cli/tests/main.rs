//! The built program, from outside: what it prints, what it writes, how it ends.

mod check;
mod datapass;
mod keys;
mod support;
