//! The least program of the same make: a list of friends on ratatui, tokio and reqwest, and nothing else.
//!
//! How fast a console on these crates can be at best is measured on this one, so that rosterm's figures mean
//! the same on any machine: `cargo bench --bench terminal` runs both side by side. It takes the address of
//! the app, a token and a user:
//!
//! ```sh
//! cargo run --release --example floor -- http://127.0.0.1:8080/easemob/demo TOKEN alice_01
//! ```
//!
//! `j` and `k`, `q`. Errors end it: it is a yardstick and not a tool.

use std::error::Error;
use std::thread;

use crossterm::event::{self, Event, KeyCode};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, List, ListState};
use serde_json::Value;
use tokio::sync::mpsc::unbounded_channel;

enum Message {
    Terminal(Event),
    Friends(Vec<String>),
    Failed(String),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(app), Some(token), Some(user)) = (args.next(), args.next(), args.next()) else {
        return Err("usage: floor APP_URL TOKEN USER".into());
    };
    let mut terminal = ratatui::try_init()?;
    let outcome = run(&mut terminal, &app, &token, &user).await;
    ratatui::restore();
    outcome
}

async fn run(
    terminal: &mut ratatui::DefaultTerminal,
    app: &str,
    token: &str,
    user: &str,
) -> Result<(), Box<dyn Error>> {
    let (inbox, mut messages) = unbounded_channel();
    let keys = inbox.clone();
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            if keys.send(Message::Terminal(event)).is_err() {
                return;
            }
        }
    });
    let mut friends = Vec::new();
    let mut state = ListState::default().with_selected(Some(0));
    terminal.draw(|frame| draw(frame, user, &friends, &mut state))?;
    let url = format!("{app}/users/{user}/contacts/users");
    let token = token.to_owned();
    tokio::spawn(async move {
        let answer = fetch(&url, &token).await;
        let _ =
            inbox.send(answer.map_or_else(|e| Message::Failed(e.to_string()), Message::Friends));
    });
    loop {
        let Some(mut message) = messages.recv().await else {
            return Ok(());
        };
        // Everything that waits is handled before the next frame.
        loop {
            match message {
                Message::Friends(read) => friends = read,
                Message::Failed(why) => return Err(why.into()),
                Message::Terminal(Event::Key(key)) => match key.code {
                    KeyCode::Char('j') | KeyCode::Down => state.select_next(),
                    KeyCode::Char('k') | KeyCode::Up => state.select_previous(),
                    KeyCode::Char('g') | KeyCode::Home => state.select_first(),
                    KeyCode::Char('q') => return Ok(()),
                    _ => {}
                },
                Message::Terminal(_) => {}
            }
            match messages.try_recv() {
                Ok(next) => message = next,
                Err(_) => break,
            }
        }
        terminal.draw(|frame| draw(frame, user, &friends, &mut state))?;
    }
}

/// The IDs of all friends, in one call.
async fn fetch(url: &str, token: &str) -> reqwest::Result<Vec<String>> {
    // This fails if a provider is installed already, which is just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let request = client.build()?.get(url).bearer_auth(token);
    let body = request.send().await?.error_for_status()?.bytes().await?;
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let ids = body.get("data").and_then(Value::as_array);
    let ids = ids.into_iter().flatten().filter_map(Value::as_str);
    Ok(ids.map(str::to_owned).collect())
}

fn draw(frame: &mut Frame, user: &str, friends: &[String], state: &mut ListState) {
    let [list, foot] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(frame.area());
    let rows = friends.iter().map(String::as_str);
    let block = Block::bordered().title(format!(" {user}: {} friends ", friends.len()));
    let widget = List::new(rows)
        .block(block)
        .highlight_style(Style::new().add_modifier(Modifier::REVERSED));
    frame.render_stateful_widget(widget, list, state);
    frame.render_widget(" j down   k up   q quit", foot);
}
