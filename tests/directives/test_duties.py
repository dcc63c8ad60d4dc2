from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.directives.conftest import NOW, Office, pdf
from tests.factories import make_person, make_user, unit
from truongan.audit.models import Entry
from truongan.audit.queries import history_of
from truongan.channels.models import Notice
from truongan.directives.actions import CannotDirect, Task, recall_directive
from truongan.directives.actions.duties import complete_duty, hand_over_duty, note_progress, return_duty
from truongan.directives.actions.extensions import answer_extension, ask_extension
from truongan.directives.models import Duty, ProgressFile
from truongan.kernel.clock import today_vn
from truongan.organizations.actions import set_calendar_days

DUE = date(2026, 12, 15)  # a Tuesday
TODAY = date(2026, 11, 22)
LATER = NOW + timedelta(days=1)
EVIDENCE = "Kế hoạch đã ký"


@pytest.fixture
def duty(office: Office, cast) -> Duty:
    """The school's duty from the province, which asks for a file."""
    office.issued("school:THCS", tasks=(Task("Lập kế hoạch", DUE, EVIDENCE),))
    return Duty.objects.get(organization=cast.school)


@pytest.fixture
def commune_duty(office: Office, cast) -> Duty:
    office.issued("committee:commune", tasks=(Task("Chỉ đạo các trường", DUE),))
    return Duty.objects.get(organization=cast.commune_committee)


@pytest.fixture(autouse=True)
def files_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def complete(actor, duty, *files, on=TODAY, note="Đã lập và ban hành kế hoạch"):
    return complete_duty(actor=actor, duty=duty, note=note, done_on=on, files=files, now=NOW)


class TestProgress:
    def test_a_note_says_how_far_and_keeps_its_file(self, cast, duty):
        progress = note_progress(
            actor=cast.giao_vien, duty=duty, note="Đã họp", percent=40, files=[pdf("bien-ban.pdf")], now=NOW
        )
        duty.refresh_from_db()

        assert (duty.percent, duty.status) == (40, "open")
        assert [file.filename for file in progress.files.all()] == ["bien-ban.pdf"]
        assert Entry.objects.latest("pk").verb == "directives.duty.progressed"

    @pytest.mark.parametrize("who", ["cong_an_xa", "can_bo_tinh", "hieu_truong_khac"])
    def test_only_the_unit_itself_speaks(self, cast, duty, who):
        with pytest.raises(PermissionDenied):
            note_progress(actor=getattr(cast, who), duty=duty, note="Xong", now=NOW)

    @pytest.mark.parametrize("percent", [-1, 100])
    def test_all_of_it_is_said_by_finishing(self, cast, duty, percent):
        with pytest.raises(CannotDirect, match="0 đến 99"):
            note_progress(actor=cast.giao_vien, duty=duty, note="Xong", percent=percent, now=NOW)

    def test_a_file_that_is_none_leaves_nothing_behind(self, cast, duty, tmp_path):
        with pytest.raises(CannotDirect, match=r"virus\.exe"):
            note_progress(
                actor=cast.giao_vien, duty=duty, note="Kèm tệp",
                files=[pdf("tot.pdf"), SimpleUploadedFile("virus.exe", b"MZ")], now=NOW,
            )  # fmt: skip

        assert not duty.progress.exists()
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_nothing_is_done_for_a_recalled_directive(self, cast, duty):
        recall_directive(actor=cast.can_bo_tinh, directive=duty.directive, reason="Sai nội dung", now=NOW)
        with pytest.raises(CannotDirect, match="không còn mở"):
            note_progress(actor=cast.giao_vien, duty=duty, note="Đã họp", now=NOW)


