#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the demo's ladder: files of every kind, what is copied, what would be printed.

Usage: with-desktop test-export.py REFEREE SCREENSHOTS    (TAP on standard output)
"""

import json
import os
import sys
import tempfile

import rfui
from rfproc import wait_for
from tap import Tap

import gi

gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402

REFEREE, SHOTS = sys.argv[1:3]
END = 'succeeded with 200'
PLAY_SECONDS = 60

BEGINNINGS = {
    'svg': b'<?xml', 'png': b'\x89PNG\r\n', 'pdf': b'%PDF-', 'html': b'<!DOCTYPE html>',
    'txt': b' ', 'mmd': b'sequenceDiagram\n', 'pcapng': b'\n\r\r\n', 'json': b'{',
}


class Demo:
    def __init__(self):
        rfui.write_settings()
        self.app = rfui.App([REFEREE, 'demo'])
        self.window = self.app.window('Referee demo')
        self.folder = tempfile.mkdtemp()

    def shown(self):
        ladder = self.window.find('Ladder of SIP messages', 'list')
        return len(ladder.node.children())

    def _look(self, name):
        return next((node for node in self.app.node.children()
                     if node.showing and node.matches(name, None, None)), None)

    def dialog(self, name):
        """A dialog; it is looked for among the windows alone, not in all that is in them."""
        return rfui.View(rfui.wait_to_see(f'the dialog "{name}"', lambda: self._look(name)))

    def dialog_gone(self, name):
        rfui.wait_to_see(f'the dialog "{name}" to go', lambda: not self._look(name))

    def export_to(self, path):
        """Asks for a file, by the keyboard as far as that goes."""
        rfui.keys('ctrl+s')
        dialog = self.dialog('Export the ladder')
        entry = dialog.find(role='text')
        entry.wait_focused()
        rfui.keys('ctrl+a')
        rfui.type_text(path)
        wait_for('the name', lambda: entry.node.text == path)
        dialog.button('Export').press()
        self.dialog_gone('Export the ladder')

    def export(self, name):
        """Writes the ladder to a file, and returns what is in it."""
        path = os.path.join(self.folder, name)
        self.export_to(path)
        return read_soon(path)


def read_soon(path):
    """What is in a file as soon as it is there; it comes whole or not at all."""
    wait_for(path, lambda: os.path.exists(path))
    with open(path, 'rb') as file:
        return file.read()


def clipboard():
    return Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)


def print_only_to_files():
    """What asks for printers wants a system that is not here."""
    folder = os.path.join(os.environ['XDG_CONFIG_HOME'], 'gtk-3.0')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'settings.ini'), 'w', encoding='utf-8') as file:
        file.write('[Settings]\ngtk-print-backends=file\n')


def shows_what_is_shown(demo):
    """In the middle of the play, only what is on the screen goes out."""
    demo.window.find_text('180 Ringing', seconds=PLAY_SECONDS)
    demo.window.button('Pause').press()
    demo.window.button('Play')
    shown = demo.shown()
    ladder = json.loads(demo.export('paused.json'))
    assert len(ladder['messages']) == shown, (len(ladder['messages']), shown)
    assert [line['label'] for line in ladder['lifelines']][:2] == ['Kevin', 'Mike'], ladder
    demo.window.button('Play').press()
    demo.window.find_text(END, seconds=PLAY_SECONDS)


def exports(demo, suffix):
    content = demo.export('ladder.' + suffix)
    assert content.startswith(BEGINNINGS[suffix]), content[:40]


def exports_what_passes(demo):
    """What is looked for in the window is what goes out, and what stays behind is said."""
    demo.window.find('Search the messages').focus()
    rfui.type_text('refer-to')
    wait_for('the filter', lambda: demo.shown() == 1)
    ladder = json.loads(demo.export('filtered.json'))
    assert len(ladder['messages']) == 1, ladder['messages']
    assert ladder['left_out'].endswith(' messages. Filter: text “refer-to”.'), ladder['left_out']
    assert ladder['left_out'] in demo.export('filtered.txt').decode()
    demo.window.find('Search the messages').focus()
    rfui.keys('Escape')
    wait_for('no filter', lambda: demo.shown() > 1)
    assert json.loads(demo.export('all.json'))['left_out'] is None


def adds_a_suffix(demo):
    """A name that says no format is that of the first in the list."""
    path = os.path.join(demo.folder, 'plain')
    demo.export_to(path)
    assert read_soon(path + '.svg').startswith(b'<?xml')


def says_what_failed(demo):
    """A file that cannot be written is told of in a dialog, and nothing else happens."""
    demo.export_to('/proc/ladder.svg')
    dialog = demo.dialog('Error')
    dialog.find('The ladder could not be exported')
    dialog.find('“ladder.svg” cannot be written in this folder. Choose another one.')
    dialog.button('Close').press()
    demo.dialog_gone('Error')


def copies_text(demo):
    rfui.keys('ctrl+shift+c')
    wait_for('the text', lambda: 'NOTIFY [180 Ringing]' in (clipboard().wait_for_text() or ''))


def copies_a_picture(demo):
    """By the menu; the picture is as wide as the drawing and not blank."""
    demo.window.button('Export').press()
    rfui.settled_screenshot(demo.window, os.path.join(SHOTS, 'export-menu.png'))
    demo.app.find('Copy as picture').press()
    wait_for('the picture', lambda: clipboard().wait_is_image_available())
    picture = clipboard().wait_for_image()
    assert picture.get_width() > 500 and picture.get_height() > 400, picture
    assert len(set(picture.get_pixels())) > 20, 'it is blank'


def asks_where_to_print(demo):
    rfui.keys('ctrl+p')
    dialog = demo.dialog('Print')
    rfui.settled_screenshot(dialog, os.path.join(SHOTS, 'print-dialog.png'))
    dialog.button('Cancel').press()
    demo.dialog_gone('Print')


def main():
    tap = Tap()
    print_only_to_files()
    demo = Demo()
    try:
        tap.run('shows what is shown', shows_what_is_shown, demo)
        for suffix in BEGINNINGS:
            tap.run(f'exports {suffix}', exports, demo, suffix)
        for case in (exports_what_passes, adds_a_suffix, copies_text, copies_a_picture,
                     asks_where_to_print, says_what_failed):
            tap.run(case.__name__.replace('_', ' '), case, demo)
    finally:
        if tap.failed:
            print('\n'.join('# ' + line for line in demo.app.dump().splitlines()))
        demo.app.close()
    tap.finish()


main()
