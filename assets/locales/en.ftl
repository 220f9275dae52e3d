# The English texts, and the fallback for every other language.
#
# One file per language, with the same keys and placeholders, grouped by the part of the program that shows
# them: "list-", "card-", "dialog-", "failure-", "key-" and so on. CONTRIBUTING.md has the word list. Numbers
# are written without separators. Never use characters whose width depends on the terminal (ellipsis,
# bullets, arrows, ticks, circled digits) or emoji.

## Languages

language-name = English

## Frame

badge-sandbox = SANDBOX
badge-sandbox-mini = SANDBOX
badge-production = PROD
badge-test = TEST
badge-live = LIVE
badge-live-mini = LIVE
mode-read-only = read-only
mode-read-only-short = RO
mode-read-write = read-write
mode-read-write-short = RW
mode-unlocked-short = RW { $n }m
friends = Friends
friends-mini = F
blocks = Blocks
blocks-mini = B
conversations = Conversations
conversations-short = Conv
registered = registered { $day }
no-user = No user open: { $key } opens one by ID
too-small = Window too small: { $width }x{ $height }, need { $columns }x{ $rows }
too-small-in-progress = { $n ->
    [one] 1 change in progress
   *[other] { $n } changes in progress
}
too-small-keys = q to quit, or enlarge the window
too-small-keys-twice = q twice to quit anyway, or enlarge

## Facts

yes = yes
no = no
none = (none)
unknown = unknown
not-read = not read
read-at = read { $at }
asking = loading...
account-active = active
account-banned = banned
account-unknown = state unknown
account-gone-short = gone
account-gone = This account does not exist.
account-failed = Could not be read: { $why }
id-irregular = ID outside a-z 0-9 _ - .
id-irregular-typed = This ID does not follow the current rule (at most 64 of a-z 0-9 _ - .). Older apps have such IDs, so it can still be opened.

## Lists

failed = failed
matches = { $n } found
list-loading = Loading
list-waiting = Waiting { $seconds } s: the service allows { $limit } calls a minute per user.
list-retry = Press { $key } to retry.
list-open-other = Press { $key } to open another user.
list-page-failed = Page failed, { $key } retries: { $why }
list-endless = Pages repeat: list cut here
list-loading-all = Loading all: { $n } ({ $key } stops)
filter-partial-typing = Searched { $n }, Enter loads all
filter-partial = Searched { $n }, / Enter loads all
filter-whole = /{ $filter } - Esc shows all
filter-unread = { $n } not read
filter-unread-rows = { $n } rows are hidden because what the flag asks for was not read.
filter-stranger = Press { $key } to ask the service about { $id }.
sorted-partial = Sorted { $n } loaded, { $key } loads all
order-id = by ID
order-remark = by remark
order-unread = by unread
order-last = by last message
filter-nothing = No match for "{ $filter }".
filter-rest = Only the { $n } loaded rows were searched. Press / and then Enter to load the rest.
filter-rest-typing = Only the { $n } loaded rows were searched. Press Enter to load the rest.
friends-none = No friends.
friends-none-key = Press { $key } to add one.
blocks-none = No blocked users.
blocks-none-key = Press { $key } to block a user by ID.
conversations-none = No conversations.
conversations-by-id = Press { $key } to delete a conversation by ID.
legend-friends = B blocked, X gone or banned
legend-friends-new = + new, B blocked, X gone or banned
legend-blocks = F friend, X gone or banned
head-remark = remark
group-mark = (g)
legend-conversations = unread, last message; (g) group
mark-blocked = blocked by this user
mark-friend = friend of this user
mark-new = added as a friend in this session
mark-gone = account gone or banned (once looked up)
mark-pending = change in progress (spinning)

## Card

row-no-friend = not friends
row-not-blocked = not blocked

card = Card
card-nobody = No row under the cursor.
relation = Relation
are-friends = friends
i-block = { $me } blocks them
blocks-me = they block { $me }
my-remark = remark by { $me }
their-remark = their remark
verdict = Messages
cannot-send = BLOCKED
cannot-send-banned = BANNED
cannot-send-missing = NO ACCOUNT
not-checked = not checked
no-obstacle = ok so far
because-blocks = { $who } blocks { $whom }
because-banned = { $who } is banned and cannot log in
because-missing = { $who } does not exist
not-friends = not friends
because-not-friends = refused if the app lets only friends write
account = Account
actions = Keys
actions-selected = Keys for { $n } selected
conversation = Conversation
conversation-group = Group conversation
unread = unread
last-at = last message
last-text = last text
no-text = (no text)

## Short labels of keys

# What joins words.
phrase-separator = {", "}
phrase-and-more = { $items }, ...
phrase-clauses = { $one }, { $more }
phrase-pair = { $name }: { $value }
phrase-aside = { $words } ({ $aside })

hint-help = help
hint-pane = pane
hint-move = move
hint-scroll = scroll
hint-filter = filter
hint-filter-keep = keep, load rest
hint-filter-drop = clear
hint-add = add friend
hint-block =
    { $about ->
        [ids] block IDs
       *[other] block
    }
hint-unblock = unblock
hint-remove =
    { $list ->
        [conversations] delete
       *[other] unfriend
    }
hint-remark = remark
op-unblock = unblock
op-block = block
op-add = add friend
op-remove = unfriend
op-remark = set remark
hint-open = open user
hint-open-id = open ID
hint-copy =
    { $about ->
        [selection] copy IDs
       *[other] copy ID
    }
hint-card =
    { $list ->
        [conversations] why
       *[other] full card
    }
hint-refresh = refresh
hint-quit = quit

## Keys

key-down = down
key-up = up
key-top = first row
key-bottom = end (loads all)
key-half-down = half a page down
key-half-up = half a page up
key-page-down = page down
key-page-up = page up
key-next-pane = next list
key-previous-pane = previous list
key-friends = friends
key-blocks = blocklist
key-conversations = conversations
key-card = details of this row
key-filter = filter by ID, remark, name, is:blocked
key-sort = sort the list another way
key-zoom = toggle full width
key-refresh = refresh the list
key-refresh-all = refresh everything
key-open-row = open this user
key-open-id = open any ID
key-back = previous user
key-forward = next user
key-copy = copy the ID
key-log = request log
key-add = add friends
key-remove = remove from this list
key-remark = edit the remark
key-remove-friend = remove the friend
key-delete-conversation = delete the conversation
key-block = block
key-unblock = unblock
key-help = this help
key-escape = clear selection or go back
hint-select-none = clear
key-language = 中文界面 (switch to Chinese)
key-settings = change the settings
key-mask = mask or unmask users
key-redraw = redraw the screen
key-suspend = suspend
key-quit = quit
key-interrupt = stop; press twice to quit
key-filter-keep = keep the filter, load the rest
key-filter-drop = clear the filter
key-submit = submit
key-complete-or-next = complete, or next choice
key-open-anyway = open anyway
key-take = complete
key-next-choice = next choice
key-previous-choice = previous choice
key-cancel = cancel
key-yes = yes
key-button = press the button under the cursor (at first: change nothing)
key-next-button = next button
key-previous-button = previous button
key-no = cancel
key-keep-roaming = delete, keep messages
key-keep-short = keep msgs
key-roam-short = all...
key-delete-roaming = delete messages too...
key-leave = leave it running
key-withdraw = cancel (not sent yet)
key-retry = retry
key-refresh-lists = refresh the lists
key-refresh-lists-short = refresh
key-close = close
key-edit = edit
key-open = open
key-continue = continue
key-kind = one-to-one / group
key-add-now = add
key-block-now = block
key-save = save
key-clear = clear
key-remove-yes = remove
key-delete = delete
key-delete-now = delete permanently
key-leave-yes = quit anyway
key-leave-no = stay (default)

## Help

help-title = Keys
help-move = Move
help-look = Look
help-act = Change (writes)
help-general = General
help-marks = Row marks
help-safety = Confirmations
help-safety-1 = Block and unblock act at once (d, Del and F8 on the blocklist too). z undoes the last change.
help-safety-2 = Removing a friend asks first and says what is lost. Enter never confirms it.
help-safety-3 = Deleting stored messages asks you to type the ID, because they cannot be restored.
help-mouse = To select text with the mouse, hold Shift (Option in iTerm2).


## Notices

