from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_report_on_a_directive'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='resultreport',
            name='report_sealed_iff_it_has_seal_and_number',
        ),
        migrations.RemoveConstraint(
            model_name='submission',
            name='submission_sealed_iff_it_has_a_number',
        ),
        migrations.AddConstraint(
            model_name='resultreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('seal', None), ('status', 'draft')), models.Q(('number__gte', 1), ('number__isnull', False), ('seal__isnull', False), ('status', 'sealed')), _connector='OR'), name='report_sealed_iff_it_has_seal_and_number'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__gte', 1), ('number__isnull', False), ('seal__isnull', False), ('sealed_at__isnull', False), ('status', 'sealed')), models.Q(models.Q(('status', 'sealed'), _negated=True), ('number', None), ('sealed_at', None)), _connector='OR'), name='submission_sealed_iff_it_has_a_number'),
        ),
    ]
