//! Network settings between rosterm and the service: a company's own certificates, a proxy.

use reqwest::{Certificate, Proxy, Url};

/// Certificates and proxy.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The certificates to trust in addition to the system's.
    pub trust: Trust,
    /// The proxy; if `None`, the one in the environment (`HTTPS_PROXY`), if any.
    pub proxy: Option<ProxyUrl>,
}

/// Certificates to trust in addition to the system's.
#[derive(Debug, Clone, Default)]
pub struct Trust(Vec<Certificate>);

/// Why a text contains no usable certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadTrust;

impl Trust {
    /// Reads the certificates of a PEM file.
    pub fn parse(pem: &[u8]) -> Result<Self, BadTrust> {
        let certificates = Certificate::from_pem_bundle(pem).map_err(|_| BadTrust)?;
        if certificates.is_empty() {
            return Err(BadTrust);
        }
        Ok(Self(certificates))
    }

    pub(super) fn certificates(&self) -> Vec<Certificate> {
        self.0.clone()
    }
}

/// The address of a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// Why a text is not a [`ProxyUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadProxy {
    /// It is not a valid proxy address.
    Unreadable,
    /// It contains a name or a password, which would be stored in the clear in a file.
    Secret,
}

impl ProxyUrl {
    /// Parses the address of a proxy: `http://` or `https://`, a host, and optionally a port.
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        let url = Url::parse(text.trim()).map_err(|_| BadProxy::Unreadable)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadProxy::Secret);
        }
        let plain = matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        // An address that no client can use is better refused here than at the first request.
        if !plain || Proxy::all(url.clone()).is_err() {
            return Err(BadProxy::Unreadable);
        }
        Ok(Self(url))
    }

    /// A proxy for all requests of a client.
    pub(super) fn for_requests(&self) -> Result<Proxy, reqwest::Error> {
        Proxy::all(self.0.clone())
    }
}

impl std::fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests;
