//! The program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    rosterm::cli::run(std::env::args_os())
}
