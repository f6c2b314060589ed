//! A page as it is read: its forms, and of each control what could say what it is for.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use scraper::{ElementRef, Html, Node, Selector};

use super::selector;

/// Name of an element inside its page.
pub type NodeId = ego_tree::NodeId;

/// A page.
pub struct Page {
    html: Html,
    /// Its forms, in order; the last one stands for the controls that are in none.
    pub forms: Vec<Form>,
    /// Every control, in order.
    pub controls: Vec<Control>,
}

/// A form of the page.
pub struct Form {
    /// A selector that matches it alone; empty for the controls that are in no form.
    pub selector: String,
    /// How many of its controls a person can fill, a group of radio buttons counting once.
    pub fillable: usize,
    node: Option<NodeId>,
}

/// What a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Email,
    Tel,
    Number,
    Date,
    Select,
    Radio,
    Checkbox,
    /// Nothing the widget ever writes.
    Untouchable,
}

/// An option of a menu, or a button of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// The words of something around a control.
pub struct Setting {
    /// The element they are about.
    pub node: NodeId,
    pub text: String,
    /// Whether it is a group of controls, not a mere heading.
    pub is_group: bool,
}

/// An `input`, `select` or `textarea`.
pub struct Control {
    pub node: NodeId,
    pub form: usize,
    pub tag: String,
    pub input_type: String,
    pub kind: Kind,
    pub id: String,
    pub name: String,
    pub autocomplete: Vec<String>,
    pub data_unefois: Option<String>,
    pub label: String,
    /// Legends and headings, nearest first.
    pub settings: Vec<Setting>,
    /// What `aria-describedby` points at, the placeholder and the title.
    pub help: String,
    pub placeholder: String,
    pub pattern: String,
    pub maxlength: Option<usize>,
    pub required: bool,
    pub value: String,
    pub choices: Vec<Choice>,
    /// Why nobody could write there.
    pub closed: Option<String>,
}

impl Page {
    /// Reads a page.
    pub fn parse(text: &str) -> Self {
        let html = Html::parse_document(text);
        let mut forms: Vec<Form> = Vec::new();
        for element in select(&html, "form") {
            let selector = selector::of_form(&html, element);
            forms.push(Form {
                selector,
                fillable: 0,
                node: Some(element.id()),
            });
        }
        forms.push(Form {
            selector: String::new(),
            fillable: 0,
            node: None,
        });
        let mut page = Self {
            html,
            forms,
            controls: Vec::new(),
        };
        let found: Vec<Control> = select(&page.html, "input, select, textarea")
            .filter(|element| !is_inert(*element))
            .map(|element| page.control(element))
            .collect();
        page.controls = found;
        page.count();
        page
    }

    /// The form to fill: the one named, or the one with most controls.
    ///
    /// # Errors
    ///
    /// The name fits no form or several; or two forms are as big.
    pub fn choose(&self, named: Option<&str>) -> Result<usize> {
        if let Some(named) = named {
            let Ok(parsed) = Selector::parse(named) else {
                bail!("`{named}` is not a CSS selector.");
            };
            let found: Vec<NodeId> = self
                .html
                .select(&parsed)
                .map(|element| element.id())
                .collect();
            let forms = self.forms.iter().enumerate();
            let mut fitting =
                forms.filter(|(_, form)| form.node.is_some_and(|node| found.contains(&node)));
            return match (fitting.next(), fitting.next()) {
                (Some((index, _)), None) => Ok(index),
                (None, _) => bail!("`{named}` matches no form of the page: {}.", self.list()),
                _ => bail!(
                    "`{named}` matches several forms of the page: {}.",
                    self.list()
                ),
            };
        }
        let most = self
            .forms
            .iter()
            .map(|form| form.fillable)
            .max()
            .unwrap_or(0);
        let mut biggest = self
            .forms
            .iter()
            .enumerate()
            .filter(|(_, form)| form.fillable == most);
        match (most, biggest.next(), biggest.next()) {
            (0, _, _) => bail!(
                "The page has no field to fill. A form made by a script must be saved from the browser first."
            ),
            (_, Some((index, _)), None) => Ok(index),
            _ => bail!(
                "Two forms are as big: name one with --form: {}.",
                self.list()
            ),
        }
    }

    /// The controls of a form that a selector matches; nothing when it is not one.
    pub fn matching(&self, selector: &str, form: usize) -> Vec<NodeId> {
        let Ok(parsed) = Selector::parse(selector) else {
            return Vec::new();
        };
        let found: BTreeSet<NodeId> = self
            .html
            .select(&parsed)
            .map(|element| element.id())
            .collect();
        let controls = self.controls.iter().filter(|control| control.form == form);
        controls
            .map(|control| control.node)
            .filter(|node| found.contains(node))
            .collect()
    }

