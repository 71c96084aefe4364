def count(comment):
    to_visit, counted = [comment], 0
    while to_visit:
        counted += 1
        to_visit.extend(to_visit.pop()["answers"])
    return counted


def test_a_comment_without_answers_is_one():
    assert count({"answers": []}) == 1


def test_a_long_quarrel_is_counted(quarrel):
    assert count(quarrel) == 2000
