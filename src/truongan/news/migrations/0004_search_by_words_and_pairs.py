from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Substr

from truongan.news.words import kept_words

STEP = 4  # letters of a page's path per level


def fill(apps, schema_editor) -> None:
    """Every entry anew from the text it keeps and the title of its article."""
    entries, pages = apps.get_model("news", "SearchEntry"), apps.get_model("wagtailcore", "Page")
    above = pages.objects.filter(path=Substr(OuterRef("article__path"), 1, 3 * STEP)).values("pk")[:1]
    found = entries.objects.annotate(title=models.F("article__title"), above=Subquery(above))
    found = found.annotate(dated=models.F("article__published_at")).only("text")
    for each in found.iterator(chunk_size=200):
        words = Value(kept_words(each.title, each.text), output_field=ArrayField(TextField()))
        entries.objects.filter(pk=each.pk).update(
            section_id=each.above,
            published_at=each.dated,
            words=Func(words, function="array_to_tsvector", output_field=SearchVectorField()),
        )


class Migration(migrations.Migration):
    dependencies = [("news", "0003_article_directive")]

    operations = [
        migrations.AddField("searchentry", "published_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "searchentry",
            "section",
            models.ForeignKey(null=True, on_delete=models.deletion.CASCADE, related_name="+", to="news.section"),
        ),
        migrations.AddField("searchentry", "words", SearchVectorField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
