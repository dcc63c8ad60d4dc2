"""Signing people in past the form, and hearing what their browser complains about."""

import re

from django.conf import settings
from django.test import Client

from truongan.accounts.models import User

# What a browser says of an answer that is as it should be.
_NO_COMPLAINT = re.compile(r"status of (403|404|410|422)")


def session_of(who: str, site: str) -> dict:
    """The cookie of this person of the cast, signed in."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    user = User.objects.get(username=who.replace("_", "-"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {"name": name, "value": client.cookies[name].value, "url": site}


def listen(page):
    """The page, with `.complaints`: errors, and what its content security policy refused."""
    page.complaints = []

    def hear(text: str) -> None:
        if not _NO_COMPLAINT.search(text):
            page.complaints.append(text)

    page.on("console", lambda message: hear(message.text))
    page.on("pageerror", lambda error: hear(str(error)))
    return page
