"""What somebody in a notebook meets: Tab, errors, a what-if, in a kernel such as JupyterLab starts."""

import re

import pytest
from jupyter_client.manager import start_new_kernel

SETTING = """
from marketshare import charts, derive, metrics, panel, show, study
as_stated = study["cloud-share-tencent-2018"]
what_if = study.replacing({as_stated.id: "41.8%"})
market, series = study.market("china-cloud", "2018"), study.series("china-cloud")
rank = study["cloud-rank-tencent-2018"]
"""


class Kernel:
    """A kernel, asked as JupyterLab asks it."""

    def __init__(self, folder):
        self.manager, self.client = start_new_kernel(kernel_name="python3", cwd=str(folder))

    def run(self, code):
        """What a cell shows, by media type, and the lines of its traceback."""
        shown, lines = {}, []

        def hear(message):
            content = message["content"]
            shown.update(content.get("data", {}))
            lines.extend(line for part in content.get("traceback", ()) for line in part.splitlines())

        self.client.execute_interactive(code, output_hook=hear, timeout=120)
        return shown, [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]

    def tab(self, code):
        """What Tab offers at the end of a cell."""
        return self.client.complete(code, len(code), reply=True, timeout=60)["content"]


@pytest.fixture(scope="module")
def kernel(root):
    kernel = Kernel(root / "notebooks")
    try:
        assert kernel.run(SETTING) == ({}, [])
        yield kernel
    finally:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("jedi", [True, False])
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('study["cloud-share-t', ["cloud-share-tencent-2016", "cloud-share-tencent-2018"]),
        ('derive(metrics.hhi, shares=[study["cloud-share-a', ["cloud-share-alibaba-2018"]),
        ('x = study.replacing({\n    "cloud-share-a', ["cloud-share-alibaba-2018"]),
        ('study.readings("cloud-growth-t', ["cloud-growth-tencent-2017", "cloud-growth-tencent-2018"]),
        ("metrics.hhi_", ["hhi_bounds", "hhi_normalised"]),
        ("as_stated.bounds.lo", ["low", "low_closed"]),
    ],
)
def test_tab_offers_what_fits_and_nothing_else(kernel, jedi, typed, offered):
    kernel.run(f"%config Completer.use_jedi = {jedi}")
    reply = kernel.tab(typed)
    assert reply["matches"] == offered
    assert typed[: reply["cursor_start"]] + offered[0] != typed
    assert (typed[: reply["cursor_start"]] + offered[0]).startswith(typed)


def test_tab_behind_a_module_lists_its_public_functions(kernel):
    assert kernel.tab("show.")["matches"] == [
        "bars", "chart", "claims", "figures", "findings", "interval_bars", "interval_multiples", "numbers",
        "parity_map", "race", "race_sliders", "readings", "rules", "say", "share_changes", "shares_over_time",
        "stacked_shares", "table",
    ]  # fmt: skip


def test_tab_behind_the_variables_of_somebody_else_is_that_of_ipython(kernel):
    kernel.run("mine = {'one': 1}; import decimal")
    assert any(name.endswith("from_float") for name in kernel.tab("decimal.Decimal.")["matches"])
    assert kernel.tab('mine["')["matches"] == ["one"]


