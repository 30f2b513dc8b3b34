"""CPython's own tests give the same outcomes rewritten and not rewritten, but for differences that are known.

An interpreter without the package `test` (distributions split it off) skips this, and says so. With
GRADER_TRANSPARENCY=all in the environment every file of `transparency/lists.py` is compared, which takes long;
`python3 test_driven_library.py test_enum:enum` looks at others.
"""

from __future__ import annotations

import os
import sys
import unittest

from transparency import comparing, known, lists

ENTRIES = lists.ALL if os.environ.get("GRADER_TRANSPARENCY") == "all" else lists.SOME
if __name__ == "__main__" and sys.argv[1:]:
    ENTRIES = sys.argv[1:]


class Library(unittest.TestCase):
    maxDiff = None

    def test_the_librarys_own_tests(self) -> None:
        if comparing.origin("test.test_dict") is None:
            raise unittest.SkipTest("this interpreter comes without its package `test`")
        count = 0
        seen: set[str] = set()
        for entry in ENTRIES:
            with self.subTest(entry=entry):
                tests, different = comparing.compare(entry, sorted(known.LEFT_OUT))
                count += tests
                seen.update(name.rpartition(".")[2] for name in different)
                new = {name: how for name, how in different.items() if name.rpartition(".")[2] not in known.KNOWN}
                self.assertEqual(new, {})
        self.assertGreater(count, 0)
        if os.environ.get("GRADER_TRANSPARENCY"):
            sys.__stderr__.write(f"{count} tests compared, {len(seen)} known differences: {sorted(seen)}\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
