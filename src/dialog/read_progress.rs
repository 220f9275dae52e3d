//! Which part of a dialog's text has been on screen. Only the view knows how many lines a text takes at a
//! size, so it reports them here; a question cannot be answered before it could be read.

/// How the text of a dialog was drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DrawnText {
    /// How many lines it has.
    pub lines: usize,
    /// How many of them, from the first on, must be read before a confirming key is accepted.
    pub needed: usize,
    /// The first line on screen.
    pub first: usize,
    /// How many lines fit on screen.
    pub room: usize,
}

/// How far to scroll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScrollStep {
    /// This many lines.
    Lines(isize),
    /// This many pages.
    Pages(isize),
    /// To the first line.
    First,
    /// To the last line.
    Last,
}

/// What has been on screen since the dialog's current question appeared.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadProgress {
    /// The last frame; `None` before the first one.
    drawn: Option<DrawnText>,
    /// The first line to show.
    first: usize,
    /// How many lines have been on screen, from the first on without a gap.
    seen: usize,
}

impl ReadProgress {
    pub fn drawn(&mut self, drawn: DrawnText) {
        self.seen = self.seen_after(drawn);
        self.first = drawn.first;
        self.drawn = Some(drawn);
    }

    /// Lines that were skipped were not seen.
    fn seen_after(&self, drawn: DrawnText) -> usize {
        if drawn.first <= self.seen {
            self.seen.max(drawn.first + drawn.room)
        } else {
            self.seen
        }
    }

    pub fn unread_after(&self, drawn: DrawnText) -> usize {
        drawn.needed.saturating_sub(self.seen_after(drawn))
    }

    pub fn was_on_screen(&self) -> bool {
        self.drawn.is_some_and(|drawn| drawn.needed <= self.seen)
    }

    pub fn first(&self) -> usize {
        self.first
    }

    pub fn scroll(&mut self, turn: ScrollStep) {
        let Some(drawn) = self.drawn else {
            return;
        };
        let page = drawn.room.max(1).cast_signed();
        let last = drawn.lines.saturating_sub(drawn.room);
        self.first = match turn {
            ScrollStep::Lines(lines) => self.first.saturating_add_signed(lines),
            ScrollStep::Pages(pages) => self.first.saturating_add_signed(pages * page),
            ScrollStep::First => 0,
            ScrollStep::Last => last,
        }
        .min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: DrawnText = DrawnText {
        lines: 20,
        needed: 12,
        first: 0,
        room: 5,
    };

    fn draw(reach: &mut ReadProgress) {
        reach.drawn(DrawnText {
            first: reach.first(),
            ..TEXT
        });
    }

    #[test]
    fn what_was_never_drawn_was_not_read() {
        assert!(!ReadProgress::default().was_on_screen());
    }

    #[test]
    fn it_is_read_once_every_line_that_has_to_be_was_on_screen() {
        let mut reach = ReadProgress::default();
        draw(&mut reach);
        assert!(!reach.was_on_screen());
        reach.scroll(ScrollStep::Pages(1));
        draw(&mut reach);
        assert!(!reach.was_on_screen());
        assert_eq!(reach.unread_after(DrawnText { first: 5, ..TEXT }), 2);
        reach.scroll(ScrollStep::Lines(1));
        draw(&mut reach);
        reach.scroll(ScrollStep::Lines(1));
        draw(&mut reach);
        assert!(reach.was_on_screen());
        // What was read stays read.
        reach.scroll(ScrollStep::First);
        draw(&mut reach);
        assert!(reach.was_on_screen());
    }

    #[test]
    fn two_pages_between_two_pictures_are_a_gap() {
        let mut reach = ReadProgress::default();
        draw(&mut reach);
        reach.scroll(ScrollStep::Pages(1));
        reach.scroll(ScrollStep::Pages(1));
        draw(&mut reach);
        assert!(!reach.was_on_screen());
        reach.scroll(ScrollStep::Pages(-1));
        draw(&mut reach);
        reach.scroll(ScrollStep::Pages(1));
        draw(&mut reach);
        assert!(reach.was_on_screen());
    }

    #[test]
    fn it_scrolls_no_further_than_the_text() {
        let mut reach = ReadProgress::default();
        reach.scroll(ScrollStep::Last);
        assert_eq!(reach.first(), 0);
        draw(&mut reach);
        reach.scroll(ScrollStep::Last);
        assert_eq!(reach.first(), 15);
        reach.scroll(ScrollStep::Lines(3));
        assert_eq!(reach.first(), 15);
    }
}
