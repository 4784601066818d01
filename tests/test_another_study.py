"""A study of something else: another market, other years, three firms, in English."""

import csv
import hashlib
import json

import matplotlib as mpl
import pytest

from frozen import ROOT
from marketshare import charts
from marketshare.claims import findings, judge
from marketshare.ledger import study_title
from marketshare.studies import Study

NOTE = """Beer in Germany.
In 2021 Bock had 8.0% of the market.
In 2024 Anker had 30.0%, Bock 10.0% and Corvus 5.0% of the market.
Bock grew by 20% in 2022, by 25% in 2023 and by 30% in 2024.
Anker became 1.2 times as large in 3 years.
It has 40 kinds of beer, 9 of them without alcohol.
"""
FIGURES = [
    # id, entity, market, measure, period, printed, value, line
    "b-2021,b,beer,market-share,2021,8.0%,8.0,2",
    "a-2024,a,beer,market-share,2024,30.0%,30.0,3",
    "b-2024,b,beer,market-share,2024,10.0%,10.0,3",
    "c-2024,c,beer,market-share,2024,5.0%,5.0,3",
    "b-growth-2022,b,,growth,2022,grew by 20%,20,4",
    "b-growth-2023,b,,growth,2023,25%,25,4",
    "b-growth-2024,b,,growth,2024,30%,30,4",
    "a-multiple,a,,growth-ratio,2024,1.2 times,1.2,5",
    "a-years,a,,growth-years,2024,3 years,3,5",
    "kinds,a,,kinds,2024,40,40,6",
    "kinds-without-alcohol,a,,kinds-without-alcohol,2024,9,9,6",
]
TABLES = {
    "entities": ["a,Anker,Anker,,firm,", "b,Bock,Bock,,firm,#1d5b39", "c,Corvus,Corvus,,firm,"],
    "markets": ["beer,beer in Germany,beer,All beer."],
    "measures": [
        "growth,percent,growth,growth,growth,Growth.,",
        "growth-ratio,ratio,growth,times,times,Times.,",
        "growth-years,year,level,years,years,Years.,",
        "kinds,count,level,kinds,kinds,Kinds.,",
        "kinds-without-alcohol,count,level,kinds without alcohol,kinds,Kinds.,kinds",
        "market-share,percent,level,market share,market share,Share.,",
    ],
    "sources": [f"note,seeds/note.txt,Beer,,,en,,{hashlib.sha256(NOTE.encode()).hexdigest()},Free."],
    "claims": [
        "grew,conclusion,note,4,Bock grew by 20% in 2022,,Bock grew fast.,"
        "grew_a_year(24; b-growth-2022; b-growth-2023; b-growth-2024)",
        "far,forecast,note,3,Bock 10.0%,,Bock will not catch up soon.,"
        "parity_beyond(5; a-2024; b-2021; b-2024; a-multiple; a-years; b-growth-2022; b-growth-2023; b-growth-2024)",
    ],
}


@pytest.fixture(scope="module")
def beer(tmp_path_factory):
    """The study; its tables have the schemas of the frozen one."""
    root = tmp_path_factory.mktemp("beer")
    (root / "seeds").mkdir()
    (root / "data").mkdir()
    (root / "seeds" / "note.txt").write_bytes(NOTE.encode())
    package = json.loads((ROOT / "data" / "datapackage.json").read_bytes())
    schema = (ROOT / "data" / "figures.schema.json").read_bytes()
    (root / "data" / "figures.schema.json").write_bytes(schema)
    figures = [field["name"] for field in json.loads(schema)["fields"]]
    kept = [each for each in package["resources"] if each["name"] in {*TABLES, "revenue_mix"}]
    for each in kept:
        if each["name"] == "revenue_mix":
            each |= {"name": "beer", "path": "beer.csv"}
    (root / "data" / "datapackage.json").write_text(
        json.dumps({"name": "beer", "title": "Who brews Germany's beer?", "resources": kept})
    )
    for each in kept:
        with (root / "data" / each["path"]).open("w", encoding="utf-8", newline="") as file:
            if each["name"] == "beer":
                writer = csv.DictWriter(file, figures, lineterminator="\n")
                writer.writeheader()
                writer.writerows(map(figure, sorted(FIGURES)))
            else:
                names = [field["name"] for field in each["schema"]["fields"]]
                file.write("\n".join([",".join(names), *TABLES[each["name"]], ""]))
    return Study.at(root)


def figure(written):
    columns = ("id", "entity", "market", "measure", "period", "printed", "value", "line")
    row = dict(zip(columns, written.split(","), strict=True))
    return row | {"status": "stated", "source": "note", "quote": quote(row["printed"], int(row["line"]))}


def quote(printed, line):
    """The line of the note, cut so that it holds the printed words once."""
    text = NOTE.splitlines()[line - 1]
    start = text.index(printed) if printed != "9" else text.index("9 of")
    return text[start:] if text.count(printed) > 1 or printed == "9" else text


def test_its_title_is_its_own(beer):
    assert study_title(beer.root) == "Who brews Germany's beer?"


def test_growth_a_year_is_over_its_three_years(beer):
    """1.2 · 1.25 · 1.3 = 1.95, of which the third root is 1.249."""
    grew = {claim.id: claim for claim in judge(beer)}["grew"]
    assert grew.verdict == "supported"
    assert grew.because.startswith("over all 3 years it grew 24.9")


def test_its_race_is_over_its_own_years(beer):
    """A grows 6.27 % a year, B 24.93 %: level after ln 3 / ln (1.2493 / 1.0627) = 6.79 years."""
    far = {claim.id: claim for claim in judge(beer)}["far"]
    assert far.verdict == "supported"
    assert {q.id: q.value for q in far.given.inputs}["race-stated-stated-stated-parity"] == pytest.approx(
        6.79, abs=0.01
    )


def test_a_measure_that_is_a_part_of_another_is_compared_with_it(beer):
    (found,) = (finding for finding in findings(beer) if finding.kind == "part")
    assert (found.fits, [given.id for given in found.inputs]) == ("yes", ["kinds-without-alcohol", "kinds"])


def test_its_firms_have_one_colour_each_in_all_of_its_charts(beer):
    market = beer.market("beer", "2024")
    stacked = charts.stacked_shares({"2024": market.by_name}, {"2024": market.rest}, ax=charts.axes())
    bars = charts.bars(dict(reversed(market.by_name.items())), ax=charts.axes())
    first, second = ([mpl.colors.to_hex(bar.get_facecolor()) for bar in ax.patches] for ax in (stacked, bars))
    assert first[:3] == second[::-1]
    assert len({*first[:3]}) == 3
    assert first[1] == "#1d5b39"
