"""The demonstration in the register, brought there by the product's own importer."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from tests.demo.told import check_thread_of_1646, check_work_of_the_cast
from tests.factories import make_organization, unit
from truongan.accounts.models import Appointment, Beat, Person, User
from truongan.activities.models import Activity
from truongan.audit.actions import broken_links
from truongan.audit.models import Entry
from truongan.demo.actions import CannotLoad, clear_demo, load_demo
from truongan.demo.cast import CAST, PASSWORD
from truongan.demo.context import cast as cast_context
from truongan.demo.examples import example_of_errors
from truongan.demo.models import DemoMark
from truongan.demo.places import ARTICLE_DAY
from truongan.demo.story import Story
from truongan.demo.writing import workbook_bytes
from truongan.movement.imports.importing import CannotImport, import_workbook
from truongan.movement.imports.uploads import receive_workbook
from truongan.movement.ledger import take_statistics
from truongan.movement.models import ConnectionGroup, Declaration, LedgerRow, Scheme, TeamMembership
from truongan.organizations.models import Organization, Placement
from truongan.workbooks.models import Upload

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
STOCKS = ("schemes", "teams", "team_memberships", "groups", "group_memberships")


def stocks(day: date) -> tuple[int, ...]:
    sums = LedgerRow.objects.filter(day__lte=day).aggregate(**{name: Sum(name) for name in STOCKS})
    return tuple(sums[name] for name in STOCKS)


@pytest.fixture
def own_home(settings, tmp_path):
    """The mark that makes pages say "demonstration" stays with this test."""
    settings.HOME = tmp_path
    return tmp_path


def test_pages_know_the_cast_only_in_a_demonstration(rf, settings):
    settings.DEMO = False
    assert cast_context(rf.get("/")) == {}
    settings.DEMO = True
    assert cast_context(rf.get("/"))["demo_cast"] == CAST


def test_it_is_not_loaded_where_something_real_stands(territory):
    make_organization(place=unit("24", date(2026, 1, 1)))
    with pytest.raises(CannotLoad):
        load_demo(until=ARTICLE_DAY, now=NOW)
    assert not DemoMark.objects.exists()


def test_an_installation_in_use_is_never_emptied(territory):
    make_organization(place=unit("24", date(2026, 1, 1)))
    with pytest.raises(CannotLoad):
        clear_demo()
    with pytest.raises(CommandError, match="không phải bản minh họa"):
        call_command("demo", reset=True)
    assert Organization.objects.count() == 1


@pytest.mark.slow
def test_the_register_adds_up_to_the_article(territory, own_home):
    # One transaction: what the product does after each commit is done between the parts here.
    count = load_demo(until=ARTICLE_DAY, now=NOW, say=lambda _text: take_statistics())
    assert count == 10
    assert stocks(ARTICLE_DAY) == (322, 628, 5398, 484, 5103)
    _check_traces()
    _check_cast()
    _check_declared()
    _check_bad_example()
    check_thread_of_1646()
    entries = Entry.objects.count()
    assert load_demo(until=ARTICLE_DAY, now=NOW) == 0
    assert Entry.objects.count() == entries, "loading again says nothing and does nothing"
    call_command("ledger", "verify")
    call_command("audit", "verify")
    assert (own_home / "demo").exists()


def _check_traces():
    """Every record opens down to a row of a file."""
    assert not Scheme.objects.filter(source=None).exists()
    assert not TeamMembership.objects.filter(source=None).exists()
    assert not ConnectionGroup.objects.filter(source=None).exists()
    assert Upload.objects.filter(status=Upload.Status.IMPORTED).count() == 10
    assert not list(broken_links())


def _check_cast():
    assert User.objects.count() == len(CAST)
    officer = User.objects.get(username="can-bo-tinh")
    assert officer.check_password(PASSWORD)
    assert officer.scope.may_write(Organization.objects.get(code="MH-222-501"))
    stranger = User.objects.get(username="hieu-truong-khac")
    assert list(Organization.objects.visible_to(stranger).values_list("code", flat=True)) == ["MH-217-501"]
    assert Person.objects.get(name="Lê Thu Hà", user__isnull=False).team_memberships.exists()
    assert Appointment.objects.filter(is_head=True).count() > 200


def _check_declared():
    declared = Declaration.objects.filter(measure="teams.count", on=ARTICLE_DAY).aggregate(sum=Sum("value"))["sum"]
    assert 628 < declared < 700


def _check_bad_example():
    """The workbook of mistakes is given back whole, and leaves the register as it was."""
    example = example_of_errors(next(Story().sendings(ARTICLE_DAY)))
    actor = User.objects.get(username="can-bo-tinh")
    content = workbook_bytes(example)
    upload = receive_workbook(actor=actor, content=content, filename=example.filename, kind=example.kind, now=NOW)
    with pytest.raises(CannotImport) as refusal:
        import_workbook(actor=actor, upload=upload, now=NOW)
    assert len(refusal.value.plan.rejected_rows) >= 9
    assert stocks(ARTICLE_DAY) == (322, 628, 5398, 484, 5103)


@pytest.mark.slow
def test_life_goes_on_to_the_present(territory, own_home):
    today = date(2026, 11, 22)
    # The test is one transaction: what the product does after each commit is done between the files here.
    load_demo(until=today, now=NOW, say=lambda _text: take_statistics())
    assert stocks(ARTICLE_DAY) == (322, 628, 5398, 484, 5103)
    before, after = stocks(date(2025, 6, 30)), stocks(date(2025, 7, 1))
    assert before == after, "a merger moves schools, it does not change what they have"
    assert stocks(today)[0] > 322
    assert LedgerRow.objects.filter(day__lte=today).aggregate(sum=Sum("groups_active"))["sum"] < stocks(today)[3]
    schools = Organization.objects.schools()
    standing = Placement.objects.on(today).filter(organization__in=schools)
    assert standing.count() == schools.count() == 759
    assert standing.filter(path__startswith="24.2507/", unit__level="commune").count() == 759
    assert not schools.filter(reports_to=None).exists()
    assert not Placement.objects.left_behind().exists()
    assert not Person.objects.filter(organization__closed_on__isnull=False).exists()
    assert Beat.objects.on(today).filter(unit__valid_to=None).exists()
    check_thread_of_1646()
    check_work_of_the_cast()
    assert not Activity.objects.filter(on__gt=today).exists()
    # What Wagtail notes of its pages bears the hour of the clock, as its own history does.
    late = Entry.objects.filter(at__gt=NOW).exclude(verb__startswith="movement").exclude(verb__startswith="news.page")
    assert not late.exists()
    call_command("audit", "verify")
