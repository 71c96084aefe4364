from report import usual_size


def test_the_usual_size_is_the_middle_one():
    assert usual_size([{"pieces": 1}, {"pieces": 2}, {"pieces": 40}]) == 2
