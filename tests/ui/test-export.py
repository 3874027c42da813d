#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the demo's ladder: files of every kind, what is copied, what would be printed.

Usage: with-desktop test-export.py REFEREE SAMPLE SCREENSHOTS    (TAP on standard output)
"""

import json
import os
import shutil
import sys
import tempfile

import rfui
from rfproc import wait_for
from tap import Tap

import gi

gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402

REFEREE, SAMPLE, SHOTS = sys.argv[1:4]
END = 'succeeded with 200'
PLAY_SECONDS = 60

BEGINNINGS = {
    'svg': b'<?xml', 'png': b'\x89PNG\r\n', 'pdf': b'%PDF-', 'html': b'<!DOCTYPE html>',
    'txt': b' ', 'mmd': b'sequenceDiagram\n', 'pcapng': b'\n\r\r\n', 'json': b'{',
}


class Shown:
    """A window with a ladder."""

    def __init__(self, argument, title):
        rfui.write_settings()
        self.app = rfui.App([REFEREE, argument])
        self.window = self.app.window(title)
        self.folder = tempfile.mkdtemp()

    def shown(self):
        """How many messages the ladder shows; a call that goes on has a row for its sound too."""
        ladder = self.window.find('Ladder of SIP messages', 'list')
        return sum(not row.name.startswith('sound between') for row in ladder.node.children())

    def _look(self, name):
        return next((node for node in self.app.node.children()
                     if node.showing and node.matches(name, None, None)), None)

    def dialog(self, name):
        """A dialog; it is looked for among the windows alone, not in all that is in them."""
        return rfui.View(rfui.wait_to_see(f'the dialog "{name}"', lambda: self._look(name)))

    def dialog_gone(self, name):
        rfui.wait_to_see(f'the dialog "{name}" to go', lambda: not self._look(name))

    def ask(self):
        """The dialog that asks for a file, and where its name goes."""
        rfui.keys('ctrl+s')
        dialog = self.dialog('Export the ladder')
        entry = dialog.find(role='text')
        entry.wait_focused()
        return dialog, entry

    def name_file(self, path, kind=None):
        """The dialog with this name in it; by the keyboard as far as that goes."""
        dialog, entry = self.ask()
        if kind:
            choose(dialog, kind)
        entry.focus()
        rfui.keys('ctrl+a')
        rfui.type_text(path)
        wait_for('the name', lambda: is_typed(entry, path))
        return dialog

    def export_to(self, path, kind=None):
        """Asks for a file."""
        self.name_file(path, kind).button('Export').press()
        self.dialog_gone('Export the ladder')

    def export(self, name):
        """Writes the ladder to a file, and returns what is in it."""
        path = os.path.join(self.folder, name)
        self.export_to(path)
        return read_soon(path)


def is_typed(entry, path):
    """Whether this and no more stands there: what GTK completes is taken away."""
    text = entry.node.text
    if text != path and text.startswith(path):
        rfui.keys('Delete')
    return text == path


def choose(dialog, kind):
    """Picks one of the kinds of files in the dialog's list."""
    box = dialog.find(role='combo box').node
    menu, = box.children()
    box.select([item.name for item in menu.children()].index(kind))
    wait_for(kind, lambda: box.name == kind)


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
    demo.window.find(f'Saved “ladder.{suffix}”', 'notification')
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


def write(path, content):
    with open(path, 'wb') as file:
        file.write(content)


def recent_files():
    """What programs have noted as used, as one text."""
    try:
        with open(os.path.join(os.environ['XDG_DATA_HOME'], 'recently-used.xbel'),
                  encoding='utf-8') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def replaces(demo, name):
    """Says that this file may be replaced, when that is asked."""
    question = demo.dialog('Question')
    question.find_text(f'“{name}”')
    question.button('Replace').press()
    demo.dialog_gone('Export the ladder')


def asks_before_it_replaces(demo):
    """The question is about the name that is written, and not about the one that is typed."""
    path = os.path.join(demo.folder, 'keep')
    write(path, b'without a suffix')
    write(path + '.svg', b'mine')
    dialog = demo.name_file(path)
    dialog.button('Export').press()
    question = demo.dialog('Question')
    question.find_text('“keep.svg”')
    rfui.settled_screenshot(question, os.path.join(SHOTS, 'export-replace.png'))
    question.button('Cancel').press()
    demo.dialog_gone('Question')
    dialog.find(path + '.svg', 'text')
    dialog.button('Cancel').press()
    demo.dialog_gone('Export the ladder')
    assert read_soon(path + '.svg') == b'mine'

    demo.name_file(path)
    rfui.keys('Return')
    replaces(demo, 'keep.svg')
    wait_for('the ladder', lambda: read_soon(path + '.svg').startswith(b'<?xml'))
    assert read_soon(path) == b'without a suffix'
    wait_for('a recent file', lambda: 'keep.svg"' in recent_files())
    assert 'keep"' not in recent_files(), recent_files()


