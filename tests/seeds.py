"""What the migrations wrote, brought back after a test with real transactions emptied every table."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

_SEEDS: dict[type[models.Model], list[models.Model]] = {}


def remember_seeds() -> None:
    """Once, before any test: the rows of the product's own tables in a database that is only migrated."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("truongan.") and (rows := list(model._base_manager.all())):
            _SEEDS[model] = rows


def bring_seeds() -> None:
    """Fill those tables that are empty now. Nothing is done in a test that still has them."""
    missing = {model: rows for model, rows in _SEEDS.items() if not model._base_manager.exists()}
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in missing.items():
            model._base_manager.bulk_create(rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(missing)):
            cursor.execute(statement)
