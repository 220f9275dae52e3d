//! What the filters of the lists find that does not stand in the rows, and whom they look for in vain.

use std::collections::HashSet;

use super::dated::PairFacts;
use super::{IdListing, Model, OpenUser};
use crate::domain::{FlagFacts, ListFilter, ListKind, ListOrder, RowFacts, RowFlag, UserId};
use crate::on_list;
use crate::text::Needle;

/// What is known about the users in one of the lists.
struct ListFacts<'a> {
    user: &'a OpenUser,
    list: ListKind,
}

impl ListFacts<'_> {
    /// What is known about single users, and about all who are not in a listing that is complete.
    fn listed(
        &self,
        listing: Option<&IdListing>,
        fact: impl Fn(&UserId) -> Option<bool>,
    ) -> FlagFacts {
        let others = listing.filter(|ids| ids.whole).map(|_| false);
        let listed = listing.into_iter().flat_map(|ids| &ids.ids);
        let known = self.user.pairs.keys().chain(listed);
        let known = known.filter_map(|id| Some((id, fact(id)?)));
        let known = known.filter(|(_, is)| Some(*is) != others);
        FlagFacts {
            known: known.map(|(id, is)| (id.clone(), is)).collect(),
            others,
        }
    }
}

impl RowFacts for ListFacts<'_> {
    fn flag(&self, flag: RowFlag) -> FlagFacts {
        let user = self.user;
        match flag {
            RowFlag::Blocked => self.listed(user.block_ids.value(), |id| user.is_blocked(id)),
            RowFlag::Friend => self.listed(user.friend_ids.value(), |id| user.is_friend(id)),
            RowFlag::Gone => self.listed(None, |id| user.has_no_account(id)),
            // The rows say it.
            RowFlag::Unread => FlagFacts::default(),
        }
    }

    fn named(&self, needle: &Needle) -> HashSet<UserId> {
        let user = self.user;
        let has_name = |(id, pair): &(&UserId, &PairFacts)| {
            let account = pair
                .account
                .as_ref()
                .and_then(|fact| fact.value.as_ref().ok());
            let nickname = account.and_then(|account| account.nickname.as_ref());
            let remark = match self.list {
                // The rows of the friends have their remarks.
                ListKind::Friends => None,
                ListKind::Blocks | ListKind::Conversations => {
                    pair.remark.as_ref().and_then(|_| user.remark(id)?)
                }
            };
            let mut names = nickname.into_iter().chain(remark);
            names.any(|name| needle.is_in(name.shown()))
        };
        let named = user.pairs.iter().filter(has_name);
        named.map(|(id, _)| id.clone()).collect()
    }
}

impl OpenUser {
    /// Filters a list.
    pub fn set_filter(&mut self, list: ListKind, mut filter: ListFilter) {
        filter.inform(&ListFacts { user: self, list });
        on_list!(self.list(list), rows => rows.set_filter(filter));
    }

    /// Filters the lists again if the filters find something else by now.
    pub fn refresh_filters(&mut self) {
        if !std::mem::take(&mut self.facts_changed) {
            return;
        }
        for list in ListKind::ALL {
            let mut filter = on_list!(self.list(list), rows => rows.filter_words().clone());
            if !filter.text().is_empty() && filter.inform(&ListFacts { user: self, list }) {
                on_list!(self.list(list), rows => rows.set_filter(filter));
            }
        }
    }
}

impl Model {
    /// The order of a list.
    pub fn order(&self, list: ListKind) -> Option<ListOrder> {
        let user = self.user.as_ref()?;
        Some(match list {
            ListKind::Friends => user.friends.order(),
            ListKind::Blocks => user.blocks.order(),
            ListKind::Conversations => user.conversations.order(),
        })
    }

    /// The user whose ID the filter of the focused list is, if no row matches it and it can be sent. Nothing is known
    /// of them.
    pub fn sought_stranger(&self) -> Option<UserId> {
        let user = self.user.as_ref()?;
        let filter = match self.focus {
            ListKind::Friends => user.friends.filter_words(),
            ListKind::Blocks => user.blocks.filter_words(),
            ListKind::Conversations => user.conversations.filter_words(),
        };
        let id = UserId::typed(filter.only_word()?);
        let may_ask = self.current().is_none() && id.problem().is_none() && !id.is_same(&user.id);
        may_ask.then_some(id)
    }
}
