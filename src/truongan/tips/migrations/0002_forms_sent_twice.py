from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tips", "0001_tips")]

    operations = [
        migrations.AddField(
            model_name="spentform",
            name="minute_hash",
            field=models.CharField(default="", max_length=64),  # forms already sent are not shown again
            preserve_default=False,
        ),
    ]
