//! Facts with the requests that read them.

use std::collections::HashSet;

use crate::domain::{Account, Failure, RequestId, UserId};
use crate::text::Text;

/// A fact, and the request that read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedFact<T> {
    /// The fact.
    pub value: T,
    /// The request that read it, or the one that was given out when the reply to a change arrived.
    pub read_by: RequestId,
}

/// What was read about one pair, each fact with its age.
#[derive(Debug, Clone, Default)]
pub struct PairFacts {
    pub(super) friend: Option<DatedFact<bool>>,
    pub(super) blocked: Option<DatedFact<bool>>,
    pub(super) blocked_by: Option<DatedFact<bool>>,
    pub(super) remark: Option<DatedFact<Option<Text>>>,
    pub(super) account: Option<Box<DatedFact<Result<Account, Failure>>>>,
    /// A reading contradicted what was known: other facts about the pair may be outdated, too.
    pub(super) contradicted: bool,
}

/// A fact that is read by one call.
#[derive(Debug, Clone)]
pub struct FetchedFact<T> {
    /// What is known: nothing yet, the fact, or why it could not be read.
    pub known: Option<Result<T, Failure>>,
    /// The call in progress.
    pub asked: Option<RequestId>,
    /// The call that read what is known.
    pub read_by: Option<RequestId>,
}

impl<T> Default for FetchedFact<T> {
    fn default() -> Self {
        Self {
            known: None,
            asked: None,
            read_by: None,
        }
    }
}

impl<T> FetchedFact<T> {
    /// The fact, if known.
    pub fn value(&self) -> Option<&T> {
        self.known.as_ref().and_then(|known| known.as_ref().ok())
    }

    /// Why it could not be read.
    pub fn failure(&self) -> Option<&Failure> {
        self.known.as_ref().and_then(|known| known.as_ref().err())
    }

    /// Takes a reply, if it is the expected one and nothing newer is known. Returns whether it was expected.
    pub fn receive(&mut self, request: RequestId, answer: Result<T, Failure>) -> bool {
        if self.asked != Some(request) {
            return false;
        }
        self.asked = None;
        if self.read_by.is_none_or(|read_by| read_by < request) {
            self.known = Some(answer);
            self.read_by = Some(request);
        }
        true
    }
}

/// The IDs of a list, from the call that returns them all at once.
#[derive(Debug, Clone, Default)]
pub struct IdListing {
    /// The IDs.
    pub ids: HashSet<UserId>,
    /// Whether these are all: the call returns a limited number.
    pub whole: bool,
}

impl IdListing {
    /// The IDs from a reply that may be incomplete if it has `limit` of them.
    pub fn new(ids: Vec<UserId>, limit: Option<usize>) -> Self {
        Self {
            whole: limit.is_none_or(|limit| ids.len() < limit),
            ids: ids.into_iter().collect(),
        }
    }

    /// Whether the ID is among them, as far as that can be known.
    pub(super) fn holds(&self, id: &UserId) -> Option<bool> {
        let there = self.ids.contains(id);
        (there || self.whole).then_some(there)
    }
}
