import re

from django.db import migrations
from django.db.models import Q

DOCUMENT = re.compile(r"/documents/(\d{1,15})/")


def fill(apps, schema_editor):
    """Notices that lead to a document are about it. Of others with a title in them nobody can tell whose it is."""
    notices = apps.get_model("kb", "Notice").objects
    known = set(apps.get_model("incidents", "Document")._base_manager.values_list("pk", flat=True))
    for notice in notices.filter(url__startswith="/documents/").iterator(chunk_size=500):
        found = DOCUMENT.match(notice.url)
        if found and int(found[1]) in known:
            notices.filter(pk=notice.pk).update(document=int(found[1]))
    notices.filter(Q(text__contains=" speaks for: ") | Q(thing__startswith="tag-"), document=None).delete()


class Migration(migrations.Migration):
    dependencies = [("kb", "0015_documents_of_notices")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
