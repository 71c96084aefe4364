import os

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PREFIX = os.environ.get("TABLE_PREFIX", "shop")


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = f"{PREFIX}_orders"
    id: Mapped[int] = mapped_column(primary_key=True)
