//! Reading the pages of the edge as the server wrote them.

use unefois_tests::client::Answer;

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
    /// The lines about what did not come.
    pub missing: Vec<String>,
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
            missing: missing(html),
            html: html.to_owned(),
        }
    }

    /// Ids of the boxes.
    pub fn ids(&self) -> Vec<&str> {
        self.boxes.iter().map(|shown| shown.id.as_str()).collect()
    }

    /// Ids of the boxes that are ticked.
    pub fn ticked(&self) -> Vec<&str> {
        let ticked = self.boxes.iter().filter(|shown| shown.is_ticked);
        ticked.map(|shown| shown.id.as_str()).collect()
    }
}

fn shown_box(rest: &str) -> ShownBox {
    let (id, after) = rest.split_once('"').unwrap();
    let (tag, after) = after.split_once('>').unwrap();
    let value = between(after, "<span class=\"value\"><bdi>", "</bdi>");
    ShownBox {
        id: id.to_owned(),
        is_ticked: tag.split(' ').any(|attribute| attribute == "checked"),
        value: unescape(value.unwrap()),
    }
}

fn missing(html: &str) -> Vec<String> {
    let list = between(html, "<ul class=\"missing\">", "</ul>").unwrap_or_default();
    after_each(list, "<li>")
        .map(|item| unescape(item.split("</li>").next().unwrap()))
        .collect()
}

/// The value of a hidden field.
pub fn hidden(html: &str, name: &str) -> String {
    let before = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    let value = between(html, &before, "\"");
    unescape(value.unwrap_or_else(|| panic!("no field {name}: {html}")))
}

/// Addresses of the links of a page.
pub fn links(html: &str) -> Vec<String> {
    after_each(html, "href=\"")
        .map(|rest| unescape(rest.split('"').next().unwrap()))
        .collect()
}

/// The text between the first `before` and the `after` that follows it.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

fn after_each<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1)
}

fn unescape(text: &str) -> String {
    let replaced = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    replaced.replace("&amp;", "&")
}