def asks_by_the_list(demo):
    """The format that is chosen in the list decides what is asked about."""
    path = os.path.join(demo.folder, 'listed')
    write(path + '.txt', b'mine')
    demo.name_file(path, 'Text').button('Export').press()
    replaces(demo, 'listed.txt')
    wait_for('the ladder', lambda: b'INVITE' in read_soon(path + '.txt'))
    assert not read_soon(path + '.txt').isascii()


def goes_into_folders(demo):
    """The name of a folder gets no suffix: it is where to go."""
    path = os.path.join(demo.folder, 'folder')
    os.mkdir(path)
    dialog = demo.name_file(path)
    dialog.button('Export').press()
    dialog.find('folder', 'toggle button')
    dialog.button('Cancel').press()
    demo.dialog_gone('Export the ladder')
    assert not os.path.exists(path + '.txt') and not os.listdir(path)


def exports_ascii(demo):
    """Text for who can show no more than ASCII, also where the name says that it is text."""
    for name in ('plain-text', 'named.txt'):
        path = os.path.join(demo.folder, name)
        demo.export_to(path, 'Text, ASCII only')
        text = read_soon(path.removesuffix('.txt') + '.txt')
        assert text.isascii(), text
        assert b'- INVITE -' in text, text
    path = os.path.join(demo.folder, 'other.json')
    demo.export_to(path)
    assert json.loads(read_soon(path))['messages']


def offers_the_name_of_the_capture():
    """Beside the capture at first, then where the last file went; each time with its name."""
    folder, other = tempfile.mkdtemp(), tempfile.mkdtemp()
    capture = os.path.join(folder, 'office 1.2.pcapng')
    shutil.copy(SAMPLE, capture)
    shown = Shown(capture, os.path.basename(capture))
    try:
        shown.window.find_text('180 Ringing')
        dialog, entry = shown.ask()
        assert entry.node.text == 'office 1.2.svg', entry.node.text
        rfui.settled_screenshot(dialog, os.path.join(SHOTS, 'export-dialog.png'))
        choose(dialog, 'Data (JSON)')
        dialog.button('Export').press()
        shown.dialog_gone('Export the ladder')
        assert json.loads(read_soon(os.path.join(folder, 'office 1.2.json')))['messages']
        shown.export_to(os.path.join(other, 'mine.json'))
        dialog, entry = shown.ask()
        assert entry.node.text == 'office 1.2.json', entry.node.text
        dialog.button('Export').press()
        shown.dialog_gone('Export the ladder')
        assert json.loads(read_soon(os.path.join(other, 'office 1.2.json')))['messages']
    finally:
        shown.app.close()


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
    demo.window.find('Copied as text', 'notification')
    rfui.settled_screenshot(demo.window, os.path.join(SHOTS, 'export-copied.png'))


def copies_a_picture(demo):
    """By the menu; the picture is as wide as the drawing and not blank."""
    demo.window.button('Export').press()
    rfui.settled_screenshot(demo.window, os.path.join(SHOTS, 'export-menu.png'))
    demo.app.find('Copy as picture').press()
    demo.window.find('Copied as a picture', 'notification')
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
    demo = Shown('demo', 'Referee demo')
    try:
        tap.run('shows what is shown', shows_what_is_shown, demo)
        for suffix in BEGINNINGS:
            tap.run(f'exports {suffix}', exports, demo, suffix)
        for case in (exports_what_passes, adds_a_suffix, asks_before_it_replaces, asks_by_the_list,
                     goes_into_folders, exports_ascii, copies_text, copies_a_picture,
                     asks_where_to_print, says_what_failed):
            tap.run(case.__name__.replace('_', ' '), case, demo)
    finally:
        if tap.failed:
            print('\n'.join('# ' + line for line in demo.app.dump().splitlines()))
        demo.app.close()
    tap.run('offers the name of the capture', offers_the_name_of_the_capture)
    tap.finish()


main()
