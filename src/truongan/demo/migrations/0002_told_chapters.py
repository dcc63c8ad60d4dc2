from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demo", "0001_demo_mark")]
    operations = [
        migrations.AddField(model_name="demomark", name="told", field=models.JSONField(default=list)),
    ]
