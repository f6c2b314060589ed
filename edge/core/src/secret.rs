//! A wrapper for what must never be printed.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret text: token, code, client secret, verifier. `Debug` prints a redaction and memory is
/// wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps `value`.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The secret itself. Each call says in a comment why it must be seen.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether two texts are equal, in a time that depends on their lengths only.
///
/// For `state`, challenges and whatever else an attacker may try to guess byte after byte.
pub fn constant_time_eq(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}
