//! Detects whether rosterm runs inside GNU screen or tmux.

/// Whether the innermost multiplexer between us and the terminal is GNU screen.
pub(super) fn is_in_gnu_screen(environment: impl Fn(&str) -> Option<String>) -> bool {
    match its_own(&environment) {
        (true, false) => true,
        (false, true) => false,
        // On another machine, or nested: the terminal's name tells which one is the innermost.
        _ => environment("TERM").is_some_and(|term| term.starts_with("screen")),
    }
}

/// Whether only the terminal's name suggests GNU screen. tmux may use that name too.
pub(super) fn may_be_tmux(environment: impl Fn(&str) -> Option<String>) -> bool {
    its_own(environment) != (true, false)
}

/// Whether GNU screen and tmux have set their own variables, as they do on their own machine.
fn its_own(environment: impl Fn(&str) -> Option<String>) -> (bool, bool) {
    let says = |name| environment(name).is_some_and(|value| !value.is_empty());
    (says("STY"), says("TMUX"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gnu_screen_is_known_by_what_it_sets_and_from_afar_by_the_name_of_its_terminal() {
        for (sty, tmux, term, screen) in [
            ("", "", "xterm-256color", false),
            ("", "", "", false),
            ("1.pts-0", "", "screen.xterm-256color", true),
            // Whatever the terminal's name is.
            ("1.pts-0", "", "xterm", true),
            // Over SSH from within it.
            ("", "", "screen-256color", true),
            ("", "", "screen.xterm-256color", true),
            ("", "/tmp/tmux-0/default,1,0", "screen-256color", false),
            ("", "/tmp/tmux-0/default,1,0", "tmux-256color", false),
            // Nested.
            ("1.pts-0", "/tmp/tmux-0/default,1,0", "tmux-256color", false),
            ("1.pts-0", "/tmp/tmux-0/default,1,0", "screen", true),
        ] {
            let environment = |name: &str| match name {
                "STY" => Some(sty.to_owned()),
                "TMUX" => Some(tmux.to_owned()),
                "TERM" => Some(term.to_owned()),
                _ => None,
            };
            assert_eq!(is_in_gnu_screen(environment), screen, "{sty} {tmux} {term}");
        }
        assert!(!is_in_gnu_screen(|_| None));
    }
}
