"""An article begins from a directive's thread or a sealed report: facts first, their public numbers live."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.reports.test_thread import make_directive, make_receipt
from truongan.directives.models import Directive
from truongan.news.beginnings import articles_of, from_report, from_thread
from truongan.news.models import Article
from truongan.reports.actions import draft_report, edit_report, seal_report
from truongan.reports.thread.nodes import branches
from truongan.reports.thread.numbers import results_of
from truongan.reports.thread.sources import thread_of
from truongan.reports.thread.timeline import happenings

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ISSUED, TODAY = date(2026, 1, 2), date(2026, 11, 22)


@pytest.fixture
def directive(cast, register):
    return make_directive(cast.province_police, 1646, ISSUED)


def texts(beginning) -> str:
    return "".join(value for kind, value in beginning.body if kind == "text")


def test_sentences_of_the_thread_carry_live_figures_of_its_day(directive):
    beginning = from_thread(thread_of(directive, on=TODAY), TODAY)

    assert beginning.title == f"Kết quả thực hiện {directive.name}"
    assert "đến ngày 22/11/2026" in beginning.lead.lower()
    said = texts(beginning)
    assert 'embedtype="figure" indicator="teams.count" place="" day="2026-11-22"' in said
    assert ">3<" not in said  # no typed total where the number is live
    assert "<h2>Kết quả</h2>" in said


def test_a_number_the_public_may_not_read_there_stays_as_written(directive, settings):
    settings.PROVINCE_CODE = "01"  # another province is served: nothing of this one is public
    assert "<embed" not in texts(from_thread(thread_of(directive, on=TODAY), TODAY))


def test_a_report_is_quoted_from_its_seal(cast, directive):
    unit = thread_of(directive, on=TODAY).unit
    report = draft_report(actor=cast.can_bo_tinh, issuer=cast.province_police, unit=unit, on=TODAY, now=NOW)
    fields = {"signer_title": "Giám đốc", "signer_name": "Trần Minh"}
    edit_report(actor=cast.can_bo_tinh, report=report, fields=fields, seen_at=report.updated_at, now=NOW)
    report = seal_report(actor=cast.can_bo_tinh, report=report, now=NOW)

    said = texts(from_report(report, TODAY))
    assert f'indicator="schemes.count" place="" day="2026-11-22" seal="{report.seal_id}"' in said
    assert "<ul><li>" in said


def test_the_draft_is_in_the_persons_hands_and_published_by_another_step(cast, directive, section, as_):
    browser = as_("can_bo_tinh")
    address = reverse("newsdesk:begin_from_thread", args=[directive.pk])
    assert address in browser.get(reverse("reports:thread", args=[directive.pk])).text
    assert "Bài sẽ bắt đầu bằng" in browser.get(address).text

    answer = browser.post(address, {"title": "Một tháng thực hiện", "section": section.pk})

    article = Article.objects.get(title="Một tháng thực hiện")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert (article.live, article.owner, article.directive) == (False, cast.can_bo_tinh, directive)
    assert article.author_unit == cast.province_police
    assert browser.get(answer.url).status_code == 200
    assert "Đã có bài về văn bản này" in browser.get(address).text


def test_without_a_title_nothing_is_made(directive, section, as_):
    answer = as_("can_bo_tinh").post(
        reverse("newsdesk:begin_from_thread", args=[directive.pk]), {"title": "", "section": section.pk}
    )
    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_who_writes_no_news_is_not_offered_it(cast, directive, as_):
    make_receipt(directive, cast.commune_committee)
    page = as_("truong_phong_xa").get(reverse("reports:thread", args=[directive.pk]))
    assert "Viết bài cho cổng" not in page.text
    answer = as_("truong_phong_xa").get(reverse("newsdesk:begin_from_thread", args=[directive.pk]))
    assert answer.status_code == 403


def test_the_thread_tells_articles_from_the_day_of_their_date_line(directive, written):
    written("Bài đã đăng", directive=directive, now=datetime(2026, 2, 1, 3, tzinfo=UTC))
    written("Bài còn là dự thảo", directive=directive, published=False)

    def told(on: date) -> list[str]:
        thread = thread_of(directive, on=on)
        (branch,) = [each for each in branches(thread, results_of(thread).values) if each.node.code == "articles"]
        return [row.title for row in branch.rows]

    assert told(date(2026, 1, 31)) == []
    assert told(date(2026, 2, 1)) == ["Bài đã đăng"]
    kinds = {each.kind.code for _day, found in happenings(thread_of(directive, on=TODAY)) for each in found}
    assert "article" in kinds


def test_an_article_with_a_directives_card_is_told_in_its_thread(directive, written):
    Directive.objects.filter(pk=directive.pk).update(is_public=True)
    written("Bài có thẻ", body=[("directive", {"directive": directive.pk})], now=datetime(2026, 2, 1, 3, tzinfo=UTC))

    thread = thread_of(directive, on=TODAY)
    assert [each.title for each in articles_of(thread)] == ["Bài có thẻ"]
