//! A ticket with forty ids: one paste and a few keys, and back again.

use std::time::Duration;

use crate::console::Server;
use crate::home::Home;
use crate::pty::Pty;

/// Longer than a question has to be on screen before Enter counts.
const ARMED: Duration = Duration::from_millis(600);

/// Forty-three lines as somebody writes them: forty blocked users, one that is not, two twice.
fn ticket() -> (String, Vec<String>) {
    let ids: Vec<String> = (54..=93).map(|n| format!("spam_{n:04}")).collect();
    let mut lines: Vec<String> = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        lines.push(match n % 5 {
            0 => format!("{}. {id}", n + 1),
            1 => format!("- {}，", id.to_uppercase()),
            2 => format!("用户{id}（误拉黑）"),
            3 => format!("\"{id}\";"),
            _ => format!("@{id}"),
        });
    }
    lines.push("and carol_not_there, please".to_owned());
    lines.push("spam_0054 once more".to_owned());
    lines.push("SPAM_0055".to_owned());
    (lines.join("\n"), ids)
}

#[test]
fn forty_ids_of_a_ticket_are_unblocked_with_one_paste_and_blocked_again_with_one_key() {
    let (server, home) = (Server::start(), Home::new());
    let mut command = server.console(&["alice_01"]);
    home.is_home_of(&mut command);
    let mut pty = Pty::start(command);
    pty.opens();
    pty.shows("487/500");
    let before = server.blocks("alice_01");
    let (text, ids) = ticket();
    pty.send(format!("\x1b[200~{text}\x1b[201~"));
    pty.shows("u unblock 40");
    Pty::lets_a_paste_end();
    pty.send("u");
    pty.shows("40");
    pty.hears(ARMED);
    pty.send("40");
    pty.hears(ARMED);
    pty.send("\r");
    pty.shows("447/500");
    pty.shows("Job ended");
    let after = server.blocks("alice_01");
    assert_eq!(after.len(), before.len() - 40);
    assert!(
        ids.iter()
            .all(|id| before.contains(id) && !after.contains(id))
    );

    pty.send("z");
    pty.shows("Undo J-0001 for alice_01");
    pty.shows("Block 40 users");
    pty.hears(ARMED);
    pty.send("40");
    pty.hears(ARMED);
    pty.send("\r");
    pty.shows("487/500");
    let mut again = server.blocks("alice_01");
    let mut wanted = before;
    again.sort();
    wanted.sort();
    assert_eq!(again, wanted);
    pty.send("q");
    assert_eq!(pty.ends(), 0);

    // All of it is in the journal, and what was taken back is not offered again.
    let mut command = crate::pty::rosterm(&["journal", "export", "--json"]);
    home.is_home_of(&mut command);
    let mut pty = Pty::start(command);
    pty.ends();
    let lines = String::from_utf8_lossy(&pty.bytes).lines().count();
    assert_eq!(lines, 80);
}
