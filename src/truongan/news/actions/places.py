"""The places every installation has before anybody writes: the tree, its first section, the editors' groups."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site
from wagtail.users.models import UserProfile

from truongan.news.actions.workflow import ensure_workflow
from truongan.news.models import INDEX_SLUG, NewsIndex, Section
from truongan.news.rules import AUTHORS, EDITORS, PUBLISHERS

# What Wagtail would send by mail to whoever asks for it in a screen that is closed here.
MAILS = (
    "submitted_notifications",
    "approved_notifications",
    "rejected_notifications",
    "updated_comments_notifications",
)
FIRST_SECTION = ("phong-trao", _("Phong trào"))
_ON_PAGES = {
    AUTHORS: ("add_page",),
    EDITORS: ("add_page", "change_page"),
    PUBLISHERS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
_ON_FILES = {
    AUTHORS: ("add", "choose"),
    EDITORS: ("add", "change", "choose"),
    PUBLISHERS: ("add", "change", "delete", "choose"),
}


@transaction.atomic
def ensure_places() -> NewsIndex:
    """The index at `/tin-tuc/` as root of the only site, the three groups with what they may do, and the way of an article.

    May be called any number of times: what is there stays as the editors made it.
    """
    index = _index()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": settings.ALLOWED_HOSTS[0], "root_page": index, "site_name": settings.SITE_NAME},
    )
    for name in (AUTHORS, EDITORS, PUBLISHERS):
        _ensure_group(name, index)
    ensure_workflow(index)
    _keep_mail_off()
    return index


def _keep_mail_off() -> None:
    """The product's inbox tells people what waits for them: see also `receivers.without_mail`."""
    UserProfile.objects.update(**dict.fromkeys(MAILS, False))


def _index() -> NewsIndex:
    found = NewsIndex.objects.order_by("path").first()
    if found:
        return found
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    _remove_welcome_page(root)
    index = root.add_child(instance=NewsIndex(title=str(_("Tin tức")), slug=INDEX_SLUG))
    slug, title = FIRST_SECTION
    index.add_child(instance=Section(title=str(title), slug=slug))
    return index


def _remove_welcome_page(root: Page) -> None:
    """Wagtail's own first migration makes one, and a site that points at it."""
    page = root.get_children().filter(slug="home", content_type__model="page").first()
    if page and not page.get_children().exists():
        Site.objects.filter(root_page=page).delete()
        page.delete()


def _ensure_group(name: str, index: NewsIndex) -> None:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for codename in _ON_PAGES[name]:
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.get_or_create(group=group, page=index.page_ptr, permission=permission)
    _allow_files(group, _ON_FILES[name])


def _allow_files(group: Group, verbs: tuple[str, ...]) -> None:
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    # Wagtail asks for the permissions of its own image model, whichever model keeps the pictures.
    wanted = [f"{verb}_{kind}" for verb in verbs for kind in ("image", "document")]
    for permission in Permission.objects.filter(
        codename__in=wanted, content_type__app_label__in=("wagtailimages", "wagtaildocs")
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
