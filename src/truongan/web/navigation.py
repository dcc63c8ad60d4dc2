"""The pages of the workspace menu, in order. A page that does not exist yet is left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.web.scoping import ViewScope, Workplace


@dataclass(frozen=True)
class Entry:
    name: str  # url name
    label: str | Promise
    icon: str


@dataclass(frozen=True)
class Link:
    href: str
    label: str | Promise
    icon: str
    is_current: bool
    waiting: int


@dataclass(frozen=True)
class Group:
    label: str | Promise
    links: list[Link]


INBOX = Entry("channels:inbox", _("Thông báo"), "bell")  # in the menu, and as a bell in the header
SECTIONS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    ("", (Entry("web:home", _("Việc của bạn"), "home"), INBOX)),
    (
        _("Sổ đăng ký"),
        (
            Entry("organizations:list", _("Trường học & đơn vị"), "school"),
            Entry("movement:scheme_list", _("Mô hình"), "shield"),
            Entry("movement:team_list", _("Tổ tự quản"), "users"),
            Entry("movement:group_list", _("Nhóm kết nối"), "message"),
            Entry("accounts:person_list", _("Con người"), "address-book"),
            Entry("territory:browse", _("Địa giới"), "map"),
        ),
    ),
    (
        _("Chỉ đạo, thực hiện"),
        (
            Entry("directives:board", _("Chỉ đạo"), "mail"),
            Entry("plans:list", _("Kế hoạch"), "checklist"),
            Entry("activities:list", _("Hoạt động"), "speakerphone"),
            Entry("assessments:list", _("Đánh giá"), "award"),
            Entry("incidents:list", _("Vụ việc"), "alert-hexagon"),
            Entry("alerts:list", _("Cảnh báo"), "alert-triangle"),
            Entry("duty:rosters", _("Trực ban"), "clock"),
            Entry("rollcalls:list", _("Điểm danh"), "user-check"),
            Entry("tips_desk:queue", _("Tố giác"), "shield-lock"),
        ),
    ),
    (
        _("Cổng thông tin"),
        (
            Entry("wagtailadmin_home", _("Tin bài"), "pencil"),
            Entry("comments:queue", _("Bình luận"), "message"),
            Entry("support_work:queue", _("Hỗ trợ người dân"), "help-circle"),
        ),
    ),
    (
        _("Tổng hợp"),
        (
            Entry("figures:page", _("Số liệu"), "chart-bar"),
            Entry("reports:list", _("Báo cáo"), "report"),
            Entry("movement:import_list", _("Nhập từ Excel"), "upload"),
            Entry("documents:template_list", _("Mẫu giấy"), "file-text"),
            Entry("channel_desk:board", _("Kênh gửi tin"), "send"),
            Entry("api:home", _("Kết nối hệ thống"), "link"),
            Entry("audit:log", _("Nhật ký"), "history"),
        ),
    ),
)


def menu(path: str, scope: ViewScope, workplace: Workplace) -> list[Group]:
    """The menu for the page at `path`: links keep the scope, the current page is marked."""
    groups = [Group(label, list(_links(entries, path, scope, workplace))) for label, entries in SECTIONS]
    return [group for group in groups if group.links]


def bell(path: str, scope: ViewScope, workplace: Workplace) -> Link | None:
    """The way to the inbox with what waits there; nothing where messages are not installed."""
    return next(_links((INBOX,), path, scope, workplace), None)


def _links(entries: tuple[Entry, ...], path: str, scope: ViewScope, workplace: Workplace) -> Iterator[Link]:
    for entry in entries:
        if entry.name in workplace.hidden:
            continue
        try:
            href = reverse(entry.name)
        except NoReverseMatch:  # the context of that page is not installed
            continue
        is_current = path == href or (entry.name != "web:home" and path.startswith(href))
        yield Link(href + scope.query, entry.label, entry.icon, is_current, workplace.waiting.get(entry.name, 0))
