"""Every page that is read with GET: who opens it, its name, what its address needs, and the question after it."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from django.db.models import Model
from django.urls import reverse

from tests.activities.samples import photo, recorded
from tests.alerts.things import alert_keys
from tests.api.things import api_keys
from tests.architecture.matrix import MATRIX
from tests.assessments.things import assessment_keys
from tests.channels.sending import task_code
from tests.channels.zalo_things import zalo_keys
from tests.comments.things import comment_keys
from tests.duty.things import duty_keys
from tests.incidents.things import incident_keys
from tests.movement.imports.workbooks import whole_school, workbook
from tests.news.things import news_keys
from tests.plans import making as plans
from tests.reports.periodic.things import every_step
from tests.support.things import support_keys
from tests.territory.shapes import draw
from tests.tips.things import tip_keys
from truongan.accounts.actions import invite
from truongan.directives.actions import (
    Task,
    address_directive,
    draft_directive,
    edit_directive,
    issue_directive,
    publish_directive,
    set_tasks,
)
from truongan.directives.actions.extensions import ask_extension
from truongan.directives.models import Directive, Duty
from truongan.directives.recipients import Rule
from truongan.kernel import clock
from truongan.movement.imports.checking import check_upload
from truongan.movement.imports.uploads import receive_workbook
from truongan.plans.actions import amend_plan, comment_on_plan, edit_plan, take_back_plan
from truongan.reports.actions import draft_report, seal_report
from truongan.reports.models import ResultReport
from truongan.territory.models import AdministrativeUnit

_SCHEME = (
    "scheme",
    "papers",
    "team_new",
    "paper_new",
    *(f"scheme_{each}" for each in ("rename", "event", "end", "suspend", "resume", "transfer", "restaff")),
)
_DIRECTIVES = ("board", "outgoing", "incoming", "new", "file_paper", "file_incoming", "series")
_UNISSUED = ("edit", "recipients", "tasks")
_LISTS = ("scheme_list", "team_list", "group_list", "import_list", "import_upload", "scheme_new", "group_new")
_DUTY = ("duty", "duty_progress", "duty_complete", "duty_hand_over", "extension_ask")
_QUESTION = ("detail", "assign", "answer", "forward", "ask_back", "refuse", "note")
_CHANGES = "?ngay=2021-09-14&so_voi=2021-08-01&tu=2021-08-01&theo=level"

# (who, name of the address, kind of thing in it, query)
PAGES: list[tuple[str, str, str, str]] = [
    *(("anonymous", f"portal:{name}", "", "") for name in ("home", "figures", "method")),
    ("anonymous", "portal:figures", "", "?ngay=2021-09-14&theo=level"),
    ("anonymous", "portal:figures", "", "?nhom=ke-hoach"),
    ("anonymous", "portal:figures", "", "?ngay=2021-09-14&chi_tieu=schemes.count"),  # with its map
    ("anonymous", "portal:school_list", "", "?don_vi=24"),
    ("anonymous", "portal:school_list", "", "?q=khong+co"),
    ("anonymous", "portal:school", "school", ""),
    *(("anonymous", f"account_{name}", "", "") for name in ("login", "signup", "inactive", "reset_password")),
    *(("anonymous", f"account_reset_password_{name}", "", "") for name in ("done", "from_key_done")),
    ("anonymous", "socialaccount_login_cancelled", "", ""),
    ("anonymous", "invitation_accept", "invitation", ""),
    ("hieu_truong", "web:home", "", ""),
    ("hieu_truong", "channels:inbox", "", ""),
    ("hieu_truong", "zalo:mine", "", ""),
    ("hieu_truong", "my_channels:mine", "", ""),
    ("quantri", "channel_desk:board", "", ""),
    ("quantri", "channel_desk:failed", "", ""),
    *(("hieu_truong", f"api:{name}", "", "") for name in ("home", "token_add", "subscription_add")),
    ("hieu_truong", "api:deliveries", "subscription", ""),
    ("anonymous", "api_docs", "", ""),
    ("anonymous", "channel_tasks:task", "task", ""),
    ("hieu_truong", "push:mine", "", ""),
    ("quantri", "zalo:account", "", ""),
    ("quantri", "movement:group_zalo", "group", ""),
    ("quantri", "zalo:group", "zalo_group", ""),
    ("hieu_truong", "organizations:calendar", "", "?nam=2026"),
    *(("hieu_truong", f"movement:{name}", "", "") for name in (*_LISTS, "attention")),
    *(("hieu_truong", f"movement:{name}", "scheme", "") for name in _SCHEME),
    ("hieu_truong", "movement:event_void", "event", ""),
    ("hieu_truong", "movement:paper_remove", "paper_kept", ""),
    *(("hieu_truong", f"movement:team{name}", "team", "") for name in ("", "_roster", "_end")),
    *(
        ("hieu_truong", f"movement:group{name}", "group", "")
        for name in ("", "_edit", "_members", "_check", "_end", "_owner", "_compare")
    ),
    ("hieu_truong", "movement:post_list", "", ""),
    ("can_bo_tinh", "movement:post_new", "", ""),
    *(
        ("hieu_truong", f"accounts:{name}", "", "")
        for name in ("profile", "person_list", "person_create", "invitation_list")
    ),
    *(("hieu_truong", f"accounts:{name}", "teacher", "") for name in ("person", "person_edit", "invitation_add")),
    *(("hieu_truong", f"accounts:appointment_{name}", "post", "") for name in ("end", "hand_over")),
    ("hieu_truong", "organizations:detail", "school", ""),
    ("hieu_truong", "organizations:profile", "school", ""),
    *(("hieu_truong", name, "", "") for name in ("account_change_password", "account_logout", "usersessions_list")),
    *(("hieu_truong", f"mfa_{name}", "", "") for name in ("index", "list_webauthn")),
    ("hieu_truong", "account_reauthenticate", "", ""),
    *(("hieu_truong", f"activities:{name}", "", "") for name in ("list", "month", "new")),
    *(("hieu_truong", f"activities:{name}", "activity", "") for name in ("activity", "edit", "void", "album")),
    ("hieu_truong", "activities:photo_remove", "activity_photo", ""),
    ("cong_an_xa", "activities:new", "", "?chon=1"),
    *(
        ("truong_phong_xa", f"duty:{name}", "", "")
        for name in (
            "rosters",
            "roster_add",
            "beats",
            "contacts",
            "absences",
            "absence_add",
            "matrix",
            "matrix_rule_add",
            "dry_run",
            "holes",
        )
    ),
    *(
        ("truong_phong_xa", f"duty:{name}", "roster", "")
        for name in ("roster", "roster_print", "shift_add", "week_copy")
    ),
    *(("truong_phong_xa", f"duty:shift_{name}", "shift", "") for name in ("replace", "hand_over")),
    *(("truong_phong_xa", f"duty:matrix_rule{name}", "rule", "") for name in ("", "_edit", "_end")),
    ("cong_an_xa", "duty:beat_hand_over", "duty_beat", ""),
    *(("truong_phong_xa", f"alerts:{name}", "", "") for name in ("list", "new", "template_list")),
    ("truong_phong_xa", "alerts:new", "", "?mau=thoi-tiet"),
    *(("hieu_truong", f"alerts:{name}", "alert", "") for name in ("alert", "correct")),
    *(
        ("quantri", f"alerts:{name}", key, "")
        for name, key in (("template_new", ""), ("template_edit", "alert_template"))
    ),
    *(("truong_phong_xa", f"rollcalls:{name}", "", "") for name in ("list", "call", "schedule")),
    ("truong_phong_xa", "rollcalls:board", "rollcall", "?ai=het"),
    *(("quantri", f"rollcalls:{name}", "", "") for name in ("norms", "norm_set")),
    *(("hieu_truong", f"incidents:{name}", "", "") for name in ("list", "statistics", "map", "report")),
    ("cong_an_xa", "incidents:report", "", ""),
    *(("hieu_truong", f"incidents:{name}", "incident", "") for name in ("incident", "edit", "why")),
    *(
        ("hieu_truong", "incidents:act", f"incident_{what}", "")
        for what in (
            "buoc",
            "viec",
            "thong-bao",
            "neu-ten",
            "anh",
            "to-giac",
            "ket-thuc",
            "chuyen",
            "gop",
            "nhan",
            "ghi-chu",
        )
    ),
    ("hieu_truong", "incidents:reveal", "incident_name", ""),
    ("quantri", "incidents:catalogue", "", ""),
    ("quantri", "incidents:row_add", "incident_kind", ""),
    ("quantri", "incidents:row", "incident_row", ""),
    *(("hieu_truong", f"plans:{name}", "", "") for name in ("list", "new")),
    *(("hieu_truong", f"plans:{name}", "plan", "") for name in ("plan", "edit", "versions", "preview")),
    ("hieu_truong", "plans:progress", "plan_measure", ""),
    ("hieu_truong", "plans:resolve", "plan_advice", ""),
    ("hieu_truong", "plans:amend", "plan_approved", ""),
    ("hieu_truong", "plans:versions", "plan_amended", "?tu=1"),
    *(("truong_phong_xa", f"plans:{name}", "", "") for name in ("list", "missing")),
    *(("truong_phong_xa", f"plans:{name}", "plan_submitted", "") for name in ("plan", "give_back")),
    *(("quantri", f"plans:{name}", "", "") for name in ("new", "template")),
    ("truong_phong_xa", "movement:import_preview", "upload", ""),
    ("truong_phong_xa", "movement:import_preview", "upload", "?the=loi"),
    ("can_bo_tinh", "web:home", "", ""),
    ("can_bo_tinh", "web:search", "", ""),
    ("can_bo_tinh", "web:search", "", "?q=anh+duong"),
    *(("can_bo_tinh", f"organizations:{name}", "", "") for name in ("list", "needs_placement")),
    *(("can_bo_tinh", f"movement:{name}", "", "") for name in _LISTS),
    ("can_bo_tinh", "movement:scheme_list", "", "?q=khong+co"),
    ("can_bo_tinh", "territory:browse", "", ""),
    ("can_bo_tinh", "territory:unit", "unit", ""),
    ("can_bo_tinh", "figures:page", "", ""),
    ("can_bo_tinh", "figures:page", "", _CHANGES),
    ("can_bo_tinh", "figures:page", "", "?nhom=hoat-dong&theo=topic"),
    ("can_bo_tinh", "figures:page", "", "?nhom=danh-gia"),
    ("can_bo_tinh", "figures:behind", "indicator", ""),
    ("can_bo_tinh", "figures:behind", "indicator", "?ngay=2021-09-14"),
    *(("anonymous", "wagtail_serve", key, "") for key in ("news_index", "news_section", "news_article")),
    *(("anonymous", f"news:{name}", "", "") for name in ("search", "archive", "topic_list")),
    ("anonymous", "news:search", "", "?q=truong+hoc+an+toan"),
    ("anonymous", "news:search", "", "?q=khong+bai+nao+co&tu=2026-12-01&den=2026-11-01"),
    *(
        ("anonymous", f"news:{name}", key, "")
        for name, key in (
            ("archive_year", "news_year"),
            ("archive_month", "news_month"),
            ("topic", "news_topic"),
        )
    ),
    *(("anonymous", f"portal:{name}", key, "") for name, key in (("document_list", ""), ("document", "issued"))),
    *(("can_bo_tinh", f"directives:{name}", "", "") for name in _DIRECTIVES),
    *(("can_bo_tinh", f"directives:{name}", "unissued", "") for name in ("detail", "preview", *_UNISSUED)),
    *(("can_bo_tinh", f"directives:{name}", "issued", "") for name in ("detail", "recall")),
    *(
        ("hieu_truong", f"directives:{name}", key, "")
        for name, key in (("board", ""), ("incoming", ""), ("detail", "issued"), ("owed", ""), ("feed", ""))
    ),
    *(("hieu_truong", f"directives:{name}", "duty", "") for name in _DUTY),
    *(("can_bo_tinh", f"directives:{name}", "duty", "") for name in ("duty_return", "extension_answer")),
    ("can_bo_tinh", "directives:tree", "issued", ""),
    *(("can_bo_tinh", f"reports:{name}", "", "") for name in ("list", "new")),
    *(("can_bo_tinh", f"reports:{name}", "draft", "") for name in ("detail", "edit")),
    ("can_bo_tinh", "reports:detail", "sealed", ""),
    *(("can_bo_tinh", "reports:thread", "issued", query) for query in ("", "?xem=cay", "?xem=thoi-gian")),
    ("hieu_truong", "reports:thread", "issued", ""),
    ("can_bo_tinh", "newsdesk:begin_from_thread", "issued", ""),
    ("can_bo_tinh", "reports:thread_part", "issued_part", ""),
    *(("can_bo_tinh", f"reports:{name}", "", "") for name in ("cycle_list", "cycle_new")),
    ("can_bo_tinh", "reports:cycle_new", "", "?loai=quick"),
    ("can_bo_tinh", "reports:cycle", "cycle", ""),
    ("can_bo_tinh", "reports:cycle", "cycle", "?tinh_trang=chua-nop"),
    *(
        ("hieu_truong", "reports:submission", f"periodic_{step}", "")
        for step in ("due", "draft", "accepted", "sealed")
    ),
    ("truong_phong_xa", "reports:submission", "periodic_submitted", ""),
    ("truong_phong_xa", "reports:submission", "periodic_submitted", "?the=so-sanh"),
    ("hieu_truong", "reports:submission_edit", "periodic_draft", ""),
    ("hieu_truong", "reports:submission_frame", "periodic_accepted", ""),
    ("hieu_truong", "reports:submission_correct", "periodic_sealed", ""),
    ("quantri", "reports:template", "", ""),
    ("can_bo_tinh", "accounts:person_phone", "teacher", ""),
    *(("quantri", f"organizations:{name}", "school", "") for name in ("edit", "rename", "place", "route", "close")),
    *(
        ("quantri", f"organizations:{name}", "", "")
        for name in ("create", "routing_rules", "routing_rule_add", "calendar_set")
    ),
    ("quantri", "movement:kind_list", "", ""),
    *(("quantri", f"movement:type_{name}", "", "") for name in ("list", "new")),
    ("quantri", "movement:type_edit", "type", ""),
    ("quantri", "accounts:account_suspend", "officer", ""),
    *(("quantri", f"accounts:{name}", "officer", "") for name in ("person", "appointment_add", "beat_add")),
    ("quantri", "accounts:beat_end", "beat", ""),
    ("quantri", "documents:template_list", "", ""),
    ("quantri", "documents:template_detail", "paper", ""),
    ("hieu_truong", "assessments:list", "", ""),
    ("hieu_truong", "assessments:new", "", ""),
    ("hieu_truong", "assessments:register", "round_of_school", ""),
    ("hieu_truong", "assessments:edit", "open_assessment", ""),
    ("hieu_truong", "assessments:detail", "open_assessment", ""),
    ("hieu_truong", "assessments:evidence_add", "criterion", ""),
    ("truong_phong_xa", "assessments:list", "", ""),
    *(("truong_phong_xa", f"assessments:{name}", "round", "") for name in ("round", "round_change", "decide")),
    ("truong_phong_xa", "assessments:round", "round", "?tt=chua-dang-ky"),
    *(("truong_phong_xa", f"assessments:{name}", "assessment", "") for name in ("detail", "examine")),
    ("truong_phong_xa", "assessments:decision", "decision", ""),
    ("truong_phong_xa", "assessments:revoke", "recognition", ""),
    *(("quantri", f"assessments:{name}", "", "") for name in ("set_list", "set_upload", "round_new")),
    *(("quantri", f"assessments:{name}", "criteria_set", "") for name in ("set", "set_new_version")),
    ("quantri", "audit:log", "", ""),
    *(("anonymous", f"comments:{name}", "comments_page", "") for name in ("thread", "write")),
    ("anonymous", "comments:report", "comment_shown", ""),
    ("anonymous", "comments:track", "", ""),
    *(("giao_vien", f"comments:{name}", "", "") for name in ("queue", "thread_list")),
    ("giao_vien", "comments:queue", "", "?tt=da-dang"),
    *(("giao_vien", f"comments:{name}", "comment_held", "") for name in ("comment", "reject")),
    ("giao_vien", "comments:comment", "comment_shown", ""),
    *(("anonymous", f"tips:{name}", "", "") for name in ("start", "place", "follow", "numbers")),
    *(("cong_an_xa", f"tips_desk:{name}", "", "") for name in ("queue", "change", "hint", "figures")),
    ("cong_an_xa", "tips_desk:tip", "confided", ""),
    *(("quantri", f"tips_desk:{name}", "", "") for name in ("queue", "secret", "units", "routes")),
    ("quantri", "tips_desk:unit", "tips_unit", ""),
    *(("anonymous", f"support:{name}", "", "") for name in ("home", "ask", "answers", "track")),
    ("anonymous", "support:answer", "support_published", ""),
    *(("truong_phong_xa", f"support_work:{name}", "support_question", "") for name in _QUESTION),
    *(("truong_phong_xa", f"support_work:{name}", "support_answered", "") for name in ("detail", "reopen", "publish")),
    ("truong_phong_xa", "support_work:queue", "", "?xem=tat-ca"),
    ("quantri", "support_work:contact", "support_question", ""),
    *(("quantri", f"support_work:{name}", "", "") for name in ("topics", "topic_new")),
    *(("quantri", f"support_work:{name}", "support_topic", "") for name in ("topic", "topic_edit", "route_set")),
]

# Answers that are no page: files, pictures, fragments, what is only sent to, and steps that a journey walks through.
NO_PAGES = {
    "news:picture", "wagtaildocs_serve", "news:feed", "news:section_feed", "newsdesk:begin_from_report",
    "portal:sitemap", "portal:sitemap_part", "portal:robots",
    "tips:send", "tips:add",
    *(f"tips_desk:{name}" for name in (
        "unlock", "lock", "officer_end", "officer_grant", "recovery_arrange", "recovery_release", "recovery_complete",
        "route_remove", "reply", "note", "state", "forward", "file",
    )),
    "healthz", "readyz", "portal:figures_json", "portal:figures_csv", "web:catalogue", "figures:export",
    "account_set_password", "account_reset_password_from_key", "socialaccount_connections", "socialaccount_login_error",
    "openid_connect_login", "openid_connect_callback",
    *(f"mfa_{name}" for name in (
        "authenticate", "reauthenticate", "activate_totp", "deactivate_totp", "view_recovery_codes",
        "generate_recovery_codes", "download_recovery_codes", "add_webauthn", "login_webauthn",
        "reauthenticate_webauthn", "remove_webauthn", "edit_webauthn",
    )),
    "accounts:invitation_resend", "accounts:invitation_revoke", "accounts:access_reset", "accounts:account_reopen",
    "organizations:routes_apply", "organizations:calendar_remove", "channels:open", "channels:read_all",
    *(f"my_channels:{name}" for name in ("ask", "confirm", "close", "trial")), "channel_tasks:seen", "webhooks:sms",
    *(f"channel_desk:{name}" for name in ("resend", "give_up", "open")),
    "channels:bell", "web:live_ticket", "movement_public:receipt", "webhooks:zalo", "installed:worker", "installed:manifest", "push:allow", "push:renew", "push:end",
    *(f"zalo:{name}" for name in ("connect", "back", "disconnect", "accept", "reject", "leave", "code", "state", "unlink", "qr")),
    *(f"documents:{name}" for name in ("template_file", "template_trial", "restore", "sample_pdf", "sample_word", "starter")),
    *(f"movement:{name}" for name in (
        "scheme_export", "team_export", "group_export", "draft_save", "draft_discard", "paper_bundle", "paper_download",
        "evidence", "group_qr", "group_code", "group_poster", "kind_edit", "group_add", "group_fill", "group_zalo_remove", "post", "post_task", "post_remind",
        "post_recall", "post_correct", "import_template", "import_progress", "import_confirm", "import_conflict",
        "import_cancel", "import_returned",
    )),
    *(f"assessments:{name}" for name in (
        "export", "round_export", "begin", "decision_file", "submit", "discard", "evidence", "evidence_remove",
        "set_download", "set_use",
    )),
    *(f"plans:{name}" for name in (
        "export", "missing_export", "draft_save", "draft_discard", "discard", "submit", "take_back", "approve",
        "comment", "download", "preview_page", "template_starter", "template_file", "template_restore",
    )),
    *(f"activities:{name}" for name in (
        "export", "draft_save", "draft_discard", "minutes", "photo_add", "photo", "thumbnail",
    )),
    *(f"incidents:{name}" for name in (
        "export", "statistics_export", "declare", "live", "paper", "task_done", "name_remove", "photo", "thumbnail",
        "photo_remove", "row_end", "map_shapes", "statistics_word",
    )),
    *(f"reports:{name}" for name in ("seal", "discard", "download", "preview_page", "thread_report")),
    *(f"reports:{name}" for name in (
        "cycle_remind", "cycle_repeat", "submission_start", "submission_notes", "submission_submit",
        "submission_return", "submission_accept", "submission_seal", "submission_download", "submission_page",
        "addendum_download", "template_starter", "template_file", "template_restore",
    )),
    *(f"directives:{name}" for name in (
        "outgoing_export", "incoming_export", "acknowledge", "progress", "preview_page", "download", "file", "attach",
        "detach", "issue", "discard", "publish", "add_late", "duty_evidence", "feed_file", "feed_revoke",
    )),
    *(f"comments:{name}" for name in ("withdraw", "bulk", "close", "reopen", "approve", "restore", "edit", "answer", "keep")),
    *(f"support:{name}" for name in ("add", "rate", "withdraw", "own_file")),
    *(f"support_work:{name}" for name in ("unpublish", "attachment", "route_remove")),
    *(f"duty:{name}" for name in ("roster_close", "shift_cancel", "absence_cancel")),
    "api_unknown", *(f"api:{name}" for name in ("token_revoke", "subscription_end", "delivery_resend")),
    *(name for name in MATRIX if name.startswith("api_v1:")),  # answers programs
    *(f"alerts:{name}" for name in ("approve", "refuse", "recall", "template_close")),
    *(f"rollcalls:{name}" for name in ("schedule_end", "remind", "close", "note", "norm_withdraw")),
    "portal:document_pdf",
    "portal:figures_map",
}  # fmt: skip


def keys_of(world: SimpleNamespace) -> dict[str, list]:
    """What stands in the address of each kind of thing."""
    cast = world.cast
    invitation, token = invite(
        actor=cast.hieu_truong, person=world.teacher, organization=cast.school, role="editor", now=clock.now()
    )
    officer, issued = cast.cong_an_xa.person, _issued_directive(cast)
    draw(AdministrativeUnit.objects.on(date(2021, 9, 14)).provinces())
    steps = every_step(cast)
    held = recorded(cast.giao_vien, cast.school, photos=[photo()], now=clock.now(), on=clock.today_vn()).activity
    return {
        **assessment_keys(cast),
        **tip_keys(cast),
        **duty_keys(cast),
        **api_keys(cast),
        **alert_keys(cast),
        **support_keys(cast),
        **incident_keys(cast),
        **comment_keys(cast),
        **zalo_keys(),
        "task": [task_code(cast)],
        **news_keys(),
        "activity": [held.pk],
        "activity_photo": [held.photos.get().pk],
        **{f"periodic_{step}": [each.pk] for step, each in steps.items()},
        "cycle": [steps["draft"].cycle_id],
        "": [],
        **{name: [thing.pk] for name, thing in _plans(cast).items()},
        "scheme": [world.schemes[0].pk],
        "type": [world.schemes[0].type_id],
        "event": [world.schemes[0].events.earliest("on", "pk").pk],
        "paper_kept": [world.schemes[0].papers.create(kind="plan", signed_on=clock.today_vn()).pk],
        "team": [world.team.pk],
        "group": [world.group.pk],
        "teacher": [world.teacher.pk],
        "officer": [officer.pk],
        "beat": [officer.beats.create(organization=cast.school, valid_from=clock.today_vn()).pk],
        "post": [cast.giao_vien.person.appointments.get().pk],
        "school": [cast.school.pk],
        "unit": [cast.school.placements.latest("valid_from").unit_id],
        "indicator": ["teams.memberships"],
        "paper": ["quyet-dinh-thanh-lap"],
        "invitation": [invitation.pk, token],
        "draft": [_draft(cast).pk],
        "sealed": [seal_report(actor=cast.can_bo_tinh, report=_draft(cast), now=clock.now()).pk],
        "upload": [_upload(cast).pk],
        "unissued": [_directive(cast).pk],
        "issued": [issued.pk],
        "issued_part": [issued.pk, "receipts"],
        "duty": [_duty(cast, issued).pk],
    }


def address(name: str, keys: list, query: str) -> str:
    return reverse(name, args=keys) + query


def _duty(cast, directive: Directive) -> Duty:
    duty = Duty.objects.filter(directive=directive, organization=cast.school).earliest("pk")
    until = clock.today_vn() + timedelta(days=90)
    ask_extension(actor=cast.hieu_truong, duty=duty, until=until, reason="Học sinh thi học kỳ", now=clock.now())
    return duty


def _plans(cast) -> dict[str, Model]:
    """A plan in each of its states, one for each school year."""
    approved, amended = plans.approved(cast, year="2023-2024"), plans.approved(cast, year="2022-2023")
    amended = amend_plan(actor=cast.hieu_truong, plan=amended, reason="Bổ sung", now=clock.now())
    fire = replace(plans.GATE, topic="fire", text="Thực tập thoát nạn")
    edit_plan(actor=cast.giao_vien, plan=amended, fields={}, measures=[fire], seen_at=None, now=clock.now())
    open_plan = take_back_plan(actor=cast.hieu_truong, plan=plans.submitted(cast), now=clock.now())
    advice = comment_on_plan(
        actor=cast.cong_an_xa, plan=open_plan, measure=open_plan.measures.first(), text="Ghi rõ giờ", now=clock.now()
    )
    return {
        "plan": open_plan,
        "plan_measure": open_plan.measures.latest("pk"),
        "plan_advice": advice,
        "plan_submitted": plans.submitted(cast, year="2024-2025"),
        "plan_approved": approved,
        "plan_amended": amended,
    }


def _draft(cast) -> ResultReport:
    issuer = cast.province_police
    place, today = issuer.placements.get().unit, clock.today_vn()
    draft = draft_report(actor=cast.can_bo_tinh, issuer=issuer, unit=place, on=today, now=clock.now())
    ResultReport.objects.filter(pk=draft.pk).update(signer_title="Giám đốc", signer_name="Hoàng Văn Thử")
    draft.refresh_from_db()
    return draft


def _directive(cast) -> Directive:
    now = clock.now()
    draft = draft_directive(
        actor=cast.can_bo_tinh, issuer=cast.province_police, kind="CV", subject="tuần tra cổng trường", now=now
    )
    words = {"symbol": "CAT", "content": "1. Tuần tra.", "signer_title": "Giám đốc", "signer_name": "Hoàng Văn Thử"}
    draft = edit_directive(
        actor=cast.can_bo_tinh, directive=draft, fields=words, seen_at=draft.updated_at, now=clock.now()
    )
    task = Task("Lập kế hoạch", clock.today_vn(), "Kế hoạch đã ký")
    set_tasks(actor=cast.can_bo_tinh, directive=draft, tasks=[task], seen_at=draft.updated_at, now=clock.now())
    draft.refresh_from_db()
    rule = Rule(kinds=("school:THCS", "committee:commune"))
    return address_directive(
        actor=cast.can_bo_tinh, directive=draft, rule=rule, seen_at=draft.updated_at, now=clock.now()
    )


def _issued_directive(cast) -> Directive:
    directive = issue_directive(actor=cast.can_bo_tinh, directive=_directive(cast), now=clock.now())
    return publish_directive(actor=cast.can_bo_tinh, directive=directive, is_public=True, now=clock.now())


def _upload(cast):
    rows = whole_school()
    rows["team_members"][0]["birth_year"] = "1985 hoặc 1986"
    sent = receive_workbook(
        actor=cast.truong_phong_xa,
        content=workbook(rows),
        filename="phuong-nenh.xlsx",
        kind="commune",
        now=clock.now(),
    )
    check_upload(upload_id=sent.pk, now=clock.now)
    return sent
