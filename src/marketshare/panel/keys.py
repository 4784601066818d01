"""Keys of pandas and PyArrow as numbers, in the order of their names, and back.

A key may be whatever can be told from others and sorted: text, numbers, dates, categories, objects of one type. Numbers
stand for it while an engine computes, which need know nothing of it then, and it comes back as it was.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

__all__ = ["Codes", "coded", "numbers_of"]

_DIGITS = 38
"""Of a decimal with 128 bits, the only one that DuckDB has."""


@dataclass(frozen=True)
class Codes:
    """What the numbers of a key stand for.

    Attributes:
        names: The keys in order; a number is a place in it.
        kind: Type of the column that they come from, of pandas or PyArrow.
    """

    names: Any
    kind: Any

    def told(self, number: str) -> str:
        """The key that a number stands for, as text."""
        return str(self.names[int(number)]) if number.isdecimal() else number

    def column(self, numbers: pa.ChunkedArray) -> Any:
        """The keys that numbers stand for, as a column of the type that they come from."""
        if isinstance(self.kind, pa.DataType):
            found = pa.array(self.names).take(numbers)
            return (found.dictionary_encode() if pa.types.is_dictionary(self.kind) else found).cast(self.kind)
        names = pd.Series(self.names)
        if numbers.null_count and names.dtype.kind in "iub":  # NaN would make doubles of them
            names = names.convert_dtypes()
        found = names.reindex(numbers.fill_null(-1).to_numpy()).reset_index(drop=True)
        return found.astype(self.kind) if isinstance(self.kind, pd.CategoricalDtype) else found


def coded(column: Any) -> tuple[pa.Array, Codes]:
    """Each key as its place in the order of keys, null where it is missing; and what the numbers stand for.

    Raises:
        TypeError: its values cannot be told from each other, or not be sorted.
    """
    kind, series = _kind_and_series(column)
    if isinstance(kind, pd.CategoricalDtype):  # which sorts by the order of its categories
        series = series.astype(kind.categories.dtype)
    arrow = series.dtype.pyarrow_dtype if isinstance(series.dtype, pd.ArrowDtype) else None
    if arrow and pa.types.is_dictionary(arrow):
        series = series.astype(pd.ArrowDtype(arrow.value_type))
    elif arrow and pa.types.is_floating(arrow):  # to Arrow, but to no engine, -0 is not 0
        series = series + 0.0
    try:
        codes, names = pd.factorize(series, sort=True)
    except pa.ArrowException as error:
        raise TypeError(str(error)) from error
    return pa.array(codes, pa.int64(), mask=codes < 0), Codes(names, kind)


def numbers_of(column: Any) -> pa.Array:
    """The numbers of a column as DuckDB can read them.

    Raises:
        TypeError: it holds objects that are no numbers, or decimals of more than 38 digits.
    """
    try:
        array = column if isinstance(column, pa.ChunkedArray) else pa.array(column)
        if pa.types.is_float16(array.type):
            return array.cast(pa.float64())
        if pa.types.is_decimal(array.type) and not pa.types.is_decimal128(array.type):
            return array.cast(pa.decimal128(min(_DIGITS, array.type.precision), array.type.scale))
    except (pa.ArrowException, OverflowError) as error:
        raise TypeError(str(error)) from error
    return array


def _kind_and_series(column: Any) -> tuple[Any, "pd.Series[Any]"]:
    if isinstance(column, pd.Series):
        return column.dtype, column
    plain = column.cast(pa.string()) if pa.types.is_string_view(column.type) else column  # which pandas does not know
    return column.type, pd.Series(pd.arrays.ArrowExtensionArray(plain))
