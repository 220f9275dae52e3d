//! What a server can do to a request, byte by byte.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::faults::server::Seen;

/// Some steps, one after the other; then the connection stays open for the next request.
#[derive(Debug, Clone, Default)]
pub struct Play {
    pub steps: Vec<Step>,
    /// Whether it begins as soon as the head is there.
    pub before_the_body: bool,
}

#[derive(Debug, Clone)]
pub enum Step {
    /// These bytes are sent.
    Send(Vec<u8>),
    /// They are sent again and again, as long as the client takes them.
    Flood(Vec<u8>),
    /// The same, one byte a moment.
    Drip(Vec<u8>),
    /// Nothing happens for a while.
    Wait(Duration),
    /// Nothing more is said, and the connection stays open.
    Silence,
    /// The connection is closed in order.
    Close,
    /// The connection is torn down: what is under way is lost.
    Reset,
}

/// What becomes of a connection once everything was played.
pub enum After {
    GoOn(TcpStream),
    End,
}

impl Play {
    pub fn of(steps: impl Into<Vec<Step>>) -> Self {
        Self {
            steps: steps.into(),
            before_the_body: false,
        }
    }

    pub fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self::of([Step::Send(whole(status, headers, body))])
    }
}

/// A whole answer. `headers` ends in a line break, where there are any.
pub fn whole(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = format!("Content-Length: {}\r\n{headers}", body.len());
    let mut bytes = head(status, &length);
    bytes.extend_from_slice(body);
    bytes
}

/// The head of an answer, with the empty line behind it.
pub fn head(status: &str, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}\r\n").into_bytes()
}

/// `body` as gzip would pack it, if it did not care to make it smaller.
pub fn packed(body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    // The header, then one stored block, which is the last.
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(body);
    bytes.extend(crc32(body).to_le_bytes());
    bytes.extend(u32::from(length).to_le_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

pub async fn play(mut stream: TcpStream, what: &Play, seen: &Seen) -> io::Result<After> {
    for step in &what.steps {
        match step {
            Step::Send(bytes) => stream.write_all(bytes).await?,
            Step::Flood(bytes) => {
                let mut times = 0;
                loop {
                    stream.write_all(bytes).await?;
                    times += 1;
                    if times == ENOUGH {
                        seen.got_stuck();
                    }
                }
            }
            Step::Drip(bytes) => {
                for (sent, byte) in bytes.iter().cycle().enumerate() {
                    stream.write_all(&[*byte]).await?;
                    if sent == ENOUGH {
                        seen.got_stuck();
                    }
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
            Step::Wait(time) => {
                let end = tokio::time::sleep(*time);
                seen.got_stuck();
                end.await;
            }
            Step::Silence => {
                seen.got_stuck();
                // Ends when the client hangs up.
                while stream.read(&mut [0; 64]).await? > 0 {}
                return Ok(After::End);
            }
            Step::Close => return Ok(After::End),
            Step::Reset => {
                stream.set_zero_linger()?;
                return Ok(After::End);
            }
        }
    }
    Ok(After::GoOn(stream))
}

/// After so many repeats it is clear that only the clock can end it, if anything can.
const ENOUGH: usize = 20;

#[test]
fn gzip_reads_what_is_packed_here() {
    // The published check value of this CRC.
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    let packed = packed(b"123456789");
    assert_eq!(packed[11..15], [9, 0, 0xf6, 0xff]);
    assert_eq!(packed.len(), 11 + 4 + 9 + 8);
}
