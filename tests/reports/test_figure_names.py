"""Writers see and type the names of figures; texts keep their codes."""

from datetime import date

import pytest

from truongan.figures.indicators import INDICATORS
from truongan.reports.figure_names import _CODES, _NAMES, offered, with_codes, with_names
from truongan.reports.narrative import UnknownFigure, check_text, default_texts
from truongan.reports.periodic.texts import _AGENCY_RESULTS, _SCHOOL_RESULTS, NAMES
from truongan.reports.thread.numbers import number_names
from truongan.reports.thread.summary import _SAID


def test_no_two_figures_share_a_name():
    assert len(_CODES) == len(_NAMES)


@pytest.mark.parametrize(
    "text", [_SCHOOL_RESULTS, _AGENCY_RESULTS, *(text for _title, _needed, text in _SAID)],
)  # fmt: skip
def test_what_drafts_say_comes_back_as_it_was(text):
    shown = with_names(text)
    assert "{schemes." not in shown and "{vb." not in shown and "{tu_ngay}" not in shown
    assert with_codes(shown) == text


def test_every_name_a_text_may_quote_has_words():
    known = {*INDICATORS, *NAMES, *number_names(), "ngay", "dia_ban"}
    assert {name for name in known if with_names(f"{{{name}}}") == f"{{{name}}}"} == set()
    assert offered(["schemes.count", "nothing"]) == ["Điểm mô hình"]


def test_a_name_is_found_whatever_its_capitals_and_spaces():
    assert with_codes("{điểm  mô hình, TĂNG|trên} điểm") == "{schemes.count.new|trên} điểm"
    assert with_codes("{schemes.count}") == "{schemes.count}"


def test_a_name_that_is_no_figure_is_refused_as_it_was_typed():
    with pytest.raises(UnknownFigure, match="Điểm mo hinh"):
        check_text(with_codes("{Điểm mo hinh}"))


def test_the_official_draft_speaks_in_names():
    text = default_texts("tỉnh Bắc Ninh", date(2026, 9, 14), {})["results"]
    assert "{Điểm mô hình}" in with_names(text) and with_codes(with_names(text)) == text
