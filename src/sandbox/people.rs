//! The named people: those that a screen, a test or a training session refers to.

/// The main user, whose lists are filled.
pub const MAIN: &str = "alice_01";
/// Her nickname.
pub const MAIN_NICKNAME: &str = "爱丽丝";

/// A friend of the main user: ID, nickname, and her remark.
pub type Friend = (&'static str, Option<&'static str>, Option<&'static str>);

/// Her newest friends, newest first.
pub const FRIENDS: [Friend; 27] = [
    ("bob_77", Some("Bob"), Some("小王-华东大区")),
    ("carol.chen", Some("陈卡罗"), Some("陈女士(VIP)")),
    ("dave-01", Some("Dave"), None),
    ("eve_shop", Some("虹口旗舰店"), Some("门店-虹口")),
    ("frank", Some("Frank"), None),
    ("grace_li", Some("李格蕾"), Some("李工")),
    ("heidi_88", Some("海蒂"), None),
    ("ivan.p", Some("Ivan P."), Some("推广勿回")),
    ("judy", Some("朱迪"), Some("同事")),
    ("kevin_x", Some("Kevin X"), None),
    ("lucy_liu", Some("刘露西"), Some("刘总")),
    ("mallory", None, None),
    ("niaj", Some("Niaj"), None),
    ("olivia", Some("奥莉"), Some("会员群主")),
    ("peggy_01", Some("Peggy"), None),
    ("quentin", Some("Quentin"), None),
    ("rupert", Some("Rupert"), None),
    ("sybil", Some("西比尔"), Some("代理")),
    ("trent", Some("Trent"), None),
    ("uma_9", Some("Uma"), None),
    ("victor.z", Some("张维克"), Some("张工")),
    ("walter", Some("Walter"), None),
    ("xena", Some("小雪"), Some("小雪")),
    ("yuri.k", Some("Юрий К."), None),
    ("zoe_1", Some("Zoe"), None),
    ("spam_0042", None, None),
    ("spam_0048", None, Some("删了又加")),
];

/// Friends whose names or remarks break code that assumes too much about text; they follow the others.
pub const ODD_FRIENDS: [Friend; 23] = [
    (
        "luna_home",
        Some("Luna \u{1F319}"),
        Some("\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} 一家人"),
    ),
    (
        "ken.tokyo",
        Some("健 \u{1F1EF}\u{1F1F5}"),
        Some("\u{1F1EF}\u{1F1F5}\u{1F1E8}\u{1F1F3} 双语客服"),
    ),
    (
        "thumbs-up",
        Some("点赞侠"),
        Some("1\u{FE0F}\u{20E3} \u{1F44D}\u{1F3FD} \u{2764}\u{FE0F}"),
    ),
    ("omar.sa", Some("عمر"), Some("عميل مهم 2024 (VIP)")),
    ("noa_il", Some("נועה"), Some("לקוחה ותיקה")),
    (
        "esc_red",
        None,
        Some("\u{1B}[31m红字\u{1B}[0m \u{1B}]0;title\u{7}"),
    ),
    (
        "two_lines",
        Some("两行"),
        Some("第一行\n第二行\t制表\r回车"),
    ),
    ("bidi_flip", None, Some("invoice\u{202E}fdp.exe")),
    (
        "marks_z",
        Some("Zalgo"),
        Some("Z\u{308}\u{338}\u{334}a\u{303}\u{33B}\u{322}l\u{30A}go cafe\u{301}"),
    ),
    ("fullwidth", Some("ＦＵＬＬ"), Some("ＡＢＣ１２３（全角）")),
    (
        "zero_width",
        None,
        Some("zero\u{200B}width\u{FEFF}\u{2060}"),
    ),
    (
        "nul_bell",
        None,
        Some("nul\u{0}bell\u{7}del\u{7F}\u{9B}31m"),
    ),
    ("som.thai", Some("สมชาย"), Some("ลูกค้าประจำ")),
    ("ravi_in", Some("रवि"), Some("नमस्ते")),
    ("blank_remark", None, Some("   ")),
    ("hundred", Some("一百字"), Some(HUNDRED)),
    // IDs from before the current rule: they can be read, but not registered any more.
    ("张三", Some("张三"), Some("老 ID")),
    ("vip/2018", Some("VIP 2018"), None),
    ("li lei", Some("李雷"), None),
    ("han+mei@corp.example", Some("韩梅梅"), Some("邮箱 ID")),
    ("100%_real", None, None),
    ("who?#me", None, None),
    (
        "an.id.of.exactly.sixty-four.bytes_0123456789_abcdefghijklmnopqrs",
        None,
        Some("64 bytes"),
    ),
];

/// A remark of the maximum length.
const HUNDRED: &str = "这是一条写满的备注一二三四五六七八九十这是一条写满的备注一二三四五六七八九十这是一条写满的备注一二三四五六七八九十这是一条写满的备注一二三四五六七八九十这是一条写满的备注一二三四五六七八九十再加五个字";

/// Deleted accounts that are still in her friend list.
pub const GONE_FRIENDS: [&str; 3] = ["gone_2019", "test_del_03", "wx_8812034"];

/// Deleted accounts that are still on her blocklist.
pub const GONE_BLOCKED: [&str; 3] = ["spam_0045", "spam_0053", "old_troll"];

/// Accounts that are banned.
pub const BANNED: [&str; 5] = ["frank", "quentin", "spam_0050", "spam_0058", "loan_now"];

/// People who are blocked between two groups of spam accounts: friends and others.
pub const BLOCKED: [&str; 12] = [
    "carol.chen",
    "ivan.p",
    "mallory",
    "old_troll",
    "ad_king88",
    "刷单兼职",
    "free-crypto.win",
    "loan_now",
    "fake_support",
    "esc_red",
    "seller.fake-77",
    "rupert_2",
];

/// People who have blocked the main user.
pub const BLOCKERS: [&str; 5] = ["bob_77", "judy", "trent", "ad_king88", "spam_0047"];

/// Remarks of her friends for the main user.
pub const REMARKS_FOR_MAIN: [(&str, &str); 7] = [
    ("bob_77", "艾总"),
    ("carol.chen", "客服爱丽丝"),
    ("grace_li", "Alice from support"),
    ("ivan.p", "lead #2041"),
    ("lucy_liu", "小艾 \u{1F338}"),
    ("olivia", "群里的爱丽丝"),
    ("spam_0042", "target"),
];

/// Friendships among the others, so that opening one of them shows something.
pub const CIRCLES: [(&str, &str, Option<&str>); 24] = [
    ("bob_77", "carol.chen", Some("陈姐")),
    ("bob_77", "dave-01", None),
    ("bob_77", "eve_shop", Some("虹口店")),
    ("bob_77", "grace_li", Some("李工(架构)")),
    ("bob_77", "judy", None),
    ("carol.chen", "eve_shop", None),
    ("carol.chen", "lucy_liu", Some("刘总")),
    ("carol.chen", "olivia", None),
    ("dave-01", "kevin_x", None),
    ("dave-01", "peggy_01", None),
    ("eve_shop", "xena", Some("店员小雪")),
    ("eve_shop", "victor.z", Some("装修张工")),
    ("frank", "sybil", None),
    ("grace_li", "victor.z", Some("老张")),
    ("heidi_88", "yuri.k", None),
    ("ivan.p", "mallory", None),
    ("ivan.p", "sybil", Some("partner")),
    ("judy", "walter", None),
    ("lucy_liu", "olivia", None),
    ("mallory", "spam_0042", None),
    ("niaj", "omar.sa", None),
    ("olivia", "uma_9", Some("9 号会员")),
    ("trent", "zoe_1", None),
    ("spam_0042", "spam_0048", None),
];

/// Blocks among the others.
pub const FEUDS: [(&str, &str); 6] = [
    ("bob_77", "spam_0042"),
    ("carol.chen", "ivan.p"),
    ("dave-01", "mallory"),
    ("eve_shop", "ad_king88"),
    ("grace_li", "gone_2019"),
    ("judy", "sybil"),
];

/// People without any relation to her yet: there must be somebody to add or to block.
pub const STRANGERS: [(&str, &str); 12] = [
    ("bob_78", "Bob the other"),
    ("dave-02", "Dave II"),
    ("spam_9001", "限时返利"),
    ("nina_new", "妮娜"),
    ("oscar.w", "Oscar W."),
    ("paula_cs", "客服保拉"),
    ("qin_store", "秦记小店"),
    ("rosa_vip", "罗莎"),
    ("steve-88", "Steve"),
    ("tina.zhou", "周婷娜"),
    ("ulrich", "Ulrich"),
    ("wendy_ha", "温蒂"),
];

/// Group conversations: ID, who spoke last, what was said.
pub const GROUPS: [(&str, &str, &str); 6] = [
    ("225011234567169", "eve_shop", "虹口这单今天能发吗?"),
    ("225011238761473", "olivia", "会员日海报已更新 \u{1F389}"),
    ("231904417234945", "grace_li", "灰度 20%,有问题群里喊"),
    ("237655810048001", "victor.z", "图纸放群文件了"),
    ("242117903851521", "kevin_x", "standup in 5"),
    ("249030127616001", "lucy_liu", "下周一评审,大家留时间"),
];

/// What people write to her.
pub const LINES: [&str; 12] = [
    "我的订单还没发货,帮忙查一下",
    "好的,谢谢!",
    "Could you resend the invoice please?",
    "[链接] 点击领取 888 元红包",
    "为什么我发的消息对方收不到?",
    "ok 👍",
    "今天下午三点可以吗",
    "请问怎么解除拉黑",
    "hello? anyone there",
    "已转账,请确认",
    "شكرا جزيلا",
    "两行\n第二行 \u{1B}[5m闪\u{1B}[0m",
];
