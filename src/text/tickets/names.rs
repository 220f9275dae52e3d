//! What people and programs call a user's id, in headings, keys and labels.

/// In lower case, without spaces, `_` and `-`.
const NAMES: &[&str] = &[
    "id",
    "ids",
    "uid",
    "uids",
    "user",
    "users",
    "userid",
    "userids",
    "username",
    "usernames",
    "account",
    "accounts",
    "accountid",
    "accountids",
    "easemobid",
    "easemobids",
    "easemobuser",
    "easemobusername",
    "imid",
    "imids",
    "imuser",
    "imuserid",
    "imusername",
    "imaccount",
    "loginid",
    "loginname",
];

/// The same in Chinese; where one begins another, the longer stands first.
const CHINESE: &[&str] = &[
    "环信用户名",
    "环信用户id",
    "环信账号",
    "环信帐号",
    "环信id",
    "用户名",
    "用户id",
    "用户账号",
    "用户帐号",
    "用户编号",
    "用户",
    "账号id",
    "账号",
    "帐号id",
    "帐号",
    "账户id",
    "账户",
    "帐户id",
    "帐户",
    "登录名",
    "登录账号",
    "im用户名",
    "im账号",
    "imid",
];

/// Names of a number that a table gives its rows: a user only if there is no better name.
const GENERIC: &[&str] = &["id", "ids"];

/// Names of somebody, who may be meant by another name than the id.
const LOOSE: &[&str] = &[
    "user", "users", "用户", "account", "accounts", "账号", "帐号", "账户", "帐户",
];

/// Longer than any name, however it is spaced and marked.
const LONGEST: usize = 120;

/// How well a name says that ids stand under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// `id`: in most tables the number of the row.
    Generic,
    /// `user`, `账号`: somebody, by whatever name.
    Loose,
    /// `user_id`, `username`, `用户ID`.
    User,
    /// `im_id`, `环信ID`: the id that the service knows.
    Service,
}

/// How well the text names ids; `None` if it does not.
pub(super) fn rank(text: &str) -> Option<Rank> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = plain(text);
    let name = plain.as_str();
    if !NAMES.contains(&name) && !CHINESE.contains(&name) {
        None
    } else if GENERIC.contains(&name) {
        Some(Rank::Generic)
    } else if LOOSE.contains(&name) {
        Some(Rank::Loose)
    } else if name.starts_with("im") || name.starts_with("easemob") || name.starts_with("环信") {
        Some(Rank::Service)
    } else {
        Some(Rank::User)
    }
}

/// The name without case, marks and spaces, and without the remark in brackets that forms add:
/// `*用户ID（必填）` is `用户id`.
pub(in crate::text) fn plain(text: &str) -> String {
    let mut depth = 0_usize;
    let outside: String = text
        .chars()
        .filter(|c| match c {
            '(' | '（' | '[' | '［' | '【' | '<' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' | '］' | '】' | '>' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    let kept = if outside.contains(char::is_alphanumeric) {
        outside.as_str()
    } else {
        text
    };
    kept.chars()
        .map(super::mended::ascii)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether the text is a name for ids.
pub(super) fn is_name(text: &str) -> bool {
    rank(text).is_some()
}

/// What follows the label in a word: `spam_0041` of `ID:spam_0041` and of `用户spam_0041`.
pub(super) fn after_label(word: &str) -> Option<&str> {
    let marked = word
        .bytes()
        .take(LONGEST)
        .position(|b| matches!(b, b':' | b'='))
        .filter(|&at| is_name(&word[..at]))
        .map(|at| &word[at + 1..]);
    marked.or_else(|| {
        CHINESE
            .iter()
            // `用户id_5` is the user `id_5`: where the label ends in letters, nothing says where.
            .filter(|name| !name.ends_with("id"))
            .find_map(|name| word.strip_prefix(name))
            .filter(|rest| {
                !rest.is_empty()
                    && rest
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
            })
    })
}
