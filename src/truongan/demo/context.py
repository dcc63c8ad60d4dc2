"""What templates may show of the demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from truongan.demo.cast import CAST, PASSWORD


def cast(request: HttpRequest) -> dict[str, Any]:
    """`demo_cast` (people with a sign-in) and `demo_password`, only where the installation is a demonstration.

    Asked of the settings, not of the database: no page pays a query for it.
    """
    return {"demo_cast": CAST, "demo_password": PASSWORD} if settings.DEMO else {}
