import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directives', '0001_directives_receipts_assignments'),
        ('figures', '0001_seals'),
        ('organizations', '0002_routing_rules'),
        ('reports', '0001_result_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('week', 'Báo cáo tuần'), ('month', 'Báo cáo tháng'), ('quarter', 'Báo cáo quý'), ('half', 'Báo cáo 6 tháng'), ('year', 'Báo cáo năm'), ('school-year', 'Báo cáo năm học'), ('thematic', 'Báo cáo chuyên đề'), ('quick', 'Báo cáo nhanh')], max_length=12, verbose_name='loại kỳ')),
                ('name', models.CharField(max_length=200, verbose_name='kỳ báo cáo')),
                ('since', models.DateField(verbose_name='từ ngày')),
                ('until', models.DateField(verbose_name='đến hết ngày')),
                ('deadlines', models.JSONField(default=dict, verbose_name='hạn nộp')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('government', 'Chính quyền'), ('committee', 'Ban Chỉ đạo'), ('police', 'Công an'), ('education', 'Giáo dục'), ('health', 'Y tế'), ('union', 'Đoàn thể'), ('school', 'Trường học')], max_length=12), default=list, size=None, verbose_name='ngành báo cáo')),
                ('request', models.TextField(blank=True, verbose_name='yêu cầu')),
                ('repeats', models.BooleanField(default=False, verbose_name='tự mở kỳ sau')),
                ('opened_at', models.DateTimeField()),
                ('gathered_at', models.DateTimeField(null=True)),
                ('directive', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_cycles', to='directives.directive', verbose_name='theo văn bản')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_cycles', to='organizations.organization', verbose_name='cơ quan tổng hợp')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('nation', 'Trung ương'), ('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã'), ('school', 'Cơ sở')], max_length=10)),
                ('due_on', models.DateField(null=True, verbose_name='hạn nộp')),
                ('status', models.CharField(choices=[('due', 'Chưa lập'), ('draft', 'Đang lập'), ('submitted', 'Đã nộp'), ('returned', 'Trả lại'), ('accepted', 'Đã duyệt'), ('sealed', 'Đã chốt')], default='due', max_length=9)),
                ('work', models.TextField(blank=True, verbose_name='công tác chỉ đạo, triển khai')),
                ('results', models.TextField(blank=True, verbose_name='kết quả')),
                ('difficulties', models.TextField(blank=True, verbose_name='khó khăn, hạn chế')),
                ('proposals', models.TextField(blank=True, verbose_name='đề xuất, kiến nghị')),
                ('next_steps', models.TextField(blank=True, verbose_name='phương hướng, nhiệm vụ')),
                ('noted_ids', models.JSONField(default=list)),
                ('without_reason', models.TextField(blank=True, verbose_name='lý do đi tiếp khi còn thiếu đơn vị')),
                ('gathered', models.JSONField(default=dict)),
                ('comparison', models.JSONField(default=dict)),
                ('return_reason', models.TextField(blank=True, verbose_name='lý do trả lại')),
                ('is_late', models.BooleanField(default=False, verbose_name='nộp trễ')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='nộp lúc')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='duyệt lúc')),
                ('superior_name', models.CharField(blank=True, max_length=300, verbose_name='cơ quan chủ quản')),
                ('issuer_name', models.CharField(blank=True, max_length=300, verbose_name='tên cơ quan trên văn bản')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='địa danh')),
                ('symbol', models.CharField(blank=True, max_length=40, verbose_name='ký hiệu')),
                ('number', models.PositiveIntegerField(null=True, verbose_name='số')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày ban hành')),
                ('authority', models.CharField(blank=True, max_length=4, verbose_name='thẩm quyền ký')),
                ('signer_title', models.CharField(blank=True, max_length=200, verbose_name='chức vụ người ký')),
                ('signer_own_title', models.CharField(blank=True, max_length=200, verbose_name='chức vụ ở cơ quan')),
                ('signer_name', models.CharField(blank=True, max_length=100, verbose_name='người ký')),
                ('recipients', models.TextField(blank=True, verbose_name='nơi nhận')),
                ('sealed_at', models.DateTimeField(null=True)),
                ('updated_at', models.DateTimeField()),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='reports.reportcycle')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='organizations.organization')),
                ('seal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submission', to='figures.seal')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('superior', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions_below', to='organizations.organization', verbose_name='nộp lên')),
            ],
        ),
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('reason', models.TextField(verbose_name='nội dung, lý do đính chính')),
                ('changes', models.JSONField(default=list)),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('symbol', models.CharField(max_length=40, verbose_name='ký hiệu')),
                ('issued_on', models.DateField(verbose_name='ngày ban hành')),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='reports.submission')),
            ],
        ),
        migrations.CreateModel(
            name='SubmissionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=4)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('addendum', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.addendum')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.submission')),
            ],
        ),
        migrations.AddIndex(
            model_name='reportcycle',
            index=models.Index(fields=['issuer', 'kind', '-until'], name='report_cycle_by_issuer'),
        ),
        migrations.AddIndex(
            model_name='reportcycle',
            index=models.Index(fields=['directive'], name='report_cycle_by_directive'),
        ),
        migrations.AddConstraint(
            model_name='reportcycle',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='report_cycle_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='reportcycle',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['thematic', 'quick']), _negated=True), fields=('issuer', 'kind', 'since'), name='report_cycle_once_per_period'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['cycle', 'path'], name='submission_tree', opclasses=['int8_ops', 'text_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['organization', 'status'], name='submission_by_organization'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['superior', 'status'], name='submission_by_superior'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('status__in', ['due', 'draft', 'returned'])), fields=['due_on'], name='submission_open_by_day'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('cycle', 'organization'), name='submission_once_per_organization'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__gte', 1), ('seal__isnull', False), ('sealed_at__isnull', False), ('status', 'sealed')), models.Q(models.Q(('status', 'sealed'), _negated=True), ('number', None), ('sealed_at', None)), _connector='OR'), name='submission_sealed_iff_it_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['due', 'draft']), models.Q(('status', 'returned'), models.Q(('return_reason', ''), _negated=True)), models.Q(('seal__isnull', False), ('status__in', ['submitted', 'accepted', 'sealed']), ('submitted_at__isnull', False)), _connector='OR'), name='submission_sent_has_figures_returned_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='addendum',
            constraint=models.UniqueConstraint(fields=('submission', 'ordinal'), name='addendum_numbered_within_its_report'),
        ),
        migrations.AddConstraint(
            model_name='submissionfile',
            constraint=models.UniqueConstraint(fields=('submission', 'addendum', 'format'), name='submission_file_once_per_format', nulls_distinct=False),
        ),
    ]
