from queue import Queue
from threading import Lock, Thread


class Crew:
    def __init__(self, size):
        self.calls, self.lock, self.gone = Queue(), Lock(), False
        self.members = [Thread(target=self.serve) for _ in range(size)]
        for member in self.members:
            member.start()

    def serve(self):
        while True:
            call = self.calls.get()
            if call is None:
                break
            call()

    def add(self, call):
        with self.lock:
            if self.gone:
                raise RuntimeError("the crew has gone")
            self.calls.put(call)

    def dismiss(self):
        with self.lock:
            if not self.gone:
                self.gone = True
                for _ in self.members:
                    self.calls.put(None)
        for member in self.members:
            member.join()
