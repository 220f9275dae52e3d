//! Terminal input: [`decoder`] turns bytes into keys, and [`burst`] decides whether a person pressed them.

use std::io::{self, stdin};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout_at;

use crate::keymap::KeyWeight;
use crate::msg::Event;

mod burst;
mod decoder;

use burst::Burst;
use decoder::Decoder;

/// In bytes. A longer text is cut one byte after this limit, so that it is recognised as too long.
const PASTE_CAP: usize = 1 << 20;

/// The ncurses variable for how long to wait after a lone Escape, in milliseconds.
const ESCAPE_DELAY: &str = "ESCDELAY";

/// In bytes. Less than this is pending at the start; a terminal that sends more will not stop.
const MOST_THAT_WAITS: usize = 1 << 16;

/// An event from the terminal.
#[derive(Debug)]
struct Stroke {
    /// When its bytes arrived.
    time: Instant,
    what: Event,
    /// The character that a key stands for if text is sent as keys; `None` if the key does not occur in text.
    typed: Option<char>,
}

/// One stroke of the keyboard, or the silence after keys that were held back.
#[derive(Debug)]
pub(super) struct StrokeOrSilence(Option<Box<Stroke>>);

/// The keyboard, including mouse and pastes.
#[derive(Debug)]
pub(super) struct Keyboard {
    strokes: UnboundedReceiver<Stroke>,
    burst: Burst,
    flow: Arc<Flow>,
}

impl Keyboard {
    /// Starts to read the terminal on separate threads, so that no request and no drawing ever delays a key.
    pub(super) fn start() -> Self {
        let (tell, strokes) = unbounded_channel();
        let flow = Arc::new(Flow::default());
        let mut decoder = Decoder::new(std::env::var(ESCAPE_DELAY).ok().as_deref());
        drop_what_waits(&mut decoder);
        read(decoder, tell, &flow);
        Self {
            strokes,
            burst: Burst::default(),
            flow,
        }
    }

    /// The next stroke or silence.
    pub(super) async fn next(&mut self) -> StrokeOrSilence {
        loop {
            let stroke = match self.burst.due() {
                Some(until) => timeout_at(until.into(), self.strokes.recv()).await,
                None => Ok(self.strokes.recv().await),
            };
            match stroke {
                Ok(Some(stroke)) => return StrokeOrSilence(Some(Box::new(stroke))),
                // The thread that reads the terminal has already reported that it is gone.
                Ok(None) => std::future::pending().await,
                // On a busy machine, more input has arrived that has not been processed yet.
                Err(_) if !self.flow.is_dry() => self.burst.goes_on(Instant::now()),
                Err(_) => return StrokeOrSilence(None),
            }
        }
    }

    /// The next stroke if there is one already.
    pub(super) fn try_next(&mut self) -> Option<StrokeOrSilence> {
        self.strokes
            .try_recv()
            .ok()
            .map(|stroke| StrokeOrSilence(Some(Box::new(stroke))))
    }

    /// Events that were held back and are released by this stroke or silence.
    pub(super) fn release(&mut self, next: &StrokeOrSilence) -> Vec<Event> {
        match &next.0 {
            Some(stroke) => self.burst.before(stroke.time),
            None => self.burst.end(),
        }
    }

    /// The events of the stroke itself. `weigh` says what a key would do in the current state, after the
    /// [released](Self::release) events have been handled.
    pub(super) fn accept(
        &mut self,
        next: StrokeOrSilence,
        weigh: impl FnOnce(KeyEvent) -> KeyWeight,
    ) -> Vec<Event> {
        match next.0 {
            Some(stroke) => self.burst.take(*stroke, weigh),
            None => Vec::new(),
        }
    }
}

/// How much of the terminal's input has been read, and how much of that has been decoded.
#[derive(Debug, Default)]
struct Flow {
    read: AtomicUsize,
    decoded: AtomicUsize,
}