done-add = { $owner } and { $id } are now friends
done-remove = No longer friends: { $owner }, { $id }
done-remark = Saved { $owner }'s remark for { $id }
done-block = Blocked { $id } for { $owner }
done-unblock = Unblocked { $id } for { $owner }
done-conversation = Deleted conversation { $id } of { $owner }; stored messages kept
done-conversation-roaming = Deleted conversation { $id } of { $owner } and its stored messages
notice-read-only = Read-only: nothing can be changed in this session
notice-paste = Pasting works only in a field; nothing was done
notice-paste-too-long = The paste is too long for a field. Nothing was inserted; paste it in parts
defect = rosterm crashed (internal error): { $what } ({ $place })
defect-changes = Changes in progress may or may not have been applied. Open the user again to check.
defect-report = A crash report for the maintainers is in { $path }. It may contain user IDs.
defect-no-report = The crash report could not be written: { $why }
notice-unrecorded = The change was made but is not recorded in the journal: { $why }
notice-owed = { $n ->
    [one] 1 outcome is not in the journal yet; retrying: { $why }
   *[other] { $n } outcomes are not in the journal yet; retrying: { $why }
}
notice-nothing-owed = All outcomes are now in the journal
badge-owed = { $n } not recorded
notice-journal-aside = The journal was damaged. It was kept as { $path }, and a new one was started
notice-journal-closed = Nothing can be changed until the journal opens; retrying: { $why }
notice-journal-open = The journal is open now; changes are possible
notice-journal-damaged = Nothing can be changed. Quit and restart to set the damaged journal aside: { $why }
notice-nothing-to-undo = Nothing in the journal can be undone
notice-nothing-to-redo = Nothing to redo
undo-undone-already = Already undone by entry { $by }
undo-undone-already-by = Already undone by { $who } (entry { $by })
undo-is-undo = This is itself the undo of entry { $entry }; Z redoes that entry
undo-with-friend = This remark was set together with the friend and goes when the friend is removed
undo-changed-nothing = Already in that state; nothing was changed
undo-not-done = This change was not applied; nothing was changed
undo-unknown = It is unknown whether this change was applied
undo-newest-unknown = Outcome of the newest change unknown: { $id } ({ $owner }, entry { $entry }). { $key } opens the journal, where an older one can be undone.
undo-never = A deleted conversation cannot be restored
undo-lost = The previous remark is not in the journal
undo-not-known = The previous state could not be read; undoing might revert somebody else's change
undo-runs = A job has not ended yet; it can be undone once it has ended or been stopped
undo-moved-unblock = no longer blocked
undo-moved-block = blocked again since
undo-moved-add = friends again since
undo-moved-remove = no longer friends
undo-moved-remark = another remark now, or no longer friends
undo-skipped = Skipped, changed since ({ $why }): { $ids }
undo-made = Made by { $who } at { $when }, { $ticket }.
undo-made-nameless = Made at { $when } by an unnamed operator, { $ticket }.
undo-under = This is recorded under { $reference }.
undo-passed = { $n ->
    [one] { $owner }'s conversation with { $id }, deleted since, cannot be restored. The change before that:
   *[other] { $n } conversations deleted since cannot be restored, the last one { $owner }'s with { $id }. The change before that:
}
undo-rest-waiting = { $n ->
    [one] 1 change of { $job } is waiting and not included. It is sent only if the job is resumed.
   *[other] { $n } changes of { $job } are waiting and not included. They are sent only if the job is resumed.
}
undo-rest-unknown = { $n ->
    [one] The outcome of 1 change of { $job } is unknown. It is not included.
   *[other] The outcomes of { $n } changes of { $job } are unknown. They are not included.
}
undo-nameless = an unnamed operator
undo-ticket = ticket { $ticket }
undo-no-ticket = no ticket
undo-lost-remark = Only the text is restored. Whoever has read the current remark has read it.
undo-remark-unknown = The remarks of { $n } of them are unknown and will not be restored.
undo-lost-block = Callbacks already sent to your server for the block cannot be recalled; the unblock sends another.
undo-lost-unblock = They return to the top of the list, not to their old places. Callbacks already sent to your server cannot be recalled.
undo-lost-add = The other side has already seen the new friend, and a remark set since is lost. Callbacks already sent to your server cannot be recalled.
undo-lost-remove = { $owner }'s remarks are restored where they are known. The other side's remark and the places in the lists cannot be restored, and callbacks already sent to your server cannot be recalled.
notice-journal-not-readable = Cannot read the journal: { $why }
too-many-lines = Not read: { $is } lines, at most { $limit } are allowed
too-many-bytes = Not read: { $is }, at most { $limit } are allowed
too-many-chars = Not read: { $is } characters, at most { $limit } are allowed. Paste in parts or import a file
too-many-ids = Not read: { $is } IDs, at most { $limit } are allowed
notice-paste-open = A paste has started but not ended; keys are taken as its text. Esc discards it
notice-paste-dropped = Discarded the unfinished paste; nothing was done
notice-slipped = Not done: the row changed, look again
notice-question-not-seen = Not sent: scroll down to read the whole question first
notice-question-not-seen-short = Not sent: scroll down first
notice-too-soon = Not done: this has just appeared. Read it, then press the key again
notice-too-soon-short = Not done: read it, then press again
notice-dialog-gone = Key ignored: the dialog had just closed by itself
notice-dialog-gone-short = Key ignored: the dialog had closed
notice-too-fast = Not done: keys came too fast to be typed by hand, press again
notice-too-fast-short = Not done: too fast, press again
notice-already-in-progress = Already in progress: { $id }
notice-not-blocked = Not blocked, nothing sent: { $id }
notice-already-blocked = Already blocked, nothing sent: { $id }
notice-already-friend = Already friends, nothing sent: { $id }
notice-friend-gone = No longer friends, nothing sent: { $id }
notice-remark-already-set = Remark already set, nothing sent: { $id }
notice-not-friend = Not a friend, nothing sent: { $id }
notice-remark-for-one = Remarks are set one at a time: Esc clears the selection ({ $key } sets many from a file)
notice-group = A group, not a user: { $id }
notice-self = This is the user itself
notice-no-row = No row under the cursor
notice-no-history = No more users in this direction
notice-stopped = Loading stopped; loaded rows are kept
notice-copied = Copied { $what }
notice-copied-tmux = Put { $what } into tmux's buffer. Paste it with tmux's prefix key and ]. Other programs may not have it
notice-copied-tmux-short = In tmux, paste with prefix ]: { $what }
notice-copy-sent = Sent { $what } to the terminal. If pasting gives something else, select it with Shift and the mouse
notice-copy-sent-less = Sent { $what }. If pasting gives something else: Shift and the mouse
notice-copy-sent-short = Sent (else Shift+mouse): { $what }
clip-ids = { $n ->
    [one] 1 ID
   *[other] { $n } IDs
}
clip-request = the request as cURL (token masked)
clip-line = a line for the ticket
notice-again-to-quit = Press Ctrl-c again to quit
notice-still-in-progress = Still running; the outcome will be shown here
notice-verifying = Reading { $id } again to verify

## Dialogs

open-title = Open a user
open-ask = User ID (capitals become lower case, as on the service)
open-asking = Asking the service for { $id }...
open-nobody = There is no user { $id }. Check the ID.
open-unread = { $id } was not opened: { $why }
open-anyway = Enter asks again; { $key } opens the user anyway.
open-bad = Not a possible ID: empty, only dots, or with control characters.
trouble-title = Not done
trouble-retrying = Retrying
trouble-unknown = Outcome unknown
leave-title = Quit now?
leave-owed = { $n ->
    [one] 1 outcome is not in the journal yet. If you quit now, the journal keeps it as unknown, although it is known here.
   *[other] { $n } outcomes are not in the journal yet. If you quit now, the journal keeps them as unknown, although they are known here.
}
leave-ask = { $n ->
    [one] 1 change is in progress. If you quit now, you will not see its outcome. If it has not been sent yet, it will not be sent:
   *[other] { $n } changes are in progress. If you quit now, you will not see their outcomes. Those not sent yet will not be sent:
}
leave-waiting = { $n ->
    [one] 1 change is waiting to be sent. If you quit now, it will not be sent:
   *[other] { $n } changes are waiting to be sent. If you quit now, they will not be sent:
}
leave-lost = { $n ->
    [one] The outcome of 1 change is unknown. rosterm checks it at the next start:
   *[other] The outcomes of { $n } changes are unknown. rosterm checks them at the next start:
}
leave-lost-sandbox = { $n ->
    [one] The outcome of 1 change is unknown. The built-in sandbox is a new one at each start, so it will stay unknown:
   *[other] The outcomes of { $n } changes are unknown. The built-in sandbox is a new one at each start, so they will stay unknown:
}
ask-add = Add { $id } as a friend of { $owner }
ask-remove = Remove { $id } from { $owner }'s friends
ask-remark = Set { $owner }'s remark for { $id }
ask-block = Block { $id } for { $owner }
ask-unblock = Unblock { $id } for { $owner }
ask-conversation = Delete { $owner }'s conversation with { $id }
sent = Sent, waiting for the server
sent-waiting = Waiting { $seconds } s to send: the service allows { $limit } calls a minute per user.
add-title = Add friends for { $owner }
block-title = Block users for { $owner }
ids-count = { $n } IDs: type { $n } to confirm.
more-then = { $n ->
    [one] read 1 more line, then { $key }
   *[other] read { $n } more lines, then { $key }
}
more-then-short = more, then { $key }
ids-moved = The IDs to be sent have changed since you opened this. Review them again.
add-effect = They become friends immediately; neither side is asked. { $owner } and the friend are notified.
block-effect = They can no longer message or add { $owner }. Existing friends stay in the list.
id-self = the user's own ID
ids-count-wrong = This is not { $n }.
change-waiting = waiting
change-done = done
change-undone = undone
change-unknown = outcome unknown
remark-title = Remark for { $id }
remark-of = { $owner }'s remark for { $id }
remark-before = Now
remark-count = { $n }/{ $cap } characters, width { $cells }
remark-not-read = not read; saving overwrites it
remark-too-long = { $n } characters too many; it cannot be saved
remark-effect = Only { $owner }'s side changes. Leave empty to clear it.
remark-moved = The remark has changed, or this is no longer a friend. Review it again.
remove-title = Remove a friend
remove-ask = Remove { $id } from { $owner }'s friends?
remove-happens = What happens
remove-1 = They disappear from each other's friends.
remove-2 = { $owner }'s remark for { $id } is lost (now: { $remark }).
remove-2-none = { $owner } has no remark for { $id }.
remove-3 = { $id }'s remark for { $owner }, if any, is lost too (not read).
remove-4 = Blocklists and conversations do not change.
remove-4-blocked = Blocklists do not change: { $id } stays blocked. Conversations stay too.
remove-restore = { $key } restores the friendship and the remark that was read, but not the other side's remark or the place in the list.
remove-moved = The list was refreshed, and this friend has changed or is gone. Review it again.
conversation-moved = The list was refreshed, and this conversation has changed or is gone. Review it again.
conversation-title = Delete a conversation
conversation-ask = Delete { $owner }'s conversation with { $id }?
conversation-ask-group = Delete { $owner }'s conversation in the group { $id }?
conversation-which = ID of the user or group whose conversation is deleted for { $owner }
conversation-one-side = It is deleted only for { $owner }; the other side keeps it.
conversation-one-member = It is deleted only for { $owner }; the other members keep it.
conversation-keep = Delete the conversation, keep the messages stored on the server
conversation-roam = Delete the stored messages too: they cannot be restored
conversation-no-undo = Neither can be undone here.
conversation-roam-warn = The messages stored on the server are deleted permanently. This cannot be undone.
conversation-delete-unknown = It is unknown whether an earlier delete was applied. Messages sent since then are deleted too.
conversation-type = Type { $id } to confirm
conversation-mismatch = This is not { $id }.
kind-chat = one-to-one
kind-group = group

## Failures

