from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movement", "0011_groups_complete")]

    operations = [
        migrations.AddField(
            model_name="grouppost",
            name="tells_members",
            field=models.BooleanField(default=False, verbose_name="báo riêng từng thành viên"),
        ),
    ]
