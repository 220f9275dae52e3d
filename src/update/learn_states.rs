//! Records what sheets and dialogs read, for all users whom it is about.

use crate::domain::{Account, Failure, PairRemark, PairState, RequestId, UserId};
use crate::model::{Model, OpenUser, PairReading};

/// Records the states of some users towards one user, and returns them as they are known now: a reply may be
/// older than what is known from elsewhere. What it leaves open stays open.
pub fn learn(
    model: &mut Model,
    owner: &UserId,
    found: &[(UserId, PairState)],
    read_by: RequestId,
) -> Vec<(UserId, PairState)> {
    for user in model.users_mut().filter(|user| user.id == *owner) {
        for (other, state) in found {
            user.learn(other, PairReading::from(state), read_by);
        }
    }
    let user = model.user.as_deref().filter(|user| user.id == *owner);
    let newest = |(other, state): &(UserId, PairState)| {
        let state = user.map_or_else(|| state.clone(), |user| newest(user, other, state));
        (other.clone(), state)
    };
    found.iter().map(newest).collect()
}

fn newest(user: &OpenUser, other: &UserId, told: &PairState) -> PairState {
    let remark = || user.remark(other).map(PairRemark::of);
    PairState {
        friend: told.friend.and_then(|_| user.is_friend(other)),
        blocked: told.blocked.and_then(|_| user.is_blocked(other)),
        remark: told.remark.as_ref().and_then(|_| remark()),
    }
}

/// Records what the service says about an account.
pub fn account(
    model: &mut Model,
    other: &UserId,
    answer: &Result<Account, Failure>,
    read_by: RequestId,
) {
    for user in model.users_mut() {
        let account = Some(answer.clone());
        let reading = PairReading {
            account,
            ..PairReading::default()
        };
        user.learn(other, reading, read_by);
    }
}
