"""A document leads to entries by their numbers, their names and their addresses on this site."""

import pytest

from incidents.mentions import store_mentions
from incidents.models import Document
from incidents.reading.blocks import read_markdown
from incidents.reading.mentions import read_mentions

pytestmark = pytest.mark.django_db


def leading(scribe, text):
    document = scribe.document(f"# Report\n\n{text}\n", path=f"docs/{Document.objects.count()}.md")
    store_mentions([(document, read_mentions(read_markdown(text)))])
    return document


def page_of(client, document):
    return client.get(document.get_absolute_url()).content.decode()


def forms(cast):
    signature = cast.signature
    return {
        f"[[E-{signature.pk}]]": signature,
        f"[[e-{signature.pk}|seen here]]": signature,
        f"[[{signature.slug}]]": signature,
        f"[known]({signature.get_absolute_url()})": signature,
        f"[why]({cast.cause.get_absolute_url()})": cast.cause,
        f"[what helped]({cast.worked.get_absolute_url()}#evidence)": cast.worked,
        f"[how to keep it away]({cast.rule.get_absolute_url()})": cast.rule,
        f"[a test]({cast.pattern.get_absolute_url()})": cast.pattern,
        f"[the report]({cast.incident.get_absolute_url()})": cast.incident,
    }


def test_every_form_leads_to_its_page(client, scribe, cast):
    for form, entry in forms(cast).items():
        page = page_of(client, leading(scribe, form))
        assert f'<a href="{entry.get_absolute_url()}' in page.split("<article", 1)[1].split("</article>")[0], form


@pytest.mark.parametrize("form", ["[[E-999]]", "[[no-such-failure]]", "[gone](/fixes/999/)", "[odd](/fixes/9x/)"])
def test_what_is_not_there_is_marked_as_not_here(client, scribe, form):
    assert 'class="absent"' in page_of(client, leading(scribe, form))


def test_a_document_of_that_name_comes_first(client, scribe, cast):
    cast.log.names.create(key=f"[[e-{cast.signature.pk}", sort=1)
    page = page_of(client, leading(scribe, f"[[E-{cast.signature.pk}]]"))
    assert f'<a href="{cast.log.get_absolute_url()}"' in page


def test_entries_are_not_missing_files(client, scribe, cast):
    document = leading(scribe, f"[[E-{cast.signature.pk}]] and [[no-such-failure]]")
    page = client.get(f"{document.get_absolute_url()}files/").content.decode()
    assert ("no-such-failure" in page, f"[[E-{cast.signature.pk}]]" in page) == (True, False)


def test_more_names_ask_no_more_questions(client, scribe, cast, django_assert_max_num_queries):
    document = leading(scribe, " ".join(forms(cast)))
    few = leading(scribe, "[[E-1]]")
    with django_assert_max_num_queries(100) as before:
        page_of(client, few)
    with django_assert_max_num_queries(len(before) + 6):
        page_of(client, document)
