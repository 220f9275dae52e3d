//! The session shared by tests and benchmarks; others are built from it with struct update syntax.

use jiff::tz::TimeZone;
use rosterm::dialog::ARM_TIME;
use rosterm::model::Session;
use rosterm::text::Text;

/// A session on a sandbox in which everything is allowed.
pub fn session() -> Session {
    Session {
        app_key: Text::new("acme#im-prod"),
        host: Text::new("https://a1.easemob.com"),
        root: Text::new("https://a1.easemob.com/acme/im-prod"),
        sandbox: true,
        profile: None,
        environment: None,
        operator: None,
        read_only: false,
        may_unlock: false,
        friend_cap: Some(3_000),
        share: 100,
        settle: 20_000,
        arm: ARM_TIME,
        epoch: 1_700_000_000_000,
        zone: TimeZone::UTC,
    }
}
