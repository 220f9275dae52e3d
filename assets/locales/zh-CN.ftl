# 简体中文。用词以环信文档为准：好友、黑名单、拉黑、解除拉黑、备注、会话、漫游消息、用户 ID、工单。
# 用词表见 CONTRIBUTING.md；标点一律用全角，中文与西文、数字之间空一格。
#
# 键与占位符须与 en.ftl 一致，分组与顺序也照 en.ftl。数字不加分隔符。
# 不用宽度因终端而异的字符（省略号、项目符号、箭头、对勾、带圈数字）和 emoji。

## Languages

language-name = 简体中文

## Frame

badge-sandbox = 沙箱 SANDBOX
badge-sandbox-mini = 沙箱
badge-production = 生产 PROD
badge-test = 测试 TEST
badge-live = 线上 LIVE
badge-live-mini = 线上
mode-read-only = 只读
mode-read-only-short = 只读
mode-read-write = 读写
mode-read-write-short = 可写
mode-unlocked-short = 可写{ $n }分
friends = 好友
friends-mini = 好
blocks = 黑名单
blocks-mini = 黑
conversations = 会话
conversations-short = 会话
registered = { $day } 注册
no-user = 未打开用户：按 { $key } 输入 ID 打开
too-small = 窗口太小：{ $width }x{ $height }，至少 { $columns }x{ $rows }
too-small-in-progress = { $n } 项修改进行中
too-small-keys = q 退出，或放大窗口
too-small-keys-twice = 连按两次 q 仍然退出，或放大窗口

## Facts

yes = 是
no = 否
none = （无）
unknown = 未知
not-read = 未读取
read-at = { $at } 读取
asking = 读取中...
account-active = 正常
account-banned = 已封禁
account-unknown = 状态未知
account-gone-short = 不存在
account-gone = 账号不存在。
account-failed = 读取失败：{ $why }
id-irregular = ID 超出 a-z 0-9 _ - .
id-irregular-typed = 此 ID 不符合现行规则（最多 64 个 a-z 0-9 _ - .）。早期应用中存在这类 ID，仍可打开。

## Lists

failed = 失败
matches = 匹配 { $n }
list-loading = 加载中
list-waiting = 等待 { $seconds } 秒：服务限制每个用户每分钟 { $limit } 次调用。
list-retry = 按 { $key } 重试。
list-open-other = 按 { $key } 打开其他用户。
list-page-failed = 加载失败，{ $key } 重试：{ $why }
list-endless = 分页异常：列表到此为止
list-loading-all = 全部加载：{ $n }（{ $key } 停止）
filter-partial-typing = 仅搜 { $n } 行，Enter 加载其余
filter-partial = 仅搜 { $n } 行，/ Enter 加载其余
filter-whole = /{ $filter } - Esc 显示全部
filter-unread = { $n } 行未读取
filter-unread-rows = { $n } 行因所问的状态未读取而未显示。
filter-stranger = 按 { $key } 向服务查询 { $id }。
sorted-partial = 仅排序已加载的 { $n } 行，{ $key } 加载其余
order-id = 按 ID
order-remark = 按备注
order-unread = 按未读
order-last = 按最后消息
filter-nothing = 没有与 "{ $filter }" 匹配的行。
filter-rest = 仅搜索了已加载的 { $n } 行。先按 /，再按 Enter 加载其余。
filter-rest-typing = 仅搜索了已加载的 { $n } 行。按 Enter 加载其余。
friends-none = 没有好友。
friends-none-key = 按 { $key } 添加好友。
blocks-none = 黑名单为空。
blocks-none-key = 按 { $key } 输入 ID 拉黑。
conversations-none = 没有会话。
conversations-by-id = 按 { $key } 输入 ID 删除会话。
legend-friends = B 已拉黑，X 不存在或封禁
legend-friends-new = + 新好友，B 已拉黑，X 不存在或封禁
legend-blocks = F 好友，X 不存在或封禁
head-remark = 备注
group-mark = [群]
legend-conversations = 未读数，最后消息时间；[群] 群聊
mark-blocked = 已被此用户拉黑
mark-friend = 此用户的好友
mark-new = 本次会话中添加的好友
mark-gone = 账号不存在或已封禁（查询后才显示）
mark-pending = 修改进行中（转动）

## Card

row-no-friend = 已不是好友
row-not-blocked = 已不在黑名单

card = 名片
card-nobody = 光标下没有行。
relation = 关系
are-friends = 互为好友
i-block = { $me } 拉黑对方
blocks-me = 对方拉黑 { $me }
my-remark = { $me } 的备注
their-remark = 对方的备注
verdict = 发送消息
cannot-send = 不能发送
cannot-send-banned = 不能发送：已封禁
cannot-send-missing = 不能发送：账号不存在
not-checked = 未检查
no-obstacle = 暂无障碍
because-blocks = 原因：{ $who } 拉黑了 { $whom }
because-banned = 原因：{ $who } 已被封禁，无法登录
because-missing = 原因：{ $who } 不存在
not-friends = 非好友
because-not-friends = 应用若开启好友关系检查，消息会被拒绝
account = 账号
actions = 操作
actions-selected = 操作（已选 { $n }）
conversation = 会话
conversation-group = 群会话
unread = 未读
last-at = 最后消息
last-text = 最后内容
no-text = （非文字）

## Short labels of keys

# 连接词语的标点。
phrase-separator = 、
phrase-and-more = { $items } 等
phrase-clauses = { $one }，{ $more }
phrase-pair = { $name }：{ $value }
phrase-aside = { $words }（{ $aside }）

hint-help = 帮助
hint-pane = 换栏
hint-move = 移动
hint-scroll = 滚动
hint-filter = 筛选
hint-filter-keep = 保留并加载其余
hint-filter-drop = 清除
hint-add = 加好友
hint-block =
    { $about ->
        [ids] 拉黑 ID
       *[other] 拉黑
    }
hint-unblock = 解除拉黑
hint-remove =
    { $list ->
        [conversations] 删会话
       *[other] 删好友
    }
hint-remark = 改备注
op-unblock = 解除拉黑
op-block = 拉黑
op-add = 加好友
op-remove = 删好友
op-remark = 设置备注
hint-open = 打开用户
hint-open-id = 打开 ID
hint-copy =
    { $about ->
        [selection] 复制所选 ID
       *[other] 复制 ID
    }
hint-card =
    { $list ->
        [conversations] 诊断
       *[other] 完整名片
    }
hint-refresh = 刷新
hint-quit = 退出

## Keys

key-down = 下移
key-up = 上移
key-top = 首行
key-bottom = 末行（加载全部）
key-half-down = 下移半页
key-half-up = 上移半页
key-page-down = 下一页
key-page-up = 上一页
key-next-pane = 下一栏
key-previous-pane = 上一栏
key-friends = 好友
key-blocks = 黑名单
key-conversations = 会话
key-card = 完整名片
key-filter = 按 ID、备注、昵称、状态筛选
key-sort = 换一种排序
key-zoom = 放大本栏 / 还原
key-refresh = 刷新本栏
key-refresh-all = 全部刷新
key-open-row = 打开该用户
key-open-id = 输入 ID 打开
key-back = 上一个用户
key-forward = 下一个用户
key-copy = 复制 ID
key-log = 请求日志
key-add = 添加好友
key-remove = 从本列表移除
key-remove-friend = 删除好友
key-delete-conversation = 删除会话
key-remark = 修改备注
key-block = 拉黑
key-unblock = 解除拉黑
key-help = 显示帮助
key-escape = 清除选择或返回上一层
hint-select-none = 清除选择
key-language = English（切换为英文界面）
key-settings = 修改设置
key-mask = 遮盖或显示用户信息
key-redraw = 刷新屏幕
key-suspend = 挂起
key-quit = 退出
key-interrupt = 停止；连按两次退出
key-filter-keep = 保留筛选并加载其余
key-filter-drop = 清除筛选
key-submit = 提交
key-complete-or-next = 补全，或下一项
key-open-anyway = 仍然打开
key-take = 补全
key-next-choice = 下一项
key-previous-choice = 上一项
key-cancel = 取消
key-yes = 是
key-button = 按下光标所在的按钮（起初不会更改任何内容）
key-next-button = 下一个按钮
key-previous-button = 上一个按钮
key-no = 取消
key-keep-roaming = 删除，保留漫游消息
key-keep-short = 保留漫游
key-roam-short = 全部删除...
key-delete-roaming = 同时删除漫游消息...
key-leave = 关闭（继续发送）
key-withdraw = 取消发送
key-retry = 重试
key-refresh-lists = 刷新列表
key-refresh-lists-short = 刷新
key-close = 关闭
key-edit = 修改
key-open = 打开
key-continue = 继续
key-kind = 单聊 / 群聊
key-add-now = 添加
key-block-now = 拉黑
key-save = 保存
key-clear = 清空
key-remove-yes = 删除
key-delete = 删除
key-delete-now = 永久删除
key-leave-yes = 仍要退出
key-leave-no = 不退出（默认）

## Help

help-title = 按键
help-move = 移动
help-look = 查看
help-act = 修改（写操作）
help-general = 通用
help-marks = 行尾标记
help-safety = 修改前的确认
help-safety-1 = 拉黑和解除拉黑立即生效（在黑名单中按 d、Del、F8 也会解除拉黑）。z 撤销最近一次修改。
help-safety-2 = 删除好友前会询问，并说明将丢失的内容。Enter 不会确认。
help-safety-3 = 删除漫游消息需要输入 ID，因为删除后无法恢复。
help-mouse = 用鼠标选取文字时请按住 Shift（iTerm2 中按 Option）。


## Notices

