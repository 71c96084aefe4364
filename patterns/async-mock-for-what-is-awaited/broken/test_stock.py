from unittest.mock import MagicMock


async def reserve(warehouse, article):
    await warehouse.take(article)
    return {"article": article, "reserved": True}


async def test_what_is_in_stock_can_be_reserved():
    warehouse = MagicMock()
    reservation = await reserve(warehouse, "pen")
    assert reservation["reserved"]
