//! Questions on the terminal without the full screen.

use std::io::{self, Write, stderr, stdin};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use signal_hook::consts::{SIGQUIT, SIGTSTP};
use signal_hook::low_level::raise;

use crate::api::Secret;
use crate::runtime;

/// Asks yes or no; anything but a yes is a no.
pub fn yes(question: &str) -> io::Result<bool> {
    write!(stderr(), "{question} ")?;
    stderr().flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "是"
    ))
}

/// Asks for a secret, without showing it or its length. `None` if the person cancels.
///
/// Keys are read one by one, because a line with echo turned off would still reveal the length when it is
/// edited.
pub fn secret(question: &str) -> io::Result<Option<Secret>> {
    Ok(runtime::prompt(question, read_hidden)?
        .filter(|secret| !secret.is_empty())
        .map(|secret| Secret::new(&secret)))
}

fn read_hidden() -> io::Result<Option<String>> {
    let mut secret = String::new();
    loop {
        let Event::Key(key) = event::read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(secret)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if control => return Ok(None),
            // In raw mode, the terminal does not turn these keys into signals.
            KeyCode::Char('z') if control => raise(SIGTSTP)?,
            KeyCode::Char('\\' | '4') if control => raise(SIGQUIT)?,
            // What a terminal in raw mode may send for Enter.
            KeyCode::Char('j' | 'm') if control => return Ok(Some(secret)),
            KeyCode::Char('u') if control => secret.clear(),
            KeyCode::Backspace => {
                secret.pop();
            }
            KeyCode::Char(c) if !control => secret.push(c),
            _ => {}
        }
    }
}
