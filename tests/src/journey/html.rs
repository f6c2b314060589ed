//! Pieces of a page as the server wrote it.

/// What a page says must be corrected, and where its link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Id of the control.
    pub control: String,
    /// The sentence.
    pub sentence: String,
}

pub(super) fn problems(html: &str) -> Vec<Problem> {
    let shown = "<div class=\"problem\" role=\"alert\" tabindex=\"-1\">";
    let summary = between(html, shown, "</div>").unwrap_or_default();
    after_each(summary, "<a href=\"#")
        .map(|rest| Problem {
            control: until(rest, "\""),
            sentence: unescape(between(rest, ">", "</a>").unwrap_or_default()),
        })
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

pub(super) fn after_each<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1)
}

pub(super) fn until(text: &str, mark: &str) -> String {
    text.split(mark).next().unwrap_or_default().to_owned()
}

pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let spaced = format!(" {tag}");
    between(&spaced, &format!(" {name}=\""), "\"").map(unescape)
}

/// Whether the control whose tag begins here is ticked when the page is shown.
pub(super) fn is_checked(tag: &str) -> bool {
    let tag = tag.split('>').next().unwrap_or_default();
    tag.split(' ').any(|attribute| attribute == "checked")
}

/// The text of a piece of a page, tags and hidden words aside.
pub(super) fn plain(html: &str) -> String {
    let hidden = "<span class=\"visually-hidden\">";
    let shown = match html.split_once(hidden) {
        Some((before, rest)) => {
            let after = rest.split_once("</span>").map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => html.to_owned(),
    };
    unescape(shown.trim())
}

pub(super) fn unescape(text: &str) -> String {
    let replaced = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    replaced.replace("&amp;", "&")
}

pub(super) fn fieldsets(html: &str) -> impl Iterator<Item = &str> {
    after_each(html, "<fieldset").map(|rest| rest.split("</fieldset>").next().unwrap_or(rest))
}
