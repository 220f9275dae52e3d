# The English texts, and the fallback for every other language.
#
# One file a language, the same keys and placeholders in both, grouped by the part of the program that
# shows them: "list-", "card-", "dialog-", "failure-", "key-" and so on. Numbers are written as they are,
# without separators. Never in a text: characters whose width depends on the terminal (ellipsis, bullets,
# arrows, ticks, circled digits) and emoji.

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
no-user = No user is open: { $key } opens one by its ID
too-small = Window too small: { $width }x{ $height }, need { $columns }x{ $rows }
too-small-under-way = { $n ->
    [one] 1 change is on its way
   *[other] { $n } changes are on their way
}
too-small-keys = q quit, or enlarge the window
too-small-keys-twice = q twice: quit anyway; or enlarge

## Facts

yes = yes
no = no
none = (none)
unknown = unknown
not-read = not read
read-at = read { $at }
asking = asking...
account-active = active
account-banned = banned
account-unknown = state unknown
account-gone-short = gone
account-gone = This account does not exist.
account-failed = Could not be read: { $why }
id-irregular = ID outside a-z 0-9 _ - .
id-irregular-typed = This ID breaks today's rule (at most 64 of a-z 0-9 _ - .). Older apps hold such IDs, so it can still be opened.

## Lists

failed = failed
matches = { $n } found
list-loading = Loading
list-waiting = Waiting { $seconds } s: the service allows 5 calls a minute for each user.
list-retry = Press { $key } to try again.
list-open-other = { $key } opens another user.
list-page-failed = Page failed, { $key } retries: { $why }
list-endless = Pages repeat: the list ends here
list-loading-all = Loading all: { $n } - { $key } stops
filter-partial-typing = Searched { $n }, Enter: the rest
filter-partial = Searched { $n }, / Enter: the rest
filter-whole = /{ $filter } - Esc shows all
filter-nothing = Nothing matches "{ $filter }".
filter-rest = Only { $n } loaded rows were searched: / then Enter loads the rest.
filter-rest-typing = Only { $n } loaded rows were searched: Enter loads the rest.
friends-none = No friends.
friends-none-key = { $key } adds one.
blocks-none = Nobody is blocked.
blocks-none-key = { $key } blocks somebody by ID.
conversations-none = No conversations.
conversations-by-id = { $key } deletes a conversation by its ID.
legend-friends = B blocked, X gone or banned
legend-blocks = F friend, X gone or banned
head-remark = remark
group-mark = (g)
legend-conversations = unread, last message; (g) group
mark-blocked = blocked by this user
mark-friend = friend of this user
mark-gone = account gone or banned, once it was looked at
mark-pending = a change is on its way (turning)

## Card

row-no-friend = no friend now
row-not-blocked = not blocked now

card = Card
card-nobody = Nobody under the cursor.
relation = Relation
are-friends = friends
i-block = { $me } blocks them
blocks-me = they block { $me }
my-remark = remark of { $me }
their-remark = their remark
verdict = Messages
cannot-send = BLOCKED
cannot-send-banned = cannot: banned
cannot-send-missing = cannot: no account
not-checked = not checked
no-obstacle = ok so far
because-blocks = { $who } blocks { $whom }
because-banned = { $who } is banned and cannot log in
because-missing = { $who } does not exist
account = Account
actions = Keys
conversation = Conversation
conversation-group = Group conversation
unread = unread
last-at = last message
last-text = last text
no-text = (no text)

## Short labels of keys

hint-help = help
hint-pane = pane
hint-move = move
hint-scroll = scroll
hint-filter = filter
hint-filter-keep = keep, load the rest
hint-filter-drop = drop
hint-add = add friend
hint-block = block
hint-block-ids = block IDs
hint-unblock = unblock
hint-remove = unfriend
hint-delete = delete
hint-remark = remark
hint-open = open as user
hint-open-id = open ID
hint-copy = copy ID
hint-card = full card
hint-refresh = refresh
hint-quit = quit

## Keys

key-down = down
key-up = up
key-top = first row
key-bottom = end, loading on
key-half-down = half a page down
key-half-up = half a page up
key-page-down = page down
key-page-up = page up
key-next-pane = next list
key-previous-pane = list before
key-friends = friends
key-blocks = blocklist
key-conversations = conversations
key-card = all about the row
key-filter = filter by ID, remark
key-zoom = full width, and back
key-refresh = refresh the list
key-refresh-all = refresh everything
key-open-row = open as the user
key-open-id = open any ID
key-back = user before
key-forward = user after
key-copy = copy the ID
key-log = request log
key-add = add friends
key-remove = remove from this list
key-remark = edit the remark
key-block = block
key-unblock = unblock
key-help = this help
key-escape = clear the selection, else back one layer
hint-pick-none = none
key-redraw = paint anew
key-suspend = suspend
key-quit = quit
key-interrupt = stop; twice: quit
key-filter-keep = keep the filter, load the rest
key-filter-drop = drop the filter
key-submit = send
key-next-choice = next choice
key-previous-choice = choice before
key-cancel = cancel
key-yes = yes
key-no = cancel
key-keep-roaming = delete, keep messages
key-keep-short = keep msgs
key-roam-short = all...
key-delete-roaming = delete messages too...
key-leave = leave it running
key-withdraw = withdraw it, unsent
key-again = try again
key-read-truth = read the lists again
key-read-truth-short = read again
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
key-delete-now = delete for good
key-leave-yes = quit anyway
key-leave-no = stay (default)

## Help

help-title = Keys
help-move = Move
help-look = Look
help-act = Change (writes)
help-general = General
help-marks = Marks beside a row
help-safety = What is asked before a change
help-safety-1 = Block and unblock act at once, on the blocklist d, Del and F8 too; z takes back what was done last.
help-safety-2 = Removing a friend asks first and says what is lost; Enter never confirms.
help-safety-3 = Deleting stored messages wants the ID typed, because nothing brings them back.
help-mouse = To select text with the mouse, hold Shift (in iTerm2: Option).


