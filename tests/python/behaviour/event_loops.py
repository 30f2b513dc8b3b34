"""`asyncio` and threads."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from table import LONG, SHORT, elsewhere, error, gives, thread


@gives([2, 1])
def gather_keeps_the_order():
    async def after(seconds, value):
        await asyncio.sleep(seconds)
        return value

    async def main():
        return await asyncio.gather(after(SHORT * 2, 2), after(SHORT, 1))

    return asyncio.run(main())


@gives(True)
def sleeping_takes_its_time():
    async def main():
        began = time.monotonic()
        await asyncio.sleep(SHORT)
        return time.monotonic() - began >= SHORT * 0.9

    return asyncio.run(main())


@gives(["TimeoutError", "in time"])
def wait_for_ends_with_the_time_limit():
    async def main():
        try:
            await asyncio.wait_for(asyncio.sleep(LONG), SHORT)
        except asyncio.TimeoutError:
            found = "TimeoutError"
        return [found, await asyncio.wait_for(asyncio.sleep(0, "in time"), LONG)]

    return asyncio.run(main())


@gives([32, True, 5])
def an_executor_works_for_the_loop():
    async def main():
        loop = asyncio.get_running_loop()
        default = await loop.run_in_executor(None, pow, 2, 5)
        other = await loop.run_in_executor(None, threading.get_ident) != threading.get_ident()
        with ThreadPoolExecutor(1) as executor:
            return [default, other, await loop.run_in_executor(executor, int, "5")]

    return asyncio.run(main())


@gives(["value", False])
def to_thread_carries_the_context():
    variable = contextvars.ContextVar("variable", default="default")

    def look():
        return [variable.get(), threading.current_thread() is threading.main_thread()]

    async def main():
        variable.set("value")
        return await asyncio.to_thread(look)

    return asyncio.run(main())


@gives("ZeroDivisionError")
def to_thread_passes_errors_on():
    return error(asyncio.run, asyncio.to_thread(lambda: 1 / 0))


@gives(3)
def another_thread_hands_a_result_to_the_loop():
    async def main():
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        helper = thread(loop.call_soon_threadsafe, future.set_result, 3)
        found = await future
        helper.join()
        return found

    return asyncio.run(main())


@gives([7, "ValueError"])
def another_thread_submits_coroutines():
    async def give(value):
        return value

    async def fail():
        raise ValueError

    loop, seen = asyncio.new_event_loop(), []
    runner = thread(loop.run_forever)
    seen.append(asyncio.run_coroutine_threadsafe(give(7), loop).result(LONG))
    seen.append(error(asyncio.run_coroutine_threadsafe(fail(), loop).result))
    loop.call_soon_threadsafe(loop.stop)
    runner.join()
    loop.close()
    return seen


@gives([0, 1, 2])
def a_queue_passes_items_between_tasks():
    async def main():
        queue, got = asyncio.Queue(1), []

        async def put():
            for number in range(3):
                await queue.put(number)

        async def get():
            for _ in range(3):
                got.append(await queue.get())
                queue.task_done()

        await asyncio.gather(put(), get())
        await queue.join()
        return got

    return asyncio.run(main())


@gives([["a in", "a out", "b in", "b out"], False])
def a_lock_lets_one_task_in():
    async def main():
        lock, told = asyncio.Lock(), []

        async def work(name):
            async with lock:
                told.append(f"{name} in")
                await asyncio.sleep(0)
                told.append(f"{name} out")

        await asyncio.gather(work("a"), work("b"))
        return [told, lock.locked()]

    return asyncio.run(main())


@gives([1, 2])
def each_thread_may_have_a_loop():
    async def give(value):
        await asyncio.sleep(SHORT)
        return value

    results = {}
    threads = [thread(lambda n=n: results.setdefault(n, asyncio.run(give(n)))) for n in (1, 2)]
    for one in threads:
        one.join()
    return [results[1], results[2]]


@gives(["RuntimeError", "RuntimeError"])
def a_loop_runs_in_one_thread_at_a_time():
    async def main():
        return [elsewhere(lambda: error(asyncio.get_running_loop)), error(asyncio.get_running_loop().run_forever)]

    return asyncio.run(main())


@gives(["later", "cancelled"])
def tasks_are_cancelled():
    async def main():
        told, event = [], asyncio.Event()
        asyncio.get_running_loop().call_later(SHORT, event.set)
        task = asyncio.ensure_future(asyncio.sleep(LONG))
        await event.wait()
        told.append("later")
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            told.append("cancelled")
        return told

    return asyncio.run(main())


@gives([1, 2])
def a_semaphore_and_a_condition_order_tasks():
    async def main():
        condition, told = asyncio.Condition(), []

        async def second():
            async with condition:
                await condition.wait_for(lambda: told)
                told.append(2)

        waiter = asyncio.ensure_future(second())
        async with asyncio.Semaphore(1), condition:
            told.append(1)
            condition.notify_all()
        await waiter
        return told

    return asyncio.run(main())
