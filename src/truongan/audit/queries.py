"""What happened to one thing, or in one place, told in words."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from truongan.audit.labels import label_of
from truongan.audit.models import Entry


def history_of(target: models.Model, limit: int = 20) -> list[dict[str, Any]]:
    """Newest first: lines of the component `change_log` about this object, at most `limit` entries; one query."""
    entries = Entry.objects.about(target).select_related("actor__person").order_by("-pk")[:limit]
    return [line for entry in entries for line in change_lines(entry)]


def change_lines(entry: Entry) -> Iterator[dict[str, Any]]:
    """One line for each changed field, or one for the entry as a whole."""
    about = {"at": entry.at, "actor": actor_name(entry), "label": entry.label, "entry": entry}
    text = label_of(entry.verb)
    changes = entry.data.get("changes")
    if not isinstance(changes, dict) or not changes:
        yield {**about, "text": _with_reason(text, entry.data)}
        return
    for field, (before, after) in changes.items():
        yield {**about, "text": f"{text}: {field}", "before": _shown(before), "after": _shown(after)}


def actor_name(entry: Entry) -> str:
    """The person's name; the console and the system itself have none."""
    return entry.actor.display_name if entry.actor else _("Hệ thống")


def _with_reason(text: str, data: dict[str, Any]) -> str:
    reason = data.get("reason") or data.get("note")
    return f"{text} ({reason})" if reason else text


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "" if value is None else str(value)
