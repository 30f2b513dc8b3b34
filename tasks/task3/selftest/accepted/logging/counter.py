"""Every addition is written to a log, which has locks of its own."""

import logging
import threading

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())
log.setLevel(logging.DEBUG)


class Counter:
    def __init__(self, start=0):
        self._value = start
        self._lock = threading.Lock()

    def increment(self, amount=1):
        with self._lock:
            self._value += amount
            log.debug("%s added, now %s", amount, self._value)
            return self._value

    @property
    def value(self):
        with self._lock:
            return self._value


def count(counter, thread_count, per_thread):
    def work():
        log.info("%s begins", threading.current_thread().name)
        for _ in range(per_thread):
            counter.increment()
        log.info("%s ends", threading.current_thread().name)

    threads = [threading.Thread(target=work) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
