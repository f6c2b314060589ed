//! Dates, times and amounts as people write them in each language.

use time::{Date, PrimitiveDateTime};

use super::Catalogue;
use crate::paris;

impl Catalogue<'_> {
    /// `21 novembre 2026`, `1er janvier 2027`; `21 November 2026`.
    pub fn date(&self, date: Date) -> String {
        self.day_month_year(date.day(), date.month().into(), date.year())
    }

    /// `14 h 30`; `2:30pm`.
    pub fn time(&self, moment: PrimitiveDateTime) -> String {
        let (hour, minute) = (moment.hour(), moment.minute());
        let id = match (hour < 12, minute) {
            (true, 0) => "format.hour_morning",
            (false, 0) => "format.hour_afternoon",
            (true, _) => "format.time_morning",
            (false, _) => "format.time_afternoon",
        };
        let of_twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let values = [
            ("heure", hour.to_string()),
            ("heure_sur_12", of_twelve.to_string()),
            ("minute", format!("{minute:02}")),
        ];
        self.text(
            id,
            &values.each_ref().map(|(name, it)| (*name, it.as_str())),
        )
    }

    /// A date as received, `YYYY-MM-DD`: an unknown day leaves the month, an unknown month the year,
    /// and what is no date at all reads as not known.
    pub fn date_text(&self, text: &str) -> String {
        match paris::split_date(text) {
            None | Some((0, _, _)) => self.text("value.unknown", &[]),
            Some((year, month, 0)) => self.month(year, Some(month)),
            Some((year, 0, _)) => year.to_string(),
            Some((year, month, day)) => self.day_month_year(day, month, year.into()),
        }
    }

    /// `novembre 2026`; the year alone when the month is unknown.
    pub fn month(&self, annee: u16, mois: Option<u8>) -> String {
        let annee = annee.to_string();
        match mois.and_then(|mois| self.month_name(mois)) {
            Some(mois) => self.text("format.month_year", &[("mois", mois), ("annee", &annee)]),
            None => annee,
        }
    }

    /// `novembre`; `November`. Nothing when `mois` is not between 1 and 12.
    pub fn month_name(&self, mois: u8) -> Option<&'static str> {
        let name = self.format(&format!("month.{mois}"));
        Some(name).filter(|name| !name.is_empty())
    }

    /// `12 345 €`; `€12,345`.
    pub fn euros(&self, euros: i64) -> String {
        let sign = if euros < 0 { "-" } else { "" };
        let amount = self.in_euros(&self.grouped(euros.unsigned_abs()));
        format!("{sign}{amount}")
    }

    /// An amount with a decimal point, as its provider wrote it: `1 234,50 €`; `€1,234.50`. Cents are
    /// always two digits, further ones are kept, and what is no such amount is left as it is.
    pub fn montant(&self, text: &str) -> String {
        let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
        let Ok(whole) = whole.parse() else {
            return text.to_owned();
        };
        let (whole, point) = (self.grouped(whole), self.format("decimal"));
        self.in_euros(&format!("{whole}{point}{cents:0<2}"))
    }

    /// `2,25`; `2.25`.
    pub fn decimal(&self, text: &str) -> String {
        text.replace('.', self.format("decimal"))
    }

    /// `1 610 kg`; `1,610 kg`.
    pub fn kilogrammes(&self, number: i64) -> String {
        let number = self.grouped(number.unsigned_abs());
        self.text("format.kilogrammes", &[("nombre", &number)])
    }

    /// A label and its value: French puts a no-break space before the colon.
    pub fn labelled(&self, label: &str, value: &str) -> String {
        format!("{label}{}{value}", self.colon())
    }

    /// What stands between a label and its value.
    pub fn colon(&self) -> &'static str {
        self.format("colon")
    }

    /// `a, b et c`; `a, b and c`.
    pub fn list(&self, items: &[&str]) -> String {
        match items.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => {
                let others = others.join(self.format("list_separator"));
                [&others, self.format("list_end"), last].concat()
            }
        }
    }

    fn day_month_year(&self, day: u8, month: u8, year: i32) -> String {
        let Some(mois) = self.month_name(month) else {
            return self.text("value.unknown", &[]);
        };
        let jour = match day {
            1 => self.text("format.first_day", &[]),
            _ => day.to_string(),
        };
        let annee = year.to_string();
        let values = [("jour", jour.as_str()), ("mois", mois), ("annee", &annee)];
        self.text("format.date", &values)
    }

    fn in_euros(&self, amount: &str) -> String {
        self.text("format.euros", &[("montant", amount)])
    }

    /// Digits by groups of three.
    fn grouped(&self, number: u64) -> String {
        grouped(number, self.format("thousands"))
    }
}

fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shown: impl Fn(&Catalogue) -> String, fr: &str, en: &str) {
        assert_eq!(shown(&Catalogue::fr()), fr);
        assert_eq!(shown(&Catalogue::of("en")), en);
    }

    #[test]
    fn dates_are_written_in_full_with_what_is_known() {
        check(
            |c| c.date_text("2026-11-21"),
            "21\u{a0}novembre 2026",
            "21\u{a0}November 2026",
        );
        check(
            |c| c.date_text("2027-01-01"),
            "1er\u{a0}janvier 2027",
            "1\u{a0}January 2027",
        );
        check(|c| c.date_text("2020-05-00"), "mai 2020", "May 2020");
        check(|c| c.date_text("2020-00-00"), "2020", "2020");
        check(|c| c.date_text("0000-00-00"), "Non connu", "Not known");
        check(|c| c.date_text("2020-13-40"), "Non connu", "Not known");
        check(|c| c.date_text("hier"), "Non connu", "Not known");
    }

    #[test]
    fn times_are_written_with_the_words_of_the_language() {
        let at = |unix_secs| move |c: &Catalogue| c.time(paris::local(unix_secs));
        check(at(1_795_267_800), "14\u{a0}h\u{a0}30", "2:30pm");
        check(at(1_795_215_600), "0\u{a0}h", "12am");
        check(at(1_795_258_860), "12\u{a0}h\u{a0}01", "12:01pm");
    }

    #[test]
    fn euros_are_grouped_by_thousands() {
        check(|c| c.euros(0), "0\u{a0}€", "€0");
        check(|c| c.euros(650), "650\u{a0}€", "€650");
        check(|c| c.euros(12_345), "12\u{202f}345\u{a0}€", "€12,345");
        check(
            |c| c.euros(-1_234_567),
            "-1\u{202f}234\u{202f}567\u{a0}€",
            "-€1,234,567",
        );
        check(
            |c| c.euros(i64::MIN).chars().count().to_string(),
            "28",
            "27",
        );
    }

    #[test]
    fn amounts_have_two_digits_of_cents_and_never_lose_one() {
        check(|c| c.montant("123.4"), "123,40\u{a0}€", "€123.40");
        check(|c| c.montant("0"), "0,00\u{a0}€", "€0.00");
        check(
            |c| c.montant("1234.05"),
            "1\u{202f}234,05\u{a0}€",
            "€1,234.05",
        );
        check(|c| c.montant("0.125"), "0,125\u{a0}€", "€0.125");
        check(|c| c.montant("12,5"), "12,5", "12,5");
    }

    #[test]
    fn numbers_are_written_with_the_signs_of_the_language() {
        check(|c| c.decimal("2.25"), "2,25", "2.25");
        check(|c| c.decimal("3"), "3", "3");
        check(
            |c| c.kilogrammes(1610),
            "1\u{202f}610\u{a0}kg",
            "1,610\u{a0}kg",
        );
        check(|c| c.kilogrammes(0), "0\u{a0}kg", "0\u{a0}kg");
    }

    #[test]
    fn lists_end_with_and() {
        check(|c| c.list(&["a", "b", "c"]), "a, b et c", "a, b and c");
        check(|c| c.list(&["a"]), "a", "a");
        check(|c| c.list(&[]), "", "");
    }
}
