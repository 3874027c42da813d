# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes and headless phones, for tests that drive Referee from outside.

Nothing here waits for a fixed time. Every wait looks again and again for what it waits for, and
raises where it has not come by its deadline.
"""

import os
import re
import select
import subprocess
import time

SECONDS = 15
POLL = 0.02


class NotSeen(AssertionError):
    """What was waited for has not come."""


def wait_for(what, function, seconds=SECONDS, tolerate=()):
    """The first true value that a function gives; it may raise while the tree changes under it."""
    deadline = time.monotonic() + seconds
    last = None
    while True:
        try:
            value = function()
            if value:
                return value
        except tolerate as error:
            last = error
        if time.monotonic() > deadline:
            raise NotSeen(f'not within {seconds} s: {what}' + (f' ({last})' if last else ''))
        time.sleep(POLL)


class Party:
    """A headless phone, led through rf-test-party."""

    def __init__(self, program, name, *options, starts=None):
        self.process = subprocess.Popen([program, *options, name], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.seen = []
        self.rest = b''
        if starts:
            starts(self)
        ready = self.expect(r'ready (\S+) (\d+)')
        self.aor, self.core = ready[1], int(ready[2])

    def _read(self, seconds):
        if select.select([self.process.stdout], [], [], seconds)[0]:
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise NotSeen(f'{self.process.args[-1]} ended; it said {self.seen}')
            *lines, self.rest = (self.rest + data).split(b'\n')
            self.seen += [line.decode(errors='replace') for line in lines]

    def expect(self, pattern, seconds=SECONDS):
        """The first line that matches, of those that no other call has taken; earlier ones go."""
        deadline = time.monotonic() + seconds
        checked = 0
        while True:
            for index in range(checked, len(self.seen)):
                match = re.fullmatch(pattern, self.seen[index])
                if match:
                    del self.seen[:index + 1]
                    return match
            checked = len(self.seen)
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotSeen(f'{self.process.args[-1]} did not say "{pattern}" but {self.seen}')
            self._read(left)

    def do(self, line):
        self.process.stdin.write(line.encode() + b'\n')
        self.process.stdin.flush()
        self.expect('done ' + re.escape(line))

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
        return self.process.wait(SECONDS)


def child_pids(pid):
    try:
        with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
            direct = [int(word) for word in file.read().split()]
    except OSError:
        return []
    return direct + [below for child in direct for below in child_pids(child)]


def program_of(pid):
    try:
        return os.path.basename(os.readlink(f'/proc/{pid}/exe'))
    except OSError:
        return None


def is_alive(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii', errors='replace') as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except OSError:
        return False
