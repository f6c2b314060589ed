//! A collectivité's own address, which receives the lines of the exchange trace.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use unefois_tests::journey::DEMARCHE;
use unefois_tests::stack::{Options, bind_free};

use crate::bench::{Bench, demarche};

/// Time a line may take to arrive on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

/// What the secret of the address is.
pub const SECRET: &str = "sink-s3cret";

thread_local! {
    /// The address to put in the deployment: what amends it is given nothing else.
    static ADDRESS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// How an address answers.
#[derive(Clone, Copy)]
pub enum Reply {
    /// With this status.
    Status(u16),
    /// Never, the connection kept open.
    Never,
}

/// A request that arrived whole.
#[derive(Clone)]
pub struct Received {
    /// When it had.
    pub at: Instant,
    /// Request line and headers, in lower case.
    pub head: String,
    /// Body.
    pub line: String,
}

/// An address that keeps what it receives.
pub struct Sink {
    received: Arc<Mutex<Vec<Received>>>,
}

impl Sink {
    /// An edge whose canteen sends its trace to an address that answers so.
    pub fn with_edge(reply: Reply) -> (Self, Bench) {
        let listener = bind_free().unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::default();
        let kept = Arc::clone(&received);
        std::thread::spawn(move || listen(&listener, reply, &kept));
        (Self { received }, edge_sending_to(port))
    }

    /// Everything that came, as soon as there are `count` of them.
    pub fn wait(&self, count: usize) -> Vec<Received> {
        let started = Instant::now();
        loop {
            let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
            if received.len() >= count {
                return received.clone();
            }
            let so_far = received.len();
            drop(received);
            assert!(started.elapsed() < LIMIT, "{so_far} lines of {count}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The lines as JSON, as soon as there are `count` of them: flow by flow, and in the order of the steps. One may
    /// overtake another on the way.
    pub fn lines(&self, count: usize) -> Vec<Value> {
        let received = self.wait(count);
        let read = |received: &Received| serde_json::from_str(&received.line).unwrap();
        let mut lines: Vec<Value> = received.iter().map(read).collect();
        let flow = |line: &Value| line["trace"]["correlation"].clone();
        let flows: Vec<Value> = lines.iter().map(flow).collect();
        lines.sort_by_key(|line| {
            let place = flows.iter().position(|known| *known == flow(line));
            (place, line["trace"]["step"].to_string())
        });
        lines
    }
}

/// An edge whose canteen sends its trace to this port, where nobody may listen.
pub fn edge_sending_to(port: u16) -> Bench {
    ADDRESS.set(format!("http://127.0.0.1:{port}/traces?flux=1"));
    Bench::private(Options {
        amend: Some(send_to_the_address),
        environment: BTreeMap::from([("TRACE_SECRET".to_owned(), Some(SECRET.to_owned()))]),
        ..Options::for_tests()
    })
}

fn send_to_the_address(deployment: &mut Value) {
    let adresse = ADDRESS.with_borrow(Clone::clone);
    demarche(deployment, DEMARCHE)["trace"] =
        json!({ "adresse": adresse, "secret": "TRACE_SECRET" });
}

/// Serves each connection on its own thread: one that is opened and says nothing keeps no other waiting.
fn listen(listener: &TcpListener, reply: Reply, received: &Arc<Mutex<Vec<Received>>>) {
    for stream in listener.incoming().flatten() {
        let received = Arc::clone(received);
        std::thread::spawn(move || serve(stream, reply, &received));
    }
}

fn serve(mut stream: TcpStream, reply: Reply, received: &Mutex<Vec<Received>>) {
    let Some(request) = read(&mut stream) else {
        return;
    };
    received
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(request);
    match reply {
        Reply::Never => loop {
            std::thread::park();
        },
        Reply::Status(status) => {
            let answer = format!(
                "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nlocation: /elsewhere\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    }
}

fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let count = reader.read_line(&mut head).ok()?;
        (count > 0).then_some(())?;
    }
    head.make_ascii_lowercase();
    let length = head.split("content-length: ").nth(1)?;
    let mut body = vec![0; length.lines().next()?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Received {
        at: Instant::now(),
        head,
        line: String::from_utf8(body).ok()?,
    })
}