## Notices

done-add = Friends now: { $owner }, { $id }
done-remove = No longer friends: { $owner }, { $id }
done-remark = Saved { $owner }'s remark for { $id }
done-block = Blocked { $id } for { $owner }
done-unblock = Unblocked { $id } for { $owner }
done-conversation = Deleted conversation { $id } of { $owner }; stored messages kept
done-conversation-roaming = Deleted conversation and messages { $id } of { $owner }
notice-read-only = Read-only: nothing can be changed in this session
notice-paste = A paste is taken only inside a field; nothing was done
notice-paste-too-long = The paste is too long for a field; nothing of it was taken, paste it in parts
defect = rosterm ended because of a defect of its own: { $what } ({ $place })
defect-changes = What was on its way to the server may or may not have been done: look at the user again.
defect-report = A report for those who mend it is in { $path }; it may hold user IDs.
defect-no-report = No report could be written: { $why }
notice-unrecorded = Not recorded in the journal, although it happened: { $why }
notice-owed = { $n ->
    [one] 1 outcome is not in the journal yet and is tried again: { $why }
   *[other] { $n } outcomes are not in the journal yet and are tried again: { $why }
}
notice-nothing-owed = The journal has all outcomes now
badge-owed = { $n } not recorded
notice-journal-aside = The journal was damaged: it is kept as { $path }, and a new one begins
notice-journal-closed = Nothing can be changed until the journal opens, which is tried again: { $why }
notice-journal-open = The journal is open now, and changes are possible
notice-journal-damaged = Nothing can be changed any more; quit and start again, and the journal is set aside: { $why }
notice-nothing-to-undo = There is nothing in the journal that can be taken back
notice-nothing-to-redo = Nothing was taken back that could be done again
undo-taken = Entry { $by } has taken it back already
undo-taken-by = Entry { $by } by { $who } has taken it back already
undo-takes = It takes back entry { $entry } itself: Z does that again
undo-with-friend = The remark came with the friend and goes with the friend
undo-was-so = It was so already: nothing was changed
undo-not-done = It was not done: nothing was changed
undo-unknown = Nobody knows whether it was done
undo-newest-unknown = Outcome of the newest change not known: { $id } ({ $owner }, entry { $entry }). { $key } opens the journal: an older one can be taken back there.
undo-never = Nothing brings back a conversation
undo-lost = The remark before it is not in the journal
undo-not-known = How it stood before could not be read: taking it back might undo what somebody else did
undo-runs = This job has not ended: stop it first
undo-moved-unblock = not blocked any more
undo-moved-block = blocked again since
undo-moved-add = friends again since
undo-moved-remove = no longer friends
undo-left-out = Not as it was left ({ $why }), left alone: { $ids }
undo-made = Done by { $who } at { $when }, { $ticket }.
undo-made-nameless = Done at { $when } by an operator without a name, { $ticket }.
undo-under = This is recorded under { $reference }.
undo-passed = { $n ->
    [one] The conversation of { $owner } with { $id }, deleted since, cannot be brought back. The change before that:
   *[other] { $n } conversations deleted since cannot be brought back, the last one that of { $owner } with { $id }. The change before that:
}
undo-nameless = nobody named
undo-ticket = ticket { $ticket }
undo-no-ticket = without a ticket
undo-lost-remark = Only the text comes back: who has read the other one has read it.
undo-remark-unknown = Not known, and so not put back, are the remarks of { $n } of them.
undo-lost-block = What your server was told of the block stays told; it is told of the unblock too.
undo-lost-unblock = They come back on top of the list, not in their places. What your server was told stays told.
undo-lost-add = The other side has seen the new friend; a remark given since is lost. What your server was told stays told.
undo-lost-remove = Remarks of { $owner } come back where they are known. Nothing brings back the other side's remark, the places in the lists, or what your server was told.
notice-journal-unread = The journal cannot be read: { $why }
too-many-lines = Not taken: { $is } lines, a list may have { $limit } lines
too-many-bytes = Not taken: { $is } KiB, a list may have { $limit } KiB
too-many-chars = Not taken: the paste has { $is } characters, a list may have { $limit }: paste it in parts or read it from a file
too-many-ids = Not taken: { $is } IDs, a list may have { $limit }
notice-paste-open = A paste began and has no end yet, keys are taken as its text: Esc drops it
notice-paste-dropped = The paste without an end was dropped; nothing was done
notice-slipped = Not done: the row changed, look again
notice-unread = Not sent: not all of the question was on screen yet, scroll down first
notice-too-soon = Not done: this has just come up, read it and press the key again
notice-too-fast = Not done: keys came faster than a hand presses them, press again
notice-already-sent = Already on its way: { $id }
notice-not-blocked = Not on the blocklist: { $id } - nothing sent
notice-already-blocked = Blocked already: { $id } - nothing sent
notice-already-friend = Friends already: { $id } - nothing sent
notice-friend-gone = No longer friends: { $id } - nothing sent
notice-remark-so = The remark for { $id } is like that already - nothing sent
notice-not-friend = Not a friend: { $id } - nothing sent
notice-remark-for-one = A remark is set for one: Esc clears the selection ({ $key } sets many from a file)
notice-group = A group, not a person: { $id }
notice-self = That is the user itself
notice-no-row = No row under the cursor
notice-no-history = No further user in this direction
notice-stopped = Stopped loading; what is loaded stays
notice-copied = Copied { $what }
notice-copied-tmux = Put { $what } into tmux's buffer: paste it with tmux's prefix key and ]. Other programs may not have it
notice-copied-tmux-short = In tmux's buffer (prefix ]): { $what }
notice-copy-sent = Sent { $what } to the terminal. If it is not there when you paste, select it with Shift and the mouse
notice-copy-sent-less = Sent { $what }. If it is not there when you paste: Shift and the mouse
notice-copy-sent-short = Sent (else Shift+mouse): { $what }
clip-ids = { $n ->
    [one] 1 ID
   *[other] { $n } IDs
}
clip-request = the request as cURL (token masked)
clip-line = a line for the ticket
notice-again-to-quit = Press Ctrl-c again to quit
notice-left = It goes on; the outcome is told here
notice-reading-truth = Reading { $id } again, to be sure

