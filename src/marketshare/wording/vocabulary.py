"""Vocabulary: every word that may stand beside a number, Chinese and English, with its role and what it says.

One table, simplified characters and small letters; `marketshare.wording.forms` folds everything else to that. Roles:

===========  =========================================================================================================
bound        more, at least, less, at most. Of those that name a place (``above``, 低于) the meaning ends in ``than``
             like ``less than``: after a verb of change they bound the level reached, not the size of the change
hedge        about, nearly (only below), barely (only above), level (of the order of)
change       up, down: verbs, by how much; ``rate up``, ``rate down``: nouns for a growth (增速, 跌幅, growth)
             ``to less``, ``to more``: verbs of change that bound the level (跌破, 升破); ``pace up``, ``pace down``:
             of a growth
level        ``to``: where a change ended; ``is``: states a point and says nothing (达, 占, 共)
base         what a change is against (同比, year-on-year)
sign         plus, minus, loss
unit         the sign of a unit: percent, per mille, point, basis point, times, fold; currencies and nouns of what is
             counted stand in `CURRENCIES` and `NOUNS`
scale        see `SCALES`
range        between, from
doubling     翻, before 一番
joint        joins two ends of a range
rank         introduces a place
filler       says nothing of the number; ``measure``: what is measured, before its number (收入, shipments of)
vague        a word that says nothing definite, with the reason: always refused
===========  =========================================================================================================
"""

import re
from dataclasses import dataclass

__all__ = [
    "AFTER", "BEFORE", "CURRENCIES", "CURRENCY_CODES", "GENERIC_CURRENCIES", "JOINTS", "LONG_SCALE", "NOUNS", "ROLES",
    "SCALES", "TWO_SIGNS", "Word",
]  # fmt: skip

CURRENCY_CODES = tuple(
    re.findall(
        "[A-Z]{3}",
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
        "GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD "
        "KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
        "SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV "
        "WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ",
    )
)
"""The currencies of ISO 4217 that are legal tender or units of account."""


@dataclass(frozen=True)
class Word:
    """What a word beside a number says: its role, and its meaning within that role."""

    text: str
    role: str
    meaning: str


