//! Asking somebody at a terminal, outside of the screen.

use std::io::{self, Write, stderr, stdin};

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::api::Secret;

/// Asks yes or no; anything but a yes is a no.
pub fn yes(question: &str) -> io::Result<bool> {
    write!(stderr(), "{question} [y/N] ")?;
    stderr().flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "是"
    ))
}

/// Asks for a secret, which is not shown, nor how long it is. `None` where somebody thought better of it.
///
/// Keys are read one by one instead of a line with the echo off: a program that is interrupted while the
/// echo is off leaves a terminal that seems dead.
pub fn secret(question: &str) -> io::Result<Option<Secret>> {
    // Before the question: whoever answers at once must not see the answer either.
    enable_raw_mode()?;
    let typed = write!(stderr(), "{question} ")
        .and_then(|()| stderr().flush())
        .and_then(|()| typed());
    disable_raw_mode()?;
    writeln!(stderr())?;
    Ok(typed?
        .filter(|secret| !secret.is_empty())
        .map(|secret| Secret::new(&secret)))
}

fn typed() -> io::Result<Option<String>> {
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
            // How a terminal in raw mode may send Enter.
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
