#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Something to drag: a small window at the corner of the display that gives out URIs.

Usage: rf-drag-source.py URI…
"""

import sys

import gi

gi.require_version('Gdk', '3.0')
gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402

SIZE = 88, 30


def on_drag_data_get(_widget, _context, data, _info, _time):
    data.set_uris(sys.argv[1:])


def main():
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    handle = Gtk.EventBox()
    handle.add(Gtk.Label(label='Drag this'))
    handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    handle.drag_source_add_uri_targets()
    handle.connect('drag-data-get', on_drag_data_get)
    window.add(handle)
    window.set_default_size(*SIZE)
    window.move(0, 0)
    window.show_all()
    Gtk.main()


main()
