from shop import Line, Order, engine, find_order
from sqlalchemy.orm import Session


def test_an_order_is_found_with_its_lines():
    with Session(engine) as session:
        session.add(Order(id=17, lines=[Line(article="pen")]))
        session.commit()
    assert [line.article for line in find_order(17).lines] == ["pen"]
