# Tasks by short names: `just` lists them. Each is one command that works without just, too.

# Lists the tasks.
default:
    @just --list --unsorted

# Formats, and lints with warnings as errors.
check:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Everything but the terminal.
test-fast *ARGS:
    cargo test --lib --test it {{ ARGS }}

# All tests.
test *ARGS:
    cargo test --locked {{ ARGS }}

# Draws the screens and writes their snapshots; look at the difference afterwards.
screens:
    INSTA_UPDATE=always cargo test --lib setup
    INSTA_UPDATE=always cargo test --test it screens
    git diff --stat -- '*.snap'

# Writes the tables of keys in the README files.
readme:
    UPDATE_README=1 cargo test --test it readme

# All benchmarks, or one file of them: `just bench screen`.
bench *FILE:
    cargo bench {{ if FILE == "" { "" } else { "--bench " + FILE } }}

# All that must pass before a change goes in.
gate:
    .ci/run