server-said = Server: { $words }
network-said = Network: { $words }
changed-nothing = Nothing was changed.
changed-unknown = It is unknown whether this was applied: { $owner }, { $id }.
read-changed-nothing = Nothing was changed.
unknown-conversation-todo = It is not resent automatically. To delete it anyway, type { $id } again.
unknown-todo = Refresh the lists before you decide; do not resend blindly.
short-not-found = no such user
reason-bad-id = This ID cannot be sent
bad-id-todo = It is empty, too long, only dots, or contains control or invisible characters. Copy it again from its source.
reason-connect = No connection
connect-todo = Check the network, the proxy and the REST domain.
reason-tls = Certificate not trusted
tls-todo = Check the REST domain and your company's certificates. Do not continue without a trusted certificate.
reason-timeout = No reply in time
reason-broken = Connection lost
retry-todo = Retry in a moment. If it keeps failing, contact the app's administrator.
reason-too-large = Reply too large
reason-unreadable = Reply not understood
engineer-todo = Show the request log to an engineer.
reason-redirect = Redirect not followed
redirect-todo = The REST domain is not the service's own. Check it in the service's web console.
reason-service = Refused by the service
reason-endless = The server keeps returning the same pages
grant-400 = Client ID or client secret is wrong
grant-400-todo = Copy both again from the app's overview in the service's web console.
app-404 = No such app on this REST domain
app-404-todo = Check the App Key (org#app) and the REST domain.
bad-400 = The service rejected these values
bad-400-todo = See the server's message, then change the values and send again.
token-401 = The token is invalid or no longer valid
token-401-todo = Restart rosterm with a new token or the client secret.
limit-403 = A limit of the plan has been reached
limit-403-todo = Remove something first, or upgrade the plan.
forbidden-403 = Not allowed for this app or user
forbidden-403-todo = In the service's web console, check that the feature is enabled and the account is not banned.
user-404 = No such user
user-404-todo = Check the ID; the account may have been deleted.
shape-4xx = The service rejected this request
plan-429 = The plan's quota is used up
plan-429-todo = Retrying will not help. The app's owner must upgrade the plan.
rate-429 = Too many requests at the moment
rate-429-todo = The app's rate limit is shared with its own servers. Wait a little, then retry.
server-5xx = The service failed
blocks-403 = The blocklist is not available for this app or user
blocks-403-todo = The app's owner must enable it in the service's web console (User blocklist).
conversations-403 = The service does not list conversations for this app or user
conversations-403-todo = Listing conversations is a paid feature, or the user does not exist.
add-full = { $owner } or { $id } has reached the plan's friend limit
add-full-todo = Open both users and compare the totals. Remove a friend there, then add again.
block-full = { $owner } has reached the service's blocklist limit ({ $n })
block-full-todo = Unblock somebody first, then block again.
remark-not-friends = { $owner } and { $id } are not friends, so no remark can be set
remark-not-friends-todo = Add them as friends first, then set the remark.
leftover-404 = { $owner } or { $id } no longer exists
leftover-404-todo = If { $id } was deleted, its row is a leftover that the service does not let anyone remove.
owner-404 = { $owner } does not exist
pair-404 = { $owner } or { $id } does not exist
pair-404-todo = Check both IDs; one of the accounts may have been deleted.
conversation-429 = Limit reached: { $limit } conversation deletions a minute for this user
conversation-429-todo = Wait a minute, then retry.

## Lost replies

unknown-verify-at = Sent at { $sent }. rosterm verifies it at { $due } and does not resend it before then.
journal-unusable = it cannot be used: { $detail }
journal-no-locks = its file system has no working file locks, as can happen on NFS: set ROSTERM_DATA_DIR to a directory on a local disk ({ $detail })
journal-newer = a newer version of rosterm wrote it: use that version ({ $detail })
journal-foreign = it is a database of another program: { $detail }
journal-in-use = another rosterm has it open: close that one first ({ $detail })
journal-replaced = its file was removed or replaced while rosterm was running: put it back, or quit and restart ({ $detail })
journal-is-damaged = it is damaged: { $detail }
journal-full = the disk is full
journal-read-only = it cannot be written: { $detail }
journal-busy = another process has locked the journal
journal-stopped = it has stopped
journal-not-used = no journal is kept
journal-other-app = the job belongs to another app
reason-journal = The journal cannot be written, and unrecorded changes are not sent
journal-todo = Free disk space, or put the file back or repair it (rosterm paths shows where it is), then retry. If it was replaced, quit and restart.
reason-withheld = The journal does not keep remark texts, so this remark cannot be sent now
reason-undone-already = Already undone
short-undone-already = already undone ({ $by })
undone-already-todo = See the journal: somebody else undid it first.
reason-changed-since = Not sent: somebody else changed this in the meantime
changed-since-todo = Check the current state, and correct it by hand if needed.
withheld-todo = Check the remark, and enter it again if it is wrong.
reason-not-applied = Not applied (reply lost, verified by reading)
not-applied-todo = It can be sent again.
reason-gone = rosterm ended before the reply arrived
reason-superseded = Unknown; a later change to the same thing was made
superseded-todo = Nothing to do: the later change counts.
found-done = { $what } (reply lost, verified by reading)
found-done-roaming = Conversation { $id } of { $owner } is gone; its stored messages cannot be verified
done-before = { $what } (by the first attempt, whose reply was lost)
notice-stays-unknown = Outcome still unknown, check before resending: { $id }
notice-outcome-unknown = Outcome not known yet, nothing sent: { $id }
notice-orphaned-changes = { $n ->
    [one] 1 change from an earlier session has no known outcome; verifying it
   *[other] { $n } changes from earlier sessions have no known outcome; verifying them
}
notice-unverifiable-remarks = { $n ->
    [one] 1 remark from an earlier session: outcome unknown, text not kept, please check it
   *[other] { $n } remarks from earlier sessions: outcome unknown, texts not kept, please check them
}
notice-skipped = { $n } skipped: it is unknown whether they were deleted
notice-waits = Already waiting to be sent: { $id }
notice-withdrawn = Cancelled, never sent: { $owner }'s conversation with { $id }
unknown-badge = ? { $n } unknown
badge-masked = { $key } masked
id-in-progress = in progress, skipped
mark-unknown = outcome of a change unknown

## Secrets

ask-client-secret = Client secret of { $app } for profile { $name } (not shown):
ask-token = App token of { $app } for profile { $name } (not shown):
secret-command-missing = Cannot start { $program }. Check the profile's command.
secret-command-failed = { $program } exited with code { $code }. Run it by hand to see why.
secret-command-killed = { $program } was terminated before it finished. Run it by hand to see why.
secret-command-silent = { $program } printed nothing. The first line of its output must be the secret.
secret-command-slow = { $program } did not finish within { $seconds } s. Run it by hand to see why.
secret-too-long = The value is too long to be a secret.
secret-garbled = The secret contains spaces, line breaks or other characters a secret cannot contain. Copy it again.
secret-keyring-absent = This build has no keyring support. Use "ask at each start", a command or a file instead.
secret-keyring-silent = Cannot access the keyring ({ $why }). Use "ask at each start", a command or a file instead.
secret-keyring-empty = The keyring has no entry for rosterm under { $name }.
secret-not-typed = No secret was entered. It must be entered in a terminal.
secret-file-unreadable = Cannot read { $path }: { $why }
secret-file-kind = { $path } is not a regular file.
secret-file-open = Others can read or change { $path }. Run chmod 600 on it, then replace the secret.
secret-file-owner = { $path } belongs to another user. It must be your own.
secret-file-empty = { $path } is empty. Its first line must be the secret.
secret-env-unset = { $name } is not set in the environment.
file-unreadable = Cannot read { $path }: { $why }
file-unwritable = Cannot write { $path }: { $why }
file-open = { $path }: others can change { $open }, and with it where your secret is sent. To fix it, run: { $close }
file-foreign = { $path }: { $foreign } belongs to another user, who could change where your secret is sent. Use a file of your own.
file-dangling = { $path } is a link to a file that does not exist.
file-no-certificate = { $path } contains no certificate in PEM format (-----BEGIN CERTIFICATE-----).

## Checking a profile

check-secret = Secret
check-address = Domain, TLS
check-token = Token
check-read = Read access
check-blocks = Blocklist
check-good = OK
check-partly = note
check-bad = FAILED
check-running = checking...
check-secret-typed = as entered
check-secret-environment = from the environment, which overrides the profile
check-secret-source = from the source named in the profile
check-address-tls = The certificate of { $host } is not trusted.
check-address-tls-todo = If your company inspects traffic, name its certificates in ca_file. Otherwise do not continue.
check-address-unknown = The host name in { $host } does not exist.
check-address-todo = Copy the REST domain again: web console > Application management > Application overview.
check-address-silent = No reply from { $host }.
check-address-silent-todo = Check the network and the proxy (profile or HTTPS_PROXY), then the REST domain.
check-grant-todo = Copy both again: web console > Application management > Application overview.
check-app-todo = Copy App Key and REST domain again: web console > Application management > Application overview.
check-token-todo = Get a new token: web console > Application management > Application overview. With client ID and secret, tokens are renewed automatically.
check-token-given = an existing token, expiry unknown
check-token-unlimited = no expiry
check-token-days = valid for { $days } d { $hours } h
check-token-hours = valid for { $hours } h { $minutes } min
check-token-minutes = valid for { $minutes } min
check-read-good = read one user: { $id }
check-read-nobody = the app has no users yet
check-blocks-on = enabled
check-blocks-off = The app's blocklist is not enabled.
check-blocks-off-todo = Enable it free of charge: web console > Feature configuration > Basic features > User > User blocklist.
check-blocks-unknown = could not be determined: { $why }
check-blocks-untried = could not be checked without a user

## Set-up

setup-title = First-run set-up
setup-title-add = New profile
setup-step-1 = connection
setup-step-2 = check
setup-step-3 = done
setup-welcome = Welcome. In two minutes you will see the friends and the blocklist of your first user. You find the REST domain, App Key and credentials in the service's web console > Application management > Application overview.
setup-lang = Language
setup-lang-system = system default
setup-name = Profile
setup-environment = Environment
setup-production = production
setup-test = test
setup-base-url = REST domain
setup-app-key = App Key
setup-client-id = Client ID
setup-source = Secret from
setup-source-command = a command
setup-source-keyring = keyring
setup-source-prompt = ask at each start
setup-source-file = a file
setup-source-env = environment
setup-command = Command
setup-file = File
setup-client-secret = Client secret
setup-token = App token
setup-operator = Operator
setup-friend-cap = Friend limit
setup-proxy = Proxy
setup-ca-file = CA file
setup-entered = entered, not shown
setup-not-entered = not entered
setup-env-variable = { $name } at start
setup-checks = Check
setup-about-lang = The language of the screen.
setup-about-name = A name for this connection. Written to { $file }
setup-about-production = Real users: rosterm starts read-only until you unlock it.
setup-about-test = Test data: changes are allowed right away.
setup-about-base-url = As shown in the web console; it differs from app to app.
setup-about-app-key = Format: org#app.
setup-about-app-key-read = Organization { $org }, app { $app }.
setup-about-client-id = Tokens then renew automatically. Empty: the secret is an app token.
setup-about-source-command = A password manager prints it (pass, op, vault). rosterm does not store it.
setup-about-source-keyring = The system stores it in its keyring.
setup-about-source-prompt = For this session only; asked again at the next start.
setup-about-source-file = A file that only you can read (chmod 600). First line: the secret.
setup-about-source-env = ROSTERM_CLIENT_SECRET or ROSTERM_TOKEN, set before rosterm starts.
setup-about-command = Program and arguments, no shell. Its first line of output is the secret.
setup-about-file = Must be readable only by you (chmod 600). First line: the secret.
setup-about-secret = Type or paste it. No part of it is shown. Ctrl-u clears it.
setup-about-operator = Your name, for the journal of changes. Optional.
setup-about-friend-cap = Friends a user may have: free plan 100, paid 3000. Optional.
setup-about-proxy = Such as http://proxy.example.com:3128. Empty: HTTPS_PROXY is used.
setup-about-ca-file = Company certificates (PEM), in addition to the system's. Optional.
setup-trying = Checking the connection. Nothing is changed on the server.
setup-saving = Saving the profile.
setup-failed = Fix what failed, then check again.
setup-passed = All checks passed. Enter saves the profile and opens rosterm.
setup-passed-partly = It works; see the note above. Enter saves the profile and opens rosterm.
setup-passed-add = It works. Enter saves the profile.
setup-key-open = save and open
setup-key-save = save
setup-key-check = check
setup-key-again = check again
setup-key-sandbox = sandbox
setup-key-next = next
setup-key-leave = leave
setup-key-stop = stop
setup-fault = { $field }: { $why }
setup-again-to-leave = Press again to leave. Nothing was saved.
setup-paste-nowhere = Choose a field to paste into first.
setup-paste-sorted = Pasted into: { $fields }
setup-paste-secret = The secret was not pasted: here it comes from another place ({ $source }).
setup-not-saved = Not saved: { $why }
fault-empty = required
fault-url-unreadable = not an address such as https://a1.easemob.com
fault-url-scheme = must start with https:// (http:// only to this machine, such as http://127.0.0.1:8080)
fault-url-app = names another app than the App Key; remove /org/app and what follows
fault-url-extra = only https://, the host and an optional path: no user name, no ? and no #
fault-app-key-hash = must be org#app, with exactly one #
fault-app-key-name = needs a name on either side of #, without spaces or slashes
fault-app-key-address = this is an address, which belongs to the REST domain; the App Key is org#app
fault-name = up to 32 letters, digits, - _ . and no - at the start
fault-taken = another profile has this name
fault-quote = a quotation mark is not closed
fault-friend-cap = a number from 1 to 100000, or empty
fault-proxy = not an address such as http://proxy.example.com:3128
fault-proxy-secret = put the proxy's user name and password into HTTPS_PROXY

## Unlocking

mode-unlocked = writable, { $n } min
key-unlock = unlock or lock changes
notice-unlock = Read-only: { $key } unlocks changes for a while
notice-unlocked = Changes are possible for { $n } minutes; { $key } locks again
notice-locked = Read-only again
notice-never-locked = This session is not read-only

## Many at once

hint-paste = paste a list
hint-select = select
help-many = Bulk changes
help-safety-4 = From 5 users on, you type their number. A paste is never taken as keys.
key-select = select and move down
key-select-range = start or end a range
key-select-more = extend the selection
key-select-all = select all shown
key-invert = invert the selection
key-select-none = clear the selection
key-undo = undo the last change
key-redo = redo the last undo
key-undo-job = undo this job
key-undo-short = undo
key-restore = restore
key-paste-list = paste a list of IDs
key-jobs = jobs
key-unblock-selected = unblock selected
key-block-selected = block selected
key-add-selected = add selected
key-remove-selected = unfriend selected
key-select-id = select
key-select-all-ids = select all
key-invert-ids = invert the selection
key-select-no-ids = select none
key-copy-ids = copy
key-check-again = check again
key-last-row = last row
key-back-step = back
key-unblock-now = unblock
key-pause = pause or resume
hint-pause =
    { $about ->
        [paused] resume
       *[other] pause
    }
key-resume = resume
key-stop = stop the job...
key-stop-short = stop...
key-stop-yes = stop
key-stop-no = keep running
key-retry-failed = retry failed...
key-retry-short = retry...
key-copy-failed = copy the failed IDs
key-copy-short = copy
key-failed-first = toggle failed first
key-failed-short =
    { $about ->
        [first] job order
       *[other] failed first
    }
key-next-job = next job
key-next-short = next
key-next-value = change the setting
hint-next-value = change
key-previous-value = change the setting back
key-previous-job = previous job
rows-selected = { $n } selected
rows-selected-mini = *{ $n }
rows-selected-hidden = { $n } selected, { $hidden } hidden
rows-selected-hidden-mini = *{ $n } ({ $hidden } hid)
triage-title = IDs for { $owner }
triage-ask = Paste or type IDs, one per line or in any other form.
triage-lines = { $n ->
    [one] 1 line
   *[other] { $n } lines
}
triage-summary = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
}: { $n ->
    [one] 1 ID
   *[other] { $n } IDs
}, { $repeated } repeated, { $impossible } invalid
triage-own = , the user's own ID
triage-selected = { $n ->
    [one] 1 ID from the list
   *[other] { $n } IDs from the list
}
triage-undo = Undo the last change for { $owner }
triage-undo-entry = Undo entry { $n } for { $owner }
triage-undo-job = Undo { $job } for { $owner }
triage-redo = Redo the last undone change for { $owner }
triage-redo-job = Redo what { $job } undid for { $owner }
triage-undone = { $n ->
    [one] 1 change to undo
   *[other] { $n } changes to undo
}
triage-redone = { $n ->
    [one] 1 change to redo
   *[other] { $n } changes to redo
}
triage-failed = { $n ->
    [one] 1 failed ID
   *[other] { $n } failed IDs
}
remarks-ask = { $n ->
    [one] Restore a remark of { $owner }?
   *[other] Restore { $n } remarks of { $owner }?
}
remarks-ask-again = { $n ->
    [one] Set a remark of { $owner } again?
   *[other] Set { $n } remarks of { $owner } again?
}
remarks-changed = changed since: { $remark }
remarks-no-friend = no longer friends
triage-impossible-at = { $key }: IDs left out
triage-checking = Checking: { $known } of { $n } done
triage-then = then { $what }
triage-check-failed = { $n } not checked ({ $why }): { $key } to retry
triage-ids-selected = { $n } of { $all } selected
triage-unknown = { $n } unknown: { $key } to check again
triage-accounts-ask = Accounts: { $cost }. Press { $key } again to read them.
triage-accounts-going = Reading accounts: { $n } left, { $key } to stop
account-unread = unknown
key-accounts = read the accounts, one call each
key-accounts-short = accounts
key-export-failed = export what failed
triage-head-account = account
triage-head-line = line
relation-both = blocked friend
relation-blocked = blocked
relation-friend = friend
relation-none = neither
triage-head-blocked = blocked
triage-head-friend = friend
unfit-empty = empty
unfit-long = too long for an ID
unfit-dots = dots only
unfit-invisible = contains invisible characters
unfit-damaged = a number changed by a spreadsheet
doubt-odd = breaks current rule
doubt-word = a word of the text?
doubt-ticket = a ticket number?
doubt-other = labelled as something else
doubt-range = the ends of a range?
doubt-phone = a phone number?
doubt-number = may be a number, a date or an amount
doubt-part = only part of a word
doubt-mended = written differently in the text
doubt-struck = struck through in the text
doubt-beside = outside the table
doubt-aside = in a heading or another column
doubt-total = in a totals row
doubt-no-value = no value in the file (NULL)
doubt-spreadsheet = a spreadsheet may have changed it
doubt-column = two fields may be the ID
doubt-two-remarks = different remarks in the file
triage-column = Column read: { $name }
triage-doubtful = , { $n } doubtful
triage-not-selected = { $n } not selected, { $why }: { $ids }
triage-accounts-unread = { $n } accounts not read: press { $key } twice to read them
column-ask = Which column contains the user IDs?
key-column = next column
key-read-column = read this column
bulk-accounts-unread = Accounts not checked
bulk-accounts-nobody = No such account, skipped: { $n } ({ $ids })
bulk-accounts-banned = Banned accounts
file-gb18030 = This is not UTF-8. Read as GB18030 (GBK), it begins:
key-read-gb18030 = read it as GB18030
bulk-ask-unblock = { $n ->
    [one] Unblock 1 user for { $owner }?
   *[other] Unblock { $n } users for { $owner }?
}
bulk-ask-block = { $n ->
    [one] Block 1 user for { $owner }?
   *[other] Block { $n } users for { $owner }?
}
bulk-ask-add = { $n ->
    [one] Add 1 friend for { $owner }?
   *[other] Add { $n } friends for { $owner }?
}
bulk-ask-remove = { $n ->
    [one] Remove 1 friend from { $owner }?
   *[other] Remove { $n } friends from { $owner }?
}
bulk-room = { $list }: { $there } + { $n } = { $sum } of { $cap }
bulk-full = { $list }: { $there } + { $wanted } = { $sum } > { $cap }: send only the first { $n }?
bulk-room-unknown = { $list }: the total was not read, so it is unknown how many more the plan allows
bulk-lost-unblock = If you undo this, they return to the top of the list, not to their places.
bulk-lost-add = Nobody is asked for consent, and no device is notified. What the other side has already seen cannot be recalled.
bulk-lost-remove = They disappear from each other's friends. { $owner }'s remarks are lost; { $key } restores those that the journal keeps, but not the other side's remarks, the places in the lists, or notifications already sent. Blocklists and conversations do not change: blocked users stay blocked.
bulk-cost = { $calls ->
    [one] 1 call
   *[other] { $calls } calls
}, about { $time }, at { $share }% of the limits
time-seconds = { $n } s
time-minutes = { $n } min
bulk-held = Skipped, in progress or not known yet: { $n }
bulk-skipped = Skipped: { $same } unchanged, { $unselected } not selected, { $open } unknown
bulk-skipped-undo = Skipped: { $moved } changed since, { $unselected } not selected, { $open } unknown
job-badge = Job { $over }/{ $all }
job-badge-failed = { $n } failed
job-unblock = Unblock for { $owner }
job-block = Block for { $owner }
job-add = Add friends for { $owner }
job-remove = Remove friends from { $owner }
job-delete = Delete conversations of { $owner }
job-mixed = Several changes for { $owner }
jobs-title = Job { $place } of { $n }
job-prepared = not started
job-interrupted = interrupted
job-beginning = starting
job-running = running
job-pausing = pausing
job-paused = paused
job-stopping = stopping
job-stopped = stopped
job-ended = ended
job-refused = not started: { $why }
job-pace = { $rate } a second, about { $seconds } s left
job-turn = Waiting until { $at }: { $limit } calls a minute per user
job-since = Started { $began }
job-times = Started { $began }, ended { $ended }
job-verify-at = Some replies were lost; verifying at { $at }
job-stop-ask = Stop? { $n } will not be sent. rosterm waits for those in progress.
job-position = { $first }-{ $last } of { $n }
job-count-done = { $n } done
job-count-undone = { $n } undone
job-count-unneeded = { $n } unchanged
job-count-failed = { $n } failed
job-count-unknown = { $n } unknown
job-count-sent = { $n } in progress
job-count-waiting = { $n } waiting
key-discard-job = discard job...
key-discard-job-short = discard...
key-refresh-short = refresh
key-discard-job-yes = discard
key-not-now = not now
key-resume-asks = resume
offer-title = Unfinished job
offer-title-many = { $n } unfinished jobs
offer-how = Changes that were in progress are verified first and resent only if they were not applied.
offer-undone = { $n ->
    [one] 1 of its changes was undone and is not repeated.
   *[other] { $n } of its changes were undone and are not repeated.
}
job-planned = Created { $at }
job-planned-by = Created { $at } by { $by }
job-ticket = Ticket { $ticket }
job-resume-ask = Resume? { $counts }.
job-discard-ask = Discard { $job }? { $counts }. You will not be reminded of them.
job-held = Already running in another rosterm: { $who }. A job cannot run twice.
holder-host = on { $host }
holder-pid = process { $pid }
holder-nobody = holder unknown
notice-jobs-found = Unfinished jobs: { $n } - { $key } shows
notice-jobs-found-locked = Unfinished jobs: { $n } ({ $unlock } unlocks, { $key } shows)
notice-job-resumed = Resumed { $job } - { $key } shows it
notice-job-held = { $job } is running elsewhere: { $who }
notice-job-not-claimed = { $job } stays as it is: { $why }
notice-job-gone = { $job } was finished by another rosterm
notice-job-discarded = Discarded { $job } (rosterm jobs resume { $job } can still resume it)
change-sent = in progress
change-unneeded = no change needed
change-lost = sent { $at }, outcome unknown
leave-job = { $what }: { $left } of { $all } have no outcome yet. Changes not sent yet stay unsent; you can resume the job at the next start.
leave-job-sandbox = { $what }: { $left } of { $all } have no outcome yet. The built-in sandbox is a new one at each start, so the job cannot be resumed.
notice-no-ids = No IDs found
notice-selected-loaded = Selected the { $n } loaded rows; more are not loaded yet
notice-vanished = { $n } deselected: no longer in the list
notice-job-begun = Job started: { $n ->
    [one] 1 change
   *[other] { $n } changes
} - { $key } shows it
notice-job-done = Job ended: { $n ->
    [one] 1 change done
   *[other] all { $n } changes done
}
back-undo = { $what } - { $key } undoes it
back-undo-short = { $key } undo: { $what }
back-redo = { $what } - { $key } redoes it
back-redo-short = { $key } redo: { $what }
notice-undone = Undone: { $what }
notice-redone = Redone: { $what }
deed-many = { $n } IDs
deed-block = blocking { $who } for { $owner }
deed-unblock = unblocking { $who } for { $owner }
deed-add = adding { $who } to { $owner }'s friends
deed-remove = removing { $who } from { $owner }'s friends
deed-remark = { $owner }'s remark for { $who }
job-confirm-title = Delete conversations
job-confirm-title-resend = Resend what failed
job-confirm-ask = { $n ->
    [one] Delete 1 conversation of { $owner }?
   *[other] Delete { $n } conversations of { $owner }?
}
job-confirm-ask-resend = { $n ->
    [one] Resend 1 change for { $owner }?
   *[other] Resend { $n } changes for { $owner }?
}
job-confirm-one-side = They are deleted only for { $owner }; everybody else keeps them.
job-confirm-moved = The list was refreshed, and some have changed or are gone. Review them again.
job-confirm-count = Type { $n } to confirm.
job-confirm-cost = { $n ->
    [one] 1 call
   *[other] { $n } calls
}, up to { $time }: { $limit } a minute per user
job-confirm-cost-short = { $n ->
    [one] 1 call
   *[other] { $n } calls
}, up to { $time }
job-confirm-roam-warn = Their messages stored on the server are deleted permanently. This cannot be undone.
job-confirm-no-undo = The stored messages are kept. The conversations cannot be restored.
notice-job-ended = Job ended: { $counts } - { $key } shows them
notice-journal-busy = Another process has locked the journal; the job is waiting for it
notice-job-refused = The job did not start; nothing was sent - { $key } shows why
notice-nothing-to-retry = Nothing failed that a retry would fix
notice-nothing-to-do = Nothing to do: { $what } would change none of these
notice-no-job = No jobs in this session, and none left over from before
notice-no-room = Cannot { $what }: the list is full

