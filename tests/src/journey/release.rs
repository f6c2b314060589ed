//! Reading the release page.

use super::html::{
    Problem, after_each, attribute, between, fieldsets, hidden, is_checked, plain, problems,
    unescape, until,
};
use crate::client::Answer;

/// The release page: what it proposes and what it would send.
#[derive(Clone, Debug)]
pub struct ReleasePage {
    /// The whole page.
    pub html: String,
    /// What the form sends back unread.
    pub sealed: String,
    /// What "Ce n’est pas moi" sends back unread.
    pub logout: String,
    /// The boxes, in order.
    pub boxes: Vec<ShownBox>,
    /// The lists among whose rows the person chooses, in order.
    pub lists: Vec<ShownList>,
    /// The lines about what did not come.
    pub missing: Vec<String>,
    /// What must be decided again, where the page is shown for that.
    pub problems: Vec<Problem>,
}

/// A box of the release page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownBox {
    /// What the form sends when it is ticked.
    pub id: String,
    /// Whether it is ticked when the page is shown.
    pub is_ticked: bool,
    /// The value beside it.
    pub value: String,
}

/// A list of the release page: children, admissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownList {
    /// Name of its controls: `choix-enfants`.
    pub name: String,
    /// Whether one row only can be chosen.
    pub is_single: bool,
    /// The rows, in order.
    pub rows: Vec<ShownRow>,
    /// "None of these".
    pub none: ShownRow,
    /// The error beside it.
    pub error: Option<String>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// What the form sends when it is chosen.
    pub id: String,
    /// Id of its control in the page.
    pub control: String,
    /// What the person reads.
    pub label: String,
    /// Whether it is chosen when the page is shown.
    pub is_chosen: bool,
}

impl ReleasePage {
    /// Reads the answer to a callback.
    pub fn of(answer: &Answer) -> Self {
        Self::read(&answer.text(), answer.status)
    }

    /// Reads a page that was sent with this status.
    pub fn read(html: &str, status: u16) -> Self {
        assert!(
            html.contains("action=\"/v1/release\""),
            "no release page but {status}: {html}"
        );
        Self {
            sealed: hidden(html, "sealed"),
            logout: hidden(html, "logout"),
            boxes: after_each(html, "<input type=\"checkbox\" name=\"choix\" value=\"")
                .map(shown_box)
                .collect(),
            lists: fieldsets(html).filter_map(shown_list).collect(),
            missing: missing(html),
            problems: problems(html),
            html: html.to_owned(),
        }
    }

    /// Ids of the boxes.
    pub fn ids(&self) -> Vec<&str> {
        self.boxes.iter().map(|shown| shown.id.as_str()).collect()
    }

    /// Ids of the boxes that are ticked and of the rows that are chosen.
    pub fn ticked(&self) -> Vec<&str> {
        let ticked = self.boxes.iter().filter(|shown| shown.is_ticked);
        let boxes = ticked.map(|shown| shown.id.as_str());
        let rows = self.lists.iter().flat_map(ShownList::choices);
        let chosen = rows.filter(|row| row.is_chosen);
        boxes.chain(chosen.map(|row| row.id.as_str())).collect()
    }

    /// Ids of every box, and of every row that may go with the others: of a single choice, the first.
    pub fn everything(&self) -> Vec<&str> {
        let rows = self.lists.iter().flat_map(|list| {
            let taken = if list.is_single { 1 } else { list.rows.len() };
            list.rows.iter().take(taken)
        });
        let rows = rows.map(|row| row.id.as_str());
        self.ids().into_iter().chain(rows).collect()
    }

    /// The box of an id.
    pub fn shown(&self, id: &str) -> &ShownBox {
        let found = self.boxes.iter().find(|shown| shown.id == id);
        found.unwrap_or_else(|| panic!("no box {id} among {:?}", self.ids()))
    }

    /// The name under which the form sends an id; an id it does not show goes as a box would.
    pub fn name_of(&self, id: &str) -> &str {
        let list = self
            .lists
            .iter()
            .find(|list| list.choices().any(|row| row.id == id));
        list.map_or("choix", |list| list.name.as_str())
    }
}

impl ShownList {
    /// The rows, then "none of these".
    pub fn choices(&self) -> impl Iterator<Item = &ShownRow> {
        self.rows.iter().chain([&self.none])
    }
}

fn shown_box(rest: &str) -> ShownBox {
    let (id, after) = rest.split_once('"').unwrap();
    let (_, after) = after.split_once('>').unwrap();
    let value = between(after, "<span class=\"value\"><bdi>", "</bdi>");
    ShownBox {
        id: id.to_owned(),
        is_ticked: is_checked(rest),
        value: unescape(value.unwrap()),
    }
}

/// A list is a group of controls of its own name; the last of them is none of its rows.
fn shown_list(fieldset: &str) -> Option<ShownList> {
    let controls = after_each(fieldset, "<input ").filter_map(|rest| {
        let tag = until(rest, ">");
        let name = attribute(&tag, "name").filter(|name| name.starts_with("choix-"))?;
        let label = between(rest, "<bdi>", "</bdi>")
            .map(unescape)
            .unwrap_or_default();
        let row = ShownRow {
            id: attribute(&tag, "value")?,
            control: attribute(&tag, "id")?,
            label,
            is_chosen: is_checked(&tag),
        };
        Some((
            name,
            attribute(&tag, "type").as_deref() == Some("radio"),
            row,
        ))
    });
    let controls: Vec<_> = controls.collect();
    let (name, is_single, _) = controls.first().cloned()?;
    let mut rows: Vec<ShownRow> = controls.into_iter().map(|(_, _, row)| row).collect();
    let error = between(fieldset, "<p class=\"error\"", "</p>");
    Some(ShownList {
        name,
        is_single,
        none: rows.pop()?,
        rows,
        error: error.map(|text| plain(text.split_once('>').map_or(text, |(_, text)| text))),
    })
}

fn missing(html: &str) -> Vec<String> {
    let list = between(html, "<ul class=\"missing\">", "</ul>").unwrap_or_default();
    after_each(list, "<li>")
        .map(|item| unescape(item.split("</li>").next().unwrap()))
        .collect()
}
