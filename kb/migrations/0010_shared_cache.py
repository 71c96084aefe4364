"""The table of the cache that all processes share."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", "shared_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("kb", "0009_watching")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=False)]
