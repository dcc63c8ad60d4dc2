from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="rollcallschedule", name="blocked_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="rollcallschedule",
            name="blocked_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="vì sao không gọi được"),
        ),
    ]
