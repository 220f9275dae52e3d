//! Where the service is, and which app: its base address and the App Key.

use std::fmt;
use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::segment::{can_be_sent, splits_cleanly};

/// Identifies an app: `org#app`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppKey {
    org: Box<str>,
    app: Box<str>,
}

/// Why a text is not an [`AppKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadAppKey {
    /// It contains no `#`, or more than one.
    Hash,
    /// A side of the `#` is empty or cannot be part of a URL.
    Name,
    /// It is the address of a server, or just its host.
    Address,
}

impl AppKey {
    /// Parses `org#app`.
    pub fn parse(text: &str) -> Result<Self, BadAppKey> {
        if is_address(text) {
            return Err(BadAppKey::Address);
        }
        let (org, app) = text.split_once('#').ok_or(BadAppKey::Hash)?;
        if app.contains('#') {
            return Err(BadAppKey::Hash);
        }
        for name in [org, app] {
            if !can_be_sent(name)
                || name.contains(['/', '\\'])
                || name.contains(char::is_whitespace)
            {
                return Err(BadAppKey::Name);
            }
        }
        Ok(Self {
            org: org.into(),
            app: app.into(),
        })
    }

    /// The organization's name.
    pub fn org(&self) -> &str {
        &self.org
    }

    /// The app's name.
    pub fn app(&self) -> &str {
        &self.app
    }
}
impl fmt::Display for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.org, self.app)
    }
}

/// The base address of the service: scheme, host, port and optionally a path prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    loopback: bool,
}

/// Why a text is not a [`BaseUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadBaseUrl {
    /// It is not a valid URL.
    Unreadable,
    /// It is neither `https` nor `http` to this machine.
    Scheme,
    /// It contains a user name, a password, a query or a fragment.
    Extra,
    /// Its path has empty or unusable segments.
    Path,
    /// Its path names another app of the organization, or continues after the app's name.
    App,
}

impl BaseUrl {
    /// Parses an address: `https`, or `http` to this machine (127.0.0.0/8, `::1`, `localhost`), because a
    /// token must not cross a network in the clear. A path prefix is kept.
    pub fn parse(text: &str) -> Result<Self, BadBaseUrl> {
        let mut url = Url::parse(text.trim()).map_err(|_| BadBaseUrl::Unreadable)?;
        let loopback = is_loopback(url.host_str().ok_or(BadBaseUrl::Unreadable)?);
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return Err(BadBaseUrl::Scheme);
        }
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !plain {
            return Err(BadBaseUrl::Extra);
        }
        let prefix = url.path().trim_end_matches('/').to_owned();
        url.set_path(&prefix);
        if !prefix.is_empty() && !splits_cleanly(&prefix) {
            return Err(BadBaseUrl::Path);
        }
        Ok(Self { url, loopback })
    }

    /// The address without the organization and the app at its end, if the whole address of the app was
    /// given: every call appends both.
    ///
    /// # Errors
    /// [`BadBaseUrl::App`] if it names a different app.
    pub fn of_app(mut self, app: &AppKey) -> Result<Self, BadBaseUrl> {
        let parts: Vec<String> = self.url.path_segments().map_or(Vec::new(), |parts| {
            let decoded = parts.map(|part| percent_decode_str(part).decode_utf8_lossy());
            decoded.map(|part| part.to_lowercase()).collect()
        });
        let (org, name) = (app.org().to_lowercase(), app.app().to_lowercase());
        let is_app = |pair: &[String]| pair[0] == org && pair[1] == name;
        match parts.as_slice() {
            [before @ .., _, _] if parts.windows(2).last().is_some_and(is_app) => {
                let prefix = self.url.path_segments().map(|parts| {
                    let parts: Vec<&str> = parts.take(before.len()).collect();
                    parts.join("/")
                });
                self.url.set_path(&prefix.unwrap_or_default());
                let prefix = self.url.path().trim_end_matches('/').to_owned();
                self.url.set_path(&prefix);
                Ok(self)
            }
            [.., last, _] if *last == org => Err(BadBaseUrl::App),
            _ if parts.windows(2).any(is_app) => Err(BadBaseUrl::App),
            _ => Ok(self),
        }
    }

    /// Whether it is this machine, which no proxy can reach for us.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether it needs a trust store.
    pub(super) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The host and the port, for a DNS lookup.
    pub fn host_and_port(&self) -> Option<(&str, u16)> {
        Some((self.url.host_str()?, self.url.port_or_known_default()?))
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }
}
impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