## Dialogs

open-title = Open a user
open-ask = User ID (capitals are folded, as the service does)
open-bad = This cannot be an ID: empty, dots only, or with control characters.
trouble-title = Not done
trouble-again = Trying again
trouble-unknown = Outcome unknown
leave-title = Quit now?
leave-owed = { $n ->
    [one] 1 outcome is not in the journal yet. If you quit now, it stays there as unknown, although it is known here.
   *[other] { $n } outcomes are not in the journal yet. If you quit now, they stay there as unknown, although they are known here.
}
leave-ask = { $n ->
    [one] 1 change is on its way. If you quit now, you will not see what became of it. If it has not left yet, it is not sent:
   *[other] { $n } changes are on their way. If you quit now, you will not see what became of them. What has not left yet is not sent:
}
leave-waiting = { $n ->
    [one] 1 change waits for its turn. If you quit now, it is not sent:
   *[other] { $n } changes wait for their turn. If you quit now, they are not sent:
}
leave-lost = { $n ->
    [one] The outcome of 1 change is not known. The next start looks into it:
   *[other] The outcomes of { $n } changes are not known. The next start looks into them:
}
ask-add = Add { $id } as a friend of { $owner }
ask-remove = Remove the friend { $id } from { $owner }
ask-remark = Set { $owner }'s remark for { $id }
ask-block = Block { $id } for { $owner }
ask-unblock = Unblock { $id } for { $owner }
ask-conversation = Delete { $owner }'s conversation with { $id }
sent = Sent, waiting for the server
sent-waiting = Waiting { $seconds } s for its turn: the service allows 5 calls a minute for each user.
add-title = Add friends for { $owner }
block-title = Block for { $owner }
ids-count = { $n } IDs at once: type { $n } to confirm.
more-then = { $n } more, then { $key }
more-then-short = { $n } more, { $key }
ids-moved = More is known now: other IDs will be sent than before. Read anew.
add-effect = Both sides get each other at once, no consent asked; { $owner } and the friend are notified.
block-effect = They can no longer message or befriend { $owner }. Friends stay in the list.
id-self = the user itself
ids-count-wrong = That is not { $n }.
fate-waiting = waiting
fate-done = done
fate-unknown = outcome unknown
remark-title = Remark for { $id }
remark-of = { $owner }'s remark for { $id }
remark-before = Now
remark-count = { $n }/{ $cap } characters, width { $cells }
remark-not-read = not read; saving replaces whatever it is
remark-too-long = { $n } too many: it cannot be saved
remark-effect = Only { $owner }'s side changes. Empty clears it.
remark-moved = The remark has changed meanwhile, or this is no longer a friend. Look at it again.
remove-title = Remove a friend
remove-ask = Remove the friend { $id } from { $owner }?
remove-happens = What happens
remove-1 = Both disappear from each other's friends.
remove-2 = { $owner }'s remark for { $id } is lost (now: { $remark }).
remove-2-none = { $owner } has no remark for { $id }.
remove-3 = { $id }'s remark for { $owner }, if any, is lost too (not read).
remove-4 = The blocklists and the conversations stay as they are.
remove-4-blocked = The blocklists stay: { $id } remains blocked. Conversations stay too.
remove-restore = { $key } restores the friendship and the remark that was read, not their remark nor the place in the list.
remove-moved = The list was read again and this friend has changed or is gone. Read anew.
conversation-moved = The list was read again and this conversation has changed or is gone. Read anew.
conversation-title = Delete a conversation
conversation-ask = Delete { $owner }'s conversation with { $id }?
conversation-ask-group = Delete { $owner }'s conversation in the group { $id }?
conversation-which = ID of the peer or group whose conversation { $owner } loses
conversation-one-side = Only { $owner } loses it; the other side keeps it.
conversation-one-member = Only { $owner } loses it; the other members keep it.
conversation-keep = Delete the conversation, keep the messages stored on the server
conversation-roam = Delete the stored messages too: nothing brings them back
conversation-no-undo = Neither can be undone here.
conversation-roam-warn = The messages stored on the server will be gone for good. There is no undo.
conversation-doubtful = Nobody knows whether it was deleted before. What was said since goes too.
conversation-type = Type { $id } to confirm
conversation-mismatch = That is not { $id }.
kind-chat = one-to-one
kind-group = group

## Failures

