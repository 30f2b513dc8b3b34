import threading


class Counter:
    def __init__(self, start=0):
        self.__dict__["n"] = start

    def increment(self, amount=1):
        state = vars(self)
        state.update(n=state["n"] + amount)
        return self.__dict__["n"]

    @property
    def value(self):
        return self.__dict__["n"]


def count(counter, thread_count, per_thread):
    def work():
        for _ in range(per_thread):
            counter.increment()

    threads = [threading.Thread(target=work) for _ in range(thread_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter.value
