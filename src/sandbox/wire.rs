//! Connections that can be cut on request: a lost reply is a matter of the socket, not of HTTP.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const WHOLE: usize = usize::MAX;
const NOTHING: usize = usize::MAX - 1;
const HEAD_END: &[u8] = b"\r\n\r\n";

/// Accepts connections that can be cut.
pub struct FusedListener(pub TcpListener);

/// The caller's address, and the switch that cuts the connection.
#[derive(Clone)]
pub struct Peer {
    address: IpAddr,
    fuse: Arc<AtomicUsize>,
}

impl Peer {
    pub fn is_local(&self) -> bool {
        self.address.to_canonical().is_loopback()
    }

    /// Closes the connection without sending a byte of the reply.
    pub fn cut(&self) {
        self.fuse.store(NOTHING, Ordering::SeqCst);
    }

    pub fn is_cut(&self) -> bool {
        self.fuse.load(Ordering::SeqCst) == NOTHING
    }

    /// Sends the head of the reply and this much of its body, then closes the connection.
    pub fn truncate(&self, body: usize) {
        self.fuse.store(body.min(NOTHING - 1), Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, FusedListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, FusedListener>) -> Self {
        Self {
            address: stream.remote_addr().ip(),
            fuse: Arc::clone(&stream.io().fuse),
        }
    }
}

impl Listener for FusedListener {
    type Io = FusedConnection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (FusedConnection, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    // Small replies must not wait for one another; if this fails they are only slower.
                    let _ = stream.set_nodelay(true);
                    let fuse = Arc::new(AtomicUsize::new(WHOLE));
                    return (
                        FusedConnection {
                            stream,
                            fuse,
                            head_seen: 0,
                        },
                        address,
                    );
                }
                // Most likely out of file descriptors: some will be closed soon.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

pub struct FusedConnection {
    stream: TcpStream,
    fuse: Arc<AtomicUsize>,
    /// How much of the blank line at the end of the head has passed.
    head_seen: usize,
}

impl FusedConnection {
    /// Where the body starts, if it starts in these bytes, given the part of the blank line seen so far.
    fn head_end(seen: &mut usize, bytes: &[u8]) -> Option<usize> {
        for (index, byte) in bytes.iter().enumerate() {
            if *seen == HEAD_END.len() {
                return Some(index);
            }
            *seen = match *byte {
                byte if byte == HEAD_END[*seen] => *seen + 1,
                b'\r' => 1,
                _ => 0,
            };
        }
        (*seen == HEAD_END.len()).then_some(bytes.len())
    }
}

impl AsyncWrite for FusedConnection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let lost = || Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        let left = match self.fuse.load(Ordering::SeqCst) {
            WHOLE => return Pin::new(&mut self.stream).poll_write(context, bytes),
            NOTHING => return lost(),
            left => left,
        };
        let head = Self::head_end(&mut self.head_seen.clone(), bytes).unwrap_or(bytes.len());
        let allowed = bytes.len().min(head + left);
        if allowed == 0 && !bytes.is_empty() {
            return lost();
        }
        let written = Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed]);
        if let Poll::Ready(Ok(count)) = written {
            Self::head_end(&mut self.head_seen, &bytes[..count]);
            self.fuse
                .store(left - count.saturating_sub(head), Ordering::SeqCst);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncRead for FusedConnection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}
