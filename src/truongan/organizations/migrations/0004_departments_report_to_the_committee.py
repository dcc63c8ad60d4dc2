from datetime import date

from django.db import migrations

SECTORS = ("police", "education", "health", "union")
ALWAYS = date(2000, 1, 1)


def fill(apps, schema_editor):
    """The departments of a province answer to its committee for the movement; an administrator may change it."""
    rules = apps.get_model("organizations", "RoutingRule").objects
    for sector in SECTORS:
        if not rules.filter(sector=sector, level="province").exists():
            rules.create(
                sector=sector, level="province", school_level="", to_sector="committee", to_level="province",
                priority=1, valid_from=ALWAYS,
            )


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_calendar_exceptions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