@pytest.mark.parametrize(
    ("cell", "name", "said"),
    [
        ('show.say("Tencent Cloud has 11.8 percent.")', "DisplayError", "a number typed into prose"),
        ('show.say("It has {share}.", shares=as_stated)', "DisplayError", "{share} stands for nothing"),
        ('show.say("It has {share}.", share=11.8)', "DisplayError", "{share}: expected a quantity, such as"),
        ('show.numbers({"x": 3.5}, name="x", caption="x")', "DisplayError", "quantities['x']: expected a quantity"),
        ('show.say("It has {share}.", sahre=as_stated)', "DisplayError", "; pass share=…; given are sahre"),
        ('show.say("It has {share.", share=as_stated)', "DisplayError", "a brace that is no field is written twice"),
        ("show.say(11.8)", "DisplayError", "expected text, found 11.8"),
        ('show.figures("x", name="x", caption="x")', "DisplayError", "quantities[0]: expected a quantity"),
        ('show.table({"x": 3.5}, name="x", caption="x")', "DisplayError", "frame: expected a table of pandas, found {"),
        ('show.chart("x", name="x", caption="x")', "DisplayError", "chart x: expected axes, such as charts.axes()"),
        ('charts.bars({"x": 3.5}, ax=charts.axes())', "DisplayError", "quantities['x']: expected a quantity"),
        ('study["cloud-share-tencent"]', "UnknownIdError", "; did you mean cloud-share-tencent-20"),
        ("metrics.hhi([42.9, 11.8])", "ShareError", "45.3 of the market is not reported; hhi_bounds gives what"),
        (
            'derive(metrics.hhi, id="x", label="x", shares=[as_stated])',
            "ShareError",
            "hhi_bounds(shares, unnamed=",
        ),
        (
            'derive(metrics.hhi, id="x", label="x", shares=[study["cloud-rank-tencent-2018"]])',
            "UnitError",
            "shares of hhi is in percent, cloud-rank-tencent-2018 is in rank",
        ),
        ('study.replacing({"cloud-share-tencent-2018": 41.8})', "DataError", "that are printed, '41.8%', found 41.8"),
        ('study.replacing("41.8%")', "DataError", "expected printed words by id of a figure"),
        ('panel.hhi_bounds(3, by="x", firm="y", share="z", unnamed="any")', "ShareError", "table"),
        ('study.market("china-clod", "2018")', "UnknownIdError", "no market has the key 'china-clod'; did you mean"),
        ('study.market("china-cloud", "2019")', "UnknownIdError", "of '2019'; did you mean 2018 or 2016?"),
        ('study.market("china-cloud")', "CallError", "missing 1 required positional argument: 'period'"),
        ('study.series("china-clod")', "UnknownIdError", "did you mean china-cloud"),
        ("study.cloud_shares", "UnknownNameError", "a study has no 'cloud_shares'; its tables are"),
        ("study.find(3)", "CallError", "text: expected text, found 3"),
        ('market["tencent"]', "UnknownIdError", "did you mean tencent-cloud?"),
        ("market.hhi(foo=1)", "CallError", "Market.hhi: got an unexpected keyword argument 'foo'; it takes id, label"),
        ("market.relative_share()", "CallError", "missing a required argument: 'firm'"),
        ("market.hhi(id=3)", "CallError", "id: expected text, found 3"),
        (
            'market.hhi(id="the HHI")',
            "DerivationError",
            "id: expected small letters and digits with hyphens between, found",
        ),
        ('market.hhi(decimals="two")', "CallError", "decimals: expected how many places"),
        ('market.hhi(at="print")', "DerivationError", "at: expected 'bounds' or 'printed', found 'print'"),
        ("float(market.hhi())", "CallError", "take .bounds.low or .high"),
        ('series["2019"]', "UnknownIdError", "has no shares of '2019'; did you mean 2018 or 2016?"),
        ('series.change("tencent-cloud", "2016", "2019")', "UnknownIdError", "no shares of '2019'"),
        ('series.change("tencent-cloud")', "CallError", "'start'; it takes firm, start, end"),
        ('type(series)({"2018": 3})', "CallError", "expected markets by period, such as {'2018': Market(…)}, found"),
        ("type(as_stated.bounds)(3, 1)", "IntervalError", "the low end 3 is above the high end 1"),
        ('type(as_stated.bounds)("a", 1)', "IntervalError", "needs two numbers, found 'a' and 1"),
        ('show.claims([as_stated], name="x", caption="x")', "DisplayError", "judged[0]: expected claims with their"),
        ('show.findings(3, name="x", caption="x")', "DisplayError", "found: expected several, findings, such as"),
        ('show.race([3], name="x", caption="x")', "DisplayError", "cases[0]: expected combinations of readings"),
        ('show.rules("us", market, name="x", caption="x")', "DisplayError", "wanted[0]: expected rules, such as"),
        ('show.rules(study.rules(), 3, name="x", caption="x")', "DisplayError", "shares: expected a quantity"),
        (
            'show.rules(study.rules(), market, measured={"hhi": 3}, name="x", caption="x")',
            "DisplayError",
            "measured['hhi']: expected a quantity",
        ),
        ('show.readings("x", name="x", caption="x")', "DisplayError", "study: expected the study in which"),
        ("show.race_sliders(3)", "DisplayError", "case: expected a combination of readings"),
        ('show.say("It has {}.", as_stated)', "DisplayError", "{}: expected the name of a number in braces"),
        ('show.say("It has {share!r}.", share=as_stated)', "DisplayError", "{share!r}: expected the name of a number"),
        ('show.say("It has {share}.", share=market)', "DisplayError", "found China's cloud market, 2018 Alibaba Cloud"),
        (
            'charts.bars({"x": as_stated}, ax=3)',
            "DisplayError",
            "ax: expected axes, such as charts.axes() gives, found 3",
        ),
        ('study.market("china-cloud", "2018", unamed="any")', "ShareError", "unamed: nothing to suppose; expected"),
        ("charts.axes(width=-3)", "DisplayError", "axes: what it was given cannot be drawn: figure size must be"),
        (
            'charts.stacked_shares({"x": {"a": rank}}, {"x": market.rest}, ax=charts.axes())',
            "DisplayError",
            "cloud-rank-tencent-2018 is in rank; a share is in percent",
        ),
        (
            'charts.share_changes({"x": (as_stated, as_stated, rank)}, start="a", end="b", ax=charts.axes())',
            "DisplayError",
            "is in rank; the change of a share is in percentage points",
        ),
        (
            'charts.shares_over_time({"x": {2018: as_stated}})',
            "CallError",
            "missing 1 required positional argument: 'years'",
        ),
    ],
)
def test_a_refusal_ends_at_the_line_that_was_written(kernel, cell, name, said):
    _, lines = kernel.run(cell)
    assert len(lines) <= 25
    assert [line for line in lines if "marketshare" in line and line.startswith("File")] == []
    assert f"----> 1 {cell}" in lines
    assert lines[-1].startswith(f"{name}: ")
    assert said in lines[-1]


