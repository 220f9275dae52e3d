//! A request, parsed once: path segments, query, headers, body.

use std::time::Instant;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use super::ordered_list;
use super::reply::ApiError;
use super::world::SandboxWorld;

/// The largest body in bytes.
pub const BODY_CAP: usize = 1024 * 1024;

/// One request to the service.
#[derive(Debug)]
pub struct ServiceCall {
    pub method: Method,
    /// The path as received, for `uri` fields, the log and fault rules.
    pub path: String,
    /// The path's segments, decoded one by one: an encoded slash stays inside its ID.
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    pub raw_query: String,
    /// Scheme, host, organization and app, as `uri` fields begin.
    pub base: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Whether the body is incomplete: the received part means nothing then.
    pub broken: bool,
    pub received: Instant,
}

impl ServiceCall {
    /// Fails if the path is not valid text. `None` as the body means that it is incomplete.
    pub fn read(
        parts: Parts,
        body: Option<Bytes>,
        fallback: &str,
        received: Instant,
    ) -> Option<Self> {
        let path = parts.uri.path().to_owned();
        let segments = segments(&path)?;
        let host = parts
            .headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let root = host.map_or_else(|| fallback.to_owned(), |host| format!("http://{host}"));
        let base = match &*segments {
            [org, app, ..] => format!("{root}/{org}/{app}"),
            _ => root,
        };
        let raw_query = parts.uri.query().unwrap_or_default().to_owned();
        Some(Self {
            method: parts.method,
            path,
            segments,
            query: pairs(&raw_query),
            raw_query,
            base,
            headers: parts.headers,
            broken: body.is_none(),
            body: body.unwrap_or_default(),
            received,
        })
    }

    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The path after the host, as `uri` fields of some calls repeat it.
    pub fn uri(&self) -> String {
        let tail = self
            .path
            .split('/')
            .skip(3)
            .fold(String::new(), |tail, part| tail + "/" + part);
        format!("{}{}", self.base, tail.trim_end_matches('/'))
    }

    /// A parameter that is present and not empty: clients send `cursor=` on the first page.
    pub fn param(&self, name: &str) -> Option<&str> {
        let (_, value) = self.query.iter().find(|(key, _)| key == name)?;
        (!value.is_empty()).then_some(value)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.param(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    pub fn number(&self, name: &str) -> Result<Option<usize>, ApiError> {
        self.param(name)
            .map(|value| {
                // A negative number is a number, too, but never a valid one.
                let number: i64 = value
                    .parse()
                    .map_err(|_| ApiError::argument(format!("{name} must be a number")))?;
                Ok(usize::try_from(number).unwrap_or(0))
            })
            .transpose()
    }

    pub fn cursor(&self, world: &SandboxWorld) -> Result<Option<u64>, ApiError> {
        self.param("cursor")
            .map(|text| {
                ordered_list::place(text)
                    .filter(|sequence| world.issued(*sequence))
                    .ok_or_else(|| ApiError::argument("cursor is invalid"))
            })
            .transpose()
    }

    /// The body as JSON, whatever its content type: the service's own clients send curl's form type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_slice(&self.body).map_err(|_| ApiError::body())
    }
}

/// IDs are stored in lower case, whatever their case in the request.
pub fn fold(id: &str) -> String {
    id.to_lowercase()
}

fn segments(path: &str) -> Option<Vec<String>> {
    path.trim_end_matches('/')
        .split('/')
        .skip(1)
        .map(|part| percent_decode_str(part).decode_utf8().ok().map(Into::into))
        .collect()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (form(key), form(value))
        })
        .collect()
}

fn form(text: &str) -> String {
    // Cursors are base64 of digits, which contains no plus: every plus is a space.
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}
