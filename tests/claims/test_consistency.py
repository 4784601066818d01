from marketshare.claims import findings


def of(study, kind):
    return [(finding.fits, finding.words) for finding in findings(study) if finding.kind == kind]


def test_payment_shares_sum_to_the_stated_total_exactly(study):
    assert ("yes", "the parts sum to 90.6% exactly, the stated total is 90.6%") in of(study, "total")


def test_a_total_that_its_parts_miss_by_more_than_rounding_does_not_fit(study):
    what_if = study.replacing({"payment-share-pair-2018-q1": "91.2%"})
    assert ("no", "the parts sum to 90.6%, the stated total is 91.2%*") in of(what_if, "total")


def test_revenue_lines_leave_a_rest_that_no_line_accounts_for(study):
    words = "the stated lines of tencent leave 2.0% (0.5 to 3.5%) that no line accounts for"
    assert ("open", words) in of(study, "total")


def test_ranks_fit_the_shares(study):
    assert {fits for fits, _ in of(study, "rank")} == {"yes"}


def test_a_rank_above_a_larger_share_does_not_fit(study):
    what_if = study.replacing({"payment-rank-tenpay-2018-q1": "第一"})
    assert "no" in {fits for fits, _ in of(what_if, "rank")}


def test_the_top_three_are_not_in_order(study):
    assert of(study, "order") == [("no", "line 59-60 lists 34.6%, 50.5%, 13.2%: not in descending order")]


def test_a_list_in_order_fits(study):
    what_if = study.replacing({"mini-program-category-retail-2018-h1": "20%"})
    assert of(what_if, "order")[0][0] == "yes"


def test_services_without_a_visit_are_a_part_of_all_services(study):
    assert [fits for fits, _ in of(study, "part")] == ["yes"]
    assert [fits for fits, _ in of(study.replacing({"yue-sheng-shi-without-visit": "717 项"}), "part")] == ["no"]


def test_one_thing_in_other_words_is_compared(study):
    assert ("yes", "十数个 (line 25) and 十几个 (line 41) are one thing") in of(study, "repetition")


def test_two_sources_of_one_measure_have_no_change_between_them(study):
    ((fits, words),) = of(study, "source")
    assert fits == "open"
    assert "are of different sources: no change between them" in words


def test_statements_that_pull_against_each_other_are_paired(study):
    lines = [words for _, words in of(study, "statement")]
    assert {fits for fits, _ in of(study, "statement")} == {"open"}
    assert any("line 113" in line and "Line 117" in line for line in lines)
    assert any("line 85" in line and "Line 89" in line for line in lines)
