"""Verbs in Vietnamese. Each context keeps its own in `audit_labels.py` as a dict `AUDIT_LABELS`."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@cache
def labels() -> dict[str, str]:
    """verb → words ("accounts.phone.revealed" → "xem số điện thoại"), collected from every installed context."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.audit_labels"
        if config.name.startswith("truongan.") and find_spec(module):
            found.update(import_module(module).AUDIT_LABELS)
    return found


def label_of(verb: str) -> str:
    """The verb in words; the verb itself while its context has none for it."""
    return str(labels().get(verb, verb))
