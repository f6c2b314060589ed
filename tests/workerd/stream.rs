//! The release page arrives piece by piece.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use unefois_tests::journey::{Browser, QUOTIENT, ReleasePage, Tab};

use crate::bench::Bench;

/// A page being received, byte after byte.
struct Arriving {
    stream: TcpStream,
    text: String,
    undecoded: Vec<u8>,
}

impl Arriving {
    fn get(url: &str, cookie: &str) -> Self {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let port = host.split_once(':').unwrap().1;
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let request = format!(
            "GET /{path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        Self {
            stream,
            text: String::new(),
            undecoded: Vec::new(),
        }
    }

    /// Reads until `mark` is there, or to the end.
    fn read_until(&mut self, mark: &str) -> &str {
        let mut buffer = [0; 4096];
        while !self.text.contains(mark) {
            let read = self.stream.read(&mut buffer).unwrap();
            if read == 0 {
                break;
            }
            self.undecoded.extend_from_slice(&buffer[..read]);
            self.text = String::from_utf8_lossy(&self.undecoded).into_owned();
        }
        &self.text
    }
}

#[test]
fn identity_is_shown_before_the_source_has_answered() {
    let bench = Bench::lease();
    bench.set_fault_with("source_slow", &json!({ "delay_ms": 3000 }));
    let mut browser = Browser::new(&bench);
    let (callback, (name, value)) =
        browser.reach_callback_with_cookie(&Tab::open(), QUOTIENT, "camille");
    let mut page = Arriving::get(&callback, &format!("{name}={value}"));
    let first = page.read_until("id=\"choix-identite\"").to_owned();
    let source = "id=\"choix-quotient_familial\"";
    assert!(
        first.contains("transfer-encoding: chunked")
            || first.contains("Transfer-Encoding: chunked")
    );
    assert!(
        !first.contains(source) && !first.contains("name=\"sealed\""),
        "{first}"
    );
    let whole = page.read_until("</html>");
    assert!(
        whole.contains(source) && whole.contains("name=\"sealed\""),
        "{whole}"
    );
}

#[test]
fn page_without_a_source_is_whole_at_once() {
    let bench = Bench::lease();
    let page = Browser::new(&bench).reach_release(&Tab::open(), "", "camille");
    assert!(page.html.ends_with("</html>") && !page.html.contains("class=\"wait\""));
}

#[test]
fn page_works_without_any_script() {
    let bench = Bench::lease();
    let mut browser = Browser::new(&bench);
    let callback = browser.reach_callback(&Tab::open(), QUOTIENT, "camille");
    let page = ReleasePage::of(&browser.client.get(&callback).unwrap());
    assert!(page.html.contains("value=\"send\"") && page.html.contains("value=\"refuse\""));
    assert_eq!(page.ticked(), page.ids());
    assert!(!page.html.contains("LEFÈVRE\"") && page.html.contains("650"));
}
