//! The words of ordinary sentences, as far as they must be told from IDs.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words of one kind.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

/// Whether the set contains the word, which is in lower case.
pub(super) fn holds(words: &Words, word: &str) -> bool {
    words.contains(word)
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident $text:literal) => {
        $(#[$doc])*
        pub(super) static $name: Words = LazyLock::new(|| $text.split_ascii_whitespace().collect());
    };
}

words! {
    /// Words that make a line a sentence, or typically occur in one.
    WORDS
    "a about accidentally account accounts again agent all already also am an and any appreciate \
     are as asap at attached be because been before below best block blocked blocking blocklist \
     both but by bye can case cc cheers ciao colleague colleagues complained complains contact \
     contacts could customer customers danke date dear delete description did do does done e.g \
     else everyone fix folks following for forwarded friend friends from fw fwd fyi good \
     greetings guys hallo has have he hello help her here hey hi him his hola how i i.e if \
     immediately in incident into is issue it its just kind kindly let list many may me message \
     messages morning must my need needs no not note now number of off ok okay on one only or \
     order our out over per phone please pls plz priority re reason ref regarding regards remark \
     remove removed report reported request requested requester restore said salutations same \
     says see sent she should signed since sincerely sir so some sorry spoke still subject \
     support team thank thanks thanx that the their them then there these they this those thx \
     ticket tickets till to today tomorrow tonight too twice two ty unban unblock unblocked \
     unfriend until up update urgent urgently us user users via want wants was we were what when \
     where which who whom why will with within without would wrote yes yesterday you your yours"
}

words! {
    /// Words that say why somebody is on a list. They occur in lists as well as in sentences.
    REASONS
    "abuse ads advertising bot fraud harassment phishing porn scam spam spammer spamming"
}

words! {
    /// Words before a ticket number.
    TICKETS
    "bug case incident issue no nr number order ref reference req request sr ticket tickets"
}

words! {
    /// Words before a phone number.
    PHONES
    "call cell ext extension fax mobile phone sms tel telephone whatsapp"
}

words! {
    /// Words before a colon and a number or a name that does not belong to the service.
    OTHERS
    "amount batch contract coupon date device email e-mail fee imei invoice ip mail order payment price qq serial skype sku telegram time tracking transaction txn version weixin wechat whatsapp"
}

/// The same in Chinese, where a space or a colon in between is optional.
pub(super) const CHINESE_OTHERS: &[&str] = &[
    "昵称",
    "姓名",
    "处理人",
    "操作人",
    "经办人",
    "QQ",
    "qq",
    "QQ号",
    "qq号",
    "QQ号码",
    "qq号码",
    "QQ群",
    "qq群",
    "QQ群号",
    "qq群号",
    "发票号",
    "合同号",
    "序列号",
    "微信",
    "微信号",
    "快递单号",
    "手机型号",
    "批次号",
    "支付单号",
    "日期",
    "时间",
    "会员号",
    "会员卡号",
    "流水号",
    "物流单号",
    "版本",
    "版本号",
    "订单",
    "订单号",
    "订单编号",
    "设备",
    "设备号",
    "设备ID",
    "身份证",
    "身份证号",
    "运单号",
    "退款单号",
    "邮箱",
    "金额",
    "交易号",
    "银行卡号",
    "快递",
    "快递号",
    "物流",
    "物流号",
    "运单",
    "包裹",
    "快递单",
    "物流单",
    "采购单",
    "退款单",
    "退货单",
    "换货单",
    "发货单",
    "送货单",
    "提货单",
    "配送单",
    "出库单",
    "入库单",
    "支付单",
    "充值单",
    "提现单",
    "转账单",
    "结算单",
    "交易单",
    "报价单",
    "预约单",
];

/// Chinese names for a ticket number.
pub(super) const CHINESE_NUMBERS: [&str; 18] = [
    "单号",
    "單號",
    "工单号",
    "工單號",
    "工单编号",
    "工單編號",
    "工单号码",
    "工单ID",
    "工单id",
    "案件号",
    "案件编号",
    "案号",
    "票号",
    "受理号",
    "受理编号",
    "投诉编号",
    "反馈编号",
    "事件编号",
];

