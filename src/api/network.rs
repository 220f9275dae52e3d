//! What lies on the way to the service: a company's own certificates, a proxy.

use reqwest::{Certificate, Proxy, Url};

/// What lies on the way.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Whose certificates are taken beside those that the system trusts.
    pub trust: Trust,
    /// The proxy; without one, the one that the environment names (`HTTPS_PROXY`), if any.
    pub proxy: Option<ProxyUrl>,
}

/// Certificates that are trusted beside the system's.
#[derive(Debug, Clone, Default)]
pub struct Trust(Vec<Certificate>);

/// Why a text holds no certificate to trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")]
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

/// Where a proxy listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// Why a text is no [`ProxyUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadProxy {
    /// It cannot be read as an address of a proxy.
    #[error("this is not a proxy's address like http://proxy.example.com:3128")]
    Unreadable,
    /// It holds a name or a password, which would lie open in a file.
    #[error("a proxy's name and password belong into HTTPS_PROXY in the environment, not here")]
    Secret,
}

impl ProxyUrl {
    /// Reads a proxy's address: `http://` or `https://`, a host, perhaps a port.
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
        // What no client can be told is better refused here than at the first request.
        if !plain || Proxy::all(url.clone()).is_err() {
            return Err(BadProxy::Unreadable);
        }
        Ok(Self(url))
    }

    /// For all requests of a client.
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
