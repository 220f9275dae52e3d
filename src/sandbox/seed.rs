//! The initial data of the sandbox: the same every time, except for the times.

use std::collections::HashSet;
use std::sync::Arc;

use super::SandboxConfig;
use super::clock::now;
use super::message::{Body, Message};
use super::names;
use super::ordered_list::SharedId;
use super::people::{
    BANNED, BLOCKED, BLOCKERS, CIRCLES, FEUDS, FRIENDS, GONE_BLOCKED, GONE_FRIENDS, GROUPS, LINES,
    MAIN, MAIN_NICKNAME, ODD_FRIENDS, REMARKS_FOR_MAIN, STRANGERS,
};
use super::reply::ApiError;
use super::world::{ConversationKind, SandboxWorld, StoredConversation};

/// 2021-04-02, 10:30 in Shanghai.
const MAIN_BORN: u64 = 1_617_330_600_000;
/// The others registered in these years; spam accounts recently.
const FIRST_BORN: u64 = 1_546_300_800_000;
const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;
/// The most conversations a user can have.
pub const CONVERSATION_CAP: usize = 500;

/// Builds the data for a configuration.
pub fn world(config: &SandboxConfig) -> SandboxWorld {
    let mut seeder = Seeder {
        world: SandboxWorld::new(config.plan.contact_cap()),
        now: now(),
    };
    let outcome = seeder.fill(config);
    debug_assert!(
        outcome.is_ok(),
        "the seed names a user that it did not create: {outcome:?}"
    );
    seeder.world
}

struct Seeder {
    world: SandboxWorld,
    now: u64,
}

impl Seeder {
    fn fill(&mut self, config: &SandboxConfig) -> Result<(), ApiError> {
        let main = self.world.make(MAIN, Some(MAIN_NICKNAME), MAIN_BORN);
        self.cast();
        let friends = self.friends(&main, config.friends)?;
        let blocked = self.blocks(&main, config.blocks)?;
        self.circles(&main)?;
        let count = config.conversations.min(CONVERSATION_CAP);
        self.conversations(&main, count, &friends, &blocked)
    }

    /// Creates everybody with a name, whether or not the lists are long enough to contain them.
    fn cast(&mut self) {
        for (id, nickname, _) in FRIENDS.iter().chain(&ODD_FRIENDS) {
            self.person(id, *nickname);
        }
        for (id, nickname) in STRANGERS {
            self.person(id, Some(nickname));
        }
        for id in BLOCKED.iter().chain(&BLOCKERS).chain(&BANNED) {
            if !GONE_BLOCKED.contains(id) {
                self.person(id, None);
            }
        }
        for id in BANNED {
            if let Ok(user) = self.world.user_mut(id) {
                user.activated = false;
            }
        }
    }

    fn person(&mut self, id: &str, nickname: Option<&str>) -> SharedId {
        let spread = id
            .bytes()
            .fold(7, |sum, byte| (sum * 31 + u64::from(byte)) % 2100);
        let born = if id.starts_with("spam_") {
            self.now - 21 * DAY - spread * MINUTE
        } else {
            FIRST_BORN + spread * DAY + spread * 37 * MINUTE
        };
        self.world.make(id, nickname, born)
    }

    /// Her friends, newest first; added oldest first, in the order of time.
    fn friends(&mut self, main: &SharedId, count: usize) -> Result<Vec<SharedId>, ApiError> {
        let gone_from = FRIENDS.len() + ODD_FRIENDS.len();
        let mut rows: Vec<(SharedId, Option<&str>)> = Vec::with_capacity(count);
        let mut next = 0;
        while rows.len() < count {
            let named = FRIENDS.iter().chain(&ODD_FRIENDS).nth(rows.len());
            let row = if let Some((id, nickname, remark)) = named {
                (self.person(id, *nickname), *remark)
            } else if let Some(gone) = GONE_FRIENDS.get(rows.len() - gone_from) {
                (
                    SharedId::from(*gone),
                    Some("账号已注销?").filter(|_| *gone == GONE_FRIENDS[0]),
                )
            } else {
                (self.stranger(&mut next), names::remark(next))
            };
            rows.push(row);
        }
        for (id, remark) in rows.iter().rev() {
            let (hers, theirs) = (self.world.sequence(), self.world.sequence());
            let friends = &mut self.world.user_mut(main)?.friends;
            friends.insert(hers, Arc::clone(id), remark.map(Into::into));
            if let Ok(friend) = self.world.user_mut(id) {
                friend.friends.insert(theirs, Arc::clone(main), None);
            }
        }
        for (id, remark) in REMARKS_FOR_MAIN {
            if let Some(kept) = self.world.user_mut(id)?.friends.get_mut(main) {
                *kept = Some(remark.into());
            }
        }
        Ok(rows.into_iter().map(|(id, _)| id).collect())
    }

