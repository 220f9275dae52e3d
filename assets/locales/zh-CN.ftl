# 简体中文。用词以环信文档为准: 好友、黑名单、拉黑、解除拉黑、备注、会话、漫游消息、用户 ID、工单。
#
# 键与占位符须与 en.ftl 一致, 分组与顺序也照 en.ftl。数字不加分隔符。
# 不用宽度因终端而异的字符 (省略号、项目符号、箭头、对勾、带圈数字) 和 emoji。

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
friends = 好友
friends-mini = 好
blocks = 黑名单
blocks-mini = 黑
conversations = 会话
conversations-short = 会话
registered = { $day } 注册
no-user = 没有打开用户: 按 { $key } 输入 ID 打开
too-small = 窗口太小: { $width }x{ $height }, 至少 { $columns }x{ $rows }
too-small-under-way = 有 { $n } 项修改正在发送
too-small-keys = q 退出, 放大窗口即恢复
too-small-keys-twice = 连按两次 q 仍然退出, 或放大窗口

## Facts

yes = 是
no = 否
none = (无)
unknown = 未知
not-read = 未读取
asking = 查询中...
account-active = 正常
account-banned = 已封禁
account-unknown = 状态未知
account-gone-short = 不存在
account-gone = 账号不存在。
account-failed = 读取失败: { $why }
id-irregular = ID 超出 a-z 0-9 _ - .
id-irregular-typed = 此 ID 不符合现行规则 (最多 64 个 a-z 0-9 _ - .)。老应用里有这样的 ID, 仍可打开。

## Lists

failed = 失败
matches = 匹配 { $n }
list-loading = 加载中
list-waiting = 等待 { $seconds } 秒: 服务对每个用户每分钟只允许 5 次调用。
list-retry = 按 { $key } 重试。
list-open-other = 按 { $key } 打开其他用户。
list-page-failed = 加载失败, { $key } 重试: { $why }
list-endless = 分页重复: 列表到此为止
list-loading-all = 加载到底: { $n } - { $key } 停止
filter-partial-typing = 仅搜 { $n } 行, Enter 加载其余
filter-partial = 仅搜 { $n } 行, / Enter 加载其余
filter-whole = /{ $filter } - Esc 显示全部
filter-nothing = 没有匹配 "{ $filter }" 的行。
filter-rest = 只搜了已载的 { $n } 行: 先按 / 再按 Enter 加载其余。
filter-rest-typing = 只搜了已载的 { $n } 行: 按 Enter 加载其余。
friends-none = 没有好友。
friends-none-key = { $key } 添加好友。
blocks-none = 黑名单为空。
blocks-none-key = { $key } 按 ID 拉黑。
conversations-none = 没有会话。
conversations-by-id = { $key } 按 ID 删除会话。
legend-friends = B 已拉黑, X 不存在或封禁
legend-blocks = F 好友, X 不存在或封禁
head-remark = 备注
group-mark = (群)
legend-conversations = 未读数, 最后消息时间; (群) 群聊
mark-blocked = 已被此用户拉黑
mark-friend = 此用户的好友
mark-gone = 账号不存在或已封禁 (查看过才知道)
mark-pending = 修改正在发送 (转动)

## Card

card = 名片
card-nobody = 光标下没有人。
relation = 关系
are-friends = 互为好友
i-block = { $me } 拉黑对方
blocks-me = 对方拉黑 { $me }
my-remark = { $me } 的备注
their-remark = 对方的备注
verdict = 结论
cannot-send = 不能发
no-obstacle = 未见阻断
because-blocks = 原因: { $who } 拉黑了 { $whom }
account = 账号
actions = 操作
conversation = 会话
conversation-group = 群会话
unread = 未读
last-at = 最后消息
last-text = 最后内容
no-text = (非文字)

## Short labels of keys

hint-help = 帮助
hint-pane = 换栏
hint-move = 移动
hint-scroll = 滚动
hint-filter = 筛选
hint-filter-keep = 保留并加载其余
hint-filter-drop = 取消
hint-add = 加好友
hint-block = 拉黑
hint-block-ids = 拉黑 ID
hint-unblock = 解除拉黑
hint-remove = 删好友
hint-delete = 删会话
hint-remark = 改备注
hint-open = 打开此人
hint-open-id = 打开 ID
hint-copy = 复制 ID
hint-card = 完整名片
hint-refresh = 刷新
hint-quit = 退出

