use super::AttestationKeys;

/// Checks that no key is in two sets, each given with the name of its secret: who holds it would sign
/// for both.
///
/// # Errors
///
/// Every set that has a key of an earlier one, as sentences that hold no key.
pub fn check_apart(sets: &[(&str, &AttestationKeys)]) -> Result<(), Vec<String>> {
    let mut problems = Vec::new();
    for (index, (name, keys)) in sets.iter().enumerate() {
        for (other, others) in sets.iter().take(index) {
            if keys.shares_a_key_with(others) {
                problems.push(format!("secret {name}: one of its keys is in {other} too"));
            }
        }
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::jose::testing::{ec_jwk, private_ec_jwk};

    /// The set of a private key and of published ones; the edge has the key of the tests, 7.
    fn set(seed: u8, published: &[serde_json::Value]) -> AttestationKeys {
        let keys = [&[private_ec_jwk(seed)], published].concat();
        AttestationKeys::parse(&json!({ "keys": keys }).to_string()).unwrap()
    }

    #[test]
    fn sets_without_a_common_key_are_apart() {
        let sets = [set(7, &[]), set(2, &[]), set(3, &[])];
        let [edge, town, other] = &sets;
        let sets = [("EDGE", edge), ("TOWN", town), ("OTHER", other)];
        assert_eq!(check_apart(&sets), Ok(()));
    }

    #[test]
    fn rejects_key_of_two_sets_be_it_only_published() {
        let edge = set(7, &[]);
        for town in [set(7, &[]), set(2, &[ec_jwk()])] {
            let problems = check_apart(&[("EDGE", &edge), ("TOWN", &town)]).unwrap_err();
            assert_eq!(problems, ["secret TOWN: one of its keys is in EDGE too"]);
        }
    }
}
