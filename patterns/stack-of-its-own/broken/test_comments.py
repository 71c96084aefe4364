def count(comment):
    return 1 + sum(count(answer) for answer in comment["answers"])


def test_a_comment_without_answers_is_one():
    assert count({"answers": []}) == 1


def test_a_long_quarrel_is_counted(quarrel):
    assert count(quarrel) == 2000