done-add = { $owner } 与 { $id } 已成为好友
done-remove = { $owner } 与 { $id } 已不是好友
done-remark = 已保存 { $owner } 给 { $id } 的备注
done-block = 已为 { $owner } 拉黑 { $id }
done-unblock = 已为 { $owner } 解除拉黑 { $id }
done-conversation = 已删除 { $owner } 与 { $id } 的会话，漫游消息保留
done-conversation-roaming = 已删除 { $owner } 与 { $id } 的会话及漫游消息
notice-read-only = 只读：本次运行不能修改任何内容
notice-paste = 只能在输入框内粘贴，未执行任何操作
notice-paste-too-long = 粘贴内容超出输入框长度，未插入任何内容；请分批粘贴
defect = rosterm 崩溃（内部错误）：{ $what }（{ $place }）
defect-changes = 进行中的修改可能已生效，也可能未生效。请重新打开该用户查看。
defect-report = 供维护人员使用的崩溃报告已写入 { $path }，其中可能含有用户 ID。
defect-no-report = 崩溃报告写入失败：{ $why }
notice-unrecorded = 修改已执行，但未能写入操作记录：{ $why }
notice-owed = { $n } 项结果尚未写入操作记录，正在重试：{ $why }
notice-nothing-owed = 所有结果均已写入操作记录
badge-owed = { $n } 项未记录
notice-journal-aside = 操作记录已损坏，已另存为 { $path }，并新建了操作记录
notice-journal-closed = 操作记录打开之前无法修改，正在重试：{ $why }
notice-journal-open = 操作记录已打开，可以修改
notice-journal-damaged = 无法修改。请退出并重新启动，损坏的操作记录会另行保存：{ $why }
notice-nothing-to-undo = 操作记录中没有可撤销的修改
notice-nothing-to-redo = 没有可重做的修改
undo-undone-already = 已被记录 { $by } 撤销
undo-undone-already-by = 已被 { $who } 撤销（记录 { $by }）
undo-is-undo = 此条本身是对记录 { $entry } 的撤销，按 Z 重做该条
undo-with-friend = 此备注随好友一起设置，也随好友一起删除
undo-changed-nothing = 状态本已如此，没有任何变化
undo-not-done = 此项修改未生效，没有任何变化
undo-unknown = 无法确定此项修改是否已生效
undo-newest-unknown = 最近一项修改结果未知：{ $id }（{ $owner }，记录 { $entry }）。按 { $key } 打开操作记录，可撤销更早的修改。
undo-never = 删除的会话无法恢复
undo-lost = 操作记录中没有原备注
undo-not-known = 修改前的状态未能读取，撤销可能会覆盖他人的修改
undo-runs = 任务尚未结束，结束或停止后才能撤销
undo-moved-unblock = 已不在黑名单
undo-moved-block = 之后又被拉黑
undo-moved-add = 之后又成为好友
undo-moved-remove = 已不是好友
undo-moved-remark = 备注已改变，或已不是好友
undo-skipped = 已跳过，之后有变化（{ $why }）：{ $ids }
undo-made = { $who } 于 { $when } 修改，{ $ticket }。
undo-made-nameless = { $when } 修改，操作者未署名，{ $ticket }。
undo-under = 本次操作记录在：{ $reference }。
undo-passed = 之后删除的 { $n } 个会话无法恢复（最后一个：{ $owner } 与 { $id }）。以下是在此之前的修改：
undo-rest-waiting = { $job } 还有 { $n } 项修改等待发送，不包括在内；继续该任务时才会发送。
undo-rest-unknown = { $job } 有 { $n } 项修改结果未知，不包括在内。
undo-nameless = 未署名坐席
undo-ticket = 工单 { $ticket }
undo-no-ticket = 无工单
undo-lost-remark = 仅恢复备注文字。当前备注可能已被看到，无法收回。
undo-remark-unknown = 其中 { $n } 人的备注未知，不会恢复。
undo-lost-block = 拉黑时已发送的回调无法撤回，解除拉黑时会再次发送。
undo-lost-unblock = 将排在黑名单最前，不恢复原有次序。已发送的回调无法撤回。
undo-lost-add = 对方已看到新好友；之后设置的备注会丢失。已发送的回调无法撤回。
undo-lost-remove = { $owner } 设置的备注如有记录则恢复；对方设置的备注和列表次序无法恢复，已发送的回调无法撤回。
notice-journal-not-readable = 无法读取操作记录：{ $why }
too-many-lines = 未读取：共 { $is } 行，最多 { $limit } 行
too-many-bytes = 未读取：共 { $is }，最多 { $limit }
too-many-chars = 未读取：共 { $is } 个字符，最多 { $limit } 个。请分批粘贴或从文件导入
too-many-ids = 未读取：共 { $is } 个 ID，最多 { $limit } 个
notice-paste-open = 粘贴尚未结束，按键会当作粘贴内容。按 Esc 放弃
notice-paste-dropped = 已放弃未结束的粘贴，未执行任何操作
notice-slipped = 未执行：光标下的行已变化，请重新查看
notice-question-not-seen = 未发送：请先向下滚动，看完全部内容
notice-question-not-seen-short = 未发送：请先向下滚动看完
notice-too-soon = 未执行：内容刚刚出现，请看清后再按一次
notice-too-soon-short = 未执行：请看清后再按一次
notice-dialog-gone = 按键已忽略：对话框刚刚自行关闭
notice-dialog-gone-short = 按键已忽略：对话框已关闭
notice-too-fast = 未执行：按键过快，不像手动输入，请再按一次
notice-too-fast-short = 未执行：按键过快，请再按一次
notice-already-in-progress = 已在进行中：{ $id }
notice-not-blocked = 不在黑名单，未发送：{ $id }
notice-already-blocked = 已在黑名单，未发送：{ $id }
notice-already-friend = 已是好友，未发送：{ $id }
notice-friend-gone = 已不是好友，未发送：{ $id }
notice-remark-already-set = 备注已是如此，未发送：{ $id }
notice-not-friend = 不是好友，未发送：{ $id }
notice-remark-for-one = 备注只能逐个设置：按 Esc 清除选择（按 { $key } 可从文件批量设置）
notice-group = 这是群组，不是用户：{ $id }
notice-self = 这是该用户本人
notice-no-row = 光标下没有行
notice-no-history = 这个方向没有更多用户
notice-stopped = 已停止加载，已加载的行保留
notice-copied = 已复制：{ $what }
notice-copied-tmux = 已存入 tmux 缓冲区：{ $what }，按前缀键再按 ] 粘贴；其他程序中不一定能粘贴
notice-copied-tmux-short = 在 tmux 缓冲区（前缀键 ]）：{ $what }
notice-copy-sent = 已发送给终端：{ $what }。如果粘贴出其他内容，请按住 Shift 用鼠标选取
notice-copy-sent-less = 已发送：{ $what }。如果粘贴出其他内容，请用 Shift+鼠标选取
notice-copy-sent-short = 已发送（或 Shift+鼠标选取）：{ $what }
clip-ids = { $n } 个 ID
clip-request = cURL 请求（token 已遮盖）
clip-line = 工单备注
notice-again-to-quit = 再按一次 Ctrl-c 退出
notice-still-in-progress = 修改仍在进行，结果会显示在这里
notice-verifying = 正在重新读取 { $id } 以核实结果

## Dialogs

open-title = 打开用户
open-ask = 用户 ID（大写会转成小写，与服务一致）
open-asking = 正在向服务查询 { $id }...
open-nobody = 用户 { $id } 不存在。请检查 ID。
open-unread = 未打开 { $id }：{ $why }
open-anyway = Enter 重新查询；{ $key } 仍然打开。
open-bad = 不是有效的 ID：为空、只有点号，或含控制字符。
trouble-title = 未完成
trouble-retrying = 正在重试
trouble-unknown = 结果未知
leave-title = 现在退出？
leave-owed = { $n } 项结果尚未写入操作记录。现在退出，操作记录中会显示为未知。
leave-ask = { $n } 项修改正在进行。现在退出将看不到结果，尚未发送的不会再发送：
leave-waiting = { $n } 项修改正在排队。现在退出则不会发送：
leave-lost = { $n } 项修改结果未知，下次启动时核实：
leave-lost-sandbox = { $n } 项修改结果未知。内置沙箱每次启动都会重建，结果将无法核实：
ask-add = 为 { $owner } 添加好友 { $id }
ask-remove = 删除 { $owner } 的好友 { $id }
ask-remark = 修改 { $owner } 给 { $id } 的备注
ask-block = 为 { $owner } 拉黑 { $id }
ask-unblock = 为 { $owner } 解除拉黑 { $id }
ask-conversation = 删除 { $owner } 与 { $id } 的会话
sent = 已发送，等待服务器
sent-waiting = 排队中，{ $seconds } 秒后发送：服务限制每个用户每分钟 { $limit } 次调用。
add-title = 为 { $owner } 添加好友
block-title = 加入 { $owner } 的黑名单
ids-count = 共 { $n } 个 ID：输入 { $n } 确认。
more-then = 下翻看完 { $n } 行，然后按 { $key }
more-then-short = 下翻后按 { $key }
ids-moved = 待发送的 ID 在打开后已有变化，请重新确认。
add-effect = 双方立即成为好友，无需对方同意。{ $owner } 和对方会收到通知。
block-effect = 对方无法再给 { $owner } 发消息或添加好友。现有好友仍在好友列表中。
id-self = 用户本人
ids-count-wrong = 与 { $n } 不一致。
change-waiting = 等待发送
change-done = 成功
change-undone = 已撤销
change-unknown = 结果未知
remark-title = { $id } 的备注
remark-of = { $owner } 给 { $id } 的备注
remark-before = 当前
remark-count = { $n }/{ $cap } 个字符，显示宽度 { $cells } 列
remark-not-read = 未读取；保存会覆盖现有备注
remark-too-long = 超出 { $n } 个字符，无法保存
remark-effect = 只修改 { $owner } 一侧。留空即清除。
remark-moved = 备注已变化，或对方已不是好友。请重新确认。
remove-title = 删除好友
remove-ask = 删除 { $owner } 的好友 { $id }？
remove-happens = 删除后
remove-1 = 双方均会从彼此的好友列表消失。
remove-2 = { $owner } 给 { $id } 的备注会丢失（当前：{ $remark }）。
remove-2-none = { $owner } 没有给 { $id } 设置备注。
remove-3 = { $id } 给 { $owner } 的备注（未读取）如有也会丢失。
remove-4 = 黑名单和会话不变。
remove-4-blocked = 黑名单不变：{ $id } 仍在黑名单。会话也保留。
remove-restore = { $key } 可恢复好友关系和已读取的备注，但无法恢复对方的备注和列表次序。
remove-moved = 列表已刷新，此好友有变化或已不存在。请重新确认。
conversation-moved = 列表已刷新，此会话有变化或已不存在。请重新确认。
conversation-title = 删除会话
conversation-ask = 删除 { $owner } 与 { $id } 的会话？
conversation-ask-group = 删除 { $owner } 在群组 { $id } 的会话？
conversation-which = 为 { $owner } 删除与哪个用户或群组的会话（填 ID）
conversation-one-side = 只为 { $owner } 单向删除，对方仍保留。
conversation-one-member = 只为 { $owner } 单向删除，其他群成员仍保留。
conversation-keep = 删除会话，保留服务器上的漫游消息
conversation-roam = 同时删除漫游消息：无法恢复
conversation-no-undo = 两种删除都无法在此撤销。
conversation-roam-warn = 服务器上的漫游消息将永久删除，无法撤销。
conversation-delete-unknown = 无法确定之前的删除是否已生效。此后的新消息也会一并删除。
conversation-type = 输入 { $id } 确认
conversation-mismatch = 与 { $id } 不一致。
kind-chat = 单聊
kind-group = 群聊

## Failures

