from export import export


def test_an_export_tells_what_it_wrote(tmp_path, snapshot):
    assert export([{"number": 17}, {"number": 18}], tmp_path) == snapshot