## Keys

key-down = 下移
key-up = 上移
key-top = 到顶
key-bottom = 到底 (继续加载)
key-half-down = 下半页
key-half-up = 上半页
key-page-down = 下一页
key-page-up = 上一页
key-next-pane = 下一栏
key-previous-pane = 上一栏
key-friends = 好友
key-blocks = 黑名单
key-conversations = 会话
key-card = 名片 (全部信息)
key-filter = 按 ID 和备注筛选
key-zoom = 放大本栏 / 还原
key-refresh = 刷新本栏
key-refresh-all = 全部刷新
key-open-row = 打开此人
key-open-id = 输入 ID 打开
key-back = 上一个用户
key-forward = 下一个用户
key-copy = 复制 ID
key-log = 请求日志
key-add = 添加好友
key-remove = 从本列表移除
key-remark = 修改备注
key-block = 拉黑
key-unblock = 解除拉黑
key-help = 本帮助
key-escape = 返回一层
key-redraw = 重画
key-suspend = 挂起
key-quit = 退出
key-interrupt = 停止, 连按两次退出
key-filter-keep = 保留筛选并加载其余
key-filter-drop = 取消筛选
key-submit = 提交
key-next-choice = 下一项
key-previous-choice = 上一项
key-cancel = 取消
key-yes = 是
key-no = 取消
key-keep-roaming = 删除, 保留漫游消息
key-keep-short = 留漫游
key-roam-short = 全删...
key-delete-roaming = 连漫游消息一起删...
key-leave = 离开 (继续发送)
key-again = 重试
key-read-truth = 重新读取列表
key-read-truth-short = 重新读取
key-close = 关闭
key-edit = 修改
key-edit-failed = 修改失败的
key-open = 打开
key-continue = 继续
key-kind = 单聊 / 群聊
key-add-now = 添加
key-block-now = 拉黑
key-save = 保存
key-clear = 清空
key-remove-yes = 删除
key-delete-now = 永久删除
key-leave-yes = 仍然退出
key-leave-no = 留下 (默认)

## Help

help-title = 帮助: 按键
help-move = 移动
help-look = 查看
help-act = 处理 (写操作)
help-general = 通用
help-marks = 行尾标记
help-safety = 修改前会问什么
help-safety-1 = 拉黑和解除拉黑对光标所在行立即生效, 两者互为撤销。
help-safety-2 = 删除好友会先询问并说明会失去什么; Enter 不会确认。
help-safety-3 = 删除漫游消息需要键入 ID, 因为无法恢复。

## Request log

log-title = 请求日志 ({ $n }), 最新在前
log-empty = 还没有请求。

## Notices

done-add = { $owner } 和 { $id } 已互为好友
done-remove = { $owner } 和 { $id } 已不再是好友
done-remark = 已保存 { $owner } 给 { $id } 的备注
done-block = 已为 { $owner } 拉黑 { $id } - 在该行按 { $key } 可解除
done-unblock = 已为 { $owner } 解除拉黑 { $id }
done-conversation = 已删除 { $owner } 与 { $id } 的会话; 漫游消息保留
done-conversation-roaming = 已删除 { $owner } 与 { $id } 的会话及漫游消息
notice-read-only = 只读: 本次运行不能修改任何内容
notice-paste = 粘贴只在输入框内有效; 没有执行任何操作
notice-paste-too-long = 粘贴内容过长, 未写入任何内容; 请分批粘贴
defect = rosterm 因自身缺陷退出: { $what } ({ $place })
defect-changes = 已发往服务端的操作可能已生效, 也可能未生效: 请重新打开该用户查看
defect-report = 缺陷报告已写入 { $path }, 其中可能含有用户 ID, 请转交维护人员
defect-no-report = 缺陷报告未能写入: { $why }
notice-paste-open = 粘贴尚未结束, 按键会被当作粘贴内容; 按 Esc 放弃
notice-paste-dropped = 已放弃未结束的粘贴; 没有执行任何操作
notice-slipped = 未执行: 光标下的行变了, 请看清再按
notice-too-soon = 未发送: 内容刚刚出现或变化, 请看清后再按 Enter
notice-already-sent = 已在发送: { $id }
notice-not-blocked = { $id } 不在黑名单; 没有发送
notice-already-blocked = { $id } 已在黑名单; 没有发送
notice-not-friend = { $id } 不是好友, 没有备注可改
notice-group = { $id } 是群组, 不是用户
notice-self = 这就是该用户本人
notice-no-row = 光标下没有行
notice-no-history = 这个方向没有更多用户
notice-stopped = 已停止加载; 已载的保留
notice-copied = 已复制 { $id }
notice-again-to-quit = 再按一次 Ctrl-c 退出
notice-left = 修改仍在进行; 结果会在这里显示
notice-reading-truth = 正在重新读取 { $id }, 以确认是否生效