server-said = Server: { $words }
network-said = Network: { $words }
changed-nothing = Nothing was changed.
changed-unknown = It is not known whether this was done: { $owner }, { $id }.
read-changed-nothing = Nothing was changed.
unknown-conversation-todo = It is not sent again by itself: to delete it all the same, type { $id } again.
unknown-todo = Read the lists again before you decide; do not send it blindly.
short-not-found = no such user
reason-bad-id = This ID cannot be sent
bad-id-todo = It is empty, dots only, or holds control or invisible characters. Copy it again from its source.
reason-connect = No connection
connect-todo = Check the network, the proxy and the REST address.
reason-tls = Certificate not trusted
tls-todo = Check the REST address and the company's certificates; do not go on without.
reason-timeout = No answer in time
reason-broken = Connection broke
again-todo = Try again in a moment; if it stays so, tell whoever runs the app.
reason-too-large = Answer too large
reason-unreadable = Answer not understood
engineer-todo = Show the request log to an engineer.
reason-redirect = Redirected, not followed
redirect-todo = The REST address is not the service's own. Check it in the service's web console.
reason-service = Refused by the service
reason-endless = Pages without end
grant-400 = Client ID or client secret is wrong
grant-400-todo = Copy both again from the app's overview in the service's web console.
app-404 = The app does not exist on this host
app-404-todo = Check the App Key (org#app) and the REST address.
bad-400 = The service does not accept these values
bad-400-todo = See the server's words; change the values and send again.
token-401 = The token is not valid (any more)
token-401-todo = Start rosterm again with a fresh token or the client secret.
limit-403 = A limit of the plan is reached
limit-403-todo = Remove something first, or ask for a larger plan.
forbidden-403 = Not allowed for this app or user
forbidden-403-todo = Check in the service's web console whether the function is switched on and the account is not banned.
user-404 = No such user
user-404-todo = Check the ID; the account may have been deleted.
shape-4xx = The service does not accept this request
plan-429 = The plan's quota is used up
plan-429-todo = Waiting does not help: the app's owner must extend the plan.
rate-429 = Too many requests at the moment
rate-429-todo = The app's limit is shared with its own servers. Wait a little, then try again.
server-5xx = The service failed
blocks-403 = The blocklist cannot be used for this app or user
blocks-403-todo = The app's owner must switch it on in the service's web console (user blocklist).
conversations-403 = The service does not list conversations for this app or user
conversations-403-todo = The listing is a paid function, or the user does not exist.
add-full = { $owner } or { $id } has as many friends as the plan allows
add-full-todo = Open both and compare the totals; remove a friend there, then add again.
block-full = { $owner } already blocks as many as the service allows ({ $n })
block-full-todo = Unblock somebody first, then block again.
remark-not-friends = { $owner } and { $id } are not friends, so there is no remark
remark-not-friends-todo = Make them friends first, then set the remark.
leftover-404 = { $owner } or { $id } does not exist any more
leftover-404-todo = If { $id } was deleted, its row is a leftover that the service does not let anybody remove.
owner-404 = { $owner } does not exist
pair-404 = { $owner } or { $id } does not exist
pair-404-todo = Check both IDs; one of the accounts may have been deleted.
conversation-429 = Five conversations a minute were changed for this user
conversation-429-todo = Wait a minute, then try again.

## Answers that were lost

unknown-settles = Sent { $sent }. The truth is read by itself at { $due }; until then it is not sent again.
journal-unusable = it cannot be used: { $detail }
journal-no-locks = the file system there has no working locks, as NFS may have none: set ROSTERM_DATA_DIR to a directory on a local disk ({ $detail })
journal-newer = a newer rosterm wrote it: use that one ({ $detail })
journal-foreign = that is a database of another program: { $detail }
journal-in-use = another rosterm has it open: close that one first ({ $detail })
journal-replaced = its file was removed or replaced while rosterm had it open: put it back, or quit and start again ({ $detail })
journal-is-damaged = it is damaged: { $detail }
journal-full = the disk is full
journal-read-only = it cannot be written: { $detail }
journal-busy = another process keeps the journal locked
journal-stopped = it has stopped
reason-journal = The journal cannot be written, and what is not recorded is not sent
journal-todo = Make room on the disk, put the file back or mend it (rosterm paths names it), then try again. If it was replaced, quit and start again.
reason-withheld = The journal does not keep the text of remarks, so nobody can send this one now
reason-taken = It was taken back already
short-taken = taken back already ({ $by })
taken-todo = Look at the journal: somebody else was faster.
reason-changed-since = Somebody changed it since: it was left alone
changed-since-todo = Look at how it is now, and change it by hand if it is not as it should be.
withheld-todo = Look at the remark, and write it again where it is not as it should be.
reason-not-applied = Not applied: the answer was lost, and reading shows that nothing was done
not-applied-todo = It may be sent again.
reason-gone = The console ended before the answer was there
reason-superseded = Unknown; a later change about the same thing was done
superseded-todo = There is nothing to do: the later change counts.
found-done = { $what } (answer lost, found by reading)
found-done-roaming = Conversation { $id } of { $owner } is gone; its stored messages cannot be checked
done-before = { $what } (by the first sending, whose answer was lost)
notice-never-settled = Outcome still unknown: { $id } - look before sending again
notice-unsettled = Outcome not known yet: { $id } - nothing sent
notice-left-changes = { $n ->
    [one] 1 change of an earlier session has no known outcome: it is being read
   *[other] { $n } changes of earlier sessions have no known outcome: they are being read
}
notice-unreadable = { $n ->
    [one] 1 remark of an earlier session: outcome unknown, text not kept - look at it
   *[other] { $n } remarks of earlier sessions: outcome unknown, text not kept - look at them
}
notice-left-out = { $n } left out: nobody knows whether they were deleted
notice-waits = Waiting for its turn already: { $id }
notice-withdrawn = Withdrawn, never sent: the conversation of { $owner } with { $id }
doubts-badge = ? { $n } unknown
id-under-way = on its way, skipped
mark-unsettled = nobody knows what became of a change
## Secrets

ask-client-secret = Client secret of { $app } for the profile { $name } (not shown):
ask-token = App token of { $app } for the profile { $name } (not shown):
secret-command-missing = The program { $program } cannot be started: check the command of the profile.
secret-command-failed = { $program } ended with code { $code }: run it by hand to see why.
secret-command-killed = { $program } was ended before it was done: run it by hand to see why.
secret-command-silent = { $program } printed nothing: it has to print the secret as its first line.
secret-command-slow = { $program } did not end within { $seconds } s: run it by hand to see why.
secret-too-long = What came is too long to be a secret.
secret-garbled = The secret holds spaces, line breaks or other characters that none has: copy it again.
secret-keyring-absent = This build has no keyring: take "ask at each start", a command or a file instead.
secret-keyring-silent = The keyring cannot be asked ({ $why }): take "ask at each start", a command or a file instead.
secret-keyring-empty = The keyring has nothing for rosterm under { $name }.
secret-not-typed = No secret was entered; it is asked for at a terminal.
secret-file-unreadable = { $path } cannot be read: { $why }
secret-file-kind = { $path } is not a file.
secret-file-open = { $path } can be read or changed by others: chmod 600 it, then change the secret.
secret-file-owner = { $path } belongs to somebody else: it must be your own.
secret-file-empty = { $path } is empty: its first line has to be the secret.
secret-env-unset = { $name } is not set in the environment.
file-unreadable = { $path } cannot be read: { $why }
file-unwritable = { $path } cannot be written: { $why }
file-open = { $path }: others may change { $open }, and with it where your secret goes. Close it with: { $close }
file-foreign = { $path }: { $foreign } belongs to another user, who could change where your secret goes. Use a file of your own.
file-dangling = { $path } is a link to a file that does not exist.
file-no-certificate = { $path } holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).