server-said = 服务器：{ $words }
network-said = 网络：{ $words }
changed-nothing = 未做任何修改。
changed-unknown = 无法确定修改是否已生效：{ $owner }，{ $id }。
read-changed-nothing = 未做任何修改。
unknown-conversation-todo = 不会自动重发。如仍要删除，请再次输入 { $id }。
unknown-todo = 请先刷新列表再决定，不要盲目重发。
short-not-found = 用户不存在
reason-bad-id = 此 ID 无法发送
bad-id-todo = ID 为空、过长、只有点号，或含控制字符或不可见字符。请从来源重新复制。
reason-connect = 无法连接
connect-todo = 请检查网络、代理和 REST 域名。
reason-tls = 证书不受信任
tls-todo = 请检查 REST 域名和公司证书。证书不受信任时不要继续。
reason-timeout = 超时未响应
reason-broken = 连接中断
retry-todo = 请稍后重试；如持续失败，请联系应用管理员。
reason-too-large = 响应过大
reason-unreadable = 响应无法识别
engineer-todo = 请将请求日志提供给工程师。
reason-redirect = 重定向，未跟随
redirect-todo = REST 域名不是服务自身的域名，请在环信控制台核对。
reason-service = 服务拒绝
reason-endless = 分页异常：服务器反复返回相同数据
grant-400 = Client ID 或 Client Secret 不正确
grant-400-todo = 请在环信控制台的应用概览中重新复制这两项。
app-404 = 此 REST 域名下没有该应用
app-404-todo = 请核对 App Key（org#app）和 REST 域名。
bad-400 = 服务拒绝了这些内容
bad-400-todo = 请查看服务器返回的信息，修改后重新发送。
token-401 = token 无效或已过期
token-401-todo = 请使用新的 token 或 Client Secret 重新启动 rosterm。
limit-403 = 已达套餐上限
limit-403-todo = 请先删除一部分，或升级套餐。
forbidden-403 = 此应用或用户无权执行该操作
forbidden-403-todo = 请在环信控制台确认功能已开通、账号未封禁。
user-404 = 用户不存在
user-404-todo = 请核对 ID；账号可能已被删除。
shape-4xx = 服务拒绝了此请求
plan-429 = 套餐额度已用完
plan-429-todo = 重试无效，需由应用所有者升级套餐。
rate-429 = 当前请求过于频繁
rate-429-todo = 应用的频率限制与其自身服务器共用。请稍后重试。
server-5xx = 服务出错
blocks-403 = 此应用或用户无法使用黑名单
blocks-403-todo = 需由应用所有者在环信控制台开通 "用户黑名单" 功能。
conversations-403 = 服务不提供此应用或用户的会话列表
conversations-403-todo = 会话列表是付费功能，或该用户不存在。
add-full = { $owner } 或 { $id } 的好友数已达套餐上限
add-full-todo = 打开双方比较好友数，删除一个好友后再添加。
block-full = { $owner } 的黑名单已达服务上限（{ $n }）
block-full-todo = 请先解除拉黑一部分，再拉黑。
remark-not-friends = { $owner } 和 { $id } 不是好友，无法设置备注
remark-not-friends-todo = 请先添加好友，再设置备注。
leftover-404 = { $owner } 或 { $id } 已不存在
leftover-404-todo = 如果 { $id } 已被删除，这一行是残留条目，服务不允许移除。
owner-404 = { $owner } 不存在
pair-404 = { $owner } 或 { $id } 不存在
pair-404-todo = 请核对两个 ID；其中一个账号可能已被删除。
conversation-429 = 已达上限：该用户每分钟最多删除 { $limit } 个会话
conversation-429-todo = 请一分钟后重试。

## Lost replies

unknown-verify-at = 发送于 { $sent }。将于 { $due } 自动核实，在此之前不会重发。
journal-unusable = 无法使用：{ $detail }
journal-no-locks = 所在文件系统没有可用的文件锁（如某些 NFS）：请将 ROSTERM_DATA_DIR 设为本地磁盘上的目录（{ $detail }）
journal-newer = 由更新版本的 rosterm 写入：请使用该版本（{ $detail }）
journal-foreign = 这是其他程序的数据库：{ $detail }
journal-in-use = 另一个 rosterm 已打开它：请先关闭（{ $detail }）
journal-replaced = 文件在 rosterm 运行期间被移走或替换：请放回原处，或退出并重新启动（{ $detail }）
journal-is-damaged = 文件已损坏：{ $detail }
journal-full = 磁盘已满
journal-read-only = 无法写入：{ $detail }
journal-busy = 另一个进程锁定了操作记录
journal-stopped = 已停止运行
journal-not-used = 未启用操作记录
journal-other-app = 该任务属于其他应用
reason-journal = 操作记录无法写入；未记录的修改不会发送
journal-todo = 请释放磁盘空间，或将文件放回原处或修复（位置见 rosterm paths），然后重试。如果文件已被替换，请退出并重新启动。
reason-withheld = 操作记录不保存备注文字，此备注现在无法发送
reason-undone-already = 已被撤销
short-undone-already = 已被撤销（{ $by }）
undone-already-todo = 请查看操作记录：已有其他人撤销。
reason-changed-since = 已跳过：之后已被他人修改
changed-since-todo = 请查看当前状态，如不正确请手动修改。
withheld-todo = 请查看该备注，如不正确请重新填写。
reason-not-applied = 未生效（响应丢失，读取后确认）
not-applied-todo = 可以重新发送。
reason-gone = rosterm 在收到响应之前已退出
reason-superseded = 结果未知；之后已对同一项做了修改
superseded-todo = 无需处理：以之后的修改为准。
found-done = { $what }（响应丢失，读取后确认）
found-done-roaming = { $owner } 与 { $id } 的会话已删除；漫游消息无法核实
done-before = { $what }（首次发送已生效，响应丢失）
notice-stays-unknown = 结果仍未知，重发前请先查看：{ $id }
notice-orphaned-changes = 之前的运行留下 { $n } 项结果未知的修改，正在核实
notice-unverifiable-remarks = 之前的运行留下 { $n } 项结果未知的备注修改：内容未保存，请自行查看
notice-skipped = 已跳过 { $n } 个：无法确定是否已删除
notice-waits = 已在排队：{ $id }
notice-withdrawn = 已取消，未曾发送：{ $owner } 与 { $id } 的会话
unknown-badge = ? { $n } 项未知
badge-masked = { $key } 已遮盖
notice-outcome-unknown = 结果尚未确定，未发送：{ $id }
id-in-progress = 进行中，已跳过
mark-unknown = 修改的结果未知

## Secrets

ask-client-secret = 配置 { $name }（{ $app }）的 Client Secret（不回显）：
ask-token = 配置 { $name }（{ $app }）的 App Token（不回显）：
secret-command-missing = 无法启动程序 { $program }，请检查配置中的命令。
secret-command-failed = { $program } 以代码 { $code } 退出，请手动运行以查看原因。
secret-command-killed = { $program } 在完成前被终止，请手动运行以查看原因。
secret-command-silent = { $program } 没有输出。输出的第一行必须是凭证。
secret-command-slow = { $program } 未在 { $seconds } 秒内结束，请手动运行以查看原因。
secret-too-long = 内容过长，不是凭证。
secret-garbled = 凭证含有空格、换行或其他不允许的字符，请重新复制。
secret-keyring-absent = 此版本不支持系统钥匙串，请改用 "每次启动时询问"、命令或文件。
secret-keyring-silent = 无法访问系统钥匙串（{ $why }），请改用 "每次启动时询问"、命令或文件。
secret-keyring-empty = 系统钥匙串中没有 rosterm 的 { $name }。
secret-not-typed = 未输入凭证。凭证需要在终端中输入。
secret-file-unreadable = 无法读取 { $path }：{ $why }
secret-file-kind = { $path } 不是普通文件。
secret-file-open = 其他用户可以读取或修改 { $path }。请执行 chmod 600，然后更换凭证。
secret-file-owner = { $path } 属于其他用户，必须是您自己的文件。
secret-file-empty = { $path } 为空，第一行必须是凭证。
secret-env-unset = 未设置环境变量 { $name }。
file-unreadable = 无法读取 { $path }：{ $why }
file-unwritable = 无法写入 { $path }：{ $why }
file-open = { $path }：其他用户可以修改 { $open }，从而改变凭证的去向。请执行：{ $close }
file-foreign = { $path }：{ $foreign } 属于其他用户，对方可以改变凭证的去向。请使用自己的文件。
file-dangling = { $path } 是链接，指向的文件不存在。
file-no-certificate = { $path } 中没有 PEM 格式的证书（-----BEGIN CERTIFICATE-----）。

## Checking a profile

check-secret = 凭证
check-address = 域名 / TLS
check-token = 获取 token
check-read = 读取权限
check-blocks = 用户黑名单
check-good = 通过
check-partly = 注意
check-bad = 失败
check-running = 校验中...
check-secret-typed = 已输入
check-secret-environment = 来自环境变量（优先于配置）
check-secret-source = 来自配置指定的位置
check-address-tls = { $host } 的证书不受信任。
check-address-tls-todo = 如果公司会检查流量，请在 ca_file 中指定公司证书；否则不要继续。
check-address-unknown = { $host } 中的域名不存在。
check-address-todo = 请重新复制 REST 域名：环信控制台 > 应用管理 > 应用概览。
check-address-silent = { $host } 没有响应。
check-address-silent-todo = 请检查网络和代理（配置或 HTTPS_PROXY），再核对 REST 域名。
check-grant-todo = 请重新复制这两项：环信控制台 > 应用管理 > 应用概览。
check-app-todo = 请重新复制 App Key 和 REST 域名：环信控制台 > 应用管理 > 应用概览。
check-token-todo = 请获取新的 token：环信控制台 > 应用管理 > 应用概览。填写 Client ID 和 Client Secret 后可自动续期。
check-token-given = 已有的 token，有效期未知
check-token-unlimited = 长期有效
check-token-days = 有效期 { $days } 天 { $hours } 小时
check-token-hours = 有效期 { $hours } 小时 { $minutes } 分钟
check-token-minutes = 有效期 { $minutes } 分钟
check-read-good = 读取 1 个用户成功：{ $id }
check-read-nobody = 应用中还没有用户
check-blocks-on = 已开通
check-blocks-off = 应用未开通用户黑名单。
check-blocks-off-todo = 可免费开通：环信控制台 > 功能配置 > 基础功能 > 用户 > 用户黑名单。
check-blocks-unknown = 无法确定：{ $why }
check-blocks-untried = 没有用户，无法校验

## Set-up

