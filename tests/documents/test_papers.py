"""What the papers of a school say, and that their grounds follow the paper's date."""

from dataclasses import replace
from datetime import date

import pytest

from tests.documents.readings import opened, paragraphs
from tests.snapshots import assert_matches
from truongan.documents import papers
from truongan.documents.facts import SAMPLE, ClassCommitments, Launch, Member, PaperFacts
from truongan.documents.grounds import all_grounds, grounds_for
from truongan.documents.layout import Kind, SignatureRow, Table
from truongan.documents.papers import PAPERS, choices_of, compose_paper, paper_names
from truongan.documents.pdf import to_pdf
from truongan.documents.sandbox import BrokenTemplate
from truongan.documents.word import to_docx
from truongan.documents.wording import rate

OPENING_DAY = date(2021, 9, 5)
BARE = PaperFacts(school="Trường THCS A", superior="", place="A", scheme="Mô hình A")


def text_of(document) -> str:
    return "\n".join(each.text for each in paragraphs(opened(to_docx(document))) if each.text)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_text_of_every_paper_is_the_approved_one(paper):
    assert_matches(text_of(compose_paper(paper, SAMPLE, OPENING_DAY)), f"{paper}.txt")


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_can_be_made_before_anything_is_known(paper):
    document = compose_paper(paper, BARE, OPENING_DAY)
    assert to_docx(document) and to_pdf(document)
    assert "None" not in text_of(document) and "{{" not in text_of(document)


@pytest.mark.parametrize("paper", PAPERS)
def test_values_are_never_read_as_template_text(paper):
    facts = replace(SAMPLE, school="Trường {{ 7*7 }} <b>", members=(Member("{% raw %}", "#", "$"),))
    assert "49" not in text_of(compose_paper(paper, facts, OPENING_DAY)).replace("6A", "")


def test_papers_are_named_in_vietnamese():
    assert list(paper_names()) == list(PAPERS)
    assert paper_names()[papers.DECISION] == "Quyết định thành lập mô hình, tổ tự quản"


@pytest.mark.parametrize(
    ("day", "there", "not_there"),
    [
        (date(2021, 9, 5), ["23/2012/TT-BCA"], ["124/2021", "dân chủ ở cơ sở"]),
        (date(2022, 2, 9), ["23/2012/TT-BCA"], ["124/2021"]),
        (date(2022, 2, 10), ["124/2021/TT-BCA"], ["23/2012", "dân chủ ở cơ sở"]),
        (date(2023, 7, 1), ["124/2021/TT-BCA", "dân chủ ở cơ sở"], ["23/2012"]),
    ],
)
def test_grounds_follow_the_date_of_the_paper(day, there, not_there):
    words = " ".join(compose_paper(papers.DECISION, SAMPLE, day).grounds)
    assert "06/2014/NĐ-CP" in words
    assert all(each in words for each in there) and not any(each in words for each in not_there)


def test_the_charter_follows_the_level_of_the_school():
    def charters(level):
        return [each.text for each in grounds_for(papers.DECISION, OPENING_DAY, level) if "Điều lệ" in each.text]

    assert "32/2020" in charters("THCS")[0] and "28/2020" in charters("TH")[0] and "52/2020" in charters("MN")[0]
    assert charters("") == []


def test_every_ground_has_its_dates_in_order_and_papers_that_exist():
    for ground in all_grounds():
        assert ground.valid_to is None or ground.valid_from < ground.valid_to
        assert set(ground.papers) <= set(PAPERS)


def test_extra_grounds_and_the_proposal_come_last():
    facts = replace(SAMPLE, extra_grounds=("Thực hiện Công văn số 1646/BCĐ",), proposer="Tổng phụ trách Đội")
    assert compose_paper(papers.DECISION, facts, OPENING_DAY).ground_lines[-2:] == (
        "Thực hiện Công văn số 1646/BCĐ;",
        "Theo đề nghị của Tổng phụ trách Đội.",
    )


