//! Recognizes the dates that spreadsheets write.

/// Whether the text is what a spreadsheet makes of an ID that looks like a date: `4-Mar`, `2024-03-04`,
/// `3月4日`.
pub fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.to_lowercase();
    let is_number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_month =
        |part: &str| part.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(part));
    let parts: Vec<&str> = lower.split(['-', '/']).collect();
    let by_name = parts.len() > 1
        && parts.iter().filter(|part| is_month(part)).count() == 1
        && parts.iter().all(|part| is_month(part) || is_number(part));
    let in_figures = matches!(&parts[..], [a, b, c] if [a, b, c].iter().all(|p| is_number(p)) && (a.len() == 4 || c.len() == 4));
    let chinese = lower.ends_with(['日', '月', '年'])
        && lower.starts_with(|c: char| c.is_ascii_digit())
        && lower
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'));
    by_name || in_figures || chinese
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_spreadsheets_are_known() {
        for date in [
            "4-Mar",
            "Mar-24",
            "2024-03-04",
            "3/4/2024",
            "3月4日",
            "2024年3月",
            "4-Mar-24",
        ] {
            assert!(is_date(date), "{date}");
        }
        for id in ["3-4", "mary-4", "march", "dave-01", "may", "1-2-3", "2024"] {
            assert!(!is_date(id), "{id}");
        }
    }
}
