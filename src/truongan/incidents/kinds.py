"""What the routing matrix calls our categories and severities: the names that hold from now on."""

from truongan.incidents.models import Category, Severity


def categories() -> list[tuple[str, str]]:
    return list(Category.objects.filter(valid_to=None).order_by("position", "pk").values_list("code", "name"))


def severities() -> list[tuple[str, str]]:
    return list(Severity.objects.filter(valid_to=None).order_by("rank", "pk").values_list("code", "name"))
