"""The command line: exit codes, what `check` refuses, what `explain` prints."""

import csv
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from marketshare.cli import main
from marketshare.explain import explanation
from marketshare.location import ROOT_VARIABLE
from marketshare.metrics import per
from marketshare.quantity import derive
from marketshare.studies import Study

CLOUD = "data/cloud_share.csv"
PAYMENTS = "data/payment_share.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"
ALIBABA = "2018年市场份额达42.9%"


@pytest.fixture(autouse=True)
def _no_study_named(monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)


@pytest.fixture
def run(capsys):
    """Run a command on a study; returns exit code, lines of stdout, lines of stderr."""

    def command(study, *arguments):
        code = main(["--root", str(study), *arguments])
        written = capsys.readouterr()
        return code, written.out.splitlines(), written.err.splitlines()

    return command


@pytest.fixture
def full_copy(root, copy):
    """A copy of data/, seeds/ and notebooks/, with a report of old."""
    shutil.copytree(root / "notebooks", copy / "notebooks")
    (copy / "reports" / "baseline").mkdir(parents=True)
    (copy / "reports" / "report.html").write_text("old", "utf-8")
    (copy / "reports" / "baseline" / "numbers.csv").write_text("old", "utf-8")
    return copy


@pytest.fixture
def change_share(full_copy, edit, accept_notes):
    """Change the share of Alibaba Cloud wherever note and data state it."""

    def change(share_pct):
        note = (full_copy / NOTE).read_text("utf-8")
        (full_copy / NOTE).write_bytes(note.replace("42.9%", f"{share_pct}%").encode())
        edit(CLOUD, "42.9%,42.9,", f"{share_pct}%,{share_pct},")
        edit(CLOUD, ALIBABA, ALIBABA.replace("42.9", share_pct))
        edit(CLOUD, "reached 42.9 %", f"reached {share_pct} %")
        accept_notes()

    return change


