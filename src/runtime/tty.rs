//! The terminal behind standard output. It may read more slowly than frames are drawn, or not at all for a while:
//! keys and replies must not wait for it.

use std::io::{self, Write, stdout};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{tcgetwinsize, ttyname};
use tokio::sync::oneshot;

use crate::paint::Device;

/// How long a write waits by itself. A terminal that keeps up has room for the rest of a frame within this time.
const KEEPS_UP: Duration = Duration::from_millis(5);
/// How long the last bytes wait while the terminal takes nothing.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// The terminal as a device. What it does not take at once is sent by a thread, in order.
#[derive(Debug)]
pub(super) struct Tty {
    out: Outlet,
    rest: Option<Rest>,
    /// Nothing that still waits is sent any more.
    abandoned: Arc<AtomicBool>,
}

/// What the terminal has not taken yet.
#[derive(Debug)]
struct Rest {
    thread: JoinHandle<()>,
    taken: oneshot::Receiver<()>,
}

impl Tty {
    pub(super) fn open() -> Self {
        Self {
            out: Outlet::open(),
            rest: None,
            abandoned: Arc::default(),
        }
    }

    /// Whether the terminal has not taken everything yet.
    pub(super) fn is_behind(&self) -> bool {
        self.rest.is_some()
    }

    /// Waits until a terminal that was behind has taken everything; otherwise forever.
    pub(super) async fn catches_up(&mut self) {
        match &mut self.rest {
            // If the sender is gone, the terminal is, too.
            Some(rest) => {
                let _ = (&mut rest.taken).await;
                self.rest = None;
            }
            None => std::future::pending().await,
        }
    }

    /// Waits a moment for a terminal that is behind, then gives up what it has not taken.
    pub(super) fn give_up(&mut self) {
        let end = Instant::now() + LAST_WAIT;
        while let Some(rest) = &self.rest
            && !rest.thread.is_finished()
            && Instant::now() < end
        {
            thread::sleep(Duration::from_millis(10));
        }
        self.rest = None;
        self.abandoned.store(true, Ordering::SeqCst);
        self.abandoned = Arc::default();
    }

    fn send_later(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        let out = self.out.share()?;
        let before = self.rest.take();
        let abandoned = Arc::clone(&self.abandoned);
        let (tell, taken) = oneshot::channel();
        let thread = thread::Builder::new().spawn(move || {
            if let Some(before) = before {
                let _ = before.thread.join();
            }
            // A terminal that is gone is noticed by whoever reads it.
            let _ = out.send(&bytes, None, &abandoned);
            let _ = tell.send(());
        })?;
        self.rest = Some(Rest { thread, taken });
        Ok(())
    }
}

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sent = 0;
        if self.rest.is_none() {
            sent = self.out.send(bytes, Some(KEEPS_UP), &self.abandoned)?;
        }
        if sent < bytes.len() {
            self.send_later(bytes[sent..].to_vec())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Device for Tty {
    fn size(&self) -> io::Result<Size> {
        size().map(Size::from)
    }
}

/// Sends the last bytes, as far as the terminal takes them.
pub(super) fn send_last(bytes: &[u8]) -> io::Result<()> {
    Outlet::open()
        .send(bytes, Some(LAST_WAIT), &AtomicBool::new(false))
        .map(|_| ())
}

/// Standard output, opened once more: so its mode of not blocking is ours alone, and not the shell's, too. `None`
/// if the system does not permit that; then a slow terminal is waited for.
#[derive(Debug)]
struct Outlet(Option<OwnedFd>);

impl Outlet {
    fn open() -> Self {
        let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let opened =
            ttyname(stdout(), Vec::new()).and_then(|name| open(name, flags, Mode::empty()));
        Self(opened.ok())
    }

    fn share(&self) -> io::Result<Self> {
        self.0
            .as_ref()
            .map(OwnedFd::try_clone)
            .transpose()
            .map(Self)
    }

    /// Sends bytes until the terminal has taken nothing for as long as `patience` says. Returns how many it took.
    fn send(
        &self,
        bytes: &[u8],
        patience: Option<Duration>,
        abandoned: &AtomicBool,
    ) -> io::Result<usize> {
        let mut sent = 0;
        while sent < bytes.len() {
            match self.write(&bytes[sent..], abandoned) {
                Ok(n) => sent += n,
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if self.has_room(patience)? => {}
                Err(Errno::AGAIN | Errno::CANCELED) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(sent)
    }

    fn write(&self, bytes: &[u8], abandoned: &AtomicBool) -> rustix::io::Result<usize> {
        // Bypasses the standard library's buffer, which would send a frame in pieces; but not its lock, which
        // the panic hook takes and never releases.
        let out = stdout().lock();
        match &self.0 {
            _ if abandoned.load(Ordering::SeqCst) => Err(Errno::CANCELED),
            Some(own) => rustix::io::write(own, bytes),
            None => rustix::io::write(&out, bytes),
        }
    }

    /// Waits until the terminal takes more, no longer than `patience`.
    fn has_room(&self, patience: Option<Duration>) -> io::Result<bool> {
        let end = patience.map(|patience| Instant::now() + patience);
        loop {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            let left = left.and_then(|left| Timespec::try_from(left).ok());
            let polled = match &self.0 {
                Some(own) => poll(&mut [PollFd::new(own, PollFlags::OUT)], left.as_ref()),
                None => poll(&mut [PollFd::new(&stdout(), PollFlags::OUT)], left.as_ref()),
            };
            match polled {
                Ok(ready) => return Ok(ready > 0),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// The columns and rows of the terminal. A serial line and some containers report 0: then the environment is
/// used, or nothing is shown until the terminal reports a size.
pub(super) fn size() -> io::Result<(u16, u16)> {
    let size = tcgetwinsize(stdout())?;
    if size.ws_col > 0 && size.ws_row > 0 {
        return Ok((size.ws_col, size.ws_row));
    }
    let told = |name| std::env::var(name).ok()?.parse().ok();
    Ok((told("COLUMNS").unwrap_or(0), told("LINES").unwrap_or(0)))
}
