"""Exports of members' data, deletions of accounts, documents and consents."""

import config.clock
import config.db
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from config.audit.append_only import forbid_updates


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_mfa'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('terms', 'terms of use'), ('privacy', 'privacy policy'), ('marketing', 'news by mail'), ('analytics', 'analysis of use'), ('location', 'location')], max_length=12)),
                ('version', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(default=config.clock.now, editable=False)),
            ],
            options={
                'verbose_name': 'document members agree to',
                'verbose_name_plural': 'documents members agree to',
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='consent_document_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['terms', 'privacy', 'marketing', 'analytics', 'location'])), name='consent_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Deletion',
            fields=[
                ('id', models.UUIDField(default=config.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=config.clock.now, editable=False)),
                ('user_id', models.UUIDField()),
                ('content', models.CharField(choices=[('erase', 'erased'), ('reassign', 'given to the account of deleted members')], max_length=8)),
                ('state', models.CharField(choices=[('pending', 'in its grace'), ('erasing', 'being erased'), ('done', 'erased'), ('undone', 'taken back')], default='pending', max_length=7)),
                ('before_status', models.CharField(blank=True, max_length=12)),
                ('before_reason', models.CharField(blank=True, max_length=500)),
                ('before_until', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField()),
                ('lease', models.UUIDField(blank=True, null=True)),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('counts', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'deletion of an account',
                'verbose_name_plural': 'deletions of accounts',
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'erasing'])), fields=['due_at'], name='deletion_due'), models.Index(fields=['user_id', '-id'], name='deletion_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['pending', 'erasing'])), fields=('user_id',), name='deletion_one_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'erasing', 'done', 'undone'])), name='deletion_state_known'), models.CheckConstraint(condition=models.Q(('content__in', ['erase', 'reassign'])), name='deletion_content_known')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_given', models.BooleanField()),
                ('at', models.DateTimeField(default=config.clock.now, editable=False)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='accounts.consentdocument')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'indexes': [models.Index(fields=['user', '-id'], name='consent_newest')],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.UUIDField(default=config.db.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=config.clock.now, editable=False)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'being written'), ('ready', 'ready'), ('expired', 'expired'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='waiting', max_length=9)),
                ('token_version', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('sealed_key', models.TextField(blank=True, editable=False)),
                ('file', models.CharField(blank=True, editable=False, max_length=60)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('rows', models.PositiveBigIntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "export of a member's data",
                'verbose_name_plural': "exports of members' data",
                'indexes': [models.Index(fields=['user', '-id'], name='export_newest'), models.Index(condition=models.Q(('file', ''), _negated=True), fields=['expires_at'], name='export_to_sweep')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('user',), name='export_one_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'ready', 'expired', 'failed', 'cancelled'])), name='export_state_known')],
            },
        ),
        forbid_updates("accounts_consent"),
    ]
