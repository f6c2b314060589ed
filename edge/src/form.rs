//! A form as browsers send it.

/// The fields of an `application/x-www-form-urlencoded` body, in order. Untrusted.
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body.
    pub fn parse(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    /// The value of a field sent exactly once.
    pub fn once(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(other, _)| other == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// Every value of the fields whose name begins so.
    pub fn all_starting(&self, start: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(name, _)| name.starts_with(start));
        values.map(|(_, value)| value.clone()).collect()
    }
}
