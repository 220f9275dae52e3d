use crossterm::event::{KeyCode, KeyModifiers, MouseEvent};
use proptest::prelude::*;
use strum::VariantArray;

use super::*;
use crate::keymap::{Layer, weigh};

/// A keyboard with a clock that the test controls.
struct Keyboard {
    hand: Burst,
    layer: Layer,
    now: Instant,
    found: Vec<String>,
}

impl Keyboard {
    fn on(layer: Layer) -> Self {
        Self {
            hand: Burst::default(),
            layer,
            now: Instant::now(),
            found: Vec::new(),
        }
    }

    fn goes_on(&mut self, what: Vec<Event>) {
        self.found.extend(what.into_iter().map(|what| match what {
            Event::Key(key) if key.modifiers.is_empty() => format!("{}", key.code),
            Event::Key(key) => format!("{}+{}", key.modifiers, key.code),
            Event::Paste(text) => format!("paste {text:?}"),
            Event::TooFast => "too fast".into(),
            Event::Mouse(_) => "mouse".into(),
            other => format!("{other:?}"),
        }));
    }

    /// Lets time pass without input.
    fn waits(&mut self, pause: Duration) {
        self.now += pause;
        while let Some(due) = self.hand.due()
            && due <= self.now
        {
            let known = self.hand.end();
            self.goes_on(known);
        }
    }

    fn comes(&mut self, what: Event, typed: Option<char>) {
        let known = self.hand.before(self.now);
        self.goes_on(known);
        let (at, layer) = (self.now, self.layer);
        let stroke = Stroke {
            time: at,
            what,
            typed,
        };
        let said = self.hand.take(stroke, |key| weigh(layer, key));
        self.goes_on(said);
    }

    fn types(&mut self, c: char) {
        let (code, modifiers) = match c {
            '\r' => (KeyCode::Enter, KeyModifiers::NONE),
            '\t' => (KeyCode::Tab, KeyModifiers::NONE),
            '\n' => (KeyCode::Char('j'), KeyModifiers::CONTROL),
            c => (KeyCode::Char(c), KeyModifiers::NONE),
        };
        self.comes(Event::Key(KeyEvent::new(code, modifiers)), Some(c));
    }

    fn presses(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.comes(Event::Key(KeyEvent::new(code, modifiers)), None);
    }
}

/// The events of a text that is typed with these pauses, in rotation, and then silence.
fn typed(layer: Layer, text: &str, pauses: &[u64]) -> Vec<String> {
    let mut keyboard = Keyboard::on(layer);
    let mut pauses = pauses.iter().cycle();
    for (n, c) in text.chars().enumerate() {
        if n > 0 {
            keyboard.waits(Duration::from_micros(*pauses.next().unwrap()));
        }
        keyboard.types(c);
    }
    keyboard.waits(Duration::from_secs(10));
    keyboard.found
}

/// In microseconds: the rates at which programs type, and the delays when they stall.
const PACES: [&[u64]; 9] = [
    &[0],
    &[1_500],
    &[3_000],
    &[12_000],
    &[20_000],
    &[30_000],
    &[34_000],
    &[30_000, 22_000, 37_000, 30_500],
    &[0, 0, 0, 39_000],
];

const TEXTS: [&str; 12] = [
    "block spam_0041 and spam_0042 please\n",
    "bob_77",
    "dave-01",
    "bob_77\rdave-01\r",
    "bob\rdan\reve\r",
    "10023\r",
    "today",
    "yes please do it",
    "daddy says y",
    "jane_01 unblock\r",
    "kk\ty delete my account",
    "  - carol.chen\r\n",
];

/// Those without a field.
fn layers() -> Vec<Layer> {
    let all = Layer::VARIANTS.iter().copied();
    all.filter(|layer| !layer.has_field()).collect()
}

#[test]
fn nothing_that_does_more_than_move_comes_of_a_text_at_any_pace() {
    for layer in layers() {
        for text in TEXTS {
            for pace in PACES {
                let mut keyboard = Keyboard::on(layer);
                let mut pauses = pace.iter().cycle();
                for c in text.chars() {
                    keyboard.types(c);
                    keyboard.waits(Duration::from_micros(*pauses.next().unwrap()));
                }
                keyboard.waits(Duration::from_secs(10));
                for name in &keyboard.found {
                    let key = match &name[..] {
                        "Enter" => KeyCode::Enter,
                        "Tab" => KeyCode::Tab,
                        "Space" => KeyCode::Char(' '),
                        name if name.chars().count() == 1 => {
                            KeyCode::Char(name.chars().next().unwrap())
                        }
                        _ => continue,
                    };
                    let weight = weigh(layer, KeyEvent::new(key, KeyModifiers::NONE));
                    assert!(
                        matches!(
                            weight,
                            KeyWeight::Light | KeyWeight::Look | KeyWeight::Nothing
                        ),
                        "{name} of {text:?} on {layer:?} by {pace:?}: {:?}",
                        keyboard.found
                    );
                }
            }
        }
    }
}

