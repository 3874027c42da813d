# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts as people write them: refereectl and what it prints."""

import json
import os
import re
import select
import signal
import subprocess
import time

from rfproc import SECONDS, NotSeen


class Ctl:
    """refereectl, with the commands of one test."""

    def __init__(self, program):
        self.program = program

    def start(self, *arguments):
        return Running(subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def run(self, *arguments):
        """Runs it to its end: exit status, standard output, standard error."""
        return self.start(*arguments).finish()

    def expect(self, status, *arguments, says=''):
        """Runs it and checks its exit status and what it says on standard error; its output."""
        return self.start(*arguments).expect(status, says)

    def calls(self):
        return {call['id']: call for call in json.loads(self.expect(0, 'calls', '-f', 'json'))}

    def events(self):
        """refereectl events, from a moment on at which it misses nothing."""
        running = self.start('events')
        running.event('registration')
        return running


class Running:
    """One refereectl that runs."""

    def __init__(self, process):
        self.process = process
        self.seen = []
        self.rest = b''

    @property
    def name(self):
        return ' '.join(self.process.args[1:])

    def _read(self, seconds):
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return
        data = os.read(self.process.stdout.fileno(), 65536)
        if not data:
            raise NotSeen(f'"{self.name}" ended: {self.process.stderr.read().decode()}')
        *lines, self.rest = (self.rest + data).split(b'\n')
        self.seen += [line.decode() for line in lines]

    def line(self, pattern):
        """The first line from here on in which a pattern is found; earlier ones go."""
        deadline = time.monotonic() + SECONDS
        passed = []
        while True:
            while self.seen:
                passed.append(self.seen.pop(0))
                if re.search(pattern, passed[-1]):
                    return passed[-1]
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotSeen(f'"{self.name}" did not print "{pattern}" but {passed}')
            self._read(left)

    def event(self, name, **values):
        """The first event from here on that has this name and these values; earlier ones go."""
        while True:
            event = json.loads(self.line(rf'"event":"{name}"'))
            if all(event.get(key) == value for key, value in values.items()):
                return event

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def finish(self):
        try:
            out, err = self.process.communicate(timeout=2 * SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise NotSeen(f'"{self.name}" did not end') from None
        printed = '\n'.join(self.seen + [(self.rest + out).decode()])
        return self.process.returncode, printed, err.decode()

    def expect(self, status, says=''):
        got, out, err = self.finish()
        if got != status or not re.search(says, err):
            raise AssertionError(f'"{self.name}" ended with {got}, not {status}, and said "{err}"; '
                                 f'wanted was "{says}"; it printed "{out}"')
        return out

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
