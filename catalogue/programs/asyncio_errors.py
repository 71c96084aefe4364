"""What asyncio raises, each by the mistake that people make."""

import asyncio
import gc
import threading


def other_loop():
    async def make():
        return asyncio.get_running_loop().create_future()

    async def wait(future):
        await future

    elsewhere = asyncio.new_event_loop()
    asyncio.run(wait(elsewhere.run_until_complete(make())))


def loop_closed():
    loop = asyncio.new_event_loop()
    loop.close()
    loop.call_soon(print)


def run_in_loop():
    async def main():
        coroutine = asyncio.sleep(0)
        try:
            asyncio.run(coroutine)
        finally:
            coroutine.close()

    asyncio.run(main())


def already_running():
    async def main():
        coroutine = asyncio.sleep(0)
        try:
            asyncio.get_running_loop().run_until_complete(coroutine)
        finally:
            coroutine.close()

    asyncio.run(main())


def no_running_loop():
    coroutine = asyncio.sleep(0)
    try:
        asyncio.create_task(coroutine)
    finally:
        coroutine.close()


def no_current_loop():
    thread = threading.Thread(target=asyncio.get_event_loop)
    thread.start()
    thread.join()


def never_awaited():
    async def save():
        pass

    save()


def destroyed_pending():
    loop = asyncio.new_event_loop()

    async def forever():
        await loop.create_future()

    task = loop.create_task(forever())
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    del task
    gc.collect()


def never_retrieved():
    async def fail():
        raise ValueError("no such order")

    async def main():
        asyncio.create_task(fail())
        await asyncio.sleep(0)

    asyncio.run(main())


def awaited_twice():
    async def main():
        coroutine = asyncio.sleep(0)
        await coroutine
        await coroutine

    asyncio.run(main())


def not_awaitable():
    async def main():
        await {"status": "ok"}

    asyncio.run(main())


def timed_out():
    async def main():
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()

    asyncio.run(main())


def cancelled():
    async def main():
        task = asyncio.create_task(asyncio.sleep(10))
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(main())


def task_group():
    async def fail(order):
        raise ValueError(f"no such order: {order}")

    async def main():
        async with asyncio.TaskGroup() as group:
            for order in (1, 2):
                group.create_task(fail(order))

    asyncio.run(main())


def set_twice():
    async def main():
        future = asyncio.get_running_loop().create_future()
        future.set_result(1)
        future.set_result(2)

    asyncio.run(main())


def not_set():
    async def main():
        asyncio.get_running_loop().create_future().result()

    asyncio.run(main())


def ignored_exit():
    async def rows():
        while True:
            try:
                yield 1
            except GeneratorExit:
                pass

    async def main():
        generator = rows()
        await anext(generator)
        await generator.aclose()

    asyncio.run(main())
