//! Finds the fields that pasted lines are for. The web console shows each value with its label, and people copy
//! both, or all of them at once.

use super::FormField;
use super::form::cleaned;
use crate::api::{AppKey, BaseUrl};

/// What may stand between a label and its value.
const BETWEEN: [char; 5] = [':', '：', '=', '\t', ' '];

/// The labelled values of a text with their fields; none if there are two values for the same field.
pub fn labelled(text: &str) -> Vec<(FormField, String)> {
    let mut all: Vec<(FormField, String)> = Vec::new();
    for (field, value) in text.lines().filter_map(line) {
        match all.iter().find(|(known, _)| *known == field) {
            Some((_, known)) if *known != value => return Vec::new(),
            Some(_) => {}
            None => all.push((field, value)),
        }
    }
    all
}

fn line(text: &str) -> Option<(FormField, String)> {
    let mut splits = text.match_indices(BETWEEN);
    splits.find_map(|(at, _)| {
        let field = field_of(&text[..at])?;
        let is_quote = |c: char| matches!(c, '"' | '\'');
        let value = text[at..].trim_start_matches(|c| BETWEEN.contains(&c) || is_quote(c));
        let value = value.trim_end().trim_end_matches(is_quote);
        if value.is_empty() || value.contains(char::is_whitespace) {
            return None;
        }
        value_of(field, &cleaned(field, value)).map(|value| (field, value))
    })
}

/// The field with this label, in either language of the console or as rosterm's options name it.
fn field_of(label: &str) -> Option<FormField> {
    let letters = label.chars().filter(|c| c.is_alphanumeric());
    let label: String = letters.flat_map(char::to_lowercase).collect();
    match label.as_str() {
        "appkey" => Some(FormField::AppKey),
        "clientid" => Some(FormField::ClientId),
        "clientsecret" | "apptoken" => Some(FormField::Secret),
        "baseurl" => Some(FormField::BaseUrl),
        label if label.starts_with("rest") => Some(FormField::BaseUrl),
        _ => None,
    }
}

/// The value as the field takes it; `None` if it cannot be meant for this field.
fn value_of(field: FormField, value: &str) -> Option<String> {
    let value = match field {
        FormField::BaseUrl if !value.contains("://") => format!("https://{value}"),
        _ => value.to_owned(),
    };
    let is_possible = match field {
        FormField::AppKey => AppKey::parse(&value).is_ok(),
        FormField::BaseUrl => value.contains('.') && BaseUrl::parse(&value).is_ok(),
        _ => value.bytes().all(|byte| byte.is_ascii_graphic()),
    };
    is_possible.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_labelled_value_belongs_to_the_field_of_its_label() {
        for (text, field, value) in [
            ("App Key: acme#im", FormField::AppKey, "acme#im"),
            ("AppKey\tacme#im\r\n", FormField::AppKey, "acme#im"),
            ("AppKey：acme＃im", FormField::AppKey, "acme#im"),
            ("app_key = \"acme#im\"", FormField::AppKey, "acme#im"),
            ("--app-key 'acme#im'", FormField::AppKey, "acme#im"),
            ("Client ID YXA6x", FormField::ClientId, "YXA6x"),
            ("ClientSecret：YXA6y=", FormField::Secret, "YXA6y="),
            (
                "REST API 域名：a1.easemob.com",
                FormField::BaseUrl,
                "https://a1.easemob.com",
            ),
            (
                "REST API: https://a1.easemob.com:443",
                FormField::BaseUrl,
                "https://a1.easemob.com:443",
            ),
        ] {
            assert_eq!(labelled(text), [(field, value.to_owned())], "{text}");
        }
        for text in [
            "acme#im",
            "https://a1.easemob.com",
            "App Key",
            "App Key: acme",
            "REST API: see the console",
            "vault read -field=client_secret kv/im",
            "App Key: acme#im\nApp Key: acme#other",
            "",
        ] {
            assert_eq!(labelled(text), [], "{text}");
        }
    }
}