## Lists in files, snapshots

key-export = export the list
key-import = import file/snapshot
key-remark-selected = set selected remarks
key-remark-now = set
key-write = write
key-format = CSV / JSON
key-read = read
key-snapshot = snapshot
key-give-up = cancel
export-title = Export: { $list } of { $owner }
export-title-failed = Export: failures of { $job }
export-ask = Save as (.csv or .json):
export-csv = CSV for spreadsheets: { $columns }; owner and list in every row
export-csv-failed = CSV for spreadsheets: { $columns }
export-json = JSON: owner, app, { $head }, time, rows with { $columns }
export-whole = The whole list, read again
export-selected = { $n } selected, read again
export-failed = { $n ->
    [one] 1 ID with a failed or unknown outcome
   *[other] { $n } IDs with a failed or unknown outcome
}
export-private = Readable only by you. Existing files are never overwritten.
import-title = Import for { $owner }
import-ask = A file with IDs or remarks, or an exported list:
import-limits = At most { $lines } lines and { $size }
import-asking = Looking for snapshots
import-none = No snapshots of this user yet. Each job takes one before it starts.
import-unread = Cannot read the snapshots: { $why }
import-gone = This snapshot was removed meanwhile.
import-snapshots = { $n ->
    [one] Or the snapshot taken before a job:
   *[other] Or one of { $n } snapshots taken before jobs:
}
import-rows = { $n ->
    [one] 1 row
   *[other] { $n } rows
}
import-job = before { $job }
file-reading = Reading: { $n } rows
file-exists = Not written: something with this name already exists.
file-kind = Not read: this is not a regular file but a directory, a pipe or a device.
file-not-text = Not read: this is not UTF-8, UTF-16 or GB18030 text. Save it as "CSV UTF-8".
file-workbook = Not read: this is a workbook. Save it as "CSV UTF-8" in its own program.
file-bad-line = Not read: line { $line } does not match the heading (an unclosed quote, too many cells, or another list).
file-not-read = Cannot be read: { $why }
file-not-written = Cannot be written: { $why }
file-list-unread = Cannot read the current list ({ $why }). Please retry.
triage-title-file = IDs for { $owner } from { $name }
difference-file = { $list } of { $owner }: { $name } vs. now
difference-table = Friends of { $owner } vs. table { $name }
difference-snapshot = { $list } of { $owner }: { $at } vs. now
difference-friends = { $missing } missing, { $other } with a different remark, { $new } new; { $same } unchanged
difference-in-table = { $missing ->
    [one] 1 not a friend
   *[other] { $missing } not friends
}, { $other } with a different remark; { $same } unchanged
difference-outside = { $n ->
    [one] 1 friend is not in the file and is skipped.
   *[other] { $n } friends are not in the file and are skipped.
}
difference-bad = , { $n } invalid
difference-no-friend = not a friend
difference-other-remark = remark differs
difference-blocks = { $missing } missing, { $new } new; { $same } unchanged
difference-other-owner = This list belongs to { $id }.
difference-no-friends = { $n ->
    [one] 1 is not a friend now: add the friend before setting the remark.
   *[other] { $n } are not friends now: add them before setting remarks.
}
difference-too-long = { $n ->
    [one] 1 remark is longer than { $limit } characters and will not be set.
   *[other] { $n } remarks are longer than { $limit } characters and will not be set.
}
difference-then = then
difference-now = now
difference-remark-then = remark then
difference-remark-file = remark in the file
difference-remark-now = remark now
difference-remarks = then { $then } / now { $now }
difference-remarks-table = in the file { $then } / now { $now }
bulk-snapshot = { $n } of them for a snapshot first
bulk-ask-remark = { $n ->
    [one] Set 1 remark for { $owner }?
   *[other] Set { $n } remarks for { $owner }?
}
bulk-lost-remark = Only { $owner }'s side changes. The current remarks are kept in the journal.
job-remark = Set remarks for { $owner }
job-snapshotting = snapshot: { $list } { $n }
job-no-snapshot = not started, no snapshot: { $why }
notice-exported = { $n ->
    [one] Wrote 1 row: { $path }
   *[other] Wrote { $n } rows: { $path }
}
notice-no-difference = No difference from the current list