class TestCompleting:
    def test_with_its_evidence_it_is_done(self, cast, duty):
        done = complete(cast.giao_vien, duty, pdf("ke-hoach.pdf"))

        assert (done.status, done.percent, done.done_on, done.done_by) == ("done", 100, TODAY, cast.giao_vien)

    def test_without_the_evidence_asked_for_it_is_not(self, cast, duty):
        with pytest.raises(CannotDirect, match=EVIDENCE):
            complete(cast.giao_vien, duty)
        note_progress(actor=cast.giao_vien, duty=duty, note="Gửi trước", files=[pdf()], now=NOW)
        assert complete(cast.giao_vien, duty).status == "done"

    def test_a_task_that_asks_for_none_needs_none(self, cast, commune_duty):
        assert complete(cast.truong_phong_xa, commune_duty).status == "done"

    @pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 21)])
    def test_the_day_lies_between_the_giving_and_today(self, cast, duty, day):
        with pytest.raises(CannotDirect, match="từ ngày giao"):
            complete(cast.giao_vien, duty, pdf(), on=day)

    def test_done_is_done_once(self, cast, duty):
        complete(cast.giao_vien, duty, pdf())
        with pytest.raises(CannotDirect, match="không còn mở"):
            complete(cast.giao_vien, duty, pdf())

    def test_the_issuer_may_send_it_back_and_the_unit_is_told_why(self, cast, duty):
        complete(cast.giao_vien, duty, pdf())
        with pytest.raises(PermissionDenied):
            return_duty(actor=cast.hieu_truong, duty=duty, reason="Thiếu chữ ký", now=NOW)
        back = return_duty(actor=cast.can_bo_tinh, duty=duty, reason="Thiếu chữ ký", now=NOW)

        assert (back.status, back.done_on) == ("open", None)
        told = Notice.objects.get(key__contains=":returned:")
        assert (told.organization, told.text) == (cast.school, "Thiếu chữ ký")
        with pytest.raises(CannotDirect, match="Chỉ trả lại"):
            return_duty(actor=cast.can_bo_tinh, duty=duty, reason="Nữa", now=NOW)


class TestHandingOver:
    def test_a_commune_passes_it_to_a_school_of_its_own_with_what_was_done(self, cast, commune_duty):
        note_progress(actor=cast.truong_phong_xa, duty=commune_duty, note="Đã phân công", percent=20, now=NOW)
        passed = hand_over_duty(
            actor=cast.truong_phong_xa, duty=commune_duty, organization=cast.school, reason="Trường làm điểm", now=NOW
        )
        duty = Duty.objects.get(pk=commune_duty.pk)

        assert (duty.organization, duty.sector, duty.percent) == (cast.school, "school", 20)
        assert (passed.from_organization, passed.on) == (cast.commune_committee, TODAY)
        assert Notice.objects.get(key=f"directives.hand_over.{passed.pk}").organization == cast.school
        complete(cast.giao_vien, duty)

    def test_who_gets_it_gets_the_directive_too(self, cast, commune_duty, as_):
        directive = commune_duty.directive
        assert as_("giao_vien").get(directive.get_absolute_url()).status_code == 404
        hand_over_duty(actor=cast.truong_phong_xa, duty=commune_duty, organization=cast.school, now=NOW)

        assert as_("giao_vien").get(directive.get_absolute_url()).status_code == 200
        assert directive.receipts.get(organization=cast.school).is_late_joiner
        hand_over_duty(actor=cast.hieu_truong, duty=commune_duty, person=cast.giao_vien.person, now=NOW)
        assert directive.receipts.filter(organization=cast.school).count() == 1

    def test_who_gets_it_counts_among_the_recipients(self, cast, commune_duty):
        directive = commune_duty.directive
        hand_over_duty(actor=cast.truong_phong_xa, duty=commune_duty, organization=cast.school, now=NOW)
        hand_over_duty(actor=cast.hieu_truong, duty=commune_duty, person=cast.giao_vien.person, now=NOW)

        directive.refresh_from_db()
        assert directive.expected_count == directive.receipts.count() == 2

    def test_its_history_says_what_changed_and_nothing_else(self, cast, commune_duty):
        hand_over_duty(actor=cast.truong_phong_xa, duty=commune_duty, organization=cast.school, now=NOW)
        hand_over_duty(actor=cast.hieu_truong, duty=commune_duty, person=cast.giao_vien.person, now=NOW)

        lines = [line for line in history_of(commune_duty.directive) if "chuyển giao" in line["text"]]
        assert [(line["text"], line["before"], line["after"]) for line in lines] == [
            ("chuyển giao nhiệm vụ: người", "", str(cast.giao_vien.person)),
            ("chuyển giao nhiệm vụ: đơn vị", cast.commune_committee.name, cast.school.name),
        ]

    def test_a_person_answers_for_it(self, cast, duty):
        hand_over_duty(actor=cast.hieu_truong, duty=duty, person=cast.giao_vien.person, now=NOW)
        duty.refresh_from_db()

        assert duty.responsible == cast.giao_vien.person
        assert Notice.objects.get(key__startswith="directives.hand_over").person == cast.giao_vien.person

    def test_not_to_places_that_are_not_ones_own(self, cast, commune_duty):
        for other in (cast.other_school, cast.province_police):
            with pytest.raises(CannotDirect, match="trong địa bàn"):
                hand_over_duty(actor=cast.truong_phong_xa, duty=commune_duty, organization=other, now=NOW)

    def test_a_school_has_nobody_beneath(self, cast, duty):
        with pytest.raises(CannotDirect, match="trong địa bàn"):
            hand_over_duty(actor=cast.hieu_truong, duty=duty, organization=cast.neighbour_school, now=NOW)

    def test_not_to_who_has_the_same_task(self, cast, office):
        office.issued("committee:commune", "school:THCS", tasks=(Task("Tuyên truyền"),))
        duty = Duty.objects.get(organization=cast.commune_committee)
        with pytest.raises(CannotDirect, match="chính nhiệm vụ này"):
            hand_over_duty(actor=cast.truong_phong_xa, duty=duty, organization=cast.school, now=NOW)

    def test_not_to_somebody_without_a_post_there(self, cast, duty):
        with pytest.raises(CannotDirect, match="chức vụ"):
            hand_over_duty(actor=cast.hieu_truong, duty=duty, person=make_person(organization=cast.school), now=NOW)

    def test_to_the_same_hands_it_cannot_go(self, cast, duty):
        with pytest.raises(CannotDirect, match="khác"):
            hand_over_duty(actor=cast.hieu_truong, duty=duty, now=NOW)