/// Whether the text is a URL, or a host with or without a path: what else has a dot and no `#`.
fn is_address(text: &str) -> bool {
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || "-.:/_".contains(c);
    let host = text.split(['/', ':']).next().unwrap_or_default();
    text.contains("://") || (text.chars().all(is_of_host) && host.trim_matches('.').contains('.'))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_key_is_two_names_and_one_hash() {
        let key = AppKey::parse("acme#im-prod").unwrap();
        assert_eq!(
            (key.org(), key.app(), key.to_string()),
            ("acme", "im-prod", "acme#im-prod".into())
        );
        for bad in ["", "acme", "a#b#c"] {
            assert_eq!(AppKey::parse(bad), Err(BadAppKey::Hash), "{bad}");
        }
        for bad in [
            "a1.easemob.com",
            "a1.easemob.com:443",
            "A1.easemob.com/acme/im",
            "https://a1.easemob.com",
            "https://a1.easemob.com/#/app",
        ] {
            assert_eq!(AppKey::parse(bad), Err(BadAppKey::Address), "{bad}");
        }
        for bad in ["#b", "a#", "a#..", "a/b#c", "a b#c", "a#b\n", "a\u{200b}#b"] {
            assert_eq!(AppKey::parse(bad), Err(BadAppKey::Name), "{bad:?}");
        }
    }

    #[test]
    fn an_address_is_https_or_this_machine() {
        for good in [
            "https://a1.easemob.com",
            "http://127.8.9.1:3",
            "http://[::1]:80",
            "http://LOCALHOST:1",
            "https://10.0.0.1",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a1.easemob.com",
            "http://10.0.0.1",
            "http://localhost.evil.org",
            "ftp://127.0.0.1",
            "http://[::2]",
        ] {
            assert_eq!(BaseUrl::parse(bad), Err(BadBaseUrl::Scheme), "{bad}");
        }
        for bad in ["", "a1.easemob.com", "https://"] {
            assert_eq!(BaseUrl::parse(bad), Err(BadBaseUrl::Unreadable), "{bad}");
        }
        for bad in [
            "https://u@h",
            "https://u:p@h",
            "https://h?",
            "https://h/?a=b",
            "https://h#x",
        ] {
            assert_eq!(BaseUrl::parse(bad), Err(BadBaseUrl::Extra), "{bad}");
        }
        for bad in ["https://h/a//b", "https://h/a%00", "https://h/%E2%80%8B/"] {
            assert_eq!(BaseUrl::parse(bad), Err(BadBaseUrl::Path), "{bad}");
        }
    }

    #[test]
    fn an_address_prints_without_its_last_slash() {
        for (text, shown) in [
            ("https://A1.easemob.com/", "https://a1.easemob.com"),
            (" https://h:8443/im/v1/ ", "https://h:8443/im/v1"),
        ] {
            assert_eq!(BaseUrl::parse(text).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn the_whole_address_of_an_app_is_understood_and_that_of_another_is_not() {
        let app = AppKey::parse("Acme#im prod".replace(' ', "-").as_str()).unwrap();
        let of = |text: &str| {
            let url = BaseUrl::parse(text).unwrap().of_app(&app);
            url.map(|url| url.to_string())
        };
        for (given, kept) in [
            ("https://a1.easemob.com", "https://a1.easemob.com"),
            (
                "https://a1.easemob.com/acme/im-prod",
                "https://a1.easemob.com",
            ),
            (
                "https://a1.easemob.com/ACME/%69m-prod/",
                "https://a1.easemob.com",
            ),
            (
                "https://h:8443/gate/v1/acme/im-prod",
                "https://h:8443/gate/v1",
            ),
            ("https://h/gate/v1", "https://h/gate/v1"),
            ("https://h/acme", "https://h/acme"),
        ] {
            assert_eq!(of(given).as_deref(), Ok(kept), "{given}");
        }
        for bad in [
            "https://a1.easemob.com/acme/other",
            "https://a1.easemob.com/acme/im-prod/users",
            "https://a1.easemob.com/acme/im-prod/token",
        ] {
            assert_eq!(of(bad), Err(BadBaseUrl::App), "{bad}");
        }
    }
}
