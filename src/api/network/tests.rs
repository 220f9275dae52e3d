use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::*;
use crate::api::{Api, AppKey, BaseUrl, Credentials, Secret, Settings, Timing};
use crate::domain::{Failure, FailureReason};

#[test]
fn a_proxy_is_a_host_and_a_port_without_a_password() {
    for (good, shown) in [
        ("http://proxy:3128", "http://proxy:3128"),
        (" https://proxy.example.com/ ", "https://proxy.example.com"),
        ("http://127.0.0.1:8888", "http://127.0.0.1:8888"),
    ] {
        assert_eq!(ProxyUrl::parse(good).unwrap().to_string(), shown);
    }
    for bad in [
        "",
        "proxy:3128",
        "socks5://p:1",
        "http://p/x",
        "http://p?a",
        "http://p#a",
    ] {
        assert_eq!(ProxyUrl::parse(bad), Err(BadProxy::Unreadable), "{bad}");
    }
    for bad in ["http://u@p:1", "http://u:p@p:1"] {
        assert_eq!(ProxyUrl::parse(bad), Err(BadProxy::Secret), "{bad}");
    }
}

#[test]
fn a_file_without_a_certificate_is_no_trust() {
    assert_eq!(Trust::parse(b"").unwrap_err(), BadTrust);
    assert_eq!(Trust::parse(b"hello").unwrap_err(), BadTrust);
    let broken = b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n";
    assert_eq!(Trust::parse(broken).unwrap_err(), BadTrust);
}

/// Whether a server is reached at an address.
async fn reach(base: &str, network: Network) -> Result<(), Failure> {
    let settings = Settings {
        base_url: BaseUrl::parse(base).unwrap(),
        app_key: AppKey::parse("org#app").unwrap(),
        credentials: Credentials::Token(Secret::new("t")),
        share: 100,
        timing: Timing::default(),
        network,
    };
    Api::new(settings, |_| {})?.reach().await
}

/// A server with a certificate that only a client with the returned PEM trusts.
fn company_server() -> (String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let names = vec!["localhost".to_owned()];
    let leaf = CertificateParams::new(names).unwrap();
    let leaf = leaf.signed_by(&key, &ca).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = stream.unwrap();
            let mut tls = Stream::new(&mut connection, &mut stream);
            // A client that does not trust the certificate disconnects during this read.
            let _ = tls.read(&mut [0; 4096]);
            let _ = tls.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
    });
    (format!("https://localhost:{port}"), ca.pem())
}

#[tokio::test]
async fn a_certificate_counts_only_for_whoever_was_told_to_trust_it() {
    let (base, pem) = company_server();
    let failure = reach(&base, Network::default()).await.unwrap_err();
    assert_eq!(failure.reason, FailureReason::Tls, "{failure}");
    let trust = Trust::parse(pem.as_bytes()).unwrap();
    let told = Network {
        trust,
        ..Network::default()
    };
    reach(&base, told).await.unwrap();
}

/// A proxy that records the first line of a request and sends no reply.
fn listening_proxy() -> (ProxyUrl, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let heard = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line
    });
    (ProxyUrl::parse(&proxy).unwrap(), heard)
}

#[tokio::test]
async fn the_proxy_of_a_profile_is_asked_for_the_way() {
    let (proxy, heard) = listening_proxy();
    let network = Network {
        proxy: Some(proxy),
        ..Network::default()
    };
    let failure = reach("https://service.invalid", network).await.unwrap_err();
    assert_eq!(failure.reason, FailureReason::Connect, "{failure}");
    let line = heard.join().unwrap();
    assert!(line.starts_with("CONNECT service.invalid:443 "), "{line}");
}

#[tokio::test]
async fn this_machine_is_reached_without_a_proxy() {
    let (base, pem) = company_server();
    let network = Network {
        trust: Trust::parse(pem.as_bytes()).unwrap(),
        proxy: Some(ProxyUrl::parse("http://127.0.0.1:9").unwrap()),
    };
    reach(&base, network).await.unwrap();
}