class TestExtensions:
    def ask(self, cast, duty, until=date(2026, 12, 25), reason="Học sinh thi học kỳ"):
        return ask_extension(actor=cast.hieu_truong, duty=duty, until=until, reason=reason, now=NOW)

    def test_asked_granted_and_told(self, cast, duty):
        asked = self.ask(cast, duty)
        assert Notice.objects.get(key=f"directives.extension.{asked.pk}:asked").organization == cast.province_police

        answer_extension(actor=cast.can_bo_tinh, request=asked, is_granted=True, now=LATER)
        duty.refresh_from_db()
        assert duty.due_on == date(2026, 12, 25)
        assert "25/12/2026" in Notice.objects.get(key=f"directives.extension.{asked.pk}:answered").subject

    def test_another_day_may_be_granted(self, cast, duty):
        answered = answer_extension(
            actor=cast.can_bo_tinh, request=self.ask(cast, duty), is_granted=True, until=date(2026, 12, 18), now=LATER
        )
        assert (answered.asked_until, answered.granted_until) == (date(2026, 12, 25), date(2026, 12, 18))

    def test_refused_the_day_stays_and_the_reason_is_told(self, cast, duty):
        asked = self.ask(cast, duty)
        with pytest.raises(CannotDirect, match="nêu lý do"):
            answer_extension(actor=cast.can_bo_tinh, request=asked, is_granted=False, now=LATER)
        answer_extension(actor=cast.can_bo_tinh, request=asked, is_granted=False, answer="Đã đủ thời gian", now=LATER)
        duty.refresh_from_db()

        assert duty.due_on == DUE
        assert Notice.objects.get(key=f"directives.extension.{asked.pk}:answered").text == "Đã đủ thời gian"
        self.ask(cast, duty)  # another question may be asked

    def test_a_day_off_becomes_the_next_working_day_of_the_place(self, cast, duty):
        assert self.ask(cast, duty, date(2026, 12, 19)).asked_until == date(2026, 12, 21)
        duty.extensions.all().delete()
        set_calendar_days(
            actor=None, unit=unit("24", TODAY), first=date(2026, 12, 21), last=date(2026, 12, 21), is_working=False,
            note="Bão", now=NOW,
        )  # fmt: skip
        assert self.ask(cast, duty, date(2026, 12, 19)).asked_until == date(2026, 12, 22)

    def test_one_question_at_a_time_and_for_a_later_day(self, cast, duty):
        with pytest.raises(CannotDirect, match="sau hạn hiện nay"):
            self.ask(cast, duty, DUE)
        self.ask(cast, duty)
        with pytest.raises(CannotDirect, match="chờ trả lời"):
            self.ask(cast, duty)

    def test_only_who_gave_the_task_answers_and_once(self, cast, duty):
        asked = self.ask(cast, duty)
        for actor in (cast.hieu_truong, cast.truong_phong_xa):
            with pytest.raises(PermissionDenied):
                answer_extension(actor=actor, request=asked, is_granted=True, now=LATER)
        answer_extension(actor=cast.can_bo_tinh, request=asked, is_granted=True, now=LATER)
        with pytest.raises(CannotDirect, match="đã được trả lời"):
            answer_extension(actor=cast.can_bo_tinh, request=asked, is_granted=True, now=LATER)

    def test_finishing_settles_an_open_question(self, cast, duty):
        asked = self.ask(cast, duty)
        complete(cast.hieu_truong, duty, pdf())
        asked.refresh_from_db()
        assert asked.state == "lapsed"

    def test_a_duty_without_a_day_needs_no_later_one(self, cast, office):
        office.issued("school:THCS", tasks=(Task("Thường xuyên tuyên truyền"),))
        with pytest.raises(CannotDirect, match="không có hạn"):
            self.ask(cast, Duty.objects.get(organization=cast.school))


