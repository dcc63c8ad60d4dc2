from django.db import migrations, models

from truongan.kernel.text import fold


def fill(apps, _schema_editor) -> None:
    alerts = apps.get_model("alerts", "Alert").objects.select_related("organization", "school", "unit")
    for alert in alerts.iterator():
        place = alert.school.name if alert.school else alert.unit.full_name if alert.unit else ""
        alert.search_fold = fold(f"{alert.subject} {alert.organization.name} {place} {alert.text}")[:1000]
        alert.save(update_fields=["search_fold"])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_starting_templates")]
    operations = [
        migrations.AddField(
            model_name="alert",
            name="search_fold",
            field=models.CharField(default="", editable=False, max_length=1000),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
