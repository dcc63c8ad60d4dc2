"""Live figures: equal to the public figures or to the seal they quote, and clearly said where there is none."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText, expand_db_html

from tests.factories import unit
from tests.news.samples import live
from truongan.figures.models import Seal, SealedFigure
from truongan.figures.public import public_answer, served_unit
from truongan.kernel.numbers import vn_number
from truongan.news.blocks import BODY_BLOCKS, FigureBlock, FigureTableBlock, TextBlock
from truongan.news.live_figures import live_figures
from truongan.news.queries import figure_references
from truongan.news.references import FigureReference, references_in
from truongan.news.rich_text import CONVERSION

DAY = date(2026, 2, 1)


def one(today=DAY, **named):
    reference = FigureReference(**{"indicator": "teams.memberships", "on": DAY} | named)
    return live_figures([reference], today)[reference]


def test_a_figure_equals_the_public_page(register, written, client):
    expected = public_answer(DAY, served_unit(DAY), codes=["teams.memberships"]).total["teams.memberships"].value
    article = written(body=[("text", f"<p>Có {live('teams.memberships', '2026-02-01')} thành viên.</p>")])

    page = client.get(article.url).content.decode()

    assert expected == 26 == one().value
    assert ">26</button>" in page
    assert "Tính đến" in page
    assert "01/02/2026" in page
    assert "<script>" not in page


def test_a_figure_of_the_text_and_of_the_aside_have_ids_of_their_own(register, written, client):
    named = live("teams.memberships", "2026-02-01")
    article = written(body=[("text", f"<p>Có {named} thành viên.</p>"), ("text", f"<p>Vẫn là {named}.</p>")])

    ids = re.findall(r'class="fig-pop" id="([^"]+)"', client.get(article.url).content.decode())

    assert len(ids) == len(set(ids)) == 3


def test_a_fixed_day_stays_and_today_follows(register):
    assert one(indicator="schemes.count", on=date(2025, 12, 1)).value == 0
    assert one(indicator="schemes.count", on=None, today=date(2025, 12, 1)).value == 0
    assert one(indicator="schemes.count", on=None, today=DAY).value == 3


def test_figures_of_one_day_and_place_are_asked_together(register, django_assert_num_queries):
    codes = ("schemes.count", "teams.count", "teams.memberships")
    with django_assert_num_queries(3):  # the unit, who is there, the ledger
        live_figures([FigureReference(code, on=DAY) for code in codes], DAY)


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ({"indicator": "teams.gone"}, "số liệu không còn"),
        ({"indicator": ""}, "số liệu không còn"),
        ({"place": "99999"}, "số liệu không còn"),
        ({"place": "org:NOBODY", "indicator": "teams.count"}, "số liệu không còn"),
        ({"seal": 999}, "số liệu không còn"),
        ({"place": "07795"}, "số liệu không công bố"),  # 23 there would tell the 3 next door
    ],
)
def test_what_cannot_be_shown_is_said_in_its_place(register, written, client, named, problem):
    found = one(**named)
    assert (found.value, found.problem) == (None, problem)

    tag = live(
        found.reference.indicator, "2026-02-01", found.reference.place, **({"seal": "999"} if "seal" in named else {})
    )
    page = client.get(written(body=[("text", f"<p>Có {tag}.</p>")]).url)

    assert page.status_code == 200
    assert f"({problem})" in page.content.decode()


def test_blocks_whose_indicator_is_gone_say_so_and_the_rest_of_the_page_stands(register, written, client):
    alone = {"indicator": "teams.gone", "place": "", "day": None, "seal": None, "note": "Toàn tỉnh"}
    table = {"caption": "Bảng cũ", "indicators": ["teams.gone"], "place": "", "day": None, "by": "unit"}
    partly = {**table, "caption": "Bảng còn một cột", "indicators": ["teams.gone", "teams.count"]}
    body = [("figure", alone), ("figure_table", table), ("figure_table", partly), ("text", "<p>Đoạn cuối.</p>")]
    page = client.get(written(body=body).url)

    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("(số liệu không còn)") == 2  # the figure, and the table without a column
    assert "Toàn tỉnh" not in text and "Bảng cũ" not in text  # no words about a number that is not there
    assert "Bảng còn một cột" in text and "Đoạn cuối." in text


def test_a_schools_people_are_not_told_its_teams_are(register, cast):
    place = f"org:{cast.school.code}"
    assert one(place=place).problem == "số liệu không công bố"
    assert one(place=place, indicator="teams.count").value == 1


def test_a_quoted_seal_stays_whatever_the_register_says(register, settings):
    province = unit("24", DAY)
    seal = Seal.objects.create(unit=province, on=DAY, rows_sha256="0" * 64, sealed_at="2026-02-02T00:00Z")
    for code, value in (("teams.memberships", 5398), ("teams.count", 628)):
        SealedFigure.objects.create(
            seal=seal, code=code, label="Đã chốt", unit_label="lượt", basis="cách đếm", value=value
        )
    found = one(seal=seal.pk, on=None)
    assert (found.value, found.on, found.is_sealed) == (5398, DAY, True)

    Seal.objects.filter(pk=seal.pk).update(unit=unit("07795", DAY))
    assert one(seal=seal.pk).problem == "số liệu không công bố"  # of a part of the province: not public


@pytest.mark.parametrize(
    "given",
    [
        {"indicator": "teams.count", "place": "07795; DROP TABLE", "day": "today"},
        {"indicator": "teams.count", "place": "<b>", "day": "today"},
        {"indicator": "teams.count", "day": "31/09/2021"},
        {"indicator": "teams.count", "day": "2021-13-01"},
        {"indicator": "teams.count", "day": "1999-01-01"},
        {"indicator": "teams.count", "seal": "một"},
        {"indicator": "teams.count", "seal": "99999999999999999999"},
    ],
)
def test_what_names_no_figure_is_refused_with_a_reason(given):
    with pytest.raises(ValueError, match=r"không phải|bắt đầu từ"):
        FigureReference.from_attributes(given)


def test_a_reference_reads_back_what_it_stored():
    for reference in (FigureReference("teams.count"), FigureReference("teams.count", "07795", DAY, 12)):
        assert FigureReference.from_attributes(reference.attributes()) == reference
        assert list(references_in(f"<p>{live(reference.indicator, **_stored(reference))}</p>")) == [reference]


def _stored(reference):
    return {name: value for name, value in reference.attributes().items() if name != "indicator"}


def test_editors_are_told_which_figure_of_a_text_cannot_be_shown(register):
    block = TextBlock(features=["figure"])
    block.set_name("text")
    with pytest.raises(ValidationError, match=r"teams\.gone"):
        block.clean(RichText(f"<p>{live('teams.gone')}</p>"))
    assert block.clean(RichText(f"<p>{live('teams.count', '2026-02-01')}</p>"))


def test_a_figure_passes_the_editor_unchanged_and_its_number_is_never_stored(register):
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    converter = ContentstateConverter(features=["figure"])
    stored = f'<p data-block-key="abcde">Có {live("teams.memberships", "2026-02-01")} người, bài tiếp.</p>'

    in_editor = converter.from_database_format(stored)
    back = converter.to_database_format(in_editor)

    assert "26 người" in json.loads(in_editor)["blocks"][0]["text"]
    assert back == stored
    assert "26" not in back.replace("2026-02-01", "")
    assert expand_db_html(stored).count("26") == 1  # where no page is around it: the plain number
    assert set(CONVERSION) == {"from_database_format", "to_database_format"}


def test_blocks_refuse_days_to_come_too_many_columns_and_rows_that_cannot_be(register):
    figure, table = FigureBlock(), FigureTableBlock()
    good = {"caption": "Bảng", "indicators": ["teams.count"], "place": "", "day": None, "by": "unit"}
    for block, value in (
        (figure, {"indicator": "teams.count", "place": "", "day": date(2999, 1, 1), "seal": None, "note": ""}),
        (figure, {"indicator": "teams.count", "place": "99999", "day": None, "seal": None, "note": ""}),
        (table, good | {"indicators": [each for each, _label in _choices()][:7]}),
        (table, good | {"indicators": ["plans.approved"], "by": "type"}),
        (table, good | {"indicators": []}),
    ):
        with pytest.raises(ValidationError):
            block.clean(block.to_python(value) if block is figure else table._to_struct_value(list(value.items())))


def _choices():
    return FigureTableBlock().child_blocks["indicators"].field.choices


def test_a_table_in_an_article_hides_what_the_public_page_hides(register, written, client):
    value = {
        "caption": "Thành viên",
        "indicators": ["teams.memberships", "teams.count"],
        "place": "",
        "day": "2026-02-01",
        "by": "unit",
    }
    page = client.get(written(body=[("figure_table", value)]).url).content.decode()
    assert page.count(">ẩn<") == 2
    assert f'<td class="num">{vn_number(26)}</td>' in page


def test_every_block_has_a_template_and_a_vietnamese_name():
    for name, block in BODY_BLOCKS:
        assert block.meta.template, name
        assert str(block.label or block.meta.label)


def test_figures_are_listed_in_the_order_of_reading(register, written):
    body = [
        ("text", f"<p>{live('teams.count')} và {live('groups.count')}</p>"),
        ("figure", {"indicator": "schemes.count", "place": "", "day": None, "seal": None, "note": ""}),
    ]
    assert [each.indicator for each in figure_references(written(body=body).body)] == [
        "teams.count",
        "groups.count",
        "schemes.count",
    ]
