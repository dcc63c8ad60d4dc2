from django.db import migrations

from truongan.web.page_cache import announce_changes


class Migration(migrations.Migration):
    """The public list of documents shows a directive and its signed file."""

    dependencies = [('directives', '0004_acknowledged_receipts_counted_by_index')]

    operations = [announce_changes('documents', 'directives_directive', 'directives_directivefile')]