setup-title = 首次设置
setup-title-add = 新增配置
setup-step-1 = 连接
setup-step-2 = 校验
setup-step-3 = 完成
setup-welcome = 欢迎。两分钟后即可看到第一个用户的好友和黑名单。REST 域名、App Key 和凭证见环信控制台 > 应用管理 > 应用概览。
setup-lang = 语言
setup-lang-system = 跟随系统
setup-name = 配置名
setup-environment = 环境
setup-production = 生产
setup-test = 测试
setup-base-url = REST 域名
setup-app-key = App Key
setup-client-id = Client ID
setup-source = 凭证来源
setup-source-command = 运行命令
setup-source-keyring = 系统钥匙串
setup-source-prompt = 每次启动时询问
setup-source-file = 文件
setup-source-env = 环境变量
setup-command = 命令
setup-file = 文件
setup-client-secret = Client Secret
setup-token = App Token
setup-operator = 坐席
setup-friend-cap = 好友数上限
setup-proxy = 代理
setup-ca-file = CA 文件
setup-entered = 已输入，不回显
setup-not-entered = 未输入
setup-env-variable = 启动时的 { $name }
setup-checks = 校验
setup-about-lang = 界面语言。
setup-about-name = 此连接在本机的名称，将写入 { $file }
setup-about-production = 真实用户：rosterm 以只读方式启动，解锁后才能修改。
setup-about-test = 测试数据：可以直接修改。
setup-about-base-url = 以环信控制台显示的为准，各应用不同。
setup-about-app-key = 格式：org#app。
setup-about-app-key-read = 组织 { $org }，应用 { $app }。
setup-about-client-id = 填写后自动续期 token。留空则凭证为 App Token。
setup-about-source-command = 由密码管理器提供（pass、op、vault）。rosterm 不保存凭证。
setup-about-source-keyring = 保存在系统钥匙串中。
setup-about-source-prompt = 仅用于本次运行，下次启动时再次询问。
setup-about-source-file = 只有您能读取的文件（chmod 600），第一行是凭证。
setup-about-source-env = 启动前设置的 ROSTERM_CLIENT_SECRET 或 ROSTERM_TOKEN。
setup-about-command = 程序和参数，不经过 shell。输出的第一行是凭证。
setup-about-file = 必须只有您能读取（chmod 600），第一行是凭证。
setup-about-secret = 输入或粘贴。不回显，也不显示长度。Ctrl-u 清空。
setup-about-operator = 您的名字，写入操作记录。可留空。
setup-about-friend-cap = 每个用户的好友数上限：免费版 100，付费版 3000。可留空。
setup-about-proxy = 例如 http://proxy.example.com:3128。留空则使用 HTTPS_PROXY。
setup-about-ca-file = 公司证书（PEM），与系统证书同时使用。可留空。
setup-trying = 正在校验连接，不会修改服务器上的任何内容。
setup-saving = 正在保存配置。
setup-failed = 请修正失败项，再重新校验。
setup-passed = 全部通过。Enter 保存配置并打开 rosterm。
setup-passed-partly = 可以使用，请注意上面的提示。Enter 保存配置并打开 rosterm。
setup-passed-add = 可以使用。Enter 保存配置。
setup-key-open = 保存并打开
setup-key-save = 保存
setup-key-check = 校验
setup-key-again = 重新校验
setup-key-sandbox = 试用沙箱
setup-key-next = 下一项
setup-key-leave = 退出
setup-key-stop = 停止
setup-fault = { $field }：{ $why }
setup-again-to-leave = 再按一次退出。未保存任何内容。
setup-paste-nowhere = 请先选择要粘贴到的输入框。
setup-paste-sorted = 已粘贴到：{ $fields }
setup-paste-secret = 凭证未粘贴：此处的凭证另有来源（{ $source }）。
setup-not-saved = 未保存：{ $why }
fault-empty = 必填
fault-url-unreadable = 不是 https://a1.easemob.com 这样的地址
fault-url-scheme = 必须以 https:// 开头（http:// 只能指向本机，例如 http://127.0.0.1:8080）
fault-url-app = 与 App Key 中的应用不一致，请去掉 /org/app 及其后的部分
fault-url-extra = 只能有 https://、域名和可选的路径，不能有用户名，也不能有 ? 和 #
fault-app-key-hash = 格式为 org#app，只能有一个 #
fault-app-key-name = # 两边各需一个名称，不能含空格和斜线
fault-app-key-address = 这是地址，应填入 REST 域名；App Key 的格式为 org#app
fault-name = 最多 32 个字母、数字或 - _ .，不能以 - 开头
fault-taken = 已有同名配置
fault-quote = 引号未闭合
fault-friend-cap = 1 到 100000 的数字，或留空
fault-proxy = 不是 http://proxy.example.com:3128 这样的地址
fault-proxy-secret = 请将代理的用户名和密码放在 HTTPS_PROXY 中

## Unlocking

mode-unlocked = 可写（剩余 { $n } 分钟）
key-unlock = 解锁 / 锁定写操作
notice-unlock = 只读：按 { $key } 可临时解锁
notice-unlocked = { $n } 分钟内可以修改；按 { $key } 立即锁定
notice-locked = 已恢复只读
notice-never-locked = 本次运行并非只读

## Many at once

hint-paste = 粘贴名单
hint-select = 选择
help-many = 批量
help-safety-4 = 5 个及以上用户需要输入数量确认。粘贴的内容不会当作按键。
key-select = 选中并下移
key-select-range = 开始 / 结束连选
key-select-more = 扩展选择
key-select-all = 选择全部显示项
key-invert = 反选
key-select-none = 清除选择
key-undo = 撤销最近一次修改
key-redo = 重做最近一次撤销
key-undo-job = 撤销此任务
key-undo-short = 撤销
key-restore = 恢复
key-paste-list = 粘贴 ID 名单
key-jobs = 任务
key-unblock-selected = 解除拉黑勾选项
key-block-selected = 拉黑勾选项
key-add-selected = 将勾选项加为好友
key-remove-selected = 从好友中删除勾选项
key-select-id = 勾选
key-select-all-ids = 全部勾选
key-invert-ids = 反选勾选
key-select-no-ids = 全不勾选
key-copy-ids = 复制
key-check-again = 重新核对
key-last-row = 末行
key-back-step = 返回
key-unblock-now = 解除拉黑
key-pause = 暂停 / 继续
hint-pause =
    { $about ->
        [paused] 继续
       *[other] 暂停
    }
key-resume = 继续
key-stop = 停止任务...
key-stop-short = 停止...
key-stop-yes = 停止
key-stop-no = 继续运行
key-retry-failed = 重试失败项...
key-retry-short = 重试...
key-copy-failed = 复制失败的 ID
key-copy-short = 复制
key-failed-first = 失败在前 / 还原
key-failed-short =
    { $about ->
        [first] 任务次序
       *[other] 失败在前
    }
