from django.db import migrations

from truongan.web.live import announce_rows


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_outbox")]

    operations = [announce_rows("channels_notice", person="person_id", org="organization_id")]
