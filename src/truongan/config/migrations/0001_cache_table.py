from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    # The cache counts sign-in failures for all web processes; DatabaseCache keeps its table outside the models.
    dependencies = []
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