## Trying a profile

check-secret = Secret
check-address = Address, TLS
check-token = Token
check-read = Reading
check-blocks = Blocklist
check-good = good
check-partly = note
check-bad = FAILED
check-running = trying...
check-secret-typed = as entered
check-secret-environment = from the environment, which goes before the profile
check-secret-source = from where the profile says
check-address-tls = The certificate of { $host } is not trusted.
check-address-tls-todo = If your company inspects traffic, name its certificates in ca_file. Else do not go on.
check-address-unknown = There is no host of the name in { $host }.
check-address-todo = Copy the REST address again: console > Application management > Application overview.
check-address-silent = Nobody answers at { $host }.
check-address-silent-todo = Check the network and the proxy (profile or HTTPS_PROXY), then the REST address.
check-grant-todo = Copy both again: console > Application management > Application overview.
check-app-todo = Copy App Key and REST address again: console > Application management > Application overview.
check-token-todo = Get a fresh token: console > Application management > Application overview. With client ID and secret it renews itself.
check-token-given = a ready token; how long it lasts is not known
check-token-unlimited = without an end
check-token-days = good for { $days } d { $hours } h
check-token-hours = good for { $hours } h { $minutes } min
check-token-minutes = good for { $minutes } min
check-read-good = read one user: { $id }
check-read-nobody = the app has no users yet
check-blocks-on = switched on
check-blocks-off = The app's blocklist is not switched on.
check-blocks-off-todo = It costs nothing: console > Feature configuration > Basic features > User > User blocklist.
check-blocks-unknown = could not be found out: { $why }
check-blocks-untried = could not be tried without a user

## Set-up

setup-title = First-run set-up
setup-title-add = New profile
setup-step-1 = connection
setup-step-2 = check
setup-step-3 = done
setup-welcome = Welcome. In two minutes you see the friends and the blocklist of your first user. Address, App Key and credentials are in the service's console > Application management > Application overview.
setup-lang = Language
setup-lang-system = as the system
setup-name = Profile
setup-environment = Environment
setup-production = production
setup-test = test
setup-base-url = REST address
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
setup-env-variable = { $name }, when rosterm starts
setup-checks = Check
setup-about-lang = The language of the screen.
setup-about-name = What this connection is called here. Written to { $file }
setup-about-production = Real users: the console starts read-only until you unlock it.
setup-about-test = Nobody minds: changes are possible at once.
setup-about-base-url = As the console names it: it differs from app to app.
setup-about-app-key = Written org#app.
setup-about-app-key-read = Organization { $org }, app { $app }.
setup-about-client-id = With it, tokens renew themselves. Empty: the secret is a ready token.
setup-about-source-command = A password manager prints it (pass, op, vault). Nothing is kept here.
setup-about-source-keyring = The system keeps it under lock.
setup-about-source-prompt = For this session only; the next start asks again.
setup-about-source-file = A file that only you can read (chmod 600). First line: the secret.
setup-about-source-env = ROSTERM_CLIENT_SECRET or ROSTERM_TOKEN, set before the start.
setup-about-command = Program and arguments, no shell. It prints the secret first.
setup-about-file = Only you may be able to read it (chmod 600). First line: the secret.
setup-about-secret = Type or paste it. Nothing of it is shown. Ctrl-u empties it.
setup-about-operator = Your name, for the journal of what was done. May stay empty.
setup-about-friend-cap = Friends a user may have: free plan 100, paid 3000. May stay empty.
setup-about-proxy = Such as http://proxy.example.com:3128. Empty: as HTTPS_PROXY says.
setup-about-ca-file = Company certificates (PEM), beside the system's. May stay empty.
setup-trying = Trying the connection. Nothing is changed on the server.
setup-saving = Writing the profile.
setup-failed = Mend what failed, then check again.
setup-passed = Everything works. Enter saves and opens the console.
setup-passed-partly = It works, with a note above. Enter saves and opens the console.
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
setup-again-to-leave = Press it again to leave. Nothing was saved.
setup-paste-nowhere = Pasting needs a field to paste into.
setup-not-saved = Not saved: { $why }
fault-empty = has to be filled in
fault-url-unreadable = not an address like https://a1.easemob.com
fault-url-scheme = has to begin with https://
fault-url-app = names another app than the App Key: leave out /org/app and what follows
fault-url-extra = only https://, the host and perhaps a path: no user name, no ? and no #
fault-app-key-hash = is written org#app, with one # in it
fault-app-key-name = two names around a #, without spaces or slashes
fault-name = up to 32 letters, digits, - _ . and not - at the beginning
fault-taken = another profile has this name
fault-quote = a quotation mark is not closed
fault-friend-cap = a number from 1 to 100000, or empty
fault-proxy = not an address like http://proxy.example.com:3128
fault-proxy-secret = name and password of a proxy belong into HTTPS_PROXY

## Read-only for a while

mode-unlocked = writable, { $n } min
key-unlock = unlock changes, or lock
notice-unlock = Read-only: { $key } unlocks changes for a while
notice-unlocked = Changes are possible for { $n } minutes; { $key } locks again
notice-locked = Read-only again
notice-never-locked = This session is not read-only

## Many at once