def test_the_decision_lists_every_member_with_post_and_role():
    document = compose_paper(papers.DECISION, SAMPLE, OPENING_DAY)
    (roster,) = document.annexes
    table = roster.blocks[0]
    assert isinstance(table, Table)
    assert table.rows[0] == ("1", "Nguyễn Văn Mẫu", "Hiệu trưởng", "Tổ trưởng")
    assert document.kind == Kind.DECISION and document.number_line == "Số: 12/QĐ-THCSM"


def test_a_deputy_signs_for_the_head():
    facts = replace(SAMPLE, deputy_title="Phó Hiệu trưởng")
    assert compose_paper(papers.DECISION, facts, OPENING_DAY).signer.title_lines == (
        "KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG",
    )  # fmt: skip


def test_attached_texts_name_the_decision_they_belong_to():
    document = compose_paper(papers.OPERATING_REGULATION, SAMPLE, OPENING_DAY)
    assert document.attached_line == (
        "(Kèm theo Quyết định số 11/QĐ-THCSM ngày 04 tháng 9 năm 2021 của Hiệu trưởng Trường THCS Mẫu)"
    )
    assert not document.number_line and not document.date_line


def test_all_sides_sign_the_coordination_regulation_and_only_known_ones_have_duties():
    document = compose_paper(papers.COORDINATION_REGULATION, SAMPLE, OPENING_DAY)
    row = document.blocks[-1]
    assert isinstance(row, SignatureRow) and len(row.signers) == 5
    alone = text_of(compose_paper(papers.COORDINATION_REGULATION, replace(SAMPLE, health=None), OPENING_DAY))
    assert "Trạm Y tế" not in alone and "Điều 10. Hiệu lực" in alone


def test_chosen_parts_of_the_commitment_are_numbered_in_a_row():
    assert len(choices_of(papers.COMMITMENT)) == 6
    text = text_of(compose_paper(papers.COMMITMENT, SAMPLE, OPENING_DAY, blocks={"giao_thong", "mang"}))
    assert "1. Chấp hành quy định về giao thông" in text and "2. Ứng xử có trách nhiệm trên mạng" in text
    assert "bạo lực" not in text


def test_the_register_of_commitments_adds_up_by_class():
    facts = replace(SAMPLE, classes=(ClassCommitments("6A", 40, 39), ClassCommitments("6B", 1000, 1000)))
    (table,) = compose_paper(papers.COMMITMENT_REGISTER, facts, OPENING_DAY).blocks
    assert table.rows[0] == ("1", "6A", "40", "39", "97,5", "")
    assert table.total == ("", "Cộng", "1.040", "1.039", "99,9", "")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, "-"), (1, 3, "33,3"), (2, 3, "66,7"), (322, 750, "42,9"), (1, 2000, "0,1")],
)
def test_rates_have_one_decimal_and_a_comma(part, whole, expected):
    assert rate(part, whole) == expected


def test_minutes_print_what_was_said_and_leave_the_rest_open():
    launch = Launch(starts="Vào hồi 8 giờ, ngày 05 tháng 9 năm 2021", chair="Lê Thu Hà", guests=("Bà Hạnh",))
    text = text_of(compose_paper(papers.LAUNCH_MINUTES, replace(SAMPLE, launch=launch), OPENING_DAY))
    assert "Vào hồi 8 giờ" in text and "- Bà Hạnh;" in text and "Chủ trì: Lê Thu Hà" in text
    assert "Thư ký: \t" in text


def test_an_installations_own_text_takes_the_place_of_the_shipped_one(settings, tmp_path):
    (tmp_path / "papers").mkdir()
    own = tmp_path / "papers" / "danh-sach.toml"
    own.write_text(
        'kind = "DS"\nname = "Danh sách"\nsubject = "Của {{ ten_truong }}"\n'
        '[[blocks]]\ntype = "paragraph"\ntext = "{{ la }}"\n'
    )
    settings.HOME = tmp_path
    with pytest.raises(BrokenTemplate, match="la"):
        compose_paper(papers.ROSTER, SAMPLE, OPENING_DAY)
    own.write_text(own.read_text().replace("{{ la }}", "{{ to }} họp."))
    assert "Tổ tự quản trường học họp./." in text_of(compose_paper(papers.ROSTER, SAMPLE, OPENING_DAY))
