"""What the desk shows and takes beyond Wagtail's own: names, days, lists as files, the way to a new article."""

import csv
import io
import re
from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import get_format, localize_input
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from tests.factories import make_user
from tests.news.samples import make_photo
from truongan.news.desk_exports import harmless_lines
from truongan.news.models import Section


def test_people_are_called_by_their_names(as_, cast):
    page = as_("can_bo_tinh").get("/bien-tap/").content.decode()
    assert cast.can_bo_tinh.person.name in page
    cast.can_bo_tinh.refresh_from_db()
    assert cast.can_bo_tinh.first_name == ""  # lent to the screen, kept nowhere


def test_the_first_page_leads_to_a_new_article_of_each_section(as_):
    page = as_("can_bo_tinh").get("/bien-tap/").content.decode()
    for section in Section.objects.all():
        assert f'href="/bien-tap/pages/add/news/article/{section.pk}/"' in page


def test_who_writes_nothing_there_is_offered_nothing(cast, client):
    author = make_user("so-gd-doc", cast.education_department, "reader")
    client.force_login(author)
    assert client.get("/bien-tap/").status_code == 403


def test_our_mark_stands_where_wagtails_stood(as_):
    page = as_("can_bo_tinh").get("/bien-tap/").content.decode()
    assert "Trường An</title>" in page
    assert "desk-mark" in page
    assert "wagtailadmin/images/favicon" not in page


def test_days_are_shown_and_read_as_people_write_them():
    with translation.override("vi"):
        assert AdminDateInput().format_value(date(2021, 9, 14)) == "14/09/2021"
        assert AdminDateInput().get_config()["format"] == "d/m/Y"
        assert AdminDateTimeInput().get_config()["format"] == "d/m/Y H:i"
        assert "%d/%m/%Y %H:%M" in get_format("DATETIME_INPUT_FORMATS")
        assert localize_input(date(2021, 9, 14), "%d/%m/%Y") == "14/09/2021"


@pytest.mark.parametrize("typed", ["14/09/2021 17:47", "2021-09-14 17:47", "14-09-2021 17:47"])
def test_an_hour_is_read_the_same_however_it_is_typed(typed):
    from django import forms

    with translation.override("vi"):
        read = forms.DateTimeField().clean(typed)
    assert (read.day, read.month, read.hour, read.minute) == (14, 9, 17, 47)


def test_the_picker_of_days_replaces_nothing(as_):
    section = Section.objects.get(slug="phong-trao")
    page = as_("can_bo_tinh").get(f"/bien-tap/pages/add/news/article/{section.pk}/").content.decode()
    scripts = re.findall(r'<script src="[^"]*?([\w-]+)\.[\w.]*js', page)
    assert scripts.index("jquery") < scripts.index("desk") < scripts.index("date-time-chooser")


def test_a_list_as_csv_runs_no_formula(as_, written):
    written('=HYPERLINK("http://xau.vn","Bấm")')
    answer = as_("quantri").get("/bien-tap/reports/aging-pages/?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    titles = [row[0] for row in rows]
    assert any(each.startswith("'=HYPERLINK") for each in titles)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_what_begins_as_a_formula_is_kept_from_being_one(start):
    line = f'"{start}1+1",bình thường\r\n'.encode()
    assert b"".join(harmless_lines([line])).decode().startswith((f"'{start}", f"\"'{start}"))


def test_the_cropper_of_a_photo_needs_no_inline_code(as_):
    page = as_("can_bo_tinh").get(f"/bien-tap/images/{make_photo().pk}/").content.decode()
    assert page.index("jquery.Jcrop") < page.index("focal-touch")
