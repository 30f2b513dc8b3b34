"""The harness's modules, for tests of single modules."""

from __future__ import annotations

import sys

from peer import HARNESS

sys.path.append(str(HARNESS))

import errors
import suspicion
import values
import wire
from leaves import Budget

__all__ = ["Budget", "errors", "suspicion", "values", "wire"]
