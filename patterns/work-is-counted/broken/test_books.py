import time

AUTHOR = "SELECT name, round_trip() FROM authors WHERE id = ?"


def books_with_authors(database):
    books = database.execute("SELECT title, author FROM books").fetchall()
    return {title: database.execute(AUTHOR, [author]).fetchone()[0] for title, author in books}


def test_the_list_is_fast(database):
    started = time.perf_counter()
    assert books_with_authors(database)["book 17"] == "author 17"
    seconds = time.perf_counter() - started
    assert seconds < 0.05, f"the list took {seconds:.3f} s, 0.05 s are allowed"
