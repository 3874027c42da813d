# SPDX-License-Identifier: GPL-3.0-or-later
"""Just enough of the Test Anything Protocol for our Python tests."""

import sys
import traceback


class Tap:
    """Runs cases one after the other and reports each."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def report(self, name, problems):
        """One finished case; it failed where there are problems."""
        self.count += 1
        self.failed += bool(problems)
        for problem in problems:
            for line in str(problem).splitlines():
                print('#', line)
        print(f'{"not " if problems else ""}ok {self.count} - {name}', flush=True)

    def run(self, name, function, *arguments):
        """Calls a function that returns a list of problems, or raises one."""
        try:
            problems = function(*arguments) or []
        except Exception:  # whatever it is, the other cases go on
            problems = [traceback.format_exc()]
        self.report(name, problems)

    def finish(self):
        """Prints the plan and ends the program."""
        print(f'1..{self.count}', flush=True)
        sys.exit(1 if self.failed or not self.count else 0)
