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


def test_a_nightly_export_as_pdf():
    start_export("nightly")
    pytest.importorskip("pdf_writer_of_our_own")
    assert "nightly" in running
    stop_export("nightly")


def test_a_nightly_export_as_csv():
    start_export("nightly")
    assert "nightly" in running
    stop_export("nightly")