class TestPages:
    def address(self, name, duty):
        return reverse(f"directives:{name}", args=[duty.pk])

    def test_a_unit_walks_a_duty_to_its_end(self, cast, duty, as_):
        browser = as_("giao_vien")
        assert EVIDENCE in browser.get(self.address("duty", duty)).text
        browser.post(self.address("duty_progress", duty), {"note": "Đã họp", "percent": 30, "file": pdf("a.pdf")})
        sent = {"note": "Đã xong", "done_on": "01/01/2027"}
        refused = browser.post(self.address("duty_complete", duty), sent)
        assert refused.status_code == 422
        assert "từ ngày giao" in refused.text
        assert "Đã xong" in refused.text

        duty.refresh_from_db()
        assert duty.percent == 30
        file = ProgressFile.objects.get()
        answer = browser.get(reverse("directives:duty_evidence", args=[file.pk]))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert as_("hieu_truong_khac").get(reverse("directives:duty_evidence", args=[file.pk])).status_code == 404

    def test_a_question_and_its_answer(self, cast, duty, as_):
        sent = {"until": "25/12/2026", "reason": "Học sinh thi"}
        assert as_("hieu_truong").post(self.address("extension_ask", duty), sent).status_code == 303
        page = as_("can_bo_tinh").get(self.address("duty", duty)).text
        assert self.address("extension_answer", duty) in page
        as_("can_bo_tinh").post(self.address("extension_answer", duty), {"decision": "dong-y"})
        duty.refresh_from_db()
        assert duty.due_on == date(2026, 12, 25)

    def test_handing_over_offers_ones_own_place_only(self, cast, commune_duty, as_):
        page = as_("truong_phong_xa").get(self.address("duty_hand_over", commune_duty)).text
        assert cast.school.name in page
        assert cast.other_school.name not in page
        answer = as_("truong_phong_xa").post(
            self.address("duty_hand_over", commune_duty), {"organization": cast.school.pk, "reason": "Làm điểm"}
        )
        assert answer.status_code == 303
        assert Duty.objects.get(pk=commune_duty.pk).organization == cast.school

    def test_what_is_owed_has_late_ones_first_and_ones_own_apart(self, cast, office, as_):
        directive = office.issued(
            "school:THCS", "committee:commune", tasks=(Task("Sau", DUE), Task("Trước", date(2026, 11, 30)))
        )
        late = Duty.objects.filter(directive=directive, assignment__task="Sau")
        late.update(due_on=date(2026, 11, 20))
        own = as_("truong_phong_xa").get(reverse("directives:owed"))
        beneath = as_("truong_phong_xa").get(reverse("directives:owed"), {"cua": "cap-duoi"})

        assert [duty.assignment.task for duty in own.context["page"]] == ["Sau", "Trước"]
        assert {duty.organization for duty in own.context["page"]} == {cast.commune_committee}
        assert {duty.organization for duty in beneath.context["page"]} == {cast.school}
        assert [
            duty.assignment.task
            for duty in as_("truong_phong_xa").get(reverse("directives:owed"), {"xem": "qua-han"}).context["page"]
        ] == ["Sau"]

    def test_a_unit_page_says_what_it_owes_and_leads_to_all_of_it(self, cast, duty, as_):
        browser = as_("can_bo_tinh")
        page = browser.get(cast.school.get_absolute_url()).text
        assert "Nhiệm vụ được giao" in page
        assert duty.get_absolute_url() in page
        listed = browser.get(reverse("directives:owed"), {"co_quan": cast.school.pk}).context["page"]
        assert list(listed) == [duty]

    def test_what_is_owed_can_be_taken_away(self, duty, as_):
        answer = as_("hieu_truong").get(reverse("directives:owed"), {"dang": "xlsx"})
        assert answer.content[:2] == b"PK"

    @pytest.mark.parametrize("rows", [1, 8])
    def test_the_list_costs_the_same_however_long_it_is(self, cast, office, as_, django_assert_num_queries, rows):
        office.issued("school:THCS", tasks=tuple(Task(f"Việc {number}", DUE) for number in range(rows)))
        browser = as_("hieu_truong")
        browser.get(reverse("directives:owed"))
        # session, user, person, appointments; counts, count, page
        with django_assert_num_queries(7):
            browser.get(reverse("directives:owed"), headers={"HX-Request": "true"})

    def test_a_stranger_with_a_number_in_hand_finds_nothing(self, duty, as_):
        assert as_("hieu_truong_khac").get(self.address("duty", duty)).status_code == 404

    def test_a_responsible_reader_may_note_progress(self, cast, duty):
        reader = make_user("van-thu", cast.school, "reader")
        with pytest.raises(PermissionDenied):
            note_progress(actor=reader, duty=duty, note="Đã gửi", now=NOW)
        hand_over_duty(actor=cast.hieu_truong, duty=duty, person=reader.person, now=NOW)
        note_progress(actor=reader, duty=duty, note="Đã gửi", now=NOW)