## Journal

journal-title = This machine's journal and requests
journal-empty = Nothing recorded yet.
journal-no-failure = No failures.
journal-failed = not read, { $key } to retry
journal-exporting = writing the file
entry-title = Entry
word-by = by
word-do = do
word-user = user
word-ticket = ticket
word-job = job
word-since = since
word-until = until
word-is = is
word-failed = failed
word-unknown = unknown
word-undone = undone
word-blocked = blocked
word-friend = friend
word-gone = gone
word-unread = unread
misread-name = { $word }: no such word; quote it to search for it
misread-empty = { $word } needs a value
misread-do = { $word }: no such action
misread-time = { $word }: not a date, nor a span such as 7d
misread-job = { $word }: not a job such as J-0007
misread-flag = { $word }: only { $flags }
misread-is = { $word }: only failed, unknown, undone
scope-all = all
scope-writes = changes
scope-failures = failed
head-time = time
head-operator = by
head-ticket = ticket
head-verb = action
head-whom = users
head-outcome = outcome
head-took = took
head-back = undo
verb-add-friend = add friend
verb-remove-friend = unfriend
verb-set-remark = remark
verb-several = several
entry-of-job = { $key } shows the entries of the job; Esc comes back.
verb-block = block
verb-unblock = unblock
verb-delete-conversation = delete conv
verb-delete-roaming = delete+msgs
outcome-sent = no reply
outcome-done = done
outcome-refused = refused
outcome-not-sent = not sent
outcome-not-applied = not applied
outcome-unknown = unknown
outcome-unneeded = no change
back-undone = undone
back-yes = yes
back-never = never
back-can = { $key } undoes it
back-maybe-undone = undone?
back-maybe-undone-by = may be undone by entry { $n }, whose outcome is unknown
back-undone-by = undone by entry { $n }
back-is-undo = itself the undo of entry { $n }
back-conversation = A deleted conversation cannot be restored
back-not-done = It was not applied; there is nothing to undo
back-unknown = It is not known yet whether it was applied
back-changed-nothing = It was already in that state; undoing would change more than it did
back-lost = The previous remark is not in the journal
entry-more = { $key } shows the rest
entry-number = entry { $n }
entry-when = When
entry-ticket = Ticket
entry-change = Change
entry-outcome = Outcome
entry-means = Meaning
entry-back = Undo
entry-request = Request
entry-no-request = The request can no longer be shown: remark texts are not kept
entry-no-body = The body is not kept: it names the users that were looked up.
entry-verified = verified by reading
entry-was-lost = The reply was lost ({ $why }); reading showed that the change was applied.
entry-unchanged = unchanged
entry-withheld = (text not kept)
entry-deleted = deleted, stored messages kept
entry-all-deleted = deleted with the stored messages
entry-ten = A job adds ten friends per call: others may have been in this one.
is-blocked = blocked
key-journal = journal
key-entry = show or hide details
key-search = filter by operator, user, ticket, action, time
key-scope = all, changes, failed
key-copy-request = copy as cURL, token masked
key-copy-line = copy a line for the ticket
key-undo-entry = undo this entry
key-export-journal = export what is shown
key-read-again = refresh
key-reference = ticket and reason
key-next-field = next
key-complete = complete the word
key-filter-done = keep
hint-complete = complete
hint-entry =
    { $about ->
        [job] entries
       *[other] detail
    }
