"""Own templates of papers: whose papers they serve, who may put them in, and the pages for it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.documents.readings import opened
from tests.documents.test_word_templates import roster_template, template
from truongan.audit.models import Entry
from truongan.documents import papers
from truongan.documents.actions import CannotUse, restore_builtin, upload_template
from truongan.documents.facts import SAMPLE
from truongan.documents.models import PaperTemplate
from truongan.documents.papers import PAPERS
from truongan.documents.queries import paper_as_pdf, paper_as_word, template_for
from truongan.documents.starters import starter_of
from truongan.documents.word_templates import check_template, render_docx_template

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def upload(actor, organization, content=None, now=NOW, name="Mẫu riêng") -> PaperTemplate:
    return upload_template(
        actor=actor,
        paper=papers.ROSTER,
        name=name,
        organization=organization,
        content=content or roster_template(),
        file_name="mau.docx",
        now=now,
    )


def test_an_own_template_takes_the_place_of_the_builtin_text_from_its_day(cast):
    upload(cast.hieu_truong, cast.school)
    made = paper_as_word(papers.ROSTER, SAMPLE, TODAY, organization=cast.school)
    assert opened(made.content).paragraphs[0].text.startswith("Trường THCS Mẫu, ngày 22")
    before = paper_as_word(papers.ROSTER, SAMPLE, date(2026, 11, 21), organization=cast.school)
    assert made.template and before.template is None
    assert paper_as_pdf(papers.ROSTER, SAMPLE, TODAY).content.startswith(b"%PDF")


def test_the_nearest_template_serves_a_school(cast):
    everybody = upload(cast.quantri, None, name="Chung")
    assert template_for(papers.ROSTER, cast.school, TODAY) == everybody
    commune = upload(cast.truong_phong_xa, cast.commune_committee, name="Của phường")
    assert template_for(papers.ROSTER, cast.school, TODAY) == commune
    assert template_for(papers.ROSTER, cast.other_school, TODAY) == everybody
    own = upload(cast.hieu_truong, cast.school, name="Của trường")
    assert template_for(papers.ROSTER, cast.school, TODAY) == own
    assert template_for(papers.ROSTER, cast.neighbour_school, TODAY) == commune


def test_a_new_template_ends_the_one_before_it_and_leaves_a_trace(cast):
    first = upload(cast.hieu_truong, cast.school)
    second = upload(cast.hieu_truong, cast.school, now=datetime(2026, 11, 25, tzinfo=UTC))
    first.refresh_from_db()
    assert (first.valid_to, first.replaced_by) == (date(2026, 11, 25), second)
    assert template_for(papers.ROSTER, cast.school, date(2026, 11, 24)) == first
    entry = Entry.objects.filter(verb="documents.template.uploaded").latest("pk")
    assert entry.data["sha256"] == second.sha256 and entry.actor == cast.hieu_truong


def test_the_builtin_text_can_be_restored(cast):
    upload(cast.hieu_truong, cast.school)
    restore_builtin(actor=cast.hieu_truong, paper=papers.ROSTER, organization=cast.school, now=NOW)
    assert template_for(papers.ROSTER, cast.school, TODAY) is None
    with pytest.raises(CannotUse):
        restore_builtin(actor=cast.hieu_truong, paper=papers.ROSTER, organization=cast.school, now=NOW)


def test_only_administrators_of_the_organization_may_replace_its_texts(cast):
    for actor, organization in [
        (cast.giao_vien, cast.school),
        (cast.hieu_truong_khac, cast.school),
        (cast.hieu_truong, None),
        (cast.hieu_truong, cast.commune_committee),
        (cast.can_bo_tinh, cast.school),
    ]:
        with pytest.raises(PermissionDenied):
            upload(actor, organization)
        with pytest.raises(PermissionDenied):
            restore_builtin(actor=actor, paper=papers.ROSTER, organization=organization, now=NOW)
    assert not PaperTemplate.objects.exists()


def test_a_broken_file_changes_nothing(cast):
    upload(cast.hieu_truong, cast.school)
    with pytest.raises(CannotUse) as refusal:
        upload(cast.hieu_truong, cast.school, template("{{ la }}", "{{ cung_la }}"))
    assert len(refusal.value.problems) == 2
    assert PaperTemplate.objects.get().valid_to is None


@pytest.mark.parametrize("paper", PAPERS)
def test_every_starter_is_a_template_that_can_be_filled(paper):
    content = starter_of(paper)
    assert check_template(content) == []
    filled = opened(render_docx_template(content, SAMPLE, day=TODAY, kind="QĐ", grounds=("Căn cứ A.",)))
    words = "\n".join(each.text for each in filled.element.body.iter() if each.text)
    assert "{{" not in words and "{%" not in words and "TRƯỜNG THCS MẪU" in words


# Pages


def detail(paper=papers.ROSTER) -> str:
    return reverse("documents:template_detail", args=[paper])


def posted(client, organization, content, viec="dung", **fields):
    file = SimpleUploadedFile("mau.docx", content)
    form = {"organization": organization.pk if organization else "", "name": "Mẫu", "file": file, "viec": viec}
    return client.post(detail(), form | fields)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("quantri", 200),
        ("hieu_truong", 200),
        ("truong_phong_xa", 200),
        ("giao_vien", 403),
        ("can_bo_tinh", 403),
        ("so_gd", 403),
        ("anonymous", 302),
    ],
)
def test_pages_are_for_administrators(as_, person, status):
    client = as_(person)
    for url in [
        reverse("documents:template_list"),
        detail(),
        reverse("documents:sample_pdf", args=[papers.DECISION]),
        reverse("documents:sample_word", args=[papers.DECISION]),
        reverse("documents:starter", args=[papers.DECISION]),
    ]:
        assert client.get(url).status_code == status, url


def test_the_list_names_every_paper_and_what_is_in_use(as_, cast, django_assert_num_queries):
    upload(cast.quantri, None, name="Mẫu của tỉnh")
    page = as_("hieu_truong").get(reverse("documents:template_list")).content.decode()
    assert "Bản cam kết của học sinh và gia đình" in page and "Mẫu của tỉnh" in page


def test_a_file_is_checked_without_being_kept(as_, cast):
    client = as_("hieu_truong")
    right = posted(client, cast.school, roster_template(), viec="kiem-tra")
    assert right.status_code == 200 and "Mẫu này dùng được" in right.content.decode()
    wrong = posted(client, cast.school, template("{{ la }}"), viec="kiem-tra")
    assert wrong.status_code == 422 and "Không có chỗ điền tên “la”" in wrong.content.decode()
    assert not PaperTemplate.objects.exists()


def test_a_file_is_put_in_use_tried_and_taken_out_again(as_, cast):
    client = as_("hieu_truong")
    assert posted(client, cast.school, roster_template()).status_code == 302
    own = PaperTemplate.objects.get()
    assert "Đang dùng" in client.get(detail()).content.decode()
    original = client.get(reverse("documents:template_file", args=[own.pk]))
    assert original.content == roster_template() or original.content == bytes(own.content)
    trial = client.get(reverse("documents:template_trial", args=[own.pk]))
    assert opened(trial.content).paragraphs[0].text.startswith("Trường THCS Mẫu")
    assert client.post(reverse("documents:restore", args=[own.pk])).status_code == 302
    own.refresh_from_db()
    assert own.valid_to is not None


def test_another_schools_template_does_not_exist_for_a_stranger(as_, cast):
    own = upload(cast.hieu_truong, cast.school)
    stranger = as_("hieu_truong_khac")
    assert stranger.get(reverse("documents:template_file", args=[own.pk])).status_code == 404
    assert stranger.post(reverse("documents:restore", args=[own.pk])).status_code == 404
    assert posted(stranger, cast.school, roster_template()).status_code == 422
    assert "Mẫu riêng" not in stranger.get(reverse("documents:template_list")).content.decode()


def test_a_school_cannot_restore_what_serves_everybody(as_, cast):
    everybody = upload(cast.quantri, None)
    assert as_("hieu_truong").post(reverse("documents:restore", args=[everybody.pk])).status_code == 403


def test_an_unknown_paper_is_not_found_and_a_sample_follows_its_day(as_):
    client = as_("hieu_truong")
    assert client.get(detail("la")).status_code == 404
    url = reverse("documents:sample_word", args=[papers.DECISION])
    words = {
        day: "".join(t.text for t in opened(client.get(url, {"ngay": day}).content).paragraphs)
        for day in ("2021-09-05", "2026-01-01")
    }
    assert "23/2012" in words["2021-09-05"] and "124/2021" in words["2026-01-01"]


def test_queries_of_the_pages_do_not_grow_with_templates(as_, cast, django_assert_max_num_queries):
    client = as_("quantri")
    upload(cast.hieu_truong, cast.school)
    upload(cast.truong_phong_xa, cast.commune_committee)
    upload(cast.quantri, None)
    for url, limit in [(reverse("documents:template_list"), 12), (detail(), 16)]:
        client.get(url)
        with django_assert_max_num_queries(limit):
            client.get(url)