class TestHome:
    def test_the_first_page_says_what_is_late_near_and_unacknowledged(self, cast, office, as_):
        directive = office.issued(
            "school:THCS", tasks=(Task("Muộn", DUE), Task("Sắp", DUE), Task("Xa", date(2099, 1, 1)))
        )
        school = Duty.objects.filter(organization=cast.school)
        school.filter(assignment__task="Muộn").update(due_on=date(2021, 1, 1))
        school.filter(assignment__task="Sắp").update(due_on=today_vn())
        shown = {need.title: need for need in as_("hieu_truong").get(reverse("web:home")).context["needs"]}

        assert shown["Nhiệm vụ quá hạn"].tone == "late"
        assert {title: shown[title].count for title in ("Nhiệm vụ quá hạn", "Nhiệm vụ sắp đến hạn")} == {
            "Nhiệm vụ quá hạn": "1", "Nhiệm vụ sắp đến hạn": "1",
        }  # fmt: skip
        assert (
            as_("hieu_truong").get(shown["Nhiệm vụ quá hạn"].href).context["page"].object_list[0].directive
            == directive
        )
        assert shown["Văn bản chờ tiếp nhận"].count == "1"

    def test_who_gave_the_task_sees_that_somebody_waits_for_an_answer(self, cast, duty, as_):
        ask_extension(actor=cast.hieu_truong, duty=duty, until=date(2026, 12, 25), reason="Thi học kỳ", now=NOW)
        shown = {need.title: need for need in as_("can_bo_tinh").get(reverse("web:home")).context["needs"]}
        need = shown["Đề nghị gia hạn chờ trả lời"]
        listed = as_("can_bo_tinh").get(need.href).context
        assert [each.pk for each in listed["page"].object_list] == [duty.pk] and need.count == "1"
        assert listed["states"][-1] == ("xin-gia-han", "Xin gia hạn", 1)

    def test_a_later_day_asked_of_another_office_is_not_this_ones_to_answer(self, cast, duty, as_):
        ask_extension(actor=cast.hieu_truong, duty=duty, until=date(2026, 12, 25), reason="Thi học kỳ", now=NOW)
        asked = reverse("directives:owed") + "?cua=cap-duoi&xem=xin-gia-han"
        assert not as_("truong_phong_xa").get(asked).context["page"].object_list

    def test_who_owes_nothing_is_not_bothered(self, cast, duty, as_):
        shown = {need.title for need in as_("hieu_truong_khac").get(reverse("web:home")).context["needs"]}
        assert "Nhiệm vụ quá hạn" not in shown