    /// The next generated person whose ID is not taken yet.
    fn stranger(&mut self, next: &mut usize) -> SharedId {
        loop {
            let person = names::person(*next);
            *next += 1;
            if !self.world.exists(&person.id) {
                return self.person(&person.id, Some(&person.nickname));
            }
        }
    }

    fn blocks(&mut self, main: &SharedId, count: usize) -> Result<Vec<SharedId>, ApiError> {
        let spam = |numbers: std::ops::RangeInclusive<u32>| numbers.map(|n| format!("spam_{n:04}"));
        let first = spam(41..=60)
            .chain(BLOCKED.iter().map(|id| (*id).to_owned()))
            .chain(spam(61..=80))
            .chain(spam(1..=40));
        let mut taken = HashSet::new();
        let mut rows: Vec<SharedId> = Vec::with_capacity(count);
        for id in first.take(count) {
            taken.insert(id.clone());
            rows.push(if GONE_BLOCKED.contains(&&*id) {
                id.into()
            } else {
                self.person(&id, None)
            });
        }
        // Far from the numbers of the friends, so that the two lists do not overlap by accident.
        let (mut next, mut number) = (1_000_003, 80);
        while rows.len() < count {
            let id = if rows.len().is_multiple_of(3) {
                self.stranger(&mut next)
            } else {
                number += 1;
                let id = format!("spam_{number:04}");
                if STRANGERS.iter().any(|(stranger, _)| *stranger == id) {
                    continue;
                }
                self.person(&id, None)
            };
            rows.push(id);
        }
        for id in rows.iter().rev() {
            let sequence = self.world.sequence();
            self.world
                .user_mut(main)?
                .blocks
                .insert(sequence, Arc::clone(id), ());
        }
        Ok(rows)
    }

    fn circles(&mut self, main: &SharedId) -> Result<(), ApiError> {
        for (one, other, remark) in CIRCLES.iter().rev() {
            self.world.befriend(one, other)?;
            if let Some(kept) = self.world.user_mut(one)?.friends.get_mut(other) {
                *kept = remark.map(Into::into);
            }
        }
        let feuds = FEUDS
            .iter()
            .map(|(one, other)| (*one, SharedId::from(*other)));
        let blockers = BLOCKERS.iter().map(|id| (*id, Arc::clone(main)));
        for (owner, blocked) in feuds.chain(blockers) {
            let sequence = self.world.sequence();
            self.world
                .user_mut(owner)?
                .blocks
                .insert(sequence, blocked, ());
        }
        Ok(())
    }

    /// Groups among people, the latest first, with ages that grow faster and faster.
    fn conversations(
        &mut self,
        main: &SharedId,
        count: usize,
        friends: &[SharedId],
        blocked: &[SharedId],
    ) -> Result<(), ApiError> {
        let strangers = STRANGERS.iter().map(|(id, _)| SharedId::from(*id));
        let mut known = HashSet::new();
        let mut peers = friends
            .iter()
            .chain(blocked)
            .cloned()
            .chain(strangers)
            .filter(|id| known.insert(Arc::clone(id)))
            .collect::<Vec<_>>()
            .into_iter();
        let mut groups = 0;
        let mut rows = Vec::with_capacity(count);
        for index in 0..count {
            let peer = if index % 7 == 1 { None } else { peers.next() };
            let age = MINUTE * (5 + 17 * index as u64 + 9 * (index * index) as u64);
            let sent = self.now - age;
            rows.push(if let Some(peer) = peer {
                talk(index, peer, sent)
            } else {
                groups += 1;
                group(index, groups - 1, sent)
            });
        }
        for conversation in rows.into_iter().rev() {
            if conversation.kind == ConversationKind::Chat && self.world.exists(&conversation.id) {
                // The peer has it, too, and has read what the peer wrote.
                let sequence = self.world.sequence();
                let theirs = StoredConversation {
                    id: Arc::clone(main),
                    kind: ConversationKind::Chat,
                    unread: 0,
                    pinned: false,
                    last: conversation.last.clone(),
                };
                let peer = self.world.user_mut(&conversation.id)?;
                peer.conversations
                    .insert(sequence, ConversationKind::Chat.key(main), theirs);
            }
            let sequence = self.world.sequence();
            let key = conversation.kind.key(&conversation.id);
            self.world
                .user_mut(main)?
                .conversations
                .insert(sequence, key, conversation);
        }
        Ok(())
    }
}

