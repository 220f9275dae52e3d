//! The layout of the screen: plain arithmetic that drawing, paging and the mouse share.

use ratatui::layout::Rect;

use crate::domain::ListKind;

/// Which parts of the screen fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutForm {
    /// Three columns, log line, hints.
    Wide,
    /// The focused list and the card.
    Medium,
    /// One list; the card on Enter.
    Narrow,
    /// One list without borders; dialogs take the whole screen.
    Mini,
    /// A message that names the size needed.
    TooSmall,
}

/// The fewest columns in which anything is shown.
pub const MIN_COLUMNS: u16 = 40;
/// The fewest rows in which anything is shown.
pub const MIN_ROWS: u16 = 12;

/// The areas of the screen; `None` for what does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Which parts fit.
    pub form: LayoutForm,
    /// The whole screen.
    pub screen: Rect,
    /// What rosterm is connected to.
    pub header: Rect,
    /// The user, with gauges.
    pub user: Option<Rect>,
    /// The names of the lists, if not all lists are on screen.
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
    /// The keys that are active now.
    pub hints: Rect,
}

impl Layout {
    /// The layout of a terminal of this size, with the newest requests or without them.
    pub fn of((columns, rows): (u16, u16), focus: ListKind, zoom: bool, requests: bool) -> Self {
        let screen = Rect::new(0, 0, columns, rows);
        let form = match (columns, rows) {
            (c, r) if c < MIN_COLUMNS || r < MIN_ROWS => LayoutForm::TooSmall,
            (c, r) if c >= 110 && r >= 30 => LayoutForm::Wide,
            (c, r) if c >= 80 && r >= 20 => LayoutForm::Medium,
            (c, r) if c >= 60 && r >= 16 => LayoutForm::Narrow,
            _ => LayoutForm::Mini,
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
            LayoutForm::TooSmall => return layout,
            LayoutForm::Wide | LayoutForm::Medium => layout.user = Some(line(1)),
            LayoutForm::Narrow | LayoutForm::Mini => {}
        }
        let mut top = if layout.user.is_some() { 2 } else { 1 };
        let mut bottom = rows - 2;
        if form != LayoutForm::Wide {
            layout.tabs = Some(line(top));
            top += 1;
        } else if requests {
            bottom -= 1;
            layout.log = Some(line(bottom));
        }
        let body = Rect::new(0, top, columns, bottom.saturating_sub(top));
        layout.fill(body, focus, zoom);
        layout
    }

