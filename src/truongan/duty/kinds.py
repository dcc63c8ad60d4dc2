"""What the codes in rules are called: contexts above name their categories and severities here."""

from collections.abc import Callable, Iterable

Choices = Callable[[], Iterable[tuple[str, str]]]
_kinds: dict[str, Choices] = {}


def contribute_kinds(*, categories: Choices, severities: Choices) -> None:
    """Offer categories and severities, (code, Vietnamese name) each. Called in the context's AppConfig.ready()."""
    _kinds["categories"], _kinds["severities"] = categories, severities


def categories() -> list[tuple[str, str]]:
    return _named("categories")


def severities() -> list[tuple[str, str]]:
    return _named("severities")


def _named(kind: str) -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in _kinds[kind]()] if kind in _kinds else []
