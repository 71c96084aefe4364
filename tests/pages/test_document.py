import pytest
from pytest_django.asserts import assertContains, assertNotContains


def test_text_stands_beside_its_findings(client, cast):
    page = client.get(cast.incident.get_absolute_url())
    assertContains(page, "<h1", count=2)
    assertContains(page, "The nightly run stood still")
    for kind in ("Signatures", "Causes", "Fixes", "Rules", "Patterns"):
        assertContains(page, f"<h3>{kind}")


def test_each_finding_has_its_place_on_the_page(client, cast):
    page = client.get(cast.incident.get_absolute_url())
    for name in ("signature", "cause", "worked", "failed", "rule", "pattern", "symptom"):
        line = cast.findings[name].first_line
        assertContains(page, f'href="#L{line}"')
        assertContains(page, f'id="L{line}"', count=1)


def test_finding_leads_to_its_entry(client, cast):
    page = client.get(cast.incident.get_absolute_url())
    assertContains(page, cast.cause.get_absolute_url())


def test_front_matter_is_a_table(client, cast):
    page = client.get(cast.incident.get_absolute_url())
    assertContains(page, '<th scope="row">severity</th>')
    assertContains(page, "jobs stay queued")


def test_fields_that_nobody_filled_in_are_left_out(client, scribe):
    document = scribe.document("---\nseverity: high\nresolved:\ntags: []\n---\n# Down\n\nText.\n")
    page = client.get(document.get_absolute_url())
    assertContains(page, '<th scope="row">severity</th>')
    assertNotContains(page, '<th scope="row">resolved</th>')
    assertNotContains(page, '<th scope="row">tags</th>')


def test_front_matter_that_cannot_be_read_is_shown_as_written(client, scribe):
    document = scribe.document("---\n: : [\n---\n# Broken\n\nText.\n")
    assertContains(client.get(document.get_absolute_url()), "Text.")


def test_faults_are_told_and_lead_to_the_source(client, scribe):
    document = scribe.document("# Odd\n\nbytes\n", faults=[{"line": 3, "message": "Damaged characters were repaired."}])
    page = client.get(document.get_absolute_url())
    assertContains(page, "Damaged characters were repaired.")
    assertContains(page, f"{document.get_absolute_url()}source/#S3")


def test_document_without_findings_says_so(client, scribe):
    document = scribe.document("# Minutes\n\nNobody came.\n")
    assertContains(client.get(document.get_absolute_url()), "No failure, cause, fix, rule or pattern was found")


def test_source_shows_every_line_as_written(client, cast):
    page = client.get(f"{cast.incident.get_absolute_url()}source/")
    assertContains(page, '<span id="S1" data-n="1">---')
    assertContains(page, "- Rows are now taken `ORDER BY id`.")


def test_download_gives_the_bytes_as_they_came(client, scribe):
    document = scribe.document("# Größe\n\nzu groß\n", path="docs/größe.md")
    answer = client.get(f"{document.get_absolute_url()}raw/")
    assert answer.content == "# Größe\n\nzu groß\n".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>"]
)
def test_nothing_of_a_document_is_run(client, scribe, hostile):
    document = scribe.document(f"# Hostile\n\n{hostile}\n")
    scribe.finding(document, "cause", hostile)
    page = client.get(document.get_absolute_url())
    assertNotContains(page, "<script>alert")
    assertNotContains(page, 'href="javascript:')
    assertNotContains(page, "<img src=x")


def test_more_findings_ask_no_more_queries(client, cast, scribe, django_assert_max_num_queries):
    for number in range(30):
        scribe.entry("cause", f"Reason {number}", scribe.finding(cast.log, "cause", f"Reason {number}"))
    with django_assert_max_num_queries(19):
        client.get(cast.log.get_absolute_url())


@pytest.mark.parametrize("page", ["", "source/", "raw/"])
def test_unknown_document_is_not_found(client, db, page):
    assert client.get(f"/documents/999999/{page}").status_code == 404
