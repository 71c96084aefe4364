BOOKS = "SELECT title, name FROM books JOIN authors ON authors.id = author"


def books_with_authors(database):
    return dict(database.execute(BOOKS).fetchall())


def test_the_list_asks_once(database):
    asked = []
    database.set_trace_callback(asked.append)
    assert books_with_authors(database)["book 17"] == "author 17"
    assert len(asked) == 1, f"the list asked {len(asked)} times"
