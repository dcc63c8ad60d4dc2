from django.db import migrations

from truongan.alerts.starting_templates import STARTING


def add(apps, schema_editor):
    template = apps.get_model("alerts", "AlertTemplate")
    for each in STARTING:
        template.objects.get_or_create(code=each["code"], defaults={k: v for k, v in each.items() if k != "code"})


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_alerts")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
