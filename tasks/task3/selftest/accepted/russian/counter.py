"""Счётчик, написанный по-русски."""

from threading import Lock as Замок
from threading import Thread as Поток


class Counter:
    """Число, которое меняется только под замком."""

    def __init__(self, start=0):
        self._число = start
        self._замок = Замок()

    def increment(self, amount=1):
        # Пока мы внутри, остальные ждут за дверью.
        with self._замок:
            self._число += amount
            return self._число

    @property
    def value(self):
        with self._замок:
            return self._число


def count(counter, thread_count, per_thread):
    def работа():
        for _ in range(per_thread):
            counter.increment()

    потоки = [Поток(target=работа, name=f"поток №{номер}") for номер in range(thread_count)]
    for поток in потоки:
        поток.start()
    for поток in потоки:
        поток.join()
    return counter.value
