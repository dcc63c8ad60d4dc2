"""Loading the demonstration the way real work would have filled the register: workbook by workbook, day by day."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import User
from truongan.activities.models import Photo
from truongan.demo.accounts import appoint_cast, appoint_heads, create_cast, place_officers
from truongan.demo.agencies import create_agencies, route_everyone
from truongan.demo.cast import MERGER, START
from truongan.demo.chain.chapters import Chapter, chapters
from truongan.demo.chain.stage import Stage
from truongan.demo.examples import example_of_errors
from truongan.demo.models import DemoMark
from truongan.demo.places import ARTICLE_DAY, PROVINCE
from truongan.demo.rows import Sending
from truongan.demo.story import Story
from truongan.demo.writing import workbook_bytes
from truongan.directives.models import ProgressFile
from truongan.movement.imports.importing import import_workbook
from truongan.movement.imports.uploads import receive_workbook
from truongan.news.models import Photo as NewsPhoto
from truongan.news.models import PhotoRendition
from truongan.organizations.actions import follow_succession
from truongan.organizations.models import Organization
from truongan.support.models import Attachment
from truongan.territory.actions import load_territory
from truongan.territory.models import AdministrativeUnit
from truongan.workbooks.models import Upload

Say = Callable[[str], None]
MARK_FILE = "demo"  # in TRUONGAN_HOME: the settings read it when a process starts, so that pages say what they show


class CannotLoad(Exception):
    """The installation holds something that is not the demonstration. The message may be shown."""


def load_demo(*, until: date, now: datetime, say: Say = lambda text: None) -> int:
    """Load the demonstration province up to `until`; returns how many workbooks went in.

    Loading again takes only what has happened since: the same day changes nothing. An interrupted load goes on
    where it stopped. Raises CannotLoad where the register holds anything real.
    """
    mark = _mark(now)
    if mark.loaded_until and mark.loaded_until >= until:
        return 0
    _prepare(now, say)
    story = Story()
    count = _tell(story, until, mark, say)
    _settle(story, until, mark, now)
    return count


def write_workbooks(*, folder: Path, until: date) -> list[Path]:
    """Write every workbook of the demonstration into the folder, and one full of mistakes to try the importer with."""
    folder.mkdir(parents=True, exist_ok=True)
    story = Story()
    written = []
    for sending in story.sendings(until):
        if sending.sent_on == ARTICLE_DAY:
            first = sending
        written.append(_write(folder, sending))
    written.append(_write(folder, example_of_errors(first)))
    return written


def _write(folder: Path, sending: Sending) -> Path:
    path = folder / sending.filename
    path.write_bytes(workbook_bytes(sending))
    return path


@transaction.atomic
def _mark(now: datetime) -> DemoMark:
    """The mark, set before anything else: a load that breaks off leaves a marked installation, not a mixed one."""
    mark = DemoMark.objects.filter(pk=1).first()
    if mark is None:
        if Organization.objects.exists() or User.objects.exists():
            raise CannotLoad(
                _("Cơ sở dữ liệu này đã có đơn vị hoặc tài khoản thật nên không nạp dữ liệu minh họa vào đây.")
            )
        mark = DemoMark.objects.create(pk=1, created_at=now)
    (settings.HOME / MARK_FILE).touch()
    return mark


def _prepare(now: datetime, say: Say) -> None:
    if not AdministrativeUnit.objects.exists():
        say(_("Nạp địa giới hành chính"))
        load_territory()
    say(_("Lập các cơ quan và tài khoản"))
    create_agencies(now=now)
    create_cast(now=now)
    appoint_cast()


def _tell(story: Story, until: date, mark: DemoMark, say: Say) -> int:
    """Import what was sent, carry everyone through the reforms of territory, tell the chapters, as the days went."""
    between, count = _between(until, mark), 0
    known = set(Upload.objects.filter(status=Upload.Status.IMPORTED).values_list("sha256", flat=True))
    for sending in story.sendings(until):
        while between and between[0][:2] < (sending.sent_on, _SENT):
            _happen(story, between.pop(0)[2], mark, say)
        content = workbook_bytes(sending)
        if hashlib.sha256(content).hexdigest() not in known:
            say(_("Nhập %(file)s (%(rows)d dòng)") % {"file": sending.filename, "rows": sending.row_count})
            _import(sending, content)
            count += 1
    for _day, _order, happening in between:
        _happen(story, happening, mark, say)
    return count


_REFORMED, _SENT, _TOLD = range(3)  # what comes first on one day


def _between(until: date, mark: DemoMark) -> list[tuple[date, int, date | Chapter]]:
    """Reforms and chapters not told yet, with their days, in order."""
    found: list[tuple[date, int, date | Chapter]] = [(day, _REFORMED, day) for day in _reforms(until)]
    found += [(each.day, _TOLD, each) for each in chapters(mark.loaded_until, until) if each.key not in mark.told]
    return sorted(found, key=lambda each: each[:2])


def _happen(story: Story, happening: date | Chapter, mark: DemoMark, say: Say) -> None:
    if isinstance(happening, date):
        _reform(story, happening, say)
    else:
        _tell_chapter(happening, mark, say)


@transaction.atomic
def _tell_chapter(chapter: Chapter, mark: DemoMark, say: Say) -> None:
    """Whole or not at all: a load that breaks off begins the chapter anew."""
    say(_("Kể tiếp: %(title)s") % {"title": chapter.title})
    chapter.tell(Stage(chapter.key))
    mark.told = [*mark.told, chapter.key]
    mark.save(update_fields=["told"])


def _import(sending: Sending, content: bytes) -> None:
    """As the movement officer would on the evening of that day."""
    actor = User.objects.get(username="can-bo-tinh")
    sent_at = timezone.make_aware(datetime.combine(sending.sent_on, time(17)))
    upload = receive_workbook(actor=actor, content=content, filename=sending.filename, kind=sending.kind, now=sent_at)
    import_workbook(actor=actor, upload=upload, now=sent_at)


def _reforms(until: date) -> list[date]:
    """Days on which units of the province changed."""
    changed = AdministrativeUnit.objects.filter(
        path__startswith=f"{PROVINCE[0]}.{PROVINCE[1]:%y%m}/", valid_to__lte=until
    )
    return sorted({day for day in changed.values_list("valid_to", flat=True) if day})


def _reform(story: Story, day: date, say: Say) -> None:
    midnight = timezone.make_aware(datetime.combine(day, time()))
    followed = follow_succession(actor=None, effective_on=day, now=midnight)
    if followed.placed:
        said = {"day": f"{day:%d/%m/%Y}", "count": followed.placed}
        say(_("Địa giới đổi từ %(day)s: chuyển %(count)d đơn vị") % said)
    if day == MERGER:
        place_officers(story.people, day)
        route_everyone(day)


@transaction.atomic
def _settle(story: Story, until: date, mark: DemoMark, now: datetime) -> None:
    """Posts, homes and reporting routes as they are on the last day told."""
    place_officers(story.people, START)
    if until >= MERGER:
        place_officers(story.people, MERGER)
    appoint_cast()
    appoint_heads()
    route_everyone(until)
    mark.loaded_until, mark.finished_at = until, now
    mark.save(update_fields=["loaded_until", "finished_at"])


def _kept_files() -> Iterator[QuerySet]:
    """Names of everything stored beside the database."""
    yield Upload.objects.values_list("file", "returned_file")
    yield Photo.objects.values_list("file", "thumbnail")
    yield ProgressFile.objects.values_list("file")
    yield NewsPhoto.objects.values_list("file")
    yield PhotoRendition.objects.values_list("file")
    yield Attachment.objects.values_list("file")


def clear_demo() -> None:
    """Empty the whole installation, which must be a demonstration: tables are dropped and made anew by the caller.

    The audit record cannot be emptied row by row, on purpose; hence the whole schema. Raises CannotLoad where the
    register holds anything that is not the demonstration.
    """
    if not DemoMark.objects.exists() and (Organization.objects.exists() or User.objects.exists()):
        raise CannotLoad(_("Cơ sở dữ liệu này không phải bản minh họa nên không xóa."))
    files = [name for rows in _kept_files() for names in rows for name in names if name]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")  # a running web or worker would hold us forever
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    (settings.HOME / MARK_FILE).unlink(missing_ok=True)
    for name in files:
        default_storage.delete(name)
