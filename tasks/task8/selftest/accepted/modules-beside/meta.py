"""Every class in a file of its own."""

from classes.logged import Logged
from classes.making import make_class
from classes.parsed import Parsed
from classes.registry import Registry
from classes.singleton import Singleton

__all__ = ["Logged", "Parsed", "Registry", "Singleton", "make_class"]
