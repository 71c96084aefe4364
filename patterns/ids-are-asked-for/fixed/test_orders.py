def add(database, article):
    return database.execute("INSERT INTO orders (article) VALUES (?)", [article]).lastrowid


def article_of(database, number):
    row = database.execute("SELECT article FROM orders WHERE id = ?", [number]).fetchone()
    if row is None:
        raise LookupError(f"there is no order with the id {number}")
    return row[0]


def test_tea_is_ordered(database):
    number = add(database, "tea")
    assert article_of(database, number) == "tea"


def test_milk_is_ordered(database):
    number = add(database, "milk")
    assert article_of(database, number) == "milk"
