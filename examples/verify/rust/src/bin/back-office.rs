//! Runs the demonstration back-office on `PORT`, with the configuration file `BACK_OFFICE_CONFIG`.

use std::error::Error;
use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::serve;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::net::TcpListener;
use unefois_verify::back_office::{BackOffice, Configuration, Outside, fetch, router};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::var("BACK_OFFICE_CONFIG").unwrap_or_else(|_| "back-office.json".into());
    let port = std::env::var("PORT").unwrap_or_else(|_| "8795".into());
    let configuration: Configuration = serde_json::from_slice(&std::fs::read(path)?)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port.parse()?)).await?;
        serve(listener, router(back_office(configuration))).await?;
        Ok(())
    })
}

fn back_office(configuration: Configuration) -> BackOffice {
    let uri = configuration.jwks_uri();
    let outside = Outside {
        fetch: Box::new(move || fetch(&uri)),
        now,
        random_text: Box::new(random_text),
        log: Box::new(|line| drop(writeln!(std::io::stdout(), "{line}"))),
    };
    BackOffice::new(configuration, outside)
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let secs = since.unwrap_or_default().as_secs();
    i64::try_from(secs).unwrap_or(i64::MAX)
}

/// 128 bits of the system's randomness, in base64url.
fn random_text() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => URL_SAFE_NO_PAD.encode(bytes),
        // A nonce somebody could guess would be worse than no back-office.
        Err(_) => std::process::abort(),
    }
}