key-next-job = 下一个任务
key-next-short = 下一个
key-next-value = 更改设置项
hint-next-value = 更改
key-previous-value = 改回上一个值
key-previous-job = 上一个任务
rows-selected = 已选 { $n }
rows-selected-mini = *{ $n }
rows-selected-hidden = 已选 { $n }，其中 { $hidden } 个未显示
rows-selected-hidden-mini = *{ $n } 隐{ $hidden }
triage-title = 核对 ID：{ $owner }
triage-ask = 粘贴或输入 ID，每行一个，或其他任意形式。
triage-lines = { $n } 行
triage-summary = { $lines } 行：{ $n } 个 ID，重复 { $repeated }，无效 { $impossible }
triage-own = ，含用户本人
triage-selected = 列表中选择的 { $n } 个 ID
triage-undo = 撤销 { $owner } 的最近一次修改
triage-undo-entry = 撤销 { $owner } 的记录 { $n }
triage-undo-job = 撤销 { $owner } 的任务 { $job }
triage-redo = 重做 { $owner } 最近一次撤销的修改
triage-redo-job = 重做 { $owner } 被任务 { $job } 撤销的修改
triage-undone = { $n } 项修改
triage-redone = { $n } 项修改
remarks-ask = 恢复 { $owner } 的 { $n } 个备注？
remarks-ask-again = 重新设置 { $owner } 的 { $n } 个备注？
remarks-changed = 之后已改为：{ $remark }
remarks-no-friend = 已不是好友
triage-failed = { $n } 个失败的 ID
triage-impossible-at = { $key }：查看排除的 ID
triage-checking = 核对中：已完成 { $known }/{ $n }
triage-then = 然后{ $what }
triage-check-failed = { $n } 个未核对（{ $why }）：按 { $key } 重试
triage-ids-selected = 已勾选 { $n }/{ $all }
triage-unknown = { $n } 个未知：按 { $key } 重新核对
triage-accounts-ask = 账号：{ $cost }。再按 { $key } 开始读取。
triage-accounts-going = 正在读取账号：剩余 { $n } 个，按 { $key } 停止
account-unread = 未知
key-accounts = 读取账号状态（每个一次调用）
key-accounts-short = 账号
key-export-failed = 导出失败项
triage-head-account = 账号
triage-head-line = 行
relation-both = 好友、已拉黑
relation-blocked = 已拉黑
relation-friend = 好友
relation-none = 均否
triage-head-blocked = 黑名单
triage-head-friend = 好友
unfit-empty = 为空
unfit-long = 过长，不是 ID
unfit-dots = 只有点号
unfit-invisible = 含不可见字符
unfit-damaged = 被表格软件改动的数字
doubt-odd = 不符合现行 ID 规则
doubt-word = 可能是句中的词
doubt-ticket = 可能是工单号
doubt-other = 标注为其他内容
doubt-range = 可能是范围的两端
doubt-phone = 可能是电话号码
doubt-number = 可能是数字、日期或金额
doubt-part = 只是词的一部分
doubt-mended = 原文写法不同
doubt-struck = 原文中有删除线
doubt-beside = 在表格之外
doubt-aside = 在表头或其他列中
doubt-total = 在合计行中
doubt-no-value = 文件中无值（NULL）
doubt-spreadsheet = 可能被表格软件改动过
doubt-column = 两个字段都可能是 ID
doubt-two-remarks = 文件中有不同备注
triage-column = 读取的列：{ $name }
triage-doubtful = ，存疑 { $n }
triage-not-selected = { $n } 个未勾选，{ $why }：{ $ids }
triage-accounts-unread = { $n } 个账号未读取：按两次 { $key } 读取
column-ask = 哪一列是用户 ID？
key-column = 下一列
key-read-column = 读取这一列
bulk-accounts-unread = 账号未读取
bulk-accounts-nobody = 账号不存在，已跳过：{ $n }（{ $ids }）
bulk-accounts-banned = 账号已封禁
file-gb18030 = 这不是 UTF-8。按 GB18030（GBK）读取，开头为：
key-read-gb18030 = 按 GB18030 读取
bulk-ask-unblock = 为 { $owner } 解除拉黑 { $n } 人？
bulk-ask-block = 为 { $owner } 拉黑 { $n } 人？
bulk-ask-add = 为 { $owner } 添加 { $n } 个好友？
bulk-ask-remove = 删除 { $owner } 的 { $n } 个好友？
bulk-room = { $list }：{ $there } + { $n } = { $sum } / { $cap }
bulk-full = { $list }：{ $there } + { $wanted } = { $sum } > { $cap }：只发送前 { $n } 个？
bulk-room-unknown = { $list }：总数未读取，无法确定还能添加多少
bulk-lost-unblock = 如果撤销此操作，他们会排在黑名单最前，不恢复原有次序。
bulk-lost-add = 无需对方同意，不通知任何设备。对方已看到的内容无法收回。
bulk-lost-remove = 双方均会从彼此的好友列表消失。{ $owner } 的备注会丢失；{ $key } 可恢复操作记录中保留的备注，但无法恢复对方的备注、列表次序和已发送的通知。黑名单和会话不变：已拉黑的仍被拉黑。
bulk-cost = { $calls } 次调用，约 { $time }（限额的 { $share }%）
time-seconds = { $n } 秒
time-minutes = { $n } 分钟
bulk-held = 已跳过（进行中或结果待核实）：{ $n }
bulk-skipped = 已跳过：无变化 { $same }，未勾选 { $unselected }，未知 { $open }
bulk-skipped-undo = 已跳过：之后有变化 { $moved }，未勾选 { $unselected }，未知 { $open }
job-badge = 任务 { $over }/{ $all }
job-badge-failed = 失败 { $n }
job-unblock = 为 { $owner } 解除拉黑
job-block = 加入 { $owner } 的黑名单
job-add = 为 { $owner } 添加好友
job-remove = 为 { $owner } 删除好友
job-delete = 删除 { $owner } 的会话
job-mixed = 为 { $owner } 执行多项修改
jobs-title = 任务 { $place }/{ $n }
job-prepared = 未开始
job-interrupted = 已中断
job-beginning = 启动中
job-running = 进行中
job-pausing = 正在暂停
job-paused = 已暂停
job-stopping = 正在停止
job-stopped = 已停止
job-ended = 已结束
job-refused = 未启动：{ $why }
job-pace = 每秒 { $rate } 个，约剩 { $seconds } 秒
job-turn = 排队至 { $at }：每个用户每分钟 { $limit } 次调用
job-since = 开始于 { $began }
job-times = { $began } 开始，{ $ended } 结束
job-verify-at = 部分响应丢失，将于 { $at } 核实结果
job-stop-ask = 停止？{ $n } 个不再发送；进行中的会等待结果。
job-position = 第 { $first }-{ $last } 项，共 { $n } 项
job-count-done = 成功 { $n }
job-count-undone = 已撤销 { $n }
job-count-unneeded = 无需修改 { $n }
job-count-failed = 失败 { $n }
job-count-unknown = 结果未知 { $n }
job-count-sent = 进行中 { $n }
job-count-waiting = 等待发送 { $n }
key-discard-job = 放弃任务...
key-discard-job-short = 放弃...
key-refresh-short = 刷新
key-discard-job-yes = 放弃
key-not-now = 以后再说
key-resume-asks = 继续...
offer-title = 未完成的任务
offer-title-many = { $n } 个未完成的任务
offer-how = 当时进行中的修改会先核实，未生效的才重发。
offer-undone = 其中 { $n } 项已撤销，不会再次执行。
job-planned = 创建于 { $at }
job-planned-by = { $by } 创建于 { $at }
job-ticket = 工单 { $ticket }
job-resume-ask = 继续？{ $counts }。
job-discard-ask = 放弃 { $job }？{ $counts }，以后不再提醒。
job-held = 正在另一个 rosterm 中运行：{ $who }。同一任务不能同时运行两次。
holder-host = 主机 { $host }
holder-pid = 进程 { $pid }
holder-nobody = 运行者未知
notice-jobs-found = 未完成的任务：{ $n } 个，按 { $key } 查看
notice-jobs-found-locked = 未完成的任务：{ $n } 个（{ $unlock } 解锁，{ $key } 查看）
notice-job-resumed = 已继续任务 { $job }，按 { $key } 查看
notice-job-held = { $job } 正在其他位置运行：{ $who }
notice-job-not-claimed = { $job } 保持原样：{ $why }
notice-job-gone = { $job } 已由另一个 rosterm 完成
notice-job-discarded = 已放弃 { $job }（仍可用 rosterm jobs resume { $job } 继续）
change-sent = 进行中
change-unneeded = 无需修改
change-lost = { $at } 发送，结果未知
leave-job = { $what }：{ $left }/{ $all } 尚无结果。未发送的修改不会发送，下次启动时可继续此任务。
leave-job-sandbox = { $what }：{ $all } 项中 { $left } 项尚无结果。内置沙箱每次启动都会重建，任务无法恢复。
notice-no-ids = 未识别到 ID
notice-selected-loaded = 已选择已加载的 { $n } 行，其余尚未加载
notice-vanished = 已取消选择 { $n } 个：已不在列表中
notice-job-begun = 任务已启动：{ $n } 项修改，按 { $key } 查看
job-confirm-title = 删除会话
job-confirm-title-resend = 重发失败项
job-confirm-ask = 删除 { $owner } 的 { $n } 个会话？
job-confirm-ask-resend = 为 { $owner } 重发 { $n } 项修改？
job-confirm-one-side = 只为 { $owner } 单向删除，其他人仍保留。
job-confirm-moved = 列表已刷新，部分会话有变化或已不存在。请重新确认。
job-confirm-count = 输入 { $n } 确认。
job-confirm-cost = { $n } 次调用，最长 { $time }：每个用户每分钟 { $limit } 次
job-confirm-cost-short = { $n } 次调用，最长 { $time }
job-confirm-roam-warn = 服务器上的漫游消息将一并永久删除，无法撤销。
job-confirm-no-undo = 漫游消息保留。会话删除后无法恢复。
back-undo = { $what }，按 { $key } 撤销
back-undo-short = { $key } 撤销：{ $what }
back-redo = { $what }，按 { $key } 重做
back-redo-short = { $key } 重做：{ $what }
notice-undone = 已撤销：{ $what }
notice-redone = 已重做：{ $what }
deed-many = { $n } 个 ID
deed-block = 为 { $owner } 拉黑 { $who }
deed-unblock = 为 { $owner } 解除拉黑 { $who }
deed-add = 为 { $owner } 添加好友 { $who }
deed-remove = 删除 { $owner } 的好友 { $who }
deed-remark = { $owner } 给 { $who } 的备注
notice-job-done = 任务结束：{ $n } 项全部成功
notice-job-ended = 任务结束：{ $counts }，按 { $key } 查看
notice-journal-busy = 操作记录被其他进程锁定，任务正在等待
notice-job-refused = 任务未启动，未发送任何修改，按 { $key } 查看原因
notice-nothing-to-retry = 没有可通过重试解决的失败项
notice-nothing-to-do = { $what }不会改变任何勾选项
notice-no-job = 本次运行没有任务，也没有未完成的任务
notice-no-room = 无法{ $what }：列表已满

## Lists in files, snapshots

key-export = 导出列表到文件
key-import = 导入文件或快照
key-remark-selected = 设置勾选项的备注
key-remark-now = 设置
key-write = 写入
key-format = CSV / JSON
key-read = 读取
key-snapshot = 快照
key-give-up = 取消
export-title = 导出 { $owner } 的{ $list }
export-title-failed = 导出任务 { $job } 的失败项
export-ask = 保存为（扩展名 csv 或 json）：
export-csv = CSV，适用于表格软件：{ $columns }；每行含 owner 和 list
export-csv-failed = CSV，适用于表格软件：{ $columns }
export-json = JSON：owner、app、{ $head }、time、rows（{ $columns }）
export-whole = 整个列表，重新读取
export-selected = 已选 { $n } 个，重新读取
export-failed = { $n } 个失败或结果未知的 ID
export-private = 只有您可以读取。不会覆盖已有文件。
import-title = 为 { $owner } 导入
import-ask = 含 ID 或备注的文件，或导出的列表：
import-limits = 最多 { $lines } 行、{ $size }
import-asking = 正在查找快照
import-none = 该用户还没有快照。每个任务开始前都会保存一份。
import-unread = 无法读取快照：{ $why }
import-gone = 此快照已被清理。
import-snapshots = 或选择任务前保存的快照（共 { $n } 份）：
import-rows = { $n } 行
import-job = 任务 { $job } 之前
file-reading = 正在读取：{ $n } 行
file-exists = 未写入：已有同名文件或目录。
file-kind = 未读取：不是普通文件，而是目录、管道或设备。
file-not-text = 未读取：不是 UTF-8、UTF-16 或 GB18030 文本。请另存为 "CSV UTF-8"。
file-workbook = 未读取：这是工作簿。请在原程序中另存为 "CSV UTF-8"。
file-bad-line = 未读取：第 { $line } 行与表头不符（引号未闭合、单元格过多，或属于其他列表）。
file-not-read = 无法读取：{ $why }
file-not-written = 无法写入：{ $why }
file-list-unread = 无法读取当前列表（{ $why }），请重试。
triage-title-file = 核对 ID：{ $owner }，来自 { $name }
difference-file = { $owner } 的{ $list }：{ $name } 与当前
difference-table = { $owner } 的好友与表格 { $name }
difference-snapshot = { $owner } 的{ $list }：{ $at } 与当前
difference-friends = 缺少 { $missing }，备注不同 { $other }，新增 { $new }；未变 { $same }
difference-in-table = 不是好友 { $missing }，备注不同 { $other }；未变 { $same }
difference-outside = { $n } 个好友不在文件中，已跳过。
difference-bad = ，无效 { $n }
difference-no-friend = 不是好友
difference-other-remark = 备注不同
difference-blocks = 缺少 { $missing }，新增 { $new }；未变 { $same }
difference-other-owner = 此列表属于 { $id }。
difference-no-friends = { $n } 个当前不是好友：先添加好友才能设置备注。
difference-too-long = { $n } 条备注超过 { $limit } 个字符，不会设置。
difference-then = 当时
difference-now = 当前
difference-remark-then = 当时备注
difference-remark-file = 文件中的备注
difference-remark-now = 当前备注
difference-remarks = 当时 { $then } / 当前 { $now }
difference-remarks-table = 文件中 { $then } / 当前 { $now }
bulk-snapshot = 其中 { $n } 次用于先保存快照
bulk-ask-remark = 为 { $owner } 设置 { $n } 条备注？
bulk-lost-remark = 只修改 { $owner } 一侧。当前备注会保留在操作记录中。
job-remark = 为 { $owner } 设置备注
job-snapshotting = 快照：{ $list } { $n }
job-no-snapshot = 未启动，没有快照：{ $why }
notice-exported = 已写入 { $n } 行：{ $path }
notice-no-difference = 与当前列表没有差异

## Journal

