"""Makes the harness's modules importable for tests of single modules."""

from __future__ import annotations

import sys

from peer import HARNESS

if str(HARNESS) not in sys.path:
    sys.path.append(str(HARNESS))
