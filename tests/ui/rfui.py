# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Referee's windows as a person does: by what is shown, through accessibility and keys."""

import os
import shutil
import signal
import subprocess
import sys
import time

import gi

gi.require_version('Gdk', '3.0')
from gi.repository import Gdk, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import rfa11y  # noqa: E402
from rfproc import SECONDS, NotSeen, child_pids, program_of, wait_for  # noqa: E402

TYPES = {str: 's', bool: 'b'}
BUTTONS = ('push button', 'toggle button', 'menu item')


def write_settings(**values):
    """The settings that programs find from now on; those that are not named have their defaults."""
    folder = os.path.join(os.environ['XDG_CONFIG_HOME'], 'glib-2.0', 'settings')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as file:
        file.write('[org/referee/Referee]\n')
        for name, value in values.items():
            file.write(f'{name.replace("_", "-")}={GLib.Variant(TYPES[type(value)], value)}\n')


def history_path():
    """The file with the past calls of this session's person."""
    return os.path.join(os.environ['XDG_DATA_HOME'], 'referee', 'history.db')


def remove_history():
    """Lets the next program begin without past calls."""
    shutil.rmtree(os.path.dirname(history_path()), ignore_errors=True)


def notifications():
    """The notifications that programs have sent in this session, as lines of text."""
    try:
        with open(os.environ['REFEREE_TEST_NOTIFICATIONS'], encoding='utf-8') as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def keys(*names, delay=12):
    """Presses keys in the window that has the focus, so many milliseconds apart."""
    subprocess.run(['xdotool', 'key', '--clearmodifiers', '--delay', str(delay), *names],
                   check=True)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '5', '--', text], check=True)


def drag(view, place):
    """Takes something with the mouse by its upper left part, drags it in small steps, so that the
    program sees the way as it does of a hand, and drops it on something else."""
    (x, y), (to_x, to_y) = [(box[0] + 60, box[1] + 12) for box in (view.node.box, place.node.box)]
    steps = 24
    subprocess.run(['xdotool', 'mousemove', '--sync', str(x), str(y), 'mousedown', '1'], check=True)
    for step in range(1, steps + 1):
        point = (x + (to_x - x) * step // steps + step, y + (to_y - y) * step // steps)
        subprocess.run(['xdotool', 'mousemove', '--sync', *map(str, point)], check=True)
        for each in view, place, view:
            each.node.box  # both have come round to their events since, and heard of each other
    subprocess.run(['xdotool', 'mouseup', '1'], check=True)


def wait_to_see(what, function, seconds=SECONDS):
    """As wait_for, while things that are looked at come and go."""
    return wait_for(what, function, seconds, tolerate=GLib.Error)


class View:
    """A place to look for things in, with patience."""

    def __init__(self, node):
        self.node = node

    def find(self, name=None, role=None, state=None, seconds=SECONDS):
        """The first node with this name or text, as soon as there is one."""
        return View(wait_to_see(f'{role or "anything"} "{name}"',
                             lambda: self.node.look(name, role, state), seconds))

    def find_text(self, pattern, seconds=SECONDS):
        """Something that shows a text in which the pattern is found."""
        return self.find(f'.*(?:{pattern}).*', seconds=seconds)

    def button(self, name, seconds=SECONDS):
        """A button that can be pressed now."""
        return self.find(name, BUTTONS, rfa11y.SENSITIVE, seconds)

    def has(self, name, role=None):
        """Whether it shows now."""
        return self.node.look(name, role) is not None

    def gone(self, name, role=None, seconds=SECONDS):
        wait_to_see(f'"{name}" to go', lambda: self.node.look(name, role) is None, seconds)

    def press(self):
        self.node.press()

    def focus(self):
        self.node.grab_focus()
        self.wait_focused()

    def wait_focused(self):
        wait_to_see(f'the focus on "{self.node.name}"', lambda: self.node.has(rfa11y.FOCUSED))

    def dump(self):
        return '\n'.join(self.node.dump())


class App(View):
    """A running Referee."""

    def __init__(self, command, **environment):
        self.process = subprocess.Popen(command, env={**os.environ, **environment})
        try:
            super().__init__(wait_to_see(f'{command[0]} on the accessibility bus', self._on_bus))
        except NotSeen:
            self.close()
            raise

    def _on_bus(self):
        if self.process.poll() is not None:
            raise NotSeen(f'the program ended with {self.process.returncode}')
        return next((node for pid, node in rfa11y.applications() if pid == self.pid), None)

    @property
    def pid(self):
        return self.process.pid

    def window(self, name='.*'):
        return self.find(name, 'frame')

    def dialog(self, name='.*'):
        return self.find(name, ('dialog', 'alert'))

    def cores(self):
        """Process ids of the call cores that belong to this window."""
        return [pid for pid in child_pids(self.pid) if program_of(pid) == 'baresip']

    def window_id(self):
        """The X window of the main window."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.pid)],
                               capture_output=True, text=True, check=False).stdout.split()
        return found[-1] if found else None

    def resize(self, width, height):
        window = wait_to_see('the X window', self.window_id)
        subprocess.run(['xdotool', 'windowsize', '--sync', window, str(width), str(height)],
                       check=True)

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.wait(SECONDS)

    def close(self):
        """Ends the program as the session's end does; how it ended."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise NotSeen('the program did not end') from None


def screenshot(view, path):
    """Keeps what the screen shows where a window is."""
    x, y, width, height = view.node.box
    root = Gdk.get_default_root_window()
    x, y = max(x, 0), max(y, 0)
    width = min(width, root.get_width() - x)
    height = min(height, root.get_height() - y)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Gdk.pixbuf_get_from_window(root, x, y, width, height).savev(path, 'png', [], [])


def settled_screenshot(view, path, seconds=3):
    """A screenshot once two looks in a row see the same, so that no animation is caught halfway."""
    deadline = time.monotonic() + seconds
    before = None
    while True:
        screenshot(view, path)
        with open(path, 'rb') as file:
            now = file.read()
        if now == before or time.monotonic() > deadline:
            return
        before = now
        time.sleep(0.1)