## Dialogs

open-title = 打开用户
open-ask = 用户 ID (大写会转成小写, 与服务一致)
open-bad = 这不可能是 ID: 为空, 只有点, 或含控制字符。
trouble-title = 未完成
trouble-again = 正在重试
trouble-unknown = 结果未知
leave-title = 现在退出 ?
leave-ask = 还有 { $n } 项修改正在发送。现在退出就看不到结果了:
ask-add = 为 { $owner } 添加好友 { $id }
ask-remove = 从 { $owner } 删除好友 { $id }
ask-remark = 修改 { $owner } 给 { $id } 的备注
ask-block = 为 { $owner } 拉黑 { $id }
ask-unblock = 为 { $owner } 解除拉黑 { $id }
ask-conversation = 删除 { $owner } 与 { $id } 的会话
sent = 已发送, 等待服务器
sent-waiting = 排队 { $seconds } 秒: 服务对每个用户每分钟只允许 5 次调用。
add-title = 为 { $owner } 添加好友
block-title = 为 { $owner } 拉黑
ids-ask = 一个或多个 ID, 用空格或逗号分隔
ids-count = 一次 { $n } 个 ID: 键入 { $n } 以确认。
ids-more = ... 还有 { $n } 个
ids-moved = 情况有更新: 将要发送的 ID 与先前不同。请重新确认。
ids-summary = { $n ->
    [0] 没有可发送的 ID
   *[other] 将发送 { $n } 个 ID
}
add-effect = 双方立即互为好友, 无需对方同意; { $owner } 和对方会收到通知。
block-effect = 对方不能再给 { $owner } 发消息或加好友。已是好友的仍在好友列表。
id-ready = 可发送
id-refused = 不可能是 ID
id-self = 用户本人
id-already-friend = 已是好友, 跳过
id-already-blocked = 已在黑名单, 跳过
ids-count-wrong = 与 { $n } 不一致。
id-folded = 大写已转小写
id-repeated = 重复 { $n } 次
fate-waiting = 等待
fate-done = 成功
fate-failed = 失败
fate-unknown = 结果未知
fates-summary = 成功 { $done }, 失败 { $failed }, 未完 { $open }
remark-title = { $id } 的备注
remark-of = { $owner } 给 { $id } 的备注
remark-before = 现为
remark-count = { $n }/{ $cap } 字, 显示宽度 { $cells } 列
remark-not-read = 未读取; 保存会覆盖原有备注
remark-too-long = 多了 { $n } 个字: 不能保存
remark-effect = 只改 { $owner } 一侧。留空即清除。
remark-moved = 备注期间有变化, 或对方已不是好友。请重新确认。
remove-title = 删除好友
remove-ask = 从 { $owner } 删除好友 { $id } ?
remove-happens = 会发生
remove-1 = 双方都从对方好友列表消失 (双向)。
remove-2 = { $owner } 给 { $id } 的备注会丢失 (现为: { $remark })。
remove-3 = { $id } 给 { $owner } 的备注也会丢失 (未读取)。
remove-4 = 黑名单和会话不变。
remove-4-blocked = 黑名单不变: { $id } 仍被拉黑。会话也保留。
remove-restore = 重新添加可恢复好友关系, 但备注和列表次序回不来。
remove-mini = 双向删除; 双方备注会丢失。
remove-remark = 备注现为: { $remark }
remove-moved = 列表已重新读取, 此好友有变化或已不在。请重新确认。
conversation-moved = 列表已重新读取, 此会话有变化或已不在。请重新确认。
conversation-title = 删除会话
conversation-ask = 删除 { $owner } 与 { $id } 的会话 ?
conversation-ask-group = 删除 { $owner } 在群 { $id } 的会话 ?
conversation-which = 对方用户 ID 或群 ID ({ $owner } 的会话将被删除)
conversation-one-side = 只有 { $owner } 一侧被删除; 对方仍保留。
conversation-keep = 删除会话, 保留服务器上的漫游消息
conversation-roam = 连漫游消息一起删除: 无法恢复
conversation-no-undo = 两种都不能在这里撤销。
conversation-roam-warn = 服务器上的漫游消息将永久消失, 不能撤销。
conversation-type = 键入 { $id } 以确认
conversation-mismatch = 与 { $id } 不一致。
kind-chat = 单聊
kind-group = 群聊

