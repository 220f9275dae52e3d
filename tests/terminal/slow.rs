//! A slow line: what is asked of the terminal comes to it late, and its answers come back late and in pieces,
//! to a program that did not ask. They are nobody's keys.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::console::Server;
use crate::pty::{PATIENCE, Pty, ROSTERM};

/// How long the way takes, in either direction.
const DELAY: Duration = Duration::from_millis(300);
/// How often the line is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// Longer than anything that was held back.
const LATER: Duration = Duration::from_millis(600);

/// What programs ask of a terminal, and what it answers: colours, the clipboard, what it is, its name, a mode,
/// the place of the cursor, kitty's keys and graphics, a capability, its size and title.
const ANSWERS: [(&str, &str); 14] = [
    ("\x1b]10;?\x1b\\", "\x1b]10;rgb:ffff/bbbb/dddd\x1b\\"),
    ("\x1b]11;?\x07", "\x1b]11;rgb:1c1c/1e1e/2626\x07"),
    ("\x1b]4;7;?\x1b\\", "\x1b]4;7;rgb:e5e5/e5e5/e5e5\x1b\\"),
    ("\x1b]52;c;?\x07", "\x1b]52;c;ZGF2ZS0wMSBiIGQgeQo=\x07"),
    ("\x1b[c", "\x1b[?62;22c"),
    ("\x1b[>c", "\x1b[>41;379;0c"),
    ("\x1b[>q", "\x1bP>|XTerm(379)\x1b\\"),
    ("\x1b[?2026$p", "\x1b[?2026;2$y"),
    ("\x1b[6n", "\x1b[24;80R"),
    ("\x1b[?u", "\x1b[?1u"),
    (
        "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
    ),
    ("\x1bP+q544e\x1b\\", "\x1bP1+r544e=787465726d\x1b\\"),
    ("\x1b[14t", "\x1b[4;720;1200t"),
    ("\x1b[21t", "\x1b]lbobby deletes you\x1b\\"),
];

/// How the line brings the answers.
#[derive(Debug, Clone, Copy)]
enum Brings {
    Whole,
    /// Each as often as it has places to be cut at, with this between the halves.
    Halves(Duration),
    /// So many bytes at once of all that the terminal has said, with this between them.
    Pieces(usize, Duration),
}

/// A program at the far end of a line from its terminal.
struct Far {
    pty: Pty,
    brings: Brings,
    /// How much of what the program wrote has come to the terminal.
    told: usize,
    /// What the program wrote, by when it comes to the terminal.
    questions: VecDeque<(Instant, usize)>,
    /// What the terminal sends, by when it comes to the program.
    answers: VecDeque<(Instant, Vec<u8>)>,
    /// Which of the questions have come; the console asks one of them itself.
    asked: [bool; ANSWERS.len()],
}

impl Far {
    fn new(command: CommandBuilder, brings: Brings) -> Self {
        Self {
            pty: Pty::start(command),
            brings,
            told: 0,
            questions: VecDeque::new(),
            answers: VecDeque::new(),
            asked: [false; ANSWERS.len()],
        }
    }

    /// Lets the line work until it is as wanted.
    #[track_caller]
    fn until(&mut self, wanted: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self) {
            assert!(Instant::now() < end, "never:\n{}", self.pty.screen());
            self.works();
        }
    }

    fn works(&mut self) {
        self.pty.hears(LOOK);
        let now = Instant::now();
        let written = self.pty.bytes.len();
        if self.questions.back().map_or(0, |(_, written)| *written) < written {
            self.questions.push_back((now + DELAY, written));
        }
        while self.questions.len() > 1 && self.questions[1].0 <= now {
            self.questions.pop_front();
        }
        if let Some((at, written)) = self.questions.front().copied()
            && at <= now
            && written > self.told
        {
            self.hears_questions(written, now);
        }
        while let Some((at, _)) = self.answers.front()
            && *at <= now
        {
            let (_, bytes) = self.answers.pop_front().unwrap();
            self.pty.send(bytes);
            // The next is not to catch up with it: a pause is a pause.
            if let (Brings::Halves(pause) | Brings::Pieces(_, pause), Some(next)) =
                (self.brings, self.answers.front_mut())
            {
                next.0 = next.0.max(Instant::now() + pause);
            }
        }
    }

    /// The terminal takes in what the program wrote, and answers.
    fn hears_questions(&mut self, written: usize, now: Instant) {
        let bytes = self.pty.bytes[self.told..written].to_vec();
        // The rest of a question may be on its way.
        let is_part = |rest: &[u8]| {
            let mut questions = ANSWERS.iter().map(|(question, _)| question.as_bytes());
            questions.any(|question| rest.len() < question.len() && question.starts_with(rest))
        };
        let whole = (0..bytes.len()).find(|at| is_part(&bytes[*at..]));
        let whole = whole.unwrap_or(bytes.len());
        self.told += whole;
        let mut said = Vec::new();
        for at in 0..whole {
            let begins = |question: &str| bytes[at..].starts_with(question.as_bytes());
            let Some(n) = ANSWERS.iter().position(|(question, _)| begins(question)) else {
                continue;
            };
            let (_, answer) = ANSWERS[n];
            self.asked[n] = true;
            match self.brings {
                Brings::Whole | Brings::Pieces(..) => said.extend_from_slice(answer.as_bytes()),
                Brings::Halves(_) => {
                    for cut in 1..answer.len() {
                        let (first, rest) = answer.as_bytes().split_at(cut);
                        self.sends(first, now);
                        self.sends(rest, now);
                    }
                }
            }
        }
        let size = match self.brings {
            Brings::Pieces(size, _) => size,
            _ => said.len().max(1),
        };
        for piece in said.chunks(size) {
            self.sends(piece, now);
        }
    }

    fn sends(&mut self, bytes: &[u8], now: Instant) {
        self.answers.push_back((now + DELAY, bytes.to_vec()));
    }

    /// All was asked and answered, and the answers have come.
    #[track_caller]
    fn is_through(&mut self) {
        self.until(|far| far.asked.iter().all(|asked| *asked) && far.answers.is_empty());
    }
}