journal-title = 本机操作记录与请求日志
journal-empty = 还没有任何记录。
journal-no-failure = 没有失败记录。
journal-failed = 读取失败，{ $key } 重试
journal-exporting = 正在写入文件
entry-title = 详情
word-by = 操作人
word-do = 操作
word-user = 用户
word-ticket = 工单
word-job = 任务
word-since = 自
word-until = 至
word-is = 状态
word-failed = 失败
word-unknown = 未知
word-blocked = 已拉黑
word-friend = 好友
word-gone = 不存在
word-unread = 未读
word-undone = 已撤销
misread-name = { $word }：没有此条件；按原文查找请加引号
misread-empty = { $word } 缺少值
misread-do = { $word }：没有此操作
misread-time = { $word }：不是日期，也不是时长（如 7d）
misread-job = { $word }：不是任务名称（如 J-0007）
misread-flag = { $word }：只能是{ $flags }
misread-is = { $word }：只能是失败、未知、已撤销
scope-all = 全部
scope-writes = 写操作
scope-failures = 失败
head-time = 时间
head-operator = 坐席
head-ticket = 工单
head-verb = 动作
head-whom = 用户
head-outcome = 结果
head-took = 耗时
head-back = 撤销
verb-add-friend = 加好友
verb-remove-friend = 删好友
verb-set-remark = 改备注
verb-several = 多种
entry-of-job = { $key } 显示该任务的各条记录；Esc 返回。
verb-block = 拉黑
verb-unblock = 解除拉黑
verb-delete-conversation = 删会话
verb-delete-roaming = 删会话+漫游
outcome-sent = 无响应
outcome-done = 成功
outcome-refused = 被拒绝
outcome-not-sent = 未发送
outcome-not-applied = 未生效
outcome-unknown = 结果未知
outcome-unneeded = 无变化
back-undone = 已撤销
back-yes = 可以
back-never = 不能
back-can = 可以撤销：{ $key }
back-maybe-undone = 或已撤
back-maybe-undone-by = 可能已被记录 { $n } 撤销，其结果未知
back-undone-by = 已被记录 { $n } 撤销
back-is-undo = 本身是对记录 { $n } 的撤销
back-conversation = 删除的会话无法恢复
back-not-done = 未生效，无需撤销
back-unknown = 尚无法确定是否已生效
back-changed-nothing = 修改前已是该状态，撤销会影响更多内容
back-lost = 操作记录中没有原备注
entry-more = 按 { $key } 查看其余
entry-number = 记录 { $n }
entry-when = 时间
entry-ticket = 工单
entry-change = 修改
entry-outcome = 结果
entry-means = 含义
entry-back = 撤销
entry-request = 请求
entry-no-request = 无法再显示请求：备注文字未保留
entry-no-body = 请求体未保留：其中含有所查询的用户。
entry-verified = 读取后确认
entry-was-lost = 响应丢失（{ $why }）；读取后确认已生效。
entry-unchanged = 未变
entry-withheld = （文字未保留）
entry-deleted = 已删除，漫游消息保留
entry-all-deleted = 已删除，含漫游消息
entry-ten = 任务每次调用添加十个好友：同一次调用中可能还有其他人。
is-blocked = 已拉黑
key-journal = 操作记录
key-entry = 显示 / 隐藏详情
key-search = 按操作人、用户、工单、操作、时间筛选
key-scope = 全部 / 写操作 / 失败
key-copy-request = 复制为 cURL（token 已遮盖）
key-copy-line = 复制为工单备注
key-undo-entry = 撤销此条
key-export-journal = 导出显示的记录
key-read-again = 刷新
key-reference = 工单与原因
key-next-field = 下一项
key-complete = 补全条件
key-filter-done = 保留
hint-complete = 补全
hint-entry =
    { $about ->
        [job] 各条记录
       *[other] 详情
    }
hint-scope = 范围
hint-request = cURL
hint-line = 工单备注
hint-export = 导出
notice-journal-exported = { $path }：{ $n } 条
notice-not-exported = 未导出：{ $why }
notice-ticket = 此后的修改记录在工单 { $ticket } 下
notice-reason = 此后的修改记录原因：{ $reason }
notice-no-ticket = 此后的修改不记录工单
ticket-named = 工单 { $ticket }
reason-named = 原因：{ $reason }
reference-title = 工单与原因
reference-ticket = 工单
reference-reason = 原因
reference-too-long = 超出 { $n } 个字符，最多 { $cap } 个
reference-effect = 此后的每项修改都记录在其下。留空即清除。

## Command line
# In long texts, a line that begins with > is a command to type, and name | meaning is a row of a table.

cli-about = 查看和管理环信 IM 用户的关系：好友、黑名单、会话。
cli-after =
    无需账号即可试用：
    > rosterm --sandbox
    打开自己应用中的用户：
    > ROSTERM_TOKEN=... rosterm --base-url https://a1.easemob.com --app-key 'ORG#APP' USER
    如果用户 ID 与命令相同或相似，请在前面加两个短横：
    > rosterm -- journal

    环境变量（凭证绝不作为选项，因为本机所有人都能看到选项）：
    ROSTERM_TOKEN | 已有的 App Token
    ROSTERM_CLIENT_SECRET | --client-id 对应的 Client Secret，用于获取 App Token
    ROSTERM_PROFILE | 未指定 --profile 时使用的配置
    ROSTERM_LANG | 未指定 --lang 时使用的语言；否则依次由界面中的设置、配置和系统区域设置决定
    ROSTERM_DATA_DIR | 操作记录及其导出文件的目录；如果主目录不支持文件锁（NFS），请设为本地磁盘
    ESCDELAY | 按下 Esc 后等待后续按键的毫秒数，40 到 1000

    退出码：0 完成，1 失败，2 用法或配置错误，128+n 被信号 n 终止
cli-help = 显示此帮助或某个命令的帮助
cli-head-usage = 用法：
cli-head-commands = 命令：
cli-head-arguments = 参数：
cli-head-options = 选项：
cli-usage-options = [选项]
cli-usage-command = [命令]
cli-usage-this-command = <命令>
cli-default = （默认：{ $value }）
cli-values = （{ $values }）
cli-arg-help = 显示此帮助
cli-arg-version = 显示版本
cli-arg-user = 要打开的用户；使用 --sandbox 时默认为沙箱的主用户
cli-arg-sandbox = 在内置沙箱中启动：无需账号和网络
cli-arg-profile = 使用的配置；默认为 ROSTERM_PROFILE，其次为配置文件中的默认配置
cli-arg-base-url = 应用的 REST 域名，见环信控制台；须同时指定 --app-key
cli-arg-app-key = App Key；须同时指定 --base-url
cli-arg-client-id = 用于获取 App Token 的 Client ID，代替已有的 token
cli-arg-ascii = 用 ASCII 字符绘制边框和进度条
cli-arg-no-mouse = 鼠标由终端使用，可直接选取文字
cli-arg-read-only = 绝不修改服务器上的任何内容
cli-arg-ticket = 修改所记录的工单，直到设置其他工单
cli-arg-reason = 与工单一同记录的原因
cli-arg-config = 配置文件；默认位置见 rosterm paths
cli-arg-lang = 语言
cli-arg-log = 按此级别写入运行日志：错误；加上警告；加上每项修改及其结果；加上每个请求；加上程序库的信息。位置见 rosterm paths
cli-sandbox = 运行沙箱，直到按 Ctrl-C；用于培训、测试和其他客户端
cli-arg-listen = 监听地址；端口 0 表示自动选择空闲端口
cli-arg-friends = 主用户的好友数
cli-arg-blocks = 主用户的黑名单人数
cli-arg-conversations = 主用户的会话数
cli-arg-plan = 应用的套餐：每个用户最多 100 个或 3000 个好友
cli-arg-limits = 执行公布的调用频率限制
cli-arg-sandbox-json = 以一行 JSON 输出地址和凭证
cli-profile = 添加、列出、显示、校验和删除配置
cli-profile-add = 添加配置：在终端中填写表单，或使用选项
cli-profile-add-after =
    凭证本身绝不作为选项，只指定其来源。指定 --client-id 时，凭证是 Client Secret；否则是已有的 App Token。命令由程序及其参数组成，不经过 shell 运行：
    > rosterm profile add acme --base-url https://a1.easemob.com --app-key 'acme#im' \
    > --client-id YXA6... --secret-command 'pass acme/im'
cli-profile-list = 列出配置；* 表示默认配置
cli-profile-show = 显示配置，不含凭证
cli-profile-check = 逐步校验配置：域名、token、读取、黑名单
cli-profile-remove = 删除配置
cli-arg-name = 配置
cli-arg-name-or-default = 配置；默认为 rosterm 启动时使用的配置
cli-arg-remove-yes = 不询问，直接删除
cli-arg-new-name = 配置的名称
cli-arg-add-base-url = 应用的 REST 域名，见环信控制台
cli-arg-add-app-key = App Key
cli-arg-add-client-id = 用于获取 App Token 的 Client ID
cli-arg-secret-command = 输出凭证的程序及其参数
cli-arg-secret-keyring = 将凭证保存在系统钥匙串中；现在询问
cli-arg-secret-prompt = 每次启动时询问凭证
cli-arg-secret-file = 从仅所有者可读的文件读取凭证
cli-arg-secret-env = 从 ROSTERM_CLIENT_SECRET 或 ROSTERM_TOKEN 读取凭证
cli-arg-environment = 应用是否有真实用户；生产环境以只读方式启动
cli-arg-friend-cap = 应用套餐中每个用户的好友数上限
cli-arg-share = rosterm 可使用公布限额的百分比
cli-arg-operator = 坐席的名称，用于操作记录
cli-arg-ca-file = 额外信任的证书（PEM 格式）
cli-arg-proxy = 代理；默认使用环境变量中的代理
cli-journal = 列出、导出和清理本机的操作记录
cli-journal-list = 列出操作记录，从新到旧
cli-journal-list-after =
    上周谁拉黑了某用户，为哪个工单，后来撤销了吗？
    > rosterm journal list --user spam_0042 --do block --since 7d

    输出到终端时带表头，语言与界面相同；输出到管道时不带表头。空列不显示。供其他程序使用时，请用 --json 或 rosterm journal export。
cli-journal-export = 输出操作记录的全部内容，供其他程序使用，从新到旧
cli-journal-prune = 清理不再需要的旧记录
cli-journal-prune-after =
    进行中或结果未知的记录、未结束任务的记录以及它们所依赖的内容，无论多旧都会保留。任务会连同其中的各项和快照一起删除。文件会缩小；其他打开此文件的 rosterm 需要等待。如需在每次启动时清理，请在配置文件的 [journal] 下设置 keep_days = 90。
cli-arg-list-json = 每行一个 JSON 对象，与 rosterm journal export 的格式相同
cli-head-entry = 记录
cli-head-reply = 响应
cli-arg-limit = 最多列出的记录数
cli-arg-since = 只列出此时间之后的记录：日期、日期和时间，或时长，如 2d、12h
cli-arg-until = 只列出此时间之前的记录，格式同 --since；只写日期时含当天
cli-arg-by = 只列出此坐席的记录；可重复，符合其一即可
cli-arg-do = 只列出此操作或以此开头的操作，如 block、拉黑；可重复，符合其一即可
cli-arg-undone = 只列出已被或可能已被其他记录撤销的记录
cli-arg-filter-user = 只列出所有者或对象为此用户的记录；可重复，须全部符合
cli-arg-filter-ticket = 只列出此工单的记录；可重复，符合其一即可
cli-arg-filter-job = 只列出此任务的记录；可重复，符合其一即可
cli-arg-failed = 只列出被拒绝、未发送、未生效或结果未知的记录
cli-arg-export-json = 每行一个 JSON 对象
cli-arg-export-csv = 带标题行的 CSV，可在电子表格中安全打开
cli-arg-older-than = 清理早于此时间的记录：时长，如 90d，或日期；至少一天。默认为配置中的 keep_days
cli-arg-dry-run = 只显示将要清理的内容
cli-arg-prune-yes = 不询问，直接删除；没有终端时本来就不询问
cli-jobs = 列出、显示和继续批量任务
cli-jobs-list = 列出既未完成也未停止的任务，从新到旧
cli-jobs-show = 显示任务及其各项修改
cli-jobs-resume = 继续未完成的任务，直到结束
cli-jobs-resume-after =
    任务停止时进行中的修改会先核实，只有未生效的才重发。进度输出到标准错误，任务的最终状态输出到标准输出。Ctrl-C 停止发送，并等待进行中的修改；之后可以再次继续。

    未使用配置启动的任务，须用相同的选项继续：--base-url、--app-key，以及当时指定的 --client-id；凭证通过环境变量提供。

    退出码：0 全部完成，1 有失败或结果未知的修改，或任务正在别处运行，2 用法或配置错误，130 被中断，128+n 被信号 n 终止
