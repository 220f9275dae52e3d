//! The names by which people and programs call a user ID, in headers, keys and labels.

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
    "login",
    "accountname",
    "accountno",
    "member",
    "members",
    "memberid",
    "memberids",
    "membername",
    "customer",
    "customers",
    "customerid",
    "customerids",
    "player",
    "playerid",
    "playerids",
    "playername",
    "openid",
    "openids",
    "unionid",
    "handle",
    "userhandle",
    "hxid",
    "hxuser",
    "hxuserid",
    "hxusername",
    "hxaccount",
    "chatid",
    "chatuser",
    "chatuserid",
    "chatusername",
    "chataccount",
];

/// Names for the target of an action. They are more specific than a name for the one who acted.
const TARGETS: &[&str] = &[
    "banned",
    "bannedid",
    "banneduser",
    "banneduserid",
    "blocked",
    "blockedaccount",
    "blockedid",
    "blockedids",
    "blockeduser",
    "blockeduserid",
    "blockedusername",
    "blockedusers",
    "blockee",
    "blockees",
    "contact",
    "contactid",
    "contactids",
    "contacts",
    "contactuser",
    "friend",
    "friendid",
    "friendids",
    "friends",
    "frienduser",
    "friendusername",
    "offender",
    "offenderid",
    "peer",
    "peerid",
    "peeruser",
    "reporteduser",
    "reporteduserid",
    "target",
    "targetaccount",
    "targetid",
    "targetids",
    "targets",
    "targetuser",
    "targetuserid",
    "targetusername",
    "targetusers",
];

/// The same in Chinese.
const CHINESE_TARGETS: &[&str] = &[
    "被举报人id",
    "被举报人账号",
    "被举报人",
    "被举报用户id",
    "被举报用户",
    "被举报账号",
    "被拉黑用户id",
    "被拉黑用户",
    "被拉黑人",
    "被拉黑账号",
    "被封用户",
    "被封账号",
    "被封禁用户",
    "被封禁账号",
    "被屏蔽用户",
    "封禁用户",
    "封禁账号",
    "违规用户id",
    "违规用户",
    "违规账号",
    "目标用户id",
    "目标用户",
    "目标账号",
    "联系人id",
    "联系人账号",
    "好友id",
    "好友账号",
    "好友用户名",
    "对方id",
    "对方账号",
];

/// The same in Chinese; if one is a prefix of another, the longer one comes first.
const CHINESE: &[&str] = &[
    "环信用户名",
    "环信用户id",
    "环信账号",
    "环信帐号",
    "环信id",
    "用户名称",
    "用户名",
    "用户id列表",
    "用户id",
    "用户列表",
    "用户账号",
    "用户帐号",
    "用户编号",
    "用户",
    "账号id",
    "账号",
    "帐号id",
    "帐号",
    "账户id",
    "账户名",
    "账户",
    "帐户id",
    "帐户",
    "登录名",
    "登录账号",
    "会员id",
    "会员账号",
    "会员帐号",
    "客户id",
    "客户账号",
    "客户帐号",
    "玩家id",
    "玩家账号",
    "im用户名",
    "im账号",
    "imid",
];

/// Names for row numbers: they mean a user only if there is no better name.
const GENERIC: &[&str] = &["id", "ids"];

/// Names for a person, who may be identified by something other than the ID.
const LOOSE: &[&str] = &[
    "user",
    "users",
    "用户",
    "用户列表",
    "account",
    "accounts",
    "账号",
    "帐号",
    "账户",
    "帐户",
    "member",
    "members",
    "customer",
    "customers",
    "player",
    "handle",
    "login",
];

/// Names that head a column of IDs in a table, while in a ticket a person's real name follows them.
const PERSONS: &[&str] = &[
    "banned",
    "blocked",
    "contact",
    "contacts",
    "customer",
    "customers",
    "friend",
    "friends",
    "handle",
    "login",
    "member",
    "members",
    "peer",
    "player",
];

/// Names of the service.
const SERVICE: &[&str] = &["im", "easemob", "环信", "hx", "chat"];

/// Longer than any name, with any spacing and punctuation.
const LONGEST: usize = 120;

