from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("news", "0005_search_index")]

    operations = [
        migrations.RemoveField("searchentry", "title_folded"),
        migrations.AddIndex(
            "searchentry",
            models.Index(F("published_at").desc(nulls_last=True), F("article").desc(), name="news_search_newest"),
        ),
    ]
