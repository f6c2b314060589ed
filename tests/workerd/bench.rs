//! Running stacks, one a test at a time: faults, counts of calls and logs are never shared.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};
use unefois_tests::client::Client;
use unefois_tests::stack::{Options, Stack};
use unefois_tests::workspace::EdgeBuild;

/// Time a line may take from the edge to the memory of the test.
const LOG_LIMIT: Duration = Duration::from_secs(30);

/// Stacks no test uses now.
static IDLE: Mutex<Vec<Stack>> = Mutex::new(Vec::new());

/// A stack for one test alone.
pub struct Bench {
    stack: Option<Stack>,
    is_shared: bool,
    /// Whether the edge may remember a fault: a breaker, a delay a source asked for, a key.
    is_troubled: AtomicBool,
    began: usize,
    read: usize,
}

impl Bench {
    /// A stack like any other, that another test may have used before.
    pub fn lease() -> Self {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let stack = idle.unwrap_or_else(|| started(Options::for_tests()));
        Self::of(stack, true)
    }

    /// A stack of its own, for options.
    pub fn private(options: Options) -> Self {
        Self::of(started(options), false)
    }

    fn of(stack: Stack, is_shared: bool) -> Self {
        // What an earlier test made the sandbox count or the edge write is nobody's business any more.
        stack.take_calls().unwrap();
        let mut bench = Self {
            stack: Some(stack),
            is_shared,
            is_troubled: AtomicBool::new(false),
            began: 0,
            read: 0,
        };
        bench.skip_written();
        bench.began = bench.read;
        bench
    }

    /// Switches faults of the sandbox on, and all others off; the edge forgets them after this test.
    pub fn set_faults(&self, names: &[&str]) -> Result<()> {
        // Switching faults off lifts the bans too.
        self.check_obeyed();
        self.is_troubled.store(true, Ordering::Relaxed);
        self.deref().set_faults(names)
    }

    /// No source may have stopped answering, as they do to who asks before the time a 429 gave.
    fn check_obeyed(&self) {
        assert_eq!(count_bans(self), 0, "a 429 was ignored");
    }

    /// Kills the edge and starts it again, its memory empty, up to what it always writes first.
    pub fn restart_edge(&mut self) -> Result<()> {
        restart(self.deref_mut())
    }

    /// Skips every line written so far, those on their way included: lines keep their order, and the
    /// one provoked here is the last.
    fn skip_written(&mut self) {
        self.read = self.edge_log().lines().len();
        let url = format!("{}/v1/not-me", self.addresses().edge_base);
        Client::new().request("POST", &url, &[], &[]).unwrap();
        self.read_until("the mark", |line| line["path"] == "/v1/not-me");
    }