    fn fill(&mut self, body: Rect, focus: ListKind, zoom: bool) {
        if zoom || matches!(self.form, LayoutForm::Narrow | LayoutForm::Mini) {
            *self.slot(focus) = Some(body);
            return;
        }
        if self.form == LayoutForm::Medium {
            let list = part(body.width, 11, 20);
            let (left, right) = columns(body, list);
            *self.slot(focus) = Some(left);
            self.card = Some(right);
            return;
        }
        let (left, rest) = columns(body, part(body.width, 35, 100));
        let (middle, right) = columns(rest, part(rest.width, 48, 100));
        self.friends = Some(left);
        self.card = Some(right);
        // Of these two lists, the focused one gets the larger share; if neither is focused, the blocklist
        // does.
        let blocks = match focus {
            ListKind::Conversations => part(body.height, 2, 5),
            ListKind::Friends | ListKind::Blocks => part(body.height, 3, 5),
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

    fn slot(&mut self, pane: ListKind) -> &mut Option<Rect> {
        match pane {
            ListKind::Friends => &mut self.friends,
            ListKind::Blocks => &mut self.blocks,
            ListKind::Conversations => &mut self.conversations,
        }
    }

    /// The area of a list, with its border.
    pub fn pane(&self, pane: ListKind) -> Option<Rect> {
        match pane {
            ListKind::Friends => self.friends,
            ListKind::Blocks => self.blocks,
            ListKind::Conversations => self.conversations,
        }
    }

    /// The area of the rows of a list.
    pub fn rows(&self, pane: ListKind) -> Option<Rect> {
        let area = self.pane(pane)?;
        // The friends have a line of column headings.
        let head = u16::from(pane == ListKind::Friends);
        Some(match self.form {
            LayoutForm::Wide | LayoutForm::Medium | LayoutForm::Narrow => Rect {
                x: area.x + 1,
                y: area.y + 1 + head,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2 + head),
            },
            LayoutForm::Mini | LayoutForm::TooSmall => area,
        })
    }
}

/// The fraction `n`/`of` of a length.
fn part(length: u16, n: u32, of: u32) -> u16 {
    u16::try_from(u32::from(length) * n / of).unwrap_or(length)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn every_layout(check: impl Fn(Layout, (u16, u16), ListKind, bool)) {
        for columns in 1..=200 {
            for rows in 1..=60 {
                for focus in ListKind::ALL {
                    for zoom in [false, true] {
                        let size = (columns, rows);
                        for requests in [false, true] {
                            let layout = Layout::of(size, focus, zoom, requests);
                            check(layout, size, focus, zoom);
                        }
                    }
                }
            }
        }
    }

    fn places(layout: &Layout) -> Vec<Rect> {
        let mut places = vec![layout.header, layout.notice, layout.hints];
        places.extend(
            [
                layout.user,
                layout.tabs,
                layout.friends,
                layout.blocks,
                layout.conversations,
                layout.card,
                layout.log,
            ]
            .into_iter()
            .flatten(),
        );
        places
    }

    #[test]
    fn everything_lies_inside_the_screen() {
        every_layout(|layout, size, _, _| {
            for place in places(&layout) {
                assert_eq!(place.intersection(layout.screen), place, "{size:?}");
            }
            for pane in ListKind::ALL {
                let (area, rows) = (layout.pane(pane), layout.rows(pane));
                assert_eq!(area.is_some(), rows.is_some());
                if let (Some(area), Some(rows)) = (area, rows) {
                    assert_eq!(rows.intersection(area), rows, "{size:?} {pane:?}");
                }
            }
        });
    }

    #[test]
    fn nothing_lies_over_anything_else() {
        every_layout(|layout, size, focus, zoom| {
            if layout.form == LayoutForm::TooSmall {
                return;
            }
            let places = places(&layout);
            for (i, a) in places.iter().enumerate() {
                for b in &places[i + 1..] {
                    assert!(
                        !a.intersects(*b),
                        "{a:?} {b:?} at {size:?} {focus:?} zoom {zoom}"
                    );
                }
            }
        });
    }

    #[test]
    fn the_whole_screen_is_used() {
        every_layout(|layout, size, focus, zoom| {
            if layout.form != LayoutForm::TooSmall {
                let used: u32 = places(&layout).iter().map(|p| p.area()).sum();
                assert_eq!(used, layout.screen.area(), "{size:?} {focus:?} {zoom}");
            }
        });
    }

    #[test]
    fn it_is_too_small_below_forty_by_twelve_and_nowhere_else() {
        every_layout(|layout, (columns, rows), _, _| {
            assert_eq!(
                layout.form == LayoutForm::TooSmall,
                columns < 40 || rows < 12,
                "{columns}x{rows}"
            );
        });
    }

    #[test]
    fn the_focused_list_is_always_to_be_seen_with_rows() {
        every_layout(|layout, size, focus, _| {
            if layout.form == LayoutForm::TooSmall {
                assert!(ListKind::ALL.iter().all(|p| layout.pane(*p).is_none()));
            } else {
                let rows = layout.rows(focus).unwrap();
                assert!(rows.height >= 5 && rows.width >= 20, "{rows:?} at {size:?}");
            }
        });
    }

    #[test]
    fn only_a_zoomed_list_and_small_screens_hide_lists() {
        every_layout(|layout, size, focus, zoom| {
            let seen = ListKind::ALL
                .iter()
                .filter(|p| layout.pane(**p).is_some())
                .count();
            let wanted = match layout.form {
                LayoutForm::Wide if !zoom => 3,
                LayoutForm::TooSmall => 0,
                LayoutForm::Wide | LayoutForm::Medium | LayoutForm::Narrow | LayoutForm::Mini => 1,
            };
            assert_eq!(seen, wanted, "{size:?} {focus:?}");
            if zoom {
                assert_eq!(layout.card, None);
            }
        });
    }

    #[test]
    fn the_focused_one_of_the_middle_column_has_the_larger_share() {
        let of = |focus| Layout::of((120, 36), focus, false, true);
        let height = |place: Option<Rect>| place.unwrap().height;
        for focus in [ListKind::Friends, ListKind::Blocks] {
            assert!(height(of(focus).blocks) > height(of(focus).conversations));
        }
        let layout = of(ListKind::Conversations);
        assert!(height(layout.conversations) > height(layout.blocks));
    }

    #[test]
    fn the_largest_terminal_has_a_layout() {
        for focus in ListKind::ALL {
            let layout = Layout::of((u16::MAX, u16::MAX), focus, false, true);
            assert_eq!(layout.form, LayoutForm::Wide);
        }
    }
}
