from django.db import migrations

from truongan.web.page_cache import announce_changes


class Migration(migrations.Migration):
    """Questions of citizens are counted in public as well."""

    dependencies = [
        ('figures', '0002_public_figures_announce_changes'),
        ('support', '0001_questions_and_routes'),
    ]

    operations = [announce_changes('figures', 'support_question')]
