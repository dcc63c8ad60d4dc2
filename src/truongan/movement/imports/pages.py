"""What the preview page shows of a kept preview: tabs, the rows of one of them, what can be done."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from truongan.kernel.phones import mask_phone
from truongan.movement.imports.plan import Outcome
from truongan.workbooks.models import Upload

TABS = (
    ("moi", Outcome.NEW, _("Mới")),
    ("thay-doi", Outcome.CHANGED, _("Thay đổi")),
    ("khong-doi", Outcome.UNCHANGED, _("Không đổi")),
    ("xung-dot", Outcome.CONFLICT, _("Xung đột")),
    ("loi", Outcome.ERROR, _("Lỗi")),
)
_PHONE = re.compile(r"\+?\d(?:[ .\-]?\d){8,}")  # as people type it; a date has fewer digits
_FIRST = 20  # rows shown until somebody asks for all that were kept


@dataclass(frozen=True)
class Tab:
    value: str
    label: str
    count: int
    is_hot: bool


class Preview:
    """One upload's preview with the chosen tab and sheet; `is_open` is for who may read the phones in the file."""

    def __init__(
        self, upload: Upload, tab: str = "", sheet: str = "", *, is_long: bool = False, is_open: bool = False
    ) -> None:
        self.upload = upload
        self.kept: dict[str, Any] = upload.preview if is_open else _without_phones(upload.preview)
        self.counts: dict[str, int] = self.kept.get("counts", {})
        self.sheet = sheet
        self.is_long = is_long
        self.tab = tab if tab in {value for value, _outcome, _label in TABS} else self._first_tab()

    def _first_tab(self) -> str:
        for value, outcome, _label in TABS:
            if self.counts.get(outcome.value) and outcome != Outcome.UNCHANGED:
                return value
        return "khong-doi"

    @property
    def tabs(self) -> list[Tab]:
        hot = (Outcome.CONFLICT, Outcome.ERROR)
        shown = []
        for value, outcome, label in TABS:
            count = self._in_sheet(outcome)
            shown.append(Tab(value, str(label), count, outcome in hot and count > 0))
        return shown

    def _in_sheet(self, outcome: Outcome) -> int:
        if not self.sheet:
            return self.counts.get(outcome.value, 0)
        return next((each["counts"].get(outcome.value, 0) for each in self.sheets if each["name"] == self.sheet), 0)

    @property
    def sheets(self) -> list[dict[str, Any]]:
        return self.kept.get("sheets", [])

    @property
    def outcome(self) -> Outcome:
        return next(outcome for value, outcome, _label in TABS if value == self.tab)

    def _chosen(self, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [each for each in listed if not self.sheet or each["sheet"] == self.sheet]

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows = self._chosen(self.kept.get("rows", {}).get(self.outcome.value, []))
        return rows if self.is_long else rows[:_FIRST]

    @property
    def count(self) -> int:
        return self._in_sheet(self.outcome)

    @property
    def kept_count(self) -> int:
        return len(self._chosen(self.kept.get("rows", {}).get(self.outcome.value, [])))

    @property
    def questions(self) -> list[dict[str, Any]]:
        return self._chosen(self.kept.get("questions", []))

    @property
    def errors(self) -> list[dict[str, Any]]:
        errors = self.kept.get("errors", [])
        return errors if self.is_long else errors[:_FIRST]

    @property
    def ready(self) -> int:
        """Rows that are in the register or would go in."""
        return sum(
            self.counts.get(each.value, 0)
            for each in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.SKIPPED)
        )

    @property
    def to_write(self) -> int:
        return self.counts.get(Outcome.NEW, 0) + self.counts.get(Outcome.CHANGED, 0)

    @property
    def left_out(self) -> int:
        return self.counts.get(Outcome.ERROR, 0) + self.counts.get(Outcome.CONFLICT, 0)

    @property
    def total(self) -> int:
        return self.kept.get("total", 0)


def _without_phones(kept: Any) -> Any:
    """The same values with every telephone number in their texts masked."""
    if isinstance(kept, dict):
        return {key: _without_phones(value) for key, value in kept.items()}
    if isinstance(kept, list):
        return [_without_phones(each) for each in kept]
    return _PHONE.sub(lambda found: mask_phone(found[0]), kept) if isinstance(kept, str) else kept
