from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0004_search_by_words_and_pairs")]

    operations = [
        migrations.RemoveIndex("searchentry", "news_search_by_words"),
        migrations.RemoveField("searchentry", "vector"),
        migrations.RemoveField("searchentry", "text_folded"),
        migrations.AddIndex("searchentry", GinIndex(fields=["words"], name="news_search_by_words", fastupdate=False)),
    ]
