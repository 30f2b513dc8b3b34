"""Everything about counting."""

from .number import Counter

__all__ = ["Counter"]
