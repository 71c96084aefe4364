from django.db import migrations

from incidents.mentions import key_of, names_of
from incidents.reading.blocks import read_markdown
from incidents.reading.front_matter import read_front_matter
from incidents.reading.mentions import read_mentions


def fill(apps, schema_editor):
    """Documents that were imported before mentions were stored get theirs from their newest text."""
    models = {name: apps.get_model("incidents", name) for name in ("Document", "Revision", "Name", "Mention")}
    for document in models["Document"].objects.order_by("pk").iterator(chunk_size=100):
        names = [(key, sort) for key, sort in names_of(document) if len(key) <= 600]
        models["Name"].objects.bulk_create(models["Name"](document=document, key=key, sort=sort) for key, sort in names)
        newest = models["Revision"].objects.filter(document=document).defer("content").order_by("number").last()
        if newest:
            front = read_front_matter(newest.text)
            mentions = read_mentions(read_markdown(front.body, front.body_line))
            models["Mention"].objects.bulk_create(
                models["Mention"](document=document, target=found.target, key=key, line=found.line)
                for found in mentions
                if (key := key_of(document, found.target))
            )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_mentions_and_pictures")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
