//! Generates any number of plausible people: the same number always gives the same person.

/// A made-up person.
#[derive(Debug)]
pub struct Person {
    pub id: String,
    pub nickname: String,
}

const FAMILIES: [(&str, &str); 24] = [
    ("wang", "王"),
    ("li", "李"),
    ("zhang", "张"),
    ("liu", "刘"),
    ("chen", "陈"),
    ("yang", "杨"),
    ("zhao", "赵"),
    ("huang", "黄"),
    ("zhou", "周"),
    ("wu", "吴"),
    ("xu", "徐"),
    ("sun", "孙"),
    ("hu", "胡"),
    ("zhu", "朱"),
    ("gao", "高"),
    ("lin", "林"),
    ("he", "何"),
    ("guo", "郭"),
    ("ma", "马"),
    ("luo", "罗"),
    ("liang", "梁"),
    ("song", "宋"),
    ("tang", "唐"),
    ("han", "韩"),
];

const GIVEN: [(&str, &str); 35] = [
    ("wei", "伟"),
    ("fang", "芳"),
    ("na", "娜"),
    ("xiuying", "秀英"),
    ("min", "敏"),
    ("jing", "静"),
    ("qiang", "强"),
    ("lei", "磊"),
    ("yang", "洋"),
    ("yan", "艳"),
    ("jie", "杰"),
    ("juan", "娟"),
    ("tao", "涛"),
    ("ming", "明"),
    ("chao", "超"),
    ("xia", "霞"),
    ("ping", "平"),
    ("gang", "刚"),
    ("yu", "宇"),
    ("hao", "浩"),
    ("zihan", "子涵"),
    ("yichen", "奕辰"),
    ("ruoxi", "若曦"),
    ("mengyao", "梦瑶"),
    ("jiahui", "佳慧"),
    ("haoran", "浩然"),
    ("xinyi", "欣怡"),
    ("siyuan", "思远"),
    ("tingting", "婷婷"),
    ("jianguo", "建国"),
    ("yutong", "雨桐"),
    ("zixuan", "子轩"),
    ("meili", "美丽"),
    ("bo", "波"),
    ("xue", "雪"),
];

const FIRST: [&str; 20] = [
    "emma", "liam", "olivia", "noah", "ava", "ethan", "sophia", "mason", "mia", "lucas", "amelia",
    "logan", "harper", "james", "ella", "henry", "chloe", "daniel", "nora", "owen",
];

const LAST: [&str; 25] = [
    "smith", "jones", "brown", "taylor", "wilson", "davies", "evans", "walker", "wright", "hall",
    "green", "adams", "baker", "carter", "cooper", "ellis", "foster", "grant", "hayes", "irwin",
    "keller", "lopez", "meyer", "novak", "perez",
];

/// Remarks that people write; repeated often, as in real lists.
const REMARKS: [&str; 14] = [
    "老客户",
    "VIP 续费中",
    "介绍人: 张工",
    "退款已处理",
    "同事",
    "合作方",
    "勿打扰",
    "wholesale",
    "renewal in March",
    "华南代理",
    "待回访",
    "met at the fair",
    "发票抬头待确认",
    "群里认识",
];

/// The person for a number.
pub fn person(number: usize) -> Person {
    if number % 4 == 3 {
        english(number / 4)
    } else {
        chinese(number - number.div_ceil(4))
    }
}

/// The main user's remark for the friend with this number, if any.
pub fn remark(number: usize) -> Option<&'static str> {
    number
        .is_multiple_of(5)
        .then(|| REMARKS[number / 5 % REMARKS.len()])
}

fn chinese(number: usize) -> Person {
    let (family, given, round) = pick(number, FAMILIES.len(), GIVEN.len());
    let (surname, name) = (FAMILIES[family], GIVEN[given]);
    let digits = 60 + (family * 31 + given * 17) % 40 + round;
    let id = match (family + given * 3) % 5 {
        0 => format!("{}.{}{digits}", surname.0, name.0),
        1 => format!("{}_{}_{digits}", name.0, surname.0),
        2 => format!("{}{}-{digits}", surname.0, name.0),
        3 => format!("{}-{}.{digits}", name.0, surname.0),
        _ => format!("{}_{}{digits}", surname.0, name.0),
    };
    Person {
        id,
        nickname: format!("{}{}", surname.1, name.1),
    }
}

fn english(number: usize) -> Person {
    let (first, last, round) = pick(number, FIRST.len(), LAST.len());
    let (first_name, last_name) = (FIRST[first], LAST[last]);
    let digits = 1 + (first * 7 + last * 3) % 60 + round;
    let id = match (first + last) % 4 {
        0 => format!("{first_name}.{last_name}{digits}"),
        1 => format!("{first_name}_{last_name}_{digits:02}"),
        2 => format!("{first_name}-{last_name}.{digits}"),
        _ => format!("{}_{last_name}{digits:02}", &first_name[..1]),
    };
    let capital = |name: &str| name[..1].to_uppercase() + &name[1..];
    Person {
        id,
        nickname: format!("{} {}", capital(first_name), capital(last_name)),
    }
}

/// Spreads numbers over pairs, so that neighbours differ in both halves and no pair repeats before all have
/// been used; the round then distinguishes the repetitions.
fn pick(number: usize, left: usize, right: usize) -> (usize, usize, usize) {
    (
        number % left,
        (number / left + number * 7) % right,
        number / (left * right),
    )
}
