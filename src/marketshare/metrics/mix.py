"""The mix of a whole: its stated parts and what they leave."""

import math
from collections.abc import Iterable

from marketshare.metrics.checks import FULL, share_list
from marketshare.quantity import metric

__all__ = ["residual"]


@metric(unit="percent", formula="100 − Σ share", takes={"shares": "percent"}, falls=("shares",))
def residual(shares: Iterable[float]) -> float:
    r"""What the stated parts leave of the whole, percent.

    .. math:: 100 - \sum_i S_i

    Args:
        shares: Stated parts, percent, shape (n,), any order.

    Returns:
        Percent, 0 to 100. It is not a firm: nothing says how many share it.

    Raises:
        ShareError: as for every list of shares.

    Example:
        >>> residual([54, 18, 26])
        2.0
    """
    return max(0.0, FULL - math.fsum(share_list(shares)))