#[test]
fn a_key_that_only_looks_waits_for_nothing() {
    for (c, layer) in [
        ('?', Layer::Lists),
        ('/', Layer::Lists),
        ('5', Layer::Lists),
        ('6', Layer::Lists),
        ('@', Layer::Lists),
    ] {
        let mut keyboard = Keyboard::on(layer);
        keyboard.types(c);
        assert_eq!(keyboard.found, [c.to_string()], "on {layer:?}");
    }
}

#[test]
fn a_text_that_begins_with_a_key_that_looks_is_whole_and_says_that_something_is_to_be_closed() {
    for pace in PACES {
        let found = typed(Layer::Lists, "612355\r523344\r", pace);
        assert_eq!(found.first().map(String::as_str), Some("6"), "by {pace:?}");
        let text = r#"PasteThatOpenedDialog("612355\r523344\r")"#;
        assert_eq!(found.last().map(String::as_str), Some(text), "by {pace:?}");
    }
}

#[test]
fn six_characters_are_a_text_and_so_are_lines_and_all_of_it_is_in_it() {
    for pace in PACES {
        for text in [
            "bob_77",
            "bob\rdan\r",
            "block spam_0041\n",
            "100200",
            "jjl_k1",
        ] {
            let found = typed(Layer::Lists, text, pace);
            let expected = format!("paste {text:?}");
            assert_eq!(found.last(), Some(&expected), "by {pace:?}: {found:?}");
        }
    }
    // Keys that move have moved at once.
    let found = typed(Layer::Lists, "jk_bob_77", &[12_000]);
    assert_eq!(found, ["j", "k", "_", "paste \"jk_bob_77\""]);
}

#[test]
fn a_key_that_moves_waits_for_nothing_also_behind_one_that_waits() {
    let mut keyboard = Keyboard::on(Layer::Lists);
    keyboard.types('j');
    assert_eq!(keyboard.found, ["j"]);
    assert_eq!(keyboard.hand.due(), None);
    keyboard.waits(Duration::from_millis(100));
    keyboard.types('b');
    assert_eq!(keyboard.found, ["j"]);
    keyboard.waits(Duration::from_millis(20));
    keyboard.types('k');
    assert_eq!(keyboard.found, ["j", "k"]);
}

#[test]
fn a_key_that_does_something_does_it_once_nothing_came_behind_it() {
    for key in ['b', 'u', 'd', 'o', '[', 'q', ' '] {
        let mut keyboard = Keyboard::on(Layer::Lists);
        keyboard.types(key);
        keyboard.waits(Duration::from_micros(39_999));
        assert_eq!(keyboard.found, [""; 0], "{key}");
        keyboard.waits(Duration::from_micros(1));
        assert_eq!(keyboard.found.len(), 1, "{key}: {:?}", keyboard.found);
    }
    // A program that was too busy to read input does not mistake the next key for one that follows at once.
    let mut keyboard = Keyboard::on(Layer::Lists);
    keyboard.types('b');
    keyboard.now += Duration::from_millis(60);
    keyboard.types('u');
    assert_eq!(keyboard.found, ["b"]);
    keyboard.waits(HOLD);
    assert_eq!(keyboard.found, ["b", "u"]);
}

#[test]
fn with_anything_behind_it_it_does_nothing_and_that_is_said() {
    for behind in ['j', 'u', 'x', '好', '\r'] {
        let mut keyboard = Keyboard::on(Layer::Lists);
        keyboard.types('b');
        keyboard.waits(Duration::from_millis(39));
        keyboard.types(behind);
        keyboard.waits(Duration::from_secs(1));
        assert!(
            !keyboard.found.contains(&"b".into()),
            "{:?}",
            keyboard.found
        );
        assert_eq!(keyboard.found.last().unwrap(), "too fast");
        // And only once.
        keyboard.types('b');
        keyboard.waits(HOLD);
        assert_eq!(keyboard.found.last().unwrap(), "b");
    }
    let mut keyboard = Keyboard::on(Layer::Confirm);
    keyboard.types('y');
    keyboard.comes(Event::Paste("x".into()), None);
    keyboard.waits(HOLD);
    assert_eq!(keyboard.found, ["too fast", "paste \"x\""]);
}

