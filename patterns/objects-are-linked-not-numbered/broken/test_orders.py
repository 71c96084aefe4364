import pytest
from shop import Base, Customer, Order
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session


def test_an_order_belongs_to_a_customer(session):
    customer = Customer(name="Ada")
    order = Order(customer_id=customer.id)
    session.add_all([customer, order])
    session.commit()
    assert order.customer is customer