def test_a_refusal_within_a_function_shows_the_lines_that_lead_to_it(kernel):
    _, lines = kernel.run("def mine():\n    return metrics.hhi([60])\n\nmine()")
    assert [line for line in lines if line.startswith("----> ")] == [
        "----> 4 mine()",
        "----> 2     return metrics.hhi([60])",
    ]


def test_an_error_of_ones_own_that_a_refusal_followed_stays_in_sight(kernel):
    _, lines = kernel.run("try:\n    1 / 0\nexcept ZeroDivisionError:\n    metrics.hhi([60])")
    assert any(line.startswith("ZeroDivisionError: ") for line in lines)
    assert lines[-1].startswith("ShareError: ")


def test_an_error_that_the_library_said_in_other_words_is_left_out(kernel):
    _, lines = kernel.run("metrics.hhi_bounds([60], unnamed='any', count=10**400)")
    assert lines[-1].startswith("ShareError: count: a number too large")
    assert not any("OverflowError" in line for line in lines)


@pytest.mark.parametrize("damage", [False, True])
def test_a_study_that_is_not_there_or_is_damaged_is_refused_in_a_few_lines(kernel, root, tmp_path, damage):
    if damage:
        (tmp_path / "data").mkdir()
        (tmp_path / "data/datapackage.json").write_text("{")
    there, back = f"import os; os.chdir({str(tmp_path)!r})", f"os.chdir({str(root)!r})"
    _, lines = kernel.run(f"{there}\ntry:\n    from marketshare import study as other\nfinally:\n    {back}")
    assert lines[-1].startswith(
        "DataError: data/datapackage.json" if damage else "NoStudyError: no study here: neither"
    )
    assert len(lines) <= 25
    assert [line for line in lines if line.startswith("File")] == []


def test_a_quantity_is_shown_with_bounds_sentence_and_inputs(kernel):
    shown, _ = kernel.run('derive(metrics.residual, id="x", label="Rest", shares=[as_stated])')
    assert all(
        words in shown["text/html"] for words in ("88.2%", "[88.15, 88.25]", "腾讯云以位居第二（11.8%）", "line 89")
    )


def test_a_what_if_shows_itself_wherever_it_stands_alone(kernel):
    assert kernel.run("what_if")[0]["text/plain"].endswith(
        "\nwhat if cloud-share-tencent-2018 were 41.8% instead of 11.8%?"
    )
    assert kernel.run('what_if.series("china-cloud")')[0]["text/plain"].endswith("market: 2016, 2018 (hypothetical)")
    shown, _ = kernel.run('study.replacing({"cloud-rank-tencent-2018": "第三"}).market("china-cloud", "2018")')
    assert shown["text/plain"].startswith("China's cloud market, 2018 (hypothetical)\n")
    other = 'study.replacing({"cloud-growth-tencent-2017": "200%"})'
    shown, _ = kernel.run(f'show.readings({other}, "cloud-growth-tencent-2017", name="x", caption="x")')
    assert "stated | 200%* | 200%* |" in shown["text/plain"]
    drawn = 'charts.interval_bars({"HHI": what_if.market("china-cloud", "2018").hhi()}, ax=charts.axes())'
    shown, _ = kernel.run(f'show.chart({drawn}, name="x", caption="x")')
    assert shown["text/html"].endswith("(hypothetical: 41.8% instead of 11.8%)</small></p>")
    shown, _ = kernel.run('show.say("It has {share}.", share=what_if[as_stated.id])')
    assert shown["text/plain"] == "It has 41.8%*."
    assert "(hypothetical: 41.8% instead of 11.8%)</small>" in shown["text/html"]