hint-paste = paste a list
hint-pick = select
help-many = Many at once
help-safety-4 = From 5 users on their number must be typed; a paste is never taken as keys.
key-pick = select, next row
key-pick-range = range, and end it
key-pick-on = select onwards
key-pick-all = select all shown
key-pick-others = invert the selection
key-pick-none = select nothing
key-undo = undo the last change
key-redo = redo what was undone
key-undo-job = take this job back
key-undo-short = undo
key-put-back = put back
key-paste-list = paste a list of IDs
key-jobs = jobs
key-unblock-ticked = unblock the ticked
key-block-ticked = block the ticked
key-add-ticked = befriend the ticked
key-remove-ticked = unfriend the ticked
key-tick = tick
key-tick-all = tick all
key-tick-others = invert the ticks
key-tick-none = tick none
key-copy-ids = copy
key-check-again = check again
key-last-row = last row
key-back-step = back
key-unblock-now = unblock
key-pause = pause, go on
key-pause-short = pause
key-go-on = go on
key-stop = stop the job...
key-stop-short = stop...
key-stop-yes = stop it
key-stop-no = let it run
key-retry-failed = retry what failed...
key-retry-short = retry...
key-copy-failed = copy the failed IDs
key-copy-short = copy
key-failed-first = failed first, and back
key-failed-short = failed first
key-next-job = next job
key-next-short = next
key-previous-job = job before
picked = { $n } selected
picked-mini = *{ $n }
picked-hidden = { $n } selected, { $hidden } out of sight
picked-hidden-mini = *{ $n } ({ $hidden } hid)
triage-title = IDs for { $owner }
triage-ask = Paste or type IDs, one a line or any other way.
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
}, { $repeated } repeated, { $impossible } bad
triage-own = , the user itself
triage-selected = { $n ->
    [one] 1 selected ID
   *[other] { $n } selected IDs
}
triage-undo = Taking back the last change for { $owner }
triage-undo-entry = Taking back entry { $n } for { $owner }
triage-undo-job = Taking back { $job } for { $owner }
triage-redo = Doing the last change for { $owner } again
triage-redo-job = Doing again what { $job } took back for { $owner }
triage-undone = { $n ->
    [one] 1 change
   *[other] { $n } changes
}
triage-failed = { $n ->
    [one] 1 ID that failed
   *[other] { $n } IDs that failed
}
remarks-reading = Reading what { $n ->
    [one] the remark is
   *[other] { $n } remarks are
} now
remarks-unread = The remarks could not be read: { $why }
remarks-ask = { $n ->
    [one] Put back a remark of { $owner }?
   *[other] Put back { $n } remarks of { $owner }?
}
remarks-ask-again = { $n ->
    [one] Set a remark of { $owner } again?
   *[other] Set { $n } remarks of { $owner } again?
}
remarks-none = Nothing is as it was left, so nothing is put back.
remarks-changed = changed since: { $remark }
remarks-no-friend = no longer friends
triage-impossible-at = { $key }: what is bad
triage-checking = Checking: { $known } of { $n } known
triage-then = then { $what }
triage-check-failed = { $n } not checked ({ $why }): { $key } tries again
triage-ticked = { $n } of { $all } ticked
triage-unknown = { $n } not known: { $key } asks again
triage-accounts-ask = Accounts: { $cost }. { $key } once more reads them.
triage-accounts-going = Reading accounts: { $n } to go, { $key } stops
account-unread = unknown
key-accounts = read the accounts, a call for each
key-accounts-short = accounts
key-export-failed = write what failed to a file
triage-head-account = account
triage-head-line = line
triage-head-blocked = blocked
triage-head-friend = friend
unfit-empty = empty
unfit-long = too long for an ID
unfit-dots = only dots
unfit-invisible = invisible characters in it
unfit-damaged = a number that a spreadsheet changed
doubt-odd = not an ID by today's rule
doubt-word = a word of the sentence?
doubt-ticket = a ticket number?
doubt-other = named as something else
doubt-range = a range: first and last?
doubt-phone = a telephone number?
doubt-number = a number, a date or an amount?
doubt-part = only a part of a word
doubt-mended = written otherwise in the text
doubt-struck = struck out in the text
doubt-beside = beside the table
doubt-aside = in a heading or another column
doubt-total = in a row of totals
doubt-no-value = the file has no value here (NULL)
doubt-spreadsheet = a spreadsheet may have changed it
doubt-column = two fields may be the ID
doubt-two-remarks = different remarks in the file
triage-column = Column read: { $name }
triage-doubtful = , { $n } in doubt
triage-not-ticked = { $n } not ticked, { $why }: { $ids }
triage-accounts-unread = { $n } accounts not read: press { $key } twice to read them
column-ask = Which column has the user IDs?
key-column = next column
key-read-column = read this column
bulk-accounts-unread = Accounts not checked
bulk-accounts-gone = No such account
bulk-accounts-nobody = No such account, left out: { $n } ({ $ids })
bulk-accounts-banned = Banned accounts
file-gb18030 = This is not UTF-8. Read as GB18030 (GBK) it begins:
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
bulk-full = { $list }: { $there } + { $wanted } = { $sum } > { $cap }: send the first { $n }?
bulk-room-unknown = { $list }: the total was not read, so nobody knows how many more the plan allows
bulk-lost-unblock = Blocking again puts them on top of the list, not back in their places.
bulk-lost-add = No consent is asked, and no device is notified. What the other side has seen stays seen.
bulk-lost-remove = Both sides lose each other as friends. { $owner }'s remarks are lost; { $key } brings back those that the journal keeps, but not the others' remarks, places in the lists, or notices sent. Blocklists and conversations stay: who is blocked remains blocked.
bulk-cost = { $calls ->
    [one] 1 call
   *[other] { $calls } calls
}, about { $time }, at { $share }% of the limits
time-seconds = { $n } s
time-minutes = { $n } min
bulk-held = Left out, on their way or not known yet: { $n }
bulk-left-out = Left out: { $same } no change, { $unticked } not ticked, { $open } not known
job-badge = Job { $over }/{ $all }
job-badge-failed = { $n } failed
job-unblock = Unblock for { $owner }
job-block = Block for { $owner }
job-add = Add friends for { $owner }
job-remove = Remove friends from { $owner }
job-delete = Delete conversations of { $owner }
job-mixed = Several changes for { $owner }
jobs-title = Job { $place } of { $n }
job-beginning = beginning
job-running = running
job-pausing = pausing
job-paused = paused
job-stopping = stopping
job-stopped = stopped
job-ended = ended
job-refused = did not begin: { $why }
job-pace = { $rate } a second, about { $seconds } s left
job-turn = Waiting for its turn until { $at }: five a minute for each user
job-since = Began { $began }
job-times = Began { $began }, ended { $ended }
job-settling = Answers were lost: the truth is read at { $at }
job-stop-ask = Stop? { $n } will not be sent; what is on its way is waited for.
tally-done = done
tally-nothing = no change
tally-failed = failed
tally-unknown = unknown
tally-sent = on its way
tally-waiting = waiting
key-shelve = end it for good...
key-shelve-short = end...
key-refresh-short = read again
key-shelve-yes = end it for good
key-not-now = not now
key-go-on-asks = go on...
offer-title = Unfinished job
offer-title-many = { $n } unfinished jobs
offer-how = What was on its way is read first, and sent again only where it was not applied.
job-planned = Planned { $at }
job-planned-by = Planned { $at } by { $by }
job-ticket = Ticket { $ticket }
job-go-on-ask = { $n ->
    [one] Go on? One has no outcome yet.
   *[other] Go on? { $n } have no outcome yet.
}
job-shelve-ask = End { $job } for good? { $n } have no outcome yet, and nobody will be reminded of them.
job-held = At work on it: { $who }. It cannot run twice.
job-free = Nobody works on it.
holder-host = on { $host }
holder-pid = process { $pid }
holder-nobody = it does not say who
notice-jobs-left = Unfinished jobs: { $n } - { $key } shows
notice-jobs-left-locked = Unfinished jobs: { $n } ({ $unlock } unlocks, { $key } shows)
notice-job-resumed = Going on with { $job } - { $key } shows it
notice-job-held = { $job } is held: { $who }
notice-job-gone = { $job } was finished by another console
notice-job-shelved = { $job } is ended for good (rosterm jobs resume { $job } goes on all the same)
fate-sent = on its way
fate-nothing = was so already
fate-not-sent = not sent
fate-lost = sent { $at }, outcome unknown
leave-job = { $what }: { $left } of { $all } have no outcome yet. What is not sent stays undone; at the next start it can be gone on with.
notice-no-ids = There is no ID in it
notice-picked-loaded = Selected { $n }, the rows loaded so far: the list goes on
notice-vanished = { $n } left the selection: they are not in the list any more
notice-job-begun = Job begun: { $n ->
    [one] 1 change
   *[other] { $n } changes
} - { $key } shows it
notice-job-done = Job ended: { $n ->
    [one] its change is done
   *[other] all { $n } done
}
back-undo = { $what } - { $key } takes it back
back-undo-short = { $key } undo: { $what }
back-redo = { $what } - { $key } does it again
back-redo-short = { $key } redo: { $what }
taken-back = Taken back: { $what }
done-again = Done again: { $what }
deed-many = { $n } IDs
deed-block = block of { $who } for { $owner }
deed-unblock = unblock of { $who } for { $owner }
deed-add = { $who } as friend of { $owner }
deed-remove = removal of { $who } from { $owner }'s friends
deed-remark = { $owner }'s remark for { $who }
batch-title = Delete conversations
batch-title-again = Send again what failed
batch-ask = { $n ->
    [one] Delete 1 conversation of { $owner }?
   *[other] Delete { $n } conversations of { $owner }?
}
batch-ask-again = { $n ->
    [one] Send 1 change for { $owner } again?
   *[other] Send { $n } changes for { $owner } again?
}
batch-one-side = Only { $owner } loses them; everybody else keeps them.
batch-moved = The list was read again: some have changed or are gone. Read anew.
batch-count = Type { $n } to confirm.
batch-cost = { $n ->
    [one] 1 call
   *[other] { $n } calls
}, up to { $time }: five a minute for each user
batch-cost-short = { $n ->
    [one] 1 call
   *[other] { $n } calls
}, up to { $time }
batch-roam-warn = Their messages stored on the server go for good. There is no undo.
batch-no-undo = The stored messages are kept. The conversations cannot be brought back.
notice-job-ended = Job ended: { $done } done, { $failed } failed, { $left } open - { $key } shows them
notice-journal-busy = Another process keeps the journal locked: the job waits for it
notice-job-refused = The job did not begin, nothing was sent - { $key } says why
notice-nothing-to-retry = Nothing failed here in a way that another try would help
notice-nothing-to-do = Nothing to do: { $what } would change none of the ticked
notice-no-job = No job yet in this session, and none left from before
notice-no-room = No room for anybody ({ $what }): the list is full

