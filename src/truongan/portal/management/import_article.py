"""`truongan portal import-article FILE [--publish]`: an existing article, from its page or its text."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from truongan.accounts.models import User
from truongan.kernel.clock import now
from truongan.kernel.text import nfc
from truongan.news.actions.imports import Imported, import_article
from truongan.news.actions.publishing import CannotPublish
from truongan.news.figure_suggestions import figure_suggestions
from truongan.news.importing.articles import BlockKind, CannotImport, ImportedArticle
from truongan.news.importing.datelines import parse_dateline, said_in_full
from truongan.news.importing.reading import MAX_BYTES, too_large
from truongan.news.importing.recognition import recognise
from truongan.news.models import Section

HELP = _("Nhập một bài đã có (văn bản hoặc HTML) thành bản nháp; nhập lại không thêm bài")
_SHOWN, _LONGEST_TITLE = 90, 250


def _instant(text: str) -> datetime:
    found = parse_dateline(text)
    if found is None:
        raise ArgumentTypeError(_("“%(text)s” không phải ngày, ví dụ 14/09/2021 17:47") % {"text": text[:40]})
    return found.at


def _title(text: str) -> str:
    title = nfc(text)
    if not 0 < len(title) <= _LONGEST_TITLE:
        raise ArgumentTypeError(_("đầu đề dài từ 1 đến %(most)d ký tự") % {"most": _LONGEST_TITLE})
    return title


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp .txt hoặc .html, mọi bảng mã thường gặp"))
    parser.add_argument("--publish", action="store_true", help=_("đăng ngay (mặc định: để bản nháp)"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ cho xem nhận ra gì, không ghi"))
    parser.add_argument("--title", type=_title, help=_("đầu đề, khi tệp không có"))
    parser.add_argument("--date", type=_instant, help=_("ngày giờ đăng, khi tệp không có"))
    parser.add_argument("--section", metavar="SLUG", default="", help=_("chuyên mục (mặc định: mục đầu tiên)"))
    parser.add_argument("--user", metavar="USERNAME", default="", help=_("nhập thay người này (mặc định: quản trị)"))


def run(command: BaseCommand, options: Mapping[str, Any]) -> None:
    try:
        found = recognise(_content(options["file"]), title=options["title"] or "", published_at=options["date"])
        _tell(command, found)
        if options["dry_run"]:
            command.stdout.write(_("Chỉ xem thử, chưa ghi gì."))
            return
        imported = import_article(
            actor=_actor(options["user"]), found=found, filename=options["file"].name,
            section=_section(options["section"]), publish=options["publish"], now=now(),
        )  # fmt: skip
    except (CannotImport, CannotPublish, PermissionDenied) as reason:
        raise CommandError(str(reason)) from reason
    _tell_outcome(command, imported)


def _content(path: Path) -> bytes:
    """Looked at before it is read: a file of any size is refused without filling the memory."""
    if not path.is_file():
        raise CommandError(_("Không có tệp %(path)s.") % {"path": path})
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(size)
        return path.read_bytes()
    except OSError as reason:
        raise CommandError(_("Không đọc được tệp %(path)s.") % {"path": path}) from reason


def _actor(username: str) -> User:
    users = User.objects.filter(is_active=True)
    found = users.filter(username=username) if username else users.filter(is_superuser=True).order_by("pk")
    actor = found.first()
    if actor is None:
        missing = (
            _("Không có tài khoản %(name)s.") % {"name": username} if username else _("Chưa có quản trị hệ thống.")
        )
        raise CommandError(missing)
    return actor


def _section(slug: str) -> Section:
    sections = Section.objects.order_by("path")
    found = sections.filter(slug=slug).first() if slug else sections.first()
    if found is None:
        known = ", ".join(sections.values_list("slug", flat=True)) or _("chưa có mục nào")
        raise CommandError(_("Không có chuyên mục %(slug)s. Hiện có: %(known)s.") % {"slug": slug, "known": known})
    return found


def _tell(command: BaseCommand, found: ImportedArticle) -> None:
    for line in (*_recognised(found), *_left_out(found), *_suggested(found)):
        command.stdout.write(line)


def _recognised(found: ImportedArticle) -> Iterator[str]:
    derived = _(" (đặt tạm)") if found.title_is_derived else ""
    count = {kind: sum(each.kind == kind for each in found.body) for kind in BlockKind}
    yield _("Nhận ra:")
    yield f"  {_('đầu đề')}{derived}: {found.title}"
    yield f"  {_('ngày đăng')}: {said_in_full(found.published_at)}"
    yield f"  {_('mở đầu')}: {_short(found.lead)}"
    yield "  " + _("thân bài: %(paragraphs)d đoạn, %(headings)d tiêu đề nhỏ, %(items)d mục, %(quotes)d trích dẫn") % {
        "paragraphs": count[BlockKind.PARAGRAPH], "headings": count[BlockKind.HEADING],
        "items": count[BlockKind.ITEM], "quotes": count[BlockKind.QUOTE],
    }  # fmt: skip
    yield from (f"  {_('chú thích ảnh')}: {_short(text)}" for text in found.captions)
    yield from (f"  {_('ký tên')}: {text}" for text in (found.author,) if text)
    yield from (f"  {_('nguồn')}: {text}" for text in (found.source,) if text)
    yield from (f"  {_('lưu ý')}: {text}" for text in found.notes)


def _left_out(found: ImportedArticle) -> Iterator[str]:
    if found.dropped:
        yield _("Bỏ ra ngoài:")
    yield from (f"  {each.reason}: {_short(each.text)}" for each in found.dropped)


def _suggested(found: ImportedArticle) -> Iterator[str]:
    day: date = found.published_at.date()
    rows = figure_suggestions(found.text, day)
    if rows:
        yield _("Bằng số trong sổ đăng ký ngày %(day)s, có thể thay bằng số liệu sống:") % {"day": f"{day:%d/%m/%Y}"}
    yield from (f"  {each.around}: {each.figure.label}" for each in rows)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"


def _tell_outcome(command: BaseCommand, imported: Imported) -> None:
    article = imported.article
    if imported.is_new:
        said = _("Đã nhập và đăng bài") if imported.published else _("Đã lưu bản nháp")
    elif imported.published:
        said = _("Bài này đã nhập trước đây, nay đăng bản nháp đang chờ")
    else:
        state = _("đang đăng") if article.live else _("bản nháp")
        said = _("Bài này đã nhập trước đây (%(state)s), không nhập lại") % {"state": state}
    command.stdout.write(f"{said}: {article.title} ({article.get_absolute_url()})")
