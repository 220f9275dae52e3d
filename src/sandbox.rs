//! The service, in memory, over real HTTP.
