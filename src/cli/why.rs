//! `rosterm why`: why messages of one user do not reach another.

use jiff::Timestamp;
use serde::Serialize;

use super::CommandContext;
use super::args::WhyArgs;
use super::connection;
use super::output::{CommandError, CommandResult, failure_line, print, table, tell};
use crate::api::Api;
use crate::config;
use crate::domain::{AccountStatus, Deliverability, Diagnosis, PairRemark, PairSide, UserId};
use crate::i18n::Lang;
use crate::t;
use crate::text::wrap;
use crate::wording::{diagnosis as words, facts, phrase, time};
use crate::worker;

const SIDES: [PairSide; 2] = [PairSide::User, PairSide::Other];

/// Reads everything about the two users and prints the verdicts. Fails if one of them is unknown.
pub async fn run(args: WhyArgs, context: &CommandContext) -> CommandResult {
    let lang = context.language.lang;
    let users = [args.sender, args.recipient];
    if users[0].is_same(&users[1]) {
        return Err(CommandError::Usage(t!(lang, "diagnosis-same")));
    }
    let server = args.server.settings();
    let server = server.map_err(|why| CommandError::Usage(why.words(lang)))?;
    let settings = if let Some(settings) = server {
        settings
    } else {
        let file = connection::config_file(context)?;
        let chosen = connection::choose_profile(lang, &file, args.profile.as_deref())?;
        connection::profile_settings(lang, &chosen, &file).await?
    };
    let api = Api::new(settings, |_| ()).map_err(|failure| {
        CommandError::Failed(t!(lang, "cli-not-started", why = failure.to_string()))
    })?;
    let at = Timestamp::now();
    let read = worker::diagnose(api, &users).await;
    let text = if args.json {
        json(lang, &users, &read, at)
    } else {
        for_people(lang, &users, &read, at)
    };
    print(lang, &text)?;
    if !read.verdicts().contains(&Deliverability::NotChecked) {
        return Ok(());
    }
    if let Some(why) = &read.why_unknown {
        tell(&format!("rosterm: {}", failure_line(lang, why)));
    }
    Err(CommandError::FAILED)
}

/// The width of a sentence that is easy to read.
const LINE: usize = 78;

fn for_people(lang: Lang, users: &[UserId; 2], read: &Diagnosis, at: Timestamp) -> String {
    let mut out = String::new();
    for from in SIDES {
        let verdict = read.verdict(from);
        let [sender, recipient] = [from, from.opposite()].map(|side| side.of(users).shown());
        let way = format!("{sender} -> {recipient}");
        out += &phrase::pair(lang, &way, &words::short(lang, verdict));
        out.push('\n');
        out += &indented(&words::reason(lang, verdict, from, users));
    }
    let fact = |name: String, value: &dyn Fn(PairSide) -> String| {
        let [user, other] = SIDES.map(value);
        vec![name, user, other]
    };
    let yes_no = |facts: &[Option<bool>; 2], side: PairSide| facts::yes_no(lang, *side.of(facts));
    let at = time::clock(&config::local_zone(), at.as_millisecond());
    let title = t!(lang, "diagnosis-read", at = at);
    let facts = [
        fact(title, &|side| side.of(users).shown().to_owned()),
        fact(t!(lang, "fact-account"), &|side| {
            facts::account(lang, AccountStatus::of(side.of(&read.accounts)))
        }),
        fact(t!(lang, "fact-blocks"), &|side| yes_no(&read.blocks, side)),
        fact(t!(lang, "fact-befriends"), &|side| {
            yes_no(&read.friends, side)
        }),
        fact(t!(lang, "fact-remark"), &|side| {
            facts::known_remark(lang, side.of(&read.remarks).as_ref())
        }),
    ];
    let unsaid = indented(&t!(lang, "diagnosis-unsaid-what"));
    let facts = table(&facts);
    format!("{out}\n{facts}\n{}\n{unsaid}", t!(lang, "diagnosis-unsaid"))
}

/// A sentence below what it is about.
fn indented(sentence: &str) -> String {
    let mut out = String::new();
    for line in wrap(sentence, LINE - 2) {
        out += &["  ", &line, "\n"].concat();
    }
    out
}

#[derive(Serialize)]
struct JsonDiagnosis<'a> {
    read_at: String,
    verdicts: [JsonVerdict<'a>; 2],
    users: [JsonUser<'a>; 2],
}

/// About messages in one direction.
#[derive(Serialize)]
struct JsonVerdict<'a> {
    sender: &'a str,
    recipient: &'a str,
    /// `clear`, `not_friends`, `blocked`, `banned`, `no_account` or `unknown`.
    verdict: &'static str,
    /// Whose account is banned or missing, or who blocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    because_of: Option<&'a str>,
    reason: String,
}

#[derive(Serialize)]
struct JsonUser<'a> {
    id: &'a str,
    /// `active`, `banned`, `no_account` or `unknown`.
    account: &'static str,
    /// `null` if unknown, as below.
    blocks_other: Option<bool>,
    has_other_as_friend: Option<bool>,
    /// Left out if it was not read; `null` if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark_for_other: Option<JsonRemark<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum JsonRemark<'a> {
    None(()),
    Text(&'a str),
}

fn json(lang: Lang, users: &[UserId; 2], read: &Diagnosis, at: Timestamp) -> String {
    let told = JsonDiagnosis {
        read_at: at.to_string(),
        verdicts: SIDES.map(|from| json_verdict(lang, users, read, from)),
        users: SIDES.map(|side| JsonUser {
            id: side.of(users).raw(),
            account: match AccountStatus::of(side.of(&read.accounts)) {
                AccountStatus::Active => "active",
                AccountStatus::Banned => "banned",
                AccountStatus::NoAccount => "no_account",
                AccountStatus::Unknown => "unknown",
            },
            blocks_other: *side.of(&read.blocks),
            has_other_as_friend: *side.of(&read.friends),
            remark_for_other: match side.of(&read.remarks) {
                Some(PairRemark::Text(text)) => Some(JsonRemark::Text(text.raw())),
                Some(PairRemark::None) => Some(JsonRemark::None(())),
                Some(PairRemark::Withheld) | None => None,
            },
        }),
    };
    // Plain values always serialize.
    serde_json::to_string(&told).unwrap_or_default() + "\n"
}

fn json_verdict<'a>(
    lang: Lang,
    users: &'a [UserId; 2],
    read: &Diagnosis,
    from: PairSide,
) -> JsonVerdict<'a> {
    let verdict = read.verdict(from);
    let (name, because_of) = match verdict {
        Deliverability::Clear => ("clear", None),
        Deliverability::NotFriends => ("not_friends", None),
        Deliverability::Blocked => ("blocked", Some(from.opposite())),
        Deliverability::Banned(side) => ("banned", Some(side)),
        Deliverability::Missing(side) => ("no_account", Some(side)),
        Deliverability::NotChecked => ("unknown", None),
    };
    JsonVerdict {
        sender: from.of(users).raw(),
        recipient: from.opposite().of(users).raw(),
        verdict: name,
        because_of: because_of.map(|side| side.of(users).raw()),
        reason: words::reason(lang, verdict, from, users),
    }
}
