//! Reads lists page by page, from their beginning: all of them, or until what is wanted is found.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::task_context::TaskContext;
use crate::api::UserLimit;
use crate::domain::limits::PAGE;
use crate::domain::{
    Blocked, Contact, Conversation, Cursor, Failure, ListKind, ListRow, Page, RequestId, UserId,
};
use crate::listfile::ListRows;
use crate::msg::Event;
use crate::paged::Loaded;

impl TaskContext {
    /// Loads a complete list and reports the progress.
    pub async fn load_all(
        &self,
        request: RequestId,
        owner: &UserId,
        list: ListKind,
    ) -> Result<ListRows, Failure> {
        Ok(match list {
            ListKind::Friends => ListRows::Friends(self.all_friends(request, owner).await?),
            ListKind::Blocks => ListRows::Blocks(self.all_blocks(owner).await?),
            ListKind::Conversations => {
                ListRows::Conversations(self.all_conversations(request, owner).await?)
            }
        })
    }

    /// All friends with remarks: only the pages contain these.
    pub async fn all_friends(
        &self,
        request: RequestId,
        owner: &UserId,
    ) -> Result<Vec<Contact>, Failure> {
        let mut rows = Loaded::new();
        while !rows.is_whole() {
            rows.add(self.api.friends(owner, rows.cursor(), PAGE).await?)?;
            self.report(Event::Progress(request, rows.len()));
        }
        Ok(rows.into_rows())
    }

    /// The blocklist in one call, which returns all of it.
    async fn all_blocks(&self, owner: &UserId) -> Result<Vec<Blocked>, Failure> {
        let ids = self.api.block_ids(owner).await?;
        Ok(ids.into_iter().map(|id| Blocked { id }).collect())
    }

    async fn all_conversations(
        &self,
        request: RequestId,
        owner: &UserId,
    ) -> Result<Vec<Conversation>, Failure> {
        let mut rows = Loaded::new();
        while !rows.is_whole() {
            self.announce_wait(request, UserLimit::ConversationList, owner);
            let page = self.api.conversations(owner, rows.cursor(), PAGE);
            rows.add(page.await?)?;
            self.report(Event::Progress(request, rows.len()));
        }
        Ok(rows.into_rows())
    }
}

/// Reads pages until all `wanted` keys are found, a page cannot be read, or the list ends; returns the rows that were
/// found until then.
pub(super) async fn find_rows<T, K, P>(
    mut wanted: HashSet<K>,
    key: impl Fn(&T) -> K,
    read_page: impl Fn(Option<Cursor>) -> P,
) -> (HashMap<K, T>, Result<(), Failure>)
where
    T: ListRow + Clone,
    K: Eq + Hash,
    P: Future<Output = Result<Page<T>, Failure>>,
{
    let mut found = HashMap::new();
    let mut list = Loaded::new();
    let end = loop {
        let page = match read_page(list.cursor().cloned()).await {
            Ok(page) => page,
            Err(why) => break Err(why),
        };
        for row in &page.rows {
            let key = key(row);
            if wanted.remove(&key) {
                found.insert(key, row.clone());
            }
        }
        if let Err(why) = list.add(page) {
            break Err(why);
        }
        if wanted.is_empty() || list.is_whole() {
            break Ok(());
        }
    };
    (found, end)
}