hint-scope = scope
hint-request = cURL
hint-line = line
hint-export = export
notice-journal-exported = { $path }: { $n } entries
notice-not-exported = Not exported: { $why }
notice-ticket = Changes are recorded under { $ticket } from now on
notice-reason = Changes are recorded with this reason from now on: { $reason }
notice-no-ticket = Changes are recorded without a ticket from now on
ticket-named = ticket { $ticket }
reason-named = reason: { $reason }
reference-title = Ticket and reason
reference-ticket = Ticket
reference-reason = Reason
reference-too-long = { $n } characters too many; at most { $cap }
reference-effect = Everything done from now on is recorded under these. An empty field clears it.

## Command line
# In long texts, a line that begins with > is a command to type, and name | meaning is a row of a table.

cli-about = See and moderate the relationships of an Easemob IM user: friends, blocklist, conversations.
cli-after =
    Try it without an account:
    > rosterm --sandbox
    Open a user of your app:
    > ROSTERM_TOKEN=... rosterm --base-url https://a1.easemob.com --app-key 'ORG#APP' USER
    If a user ID is, or looks like, a command, put two dashes before it:
    > rosterm -- journal

    Environment (secrets are never options, which anybody on the machine can read):
    ROSTERM_TOKEN | an app token that you already have
    ROSTERM_CLIENT_SECRET | the secret of --client-id, used to request app tokens
    ROSTERM_PROFILE | the profile if --profile is not given
    ROSTERM_LANG | the language if --lang is not given; otherwise the settings (,), the profile and then the locale decide
    ROSTERM_DATA_DIR | the directory of the journal and its exports; set it to a local disk if the home directory has no file locks (NFS)
    ESCDELAY | milliseconds to wait after Escape for more keys, 40 to 1000

    Exit codes: 0 done, 1 failed, 2 usage or configuration error, 128+n ended by signal n
cli-help = Show this help, or the help of a command
cli-head-usage = Usage:
cli-head-commands = Commands:
cli-head-arguments = Arguments:
cli-head-options = Options:
cli-usage-options = [OPTIONS]
cli-usage-command = [COMMAND]
cli-usage-this-command = <COMMAND>
cli-default = { " " }[default: { $value }]
cli-values = { " " }[{ $values }]
cli-arg-help = Show this help
cli-arg-version = Show the version
cli-arg-user = The user to open; with --sandbox, its main user by default
cli-arg-sandbox = Start on the built-in sandbox: no account, no network
cli-arg-profile = The profile to use; by default ROSTERM_PROFILE, then the configuration's default
cli-arg-base-url = The REST domain of the app, as shown in the service's web console; requires --app-key
cli-arg-app-key = The App Key; requires --base-url
cli-arg-client-id = The client ID to request app tokens with, instead of a token that you already have
cli-arg-ascii = Draw borders and gauges with ASCII characters
cli-arg-no-mouse = Leave the mouse to the terminal, which then selects text with it
cli-arg-read-only = Never change anything on the server
cli-arg-ticket = The ticket to record changes under, until another one is set
cli-arg-reason = The reason to record with it
cli-arg-config = The configuration file; rosterm paths shows the default
cli-arg-lang = The language
cli-arg-log = Write a log with this level of detail: errors; also warnings; also each change with its outcome; also each request; also messages of libraries. rosterm paths shows where
cli-sandbox = Serve the sandbox until Ctrl-C, for training, tests and other clients
cli-arg-listen = Where to listen; port 0 chooses a free one
cli-arg-friends = Friends of the main user
cli-arg-blocks = Users on the main user's blocklist
cli-arg-conversations = Conversations of the main user
cli-arg-plan = The app's plan: at most 100 friends per user, or 3000
cli-arg-limits = Enforce the published call-frequency limits
cli-arg-sandbox-json = Print one line of JSON with the address and the credentials
cli-profile = Add, list, show, check and remove profiles
cli-profile-add = Add a profile: in a form on a terminal, or with options
cli-profile-add-after =
    The secret itself is never an option: name its source. With --client-id, it is the client secret; without, it is an app token that you already have. A command is a program and its arguments, run without a shell:
    > rosterm profile add acme --base-url https://a1.easemob.com --app-key 'acme#im' \
    > --client-id YXA6... --secret-command 'pass acme/im'
cli-profile-list = List the profiles; * marks the default
cli-profile-show = Show a profile, without its secret
cli-profile-check = Check a profile step by step: domain, token, reading, blocklist
cli-profile-remove = Remove a profile
cli-arg-name = The profile
cli-arg-name-or-default = The profile; by default the one that rosterm would start with
cli-arg-remove-yes = Do not ask for confirmation
cli-arg-new-name = The profile's name
cli-arg-add-base-url = The REST domain of the app, as shown in the service's web console
cli-arg-add-app-key = The App Key
cli-arg-add-client-id = The client ID to request app tokens with
cli-arg-secret-command = A program that prints the secret, with its arguments
cli-arg-secret-keyring = Keep the secret in the system's keyring; asks for it now
cli-arg-secret-prompt = Ask for the secret at each start
cli-arg-secret-file = Read the secret from a file that only its owner can read
cli-arg-secret-env = Read the secret from ROSTERM_CLIENT_SECRET or ROSTERM_TOKEN
cli-arg-environment = Whether the app has real users; on production, rosterm starts read-only
cli-arg-friend-cap = The maximum number of friends per user on the app's plan
cli-arg-share = The percentage of each published limit that rosterm may use
cli-arg-operator = The name of the operator, for the journal
cli-arg-ca-file = Additional certificates to trust, in PEM format
cli-arg-proxy = The proxy; by default the environment's
cli-journal = List, export and prune the journal on this machine
cli-journal-list = List what was done, newest first
cli-journal-list-after =
    Who blocked a user last week, for which ticket, and was it undone?
    > rosterm journal list --user spam_0042 --do block --since 7d

    On a terminal, the columns have a heading in the language of the screen; piped, there is none. Empty columns are left away. For programs, use --json, or rosterm journal export.
cli-journal-export = Print every detail of what was done, for other programs, newest first
cli-journal-prune = Remove old entries that nothing needs any more
cli-journal-prune-after =
    Entries in progress or unknown, entries of a job that is neither finished nor stopped, and everything these need are kept, however old they are. A job is removed with its items and snapshots. The file shrinks; other rosterm processes that have it open wait meanwhile. To prune at each start, set keep_days = 90 under [journal] in the configuration.