def files_under(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Usage


def test_help_names_every_command(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    words = capsys.readouterr().out.split()
    assert end.value.code == 0
    assert {"check", "report", "refresh", "explain"} <= set(words)


def test_help_explains_the_exit_codes(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        main(["--help"])
    assert capsys.readouterr().out.endswith(
        "\nExit code: 0 fine, 1 problems in the data or notebooks (for diff: something moved), 2 wrong usage, "
        "3 the machine failed, 128 + n stopped by signal n (Ctrl-C: 130).\n"
    )


def test_the_version_is_that_of_the_project(capsys, repository):
    version = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert (end.value.code, capsys.readouterr().out) == (0, f"marketshare {version}\n")


@pytest.mark.parametrize("arguments", [[], ["chek"], ["explain"], ["check", "--fast"]], ids=" ".join)
def test_wrong_usage_ends_with_code_2(capsys, arguments):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("usage: marketshare")


def test_where_no_study_is_found_the_code_is_2(run, tmp_path):
    assert run(tmp_path, "check") == (
        2,
        [],
        [f"marketshare: no study at {tmp_path}: it has no data/datapackage.json"],
    )


def test_a_root_that_does_not_exist_is_not_replaced_by_the_study_around_it(run, copy):
    code, out, _ = run(copy / "sedes", "check")
    assert (code, out) == (2, [])


def test_the_study_around_the_current_folder_is_taken(capsys, copy, monkeypatch):
    monkeypatch.chdir(copy / "seeds")
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("failure", "words", "code"),
    [
        (OSError(28, "No space left on device", "report.html"), "report.html: No space left on device", 3),
        (OSError("the disk is gone"), "the disk is gone", 3),
        (KeyboardInterrupt(), "stopped", 130),
    ],
    ids=["full disk", "no number", "interrupted"],
)
def test_a_failure_of_the_machine_and_a_stop_have_codes_of_their_own(run, copy, monkeypatch, failure, words, code):
    def fail(_root):
        raise failure

    monkeypatch.setattr(Study, "at", fail)
    assert run(copy, "check") == (code, [], [f"marketshare: {words}; nothing was replaced"])


# check


def test_check_counts_the_figures_by_status(run, root):
    tables = [path.read_text("utf-8").splitlines() for path in (root / "data").glob("*.csv")]
    kinds = [row["status"] for table in tables for row in csv.DictReader(table) if "status" in row]
    notes = len((root / "data" / "sources.csv").read_text("utf-8").splitlines()) - 1
    counts = {kind: kinds.count(kind) for kind in ("stated", "ambiguous", "unreadable")}
    words = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    figures_and_notes = f"{len(kinds)} figures ({words}) of {notes} note{'s' * (notes != 1)}"
    code, (line, *_), errors = run(root, "check")
    assert (code, errors) == (0, [])
    assert line == f"{figures_and_notes}: each quote found, each value read again"


def test_check_counts_several_notes_in_the_plural(run, copy, add_note):
    add_note("later", "支付宝")
    _, (line, *_), _ = run(copy, "check")
    assert " of 2 notes: " in line


def test_check_writes_no_file(run, full_copy):
    before = files_under(full_copy)
    run(full_copy, "check")
    assert files_under(full_copy) == before


def test_one_problem_is_printed_and_counted(run, copy, edit):
    row = edit(PAYMENTS, "49.9%,49.9,", "49.9%,49.8,")
    assert run(copy, "check") == (
        1,
        [],
        [
            f"{PAYMENTS}:{row}: value: 49.8, but '49.9%' in percent says 49.9",
            "1 problem; nothing was written",
        ],
    )


def test_several_problems_are_all_printed_and_counted(run, copy, edit):
    second = edit(PAYMENTS, "40.7%,40.7,", "40.7%,40.8,")
    first = edit(PAYMENTS, "49.9%,49.9,", "49.9%,49.8,")
    assert run(copy, "check") == (
        1,
        [],
        [
            f"{PAYMENTS}:{first}: value: 49.8, but '49.9%' in percent says 49.9",
            f"{PAYMENTS}:{second}: value: 40.8, but '40.7%' in percent says 40.7",
            "2 problems; nothing was written",
        ],
    )


@pytest.mark.parametrize(
    "command", [["check"], ["report"], ["refresh"], ["explain", "china-cloud-2018-hhi"]], ids=" ".join
)
@pytest.mark.parametrize(
    ("file", "damage", "problem"),
    [
        pytest.param(
            PAYMENTS,
            lambda content: content.replace(b"q1,alipay,", b"q1,ant,"),
            f"{PAYMENTS}:2: entity: 'ant' is not in data/entities.csv; add it to data/entities.csv, "
            f"or use one of its ids",
            id="unknown entity",
        ),
        pytest.param(
            PAYMENTS,
            lambda content: content.decode().encode("gb18030"),
            f"{PAYMENTS}:2: not UTF-8 but probably GB18030 (Excel's plain CSV where Windows speaks simplified "
            f"Chinese); save it as CSV UTF-8",
            id="GB18030",
        ),
        pytest.param(
            PAYMENTS,
            lambda content: content.replace(b"A stated total", b'"A "stated total'),
            f"{PAYMENTS}:5: not CSV: ',' expected after '\"'; is a quotation mark missing?",
            id="unbalanced quotation mark",
        ),
        pytest.param(
            "data/figures.schema.json",
            lambda _: b"",
            "data/figures.schema.json:1: the file is empty; restore it, or mend it there",
            id="empty",
        ),
    ],
)
def test_no_command_works_on_bad_data_or_touches_reports(run, full_copy, command, file, damage, problem):
    (full_copy / file).write_bytes(damage((full_copy / file).read_bytes()))
    before = files_under(full_copy / "reports")
    code, out, errors = run(full_copy, *command)
    assert (code, out, errors[0]) == (1, [], problem)
    assert files_under(full_copy / "reports") == before


@pytest.mark.parametrize("command", ["check", "report", "refresh"])
def test_a_refused_command_makes_no_reports_folder(run, copy, edit, command):
    edit(PAYMENTS, "49.9%,49.9,", "49.9%,49.8,")
    run(copy, command)
    assert not (copy / "reports").exists()


def test_the_installed_command_refuses_bad_data_without_a_traceback(copy, edit):
    row = edit(PAYMENTS, "49.9%,49.9,", "49.9%,49.8,")
    command = Path(sys.executable).with_name("marketshare")
    done = subprocess.run([command, "--root", copy, "check"], capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        f"{PAYMENTS}:{row}: value: 49.8, but '49.9%' in percent says 49.9",
        "1 problem; nothing was written",
    ]


# explain


def test_explain_gives_the_bounds_of_the_cloud_index(run, root):
    code, out, errors = run(root, "explain", "china-cloud-2018-hhi")
    assert (code, errors) == (0, [])
    # 42.85² + 11.75²; 42.95² + 4·11.85² + 9.65²: the unnamed 45.2 % in three firms as large as the second, and a rest
    assert "  bounds   1,974.2 to 2,499.5   (1974.185, 2499.515] hhi point" in out


def test_explain_gives_the_bounds_of_the_payment_index(run, root):
    code, out, errors = run(root, "explain", "china-third-party-payments-2018-q1-hhi-without-total")
    assert (code, errors) == (0, [])
    # 49.85² + 40.65²; 49.95² + 40.75² + 9.3²: the unnamed 9.3 % in one firm
    assert "  bounds   4,137.4 to 4,242.1   (4137.445, 4242.055] hhi point" in out


def test_explain_prints_a_number_down_to_its_figures(run, root):
    assert run(root, "explain", "china-cloud-2018-lead") == (
        0,
        [
            "china-cloud-2018-lead: Lead in China's cloud market, 2018",
            "  value    31.1 pp",
            "  bounds   31.0 to 31.2 pp   [31, 31.2] percentage point",
            "  formula  largest share − second largest",
            "  call     lead(shares={alibaba-cloud: cloud-share-alibaba-2018, "
            "tencent-cloud: cloud-share-tencent-2018})",
            "  rests on cloud-rank-tencent-2018",
            "  shown in notebooks/03_cloud.ipynb",
            "  inputs",
            "    cloud-share-alibaba-2018: Alibaba Cloud, market share in China's cloud market, 2018",
            "      value    42.9%",
            "      bounds   42.85 to 42.95%   [42.85, 42.95] percent",
            "      printed  42.9%",
            "      line 89 of tencent-note: 阿里云稳居国内云计算行业龙头，2018年市场份额达42.9%",
            "      in English: Alibaba Cloud firmly leads the domestic cloud industry; "
            "in 2018 its market share reached 42.9 %.",
            "    cloud-share-tencent-2018: Tencent Cloud, market share in China's cloud market, 2018",
            "      value    11.8%",
            "      bounds   11.75 to 11.85%   [11.75, 11.85] percent",
            "      printed  11.8%",
            "      line 89 of tencent-note: 腾讯云以位居第二（11.8%）",
            "      in English: Tencent Cloud is in second place (11.8 %).",
            "    cloud-rank-tencent-2018: Tencent Cloud, rank in China's cloud market, 2018",
            "      value    2",
            "      bounds   2   [2, 2] rank",
            "      printed  第二",
            "      line 89 of tencent-note: 腾讯云以位居第二（11.8%）",
            "      in English: Tencent Cloud is in second place (11.8 %).",
        ],
        [],
    )


def test_explain_gives_formula_and_call(run, root):
    _, out, _ = run(root, "explain", "china-cloud-2018-hhi")
    assert "  formula  Σ share², over the least and the most concentrated completion" in out
    shares = "{alibaba-cloud: cloud-share-alibaba-2018, tencent-cloud: cloud-share-tencent-2018}"
    call = f"hhi_bounds(shares={shares}, unnamed='any', ranks={{tencent-cloud: cloud-rank-tencent-2018}})"
    assert f"  call     {call}" in out


def test_explain_warns_of_a_comparison_across_sources(run, root):
    _, out, _ = run(root, "explain", "mini-program-dau-change")
    assert "  caution  compares figures of different sources" in out


def test_an_explanation_says_where_inputs_share_a_figure(root):
    share = Study.at(root)["cloud-share-tencent-2018"]
    ratio = derive(per, id="one", label="A share over itself", amount_of=share, base=share)
    assert "  outer    two inputs share a figure: the bounds are safe, but may be wider than need be" in (
        explanation(ratio).splitlines()
    )


def test_an_explanation_of_a_number_that_no_notebook_shows_names_none(root):
    share = Study.at(root)["cloud-share-tencent-2018"]
    ratio = derive(per, id="one", label="A share over itself", amount_of=share, base=share)
    assert "notebooks/" not in explanation(ratio)


def test_explain_gives_the_sentence_of_each_figure_with_its_line(run, root):
    _, out, _ = run(root, "explain", "china-cloud-2018-hhi")
    assert [line.strip() for line in out if " of tencent-note" in line] == [
        "line 89 of tencent-note: 阿里云稳居国内云计算行业龙头，2018年市场份额达42.9%",
        "line 89 of tencent-note: 腾讯云以位居第二（11.8%）",
        "line 89 of tencent-note: 腾讯云以位居第二（11.8%）",  # the share, and the rank that its bounds rest on
    ]


def test_explain_names_the_first_notebook_that_shows_a_number(run, root):
    _, out, _ = run(root, "explain", "china-cloud-2018-hhi")
    assert "  shown in notebooks/00_overview.ipynb" in out


def test_explain_takes_the_id_of_a_figure(run, root):
    assert run(root, "explain", "payment-share-alipay-2018-q1") == (
        0,
        [
            "payment-share-alipay-2018-q1: Alipay, market share in China's third-party payments, 2018-Q1",
            "  value    49.9%",
            "  bounds   49.85 to 49.95%   [49.85, 49.95] percent",
            "  printed  49.9%",
            "  line 132 of tencent-note: 支付宝以 49.9%的市场份额占据第一",
            "  in English: Alipay is first with a market share of 49.9 %.",
        ],
        [],
    )


def test_explain_gives_the_words_of_a_claim_in_english_where_the_claim_says_more(run, root):
    _, out, _ = run(root, "explain", "line-135-1")
    assert out[1:3] == ["  line 135: 与腾讯形成正面竞争", "  in English: forms head-on competition with Tencent"]


def test_explain_names_who_said_a_figure_first(run, root):
    _, out, _ = run(root, "explain", "mini-program-dau-2018-06")
    assert out[-2].startswith("  line 39 of tencent-note, first said by 阿拉丁: ")


def test_explain_gives_no_value_to_an_unreadable_figure(run, root):
    _, out, _ = run(root, "explain", "qq-mau-2019-06")
    assert out[1:3] == ["  bounds   anything   (−∞, ∞) user", "  printed  7."]


def test_explain_works_without_notebooks(run, copy):
    code, out, _ = run(copy, "explain", "payment-share-alipay-2018-q1")
    assert (code, out[1]) == (0, "  value    49.9%")


def test_an_unknown_number_is_told_near_misses_the_nearest_first(run, root):
    code, out, errors = run(root, "explain", "china-clod-2018-hhi")
    assert (code, out) == (1, [])
    assert errors[:2] == ["no number has the id 'china-clod-2018-hhi'; did you mean:", "  china-cloud-2018-hhi"]


def test_an_unknown_number_like_no_other_is_told_none(run, root):
    assert run(root, "explain", "zzz") == (1, [], ["no number has the id 'zzz'"])


def test_explain_computes_with_the_data_as_they_are_now(run, full_copy, change_share):
    change_share("44.9")
    code, out, _ = run(full_copy, "explain", "china-cloud-2018-hhi")
    assert code == 0
    # 44.85² + 11.75²; 44.95² + 4·11.85² + 7.65²
    assert "  bounds   2,149.6 to 2,640.7   (2149.585, 2640.715] hhi point" in out


def test_explain_says_that_the_notebook_still_shows_another_value(run, full_copy, change_share):
    change_share("44.9")
    _, _, errors = run(full_copy, "explain", "china-cloud-2018-hhi")
    assert errors == [
        "",
        "The notebook still shows another value; run marketshare refresh to store this one.",
    ]


def test_explain_does_not_say_so_of_a_number_that_has_not_moved(run, full_copy, change_share):
    change_share("44.9")
    code, _, errors = run(full_copy, "explain", "china-third-party-payments-2018-q1-hhi-without-total")
    assert (code, errors) == (0, [])


def test_explain_works_where_shares_are_100_only_within_their_rounding(run, full_copy, change_share):
    change_share("88.3")  # and 11.8: 100.1, at least 88.25 + 11.75
    code, _, _ = run(full_copy, "explain", "china-third-party-payments-2018-q1-hhi-without-total")
    assert code == 0


def test_a_figure_that_a_notebook_shows_and_the_data_lack_is_a_problem(run, full_copy, edit):
    edit("data/revenue_mix.csv", "revenue-share-vas", "revenue-share-renamed")
    code, out, errors = run(full_copy, "explain", "china-cloud-2016-2018-change-tencent-cloud")
    assert (code, out) == (1, [])
    assert errors[0].endswith(
        "shows the figure revenue-share-vas, which is not in the data; run marketshare refresh, or restore the row"
    )


def test_a_number_that_can_no_longer_be_computed_is_a_problem_by_its_id(run, full_copy, edit):
    edit(PAYMENTS, "49.9%,49.9,,stated", "49.9%,,,unreadable")
    code, out, errors = run(full_copy, "explain", "china-third-party-payments-2018-q1-hhi-without-total")
    assert (code, out) == (1, [])
    assert errors[0].startswith(
        "the number china-third-party-payments-2018-q1-hhi-without-total can no longer be computed: payment-share-"
    )


@pytest.mark.parametrize("content", ["", "{", "{}"], ids=["empty", "not JSON", "no notebook"])
def test_a_file_that_is_no_notebook_is_a_problem_by_its_name(run, full_copy, content):
    (full_copy / "notebooks" / "04_payments.ipynb").write_text(content, "utf-8")
    code, out, errors = run(full_copy, "explain", "china-cloud-2018-hhi")
    assert (code, out) == (1, [])
    assert errors[0].startswith("notebooks/04_payments.ipynb: ")


# claims


def test_explain_a_claim_prints_verdict_reason_and_inputs(run, root):
    code, out, _ = run(root, "explain", "line-117-1")
    assert code == 0
    assert "  verdict  supported" in out
    assert "  because  11.8% is 0.275 times 42.9%, at most 1/2" in out


@pytest.mark.parametrize(
    ("claim", "assumed", "verdict"),
    [
        ("line-117-1", "cloud-share-tencent-2018=41.8%", "contradicted"),
        ("line-085-2", "cloud-growth-tencent-2018=60%", "supported"),
    ],
)
def test_a_what_if_turns_a_verdict_and_says_why(run, root, claim, assumed, verdict):
    code, out, _ = run(root, "explain", claim, "--set", assumed)
    assert code == 0
    assert f"  verdict  {verdict}" in out
    assert any("the verdict turns; as printed it is" in line for line in out)


def test_check_tallies_verdicts_and_names_findings_about_the_note(run, root):
    _, out, _ = run(root, "check")
    assert any("untestable" in line and "supported" in line for line in out)
    assert "about the note (order): line 59-60 lists 34.6%, 50.5%, 13.2%: not in descending order" in out


def test_a_claim_without_a_test_is_an_error_of_check(run, copy, edit):
    row = edit("data/claims.csv", "missing(connection-revenue; revenue from connecting, apart from the rest)", "")
    code, _, errors = run(copy, "check")
    assert code == 1
    assert errors[0].startswith(f"data/claims.csv:{row}: test: blank: a claim needs a test")


@pytest.mark.parametrize(
    "arguments",
    [["find"], ["explain"], ["explain", "x", "--set"], ["report", "--time-limit"]],
    ids=lambda arguments: arguments[-1],
)
def test_a_million_digits_are_counted_and_not_repeated(arguments, root, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--root", str(root), *arguments, "1" * 1_000_000])
    said = capsys.readouterr().err
    assert caught.value.code == 2
    assert "1,000,000 characters, expected at most 1,000" in said
    assert len(said) < 2_000


def test_a_line_of_a_failure_is_told_in_short(copy, run, add_note):
    add_note("later", "1" * 40_000)
    code, _, said = run(copy, "check")
    assert code == 1
    assert said[0].startswith("seeds/later.txt:1: '1111")
    assert " characters) … " in said[0]
    assert max(map(len, said)) < 1_500


def test_the_package_runs_as_a_program():
    ran = subprocess.run([sys.executable, "-m", "marketshare", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("marketshare ")
