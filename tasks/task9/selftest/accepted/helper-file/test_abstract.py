import abc
import unittest

from abstract import MyABC


class Compared(unittest.TestCase):
    def test_like_abc(self):
        self.assertIsNot(MyABC, abc.ABC)
