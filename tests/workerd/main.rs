//! The built edge on workerd, from outside only, against the sandbox.
//!
//! `cargo xtask test` builds what these tests need.

mod bench;
mod budgets;
mod callback;
mod children;
mod choice_page;
mod clients;
mod companions;
mod coverage;
mod datapass;
mod departure;
mod endings;
mod every_form;
mod forgery;
mod forms;
mod headers;
mod health;
mod inputs;
mod launcher;
mod limits;
mod log;
mod logout;
mod modalities;
mod month;
mod nominal;
mod origins;
mod other_adult;
mod places;
mod provider;
mod redeem;
mod refusals;
mod release;
mod replay;
mod requests;
mod restart;
mod rights;
mod sink;
mod sources;
mod statuses;
mod stream;
mod tabs;
mod taxes;
mod trace;
mod vectors;
