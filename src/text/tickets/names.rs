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
];

/// Longer than any name, however it is spaced.
const LONGEST: usize = 48;

/// Whether the text is a name for ids.
pub(super) fn is_name(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect();
    NAMES.contains(&plain.as_str()) || CHINESE.contains(&plain.as_str())
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
