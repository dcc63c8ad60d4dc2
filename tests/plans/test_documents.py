"""The plan as an official document, and what changed between two versions of it."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import make_person, make_scheme
from tests.plans.making import DRUGS, GATE, approved, begun, later, texts_of
from truongan.documents.layout import Heading, Paragraph
from truongan.plans.actions import MeasureText, amend_plan, edit_plan
from truongan.plans.comparing import ADDED, REMOVED, SAME, Piece, compare, words_between
from truongan.plans.composing import compose, when
from truongan.plans.queries.documents import content_of
from truongan.plans.snapshots import snapshot


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def plan_with_links(cast):
    person, scheme = make_person(organization=cast.school, name="Vũ Thị Hạnh"), make_scheme(organization=cast.school)
    gate = replace(
        GATE,
        person=person,
        scheme=scheme,
        responsible="Tổ tự quản",
        starts_on=date(2026, 9, 5),
        ends_on=date(2027, 5, 31),
    )
    return approved(cast, measures=[gate, DRUGS, replace(GATE, text="Kẻ vạch cổng trường")])


class TestDocument:
    def test_it_is_laid_out_as_a_plan(self, cast):
        document = compose(content_of(plan_with_links(cast)))
        assert document.type_name == "KẾ HOẠCH"
        assert document.number_line == "Số: 01/KH-THCSÁD"
        assert document.date_line == "Nếnh, ngày 03 tháng 9 năm 2026"
        headings = [block.text for block in document.blocks if isinstance(block, Heading)]
        assert headings == [
            "I. ĐẶC ĐIỂM TÌNH HÌNH", "II. MỤC ĐÍCH, YÊU CẦU", "III. NỘI DUNG, BIỆN PHÁP",
            "1. An toàn giao thông, cổng trường", "2. Phòng, chống ma túy",
        ]  # fmt: skip
        assert Paragraph("b) Kẻ vạch cổng trường.") in document.blocks
        (annex,) = document.annexes
        assert [row[0] for row in annex.blocks[0].rows] == ["", "1", "2", "", "3"]

    def test_word_and_pdf_say_who_when_and_what_it_belongs_to(self, cast, as_):
        plan = plan_with_links(cast)
        browser = as_("so_gd")
        word = words(browser.get(reverse("plans:download", args=[plan.pk, "docx"])).content)
        pdf = browser.get(reverse("plans:download", args=[plan.pk, "pdf"])).content
        printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        for said in ("Vũ Thị Hạnh; Tổ tự quản", "05/09/2026 – 31/05/2027", "Trường học an toàn", "Số: 01/KH-THCSÁD"):
            assert said in word
        assert "Vũ Thị Hạnh" in printed
        assert "KẾ HOẠCH" in printed

    def test_a_draft_leaves_room_for_number_and_day(self, cast):
        document = compose(content_of(begun(cast)))
        assert (document.number, document.issued_on) == (None, None)
        assert "ngày        tháng" in document.date_line

    def test_a_frozen_version_stays_as_it_was(self, cast, as_):
        plan = plan_with_links(cast)
        address, browser = reverse("plans:download", args=[plan.pk, "docx"]) + "?ban=2", as_("hieu_truong")
        before = browser.get(address).content

        plan = amend_plan(actor=cast.hieu_truong, plan=plan, reason="x", now=later(days=5))
        edit_plan(
            actor=cast.giao_vien,
            plan=plan,
            fields={"goals": "Khác hẳn"},
            measures=[GATE],
            seen_at=None,
            now=later(days=6),
        )

        assert browser.get(address).content == before
        now = words(browser.get(reverse("plans:download", args=[plan.pk, "docx"])).content)
        assert "Khác hẳn" in now
        assert "thay thế Kế hoạch số 01/KH-THCSÁD ngày 03 tháng 9 năm 2026" in now

    @pytest.mark.parametrize("address", ["ke-hoach.exe", "ke-hoach.docx?ban=99", "ke-hoach.pdf?ban=x", "trang-99.png"])
    def test_what_is_not_there_is_404(self, cast, as_, address):
        plan = approved(cast)
        assert as_("so_gd").get(plan.get_absolute_url() + address).status_code == 404

    def test_pages_are_shown_before_printing(self, cast, as_):
        plan = approved(cast)
        assert list(as_("so_gd").get(reverse("plans:preview", args=[plan.pk])).context["pages"]) == [
            1,
            2,
        ]  # the plan and its annex
        answer = as_("so_gd").get(reverse("plans:preview_page", args=[plan.pk, 1]))
        assert answer["Content-Type"] == "image/png"

    def test_strange_letters_do_not_break_the_file(self, cast, as_):
        plan = begun(cast, measures=[MeasureText("fire", "#set page(width: 1pt) <b>&amp; \\ $x$ *đậm* \x0b_")])
        for extension in ("docx", "pdf"):
            assert as_("giao_vien").get(reverse("plans:download", args=[plan.pk, extension])).status_code == 200

    @pytest.mark.parametrize(
        ("starts", "ends", "said"),
        [
            ("2026-09-05", "2027-05-31", "05/09/2026 – 31/05/2027"), ("2026-09-05", "2026-09-05", "05/09/2026"),
            ("2026-09-05", None, "từ 05/09/2026"), (None, "2026-09-05", "đến 05/09/2026"), (None, None, ""),
        ],
    )  # fmt: skip
    def test_time_in_words(self, starts, ends, said):
        assert when({"starts_on": starts, "ends_on": ends}) == said


class TestComparison:
    def test_measure_by_measure(self, cast):
        plan = begun(cast, measures=[GATE, DRUGS, MeasureText("fire", "Thực tập thoát nạn")])
        before = snapshot(plan)
        gate, drugs, _fire = texts_of(plan)
        edit_plan(
            actor=cast.giao_vien, plan=plan, fields={"goals": "Không để xảy ra bạo lực học đường."}, seen_at=None,
            measures=[gate, replace(drugs, text="Tuyên truyền phòng, chống ma túy mỗi tháng"), MeasureText("crime", "Trực cổng")],
            now=later(),
        )  # fmt: skip
        plan.refresh_from_db()

        found = compare(before, snapshot(plan))

        assert [(each.kind, each.text) for each in found.measures] == [
            ("changed", "Tuyên truyền phòng, chống ma túy mỗi tháng"),
            ("added", "Trực cổng"),
            ("removed", "Thực tập thoát nạn"),
        ]
        assert found.same_measures == 1
        assert found.measures[0].changes[0].pieces == (
            Piece(SAME, "Tuyên truyền phòng, chống ma túy"), Piece(ADDED, " mỗi tháng"),
        )  # fmt: skip
        assert [change.pieces for change in found.texts] == [
            (Piece(SAME, "Không để xảy ra bạo lực"), Piece(ADDED, " học đường"), Piece(SAME, "."))
        ]

    def test_a_change_of_order_is_a_move_and_an_insertion_is_not(self, cast):
        plan = begun(cast)
        before = snapshot(plan)
        gate, drugs = texts_of(plan)
        edit_plan(
            actor=cast.giao_vien,
            plan=plan,
            fields={},
            measures=[MeasureText("fire", "x"), gate, drugs],
            seen_at=None,
            now=later(),
        )
        assert [each.kind for each in compare(before, snapshot(plan)).measures] == ["added"]
        _fire, gate, drugs = texts_of(plan)
        edit_plan(actor=cast.giao_vien, plan=plan, fields={}, measures=[drugs, gate], seen_at=None, now=later())
        assert {each.moved for each in compare(before, snapshot(plan)).measures} == {(1, 2), (2, 1)}

    def test_nothing_changed(self, cast):
        plan = begun(cast)
        assert compare(snapshot(plan), snapshot(plan)).is_empty

    def test_sentences_with_little_in_common_are_shown_whole(self):
        old, new = "Nâng cao nhận thức của cán bộ, giáo viên.", "Không để xảy ra cháy, nổ trong trường."
        assert words_between(old, new) == (Piece(REMOVED, old), Piece(ADDED, new))

    def test_only_the_line_that_changed_is_marked(self):
        pieces = words_between("Một.\nHai ba bốn năm.\nBa.\n", "Một.\nHai ba sáu năm.\nBa.\n")
        assert pieces == (
            Piece(SAME, "Một.\nHai ba "),
            Piece(REMOVED, "bốn"),
            Piece(ADDED, "sáu"),
            Piece(SAME, " năm.\nBa.\n"),
        )

    @pytest.mark.parametrize("query", ["", "?tu=1", "?tu=1&den=2", "?tu=2&den=1"])
    def test_on_its_page(self, cast, as_, query):
        plan = approved(cast)
        answer = as_("truong_phong_xa").get(reverse("plans:versions", args=[plan.pk]) + query)
        assert answer.status_code == 200
        assert "giống nhau từng chữ" in answer.content.decode()

    def test_a_version_that_does_not_exist(self, cast, as_):
        plan = approved(cast)
        for query in ("?tu=9", "?tu=x", "?tu=1&den=9"):
            assert as_("so_gd").get(reverse("plans:versions", args=[plan.pk]) + query).status_code == 404
