"""Numbers, where it is one."""

import enum


class State(enum.Enum):
    START = 1
    SIGNED = 2
    DIGITS = 3
    TEXT = 4


class Parsed:
    def __new__(cls, text):
        state = State.START
        for letter in text:
            state = cls._next(state, letter)
        return int(text) if state is State.DIGITS else text

    @staticmethod
    def _next(state, letter):
        if "0" <= letter <= "9" and state is not State.TEXT:
            return State.DIGITS
        if letter in "+-" and state is State.START:
            return State.SIGNED
        return State.TEXT
