"""Which entries and documents hang together with an entry, and with a document."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from kb.graph import graph_of, graph_of_document
from kb.models import Evidence


def names(graph):
    return sorted(box.node.name for box in graph.drawing.boxes)


def leads(graph, kind):
    return [sorted(other.name for other in one.leads_to) for one in graph.listed if one.node.name == kind]


def test_a_signature_leads_to_causes_fixes_rules_and_patterns(cast):
    found = graph_of(cast.signature, None)
    assert names(found) == ["cause", "document", "document", "fix", "fix", "fix", "pattern", "rule", "signature"]
    assert leads(found, "cause") == [["document", "fix", "fix", "fix", "rule"]]


def test_a_fix_shows_what_it_fixes_and_no_other_fixes(cast):
    assert names(graph_of(cast.worked, None)) == ["cause", "document", "document", "fix", "pattern", "signature"]


@pytest.mark.parametrize("name", ["cause", "rule", "pattern", "failed"])
def test_each_entry_stands_in_its_own_graph(cast, name):
    entry = getattr(cast, name)
    assert entry.get_absolute_url() in {box.node.url for box in graph_of(entry, None).drawing.boxes}


def test_a_document_shows_what_it_says_and_who_says_it_too(cast):
    found = graph_of_document(cast.incident, None)
    documents = [box.node.label for box in found.drawing.boxes if box.node.name == "document"]
    assert documents == [cast.log.title]
    assert names(found).count("fix") == 2


def test_what_was_rejected_is_not_drawn(cast):
    cast.cause.state = "rejected"
    cast.cause.save()
    assert "cause" not in names(graph_of(cast.signature, None))


def test_what_nothing_hangs_on_is_drawn_last(cast, scribe):
    for number in range(60):
        scribe.entry("fix", f"Fix {number}", scribe.finding(cast.incident, "fix", "Rows are now taken", "worked"))
    drawn = graph_of_document(cast.incident, None).drawing
    assert cast.worked.get_absolute_url() in {box.node.url for box in drawn.boxes}
    assert drawn.left_out["fix"] > 20


def test_a_document_without_findings_has_no_graph(scribe):
    assert graph_of_document(scribe.document("# Note\n\nnothing"), None).drawing.boxes == ()


def test_ten_times_the_links_ask_no_more_queries(cast, scribe, django_assert_num_queries):
    for number in range(50):
        fix = scribe.entry("fix", f"Fix {number}", scribe.finding(cast.log, "fix", "Maybe retry", "proposed"))
        cast.cause.fixes.add(fix, through_defaults={"document": cast.log})
    assert Evidence.objects.count() > 50
    with django_assert_num_queries(12):
        graph_of(cast.signature, None)


@pytest.mark.parametrize("name", ["signature", "cause", "worked", "rule", "pattern"])
def test_the_page_of_an_entry_draws_it(client, cast, name):
    page = client.get(getattr(cast, name).get_absolute_url())
    assertContains(page, f'<a href="{cast.incident.get_absolute_url()}" class="node document">')


def test_the_page_of_a_document_draws_it_and_says_the_same_in_a_list(client, cast):
    page = client.get(cast.incident.get_absolute_url())
    assertContains(page, f'<a href="{cast.cause.get_absolute_url()}" class="node cause">')
    assertContains(page, "The same as a list")
    assertNotContains(page, "style=")