_B, _A, _E, _BETWEEN = "before", "after", "either", "between"
ROLES: tuple[tuple[str, str, str, str], ...] = (
    # role, meaning, where it stands, words
    ("bound", "more", _B,
     "more than, greater than, larger than, bigger than, over, well over, far more than, in excess of, "
     "upwards of, upward of, exceeding, exceeds, exceeded, exceed, surpassing, surpasses, surpassed, surpass, topping, "
     "topped, tops, better than, comfortably over, >, 超过, 超出, 超, 逾, 已逾, 多于, 大于, 不止, 不只, "
     "远超, 远超过, 过, 破"),
    ("bound", "more than", _B,
     "higher than, above, well above, north of, beyond, past, crossing, crossed, 高于, 突破, 远高于, 站上, 迈过, 跨过"),
    ("bound", "more", _A, "都不止, 不止, 开外"),
    ("bound", "at least", _B,
     "at least, no less than, no fewer than, not less than, not fewer than, a minimum of, minimum of, not below, "
     "no lower than, as little as, as few as, as low as, ≥, >=, 至少, 最少, 起码, 不少于, 不低于, 不小于, 不下, "
     "不下于, 不亚于, 大于等于, 大于或等于"),
    ("bound", "at least", _A,
     "or more, or higher, or above, or greater, or over, or better, and above, and more, and over, and up, plus, +, "
     "以上, 及以上, 或以上, 往上, 起步"),
    ("bound", "less", _B,
     "less than, fewer than, smaller than, well under, far less than, <, "
     "不足, 不到, 少于, 小于, 未达, 未到, 未及, 未满, 不满, 未超, 不及"),
    ("bound", "less than", _B, "lower than, under, below, well below, beneath, south of, 低于, 远低于"),
    ("bound", "less", _A, "不到, 不足, 未满, 未到"),
    ("bound", "at most", _B,
     "at most, at the most, up to, no more than, not more than, no higher than, no greater than, a maximum of, "
     "maximum of, as much as, as many as, as high as, not exceeding, not above, capped at, not over, ≤, <=, 至多, "
     "最多, 顶多, 不超过, 不超, 不多于, 不高于, 不大于, 小于等于, 小于或等于, 未超过, 上限为, 最高不超过"),
    ("bound", "at most", _A,
     "or less, or fewer, or lower, or below, or under, and below, and under, at most, at the most, 以下, 及以下, "
     "或以下, 以内, 之内"),
    ("hedge", "about", _B,
     "about, around, roughly, approximately, approx, approx., circa, ca., ca, c., c, some, in the region of, "
     "in the order of, close on, 大约, 大概, 大致, 大体, 约, 约为, 约有, 约占, 约合, 约莫, 差不多, ≈, ~"),
    ("hedge", "about", _A,
     "or so, or thereabouts, give or take, 左右, 上下, 的样子, 不等"),
    ("hedge", "nearly", _B,
     "nearly, almost, close to, just under, just below, just short of, just shy of, shy of, approaching, nearing, "
     "slightly less than, slightly below, slightly under, a little under, a little less than, a little below, "
     "not quite, just less than, 接近, 将近, 逼近, 几近, 近, 近乎, 直逼, 几乎, 接近于, 略低于, 略少于, 略不足, "
     "略逊于, 稍低于, 稍少于, 已近, 临近"),
    ("hedge", "barely", _B,
     "just over, just above, slightly over, slightly more than, slightly above, a little over, "
     "a little more than, a little above, just more than, just past, 略超, 略高于, 略多于, 略超过, 稍高于, "
     "稍多于, 刚过, 刚超过, 刚刚超过, 略过"),
    ("hedge", "nearly", _A, "弱"),
    ("hedge", "barely", _A, "出头, 挂零, 强"),
    ("hedge", "level", _A, "级, 级别, 量级, 规模, 级的, 级市场"),
    ("change", "up", _B,
     "up, rose, risen, rise, rises, rising, grew, grow, grown, grows, growing, increased, increase, increases, "
     "increasing, gained, gain, gains, gaining, climbed, climb, climbs, climbing, jumped, jump, jumps, jumping, "
     "surged, surge, surging, soared, soar, soaring, expanded, expand, expanding, leaped, leapt, leap, leaping, "
     "advanced, advancing, edged up, edged higher, edging up, ticked up, inched up, inched higher, crept up, "
     "picked up, improved, improving, added, adding, rebounded, rallied, spiked, skyrocketed, rocketed, swelled, "
     "shot up, went up, moved up, nudged up, widened, higher, boosted, uptick, net additions, net adds, "
     "net addition, raised, 增长, 增加, 增, 上升, 提升, 提高, 上涨, 涨, 升, 升高, 扩大, 高出, 高, 多出, 多, 大增, "
     "激增, 剧增, 猛增, 暴增, 陡增, 骤增, 大涨, 暴涨, 飙升, 飙涨, 攀升, 走高, 上扬, 微增, 微升, 微涨, 小增, 小涨, "
     "小升, 回升, 反弹, 跃升, 跳升, 上调, 上行, 扩张, 扩增, 成长, 新增, 净增, 净增加, 净增长, 净新增, 增多, 走强, "
     "劲增, 劲升, 劲扬, 续增, 续升, 急升, 急增, 超出了, 改善, 跃增, 同增"),
    ("change", "down", _B,
     "down, fell, fall, fallen, falls, falling, declined, decline, declines, declining, decreased, decrease, "
     "decreases, decreasing, dropped, drop, drops, dropping, shrank, shrunk, shrinking, shrink, slipped, slip, "
     "slipping, slid, slide, sliding, plunged, plunge, plunging, plummeted, plummeting, tumbled, tumbling, "
     "tumble, sank, sunk, dipped, dip, dipping, eased, easing, edged down, edged lower, inched down, ticked down, "
     "crept down, contracted, contraction, contracting, retreated, lost, losing, shed, cut, reduced, reduction, "
     "lower, slumped, slump, slumping, narrowed, skidded, crashed, went down, moved down, weakened, trimmed, "
     "下降, 减少, 降低, 下滑, 下跌, 跌, 降, 缩减, 缩小, 缩水, 减, 低, 回落, 微降, 滑落, 滑坡, 走低, 大跌, 大降, "
     "大减, 暴跌, 骤降, 骤减, 锐减, 猛跌, 猛降, 急跌, 急降, 急减, 重挫, 下挫, 微跌, 微减, 小跌, 小降, 衰退, 收窄, "
     "萎缩, 下行, 下调, 流失, 少, 收缩, 衰减, 负增长, 走弱, 剧降, 剧减, 净减, 净减少, 挫, 同降, 减退, 滑降, 跌去"),
    ("change", "up", _A, (
        "increase, rise, gain, higher, jump, surge, uptick, advance, uplift, climb, leap, improvement, up, more"
    )),
    ("change", "down", _A,
     "decline, decrease, drop, fall, lower, reduction, slump, plunge, contraction, dip, slide, cut, down, less, fewer"),
    ("change", "up", _A, "增长, 的增长, 的增幅, 的增速, 的涨幅, 的升幅, 增幅, 增速, 的成长"),
    ("change", "down", _A, "的降幅, 的跌幅, 的下滑, 的下降, 下滑, 下降, 降幅, 跌幅, 的减幅"),
    ("change", "pace up", _B, "accelerated, accelerating, accelerates, 加快, 提速, 加速"),
    ("change", "pace down", _B,
     "slowed, slowing, slows, slow, decelerated, decelerating, moderated, 放缓, 放慢, 减速, 减慢"),
    ("change", "rate up", _B,
     "growth, growth rate, growth rates, 增长率, 增速, 增幅, 涨幅, 升幅, 成长率, 增率, 年增率, 季增率, 月增率, "
     "增长幅度, 增长速度, 成长幅度"),
    ("change", "rate up", _A, "growth, growth rate"),
    ("change", "rate down", _B, "跌幅, 降幅, 减幅, 衰退率, 下降幅度, 减少幅度"),
    ("change", "to less", _B, "跌破, 降破, 跌穿, 击穿, 失守, 跌落, 滑破"),
    ("change", "to more", _B, "升破, 涨破, 冲破, 升穿, 增破"),
    ("level", "to", _B, "到, 至, to"),
    ("level", "is", _B,
     "reached, reaching, reaches, reach, hit, hitting, totalling, totaling, totalled, totaled, a total of, "
     "total of, amounted to, amounting to, amounts to, stood at, stands at, standing at, came to, came in at, "
     "accounted for, accounting for, accounts for, account for, represented, representing, represents, holds, "
     "held, hold, holding, captured, commanded, commands, commanding, took, was, were, is, are, at, equivalent to, "
     "equal to, "
     "达到, 达, 多达, 高达, 仅为, 仅有, 仅占, 仅, 只有, 只, 只占, 相当于, 为, 是, 占比, 占到, 占据, 占有, 占, "
     "共计, 共有, 共, 合计, 累计, 总计, 已经, 已, 有, 录得, 报, 合共, 总共, 一共, 在, 维持在, 保持在, 稳定在, 控制在, "
     "维持, 保持, 保持了, 实现, 实现了, 取得, 取得了, 覆盖, total, to reach, to total, shows"),
    ("base", "against", _E,
     "同比, 环比, 按年, 按季, 按月, 按年计, 年比, 季比, 同比去年, 年均, 年均复合, 年复合, 复合年均, 复合年, 复合, "
     "年化, 平均每年, 每年, 每年平均, 年平均, yoy, y/y, y-o-y, yo-y, year-on-year, year on year, year-over-year, "
     "year over year, qoq, q/q, q-o-q, quarter-on-quarter, quarter on quarter, quarter-over-quarter, "
     "quarter over quarter, mom, m/m, m-o-m, month-on-month, month on month, month-over-month, month over month, "
     "sequentially, sequential, annually, annual, yearly, per year, per annum, p.a., pa, a year, each year, "
     "every year, annualised, annualized, cagr, compound annual growth rate, compound annual, "
     "compound annual growth, on the year, on the quarter, on year, on quarter, year to year, average annual, "
     "in annual terms, from a year earlier, from a year ago, (cagr), on an annual basis, on a yearly basis, "
     "on a year-on-year basis, on a year-over-year basis, on a quarterly basis, on a quarter-on-quarter basis, "
     "on a quarter-over-quarter basis, on a sequential basis"),
    ("base", "against", _B, (
        "复合年增长率, 年复合增长率, 年均复合增长率, 复合年均增长率, 年均增长率, 复合增长率, 年复合增速, 年均增速"
    )),
    ("sign", "plus", _B, "+, 正"),
    ("sign", "minus", _B, "-, 负, minus, negative"),
    ("sign", "loss", _B,
     "亏损, 净亏损, 亏, 净亏, 亏损额, 经营亏损, 期内亏损, 年内亏损, 税前亏损, 除税前亏损, 经调整净亏损, "
     "归母净亏损, loss, net loss, losses, operating loss, adjusted net loss, pre-tax loss, loss before tax, "
     "loss for the period, loss for the year"),
    ("sign", "loss", _A, "loss, net loss, operating loss, 的亏损, 亏损"),
    ("unit", "percent", _A,
     "%, percent, per cent, pc"),
    ("unit", "percent", _B, "百分之"),
    ("unit", "per mille", _B, "千分之"),
    ("unit", "per ten thousand", _B, "万分之"),
    ("unit", "pct", _A, "pct, pct., 个pct"),
    ("unit", "per mille", _A, "‰, per mille, permille, per mil"),
    ("unit", "point", _A,
     "个百分点, 百分点, 个点, percentage point, percentage points, percentage-point, percentage-points, "
     "percent points, % points, %points, pp, pps, p.p., pp., ppt, ppts, pt, pts, pts., % pts, %pts, %-pts, "
     "%-points, pcts, 个pcts, 个pp, point, points, pct points, pct point, pct pts, %pt"),
    ("unit", "basis point", _A, (
        "个基点, 基点, basis point, basis points, bp, bps, b.p., bps., 个bp, 个bps, basis-point"
    )),
    ("unit", "times", _A, "倍, times, ×, x, fold, -fold"),
    ("unit", "番", _A, "番"),
    ("unit", "成", _A, "成"),
    ("unit", "折", _A, "折"),
    ("range", "between", _B,
     "between, anywhere between, somewhere between, in the range of, in a range of, within the range of, "
     "within a range of, a range of, "
     "介于, 介乎"),
    ("range", "from", _B, "from, anywhere from, ranging from, 从, 由, 自"),
    ("joint", "word", _BETWEEN, "至, 到, to"),
    ("joint", "dash", _BETWEEN, "-, ~, —"),
    ("joint", "and", _BETWEEN, "and, 和, 与"),
    ("joint", "margin", _BETWEEN, "±, +/-, +-"),
    ("joint", "but", _BETWEEN, "但是, 但, 且, 而, 并, but, ;, 、, but also, and also"),
    ("rank", "at", _B,
     "排名, 排, 位居, 居, 位列, 列, 名列, 排在, 位于, 跻身, 居于, ranked, ranks, ranking, rank, placed, places, "
     "in, number, among, among the, came, came in, finished, 稳居, 高居, 跃居, 蝉联, 进入, 闯入, 跻身于, 入围"),
    ("rank", "place", _A, "place, position, spot, vendor, player, supplier, maker, brand, 名, 位, 大, 大厂商, 大品牌"),
    ("filler", "", _B,
     "a, an, the, by, of, an estimated, estimated, an additional, another, additional, only, just, merely, with, "
     "had, has, have, a further, further, now, already, again, also, on average, an average of, average of, "
     "average, market share of, a market share of, market share, share, its, all, mau, dau, share of, a share of, "
     "a record, record, a whopping, a combined, combined, in total, exactly, precisely, likely, sharply, "
     "slightly, modestly, significantly, strongly, steadily, substantially, considerably, dramatically, "
     "marginally, roughly by, the past, the last, last, over the past, in the past, for the first time, as, 了, "
     "均, 都, 也, 则, 就, 便, 又, 再, 分别, 分别为, 首次, 首度, 正式, 成功, 历史性, 将, 预计, 预期, 估计, 据估计, "
     "约莫为, 大幅, 大幅度, 小幅, 显著, 明显, 快速, 迅速, 急速, 高速, 强劲, 持续, 进一步, 继续, 仍, 略, 略有, 稍, "
     "轻微, 微幅, 剧烈, 急剧, 逐步, 稳步, 稳定, 逆势, 双双, 其中, 平均, 过去, 最近, 仅仅, 整整, 打, 共同, 的, "
     "市场份额, 份额, 市占率, 市占, 占有率, 市场占有率, 整体的, 整体, 全部的, 全部, 全国的, 全国, 全球的, 全球, "
     "国内, 中国, 市场的, 总量的, 总体的, 总数的, 总额的, 总收入的, 收入的, 营收的, 全市场的, 行业的, 世界, 亚洲, "
     "行业, 市场, :, which, in the, strong, robust, solid, will, will be, is expected to, are expected to, "
     "expected to, is forecast to, "
     "are forecast to, forecast to, is projected to, are projected to, projected to, is set to, valued at, "
     "estimated at, "
     "worth, next, the next, over the next, in the next, world's, the world's, 以, 未来, 总收益的, 总收益, 收益的, "
     "总营收的, 总营收, 总出货量的, 总销量的, 口径, 可比口径, 可比, 实际, 名义"),
    ("filler", "measure", _B,
     "revenue, revenues, total revenue, total revenues, sales, turnover, gmv, net profit, net income, profit, "
     "shipments, "
     "total shipments, shipped, shipping, market size, asp, hhi, ebitda, adjusted ebitda, adjusted net profit, "
     "penetration, penetration rate, gross margin, "
     "operating margin, net margin, margin, rate, a rate, 营收, 合并营收, 营业收入, 营业额, 总收入, 收入, 收益, "
     "净利润, 净利, 盈利, 经调整净利润, 归母净利润, "
     "利润, 毛利, 销售额, 销量, 总销量, 出货量, 总出货量, 出货, 交易额, 交易规模, 成交额, 成交量, 市场规模, 总规模, "
     "整体规模, 规模, 渗透率, 普及率, 覆盖率, 使用率, 毛利率, 净利率, 利润率, 转化率, 留存率, 比重, 比例, 用户规模, "
     "网民规模, "
     "手机网民规模, 手机网民, 用户数, 用户数量, 用户总数, 用户, 付费用户, 付费用户数, 活跃用户, 活跃用户数, "
     "月活跃用户, "
     "月活跃用户数, 日活跃用户, 日活跃用户数, 月活, 日活, 活跃账户数, 账户数, 会员数, 网民, 总数, 数量, 总量"),
    ("filler", "", _A,
     "market share, share, of the market, of market, of the total, of total, of revenue, of revenues, "
     "of total revenue, of total revenues, of total shipments, of respondents, of consumers, of global shipments, "
     "of worldwide shipments, of global, of the global, global, worldwide, of sales, of shipments, of all shipments, "
     "in total, in all, overall, each, combined, "
     "on average, only, alone, 之间, mark, all, mau, dau, 之多, market, 大关, 的大关, 关口, 的, 的市场份额, 市场份额, "
     "的份额, 份额, 的市占率, 市占率, 的市占, 的占有率, 的市场占有率, 的市场, 的占比, 的比例, 占比, 来自, "
     "as many, as much, as large, as high, as big, the size, 的水平, 水平, 的规模, in size, worth, of, 的幅度, "
     "幅度, 年份, in constant currency, in constant currencies, on a constant currency basis, at constant currency, "
     "at constant exchange rates, percentage, 的水准, 区间, 的区间, 间, range"),
    ("doubling", "", _B, "翻, 翻了"),
    ("vague", "倍增 may be a doubling or any multiple", _E, "倍增, 成倍"),
)  # fmt: skip
"""Every word beside a number: role, meaning, where it stands, words."""


