import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("truongan.")}


@pytest.mark.django_db
def test_no_model_change_is_missing_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_every_migration_has_a_name_that_says_what_it_does():
    names = [f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations if app in OURS]
    assert [name for name in names if "auto_" in name] == []


@pytest.mark.django_db
def test_each_context_has_one_last_migration():
    assert MigrationLoader(connection).detect_conflicts() == {}


def test_every_constraint_and_index_has_a_name_of_its_own():
    """Named by us: the name is what an operator reads when the database refuses something."""
    nameless = [
        f"{model.__name__}.{each.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for each in (*model._meta.constraints, *model._meta.indexes)
        if not each.name or re.search(r"_[0-9a-f]{6}_(idx|uniq)$", each.name)
    ]
    assert nameless == []
