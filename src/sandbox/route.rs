//! Maps a path to a call.

use axum::http::Method;

use super::request::fold;

/// A path of the service, with its IDs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Token,
    Users,
    User(String),
    Deactivate(String),
    Activate(String),
    FriendPage(String),
    FriendList(String),
    Friend(String, String),
    Import(String),
    BlockList(String),
    Block(String, String),
    Conversations(String),
    Conversation(String),
    CheckFriends,
    CheckBlocks,
}

impl Route {
    /// Parses the segments after the organization and the app.
    pub fn of(segments: &[String]) -> Option<Self> {
        let words: Vec<&str> = segments.iter().map(String::as_str).collect();
        let route = match *words {
            ["token"] => Self::Token,
            ["contacts", "check"] => Self::CheckFriends,
            ["blocks", "check"] => Self::CheckBlocks,
            // The service accepts both spellings.
            ["users" | "user", ref rest @ ..] => Self::of_user(rest)?,
            _ => return None,
        };
        Some(route)
    }

    fn of_user(rest: &[&str]) -> Option<Self> {
        let route = match *rest {
            [] => Self::Users,
            [u] => Self::User(fold(u)),
            [u, "deactivate"] => Self::Deactivate(fold(u)),
            [u, "activate"] => Self::Activate(fold(u)),
            [u, "contacts"] => Self::FriendPage(fold(u)),
            [u, "contacts", "users"] => Self::FriendList(fold(u)),
            [u, "contacts", "users", f] => Self::Friend(fold(u), fold(f)),
            [u, "contacts", "import"] => Self::Import(fold(u)),
            [u, "blocks", "users"] => Self::BlockList(fold(u)),
            [u, "blocks", "users", b] => Self::Block(fold(u), fold(b)),
            [u, "user_channels"] => Self::Conversations(fold(u)),
            [u, "user_channel"] => Self::Conversation(fold(u)),
            _ => return None,
        };
        Some(route)
    }

    /// The user whose conversations it is about: these calls are counted per user.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::Conversations(user) | Self::Conversation(user) => Some(user),
            _ => None,
        }
    }

    /// The path with placeholders instead of IDs.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Token => "/token",
            Self::Users => "/users",
            Self::User(_) => "/users/{u}",
            Self::Deactivate(_) => "/users/{u}/deactivate",
            Self::Activate(_) => "/users/{u}/activate",
            Self::FriendPage(_) => "/users/{u}/contacts",
            Self::FriendList(_) => "/users/{u}/contacts/users",
            Self::Friend(..) => "/users/{u}/contacts/users/{f}",
            Self::Import(_) => "/users/{u}/contacts/import",
            Self::BlockList(_) => "/users/{u}/blocks/users",
            Self::Block(..) => "/users/{u}/blocks/users/{b}",
            Self::Conversations(_) => "/users/{u}/user_channels",
            Self::Conversation(_) => "/users/{u}/user_channel",
            Self::CheckFriends => "/contacts/check",
            Self::CheckBlocks => "/blocks/check",
        }
    }

    /// Whether a call of this kind may change data of the service.
    pub fn writes(&self, method: &Method) -> bool {
        let asks = matches!(self, Self::Token | Self::CheckFriends | Self::CheckBlocks);
        *method != Method::GET && !asks
    }

    pub fn methods(&self) -> &'static [Method] {
        match self {
            Self::Token
            | Self::Deactivate(_)
            | Self::Activate(_)
            | Self::Import(_)
            | Self::CheckFriends
            | Self::CheckBlocks => &[Method::POST],
            Self::Users | Self::BlockList(_) => &[Method::GET, Method::POST],
            Self::User(_) => &[Method::GET, Method::DELETE],
            Self::FriendPage(_) | Self::FriendList(_) | Self::Conversations(_) => &[Method::GET],
            Self::Friend(..) => &[Method::POST, Method::PUT, Method::DELETE],
            Self::Block(..) | Self::Conversation(_) => &[Method::DELETE],
        }
    }
}
