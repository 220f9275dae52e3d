//! What the terminal sends: its bytes are taken apart by [`decoder`], and [`burst`] decides whether a hand
//! pressed what came out as keys.

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

/// In bytes. A longer text is cut one byte after it, by which it is known to be too long.
const LONGEST_TEXT: usize = 1 << 20;

/// The variable with which people tell programs how long an Escape alone waits, in milliseconds: ncurses's.
const ESCAPE_DELAY: &str = "ESCDELAY";

/// In bytes. What waits for us at the start is less: a terminal that says more goes on talking.
const MOST_THAT_WAITS: usize = 1 << 16;

/// Something that came from the terminal.
#[derive(Debug)]
struct Stroke {
    /// When its bytes came.
    at: Instant,
    what: Event,
    /// What a key writes where a text is sent as keys; `None` for a key that no text holds.
    typed: Option<char>,
}

/// What the keyboard has to say.
#[derive(Debug)]
pub(super) struct KeyboardBatch(Option<Box<Stroke>>);

/// The keyboard, with the mouse and the pastes.
#[derive(Debug)]
pub(super) struct Keyboard {
    strokes: UnboundedReceiver<Stroke>,
    hand: Burst,
    flow: Arc<Flow>,
}

impl Keyboard {
    /// Reads the terminal from now on, on threads of its own, so that no request and no drawing ever
    /// delays a key.
    pub(super) fn read() -> Self {
        let (tell, strokes) = unbounded_channel();
        let flow = Arc::new(Flow::default());
        let mut decoder = Decoder::new(std::env::var(ESCAPE_DELAY).ok().as_deref());
        drop_what_waits(&mut decoder);
        read(decoder, tell, &flow);
        Self {
            strokes,
            hand: Burst::default(),
            flow,
        }
    }

    /// The next that it has to say.
    pub(super) async fn next(&mut self) -> KeyboardBatch {
        loop {
            let stroke = match self.hand.due() {
                Some(until) => timeout_at(until.into(), self.strokes.recv()).await,
                None => Ok(self.strokes.recv().await),
            };
            match stroke {
                Ok(Some(stroke)) => return KeyboardBatch(Some(Box::new(stroke))),
                // Whoever read the terminal has said that it is gone.
                Ok(None) => std::future::pending().await,
                // On a busy machine more has come, and nobody was there to take it.
                Err(_) if !self.flow.is_dry() => self.hand.goes_on(Instant::now()),
                Err(_) => return KeyboardBatch(None),
            }
        }
    }

    /// What it has to say at once, if anything.
    pub(super) fn try_next(&mut self) -> Option<KeyboardBatch> {
        self.strokes
            .try_recv()
            .ok()
            .map(|stroke| KeyboardBatch(Some(Box::new(stroke))))
    }

    /// What was held back and is known by now, at this turn.
    pub(super) fn known(&mut self, turn: &KeyboardBatch) -> Vec<Event> {
        match &turn.0 {
            Some(stroke) => self.hand.before(stroke.at),
            None => self.hand.end(),
        }
    }

    /// What a turn itself has to say; `weigh` tells what a key does where it is pressed, after what was
    /// [known](Self::known) has acted.
    pub(super) fn said(
        &mut self,
        turn: KeyboardBatch,
        weigh: impl FnOnce(KeyEvent) -> KeyWeight,
    ) -> Vec<Event> {
        match turn.0 {
            Some(stroke) => self.hand.take(*stroke, weigh),
            None => Vec::new(),
        }
    }
}

/// How much of what the terminal sent has been read, and how much of that was taken apart.
#[derive(Debug, Default)]
struct Flow {
    read: AtomicUsize,
    decoded: AtomicUsize,
}

impl Flow {
    /// Whether nothing is on its way from the terminal.
    fn is_dry(&self) -> bool {
        // A terminal that cannot say so has nothing.
        let waiting = rustix::io::ioctl_fionread(stdin()).unwrap_or(0);
        let decoded = self.decoded.load(Ordering::SeqCst);
        waiting == 0 && self.read.load(Ordering::SeqCst) == decoded
    }
}

/// Drops what came before there was anything to see: answers that a program before this one did not wait for,
/// and what somebody typed while this one was starting, which is right: it was typed blindly.
///
/// The queue of the terminal could be emptied by a call. But then half an answer would be gone, and its rest,
/// which a slow line brings later, would be keys. So it is read and taken apart like everything else.
///
/// Coming back from a stop drops nothing: the shell has read what was typed for it.
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

/// Waits until a terminal that does not wait by itself can be read, or written to.
pub(super) fn wait_for(terminal: &impl AsFd, what: PollFlags) -> io::Result<()> {
    loop {
        match poll(&mut [PollFd::new(terminal, what)], None) {
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
                    // This clock counts: the other thread may come to it later.
                    let chunk = (Instant::now(), buffer[..n].to_vec());
                    reading.read.fetch_add(1, Ordering::SeqCst);
                    if tell.send(chunk).is_err() {
                        return;
                    }
                }
                Err(Errno::INTR) => {}
                // Whoever used the terminal before has left it so that it does not wait.
                Err(Errno::AGAIN) if wait_for(&stdin(), PollFlags::IN).is_ok() => {}
                // Without a keyboard there is nothing to wait for.
                Ok(0) | Err(_) => return,
            }
        }
    });
    let flow = Arc::clone(flow);
    thread::spawn(move || decode(decoder, &chunks, &inbox, &flow));
}

/// Takes the bytes apart until the terminal is gone, which is said, or nobody listens.
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
                at: last,
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
        at: Instant::now(),
        what: Event::Terminate,
        typed: None,
    });
}

/// The next bytes, waited for no longer than patience goes.
fn next(
    chunks: &Receiver<(Instant, Vec<u8>)>,
    patience: Option<Duration>,
) -> Result<(Instant, Vec<u8>), RecvTimeoutError> {
    match patience {
        Some(patience) => chunks.recv_timeout(patience),
        None => chunks.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}