/// Chinese names for a ticket. Many other words end in `单`: `刷单` is a reason to block people.
pub(super) const CHINESE_TICKETS: &[&str] = &[
    "工单",
    "工單",
    "案件",
    "事件单",
    "事件單",
    "受理单",
    "受理單",
    "投诉单",
    "投訴單",
    "客诉单",
    "客訴單",
    "反馈单",
    "反饋單",
    "申请单",
    "申請單",
    "申诉单",
    "申訴單",
    "举报单",
    "舉報單",
    "服务单",
    "服務單",
    "咨询单",
    "諮詢單",
    "求助单",
    "建议单",
    "问题单",
    "問題單",
    "缺陷单",
    "故障单",
    "故障單",
    "报障单",
    "报修单",
    "報修單",
    "维修单",
    "維修單",
    "售后单",
    "售後單",
    "处理单",
    "處理單",
    "处置单",
    "任务单",
    "任務單",
    "需求单",
    "需求單",
    "变更单",
    "审批单",
    "流程单",
    "转办单",
    "交办单",
    "督办单",
    "协办单",
    "协查单",
    "核查单",
    "回访单",
    "来电单",
    "登记单",
    "记录单",
    "支持单",
    "チケット",
    "티켓",
];

words! {
    /// Words that end a letter: a name follows.
    CLOSINGS
    "best br brgds bye cheers danke greetings gruss kr regards rgds sincerely thank thanks thanx thx \
     ty yours"
}

words! {
    /// Names of fields that contain no ID, without spaces and punctuation.
    FIELDS
    "address admin adminid age agent agentid app asset assetid assignedto assignee birthday browser build casenumber \
     category channel city client company component country created createdat createdby creator \
     department device due duedate email environment escalatedto fullname gender grade \
     group handledby handler handlerid ipaddress issuetype issuetype language level mobile model name nick \
     nickname operator operatorid operatorname orderid orderno ordernumber origin os ownedby owner phone platform priority \
     product project queue realname region reportedby reporter reporterid requester requesterid resolution role segment \
     sender sentby severity site sla source state status submittedby team tel telephone ticket \
     ticketid ticketno ticketnumber tier timezone type updated updatedat updatedby version \
     viplevel website"
}

words! {
    /// The same for fields whose value is the rest of the line.
    LISTS
    "attachments cc followers labels participants tags watchers 抄送 标签 关注人 附件"
}

words! {
    /// Names for people who are involved in a ticket but not meant by it.
    PEOPLE
    "admin agent assignedto assignee createdby creator escalatedto handledby handler operator \
     ownedby owner reportedby reporter requester sentby submittedby updatedby \
     举报人 处理人 操作人 经办人 负责人 跟进人 受理人 提交人 创建人 报告人 客服 坐席"
}

words! {
    /// Names of mail headers.
    HEADERS
    "authentication-results auto-submitted bcc cc date delivered-to dkim-signature errors-to from \
     importance in-reply-to message-id mime-version organization precedence received references \
     reply-to return-path sender sent thread-index thread-topic to user-agent"
}

/// Chinese names of fields, by their endings.
pub(super) const CHINESE_FIELDS: [&str; 44] = [
    "处理人",
    "操作人",
    "举报人",
    "经办人",
    "负责人",
    "跟进人",
    "受理人",
    "提交人",
    "创建人",
    "报告人",
    "联系人",
    "客服",
    "坐席",
    "工号",
    "姓名",
    "昵称",
    "名称",
    "称呼",
    "状态",
    "等级",
    "级别",
    "优先级",
    "类型",
    "类别",
    "分类",
    "来源",
    "渠道",
    "部门",
    "公司",
    "职位",
    "地区",
    "城市",
    "地址",
    "性别",
    "年龄",
    "生日",
    "平台",
    "机型",
    "工单",
    "工单号",
    "工单编号",
    "案件号",
    "电话",
    "传真",
];

/// Whether a word that is not in ASCII belongs to a sentence. Two or three Chinese characters may be a name
/// beside an ID.
pub(super) fn is_han_prose(word: &str) -> bool {
    const USUAL: [&str; 24] = [
        "请",
        "您好",
        "你好",
        "谢谢",
        "工单",
        "电话",
        "手机",
        "用户",
        "账号",
        "帐号",
        "拉黑",
        "解除",
        "黑名单",
        "备注",
        "好友",
        "订单",
        "单号",
        "客服",
        "尽快",
        "麻烦",
        "辛苦",
        "转自",
        "号码",
        "名单",
    ];
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    let foreign = |c: char| !c.is_ascii() && c.is_alphabetic();
    let han = word.chars().filter(|c| is_han(*c)).count();
    word.contains(|c| foreign(c) && !is_han(c))
        || han > 3
        || han > 0 && USUAL.iter().any(|usual| word.contains(usual))
}
