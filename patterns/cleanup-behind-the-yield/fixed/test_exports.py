import pytest

running = set()


class AlreadyRunningError(Exception):
    pass


def start_export(name):
    if name in running:
        raise AlreadyRunningError(f"the export {name!r} is running; stop it first")
    running.add(name)


def stop_export(name):
    running.remove(name)


@pytest.fixture
def nightly():
    start_export("nightly")
    yield "nightly"
    stop_export("nightly")


def test_a_nightly_export_as_pdf(nightly):
    pytest.importorskip("pdf_writer_of_our_own")
    assert nightly in running


def test_a_nightly_export_as_csv(nightly):
    assert nightly in running