def _table(*wheres: str) -> dict[str, Word]:
    return {
        text: Word(text, role, meaning)
        for role, meaning, where, words in ROLES
        if where in wheres
        for text in words.split(", ")
    }


JOINTS = _table(_BETWEEN)
"""What stands between two numbers."""
BEFORE, AFTER = _table(_B, _E), _table(_A, _E)
"""What a word says before, and after, the number."""

SCALES = {
    "hundred": 10**2,
    "lakh": 10**5,
    "crore": 10**7,
    **dict.fromkeys(["thousand", "thousands", "k"], 10**3),
    **dict.fromkeys(["million", "millions", "mln", "mil", "mn", "mm", "m", "mio", "mio.", "millionen"], 10**6),
    **dict.fromkeys(
        [
            "billion",
            "billions",
            "bn",
            "bln",
            "b",
            "mrd",
            "mrd.",
            "milliarden",
            "milliarde",
            "milliards",
            "milliard",
            "md",
        ],
        10**9,
    ),
    **dict.fromkeys(["trillion", "trillions", "trn", "tn", "billionen"], 10**12),
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
}
"""Words that scale a number. (兆 is a million to some and a million millions to others: read beside 台币, in zh-TW)"""

LONG_SCALE = frozenset(("billion", "billions", "trillion", "trillions", "bn", "b", "bln", "tn", "trn"))
"""Words that mean something else in German and French: refused where the locale is one of theirs."""


