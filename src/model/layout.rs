//! Where everything lies on the screen: plain arithmetic that the drawing, the paging and the mouse share.

use ratatui::layout::Rect;

use super::Pane;

/// How much of the console fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Three columns, log line, hints.
    Wide,
    /// The focused list and the card.
    Medium,
    /// One list; the card on Enter.
    Narrow,
    /// One list without borders; dialogs take the whole screen.
    Mini,
    /// A message with the size that is needed.
    TooSmall,
}

/// The least columns that anything can be shown in.
pub const MIN_COLUMNS: u16 = 40;
/// The least rows that anything can be shown in.
pub const MIN_ROWS: u16 = 12;

/// The places of the screen; `None` for what does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// How much fits.
    pub form: Form,
    /// Everything.
    pub screen: Rect,
    /// Where we are connected.
    pub header: Rect,
    /// The user, with gauges.
    pub user: Option<Rect>,
    /// The names of the lists, where not all lists are on screen.
    pub tabs: Option<Rect>,
    /// The lists, with their borders.
    pub friends: Option<Rect>,
    /// See `friends`.
    pub blocks: Option<Rect>,
    /// See `friends`.
    pub conversations: Option<Rect>,
    /// The card.
    pub card: Option<Rect>,
    /// The newest requests.
    pub log: Option<Rect>,
    /// The notice.
    pub notice: Rect,
    /// The keys that work now.
    pub hints: Rect,
}

impl Layout {
    /// The layout of a terminal of this size.
    #[must_use]
    pub fn of((columns, rows): (u16, u16), focus: Pane, zoom: bool) -> Self {
        let screen = Rect::new(0, 0, columns, rows);
        let form = match (columns, rows) {
            (c, r) if c < MIN_COLUMNS || r < MIN_ROWS => Form::TooSmall,
            (c, r) if c >= 110 && r >= 30 => Form::Wide,
            (c, r) if c >= 80 && r >= 20 => Form::Medium,
            (c, r) if c >= 60 && r >= 16 => Form::Narrow,
            _ => Form::Mini,
        };
        let line = |y: u16| Rect::new(0, y, columns, 1);
        let mut layout = Self {
            form,
            screen,
            header: Rect::new(0, 0, columns, rows.min(1)),
            user: None,
            tabs: None,
            friends: None,
            blocks: None,
            conversations: None,
            card: None,
            log: None,
            notice: Rect::new(0, rows.saturating_sub(2), columns, 1).intersection(screen),
            hints: Rect::new(0, rows.saturating_sub(1), columns, 1).intersection(screen),
        };
        match form {
            Form::TooSmall => return layout,
            Form::Wide | Form::Medium => layout.user = Some(line(1)),
            Form::Narrow | Form::Mini => {}
        }
        let mut top = if layout.user.is_some() { 2 } else { 1 };
        let mut bottom = rows - 2;
        if form == Form::Wide {
            bottom -= 1;
            layout.log = Some(line(bottom));
        } else {
            layout.tabs = Some(line(top));
            top += 1;
        }
        let body = Rect::new(0, top, columns, bottom.saturating_sub(top));
        layout.fill(body, focus, zoom);
        layout
    }

    fn fill(&mut self, body: Rect, focus: Pane, zoom: bool) {
        if zoom || matches!(self.form, Form::Narrow | Form::Mini) {
            *self.slot(focus) = Some(body);
            return;
        }
        if self.form == Form::Medium {
            let list = body.width * 11 / 20;
            let (left, right) = columns(body, list);
            *self.slot(focus) = Some(left);
            self.card = Some(right);
            return;
        }
        let (left, rest) = columns(body, body.width * 35 / 100);
        let (middle, right) = columns(rest, rest.width * 48 / 100);
        self.friends = Some(left);
        self.card = Some(right);
        // The focused one of the two gets the larger share; with the focus elsewhere, the blocklist.
        let blocks = match focus {
            Pane::Conversations => body.height * 2 / 5,
            Pane::Friends | Pane::Blocks => body.height * 3 / 5,
        };
        self.blocks = Some(Rect {
            height: blocks,
            ..middle
        });
        self.conversations = Some(Rect {
            y: middle.y + blocks,
            height: middle.height - blocks,
            ..middle
        });
    }

    fn slot(&mut self, pane: Pane) -> &mut Option<Rect> {
        match pane {
            Pane::Friends => &mut self.friends,
            Pane::Blocks => &mut self.blocks,
            Pane::Conversations => &mut self.conversations,
        }
    }

    /// Where a list lies, with its border.
    #[must_use]
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Friends => self.friends,
            Pane::Blocks => self.blocks,
            Pane::Conversations => self.conversations,
        }
    }

    /// Where the rows of a list lie.
    #[must_use]
    pub fn rows(&self, pane: Pane) -> Option<Rect> {
        let area = self.pane(pane)?;
        // The friends have a line that names their columns.
        let head = u16::from(pane == Pane::Friends);
        Some(match self.form {
            Form::Wide | Form::Medium | Form::Narrow => Rect {
                x: area.x + 1,
                y: area.y + 1 + head,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2 + head),
            },
            Form::Mini | Form::TooSmall => area,
        })
    }
}

fn columns(area: Rect, left: u16) -> (Rect, Rect) {
    (
        Rect {
            width: left,
            ..area
        },
        Rect {
            x: area.x + left,
            width: area.width - left,
            ..area
        },
    )
}