/// A program that asks everything, and waits for no answer; then the console in its place.
fn after_questions(server: &Server) -> CommandBuilder {
    let mut command = in_script(server, r#"printf %s "$QUESTIONS"; exec "$0" "$@""#);
    let questions: String = ANSWERS.iter().map(|(question, _)| *question).collect();
    command.env("QUESTIONS", questions);
    command
}

/// A script that starts the console as `"$0" "$@"`.
fn in_script(server: &Server, script: &str) -> CommandBuilder {
    let mut command = server.console(&["alice_01"]);
    let console = command.get_argv_mut();
    let shell = ["sh", "-c", script].map(Into::into);
    console.splice(0..0, shell);
    assert_eq!(console[3], ROSTERM);
    command
}

/// The lists, with nothing over them, and a keyboard.
#[track_caller]
fn nothing_happened(mut far: Far, server: &Server) {
    let pty = &mut far.pty;
    pty.hears(LATER);
    // This comes behind all of it.
    pty.send("j");
    pty.shows("> carol.chen");
    pty.hears(LATER);
    let screen = pty.screen();
    assert!(screen.contains("? help  Tab"), "{screen}");
    assert!(
        screen.contains("alice_01") && screen.contains("487/500"),
        "{screen}"
    );
    assert_eq!(server.writes(), Vec::<String>::new());
    pty.leaves();
}

#[test]
fn answers_to_the_program_before_are_no_keys_however_the_line_brings_them() {
    for brings in [
        Brings::Whole,
        Brings::Halves(Duration::from_millis(3)),
        Brings::Pieces(5, Duration::from_millis(30)),
    ] {
        let server = Server::start();
        let mut far = Far::new(after_questions(&server), brings);
        far.is_through();
        far.until(|far| far.pty.screen().contains("487/500"));
        nothing_happened(far, &server);
    }
}

#[test]
fn answers_write_nothing_into_a_field_and_confirm_nothing() {
    for (brings, key, dialog) in [
        (Brings::Halves(Duration::from_millis(3)), "O", "Open a user"),
        (
            Brings::Pieces(5, Duration::from_millis(30)),
            "d",
            "Remove a friend",
        ),
    ] {
        let server = Server::start();
        let mut command = server.console(&["alice_01"]);
        // A line that stops behind the first byte of an answer has sent an Escape.
        command.env("ESCDELAY", "1000");
        let mut far = Far::new(command, brings);
        far.pty.opens();
        far.pty.shows("487/500");
        far.pty.presses_until(key, dialog);
        far.pty.hears(LATER);
        // Whoever asked has gone.
        let questions = ANSWERS.iter().flat_map(|(question, _)| question.bytes());
        far.told = far.pty.bytes.len();
        far.pty.bytes.extend(questions);
        far.is_through();
        far.pty.hears(LATER);
        let screen = far.pty.screen();
        assert!(screen.contains(dialog), "{brings:?}\n{screen}");
        // What is typed behind it all is all that there is.
        far.pty.send(if key == "O" { "dave-01\r" } else { "n" });
        far.pty.loses(dialog);
        if key == "O" {
            far.pty.shows(" dave-01 ");
        }
        far.pty.presses_until("\x1b", "? help  Tab");
        assert_eq!(server.writes(), Vec::<String>::new());
    }
}

#[test]
fn an_answer_that_comes_when_somebody_has_left_is_not_typed_into_the_shell() {
    let server = Server::start();
    let script = r#""$0" "$@"; echo left; IFS= read -r line; echo "next:$line:""#;
    let mut far = Far::new(in_script(&server, script), Brings::Whole);
    far.pty.draws();
    far.pty.send("q");
    far.until(|far| far.pty.screen().contains("left"));
    let answered = far.asked.iter().filter(|asked| **asked).count();
    assert_eq!((answered, far.answers.len()), (1, 0));
    far.pty.send("hello\r");
    far.until(|far| far.pty.screen().contains("next:hello:"));
}