    /// The element of a control.
    pub fn element(&self, node: NodeId) -> Option<ElementRef<'_>> {
        self.html.tree.get(node).and_then(ElementRef::wrap)
    }

    fn list(&self) -> String {
        let named = self.forms.iter().filter(|form| form.node.is_some());
        let each = named.map(|form| format!("{} ({} fields)", form.selector, form.fillable));
        each.collect::<Vec<_>>().join(", ")
    }

    fn count(&mut self) {
        let mut groups = BTreeSet::new();
        for control in &self.controls {
            let is_new =
                control.kind != Kind::Radio || groups.insert((control.form, control.name.clone()));
            if control.closed.is_none()
                && is_new
                && let Some(form) = self.forms.get_mut(control.form)
            {
                form.fillable += 1;
            }
        }
    }

    fn control(&self, element: ElementRef<'_>) -> Control {
        let attribute = |name: &str| element.attr(name).unwrap_or_default().trim().to_owned();
        let tag = element.value().name().to_owned();
        let input_type = match tag.as_str() {
            "input" => attribute("type").to_lowercase(),
            _ => String::new(),
        };
        let kind = kind(&tag, &input_type, element);
        let tokens = attribute("autocomplete").to_lowercase();
        let described = self.texts_of(&attribute("aria-describedby"));
        Control {
            node: element.id(),
            form: self.form_of(element),
            kind,
            id: attribute("id"),
            name: attribute("name"),
            autocomplete: tokens.split_whitespace().map(str::to_owned).collect(),
            data_unefois: element
                .attr("data-unefois")
                .map(|text| text.trim().to_owned()),
            label: self.label(element),
            settings: self.settings(element),
            help: [described, attribute("placeholder"), attribute("title")].join(" "),
            placeholder: attribute("placeholder"),
            pattern: attribute("pattern"),
            maxlength: attribute("maxlength").parse().ok(),
            required: element.attr("required").is_some()
                || element.attr("aria-required") == Some("true"),
            value: element.attr("value").unwrap_or("on").to_owned(),
            choices: options(element),
            closed: closed(element, kind, &input_type),
            tag,
            input_type,
        }
    }

    fn form_of(&self, element: ElementRef<'_>) -> usize {
        let owner = match element.attr("form") {
            Some(id) => select(&self.html, "form")
                .find(|form| form.attr("id") == Some(id))
                .map(|form| form.id()),
            None => ancestors(element)
                .find(|parent| parent.value().name() == "form")
                .map(|form| form.id()),
        };
        let found = self
            .forms
            .iter()
            .position(|form| form.node.is_some() && form.node == owner);
        found.unwrap_or(self.forms.len().saturating_sub(1))
    }

    fn label(&self, element: ElementRef<'_>) -> String {
        let labelled = self.texts_of(element.attr("aria-labelledby").unwrap_or_default());
        let said = element
            .attr("aria-label")
            .unwrap_or_default()
            .trim()
            .to_owned();
        let id = element.attr("id").unwrap_or_default();
        let pointing = select(&self.html, "label[for]")
            .filter(|label| !id.is_empty() && label.attr("for") == Some(id));
        let around = ancestors(element).find(|parent| parent.value().name() == "label");
        let labels: Vec<String> = pointing.chain(around).map(text).collect();
        [labelled, said, labels.join(" "), column(element)]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    fn settings(&self, element: ElementRef<'_>) -> Vec<Setting> {
        let mut settings = Vec::new();
        let mut at = element;
        for parent in ancestors(element) {
            let mut add = |node: NodeId, text: String, is_group: bool| {
                if !text.is_empty() {
                    settings.push(Setting {
                        node,
                        text,
                        is_group,
                    });
                }
            };
            if let Some(heading) = heading_before(at) {
                add(parent.id(), text(heading), false);
            }
            if parent.value().name() == "form" {
                break;
            }
            let is_group = matches!(parent.attr("role"), Some("group" | "radiogroup"));
            let legend = child(parent, "legend").filter(|_| parent.value().name() == "fieldset");
            let row = child(parent, "th").filter(|_| parent.value().name() == "tr");
            add(
                parent.id(),
                self.texts_of(parent.attr("aria-labelledby").unwrap_or_default()),
                is_group,
            );
            add(
                parent.id(),
                parent.attr("aria-label").unwrap_or_default().to_owned(),
                is_group,
            );
            add(parent.id(), legend.map(text).unwrap_or_default(), true);
            add(parent.id(), row.map(text).unwrap_or_default(), false);
            at = parent;
        }
        settings
    }

    fn texts_of(&self, ids: &str) -> String {
        let texts = ids.split_whitespace().filter_map(|id| {
            let mut elements = select(&self.html, "[id]");
            elements
                .find(|element| element.attr("id") == Some(id))
                .map(text)
        });
        texts.collect::<Vec<_>>().join(" ")
    }
}

