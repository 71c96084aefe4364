"""Five people write in one document at once, and no word goes that nobody decided against."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.test import Client

from benchmarks.people import WRITER, Answer, Writer, faults_of, text_for

PEOPLE = 5
SECONDS = 3


def reach(user):
    """What a person sends with: the pages themselves, each thread with a connection of its own."""
    client = Client()
    client.force_login(user)

    def send(path, sent):
        try:
            fields = {name: user.pk if value == WRITER else value for name, value in (sent or {}).items()}
            answer = client.post(path, fields) if sent else client.get(path)
            return Answer(answer.status_code, answer.headers.get("Location", ""), answer.content.decode())
        finally:
            connections.close_all()

    return send


def test_no_word_is_lost(shared_database, account, write):
    people = [account(f"person{number}") for number in range(PEOPLE)]
    document = write(text_for(PEOPLE), people[0])
    writers = [Writer(number, document.pk, reach(user)) for number, user in enumerate(people)]
    end = time.monotonic() + SECONDS
    with ThreadPoolExecutor(PEOPLE) as pool:
        tallies = list(pool.map(lambda writer: writer.write_until(end), writers))
    assert faults_of(document.revisions.values_list("text", "why"), tallies) == []
    assert sum(len(tally.accepted) for tally in tallies) >= PEOPLE


def test_a_word_that_went_unseen_is_a_fault():
    history = [("w1p1", "wrote"), ("w1p1 w1p2", "wrote"), ("w1p2 w2p2", "wrote"), ("w2p2", "decided against some")]
    assert faults_of(history, []) == ["revision 3 (wrote) lost w1p1"]
