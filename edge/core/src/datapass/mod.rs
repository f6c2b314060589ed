//! DataPass: where a collectivité asks for its habilitations.

pub mod request;
