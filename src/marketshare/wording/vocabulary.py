"""Vocabulary: the words around a number, Chinese and English, without spaces, and what each of them says."""

__all__ = ["AFTER", "BEFORE", "CURRENCIES", "NOUNS", "TWO_SIGNS"]

_MORE = (
    "超过 超出 超 逾 多于 大于 高于 突破 不止 过 破 > morethan greaterthan higherthan over above justover exceeding "
    "exceeds exceeded inexcessof upwardsof surpassing surpassed"
)
_AT_LEAST = (
    "至少 最少 起码 不少于 不低于 不小于 不下 大于等于 ≥ >= "
    "atleast nolessthan nofewerthan notlessthan notfewerthan aminimumof"
)
_LESS = "不足 不到 低于 少于 小于 未达 未到 不满 < lessthan fewerthan lowerthan under below"
_AT_MOST = (
    "至多 最多 顶多 不超过 不多于 不高于 不大于 小于等于 ≤ <= "
    "atmost upto nomorethan notmorethan nohigherthan amaximumof"
)
_NEARLY = "接近 将近 逼近 几近 近 nearly almost closeto justunder approaching"
_ABOUT = (
    "大约 大概 大致 约为 约有 约占 约达 约 差不多 ≈ ~ about around roughly approximately approx. approx circa ca. some"
)
_PLAIN = (
    "达到 多达 高达 达 仅为 仅有 仅占 仅 只有 相当于 为 是 占比 占到 占据 占 共计 共有 共 合计 累计 总计 已经 已 有 "
    "介于 年均复合 年复合 年均 平均每年 复合 + reached reaching only just atotalof totalling"
)
_AGAINST = "同比 环比"
_BASES = "去年同期 上年同期 上一年同期 去年 上年 前一年 上一年 同期 原来 此前 之前 当时 上季度 上月"
_UP = (
    "增长率 增长了 增长 增加了 增加 增速 增幅 增 上升了 上升 提升了 提升 提高了 提高 上涨了 上涨 涨幅 涨了 涨 "
    "升幅 升 扩大了 扩大 高出了 高出 高 多出 "
    "up upby rose roseby risen rising grew grewby grown growing growthof increased increasedby increasing "
    "anincreaseof gained climbed jumped surged soared expanded"
)
_DOWN = (
    "下降了 下降 减少了 减少 降低了 降低 下滑了 下滑 下跌了 下跌 跌幅 跌了 跌 降幅 降 缩减了 缩减 减 低 "
    "down downby fell fellby fallen falling declined declinedby declining adeclineof decreased decreasedby decreasing "
    "dropped droppedby shrank slipped"
)


def _than(form: str) -> str:
    return "".join(" " + form.format(base) for base in _BASES.split())


def _table(**words: str) -> dict[str, str]:
    return {word: meaning.replace("_", " ") for meaning, listed in words.items() for word in listed.split()}


BEFORE = _table(
    more=_MORE, at_least=_AT_LEAST, less=_LESS, at_most=_AT_MOST, nearly=_NEARLY, about=_ABOUT,
    plain=_PLAIN, against=_AGAINST + _than("比{0} 较{0}"), base=_than("{0}的"),
    up=_UP, down=_DOWN, to="到 至 to", doubling="翻了 翻", between="between", start="from",
)  # fmt: skip
"""Words before a number. Bounds: more, at least, less, at most; nearly and about say that the number is round, so that
its trailing zeros are not significant, and nearly that it is not quite reached. Plain: nothing (达, 占, 共 state a
point). Against: a change follows. Base: what a multiple is of. Up, down: a change, by the number, or to it."""

AFTER = _table(
    at_least="及以上 以上 + ormore orhigher andabove andmore",
    at_most="及以下 以下 以内 orless orfewer orlower",
    about="左右 上下 orso",
    plain="之间 yoy y/y qoq q/q year-on-year yearonyear year-over-year yearoveryear fromayearearlier ayear",
    up="growth increase rise gain higher",
    down="decline decrease drop fall lower",
)
"""Words after a number."""

_ACCOUNTS = "人 名 位 户 用户 客户 账户 家 个 users user people persons accounts account customers members subscribers"
_VISITS = "人次 次 visits visit"
_TRANSACTIONS = "笔 次 个 transactions transaction payments orders"
_THINGS = (
    "项 种 条 款 部 台 只 件 座 间 所 门 艘 辆 行业 服务 企业 公司 合作者 合作伙伴 小程序 companies company firms apps "
    "services programs miniprograms items partners countries cities industries stores merchants products categories"
)
NOUNS = {
    "user": frozenset(_ACCOUNTS.split()),
    "visit": frozenset(_VISITS.split()),
    "transaction": frozenset(_TRANSACTIONS.split()),
    "count": frozenset(f"{_ACCOUNTS} {_VISITS} {_TRANSACTIONS} {_THINGS}".split()),
    "year": frozenset(["年", "years", "year"]),
    "rank": frozenset(["名", "位"]),
}
"""What may be counted in a unit."""

_CURRENCY_WORDS = {
    "CNY": "人民币 元 ¥ 块 rmb cny cn¥ yuan renminbi",
    "USD": "美元 美金 $ us$ usd dollars dollar usdollars",
    "EUR": "欧元 € eur euros",
    "HKD": "港元 港币 hk$ hkd",
    "JPY": "日元 jpy yen",
    "GBP": "英镑 £ gbp pounds",
}
CURRENCIES = {word: code for code, words in _CURRENCY_WORDS.items() for word in words.split()}
"""Signs and words of a currency, before or after the number."""

TWO_SIGNS = {"¥": {"CNY", "JPY"}}
"""A sign that two currencies share."""