cli-arg-list-json = One JSON object per line, as rosterm journal export writes them
cli-head-entry = entry
cli-head-reply = reply
cli-arg-limit = The maximum number of entries
cli-arg-since = Only entries since this time: a date, a date with a time, or a time span such as 2d or 12h
cli-arg-until = Only entries before this time, given like --since; a date alone includes that day
cli-arg-by = Only entries by this operator; several: by any of them
cli-arg-do = Only this action or those that begin so, such as block or add-friend; several: any of them
cli-arg-undone = Only entries that another entry has undone, or may have
cli-arg-filter-user = Only entries with this user as owner or target; several: with each of them
cli-arg-filter-ticket = Only entries for this ticket; several: for any of them
cli-arg-filter-job = Only entries of this job; several: of any of them
cli-arg-failed = Only entries that were refused, not sent or not applied, or are unknown
cli-arg-export-json = One JSON object per line
cli-arg-export-csv = CSV with a header line, safe to open in a spreadsheet
cli-arg-older-than = Remove entries older than this: a time span such as 90d, or a date; at least one day. By default, keep_days of the configuration
cli-arg-dry-run = Only print what would be removed
cli-arg-prune-yes = Remove without asking; without a terminal, nobody is asked
cli-jobs = List, show and resume bulk jobs
cli-jobs-list = List the jobs that are neither finished nor stopped, newest first
cli-jobs-show = Show a job and its changes
cli-jobs-resume = Resume an unfinished job and run it to its end
cli-jobs-resume-after =
    Changes that were in progress when the job stopped are verified first, and resent only if they were not applied. Progress is printed to standard error, the final state of the job to standard output. Ctrl-C stops sending and waits for the changes in progress; the job can be resumed later.

    A job that was started without a profile is resumed with the same options: --base-url, --app-key and, if it was given, --client-id, with the secret in the environment.

    Exit codes: 0 all done, 1 something failed or is unknown, or the job is running elsewhere, 2 usage or configuration error, 130 interrupted, 128+n ended by signal n
cli-arg-all = All jobs
cli-arg-job = The job, such as J-0007
cli-arg-resume-job = The job, such as J-0007; by default the only unfinished one, or the only one of the app that is named
cli-arg-resume-profile = The profile to connect with; by default the job's own, or the default profile if it has none
cli-arg-resume-yes = Send changes to an app that has, or may have, real users
cli-why = Say why messages of one user do not reach another
cli-why-after = Examples:
  rosterm why alice_01 bob_77
  rosterm why alice_01 bob_77 --json
cli-arg-sender = The user who sends
cli-arg-recipient = The user who does not receive
cli-arg-why-json = Print one line of JSON: the verdicts of both directions, and the facts about both users
cli-value-user = a user ID
cli-paths = Print where configuration, journal and log are
cli-paths-config = configuration
cli-paths-data = journal
cli-paths-log = log
cli-paths-settings = settings
cli-usage-error = { $what } See { $command } --help
cli-did-you-mean = { $what } Did you mean { $meant }?
cli-unknown-option = There is no option { $arg } here.
cli-unexpected = { $arg } is not expected here.
cli-unknown-command = There is no command { $name }.
cli-no-value = { $arg } needs a value.
cli-bad-value = { $arg }: { $why }, not { $value }.
cli-value-not-listed = { $arg }: must be one of { $values }, not { $value }.
cli-value-invalid = { $arg }: { $value } is not valid.
cli-conflict = { $arg } cannot be combined with { $other }.
cli-repeated = { $arg } is given twice.
cli-missing = Required and missing: { $arg }.
cli-not-utf-8 = An argument is not UTF-8.
cli-invalid = These arguments are not valid.
cli-invalid-option = { $arg } is not valid like this.
cli-mistyped = { $user } is not a command. Did you mean { $name }? To open a user with this ID: rosterm -- { $user }
cli-screen-only = { $command } opens no screen, and only the screen takes this: { $options }. Leave it out, or put an option of the command after the command: { $command } --help
cli-value-empty = must not be empty
cli-value-long = must have at most { $cap } characters, and has { $n }
cli-value-number = must be a whole number from { $least } to { $most }
cli-value-job = must be the name of a job such as J-0007
cli-value-do = must be an action or its beginning: { $all }
cli-value-since = must be a date, a date with a time, or a time span such as 2d or 12h
cli-value-age = must be a time span such as 90d, or a date, at least one day ago
cli-value-address = must be an address with a port such as 127.0.0.1:8080
cli-no-home = The system does not say where your home directory is. Set HOME, or name the files with --config and ROSTERM_DATA_DIR.
cli-core-files = Not started: the system does not let rosterm rule out core files, in which secrets could end up ({ $why }).
cli-log-failed = Not started: the log cannot be written ({ $why }). rosterm paths shows where it is; without --log, none is written.
cli-not-started = Not started: { $why }
cli-terminal-failed = The terminal failed: { $why }
cli-output-failed = The output cannot be written: { $why }
cli-no-terminal = Not started: its screen needs a terminal as standard input and output. rosterm journal, jobs and profile work without one: rosterm --help
cli-dumb-terminal = Not started: this terminal cannot show a screen (TERM is dumb or not set). Use another one, or set TERM=xterm-256color if it is one like that. rosterm journal and rosterm jobs work here, too.
# In English and ASCII in every language: it is shown on terminals that garble everything else.
cli-foreign-charset =
    This terminal is set to { $charset } ({ $variable }={ $locale }).
    rosterm writes UTF-8: names and frames would be garbled here.

    Set the terminal itself to UTF-8, and start rosterm with
    { $variable }={ $language }.UTF-8

    Enter continues, Ctrl-C quits.{ " " }
cli-not-listening = The sandbox did not start: it cannot listen on { $address } ({ $why }). --listen 127.0.0.1:0 chooses a free port.
cli-sandbox-not-started = The sandbox did not start: { $why }
cli-sandbox-stopped = The sandbox has stopped by itself. This is an error of rosterm; start it again.
cli-sandbox-serves =
    The sandbox serves { $key } at { $url } until Ctrl-C.

    client ID | { $id }
    client secret | { $secret }
    app token | { $token }

    Open it with rosterm:
    > ROSTERM_TOKEN={ $token } rosterm --base-url { $url } --app-key '{ $key }' { $user }
    or ask it by hand:
    > curl -H 'Authorization: Bearer { $token }' '{ $url }/{ $app }/user/{ $user }/contacts?limit=10&needReturnRemark=true'
cli-server-half = --base-url and --app-key belong together: give both.
cli-bad-option = { $option }: { $why }
cli-secret-env-set = Nothing was added: what follows --secret-env is the name of a variable that is set here. --secret-env takes no name: it reads ROSTERM_CLIENT_SECRET or ROSTERM_TOKEN at each start. For another variable, use --secret-command 'printenv NAME'.
cli-secret-env-unset = Nothing was added: what follows --secret-env looks like the name of a variable, and no such variable is set here. --secret-env takes no name: it reads ROSTERM_CLIENT_SECRET or ROSTERM_TOKEN at each start. If it is the profile's name, put it before --secret-env.
cli-secret-env-secret = Nothing was added: what follows --secret-env is neither a profile's name nor a variable. If it is the secret, replace it: the shell's history may contain it now. --secret-env takes no value: it reads ROSTERM_CLIENT_SECRET or ROSTERM_TOKEN at each start.
cli-no-client-secret = --client-id needs its secret: set { $name } in the environment.
cli-bad-token = { $name } contains spaces, line breaks or other characters a token cannot contain. Copy it again.
cli-no-credentials = There are no credentials: set { $token } in the environment, or give --client-id and set { $secret }.
cli-no-profile-yet = There is no profile yet. rosterm profile add adds one.
cli-no-profiles = There is no profile in { $file } yet. rosterm profile add adds one.
cli-no-such-profile = There is no profile { $name } in { $file }.
cli-no-such-profile-but = There is no profile { $name } in { $file }. There are: { $others }
cli-which-profile = Which profile? Name one with --profile NAME, or set default = "NAME" in { $file }. There are: { $names }
cli-profile-unusable = Profile { $name }: { $why }
cli-profile-exists = There is already a profile { $name } in { $file }. Remove it first, or choose another name.
cli-bad-name = a profile's name has up to 32 letters, digits, - _ . and does not begin with -
cli-add-needs = Nothing was added. Without a terminal to ask at, these are needed: NAME, --base-url, --app-key and one of --secret-command, --secret-keyring, --secret-prompt, --secret-file, --secret-env
cli-added = Added { $name } to { $file }.
cli-added-try = Added { $name } to { $file }. Try it: rosterm profile check { $name }
cli-nothing-added = Nothing was added.
cli-nothing-entered = Nothing was entered, and nothing was added.
cli-keyring-no-terminal = Nothing was added: a secret for the keyring is asked for on a terminal, and there is none.
cli-ask-remove = Remove the profile { $name } from { $file }? [y/N]
cli-needs-yes = Nothing was removed: there is no terminal to ask at. --yes removes without asking.
cli-nothing-removed = Nothing was removed.
cli-removed = Removed { $name } from { $file }.
cli-removed-but-secret = { $removed } Its secret stays in the keyring, under rosterm.
cli-journal-failed = Journal: { $why }
cli-nothing-recorded = Nothing is recorded in { $path } yet.
cli-no-entry = No entry matches.
cli-no-age = Nothing was removed: it is not said how old entries must be. Use --older-than 90d, or set keep_days = 90 under [journal] in { $file }.
cli-prunable = Would be removed: { $what }.
cli-pruned = Removed permanently: { $what }.
cli-prune-what =
    { $entries ->
        [one] 1 change
       *[other] { $entries } changes
    }, { $jobs ->
        [one] 1 job
       *[other] { $jobs } jobs
    } and { $snapshots ->
        [one] 1 snapshot
       *[other] { $snapshots } snapshots
    }, from { $first } to { $last }
cli-prune-none = Nothing is removed: no record from before { $before } can be removed.
cli-prune-kept =
    Kept: { $since ->
        [one] 1 change
       *[other] { $since } changes
    } since { $before }, and { $earlier } earlier (in progress, unknown, of an unfinished job, or still needed by a kept change).
