from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker


class Base(DeclarativeBase):
    pass


class Invoice(Base):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
new_session = sessionmaker(engine)


def write_invoice(cents):
    with new_session() as session:
        invoice = Invoice(cents=cents)
        session.add(invoice)
        session.commit()
    return invoice