/// How clearly a name says that it stands for IDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRank {
    /// `id`: in most tables the number of the row.
    Generic,
    /// `user`, `账号`: a person, identified in any way.
    Loose,
    /// `user_id`, `username`, `用户ID`.
    User,
    /// `im_id`, `环信ID`: the ID used by the service.
    Service,
    /// `blocked_user`, `被举报人`: the one who is meant, among others.
    Target,
}

/// How clearly the text names IDs; `None` if it does not.
pub(super) fn rank(text: &str) -> Option<NameRank> {
    rank_of(&plain_name(text)?)
}

/// The same for a name normalized by [`plain`].
fn rank_of(name: &str) -> Option<NameRank> {
    if TARGETS.contains(&name) || CHINESE_TARGETS.contains(&name) {
        Some(NameRank::Target)
    } else if !NAMES.contains(&name) && !CHINESE.contains(&name) {
        None
    } else if GENERIC.contains(&name) {
        Some(NameRank::Generic)
    } else if LOOSE.contains(&name) {
        Some(NameRank::Loose)
    } else if SERVICE.iter().any(|service| name.starts_with(service)) {
        Some(NameRank::Service)
    } else {
        Some(NameRank::User)
    }
}

/// Two names that only together say who did something to whom.
const PAIRS: &[[&str; 2]] = &[
    ["from", "to"],
    ["fromid", "toid"],
    ["fromuser", "touser"],
    ["fromuserid", "touserid"],
    ["sender", "receiver"],
    ["发送方", "接收方"],
    ["发送者", "接收者"],
    ["发送人", "接收人"],
];

/// How clearly each of several adjacent names stands for IDs.
pub(super) fn ranks<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Option<NameRank>> {
    let names: Vec<Option<String>> = names.map(plain_name).collect();
    let has = |name: &&str| names.iter().flatten().any(|other| other == name);
    // Once for all names: a text may contain very many.
    let whole = PAIRS.iter().filter(|pair| pair.iter().all(has));
    let of_two: Vec<&str> = whole.flatten().copied().collect();
    let rank = |name: &str| {
        let is_one_of_two = || of_two.contains(&name).then_some(NameRank::Loose);
        rank_of(name).or_else(is_one_of_two)
    };
    let ranks = names.iter().map(|name| name.as_deref().and_then(rank));
    ranks.collect()
}

/// The same as [`plain`]; `None` if it is longer than any name.
pub(super) fn plain_name(text: &str) -> Option<String> {
    (text.len() <= LONGEST).then(|| plain(text))
}

/// The name without case, punctuation and spaces, and without the hint in brackets that forms add:
/// `*用户ID（必填）` is `用户id`.
pub(super) fn plain(text: &str) -> String {
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

/// Whether the text before a colon is a name for IDs.
pub(super) fn is_name(text: &str) -> bool {
    rank(text).is_some() && !is_person(text)
}

/// Whether the text ends in a name for IDs, so that a user follows.
pub(super) fn end_in_name(text: &str) -> bool {
    let from = text.len().saturating_sub(LONGEST);
    let from = (from..=text.len()).find(|&at| text.is_char_boundary(at));
    let lower = text[from.unwrap_or(text.len())..].to_lowercase();
    let parts = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let last = lower.rsplit(parts).next().unwrap_or("");
    is_name(last)
        || CHINESE_TARGETS
            .iter()
            .chain(CHINESE)
            .any(|name| lower.ends_with(name))
}

/// Whether a column with this header may contain IDs, or the names of people.
pub(super) fn is_person(text: &str) -> bool {
    plain_name(text).is_some_and(|name| PERSONS.contains(&name.as_str()))
}

/// The part of a word after its label: `spam_0041` of `ID:spam_0041` and of `用户spam_0041`.
pub(super) fn after_label(word: &str) -> Option<&str> {
    let marked = word
        .bytes()
        .take(LONGEST)
        .position(|b| matches!(b, b':' | b'='))
        .filter(|&at| is_name(&word[..at]))
        .map(|at| &word[at + 1..]);
    marked.or_else(|| {
        CHINESE_TARGETS
            .iter()
            .chain(CHINESE)
            // `用户id_5` is the user `id_5`: if the label ends in letters, nothing tells where it ends.
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