cli-arg-all = 所有任务
cli-arg-job = 任务，如 J-0007
cli-arg-resume-job = 任务，如 J-0007；默认为唯一未完成的任务，或指定应用中唯一未完成的任务
cli-arg-resume-profile = 连接所用的配置；默认为任务自身的配置，没有则为默认配置
cli-arg-resume-yes = 允许修改有或可能有真实用户的应用
cli-why = 诊断一位用户发出的消息为何另一位收不到
cli-why-after = 示例：
  rosterm why alice_01 bob_77
  rosterm why alice_01 bob_77 --json
cli-arg-sender = 发送方用户
cli-arg-recipient = 接收方用户
cli-arg-why-json = 输出一行 JSON：两个方向的结论，以及双方的事实
cli-value-user = 用户 ID
cli-paths = 显示配置文件、操作记录和运行日志的位置
cli-paths-config = 配置文件
cli-paths-data = 操作记录
cli-paths-log = 运行日志
cli-paths-settings = 设置
cli-usage-error = { $what }请查看 { $command } --help
cli-did-you-mean = { $what }是否想输入 { $meant }？
cli-unknown-option = 此处没有选项 { $arg }。
cli-unexpected = 此处不应有 { $arg }。
cli-unknown-command = 没有命令 { $name }。
cli-no-value = { $arg } 需要一个值。
cli-bad-value = { $arg }：{ $why }，不能是 { $value }。
cli-value-not-listed = { $arg }：应为 { $values } 之一，不能是 { $value }。
cli-value-invalid = { $arg }：{ $value } 无效。
cli-conflict = { $arg } 不能与 { $other } 同时使用。
cli-repeated = 重复指定了 { $arg }。
cli-missing = 缺少必填项：{ $arg }。
cli-not-utf-8 = 有参数不是 UTF-8。
cli-invalid = 参数无效。
cli-invalid-option = { $arg } 的用法无效。
cli-mistyped = { $user } 不是命令。是否要输入 { $name }？如要打开 ID 为 { $user } 的用户，请运行：rosterm -- { $user }
cli-screen-only = { $command } 不打开界面，以下内容只用于界面：{ $options }。请去掉；该命令自己的选项请放在命令之后：{ $command } --help
cli-value-empty = 不能为空
cli-value-long = 最多 { $cap } 个字符，现有 { $n } 个
cli-value-number = 应为 { $least } 到 { $most } 的整数
cli-value-job = 应为任务名称，如 J-0007
cli-value-do = 应为操作或其开头：{ $all }
cli-value-since = 应为日期、日期和时间，或时长，如 2d、12h
cli-value-age = 应为时长（如 90d）或日期，至少一天之前
cli-value-address = 应为带端口的地址，如 127.0.0.1:8080
cli-no-home = 系统未提供您的主目录。请设置 HOME，或用 --config 和 ROSTERM_DATA_DIR 指定文件位置。
cli-core-files = 未启动：系统不允许禁止核心转储，凭证可能会写入其中（{ $why }）。
cli-log-failed = 未启动：无法写入运行日志（{ $why }）。位置见 rosterm paths；去掉 --log 则不写日志。
cli-not-started = 未启动：{ $why }
cli-terminal-failed = 终端出错：{ $why }
cli-output-failed = 无法写入输出：{ $why }
cli-no-terminal = 未启动：界面需要终端作为标准输入和标准输出。rosterm journal、jobs、profile 无需终端：rosterm --help
cli-dumb-terminal = 未启动：此终端无法显示界面（TERM 为 dumb 或未设置）。请使用其他终端，如果终端兼容，可设置 TERM=xterm-256color。rosterm journal 和 rosterm jobs 在此仍可使用。
# In English and ASCII in every language: it is shown on terminals that garble everything else.
cli-foreign-charset =
    This terminal is set to { $charset } ({ $variable }={ $locale }).
    rosterm writes UTF-8: names and frames would be garbled here.

    Set the terminal itself to UTF-8, and start rosterm with
    { $variable }={ $language }.UTF-8

    Enter continues, Ctrl-C quits.{ " " }
cli-not-listening = 沙箱未启动：无法监听 { $address }（{ $why }）。--listen 127.0.0.1:0 可自动选择空闲端口。
cli-sandbox-not-started = 沙箱未启动：{ $why }
cli-sandbox-stopped = 沙箱自行停止。这是 rosterm 的错误，请重新启动。
cli-sandbox-serves =
    沙箱正在 { $url } 提供应用 { $key }，按 Ctrl-C 停止。

    Client ID | { $id }
    Client Secret | { $secret }
    App Token | { $token }

    用 rosterm 打开：
    > ROSTERM_TOKEN={ $token } rosterm --base-url { $url } --app-key '{ $key }' { $user }
    或手动调用：
    > curl -H 'Authorization: Bearer { $token }' '{ $url }/{ $app }/user/{ $user }/contacts?limit=10&needReturnRemark=true'
cli-server-half = --base-url 和 --app-key 必须同时指定。
cli-bad-option = { $option }：{ $why }
cli-secret-env-set = 未添加任何内容：--secret-env 之后是一个已设置的环境变量的名称。--secret-env 不带名称，每次启动时读取 ROSTERM_CLIENT_SECRET 或 ROSTERM_TOKEN。如需读取其他变量，请使用 --secret-command 'printenv NAME'。
cli-secret-env-unset = 未添加任何内容：--secret-env 之后看起来是环境变量的名称，但此处没有设置这个变量。--secret-env 不带名称，每次启动时读取 ROSTERM_CLIENT_SECRET 或 ROSTERM_TOKEN。如果它是配置的名称，请写在 --secret-env 之前。
cli-secret-env-secret = 未添加任何内容：--secret-env 之后既不是配置的名称，也不是环境变量。如果它就是凭证，请更换该凭证：shell 的历史中可能已经有它。--secret-env 不带值，每次启动时读取 ROSTERM_CLIENT_SECRET 或 ROSTERM_TOKEN。
cli-no-client-secret = 使用 --client-id 需要 Client Secret：请设置环境变量 { $name }。
cli-bad-token = { $name } 含有空格、换行或其他不允许的字符，请重新复制。
cli-no-credentials = 没有凭证：请设置环境变量 { $token }，或指定 --client-id 并设置 { $secret }。
cli-no-profile-yet = 还没有配置。可用 rosterm profile add 添加。
cli-no-profiles = { $file } 中还没有配置。可用 rosterm profile add 添加。
cli-no-such-profile = { $file } 中没有配置 { $name }。
cli-no-such-profile-but = { $file } 中没有配置 { $name }。现有：{ $others }
cli-which-profile = 使用哪个配置？请用 --profile NAME 指定，或在 { $file } 中设置 default = "NAME"。现有：{ $names }
cli-profile-unusable = 配置 { $name }：{ $why }
cli-profile-exists = { $file } 中已有配置 { $name }。请先删除该配置，或换一个名称。
cli-bad-name = 配置的名称最多 32 个字母、数字或 - _ .，且不能以 - 开头
cli-add-needs = 未添加任何内容。没有终端可供询问，需要指定：NAME、--base-url、--app-key，以及 --secret-command、--secret-keyring、--secret-prompt、--secret-file、--secret-env 之一
cli-added = 已将 { $name } 添加到 { $file }。
cli-added-try = 已将 { $name } 添加到 { $file }。可试用：rosterm profile check { $name }
cli-nothing-added = 未添加任何内容。
cli-nothing-entered = 未输入内容，也未添加任何内容。
cli-keyring-no-terminal = 未添加任何内容：保存到钥匙串的凭证须在终端中输入，而此处没有终端。
cli-ask-remove = 从 { $file } 中删除配置 { $name }？[y/N]
cli-needs-yes = 未删除任何内容：没有终端可供询问。--yes 表示不询问，直接删除。
cli-nothing-removed = 未删除任何内容。
cli-removed = 已从 { $file } 中删除 { $name }。
cli-removed-but-secret = { $removed }其凭证仍保留在系统钥匙串的 rosterm 下。
cli-journal-failed = 操作记录：{ $why }
cli-nothing-recorded = { $path } 中还没有任何记录。
cli-no-entry = 没有符合条件的记录。
cli-no-age = 未清理任何内容：没有指定记录的保留时间。请使用 --older-than 90d，或在 { $file } 的 [journal] 下设置 keep_days = 90。
cli-prunable = 将会删除：{ $what }。
cli-pruned = 已永久删除：{ $what }。
cli-prune-what = { $entries } 条修改、{ $jobs } 个任务、{ $snapshots } 个快照，时间从 { $first } 到 { $last }
cli-prune-none = 未删除任何内容：{ $before } 之前没有可以删除的记录。
cli-prune-kept = 保留：{ $before } 之后的 { $since } 条修改，以及更早的 { $earlier } 条（进行中、结果未知、属于未结束的任务，或仍被保留的修改所需要）。
cli-ask-prune = 删除的内容无法恢复，其中的修改也无法再撤销。删除？[y/N]
cli-shrunk = 文件原为 { $earlier } 字节，现为 { $now } 字节。
cli-not-shrunk = { $pruned }文件未能缩小：{ $why }
cli-verified = 读取后确认
cli-verified-after = 读取后确认（{ $reply }）
cli-state-waiting = 等待发送
cli-state-sent = 已发送
cli-state-done = 成功
cli-state-undone = 已撤销
cli-state-failed = 失败
cli-state-refused = 被拒绝
cli-state-not-sent = 未发送
cli-state-not-applied = 未生效
cli-state-unknown = 结果未知
cli-state-nothing-to-do = 无需修改
cli-name-separator = 、
cli-job-held = 运行者：{ $holder }
cli-no-jobs = 没有任务。
cli-no-unfinished-jobs = 没有未完成的任务。其他任务见 rosterm jobs list --all。
cli-no-unfinished-jobs-of = { $app } 没有未完成的任务。其他任务见 rosterm jobs list --all。
cli-no-job = 没有任务 { $job }。所有任务见 rosterm jobs list --all。
cli-several-jobs = 未继续任何任务：有 { $n } 个未完成的任务，请指定其中一个。
cli-several-jobs-of = 未继续任何任务：{ $app } 有 { $n } 个未完成的任务，请指定其中一个。
cli-other-app = 未继续任何任务：{ $job } 属于 { $app }，不属于 { $other }。请使用启动该任务时的选项。
cli-profile-of-other-app = 未继续任何任务：{ $job } 属于 { $app }，而配置 { $profile } 属于 { $other }。请用 --profile 指定其他配置。
cli-job-without-profile = 未继续任何任务：{ $job } 启动时未使用配置。请使用相同的选项：rosterm jobs resume { $job } --base-url URL --app-key '{ $app }'，并设置 ROSTERM_TOKEN，或加上 --client-id ID 并设置 ROSTERM_CLIENT_SECRET；也可用 --profile NAME 指定此应用的配置。
cli-own-profile-unusable = 未继续任何任务：{ $job } 启动时使用配置 { $profile }。{ $why }请用 --profile 指定其他配置。
cli-production-needs-yes = 未继续任何任务：配置 { $profile } 是生产环境。如需在其中发送 { $job } 的修改，请加上 --yes。
cli-server-needs-yes = 未继续任何任务：{ $app } 可能有真实用户。如需在其中发送 { $job } 的修改，请加上 --yes。
cli-journal-set-aside = 操作记录已损坏，原文件保存为 { $path }，并新建了操作记录。
cli-resume-failed = { $job }：{ $why }
cli-job-line = { $job }：{ $words }
cli-resumed = 已继续
cli-interrupted = 已中断，正在等待进行中的修改。如需稍后继续：rosterm jobs resume { $job }
cli-job-finished = 此任务已结束，没有需要发送的修改。
cli-job-not-started = 任务未启动，未发送任何修改：{ $why }
cli-job-not-undoable = 任务未启动，未发送任何修改：要撤销的内容已无法撤销。
cli-verifying = 将在 { $seconds } 秒后核实未知的结果
cli-journal-locked = 操作记录被其他进程锁定，解锁之前不会发送
cli-not-recordable = 修改已无法记录，因此不再发送。请加上 --log warn 再次运行以查看原因，解决后再继续该任务。
cli-progress-unrecorded = 进度尚未记录，正在重试：{ $why }
cli-unrecorded = { $n } 项尚未记录（{ $why }），正在重试
cli-all-recorded = 已全部记录
cli-never-recorded = 已发送，但未写入操作记录：{ $why }
cli-resending = 暂时被拒绝，{ $seconds } 秒后重发
cli-see-job = 并非所有修改都已完成。详情：rosterm jobs show { $job }
file-mistake = { $path }:{ $mistake }
file-not-utf-8 = { $path } 不是 UTF-8 文件。请将其保存为 UTF-8，或更正文件名。
mistake-in-line = { $line }：{ $why }
mistake-in-key = { $line }：{ $key }：{ $why }
mistake-syntax = 不是有效的 TOML：{ $why }
mistake-unknown = 没有此设置。可用的设置：{ $known }
mistake-missing = 缺少 { $key }
mistake-no-source = 缺少 secret。请用它指定凭证的来源：{ $sources }
mistake-secret = 不要在此填写凭证本身。请用 secret 指定凭证的来源：{ $sources }
mistake-source = 应为以下之一：{ $sources }
mistake-two-sources = secret 已指定来源，请去掉其中一个
mistake-no-profile = 没有这个名称的配置
mistake-either = 应为 { $one } 或 { $other }
mistake-table = 应为包含设置的表
mistake-text = 应为引号中的文本
mistake-line = 应为单行文本，不能为空
mistake-truth = 应为 true 或 false
mistake-time = 应为时间，如 "20s" 或 "400ms"，从 { $least } 到 { $most }
mistake-words = 应为程序及其参数，如 ["pass", "acme/im"]
keyring-missing = 此处没有运行钥匙串服务
keyring-locked = 已锁定
keyring-silent = 没有响应