#[test]
fn a_hand_that_rolls_from_moving_into_doing_is_understood() {
    for (keys, layer) in [
        ("jb", Layer::Lists),
        ("jku", Layer::Lists),
        ("2ggd", Layer::Lists),
        ("jjjjjjjjjjjj ", Layer::Lists),
        ("ju", Layer::Triage),
        ("jq", Layer::Reader),
    ] {
        let found = typed(layer, keys, &[25_000]);
        let names: Vec<String> = keys
            .chars()
            .map(|c| if c == ' ' { "Space".into() } else { c.into() })
            .collect();
        assert_eq!(found, names, "{keys}");
    }
}

#[test]
fn what_means_nothing_here_is_no_way_into_a_key_that_does_something() {
    for (keys, layer) in [
        ("may", Layer::Confirm),
        ("ey", Layer::Confirm),
        ("0b", Layer::Lists),
        ("1234b", Layer::Lists),
    ] {
        let found = typed(layer, keys, &[12_000]);
        assert_eq!(found.last().unwrap(), "too fast", "{keys}: {found:?}");
        let last: String = keys.chars().last().into_iter().collect();
        assert!(!found.contains(&last), "{keys}: {found:?}");
    }
}

#[test]
fn keys_that_are_held_down_are_no_text() {
    // Keys that move do so at once, keys that mark after a moment, the others on release.
    let mut keyboard = Keyboard::on(Layer::Lists);
    for n in 1..=100 {
        keyboard.types('j');
        assert_eq!(keyboard.found.len(), n);
        keyboard.waits(Duration::from_millis(33));
    }
    let mut keyboard = Keyboard::on(Layer::Lists);
    for n in 1..=100 {
        keyboard.types(' ');
        let marked = if n < HELD_DOWN { 0 } else { n };
        assert_eq!(keyboard.found.len(), marked);
        keyboard.waits(Duration::from_millis(33));
    }
    keyboard.waits(Duration::from_secs(1));
    assert_eq!(keyboard.found.len(), 100);
    for keys in ["bbb", "\r\r", "yy"] {
        let found = typed(Layer::Lists, keys, &[33_000]);
        assert_eq!(found.len(), keys.len(), "{found:?}");
    }
    // Two keys alternately, even at once, after the program was busy.
    let found = typed(Layer::Lists, &"jjk".repeat(1_000), &[0]);
    assert_eq!(found.len(), 3_000);
}

#[test]
fn in_a_field_a_text_is_a_text_at_once_and_enter_behind_it_is_enter() {
    for pace in PACES {
        for layer in [Layer::Field, Layer::Filter] {
            let found = typed(layer, "nina_new\r", pace);
            let names = ["n", "i", "n", "a", "_", "n", "e", "w", "Enter"];
            assert_eq!(found, names, "{layer:?} by {pace:?}");
        }
    }
    let mut keyboard = Keyboard::on(Layer::Field);
    keyboard.types('y');
    assert_eq!(keyboard.found, ["y"]);
}

#[test]
fn in_a_field_the_lines_of_a_text_end_without_enter() {
    for pace in PACES {
        let found = typed(Layer::Field, "ab\rcd\r", pace);
        let names = ["a", "b", "paste \"\\r\"", "c", "d", "paste \"\\r\""];
        assert_eq!(found, names, "by {pace:?}");
        let found = typed(Layer::Field, "ab\tcd\ne", pace);
        let names = ["a", "b", "paste \"\\t\"", "c", "d", "paste \"\\n\"", "e"];
        assert_eq!(found, names, "by {pace:?}");
    }
}

