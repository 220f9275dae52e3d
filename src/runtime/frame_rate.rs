//! How often the screen is drawn while nobody presses a key.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// What comes by itself, such as the pages of a long list, is drawn at most 60 times a second. The first replies
/// after a pause are drawn as they come.
const FRAMES: usize = 6;
const WINDOW: Duration = Duration::from_millis(100);

/// The newest frames.
#[derive(Debug, Default)]
pub(super) struct FrameRate {
    drawn: VecDeque<Instant>,
}

impl FrameRate {
    /// Until when a frame that no key asks for has to wait.
    pub fn wait_until(&self, now: Instant) -> Option<Instant> {
        let due = *self.drawn.front()? + WINDOW;
        (self.drawn.len() == FRAMES && due > now).then_some(due)
    }

    /// Notes that a frame is drawn now.
    pub fn note(&mut self, now: Instant) {
        if self.drawn.len() == FRAMES {
            self.drawn.pop_front();
        }
        self.drawn.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_frames_are_drawn_at_once_and_later_ones_at_60_a_second() {
        let mut rate = FrameRate::default();
        let start = Instant::now();
        let mut now = start;
        let mut frames = 0;
        while now < start + Duration::from_secs(1) {
            if rate.wait_until(now).is_none() {
                rate.note(now);
                frames += 1;
                assert!(frames > FRAMES || now == start + Duration::from_millis(frames as u64 - 1));
            }
            now += Duration::from_millis(1);
        }
        assert_eq!(frames, 60);
    }
}