## The system

system-not-found = 不存在（{ $words }）
system-denied = 没有权限（{ $words }）
system-exists = 已存在（{ $words }）
system-full = 磁盘已满（{ $words }）
system-quota = 磁盘配额已用完（{ $words }）
system-read-only = 文件系统只读（{ $words }）
system-not-a-directory = 路径中有一部分不是目录（{ $words }）
system-is-a-directory = 是目录（{ $words }）
system-bad-name = 文件名无效（{ $words }）
system-too-large = 文件过大（{ $words }）
system-busy = 正被其他程序使用（{ $words }）
system-closed = 对方已关闭（{ $words }）
system-timed-out = 超时（{ $words }）
system-refused = 连接被拒绝（{ $words }）
system-address-in-use = 地址已被占用（{ $words }）
system-address-absent = 本机没有这个地址（{ $words }）
system-unsupported = 系统不支持（{ $words }）

## 消息为什么收不到

key-diagnose = 诊断任意两位用户之间的消息为何收不到
key-diagnose-row = 诊断消息为何收不到
key-diagnose-others = 换两位用户诊断
key-diagnose-short = 诊断
hint-diagnose = 诊断
hint-diagnose-others = 换用户
key-swap = 交换方向
hint-swap = 交换方向
key-watch = 持续观察，直到结论变化；再按停止
hint-watch =
    { $about ->
        [stop] 停止观察
       *[other] 观察
    }
key-copy-reply = 复制给客户的回复
hint-copy-reply = 复制回复
key-copy-other-reply = 复制英文回复
key-unblock-sender = 将发送方移出黑名单
key-add-recipient = 将双方加为好友
key-open-recipient = 打开接收方
diagnosis-ask-title = 消息为什么收不到？
diagnosis-sender = 发送方（用户 ID）
diagnosis-recipient = 接收方（用户 ID）
diagnosis-same = 两个 ID 是同一位用户。
diagnosis-title = 为什么 { $who } 发给 { $whom } 的消息对方收不到？
diagnosis-reading = 正在读取双方的账号、黑名单和好友
diagnosis-changed = { $at } 发现变化。此前：{ $ways }
diagnosis-watched = 观察中：反复读取，直到结论变化。
diagnosis-can = 可以这样处理
diagnosis-read = 读取于 { $at }
diagnosis-unsaid = API 无法得知
diagnosis-unsaid-what = 应用是否开启好友关系检查、是否被禁言、消息是否被过滤。用 REST 发送测试消息不能证明可达：REST 发送不检查黑名单。
diagnosis-journal = 本机日志中与双方有关的记录
diagnosis-no-entry = 无
diagnosis-reply = 给客户的回复（{ $key } 复制，{ $other } 复制英文）
fact-account = 账号
fact-blocks = 拉黑了对方
fact-befriends = 对方是好友
fact-remark = 给对方的备注
why-blocked = { $who } 拉黑了 { $whom }。
why-banned = { $who } 已被封禁，无法登录。
why-missing = 账号 { $who } 不存在。
why-not-friends = 未发现拉黑或封禁。双方不是好友：应用若开启好友关系检查，消息会被拒绝。
why-clear = 未发现阻断。
why-not-checked = 有内容未能读取，结论未知。
can-unblock = 将 { $whom } 移出 { $who } 的黑名单；请先征得 { $who } 同意
can-befriend = 将 { $who } 与 { $whom } 加为好友；双方都会收到通知
can-swap-unblock = { $who } 拉黑了 { $whom }：先交换方向，再解除拉黑
can-nothing-account = 账号已被封禁，请在网页控制台处理，此处无法更改。
can-check-id = 请核对 ID：账号不存在或已注销。
can-not-read-only = 本次会话禁止更改。
reply-blocked = 您好，对方已将您加入黑名单，消息暂时无法送达。如有误会，请通过其他方式与对方确认。
reply-banned-sender = 您好，您的账号已被封禁，暂时无法收发消息。如需复核，请与我们联系。
reply-banned-recipient = 您好，对方的账号目前不可用，消息暂时无法送达。
reply-missing-sender = 您好，未找到您的账号 { $id }，请核对您登录的 ID。
reply-missing-recipient = 您好，未找到账号 { $id }，请核对对方的 ID。
reply-not-friends = 您好，您与对方还不是好友，部分应用只允许好友之间收发消息。请先互加好友，再发送消息。
reply-blocks = 您好，您已将对方加入黑名单，因此收不到对方的消息。如需联系，请先将对方移出黑名单。
reply-clear = 您好，我们检查了双方的账号、黑名单和好友关系，未发现影响您发送消息的问题。请检查网络并重新登录后再试；如仍无法送达，请告诉我们发送的时间和当时的提示。
notice-no-reply = 已知信息不足，无法给出回复。
notice-settings-unread = 无法读取已保存的设置，未使用：{ $why }
notice-settings-garbled = 已保存的设置有损坏，无法识别的部分未使用
notice-settings-unsaved = 设置无法保存，仅在退出前有效：{ $why }
settings-title = 设置
settings-language = 语言
settings-mask = 遮盖用户信息
settings-colours = 颜色
settings-mouse = 鼠标
settings-requests = 请求栏
settings-ascii = 线条
settings-on = 开
settings-off = 关
settings-automatic = 自动
settings-ascii-on = ASCII
settings-ascii-off = 制表线
settings-language-about = 自动：使用配置中的语言；未设置时使用系统语言。
settings-mask-about = ID、备注、昵称、消息和输入的内容显示为 # 加编号，便于共享屏幕。复制和发送的内容不受影响。
settings-colours-about = 关闭颜色后，仍以粗体和反色区分。
settings-mouse-about = 打开时，点击和滚轮由 rosterm 使用；选取文字请按住 Shift 拖动（iTerm2 中按 Option）。关闭时，鼠标由终端使用。
settings-mouse-screen = 在 GNU screen 中无法使用鼠标，否则会丢失按键。
settings-requests-about = 底部显示最近的请求，需要终端至少 110 列 30 行。
settings-ascii-about = 如果线条在终端中显示错乱，请改用 ASCII 字符。
settings-remembered = 更改立即生效，并会保存。
settings-sandbox = 更改立即生效。沙箱不保存设置。
notice-verdict-changed = { $at } 发现变化：{ $ways }
clip-reply = 回复

## 命令面板

key-palette = 输入文字查找操作
key-row-actions = 对当前行或所选行的操作
key-dialog-actions = 输入文字查找此处的操作
key-palette-run = 执行
hint-palette = 操作
palette-title = 操作
palette-row = 对 { $id } 的操作
palette-selected = 对所选 { $n } 项的操作
palette-nothing = 没有这样的操作。
palette-no-user = 未打开用户
palette-no-row = 没有行
palette-group = 群组
palette-one = 一次只能一位好友
palette-blocked = 已在黑名单
palette-not-blocked = 不在黑名单
palette-not-friend = 不是好友
palette-not-now = 现在不可用
notice-not-now = 现在无法执行，或不会带来任何变化。
notice-unknown-key = { $letter } 在这里没有作用。{ $palette } 查找所有操作，{ $help } 显示按键。
notice-input-method = 输入法处于开启状态：{ $letter } 不是命令。请切换到英文后再按键。

# ---- 查找操作时的其他说法 ----

also-quit = 关闭 离开
also-remove = 删除 解除好友
also-refresh = 重新加载 更新 重绘
also-open = 查找用户 切换用户 跳转
also-filter = 搜索 查找
also-journal = 审计 历史 谁做了什么
also-jobs = 进度 批量任务
also-paste = 批量 工单 多个用户
also-undo = 恢复 还原 回退
also-export = 保存为文件 CSV JSON 下载
also-import = 从文件读取 CSV 上传 快照 恢复
also-help = 快捷键 说明 手册
also-remark = 备注名 昵称 改名
also-ticket = 案件 编号