/// Elements of a page by a selector of ours.
pub fn select<'a>(
    html: &'a Html,
    selector: &str,
) -> impl Iterator<Item = ElementRef<'a>> + use<'a> {
    let parsed = Selector::parse(selector).ok();
    let found: Vec<_> = parsed
        .iter()
        .flat_map(|parsed| html.select(parsed))
        .collect();
    found.into_iter()
}

/// The elements around one, nearest first.
pub fn ancestors(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

fn child<'a>(element: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    element
        .child_elements()
        .find(|child| child.value().name() == name)
}

/// The words a person reads in an element: not the options of a menu inside it.
fn text(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    for node in element.descendants() {
        let Node::Text(text) = node.value() else {
            continue;
        };
        let silent = node.ancestors().filter_map(ElementRef::wrap).any(|parent| {
            matches!(
                parent.value().name(),
                "select" | "textarea" | "script" | "style" | "button"
            )
        });
        if !silent {
            words.push_str(text);
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn heading_before(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut before = element.prev_siblings().filter_map(ElementRef::wrap);
    before.find(|sibling| {
        matches!(
            sibling.value().name(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        )
    })
}

/// The heading of the column of a table.
fn column(element: ElementRef<'_>) -> String {
    let Some(cell) = ancestors(element).find(|parent| parent.value().name() == "td") else {
        return String::new();
    };
    let at = cell.prev_siblings().filter_map(ElementRef::wrap).count();
    let table = ancestors(cell).find(|parent| parent.value().name() == "table");
    let row = table.and_then(|table| {
        table
            .descendants()
            .filter_map(ElementRef::wrap)
            .find(|row| row.value().name() == "tr")
    });
    let heading = row.and_then(|row| row.child_elements().nth(at));
    heading
        .filter(|heading| heading.value().name() == "th")
        .map(text)
        .unwrap_or_default()
}

fn options(element: ElementRef<'_>) -> Vec<Choice> {
    let options = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|child| child.value().name() == "option");
    let choices = options.map(|option| {
        let label: String = option
            .text()
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        Choice {
            value: option
                .attr("value")
                .map_or_else(|| label.clone(), str::to_owned),
            label,
        }
    });
    choices.filter(|choice| !choice.value.is_empty()).collect()
}

fn kind(tag: &str, input_type: &str, element: ElementRef<'_>) -> Kind {
    match (tag, input_type) {
        ("textarea", _) | (_, "" | "text" | "search") if tag != "select" => Kind::Text,
        ("select", _) if element.attr("multiple").is_none() => Kind::Select,
        (_, "email") => Kind::Email,
        (_, "tel") => Kind::Tel,
        (_, "number") => Kind::Number,
        (_, "date") => Kind::Date,
        (_, "radio") => Kind::Radio,
        (_, "checkbox") => Kind::Checkbox,
        _ => Kind::Untouchable,
    }
}

/// Controls that are not part of the page a person sees at all.
fn is_inert(element: ElementRef<'_>) -> bool {
    ancestors(element).any(|parent| matches!(parent.value().name(), "template" | "noscript"))
}

fn closed(element: ElementRef<'_>, kind: Kind, input_type: &str) -> Option<String> {
    if input_type == "hidden" {
        return Some("hidden".to_owned());
    }
    if kind == Kind::Untouchable {
        let what = if element.value().name() == "select" {
            "several options at once"
        } else {
            input_type
        };
        return Some(format!("{what}: never written"));
    }
    let around = || std::iter::once(element).chain(ancestors(element));
    if let Some(hiding) = around().find(|parent| is_hidden(*parent)) {
        let own = hiding.id() == element.id();
        return Some(if own { "hidden" } else { "in a hidden part" }.to_owned());
    }
    let disabled = |parent: ElementRef<'_>| {
        let name = parent.value().name();
        parent.attr("disabled").is_some() && (parent.id() == element.id() || name == "fieldset")
    };
    if around().any(disabled) {
        return Some("disabled".to_owned());
    }
    element.attr("readonly").map(|_| "read-only".to_owned())
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    let style = element
        .attr("style")
        .unwrap_or_default()
        .to_lowercase()
        .replace(' ', "");
    let styled = ["display:none", "visibility:hidden"]
        .iter()
        .any(|rule| style.contains(rule));
    styled
        || element.attr("hidden").is_some()
        || element.attr("inert").is_some()
        || element.attr("aria-hidden") == Some("true")
}
