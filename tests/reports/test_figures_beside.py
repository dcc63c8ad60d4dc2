"""What a draft says of plans, activities and recognitions: where there are any, with live figures."""

from datetime import date

import pytest

from tests.figures.making import make_activity, make_plan
from truongan.kernel.clock import now
from truongan.reports.actions import draft_report
from truongan.reports.composing import compose
from truongan.reports.narrative import UnknownFigure, check_text, fill
from truongan.reports.statements import live_figures, question_of

ON = date(2026, 11, 10)


def drafted(cast):
    unit = cast.school.placements.get().unit
    return draft_report(actor=cast.truong_phong_xa, issuer=cast.commune_committee, unit=unit, on=ON, now=now())


def test_a_draft_names_plans_and_activities_where_there_are_any(cast):
    make_plan(cast.school, date(2026, 9, 1), school_year="2026-2027")
    make_activity(cast.school, date(2026, 9, 5), ("pupils", 320))
    report = drafted(cast)

    said = fill(report.results, live_figures(question_of(report)).values)

    assert "Kế hoạch năm học: 1 trên 2 trường đã lập, 0 trường đã được duyệt." in said
    assert "1 hoạt động với 320 lượt người dự." in said
    assert "Đánh giá" not in said
    assert compose(report, live_figures(question_of(report)), "phường Nếnh", {})


def test_a_draft_says_nothing_of_what_there_is_none(cast):
    results = drafted(cast).results
    assert "plans.made" not in results
    assert "activities.count" not in results


@pytest.mark.parametrize("text", ("{plans.made|n/N}", "{plans.made.of}", "{activities.attendances|trên}"))
def test_texts_may_quote_every_figure_and_what_it_is_a_part_of(text):
    check_text(text)


def test_an_indicator_that_is_no_part_has_no_whole():
    with pytest.raises(UnknownFigure):
        check_text("{activities.count.of}")
