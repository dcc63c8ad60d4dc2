"""What a workbook should contain, said once: the reader, the templates and the returned workbook all follow it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from truongan.workbooks.wording import header_key

Kind = Literal["text", "number", "date", "phone", "choice", "code"]
MARKER_SHEET = "_truongan"


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value: what the program keeps, what the drop-down shows, what people also write."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `kind` decides the value a cell becomes: text and code `str`, number `int` (`Decimal` with `decimals`),
    date `datetime.date`, phone `"0912345678"`, choice the chosen `Choice.value`; a blank cell is None.
    """

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    width: int = 18  # on screen, in characters
    hint: str = ""
    example: str = ""
    minimum: int | None = None
    maximum: int | None = None
    decimals: bool = False
    earliest: date | None = None
    latest: date | None = None
    max_length: int = 500
    # None: values of a merged cell reach every row of the merge, except numbers, which would count twice.
    fill_merged: bool | None = None

    def __post_init__(self) -> None:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"Column {self.key}: choices belong to the kind choice, and only to it.")

    @property
    def fills_merged(self) -> bool:
        return self.kind != "number" if self.fill_merged is None else self.fill_merged

    @cached_property
    def header_keys(self) -> frozenset[str]:
        """Every spelling of the header, folded."""
        return frozenset(header_key(text) for text in (self.title, *self.synonyms))


@dataclass(frozen=True)
class SheetSpec:
    """One kind of sheet: its columns in the order the template shows them."""

    key: str
    title: str
    columns: tuple[Column, ...]
    synonyms: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    required: bool = False

    def __post_init__(self) -> None:
        owners: dict[str, str] = {}
        for column in self.columns:
            for spelling in column.header_keys:
                if owners.setdefault(spelling, column.key) != column.key:
                    raise ValueError(f"Sheet {self.key}: header “{spelling}” names two columns.")

    @cached_property
    def name_keys(self) -> frozenset[str]:
        return frozenset(header_key(text) for text in (self.title, *self.synonyms))

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class WorkbookSpec:
    """A kind of workbook and the version of its template; older versions it still reads are listed."""

    key: str
    version: int
    title: str
    sheets: tuple[SheetSpec, ...]
    reads_versions: tuple[int, ...] = ()

    def __iter__(self) -> Iterator[SheetSpec]:
        return iter(self.sheets)

    def sheet(self, key: str) -> SheetSpec:
        return next(sheet for sheet in self.sheets if sheet.key == key)
