"""What templates may ask about the demonstration."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from truongan.demo.cast import CAST, PASSWORD
from truongan.demo.models import DemoMark

_known: dict[str, bool] = {}


def is_demo(request: HttpRequest) -> dict:
    """`is_demo`, `demo_cast` (people with a sign-in) and `demo_password`; the last two only where it is one.

    A found mark is remembered by the process: a demonstration never becomes an installation in use.
    """
    return {
        "is_demo": SimpleLazyObject(has_mark),
        "demo_cast": SimpleLazyObject(lambda: CAST if has_mark() else ()),
        "demo_password": SimpleLazyObject(lambda: PASSWORD if has_mark() else ""),
    }


def has_mark() -> bool:
    if not _known.get("mark"):
        _known["mark"] = DemoMark.objects.filter(finished_at__isnull=False).exists()
    return _known["mark"]
