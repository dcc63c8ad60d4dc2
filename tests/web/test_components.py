"""Each component in each tone gives the approved markup."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from tests.web.snapshots import assert_approved
from truongan.web.catalogue import ExampleForm
from truongan.web.scoping import view_scope

DAY = date(2021, 9, 14)
CASES = {
    "badge": "".join(f'{{% badge "Nhãn" "{tone}" %}}' for tone in ("", "ok", "late", "soon", "info", "off")),
    "button": '{% button "Lưu" tone="main" icon="check" %}{% button "Xóa" tone="danger" size="s" type="button" disabled=True %}',
    "link_button": '{% link_button "Tải Excel" "/tai/" icon="download" download="ds.xlsx" %}',
    "panel": '{% panel title="Giấy tờ" note="6 trên 7" action_href="/x/" action_label="Mở" footer="Hết" %}<p>Nội dung</p>{% endpanel %}',
    "panel_flush": '{% panel label="Danh sách" flush=True tone="late" %}<ul></ul>{% endpanel %}',
    "notice": "".join(
        f'{{% notice tone="{tone}" title="T." %}}<p>Lời</p>{{% endnotice %}}'
        for tone in ("info", "ok", "soon", "late")
    ),
    "figure": '{% figure 5398 label="thành viên tổ" basis="lượt" on=day geography="Hiện nay" declared=5401 href="/x/" %}',
    "figure_bare": "{% figure none %}",
    "stat": '{% stat "Tổ tự quản" 628 note="17 im lặng" basis="tổ có người" on=day %}',
    "bar": '{% bar 31 41 %}{% bar 5 0 "late" %}{% bar 50 40 %}',
    "progress": '{% progress 3 7 "Đang nhập" note="Cứ rời trang" %}',
    "filter_chip": '{% filter_chip "Tất cả" "tt" "" count=9 %}{% filter_chip "Im lặng" "tt" "im" count=1 %}',
    "tab_link": '{% tab_link "Mới" "the" "" count=12 %}{% tab_link "Xung đột" "the" "xd" count=4 hot=True %}',
    "sort_header": '{% sort_header "Tên" "ten" default="ten" %}{% sort_header "Tổ" "to" numeric=True %}',
    "number_cells": "{% number_cells cells %}",
    "pager": '{% pager page "điểm" %}',
    "form_fields": "{% form_fields form %}",
    "empty": '{% empty title="Chưa có tổ" icon="users" %}<p>Thêm tổ.</p>{% endempty %}',
    "show_all": "{% show_all 99 %}{% show_all 8 %}",
    "timeline": "{% timeline events %}",
    "checklist": "{% checklist papers %}",
    "change_log": "{% change_log changes %}",
    "facts": '{% facts %}{% fact "Số" "18/QĐ" "/x/" %}{% fact "Ngày" "" %}{% endfacts %}',
    "breadcrumb": '{% breadcrumb "Mô hình" "/mo-hinh/" "Trường Ánh Dương" %}',
    "phone": '{% phone "0912345214" "/xem/" %}{% phone "" %}',
    "dialog": '{% open_dialog "xoa" "Loại" tone="danger" %}{% dialog id="xoa" title="Loại tổ?" action="/x/" label="Loại" tone="danger" %}<p>?</p>{% enddialog %}',
    "line_chart": '{% line_chart points "Số điểm" marks unit="điểm" %}',
    "scope_fields": '{% scope_fields %}{% keep_query "tt" %}',
    "toasts": '{% include "components/toasts.html" %}',
}


def shown(source: str, address: str = "/lam-viec/?don_vi=24&ngay=2021-09-14&tt=im&sap=-to&trang=3") -> str:
    request = RequestFactory().get(address)
    return Template(source).render(
        Context(
            {
                "request": request,
                "scope": view_scope(request),
                "day": DAY,
                "page": Paginator(range(1234), 50).get_page(3),
                "form": ExampleForm({"name": "Tổ trực cổng", "decided_on": "31/09/2026"}),
                "events": [
                    {"on": DAY, "title": "Ra mắt", "text": "Lễ khai giảng", "tone": "key", "href": "/x/"},
                    {"on": "Chưa rõ", "title": "Đề xuất", "badge": "Nháp", "badge_tone": "off"},
                ],
                "papers": [
                    {"title": "Quyết định", "text": "18/QĐ", "done": True, "href": "/x/"},
                    {"title": "Quy chế", "done": False, "href": "/y/", "action": "Lấy bản thảo"},
                ],
                "changes": [
                    {
                        "at": datetime(2026, 9, 12, 18, 20, tzinfo=UTC),
                        "actor": "Hà",
                        "text": "đổi",
                        "before": "9",
                        "after": "11",
                    }
                ],
                "points": [("09/2021", 322), ("12/2023", 346), ("11/2026", 361)],
                "cells": [
                    SimpleNamespace(label="Tổ", text="628", sub="", href="/x/?a=1&b=2"),
                    SimpleNamespace(label="<Trường>", text="41", sub="trên <50>", href=""),
                ],
                "marks": [(1, "Sáp nhập")],
                "messages": [],
            }
        )
    )


@pytest.mark.parametrize("name", CASES)
def test_a_component_gives_the_approved_markup(name):
    assert_approved(shown(CASES[name]), name)


def test_the_same_figure_twice_on_a_page_has_two_ids():
    html = shown("{% figure 5 label='tổ' %}{% figure 5 label='tổ' %}")
    assert html.count('-1" popover role') == html.count('-2" popover role') == 1


def test_a_full_stop_stands_close_to_the_figure_before_it():
    assert shown("{% figure 5 %}.").endswith("</span>.")


def test_text_from_people_is_escaped_in_every_component():
    evil = "<script>alert(1)</script>"
    html = Template(
        "{% badge t %}{% panel title=t note=t %}{{ t }}{% endpanel %}{% figure 1 label=t basis=t %}{% breadcrumb t '/' t %}"
        "{% timeline e %}{% notice title=t %}{{ t }}{% endnotice %}{% empty title=t %}{{ t }}{% endempty %}{% phone t %}"
        "{% dialog id='x' title=t %}{{ t }}{% enddialog %}{% facts %}{% fact t t %}{% endfacts %}{% filter_chip t 'a' t %}"
    ).render(
        Context(
            {
                "t": evil,
                "e": [{"on": evil, "title": evil, "text": evil}],
                "request": RequestFactory().get("/"),
            }
        )
    )
    assert "<script" not in html


def test_a_sort_link_keeps_filters_and_leaves_the_page_number():
    assert "don_vi=24&amp;ngay=2021-09-14&amp;tt=im&amp;sap=to" in shown('{% sort_header "Tổ" "to" %}')
    assert "trang" not in shown('{% sort_header "Tổ" "to" %}')


def test_a_chosen_filter_lets_go_when_chosen_again():
    html = shown('{% filter_chip "Im lặng" "tt" "im" %}', "/?tt=im&cap=THCS")
    assert 'href="?cap=THCS"' in html
    assert 'aria-current="true"' in html


def test_a_refused_field_is_tied_to_its_reason():
    html = shown("{% field form.decided_on %}")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_decided_on-error"' in html
    assert 'id="id_decided_on-error"' in html