## Lists in files, snapshots

key-export = write the list to a file
key-import = read a file or snapshot
key-remark-ticked = set the ticked remarks
key-remark-now = set
key-write = write
key-format = CSV / JSON
key-read = read
key-snapshot = snapshot
key-give-up = give up
hint-set-remark = set remark
export-title = Export: { $list } of { $owner }
export-title-failed = Export: what failed in { $job }
export-ask = Into which file? The ending .csv or .json says how.
export-csv = CSV for spreadsheets: { $columns }; owner and list in each row
export-csv-failed = CSV for spreadsheets: { $columns }
export-json = JSON: owner, app, { $head }, time, rows with { $columns }
export-whole = The whole list, read anew
export-selected = { $n } selected, read anew
export-failed = { $n ->
    [one] 1 ID that failed or of which nobody knows
   *[other] { $n } IDs that failed or of which nobody knows
}
export-private = Readable by you alone. Nothing is overwritten.
import-title = Import for { $owner }
import-ask = A file with IDs, with remarks, or an exported list: up to { $lines } lines and { $kib } KiB
import-asking = Looking for snapshots
import-none = No snapshot of this user yet: each job takes one before it begins.
import-unread = The snapshots cannot be read: { $why }
import-snapshots = { $n ->
    [one] Or the snapshot that was taken before a job:
   *[other] Or one of { $n } snapshots that were taken before jobs:
}
import-rows = { $n ->
    [one] 1 row
   *[other] { $n } rows
}
import-job = before { $job }
file-reading = Reading: { $n } rows
file-exists = Not written: there is something of this name already.
file-kind = Not taken: this is no file, but a directory, a pipe or a device.
file-not-text = Not taken: this is no text in UTF-8, UTF-16 or GB18030. Save it as "CSV UTF-8".
file-workbook = Not taken: this is a workbook. Save it as "CSV UTF-8" in its own program.
file-bad-line = Not taken: line { $line } does not fit the heading (a quote that is not closed, too many cells, another list).
file-not-read = It cannot be read: { $why }
file-not-written = It cannot be written: { $why }
file-list-unread = The list as it is now cannot be read ({ $why }): try again.
triage-title-file = IDs for { $owner } from { $name }
difference-file = { $list } of { $owner }: { $name } and now
difference-table = Friends of { $owner } and the table { $name }
difference-snapshot = { $list } of { $owner }: { $at } and now
difference-friends = { $missing } missing, { $other } with another remark, { $new } new; { $same } the same
difference-in-table = { $missing ->
    [one] 1 not a friend
   *[other] { $missing } not friends
}, { $other } with another remark; { $same } the same
difference-outside = { $n ->
    [one] 1 friend is not in the file: left out.
   *[other] { $n } friends are not in the file: left out.
}
difference-bad = , { $n } bad
difference-no-friend = no friend
difference-other-remark = other remark
difference-blocks = { $missing } missing, { $new } new; { $same } the same
difference-other-owner = This is a list of { $id }.
difference-no-friends = { $n ->
    [one] 1 is no friend now: a remark can only be set after adding.
   *[other] { $n } are no friends now: a remark can only be set after adding.
}
difference-too-long = { $n ->
    [one] 1 remark is longer than 100 characters and is not set.
   *[other] { $n } remarks are longer than 100 characters and are not set.
}
difference-then = then
difference-now = now
difference-remark-then = remark then
difference-remark-file = remark in the file
difference-remark-now = remark now
difference-remarks = then { $then } / now { $now }
difference-remarks-table = in the file { $then } / now { $now }
bulk-snapshot = { $n } of them for a snapshot before
bulk-ask-remark = { $n ->
    [one] Set 1 remark for { $owner }?
   *[other] Set { $n } remarks for { $owner }?
}
bulk-lost-remark = Only { $owner }'s side changes. What stands there now is kept in the journal.
job-remark = Set remarks for { $owner }
job-keeping = snapshot: { $list } { $n }
job-unkept = did not begin, no snapshot: { $why }
notice-exported = { $n ->
    [one] Wrote 1 row: { $path }
   *[other] Wrote { $n } rows: { $path }
}
notice-no-difference = Nothing differs from the list as it is now