## Failures

server-said = 服务器: { $words }
network-said = 网络: { $words }
changed-nothing = 没有任何改动。
changed-unknown = 不能确定 { $owner } 与 { $id } 之间是否已生效。
read-changed-nothing = 没有任何改动。
unknown-todo = 请先重新读取列表再决定, 不要盲目重发。
short-not-found = 用户不存在
reason-bad-id = 此 ID 不能发送
bad-id-todo = 它为空, 只有点, 或含控制/不可见字符。请从来源重新复制。
reason-connect = 无法连接
connect-todo = 请检查网络、代理和 REST 地址。
reason-tls = 证书不受信任
tls-todo = 请检查 REST 地址和公司证书; 不要绕过。
reason-timeout = 超时未响应
reason-broken = 连接中断
again-todo = 稍后重试; 若一直如此, 请联系应用管理员。
reason-too-large = 响应过大
reason-unreadable = 响应无法识别
engineer-todo = 请把请求日志给工程师看。
reason-redirect = 被重定向, 未跟随
redirect-todo = REST 地址不是服务本身的地址, 请在控制台核对。
reason-service = 服务拒绝
reason-endless = 分页没有尽头
grant-400 = Client ID 或 Client Secret 不正确
grant-400-todo = 请在控制台的应用概览重新复制。
app-404 = 此域名下没有这个应用
app-404-todo = 请核对 App Key (org#app) 和 REST 地址。
bad-400 = 服务不接受这些内容
bad-400-todo = 请看服务器原文, 修改后再发送。
token-401 = token 无效或已过期
token-401-todo = 请用新的 token 或 Client Secret 重新启动 rosterm。
limit-403 = 已达套餐上限
limit-403-todo = 请先删除一些, 或升级套餐。
forbidden-403 = 此应用或用户不允许该操作
forbidden-403-todo = 请在控制台确认功能已开通、账号未封禁。
user-404 = 用户不存在
user-404-todo = 请核对 ID; 账号可能已删除。
shape-4xx = 服务不接受此请求
plan-429 = 套餐额度已用完
plan-429-todo = 等待无用: 需要应用所有者升级套餐。
rate-429 = 请求过于频繁
rate-429-todo = 限额与应用自身服务器共用。稍等再试。
server-5xx = 服务出错
blocks-403 = 此应用或用户不能使用黑名单
blocks-403-todo = 需要应用所有者在控制台开通 "用户黑名单" 功能。
conversations-403 = 服务不为此应用或用户列出会话
conversations-403-todo = 会话列表是付费功能, 或用户不存在。
add-full = { $owner } 或 { $id } 的好友数已达上限
add-full-todo = 打开双方查看好友数; 先删除一个再添加。
block-full = { $owner } 的黑名单已满 ({ $n })
block-full-todo = 先解除一些, 再拉黑。
remark-not-friends = { $owner } 和 { $id } 不是好友, 不能设备注
remark-not-friends-todo = 先加好友, 再设备注。
leftover-404 = { $owner } 或 { $id } 的账号已不存在
leftover-404-todo = 若 { $id } 已注销, 这一行是残留条目, 服务不允许移除。
owner-404 = { $owner } 不存在
pair-404 = { $owner } 或 { $id } 不存在
pair-404-todo = 请核对两个 ID; 其中一个账号可能已删除。
conversation-429 = 该用户一分钟内已操作 5 次会话
conversation-429-todo = 等一分钟再试。

## Answers that were lost

unknown-settles = 发送于 { $sent }。将于 { $due } 自动核实, 在此之前不会重发。
reason-not-applied = 未生效: 响应丢失, 读取后确认没有改动
not-applied-todo = 可以重新发送。
reason-journal = 未发送: 无法写入操作日志
journal-todo = 请检查磁盘空间和日志文件的权限; 没有记录就不做任何改动。
found-done = { $what } (响应丢失, 读取后确认)
found-done-roaming = { $owner } 与 { $id } 的会话已删除; 漫游消息无法核实
done-before = { $what } (第一次发送已生效, 只是响应丢失)
notice-never-settled = 结果仍未知: { $id } - 重发前请先查看
notice-unsettled = 结果尚未确定: { $id } - 没有发送
id-lost = 结果未知, 跳过
id-under-way = 正在发送, 跳过
mark-unsettled = 修改的响应丢失, 稍后自动核实
## Secrets

ask-client-secret = 配置 { $name } ({ $app }) 的 Client Secret (不回显):
ask-token = 配置 { $name } ({ $app }) 的 app token (不回显):
secret-command-missing = 无法启动程序 { $program }: 请检查配置里的命令。
secret-command-failed = { $program } 以代码 { $code } 结束: 请手动运行查看原因。
secret-command-killed = { $program } 未运行完就被终止: 请手动运行查看原因。
secret-command-silent = { $program } 没有输出: 它的第一行应是凭证。
secret-command-slow = { $program } 在 { $seconds } 秒内没有结束: 请手动运行查看原因。
secret-too-long = 得到的内容过长, 不是凭证。
secret-garbled = 凭证里有空格、换行或其他不该有的字符: 请重新复制。
secret-keyring-absent = 此版本不含系统钥匙串: 请改用 "每次启动时询问"、命令或文件。
secret-keyring-silent = 无法使用系统钥匙串 ({ $why }): 请改用 "每次启动时询问"、命令或文件。
secret-keyring-empty = 系统钥匙串里没有 rosterm 的 { $name }。
secret-not-typed = 没有输入凭证; 须在终端里输入。
secret-file-unreadable = 无法读取 { $path }: { $why }
secret-file-kind = { $path } 不是文件。
secret-file-open = 其他人可以读取或修改 { $path }: 请 chmod 600, 然后更换凭证。
secret-file-owner = { $path } 属于别人: 必须是您自己的文件。
secret-file-empty = { $path } 是空的: 第一行应是凭证。
secret-env-unset = 环境变量 { $name } 没有设置。
file-unreadable = 无法读取 { $path }: { $why }
file-unwritable = 无法写入 { $path }: { $why }
file-dangling = { $path } 是链接, 但指向的文件不存在。
file-no-certificate = { $path } 里没有 PEM 格式的证书 (-----BEGIN CERTIFICATE-----)。

## Trying a profile

check-secret = 凭证
check-address = 域名 / TLS
check-token = 换取 token
check-read = 读取权限
check-blocks = 黑名单服务
check-good = 通过
check-partly = 注意
check-bad = 失败
check-running = 校验中...
check-secret-typed = 已输入
check-secret-environment = 来自环境变量 (优先于配置)
check-secret-source = 来自配置指定的位置
check-address-tls = { $host } 的证书不受信任。
check-address-tls-todo = 如果公司检查流量, 请在 ca_file 里填公司的证书; 否则不要继续。
check-address-unknown = 找不到 { $host } 里的域名。
check-address-todo = 请重新复制 REST 域名: 控制台 > 应用管理 > 应用概览。
check-address-silent = { $host } 没有应答。
check-address-silent-todo = 请检查网络和代理 (配置或 HTTPS_PROXY), 再核对 REST 域名。
check-grant-todo = 请重新复制这两项: 控制台 > 应用管理 > 应用概览。
check-app-todo = 请重新复制 App Key 和 REST 域名: 控制台 > 应用管理 > 应用概览。
check-token-todo = 请换取新的 token: 控制台 > 应用管理 > 应用概览。填 Client ID 和 Secret 可自动续期。
check-token-given = 现成的 token, 有效期未知
check-token-unlimited = 长期有效
check-token-days = 有效期 { $days } 天 { $hours } 小时
check-token-hours = 有效期 { $hours } 小时 { $minutes } 分
check-token-minutes = 有效期 { $minutes } 分
check-read-good = 读取 1 个用户成功: { $id }
check-read-nobody = 应用里还没有用户
check-blocks-on = 已开通
check-blocks-off = 应用未开通黑名单服务。
check-blocks-off-todo = 免费开通: 控制台 > 功能配置 > 基础功能 > 用户 > 用户黑名单。
check-blocks-unknown = 无法得知: { $why }
check-blocks-untried = 没有用户, 无法校验

## Set-up

setup-title = 首次设置
setup-title-add = 新增配置
setup-step-1 = 连接
setup-step-2 = 校验
setup-step-3 = 完成
setup-welcome = 欢迎。两分钟内可以看到第一个用户的好友和黑名单。REST 域名、App Key 和凭证在控制台 > 应用管理 > 应用概览。
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
setup-token = App token
setup-operator = 坐席
setup-friend-cap = 好友数上限
setup-proxy = 代理
setup-ca-file = CA 文件
setup-entered = 已输入, 不回显
setup-not-entered = 未输入
setup-env-variable = 启动时的 { $name }
setup-checks = 校验
setup-about-lang = 界面语言。
setup-about-name = 这个连接在本机的名字。将写入 { $file }
setup-about-production = 真实用户: 默认只读, 解锁后才能修改。
setup-about-test = 测试用: 可以直接修改。
setup-about-base-url = 以控制台里显示的为准, 各应用不同。
setup-about-app-key = 写作 org#app。
setup-about-app-key-read = 组织 { $org }, 应用 { $app }。
setup-about-client-id = 填写后自动换取并续期 app token。留空则使用现成的 app token。
setup-about-source-command = 由密码管理器输出, 例如 pass、op 或 vault。本机不保存。
setup-about-source-keyring = 由系统加密保存。
setup-about-source-prompt = 仅用于本次会话, 下次启动时再询问。
setup-about-source-file = 只有您能读取的文件 (chmod 600), 第一行是凭证。
setup-about-source-env = 启动前设置的 ROSTERM_CLIENT_SECRET 或 ROSTERM_TOKEN。
setup-about-command = 程序和参数, 不经过 shell。输出的第一行是凭证。
setup-about-file = 只能由您读取 (chmod 600), 第一行是凭证。
setup-about-secret = 输入或粘贴, 不回显, 也不显示长度。Ctrl-u 清空。
setup-about-operator = 您的名字, 写入操作记录。可留空。
setup-about-friend-cap = 每个用户的好友数上限: 免费版 100, 付费版 3000。可留空。
setup-about-proxy = 例如 http://proxy.example.com:3128。留空则按 HTTPS_PROXY。
setup-about-ca-file = 公司的证书 (PEM), 与系统证书库同时使用。可留空。
setup-trying = 正在校验连接, 不会修改服务器上的任何内容。
setup-saving = 正在保存配置。
setup-failed = 请修正失败的项目, 再重新校验。
setup-passed = 全部通过。Enter 保存配置并打开控制台。
setup-passed-partly = 可以使用, 有一项请注意。Enter 保存配置并打开控制台。
setup-passed-add = 可以使用。Enter 保存配置。
setup-key-open = 保存并打开
setup-key-save = 保存
setup-key-check = 校验
setup-key-again = 重新校验
setup-key-sandbox = 试用演示数据
setup-key-next = 下一项
setup-key-leave = 退出
setup-key-stop = 停止
setup-fault = { $field }: { $why }
setup-again-to-leave = 再按一次退出, 内容不会保存。
setup-paste-nowhere = 请先选择可以输入的一项, 再粘贴。
setup-not-saved = 未保存: { $why }
fault-empty = 必须填写
fault-url-unreadable = 不是 https://a1.easemob.com 这样的地址
fault-url-scheme = 必须以 https:// 开头
fault-url-extra = 只能有 https://、域名和路径, 不能有用户名、? 和 #
fault-app-key-hash = 写作 org#app, 其中只有一个 #
fault-app-key-name = # 两边各是一个名字, 不含空格和斜线
fault-name = 最多 32 个字母、数字或 - _ ., 不能以 - 开头
fault-taken = 已有同名配置
fault-quote = 引号没有成对
fault-friend-cap = 1 到 100000 的数字, 或留空
fault-proxy = 不是 http://proxy.example.com:3128 这样的地址
fault-proxy-secret = 代理的用户名和密码请放在 HTTPS_PROXY 里

## Read-only for a while

mode-unlocked = 可写 (剩 { $n } 分钟)
key-unlock = 解锁 / 锁定写操作
notice-unlock = 只读: 按 { $key } 可临时解锁
notice-unlocked = 可写 { $n } 分钟; 按 { $key } 立即锁定
notice-locked = 已恢复只读
notice-never-locked = 本次运行并非只读
