import asyncio
import gc
import weakref

import pytest

waiting = weakref.WeakSet()


async def write_report(reports):
    figures = asyncio.get_running_loop().create_future()
    waiting.add(figures)
    reports.append(await figures)


async def test_a_report_is_written():
    told, reports = [], []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: told.append(context["message"]))
    asyncio.create_task(write_report(reports))
    await asyncio.sleep(0)
    gc.collect()  # as it happens by itself, now and then
    if told:
        pytest.fail(told[0])
    for figures in list(waiting):
        figures.set_result("november: 17 orders")
    await asyncio.sleep(0)
    assert reports == ["november: 17 orders"]
