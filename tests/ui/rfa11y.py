# SPDX-License-Identifier: GPL-3.0-or-later
"""What programs tell a screen reader, asked over the accessibility bus.

It asks the bus itself, since libatspi answers from a cache that needs a running main loop.
"""

import re

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

CALL_MS = 5000
ROOT = '/org/a11y/atspi/accessible/root'

# Bits of the state set.
ACTIVE, CHECKED, FOCUSED, SELECTED, SENSITIVE, SHOWING = 1, 4, 12, 23, 24, 25

_bus = None


def bus():
    """The accessibility bus of this session; the session bus starts it when it is asked."""
    global _bus
    if _bus is None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                    None, None, 0, CALL_MS, None).unpack()[0]
        _bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    return _bus


def applications():
    """(process id, root node) of each program on the bus."""
    for node in Node('org.a11y.atspi.Registry', ROOT).children():
        pid = bus().call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus',
                              'GetConnectionUnixProcessID', GLib.Variant('(s)', (node.owner,)),
                              None, 0, CALL_MS, None).unpack()[0]
        yield pid, node


class Node:
    """One accessible object, with what a test wants to know of it. Nothing is remembered."""

    def __init__(self, owner, path):
        self.owner = owner
        self.path = path

    def call(self, interface, method, arguments=None):
        return bus().call_sync(self.owner, self.path, 'org.a11y.atspi.' + interface, method,
                               arguments, None, 0, CALL_MS, None).unpack()

    def read(self, interface, name):
        arguments = GLib.Variant('(ss)', ('org.a11y.atspi.' + interface, name))
        return bus().call_sync(self.owner, self.path, 'org.freedesktop.DBus.Properties', 'Get',
                               arguments, None, 0, CALL_MS, None).unpack()[0]

    @property
    def name(self):
        return self.read('Accessible', 'Name')

    @property
    def description(self):
        return self.read('Accessible', 'Description')

    @property
    def role(self):
        return self.call('Accessible', 'GetRoleName')[0]

    @property
    def text(self):
        """What an entry holds; '' where there is no text."""
        if 'org.a11y.atspi.Text' not in self.call('Accessible', 'GetInterfaces')[0]:
            return ''
        return self.call('Text', 'GetText', GLib.Variant('(ii)', (0, -1)))[0]

    def has(self, state):
        low_high = self.call('Accessible', 'GetState')[0]
        return bool(low_high[state // 32] >> state % 32 & 1)

    @property
    def showing(self):
        return self.has(SHOWING)

    def shown_children(self):
        """The children that show. Of a viewport that is scrolled by more than its own height GTK 3
        says that it does not, though what is in it does."""
        return [child for child in self.children() if child.showing or child.role == 'viewport']

    @property
    def sensitive(self):
        return self.has(SENSITIVE)

    @property
    def box(self):
        """(x, y, width, height) on the screen."""
        return self.call('Component', 'GetExtents', GLib.Variant('(u)', (0,)))[0]

    def children(self):
        return [Node(owner, path) for owner, path in self.call('Accessible', 'GetChildren')[0]]

    def walk(self):
        """This node and all below it that shows, from top to bottom."""
        yield self
        for child in self.shown_children():
            yield from child.walk()

    def matches(self, name, role, state):
        if role is not None and self.role not in ((role,) if isinstance(role, str) else role):
            return False
        if name is not None and not (re.fullmatch(name, self.name, re.DOTALL)
                                     or re.fullmatch(name, self.text, re.DOTALL)):
            return False
        return state is None or self.has(state)

    def look(self, name=None, role=None, state=None):
        """The first node at or below this one with this name or text (a regular expression for the
        whole of it), role and state; or None."""
        return next((node for node in self.walk() if node.matches(name, role, state)), None)

    def press(self):
        """Does what a click does."""
        if not self.call('Action', 'DoAction', GLib.Variant('(i)', (0,)))[0]:
            raise AssertionError(f'"{self.name}" cannot be pressed')

    def select(self, index):
        """Chooses one of what a list or a combo box offers."""
        if not self.call('Selection', 'SelectChild', GLib.Variant('(i)', (index,)))[0]:
            raise AssertionError(f'"{self.name}" has no choice {index}')

    def selected(self):
        """The name of what is chosen."""
        owner, path = self.call('Selection', 'GetSelectedChild', GLib.Variant('(i)', (0,)))[0]
        return Node(owner, path).name

    def grab_focus(self):
        self.call('Component', 'GrabFocus')

    def dump(self, depth=0):
        """The tree that shows, as lines of text."""
        mark = '' if self.sensitive else ' (insensitive)'
        text = self.text
        more = f' [{text}]' if text and text != self.name else ''
        lines = [f'{"  " * depth}{self.role} "{self.name}"{more}{mark}']
        for child in self.shown_children():
            lines += child.dump(depth + 1)
        return lines