fn talk(index: usize, peer: SharedId, sent: u64) -> StoredConversation {
    let unread = match index {
        0 => 12,
        _ if index % 5 == 4 => u32::try_from(index % 9 + 1).unwrap_or(1),
        _ => 0,
    };
    // Unread messages came from the other side.
    let hers = unread == 0 && index % 3 == 2;
    let (from, to) = if hers { (MAIN, &*peer) } else { (&*peer, MAIN) };
    let last = (index % 11 != 9).then(|| Message {
        id: message_id(index),
        from: from.to_owned(),
        to: to.to_owned(),
        sent,
        body: body(index),
    });
    StoredConversation {
        id: peer,
        kind: ConversationKind::Chat,
        unread,
        pinned: index == 0,
        last,
    }
}

fn group(index: usize, number: usize, sent: u64) -> StoredConversation {
    let known = GROUPS.get(number);
    let id = known.map_or_else(
        || format!("25{:013}", 117_903_851_521_usize + number * 4_194_304),
        |(id, ..)| (*id).to_owned(),
    );
    let (from, text) = known.map_or(("dave-01", "收到"), |(_, from, text)| (*from, *text));
    let last = Message {
        id: message_id(index),
        from: from.to_owned(),
        to: id.clone(),
        sent,
        body: Body::Text(text.to_owned()),
    };
    let unread = if number == 0 {
        3
    } else {
        u32::try_from(number % 4).unwrap_or(0) * 7
    };
    StoredConversation {
        id: id.into(),
        kind: ConversationKind::Group,
        unread,
        pinned: false,
        last: Some(last),
    }
}

fn body(index: usize) -> Body {
    match index % 12 {
        3 => Body::Image,
        5 => Body::Audio { seconds: 7 },
        6 => Body::Custom("order_card"),
        8 => Body::Video,
        9 => Body::File("报价单 v3.xlsx"),
        11 => Body::Location("上海市虹口区四川北路 1 号"),
        _ => Body::Text(LINES[index % LINES.len()].to_owned()),
    }
}

fn message_id(index: usize) -> u64 {
    1_330_000_000_000_000_000 - index as u64 * 7_919_000_003
}

#[cfg(test)]
mod tests {
    use super::super::ServicePlan;
    use super::*;

    #[test]
    fn a_world_of_any_size_is_founded_whole_and_mutual() {
        for (friends, blocks, conversations) in [
            (0, 0, 0),
            (1, 1, 1),
            (30, 45, 9),
            (1043, 487, 42),
            (5000, 700, 900),
        ] {
            let config = SandboxConfig {
                friends,
                blocks,
                conversations,
                plan: ServicePlan::Paid,
                ..SandboxConfig::default()
            };
            let mut seeder = Seeder {
                world: SandboxWorld::new(3000),
                now: now(),
            };
            assert!(seeder.fill(&config).is_ok());
            let world = seeder.world;
            let Ok(main) = world.user(MAIN) else {
                panic!("no main user")
            };
            assert_eq!(main.friends.len(), friends);
            assert_eq!(main.blocks.len(), blocks);
            assert_eq!(
                main.conversations.len(),
                conversations.min(CONVERSATION_CAP)
            );
            for (id, remark) in main.friends.newest_first() {
                assert!(
                    remark
                        .as_ref()
                        .is_none_or(|text| text.chars().count() <= 100),
                    "{id}"
                );
                match world.user(id) {
                    Ok(friend) => assert!(friend.befriended(MAIN), "{id}"),
                    Err(_) => assert!(GONE_FRIENDS.contains(&&**id), "{id}"),
                }
            }
            for (id, ()) in main.blocks.newest_first() {
                assert!(world.exists(id) || GONE_BLOCKED.contains(&&**id), "{id}");
            }
        }
    }
}
