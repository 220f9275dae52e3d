//! Builds all URLs of calls. An ID that could escape its segment of a path would change somebody else's data,
//! so each part is encoded, and the finished URL is parsed again and compared before anything is sent.

use reqwest::Url;

use super::address::{AppKey, BaseUrl};
use super::segment::{can_be_sent, decoded, encoded};
use crate::domain::{Failure, FailureClass, FailureReason};

/// A finished URL.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The whole URL.
    pub url: Url,
    /// Path and query below `/{org}/{app}/`, as sent.
    pub below: String,
}

/// Builds the URL of a call: `{base}/{org}/{app}/{segments}?{query}`.
pub(super) fn target(
    base: &BaseUrl,
    app: &AppKey,
    segments: &[&str],
    query: &[(&str, &str)],
) -> Result<Target, Failure> {
    let below = below(segments, query)?;
    let text = format!("{}/{below}", root(base, app));
    let url = Url::parse(&text).map_err(|_| bad_id("the address cannot be read back"))?;

    let wanted = [app.org(), app.app()]
        .into_iter()
        .chain(segments.iter().copied());
    if !leads_to(&url, base, wanted, query) {
        return Err(bad_id("the address would not lead where it should"));
    }
    Ok(Target { url, below })
}

/// The URL prefix of all calls of an app.
pub(super) fn root(base: &BaseUrl, app: &AppKey) -> String {
    format!("{base}/{}/{}", encoded(app.org()), encoded(app.app()))
}

/// Path and query of a call below [`root`].
pub(super) fn below(segments: &[&str], query: &[(&str, &str)]) -> Result<String, Failure> {
    require_sendable(segments.iter().copied())?;
    let mut below = segments
        .iter()
        .map(|s| encoded(s))
        .collect::<Vec<_>>()
        .join("/");
    for (i, (name, value)) in query.iter().enumerate() {
        below.push(if i == 0 { '?' } else { '&' });
        below.push_str(&encoded(name));
        below.push('=');
        below.push_str(&encoded(value));
    }
    Ok(below)
}

/// Refuses IDs that cannot be sent.
pub(super) fn require_sendable<'a>(mut ids: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    if ids.all(can_be_sent) {
        return Ok(());
    }
    Err(bad_id(
        "an id is empty, too long, . or .., or has control or format characters",
    ))
}

/// The failure for an ID that cannot be sent.
fn bad_id(detail: &str) -> Failure {
    Failure::new(FailureClass::NothingDone, FailureReason::BadId).because(detail)
}

/// Whether the URL, parsed again, has the origin and the prefix of the base, exactly the requested segments
/// and exactly the requested query.
fn leads_to<'a>(
    url: &Url,
    base: &BaseUrl,
    wanted: impl Iterator<Item = &'a str>,
    query: &[(&str, &str)],
) -> bool {
    let same_origin = url.origin() == base.url().origin()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    let Some(below) = url
        .path()
        .strip_prefix(base.url().path().trim_end_matches('/'))
    else {
        return false;
    };
    let Some(found) = below.strip_prefix('/') else {
        return false;
    };
    let same_path = found
        .split('/')
        .map(decoded)
        .eq(wanted.map(|s| Some(s.to_owned())));
    let same_query = url
        .query_pairs()
        .eq(query.iter().map(|&(n, v)| (n.into(), v.into())));
    same_origin && same_path && same_query
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn build(segments: &[&str], query: &[(&str, &str)]) -> Result<Target, Failure> {
        let base = BaseUrl::parse("https://a1.easemob.com/pre").unwrap();
        target(&base, &AppKey::parse("org#app").unwrap(), segments, query)
    }

    #[test]
    fn every_id_is_exactly_one_encoded_segment() {
        let target = build(
            &["users", "a/b?c#d%2F é", "contacts"],
            &[("cursor", "a+b=&c")],
        )
        .unwrap();
        assert_eq!(
            target.url.as_str(),
            "https://a1.easemob.com/pre/org/app/users/a%2Fb%3Fc%23d%252F%20%C3%A9/contacts?cursor=a%2Bb%3D%26c"
        );
        assert_eq!(
            target.below,
            "users/a%2Fb%3Fc%23d%252F%20%C3%A9/contacts?cursor=a%2Bb%3D%26c"
        );
    }

    #[test]
    fn unreserved_characters_stay_as_they_are() {
        assert_eq!(build(&["aZ09-_.~"], &[]).unwrap().below, "aZ09-_.~");
    }

    #[test]
    fn an_id_that_nobody_can_read_or_that_climbs_is_not_sent() {
        for bad in [
            "",
            ".",
            "..",
            "a\0",
            "a\n",
            "\u{7f}",
            "a\u{85}",
            "a\u{200b}b",
            "\u{202e}x",
            "\u{2028}",
            "\u{2029}",
            "\u{feff}",
            "\u{e0041}",
        ] {
            let failure = build(&["users", bad], &[]).unwrap_err();
            assert_eq!(
                (failure.class, failure.reason),
                (FailureClass::NothingDone, FailureReason::BadId),
                "{bad:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_id_arrives_as_itself_or_is_not_sent(id in any::<String>(), cursor in any::<String>()) {
            match build(&["users", &id, "x"], &[("cursor", &cursor)]) {
                Ok(target) => {
                    let parts: Vec<_> = target.url.path_segments().unwrap().collect();
                    prop_assert_eq!(parts.len(), 6);
                    prop_assert_eq!(decoded(parts[4]).unwrap(), id);
                    prop_assert!(parts[4].bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)));
                    prop_assert_eq!(&target.url.query_pairs().next().unwrap().1, &cursor);
                    prop_assert!(target.url.as_str().ends_with(&target.below));
                }
                Err(_) => prop_assert!(!can_be_sent(&id)),
            }
        }

        #[test]
        fn dots_slashes_and_escapes_never_climb(id in "[./\\\\%2eE5cfF?#;@:a-]{0,12}") {
            if let Ok(target) = build(&["users", &id, "x"], &[]) {
                prop_assert!(target.url.path().starts_with("/pre/org/app/users/"));
                prop_assert!(target.url.path().ends_with("/x"));
                prop_assert_eq!(target.url.path_segments().unwrap().count(), 6);
            }
        }
    }
}
