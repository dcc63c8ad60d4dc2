from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_rules_considered")]
    operations = [
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("state", "reported")), fields=["reported_at"], name="incident_unanswered"
            ),
        ),
    ]
