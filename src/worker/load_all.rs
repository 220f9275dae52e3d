//! Loads whole lists, from their beginning.

use super::task_context::TaskContext;
use crate::api::UserLimit;
use crate::domain::limits::PAGE;
use crate::domain::{Blocked, Contact, Conversation, Failure, ListKind, RequestId, UserId};
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