def _nouns(words: str) -> frozenset[str]:
    return frozenset(words.split(", "))


_PEOPLE = (
    "人, 名, 位, 户, 用户, 客户, 账户, 家, 个, 会员, 个用户, 名用户, 网民, 活跃用户, user, users, people, "
    "persons, accounts, account, customers, customer, members, member, subscribers, subscriber, subscriptions, "
    "viewers, players, households, active users, monthly active users, employees, staff, 员工, 名员工, "
    "daily active users, internet users, maus, daus"
)
_VISITS = "人次, 次, visits, visit"
_TRANSACTIONS = "笔, 次, 个, 单, 笔交易, transactions, transaction, payments, orders"
_DEVICES = (
    "手机, 智能手机, 电脑, 汽车, 平板, 手表, 设备, 终端, 台, 部, 支, 辆, 只, 件, 套, 架, 张, 颗, 片, 块, 双, "
    "unit, units, device, devices, shipments, handsets, phones, smartphones, tablets, pcs, vehicles, cars, boxes, "
    "sets, cards, watches, pieces, servers"
)
_THINGS = (
    "项, 种, 条, 款, 座, 间, 所, 门, 艘, 行业, 服务, 企业, 公司, 合作者, 合作伙伴, 小程序, 商户, 门店, 城, 城市, "
    "国家, 国, 店, 家企业, 家公司, 家门店, 家商户, 个国家, 个城市, 个行业, 个品牌, 家银行, companies, company, "
    "firms, apps, services, programs, miniprograms, items, partners, countries, cities, industries, stores, "
    "merchants, products, categories, brands, vendors, banks, downloads"
)
_WEIGHTS = "吨, 公吨, tonnes, tonne, tons, ton, metric tons, metric tonnes, t"
NOUNS = {
    "user": _nouns(_PEOPLE),
    "visit": _nouns(_VISITS),
    "transaction": _nouns(_TRANSACTIONS),
    "unit": _nouns(_DEVICES),
    "count": _nouns(", ".join((_PEOPLE, _VISITS, _TRANSACTIONS, _DEVICES, _THINGS, _WEIGHTS))),
    "tonne": _nouns(_WEIGHTS),
    "minute": _nouns("分钟, minutes, minute, mins, min"),
    "year": _nouns("年, years, year"),
    "rank": _nouns("名, 位"),
}
"""What may be counted in a unit."""

