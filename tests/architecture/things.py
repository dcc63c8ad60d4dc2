"""One of everything a route can be about, all at the school of the cast: scope is what the matrix is about."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from docx import Document

from tests.alerts.things import alert_arguments
from tests.api.things import api_arguments
from tests.assessments.things import assessment_arguments
from tests.channels.sending import channel_arguments
from tests.channels.zalo_things import zalo_arguments
from tests.comments.things import comment_arguments
from tests.duty.things import duty_arguments
from tests.factories import START, make_check, make_group, make_person, make_scheme, make_team, make_user
from tests.incidents.things import incident_arguments
from tests.news.things import news_arguments
from tests.reports.periodic.things import every_step, own_template
from tests.support.things import support_arguments
from tests.tips.things import tip_arguments
from truongan.accounts.models import Appointment, Beat, Invitation
from truongan.activities.models import Activity, ActivityDraft, Photo
from truongan.channels.models import Notice
from truongan.directives.actions import draft_directive
from truongan.directives.actions.feeds import hash_of
from truongan.directives.models import (
    Assignment,
    Directive,
    DirectiveFile,
    DueFeed,
    Duty,
    ExtensionRequest,
    Progress,
    ProgressFile,
    Receipt,
)
from truongan.documents.models import PaperTemplate
from truongan.movement.actions import post_to_groups
from truongan.movement.models import Evidence, GroupKind, Paper, SetupDraft
from truongan.organizations.models import CalendarException
from truongan.plans.models import GuidanceComment, Measure, Plan
from truongan.reports.models import ResultReport
from truongan.workbooks.models import Upload

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def _word() -> bytes:
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def _plan_template(cast) -> int:
    return PaperTemplate.objects.create(
        paper="ke-hoach-nam-hoc", name="Mẫu của trường", organization=cast.school, valid_from=START, content=_word(),
        file_name="mau.docx", sha256="0" * 64, uploaded_by=cast.hieu_truong, created_at=NOW,
    ).pk  # fmt: skip


def arguments(cast) -> dict[str, list]:
    """Arguments of each route that needs some, by its name."""
    school = cast.school
    member = make_person(organization=school, name="Vũ Thị Hạnh")
    colleague = make_user("dong-nghiep", school, "editor", name="Bùi Văn Sơn")
    post = Appointment.objects.create(person=member, organization=school, role="reader", valid_from=START)
    beat = Beat.objects.create(person=cast.cong_an_xa.person, organization=school, valid_from=START)
    invitation = Invitation.objects.create(
        token_hash="0" * 64, person=member, organization=school, role="reader", invited_by=cast.hieu_truong,
        created_at=NOW, expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    scheme = make_scheme(organization=school)
    event = scheme.events.get()
    paper = Paper.objects.create(scheme=scheme, kind="roster", signed_on=START)
    evidence = Evidence.objects.create(
        event=event, filename="qd.pdf", content_type="application/pdf", size=8, sha256="0" * 64, uploaded_at=NOW,
        file=ContentFile(b"%PDF-1.4", "qd.pdf"),
    )  # fmt: skip
    team = make_team(scheme=scheme, members=[member, 5])
    group = make_group(organization=school, members=[member], link="https://nhom.example/abc")
    make_check(group, START)
    group_place = group.memberships.get()
    group_post = post_to_groups(
        actor=None, organization=school, groups=[group.pk], text="Họp phụ huynh", token="bang-quyen-truy-cap", now=NOW
    )
    draft = SetupDraft.objects.create(user=cast.giao_vien, organization=school, updated_at=NOW)
    upload = Upload.objects.create(
        filename="truong.xlsx", file=ContentFile(b"PK", "truong.xlsx"), size=2, sha256="1" * 64, status="ready",
        kind="school", scope_key=f"{school.place_path}#{school.pk}", returned_file=ContentFile(b"PK", "tra-lai.xlsx"),
        uploaded_by=cast.giao_vien, created_at=NOW, checked_at=NOW,
    )  # fmt: skip
    activity = Activity.objects.create(
        organization=school, kind="communication", on=START, title="Tuyên truyền", token=uuid4(), recorded_at=NOW,
    )  # fmt: skip
    photo = Photo.objects.create(
        activity=activity, file=ContentFile(b"photo", "a.jpg"), thumbnail=ContentFile(b"photo", "b.jpg"),
        filename="a.jpg", content_type="image/jpeg", size=5, width=1, height=1, sha256="0" * 64, position=1,
        added_at=NOW,
    )  # fmt: skip
    activity_draft = ActivityDraft.objects.create(user=cast.giao_vien, organization=school, updated_at=NOW)
    template = PaperTemplate.objects.create(
        paper="danh-sach", name="Mẫu của trường", organization=school, valid_from=START, content=_word(),
        file_name="mau.docx", sha256="0" * 64, uploaded_by=cast.hieu_truong, created_at=NOW,
    )  # fmt: skip
    report = ResultReport.objects.create(
        issuer=school, on=TODAY, issuer_name=school.name, place="Bắc Ninh", symbol="BC", subject="Kết quả",
        results="{schemes.count} mô hình", signer_title="Hiệu trưởng", signer_name="Lê Thu Hà", updated_at=NOW,
    )  # fmt: skip
    notice = Notice.objects.create(organization=school, subject="Có công văn mới", key="test:1", created_at=NOW)
    # Submitted once and taken back: known to everyone who sees the school, and open to its writers.
    plan = Plan.objects.create(
        organization=school, school_year="2026-2027", title="An toàn trường học", issuer_name=school.name,
        submitted_on=TODAY, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    measure = Measure.objects.create(plan=plan, position=1, topic="traffic", text="Giữ trật tự cổng trường")
    advice = GuidanceComment.objects.create(plan=plan, author=cast.cong_an_xa, sector="police", text="Rõ hơn", at=NOW)
    drafted, directive, receipt, signed, enclosed = _directives(cast)
    duty, proof = _duty(cast, directive)
    DueFeed.objects.create(user=cast.hieu_truong, token_hash=hash_of("khoa-cua-lich"), made_at=NOW)
    unit = school.placements.get().unit
    day_off = CalendarException.objects.create(unit=unit, day=TODAY, is_working=False, note="Bão")
    steps = every_step(cast)
    things = [
        (member.pk, "accounts:person person_edit person_phone appointment_add beat_add invitation_add"),
        (colleague.person.pk, "accounts:access_reset account_suspend account_reopen"),
        (post.pk, "accounts:appointment_end appointment_hand_over"),
        (beat.pk, "accounts:beat_end"),
        (invitation.pk, "accounts:invitation_resend invitation_revoke"),
        (notice.pk, "channels:open"),
        (unit.pk, "territory:unit"),
        (day_off.pk, "organizations:calendar_remove"),
        (school.pk, "organizations:detail edit rename place route close profile"),
        (scheme.pk, "movement:scheme scheme_event scheme_end scheme_suspend scheme_resume scheme_transfer"),
        (scheme.pk, "movement:scheme_restaff scheme_rename team_new papers paper_new paper_bundle"),
        (scheme.type_id, "movement:type_edit"),
        (GroupKind.objects.get(is_default=True).pk, "movement:kind_edit"),
        (event.pk, "movement:event_void"),
        (paper.pk, "movement:paper_remove"),
        (evidence.pk, "movement:evidence"),
        (draft.pk, "movement:draft_discard"),
        (team.pk, "movement:team team_roster team_end"),
        (
            group.pk,
            "movement:group group_edit group_members group_check group_zalo group_zalo_remove group_end group_qr",
        ),
        (group.pk, "movement:group_code group_add group_owner group_compare"),
        (group_post.pk, "movement:post post_task post_remind post_recall post_correct"),
        (upload.pk, "movement:import_preview import_progress import_confirm import_conflict import_cancel"),
        (upload.pk, "movement:import_returned"),
        (activity.pk, "activities:activity edit void album photo_add"),
        (photo.pk, "activities:photo thumbnail photo_remove"),
        (activity_draft.pk, "activities:draft_discard"),
        (template.pk, "documents:template_file template_trial restore"),
        ("danh-sach", "documents:template_detail sample_pdf sample_word starter"),
        (report.pk, "reports:detail edit seal discard"),
        (steps["due"].cycle_id, "reports:cycle cycle_remind cycle_repeat"),
        (steps["due"].pk, "reports:submission_start"),
        (steps["draft"].pk, "reports:submission_edit submission_notes submission_submit"),
        (steps["submitted"].pk, "reports:submission submission_return submission_accept"),
        (steps["accepted"].pk, "reports:submission_frame submission_seal"),
        (steps["sealed"].pk, "reports:submission_correct"),
        (own_template(cast).pk, "reports:template_file template_restore"),
        (plan.pk, "plans:plan edit draft_save draft_discard discard submit take_back give_back approve amend comment"),
        (plan.pk, "plans:versions preview"),
        (_plan_template(cast), "plans:template_file template_restore"),
        (measure.pk, "plans:progress"),
        (advice.pk, "plans:resolve"),
        (drafted.pk, "directives:preview attach edit recipients tasks issue discard"),
        (directive.pk, "directives:detail progress recall publish add_late tree"),
        (duty.pk, "directives:duty duty_progress duty_complete duty_hand_over duty_return"),
        (duty.pk, "directives:extension_ask extension_answer"),
        (proof.pk, "directives:duty_evidence"),
        ("khoa-cua-lich", "directives:feed_file"),
        (receipt.pk, "directives:acknowledge"),
        (directive.pk, "portal:document document_pdf"),
        (school.pk, "portal:school"),
        (directive.pk, "reports:thread thread_report"),
        (directive.pk, "newsdesk:begin_from_thread"),
        ("teams.count", "figures:behind"),
        ("school", "movement:import_template"),
    ]
    found = {
        "activities:minutes": [activity.pk, "docx"],
        "directives:preview_page": [drafted.pk, 1],
        "reports:thread_part": [directive.pk, "receipts"],
        "newsdesk:begin_from_report": [report.pk],
        "directives:download": [drafted.pk, "docx"],
        "directives:file": [directive.pk, signed.pk],
        "directives:detach": [drafted.pk, enclosed.pk],
        "movement:group_poster": [group.pk, "a5"],
        "movement:group_fill": [group.pk, group_place.pk],
        "movement_public:receipt": [group_post.code],
        "movement:paper_download": [scheme.pk, "danh-sach", "docx"],
        "plans:download": [plan.pk, "docx"],
        "plans:preview_page": [plan.pk, 1],
        "reports:download": [report.pk, "docx"],
        "reports:preview_page": [report.pk, 1],
        "reports:submission_download": [steps["sealed"].pk, "docx"],
        "reports:submission_page": [steps["sealed"].pk, 1],
        "reports:addendum_download": [steps["sealed"].pk, 1, "docx"],
    }
    for thing, names in things:
        context, _, rest = names.partition(":")
        found.update({f"{context}:{name}": [thing] for name in rest.split()})
    return (
        found
        | tip_arguments(cast)
        | duty_arguments(cast)
        | api_arguments(cast)
        | alert_arguments(cast)
        | incident_arguments(cast)
        | assessment_arguments(cast)
        | support_arguments(cast)
        | comment_arguments(cast)
        | channel_arguments(cast)
        | zalo_arguments(cast)
        | news_arguments()
    )


def _duty(cast, directive: Directive) -> tuple[Duty, ProgressFile]:
    """What that directive asks of the school, with a proof and a question for a later day."""
    school = cast.school
    task = Assignment.objects.create(directive=directive, position=1, task="Lập kế hoạch", due_on=TODAY)
    duty = Duty.objects.create(
        assignment=task, directive=directive, organization=school, path=school.place_path, level="school",
        sector="school", due_on=TODAY, assigned_at=NOW,
    )  # fmt: skip
    ExtensionRequest.objects.create(
        duty=duty, due_on=TODAY, asked_until=TODAY + timedelta(days=7), reason="Thi học kỳ", asked_at=NOW
    )
    note = Progress.objects.create(duty=duty, note="Đã họp", at=NOW)
    proof = ProgressFile.objects.create(
        progress=note, file=ContentFile(b"%PDF-1.4", "bb.pdf"), filename="bb.pdf", content_type="application/pdf",
        size=8, sha256="0" * 64,
    )  # fmt: skip
    return duty, proof


def _directives(cast) -> tuple:
    """A draft of the commune committee with an enclosure, and a published directive of it that the school received."""
    committee, school = cast.commune_committee, cast.school
    draft = draft_directive(actor=None, issuer=committee, kind="CV", subject="Khai giảng", now=NOW)
    issued = Directive.objects.create(
        issuer=committee, kept_by=committee, issuer_name=committee.name, origin="filed", series="CV", number=7,
        symbol="BCĐ", issued_on=TODAY, year=2026, subject="Trực cổng trường", status="issued", issued_at=NOW,
        resolved_at=NOW, notified_at=NOW, is_public=True, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    receipt = Receipt.objects.create(
        directive=issued, organization=school, path=school.place_path, level="school", sector="school", received_at=NOW
    )
    about = {"content_type": "application/pdf", "size": 8, "sha256": "0" * 64, "content": b"%PDF-1.4", "added_at": NOW}
    signed = DirectiveFile.objects.create(directive=issued, name="7.pdf", **about)
    return (
        draft,
        issued,
        receipt,
        signed,
        DirectiveFile.objects.create(directive=draft, name="kem.pdf", is_main=False, **about),
    )
