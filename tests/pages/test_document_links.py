"""Documents lead to each other on their pages, and no page shows a link as it was yesterday."""

import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from incidents.mentions import store_mentions
from incidents.reading.blocks import read_markdown
from incidents.reading.mentions import read_mentions


@pytest.fixture
def write(scribe):
    def write_document(path, text):
        document = scribe.document(text, path=path)
        store_mentions([(document, read_mentions(read_markdown(text)))])
        return document

    return write_document


def test_a_link_leads_to_the_document(client, write):
    pool = write("docs/reports/pool.md", "# Pool\n\n## Cause\n\nToo small.\n")
    march = write("docs/march.md", "# March\n\nsee [the report](reports/pool.md#cause) and [[Pool]]\n")
    page = client.get(march.get_absolute_url())
    assertContains(page, f'<a href="{pool.get_absolute_url()}#cause"')
    assertContains(page, "<h3>Mentions")
    assertNotContains(page, "Mentioned by")


def test_the_other_one_tells_who_mentions_it(client, write):
    pool = write("docs/pool.md", "# Pool\n\nToo small.\n")
    march = write("docs/march.md", "# March\n\nsee [[Pool]] and [again](pool.md)\n")
    page = client.get(pool.get_absolute_url())
    assertContains(page, "<h3>Mentioned by")
    assertContains(page, f'<a href="{march.get_absolute_url()}">March</a>', count=1)


def test_a_page_in_the_cache_learns_of_new_documents(client, write):
    march = write("docs/march.md", "# March\n\nsee [[Disk full]]\n")
    assertContains(client.get(march.get_absolute_url()), 'class="absent"')
    write("docs/disk.md", "# Disk full\n\nLogs.\n")
    assertNotContains(client.get(march.get_absolute_url()), 'class="absent"')


def test_a_document_that_is_gone_is_linked_no_more(client, write):
    pool = write("docs/pool.md", "# Pool\n\nToo small.\n")
    march = write("docs/march.md", "# March\n\nsee [[Pool]]\n")
    client.get(march.get_absolute_url())
    pool.delete()
    page = client.get(march.get_absolute_url())
    assertContains(page, 'class="absent"')
    assertNotContains(page, "Mentions")


def test_no_heading_takes_an_id_of_the_page(client, write):
    document = write("docs/a.md", "# Main\n\n## Keys title\n\n## Site search\n\n## Main\n")
    ids = re.findall(r'\sid="([^"]*)"', client.get(document.get_absolute_url()).content.decode())
    assert sorted(ids) == sorted(set(ids))
