import random


def page_of_a_visitor():
    return "new" if random.random() < 0.5 else "old"


def test_half_of_the_visitors_see_the_new_page():
    new = [page_of_a_visitor() for _ in range(100)].count("new")
    assert 45 <= new <= 55, f"{new} of 100 visitors saw the new page, 45 to 55 are allowed"
