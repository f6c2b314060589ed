//! The platform's random source.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// The platform refused to give random bytes: nothing that needs a secret may go on.
#[derive(Debug)]
pub struct RandomFault;

/// `N` bytes from the platform's cryptographic generator.
///
/// # Errors
/// [`RandomFault`] when the generator is not available.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], RandomFault> {
    let mut bytes = [0; N];
    get_random_values(&mut bytes).map_err(|_| RandomFault)?;
    // A generator that silently does nothing would make every secret the same.
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(RandomFault);
    }
    Ok(bytes)
}