    /// Switches one fault on, with its options: `times`, `delay_ms`.
    pub fn set_fault_with(&self, name: &str, options: &Value) {
        self.is_troubled.store(true, Ordering::Relaxed);
        let mut fault = options.clone();
        fault["name"] = json!(name);
        let url = format!("{}/__sandbox/faults", self.addresses().sources_base);
        let body = json!({ "faults": [fault] }).to_string();
        let headers = [("content-type", "application/json")];
        let answer = Client::new()
            .request("PUT", &url, &headers, body.as_bytes())
            .unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// How often one endpoint was called since the last count, such as `franceconnect.token`.
    pub fn count_calls(&self, endpoint: &str) -> u64 {
        self.take_calls().unwrap()[endpoint]
            .as_u64()
            .unwrap_or_default()
    }

    /// Every line of the edge in this test, as it is on the disk.
    pub fn lines(&self) -> Vec<String> {
        self.edge_log().lines().split_off(self.began)
    }

    /// The lines of the exchange trace that the journal has in this test, as soon as there are `count` of them.
    pub fn traces(&self, count: usize) -> Vec<Value> {
        let started = Instant::now();
        loop {
            let mut written = written(&self.lines());
            written.retain(is_of_the_trace);
            if written.len() >= count {
                return written;
            }
            assert!(started.elapsed() < LOG_LIMIT, "{written:#?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// No line of this test may hold any of these, but a line of the trace its reference. Times, ports, what is drawn
    /// at random and incident numbers are left out: they hold any three digits one day.
    pub fn check_told_nothing_of(&self, canaries: &[&str]) {
        let at = self.addresses();
        // What is signed may be left out, since it is what is looked at.
        for line in written(&self.lines())
            .iter()
            .filter(|line| is_of_the_trace(line))
        {
            let signed = crate::nominal::part(line["jws"].as_str().unwrap(), 1);
            assert_eq!(signed, line["trace"]);
        }
        let told: Vec<String> = self
            .lines()
            .into_iter()
            .map(|line| {
                let line = without(&line, &["timestamp"]);
                let line = line
                    .replace(&at.forms_origin, "")
                    .replace(&at.edge_origin, "");
                match serde_json::from_str::<Value>(&line) {
                    Ok(wrapped) => told(wrapped["message"].as_str().unwrap_or(&line)),
                    Err(_) => line,
                }
            })
            .collect();
        for canary in canaries {
            let found = told.iter().find(|line| line.contains(canary));
            assert_eq!(found, None, "{canary}");
        }
    }

    /// What the edge has written since this was last asked, as soon as one line is `event`.
    pub fn events_until(&mut self, event: &str) -> Vec<Value> {
        self.read_until(event, |line| line["event"] == event)
    }

    /// The one event of that name since this was last asked.
    pub fn event(&mut self, event: &str) -> Value {
        let mut events = self.events_until(event);
        events.retain(|line| line["event"] == event);
        assert_eq!(events.len(), 1, "{events:#?}");
        events.remove(0)
    }

    fn read_until(&mut self, what: &str, is_wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let started = Instant::now();
        loop {
            let lines = self.edge_log().lines();
            let events = events(lines.get(self.read..).unwrap_or_default());
            if events.iter().any(&is_wanted) {
                self.read = lines.len();
                return events;
            }
            assert!(
                started.elapsed() < LOG_LIMIT,
                "no event {what} in {events:#?}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Starts a stack, up to what its edge always writes first.
fn started(options: Options) -> Stack {
    let stack = Stack::start(options).unwrap();
    wait_rights(&stack, 0);
    stack
}

/// Kills an edge and starts it again, up to what it always writes first.
fn restart(stack: &mut Stack) -> Result<()> {
    let before = count_rights(stack);
    stack.restart_edge()?;
    wait_rights(stack, before);
    Ok(())
}

/// The rights of the town's token are looked at when an edge starts, beside its first requests: the
/// line about them must not come among those of a test.
fn wait_rights(stack: &Stack, before: usize) {
    let started = Instant::now();
    while count_rights(stack) == before {
        assert!(started.elapsed() < LOG_LIMIT, "no rights looked at");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// How many times the rights of a token were looked at.
pub fn count_rights(stack: &Stack) -> usize {
    let written = events(&stack.edge_log().lines());
    let is_about_rights =
        |line: &&Value| matches!(line["event"].as_str(), Some("rights" | "rights_unknown"));
    written.iter().filter(is_about_rights).count()
}

/// How many callers the sources have stopped answering, for having asked before the time a 429 gave.
fn count_bans(stack: &Stack) -> u64 {
    let url = format!("{}/__sandbox/faults", stack.addresses().sources_base);
    let answer = Client::new().get(&url).unwrap();
    answer.json().unwrap()["limits"]["bans"].as_u64().unwrap()
}

/// A démarche of a deployment, by its id.
pub fn demarche<'a>(deployment: &'a mut Value, id: &str) -> &'a mut Value {
    let demarches = deployment["demarches"].as_array_mut().unwrap();
    demarches
        .iter_mut()
        .find(|demarche| demarche["id"] == id)
        .unwrap()
}

/// A JSON object without some of its members; any other text as it is.
fn without(text: &str, names: &[&str]) -> String {
    let Ok(Value::Object(mut members)) = serde_json::from_str(text) else {
        return text.to_owned();
    };
    for name in names {
        members.remove(*name);
    }
    Value::Object(members).to_string()
}

/// A line of ours without what may hold anything; the SIRET of the town has five nines, as its postcode.
fn told(message: &str) -> String {
    let message = without(message, &["time", "incident", "jws"]);
    let Ok(mut line) = serde_json::from_str::<Value>(&message) else {
        return message;
    };
    if is_of_the_trace(&line) {
        let random = ["collectivite", "correlation", "reference", "time"];
        let members = without(&line["trace"].to_string(), &random);
        line["trace"] = serde_json::from_str(&members).unwrap();
    }
    line.to_string()
}

fn is_of_the_trace(line: &Value) -> bool {
    line["event"] == "exchange_trace"
}

/// What the edge wrote in its technical log.
pub fn events(lines: &[String]) -> Vec<Value> {
    let mut events = written(lines);
    events.retain(|line| !is_of_the_trace(line));
    events
}

/// What the edge itself wrote: the runtime wraps each line in one of its own.
fn written(lines: &[String]) -> Vec<Value> {
    let lines = lines
        .iter()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter_map(|line| serde_json::from_str(line["message"].as_str()?).ok())
        .collect()
}

impl Deref for Bench {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        self.stack.as_ref().unwrap()
    }
}

impl DerefMut for Bench {
    fn deref_mut(&mut self) -> &mut Stack {
        self.stack.as_mut().unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check_obeyed();
        }
        let stack = self.stack.take();
        // What a failed test leaves behind must not fail another.
        if std::thread::panicking() {
            return;
        }
        if !self.is_shared {
            return;
        }
        let is_troubled = self.is_troubled.load(Ordering::Relaxed);
        let usable = stack.and_then(|mut stack| {
            stack.set_faults(&[]).ok()?;
            if is_troubled {
                restart(&mut stack).ok()?;
            }
            Some(stack)
        });
        if let Some(stack) = usable {
            IDLE.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(stack);
        }
    }
}

/// The edge that answers signature vectors, with the code that ships.
pub struct VectorsEdge(Stack);

impl VectorsEdge {
    /// The one all tests use.
    pub fn shared() -> &'static Self {
        static EDGE: OnceLock<VectorsEdge> = OnceLock::new();
        EDGE.get_or_init(|| {
            let options = Options {
                edge: EdgeBuild::Vectors,
                ..Options::for_tests()
            };
            Self(Stack::start(options).unwrap())
        })
    }

    /// Whether each question of a list is accepted.
    pub fn ask(&self, questions: &Value) -> Vec<bool> {
        let url = format!("{}/vectors", self.0.addresses().edge_base);
        let headers = [("content-type", "application/json")];
        let body = questions.to_string();
        let answer = Client::new()
            .request("POST", &url, &headers, body.as_bytes())
            .unwrap();
        serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
    }
}
