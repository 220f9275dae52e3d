//! The program from inside, without a terminal: everything that links the library is one crate, so that the
//! program is linked once. What a terminal is needed for is in `tests/terminal`.

mod any_screen;
mod architecture;
mod contract;
mod faults;
mod hostile;
mod i18n;
mod id_finder;
mod jobs;
mod readme;
mod sandbox;
mod screens;
mod scripts;
mod stories;
mod text;

#[path = "../support/mod.rs"]
mod support;
