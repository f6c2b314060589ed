//! Rows of a list told apart by a number: `#prenoms-enfant-1`, `#prenoms-enfant-2` become `#prenoms-enfant-{n}`.

/// Rows a form may have at most.
pub const MOST: usize = 12;

/// What selectors of successive rows, in the order of the page, have in common.
#[derive(Debug, PartialEq, Eq)]
pub enum Rows {
    /// One selector, `{n}` in the place of the number.
    Numbered(String),
    /// They are numbered, but not from 1.
    From(usize),
    /// No number tells them apart.
    Unnumbered,
}

/// Finds the number that goes up by one from one row to the next.
pub fn read(selectors: &[String]) -> Rows {
    let Some(first) = selectors.first() else {
        return Rows::Unnumbered;
    };
    let mut other_start = None;
    for (start, end) in numbers(first) {
        let (Some(before), Some(digits), Some(after)) =
            (first.get(..start), first.get(start..end), first.get(end..))
        else {
            continue;
        };
        let Ok(begin) = digits.parse::<usize>() else {
            continue;
        };
        let fits = |(row, selector): (usize, &String)| {
            *selector == format!("{before}{}{after}", begin + row)
        };
        if !selectors.iter().enumerate().all(fits) {
            continue;
        }
        if begin == 1 && selectors.len() <= MOST {
            return Rows::Numbered(format!("{before}{{n}}{after}"));
        }
        other_start = Some(begin);
    }
    other_start.map_or(Rows::Unnumbered, Rows::From)
}

fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut begin = None;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        match (byte.is_ascii_digit(), begin) {
            (true, None) => begin = Some(at),
            (false, Some(start)) => {
                found.push((start, at));
                begin = None;
            }
            _ => {}
        }
    }
    found
}