#[test]
fn what_no_text_holds_waits_for_nothing_but_in_the_middle_of_one() {
    let mut keyboard = Keyboard::on(Layer::Lists);
    keyboard.presses(KeyCode::Esc, KeyModifiers::NONE);
    keyboard.presses(KeyCode::F(8), KeyModifiers::NONE);
    keyboard.presses(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(keyboard.found, ["Esc", "F8", "Control+c"]);
    // After it, a person starts a new run.
    let mut keyboard = Keyboard::on(Layer::Field);
    for c in "nina_new".chars() {
        keyboard.types(c);
    }
    keyboard.presses(KeyCode::Esc, KeyModifiers::NONE);
    keyboard.layer = Layer::Lists;
    keyboard.waits(Duration::from_millis(45));
    keyboard.types('q');
    keyboard.waits(HOLD);
    assert_eq!(keyboard.found[8..], ["Esc", "q"]);
    let mut keyboard = Keyboard::on(Layer::Lists);
    for c in "dave-01".chars() {
        keyboard.types(c);
    }
    keyboard.presses(KeyCode::Up, KeyModifiers::NONE);
    keyboard.presses(KeyCode::Char('c'), KeyModifiers::CONTROL);
    keyboard.types('\r');
    keyboard.waits(Duration::from_secs(1));
    assert_eq!(
        keyboard.found.last().unwrap(),
        "paste \"dave-01\\u{1b}\\u{1b}c\\r\""
    );
    assert!(
        !keyboard.found.contains(&"Up".into()),
        "{:?}",
        keyboard.found
    );
}

#[test]
fn the_mouse_moves_beside_the_keys_and_its_buttons_are_keys() {
    let mouse = |kind| {
        let modifiers = KeyModifiers::NONE;
        Event::Mouse(MouseEvent {
            kind,
            column: 3,
            row: 4,
            modifiers,
        })
    };
    let mut keyboard = Keyboard::on(Layer::Lists);
    keyboard.types('b');
    keyboard.comes(mouse(MouseEventKind::Moved), None);
    keyboard.waits(HOLD);
    assert_eq!(keyboard.found, ["mouse", "b"]);
    // There is another row under the wheel.
    let mut keyboard = Keyboard::on(Layer::Lists);
    keyboard.types('b');
    keyboard.comes(mouse(MouseEventKind::ScrollDown), None);
    keyboard.waits(HOLD);
    assert_eq!(keyboard.found, ["mouse", "too fast"]);
}

#[test]
fn what_was_taken_for_a_key_in_a_text_leaves_its_mark_there() {
    for (before, behind) in [
        ("block ", "pam_0041 b"),
        ("b", "pam_0041 b"),
        ("", "pam_0041 b"),
    ] {
        let mut keyboard = Keyboard::on(Layer::Lists);
        let pause = Duration::from_millis(12);
        for c in before.chars() {
            keyboard.types(c);
            keyboard.waits(pause);
        }
        keyboard.presses(KeyCode::Char('s'), KeyModifiers::ALT);
        for c in behind.chars() {
            keyboard.waits(pause);
            keyboard.types(c);
        }
        keyboard.waits(Duration::from_secs(1));
        let text = keyboard.found.last().unwrap();
        assert!(text.contains("\\u{1b}spam_0041"), "{before:?}: {text}");
    }
    // A key that was pressed earlier leaves no trace.
    let mut keyboard = Keyboard::on(Layer::Lists);
    keyboard.presses(KeyCode::Down, KeyModifiers::NONE);
    keyboard.waits(HOLD);
    for c in "dave-01".chars() {
        keyboard.types(c);
    }
    keyboard.waits(Duration::from_secs(1));
    assert_eq!(keyboard.found.last().unwrap(), "paste \"dave-01\"");
}

#[test]
fn a_text_as_keys_takes_no_more_memory_than_a_paste() {
    let mut keyboard = Keyboard::on(Layer::Lists);
    for c in "abcd".repeat(400_000).chars() {
        keyboard.types(c);
    }
    let out = keyboard.hand.end();
    let [Event::Paste(text)] = &out[..] else {
        panic!("no paste");
    };
    assert!(text.len() > PASTE_CAP && text.len() < PASTE_CAP + 16);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// At any rate of input: a key that does more than move was preceded and followed by its silence, except
    /// for keys that moved.
    #[test]
    fn whatever_acts_had_its_silence(
        keys in prop::collection::vec((prop::char::range(' ', '~'), 0..120_u64), 1..60),
        layer in prop::sample::select(layers()),
    ) {
        let mut keyboard = Keyboard::on(layer);
        let mut gaps = keys.iter().map(|(_, gap)| *gap).skip(1).chain([10_000]);
        let mut acted = 0;
        let mut may = 0;
        for (c, _) in &keys {
            keyboard.types(*c);
            let gap = gaps.next().unwrap();
            let heavy = |c: char| {
                let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
                matches!(weigh(layer, key), KeyWeight::Heavy | KeyWeight::Mark)
            };
            may += usize::from(heavy(*c) && gap >= 40);
            // The same key again counts as held down.
            may += usize::from(heavy(*c) && gap < 40) * usize::from(keys.windows(2).any(|k| k[0].0 == k[1].0));
            keyboard.waits(Duration::from_millis(gap));
            acted = keyboard.found.iter().filter(|name| {
                let name = if *name == "Space" { " " } else { name };
                let mut chars = name.chars();
                chars.next().is_some_and(|c| chars.next().is_none() && heavy(c))
            }).count();
        }
        prop_assert!(acted <= may, "{acted} of {may}: {:?}", keyboard.found);
        prop_assert_eq!(keyboard.hand.due(), None);
    }
}