impl Flow {
    /// Whether no input is pending.
    fn is_dry(&self) -> bool {
        // If the terminal does not support the query, assume that nothing is pending.
        let waiting = rustix::io::ioctl_fionread(stdin()).unwrap_or(0);
        let decoded = self.decoded.load(Ordering::SeqCst);
        waiting == 0 && self.read.load(Ordering::SeqCst) == decoded
    }
}

/// Discards the input that arrived before anything was on screen: replies that a previous program did not
/// wait for, and keys typed during the start. Those were typed blindly, so it is right to discard them.
///
/// A system call could flush the terminal's queue. But it might cut a reply in half, and its rest, which a
/// slow line delivers later, would be taken for keys. So the input is read and decoded like any other.
///
/// Nothing is discarded when rosterm resumes after a stop: the shell has read what was typed for it.
fn drop_what_waits(decoder: &mut Decoder) {
    let mut buffer = [0; 4_096];
    let mut dropped = 0;
    while dropped < MOST_THAT_WAITS && rustix::io::ioctl_fionread(stdin()).is_ok_and(|n| n > 0) {
        let Ok(n @ 1..) = rustix::io::read(stdin(), &mut buffer) else {
            break;
        };
        decoder.take(&buffer[..n]);
        dropped += n;
    }
    decoder.forget();
}

/// Waits until a terminal in non-blocking mode can be read.
fn wait_for(terminal: &impl AsFd) -> io::Result<()> {
    loop {
        match poll(&mut [PollFd::new(terminal, PollFlags::IN)], None) {
            Ok(_) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn read(decoder: Decoder, inbox: UnboundedSender<Stroke>, flow: &Arc<Flow>) {
    let (tell, chunks) = channel();
    let reading = Arc::clone(flow);
    thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        loop {
            match rustix::io::read(stdin().as_fd(), &mut buffer) {
                Ok(n @ 1..) => {
                    // The time of arrival: the other thread may process the chunk later.
                    let chunk = (Instant::now(), buffer[..n].to_vec());
                    reading.read.fetch_add(1, Ordering::SeqCst);
                    if tell.send(chunk).is_err() {
                        return;
                    }
                }
                Err(Errno::INTR) => {}
                // The previous program has left the terminal in non-blocking mode.
                Err(Errno::AGAIN) if wait_for(&stdin()).is_ok() => {}
                // Without a keyboard there is nothing to wait for.
                Ok(0) | Err(_) => return,
            }
        }
    });
    let flow = Arc::clone(flow);
    thread::spawn(move || decode(decoder, &chunks, &inbox, &flow));
}

/// Decodes the bytes until the terminal is gone, which is reported as an event, or until there is no
/// receiver.
fn decode(
    mut decoder: Decoder,
    chunks: &Receiver<(Instant, Vec<u8>)>,
    inbox: &UnboundedSender<Stroke>,
    flow: &Flow,
) {
    let mut last = Instant::now();
    loop {
        let (found, is_chunk) = match next(chunks, decoder.patience()) {
            Ok((at, bytes)) => {
                let mut silent = at.duration_since(std::mem::replace(&mut last, at));
                let mut found = Vec::new();
                while let Some(patience) = decoder.patience()
                    && silent > patience
                {
                    silent -= patience;
                    found.extend(decoder.silence());
                }
                found.extend(decoder.take(&bytes));
                (found, true)
            }
            Err(RecvTimeoutError::Timeout) => (decoder.silence(), false),
            Err(RecvTimeoutError::Disconnected) => break,
        };
        for (what, typed) in found {
            let stroke = Stroke {
                time: last,
                what,
                typed,
            };
            if inbox.send(stroke).is_err() {
                return;
            }
        }
        if is_chunk {
            flow.decoded.fetch_add(1, Ordering::SeqCst);
        }
    }
    let _ = inbox.send(Stroke {
        time: Instant::now(),
        what: Event::Terminate,
        typed: None,
    });
}

/// The next bytes; waits no longer than `patience`.
fn next(
    chunks: &Receiver<(Instant, Vec<u8>)>,
    patience: Option<Duration>,
) -> Result<(Instant, Vec<u8>), RecvTimeoutError> {
    match patience {
        Some(patience) => chunks.recv_timeout(patience),
        None => chunks.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}