cli-ask-prune = What is removed cannot be restored, and its changes cannot be undone any more. Remove it? [y/N]
cli-shrunk = The file had { $earlier } bytes and has { $now } now.
cli-not-shrunk = { $pruned } The file did not shrink: { $why }
cli-verified = verified by reading
cli-verified-after = verified by reading ({ $reply })
cli-state-waiting = waiting
cli-state-sent = sent
cli-state-done = done
cli-state-undone = undone
cli-state-failed = failed
cli-state-refused = refused
cli-state-not-sent = not sent
cli-state-not-applied = not applied
cli-state-unknown = unknown
cli-state-nothing-to-do = unchanged
cli-name-separator = ,{ " " }
cli-job-held = running: { $holder }
cli-no-jobs = There are no jobs.
cli-no-unfinished-jobs = There are no unfinished jobs. rosterm jobs list --all lists the others.
cli-no-unfinished-jobs-of = { $app } has no unfinished jobs. rosterm jobs list --all lists the others.
cli-no-job = There is no job { $job }. rosterm jobs list --all lists all jobs.
cli-several-jobs = Nothing was resumed: { $n } jobs are unfinished. Name one of them.
cli-several-jobs-of = Nothing was resumed: { $n } jobs of { $app } are unfinished. Name one of them.
cli-other-app = Nothing was resumed: { $job } is for { $app }, not for { $other }. Give the options that it was started with.
cli-profile-of-other-app = Nothing was resumed: { $job } is for { $app }, but profile { $profile } is for { $other }. Choose another with --profile.
cli-job-without-profile = Nothing was resumed: { $job } was started without a profile. Give the same options again: rosterm jobs resume { $job } --base-url URL --app-key '{ $app }', with ROSTERM_TOKEN set, or with --client-id ID and ROSTERM_CLIENT_SECRET set; or choose a profile of this app with --profile NAME.
cli-own-profile-unusable = Nothing was resumed: { $job } was started with profile { $profile }. { $why } Choose another with --profile.
cli-production-needs-yes = Nothing was resumed: profile { $profile } is a production profile. To send the changes of { $job } there, add --yes.
cli-server-needs-yes = Nothing was resumed: { $app } may have real users. To send the changes of { $job } there, add --yes.
cli-journal-set-aside = The journal was damaged and has been kept as { $path }. A new one was started.
cli-resume-failed = { $job }: { $why }
cli-job-line = { $job }: { $words }
cli-resumed = resumed
cli-interrupted = interrupted; waiting for the changes in progress. To resume it later: rosterm jobs resume { $job }
cli-job-finished = This job is finished; nothing is left to send.
cli-job-not-started = The job did not start, nothing was sent: { $why }
cli-job-not-undoable = The job did not start, nothing was sent: what it undoes cannot be undone any more.
cli-verifying = unknown outcomes will be verified in { $seconds } s
cli-journal-locked = the journal is locked by another process; nothing is sent until it is free
cli-not-recordable = Changes cannot be recorded any more, so nothing more is sent. Run it again with --log warn for the reason, and resume the job once it is fixed.
cli-progress-unrecorded = the progress is not recorded yet, retrying: { $why }
cli-unrecorded = { $n } not recorded yet ({ $why }), retrying
cli-all-recorded = everything is recorded
cli-never-recorded = sent, but not recorded in the journal: { $why }
cli-resending = refused for now, resending in { $seconds } s
cli-see-job = Not all changes are done. To see which: rosterm jobs show { $job }
file-mistake = { $path }:{ $mistake }
file-not-utf-8 = { $path } is not UTF-8. Save it as UTF-8, or correct its name.
mistake-in-line = { $line }: { $why }
mistake-in-key = { $line }: { $key }: { $why }
mistake-syntax = this is not TOML: { $why }
mistake-unknown = there is no such setting. There are: { $known }
mistake-missing = { $key } is missing
mistake-no-source = secret is missing. It names where the secret comes from: { $sources }
mistake-secret = never put the secret itself here. secret names where it comes from: { $sources }
mistake-source = must be one of { $sources }
mistake-two-sources = secret names a source already; remove one of the two
mistake-no-profile = there is no profile of this name
mistake-either = must be either { $one } or { $other }
mistake-table = must be a table with settings
mistake-text = must be a text in quotation marks
mistake-line = must be a text of one line, not empty
mistake-truth = must be true or false
mistake-time = must be a time such as "20s" or "400ms", from { $least } to { $most }
mistake-words = must be a program and its arguments, such as ["pass", "acme/im"]
keyring-missing = no keyring service runs here
keyring-locked = it is locked
keyring-silent = it does not respond

## The system

# The system speaks English, so the English texts are its own.
system-not-found = { $words }
system-denied = { $words }
system-exists = { $words }
system-full = { $words }
system-quota = { $words }
system-read-only = { $words }
system-not-a-directory = { $words }
system-is-a-directory = { $words }
system-bad-name = { $words }
system-too-large = { $words }
system-busy = { $words }
system-closed = { $words }
system-timed-out = { $words }
system-refused = { $words }
system-address-in-use = { $words }
system-address-absent = { $words }
system-unsupported = { $words }

## Why messages do not arrive

key-diagnose = why messages do not arrive, for any two users
key-diagnose-row = why messages do not arrive
key-diagnose-others = ask about other users
key-diagnose-short = show why
hint-diagnose = why
hint-diagnose-others = other users
key-swap = ask the other way round
hint-swap = swap
key-watch = watch until a verdict changes, or stop
hint-watch =
    { $about ->
        [stop] stop watching
       *[other] watch
    }
key-copy-reply = copy the reply to the customer
hint-copy-reply = copy reply
key-copy-other-reply = copy the reply in Chinese
key-unblock-sender = unblock the sender
key-add-recipient = make them friends
key-open-recipient = open the recipient
diagnosis-ask-title = Why do messages not arrive?
diagnosis-sender = Who sends? (user ID)
diagnosis-recipient = Who does not receive? (user ID)
diagnosis-same = These are the same user.
diagnosis-title = Why can { $who } not message { $whom }?
diagnosis-reading = Reading both accounts, blocklists and friends
diagnosis-changed = Changed at { $at }. Before: { $ways }
diagnosis-watched = Watching: read again and again until a verdict changes.
diagnosis-can = What you can do
diagnosis-read = Read at { $at }
diagnosis-unsaid = What the API does not say
diagnosis-unsaid-what = Whether the app lets only friends write to each other, whether somebody is muted, and what a message filter did. A test message sent by REST proves nothing: it ignores blocks.
diagnosis-journal = The journal of this machine about the two
diagnosis-no-entry = nothing
diagnosis-reply = Reply to the customer ({ $key } copies it, { $other } copies it in Chinese)
fact-account = account
fact-blocks = blocks the other
fact-befriends = has the other as a friend
fact-remark = remark for the other
why-blocked = { $who } blocks { $whom }.
why-banned = { $who } is banned and cannot log in.
why-missing = There is no account { $who }.
why-not-friends = No block and no ban found. They are not friends: if the app lets only friends write, messages are refused.
why-clear = Nothing found that stops messages.
why-not-checked = Not everything could be read, so this is unknown.
can-unblock = take { $whom } off the blocklist of { $who }; ask { $who } first
can-befriend = make { $who } and { $whom } friends; both are notified
can-swap-unblock = { $who } blocks { $whom }: swap, then unblock
can-nothing-account = The account is banned. That is changed in the web console, not here.
can-check-id = Check the ID: there is no such account (or not any more).
can-not-read-only = Changes are locked in this session.
reply-blocked = The other user has blocked you, so your messages cannot be delivered. Please contact them another way if you think this is a mistake.
reply-banned-sender = Your account is suspended, so it can neither send nor receive messages. Please contact us to have it reviewed.
reply-banned-recipient = The other user's account is not available at the moment, so your messages cannot be delivered.
reply-missing-sender = We cannot find your account { $id }. Please check the ID that you are signed in with.
reply-missing-recipient = We cannot find the account { $id }. Please check the ID of the person you are writing to.
reply-not-friends = You and the other user are not friends, and some apps let only friends message each other. Please add each other as friends, then send your message again.
reply-blocks = You have blocked the other user, so you do not receive their messages. If you want to talk to them, please unblock them first.
reply-clear = We checked both accounts, the blocklists and the friendship, and found nothing that stops your messages. Please check your network and sign in again. If it still fails, tell us when you sent the message and what the app showed.
notice-no-reply = Too little is known to say what to tell the customer.
notice-settings-unread = The remembered settings cannot be read and are not used: { $why }
notice-settings-garbled = The remembered settings are damaged; what is not understood is not used
notice-settings-unsaved = The settings cannot be remembered and apply until you quit: { $why }
settings-title = Settings
settings-language = Language
settings-mask = Mask users
settings-colours = Colours
settings-mouse = Mouse
settings-requests = Line of requests
settings-ascii = Lines
settings-on = on
settings-off = off
settings-automatic = automatic
settings-ascii-on = ASCII
settings-ascii-off = drawn
settings-language-about = Automatic is the language of the profile or, without one, of the system.
settings-mask-about = IDs, remarks, nicknames, messages and what you type are shown as # and a number, for a shared screen. What you copy or send stays real.
settings-colours-about = Without colours, bold and reversed text say the same.
settings-mouse-about = While it is on, rosterm uses the clicks and the wheel; hold Shift and drag to select text (Option in iTerm2). While it is off, the terminal keeps the mouse.
settings-mouse-screen = rosterm cannot use the mouse in GNU screen, which would lose keys.
settings-requests-about = The newest requests at the bottom, if the terminal has 110 columns and 30 rows.
settings-ascii-about = If lines are broken in your terminal, draw them with ASCII characters.
settings-remembered = Changes apply at once and are remembered.
settings-sandbox = Changes apply at once. The sandbox remembers nothing.
notice-verdict-changed = Changed at { $at }: { $ways }
clip-reply = the reply

## The palette

key-palette = find an action by typing
key-row-actions = actions of the row, or of what is selected
key-dialog-actions = find an action here by typing
key-palette-run = do it
hint-palette = actions
palette-title = Actions
palette-row = Actions on { $id }
palette-selected = Actions on { $n } selected
palette-nothing = No action has such a name.
palette-no-user = no user is open
palette-no-row = no row
palette-group = a group
palette-one = one friend at a time
palette-blocked = blocked already
palette-not-blocked = not blocked
palette-not-friend = not a friend
palette-not-now = not now
notice-not-now = This cannot be done now, or would change nothing.
notice-unknown-key = { $letter } does nothing here. { $palette } finds every action, { $help } shows the keys.
notice-input-method = Your input method is on: { $letter } is no command. Switch it off to press keys.

# ---- other words that find an action ----

also-quit = exit leave close
also-remove = delete unfriend erase
also-refresh = reload update repaint
also-open = go to another user, switch user, look up
also-filter = search find
also-journal = audit history, who did what
also-jobs = tasks progress, bulk
also-paste = bulk ticket, many users, batch
also-undo = revert, take back, restore
also-export = save as file, CSV, JSON, download
also-import = load from file, CSV, upload, snapshot, restore
also-help = keys, shortcuts, manual
also-remark = note, nickname, rename
also-ticket = case, reference
