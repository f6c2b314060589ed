//! The rules on small invented forms, and the whole on the example forms.

mod examples;
mod files;
mod fragments;
