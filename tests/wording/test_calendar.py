"""Which of two periods comes first."""

import pytest

from marketshare.wording import order_of_periods

TURNED = {"before": "after", "after": "before"}


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2016", "2018", "before"),
        ("2018-Q1", "2018-Q2", "before"),
        ("2018-H1", "2018-Q3", "before"),
        ("2018-06", "2018-H2", "before"),
        ("2018-06-30", "2018-07", "before"),
        ("2018-12-31", "2019-H1", "before"),
        ("2018-9M", "2018-Q4", "before"),
        ("2016/2018", "2019", "before"),
        ("FY2018", "FY2019", "before"),
        ("2016", "FY2018", "before"),
        ("2018", "2018", "same"),
        ("FY2018", "FY2018", "same"),
        ("2018", "2018-H1", "overlapping"),
        ("2018-H1", "2018-Q2", "overlapping"),
        ("2018-02", "2018-02-28", "overlapping"),
        ("2018", "2018-12-31", "overlapping"),
        ("2018-9M", "2018-Q3", "overlapping"),
        ("2016/2018", "2018/2020", "overlapping"),
        ("2018", "FY2018", "overlapping"),
        ("2017", "FY2018", "overlapping"),  # a fiscal year may begin in the year before
        ("2019", "FY2018", "overlapping"),  # or end in the year after
        ("2018", "", "unknown"),
        ("2018", "2018-13", "unknown"),
        ("2018-02-30", "2019", "unknown"),
    ],
)
def test_one_period_lies_before_another_if_its_last_day_does(first, second, order):
    assert order_of_periods(first, second) == order
    assert order_of_periods(second, first) == TURNED.get(order, order)
