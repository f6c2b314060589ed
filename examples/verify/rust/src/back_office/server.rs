use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, SET_COOKIE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::sessions::Session;
use super::{BackOffice, pages};

const HTML: &str = "text/html; charset=utf-8";

const COOKIE_NAME: &str = "dossier=";

/// The addresses of the back-office.
pub fn router(back_office: BackOffice) -> Router {
    Router::new()
        .route("/cantine/", get(send_form))
        .route("/cantine/{file}", get(send_file))
        .route("/cantine/recu", post(receive))
        .with_state(Arc::new(back_office))
}

async fn send_form(State(office): State<Arc<BackOffice>>, headers: HeaderMap) -> Response {
    let Ok(page) = std::fs::read_to_string(&office.configuration.page) else {
        return not_found();
    };
    if !office.configuration.nonce {
        return answer(HTML, pages::form(&page, &office.configuration, None));
    }
    let Session { id, nonce } = office.open_session(session(&headers));
    let cookie = format!("{COOKIE_NAME}{id}; Path=/cantine/; HttpOnly; SameSite=Lax");
    let page = pages::form(&page, &office.configuration, Some(&nonce));
    ([(SET_COOKIE, cookie)], answer(HTML, page)).into_response()
}

async fn send_file(State(office): State<Arc<BackOffice>>, Path(file): Path<String>) -> Response {
    let Some(content_type) = content_type(&file) else {
        return not_found();
    };
    let content = std::fs::read(office.configuration.page.with_file_name(&file));
    content.map_or_else(|_| not_found(), |content| answer(content_type, content))
}

/// Reading the keys waits, so the verification has a thread of its own.
async fn receive(
    State(office): State<Arc<BackOffice>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let session = session(&headers).map(str::to_owned);
    let received = tokio::task::spawn_blocking(move || {
        let (fields, report) = office.receive(&form, session.as_deref());
        pages::received(&fields, &report)
    });
    match received.await {
        Ok(page) => answer(HTML, page),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn session(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut cookies = cookies.split("; ");
    cookies.find_map(|cookie| cookie.strip_prefix(COOKIE_NAME))
}

/// Of a file beside the page: a bare name that leads nowhere else, of a kind pages use.
fn content_type(file: &str) -> Option<&'static str> {
    let (name, kind) = file.split_once('.')?;
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let content_type = match kind {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    name.bytes().all(is_bare).then_some(content_type)
}

fn answer(content_type: &'static str, content: impl Into<axum::body::Body>) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content.into()).into_response()
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Page introuvable.").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn withholds_files_that_are_not_beside_the_page() {
        assert!(content_type("cantine.css").is_some());
        for file in [
            "../cantine.css",
            "..%2Fa.css",
            "a/b.css",
            ".env",
            "demarche.toml",
            "a.css.js",
        ] {
            assert_eq!(content_type(file), None, "{file}");
        }
    }
}