_CURRENCY_WORDS = {
    "CNY": "人民币, 元人民币, 元, rmb, cn¥, yuan, renminbi, ¥, 块, 块钱",
    "USD": "美元, 美金, $, us$, us $, u.s.$, us dollars, us dollar, u.s.dollars, u.s.dollar, dollars, dollar",
    "EUR": "欧元, €, euros, euro, d'euros, d'euro",
    "HKD": "港元, 港币, 港圆, hk$, hk $, hong kong dollars",
    "JPY": "日元, 日圆, 日币, jp¥, yen",
    "GBP": "英镑, £, pounds, pound sterling, pounds sterling",
    "TWD": "新台币, 台币, nt$, nt $, ntd, new taiwan dollars",
    "KRW": "韩元, 韩圆, 韩币, ₩, won",
    "INR": "卢比, 印度卢比, ₹, rs., rs, rupees, rupee",
    "SGD": "新加坡元, 新元, 新币, s$, singapore dollars",
    "AUD": "澳元, 澳大利亚元, 澳币, a$, au$, australian dollars",
    "CAD": "加元, 加币, 加拿大元, c$, ca$, canadian dollars",
    "CHF": "瑞士法郎, 瑞郎, swiss francs",
    "BRL": "雷亚尔, r$, reais",
    "RUB": "卢布, ₽, roubles, rubles",
    "THB": "泰铢, ฿, baht",
    "VND": "越南盾, ₫, dong",
    "MYR": "林吉特, 马币, ringgit",
    "IDR": "印尼盾, rupiah",
    "PHP": "₱, philippine pesos",
    "SEK": "瑞典克朗, swedish kronor",
    "NOK": "挪威克朗, norwegian kroner",
    "DKK": "丹麦克朗, danish kroner",
    "TRY": "₺, turkish lira",
    "MOP": "澳门元, 葡币",
    "NZD": "新西兰元, 纽元, nz$, new zealand dollars",
    "ZAR": "兰特, rand",
    "MXN": "墨西哥比索, mx$, mexican pesos",
    "ILS": "₪, shekels",
    "AED": "迪拉姆, dirhams",
    "SAR": "里亚尔, riyals",
}
CURRENCIES = {word: code for code, words in _CURRENCY_WORDS.items() for word in words.split(", ")}
CURRENCIES |= {code.lower(): code for code in CURRENCY_CODES}
"""Signs, words and codes of a currency, before or after the number."""

GENERIC_CURRENCIES = frozenset(["元", "块", "块钱", "dollars", "dollar", "¥"])
"""Words of a currency that give way to a more definite one in the same phrase (港币5亿元)."""

TWO_SIGNS = {"¥": {"CNY", "JPY"}}
"""A sign that two currencies share."""