## Journal

journal-title = Journal and requests
journal-empty = Nothing is recorded.
journal-no-failure = Nothing has failed.
journal-failed = not read, { $key } tries again
journal-exporting = writing the file
entry-title = Entry
scope-all = all
scope-writes = changes
scope-failures = failed
head-time = time
head-operator = by
head-ticket = ticket
head-verb = what
head-whom = whom
head-outcome = outcome
head-took = took
head-back = undo
verb-add-friend = add friend
verb-remove-friend = unfriend
verb-set-remark = remark
verb-block = block
verb-unblock = unblock
verb-delete-conversation = delete conv
verb-delete-roaming = delete+msgs
outcome-sent = no answer
outcome-done = done
outcome-refused = refused
outcome-not-sent = not sent
outcome-not-applied = not applied
outcome-unknown = unknown
outcome-nothing = no change
back-taken = undone
back-yes = yes
back-never = never
back-can = can be taken back: { $key }
back-taken-by = taken back by entry { $n }
back-takes = takes back entry { $n } itself
back-conversation = Nothing brings back a conversation
back-not-done = It was not done: there is nothing to take back
back-unknown = Nobody knows yet whether it was done
back-was-so = It was so before: taking it back would change more than it did
back-lost = The remark before it is not known
entry-more = { $key } shows the rest
entry-number = entry { $n }
entry-when = When
entry-ticket = Ticket
entry-change = Change
entry-outcome = Outcome
entry-means = Means
entry-back = Undo
entry-request = Request
entry-no-request = The request cannot be told any more: the text of remarks is not kept
entry-no-body = The body is not kept: it names the users that were asked about.
entry-by-reading = found by reading
entry-was-lost = The answer was lost ({ $why }); reading showed that it was done.
entry-unchanged = unchanged
entry-withheld = (text not kept)
entry-deleted = deleted, stored messages kept
entry-all-deleted = deleted with the stored messages
entry-ten = A job adds ten friends a call: others may have gone with this one.
is-blocked = blocked
key-journal = journal
key-entry = all about the entry, and back
key-search = filter by user, ticket, what, outcome
key-scope = all, changes, failed
key-copy-request = copy as cURL, token masked
key-copy-line = copy a line for the ticket
key-undo-entry = take this entry back
key-export-journal = export what is shown
key-read-again = read again
key-reference = ticket and reason
key-next-field = next
key-filter-done = keep
hint-entry = detail
hint-scope = scope
hint-request = cURL
hint-line = line
hint-undo = undo
hint-export = export
notice-journal-exported = { $path }: { $n } entries
notice-not-exported = Not exported: { $why }
notice-ticket = From now on recorded under { $ticket }
notice-reason = From now on recorded with the reason: { $reason }
notice-no-ticket = From now on recorded without a ticket
ticket-named = ticket { $ticket }
reason-named = reason: { $reason }
reference-title = Ticket and reason
reference-ticket = Ticket
reference-reason = Reason
reference-too-long = { $n } characters too many: at most { $cap }
reference-effect = Everything that is done from now on is recorded under these. An empty field clears it.
