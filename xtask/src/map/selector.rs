//! Selectors that match one control of the form and no other, by what a host is least likely to change.

use scraper::{ElementRef, Html, Selector};

use super::page::{self, Control, Kind, Page};

/// Starts of the identifiers that frameworks number at each page.
const GENERATED: &[&str] = &[
    "mat-input-",
    "mat-select-",
    "cdk-",
    "ember",
    "react-",
    "radix-",
    "headlessui-",
    "mui-",
    "yui_",
    "ext-gen",
    "gwt-uid-",
    "j_idt",
    "el-id-",
    "input-v-",
    "rc_",
    "dijit_",
    "uid-",
    "auto-id-",
];

/// A selector and the reason for it.
pub struct Chosen {
    /// The selector.
    pub selector: String,
    /// Why it is not the identifier, where it is not.
    pub remark: Option<String>,
}

/// The selector of a control, or of the group of its name for a radio button.
pub fn of_control(page: &Page, control: &Control) -> Option<Chosen> {
    let is_generated = !control.id.is_empty() && is_generated(&control.id);
    let remark = is_generated.then(|| format!("the id `{}` looks generated", control.id));
    if let Some(selector) = lasting(page, control).into_iter().next() {
        return Some(Chosen { selector, remark });
    }
    let selector = path(page, control).filter(|selector| is_right(page, control, selector))?;
    let remark = Some(
        "neither id nor name tells it apart: found by its place, which a new page may change"
            .to_owned(),
    );
    Some(Chosen { selector, remark })
}

/// Selectors by identifier and by name that find this control alone, best first.
pub fn lasting(page: &Page, control: &Control) -> Vec<String> {
    let has_id =
        !control.id.is_empty() && control.kind != Kind::Radio && !is_generated(&control.id);
    let tag = &control.tag;
    let name = quoted(&control.name);
    let by_name = name.as_ref().map(|name| format!("{tag}[name={name}]"));
    let by_type = name
        .filter(|_| !control.input_type.is_empty())
        .map(|name| format!("{tag}[type=\"{}\"][name={name}]", control.input_type));
    let candidates = [has_id.then(|| by_id(&control.id)), by_name, by_type];
    candidates
        .into_iter()
        .flatten()
        .filter(|selector| is_right(page, control, selector))
        .collect()
}

/// Whether a selector finds this control in its form and nothing else, and the démarche may hold it.
pub fn is_right(page: &Page, control: &Control, selector: &str) -> bool {
    let is_allowed = selector.len() <= 200 && !selector.contains(['<', '{', '}', ';', '\\']);
    let found = page.matching(selector, control.form);
    let same = |other: &Control| match control.kind {
        Kind::Radio => other.kind == Kind::Radio && other.name == control.name,
        _ => other.node == control.node,
    };
    let only_ours = page
        .controls
        .iter()
        .filter(|other| found.contains(&other.node))
        .all(same);
    is_allowed && !found.is_empty() && only_ours
}

/// Whether an identifier looks numbered by a program rather than chosen by someone.
pub fn is_generated(id: &str) -> bool {
    let lower = id.to_lowercase();
    let known = GENERATED.iter().any(|start| lower.starts_with(start));
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    known || id.starts_with(':') || words.into_iter().any(is_random)
}

fn is_random(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let bytes = word.as_bytes();
    let changes = bytes
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() != b.is_ascii_digit()))
        .count();
    (digits >= 4 && !is_year) || (word.len() >= 6 && digits >= 2 && changes >= 3)
}

/// A selector of a form of the page.
pub fn of_form(html: &Html, form: ElementRef<'_>) -> String {
    let attribute = |name: &str| form.attr(name).filter(|value| !value.is_empty());
    let by_id = attribute("id")
        .filter(|id| !is_generated(id))
        .map(|id| format!("form{}", by_id(id)));
    let by = |name: &str| Some(format!("form[{name}={}]", quoted(attribute(name)?)?));
    let candidates = [by_id, by("name"), by("action")].into_iter().flatten();
    let is_alone = |selector: &String| {
        Selector::parse(selector).is_ok_and(|selector| html.select(&selector).count() == 1)
    };
    let place = || {
        page::select(html, "form")
            .position(|other| other.id() == form.id())
            .unwrap_or(0)
            + 1
    };
    candidates
        .into_iter()
        .find(is_alone)
        .unwrap_or_else(|| format!("form:nth-of-type({})", place()))
}

fn by_id(id: &str) -> String {
    let is_plain = id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let starts_well = id.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    match quoted(id) {
        Some(quoted) if !is_plain || !starts_well => format!("[id={quoted}]"),
        _ => format!("#{id}"),
    }
}

fn quoted(text: &str) -> Option<String> {
    let is_safe = !text.is_empty() && !text.contains(['"', '\\', '\n']);
    is_safe.then(|| format!("\"{text}\""))
}

/// The way down from the nearest element with a lasting identifier, or from the form.
fn path(page: &Page, control: &Control) -> Option<String> {
    let mut at = page.element(control.node)?;
    let mut steps = Vec::new();
    loop {
        let id = at
            .attr("id")
            .filter(|id| !id.is_empty() && !is_generated(id));
        let name = at.value().name();
        match id {
            Some(id) if at.id() != control.node => {
                steps.push(by_id(id));
                break;
            }
            _ if name == "form" => {
                steps.push(page.forms.get(control.form)?.selector.clone());
                break;
            }
            _ if name == "body" => {
                steps.push("body".to_owned());
                break;
            }
            _ => {
                let same = at.prev_siblings().filter_map(ElementRef::wrap);
                let place = same
                    .filter(|sibling| sibling.value().name() == name)
                    .count()
                    + 1;
                steps.push(format!("{name}:nth-of-type({place})"));
            }
        }
        at = page::ancestors(at).next()?;
    }
    steps.reverse();
    Some(steps.join(" > "))
}
