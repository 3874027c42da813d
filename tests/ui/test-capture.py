#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures, opened as a person opens them.

Usage: with-desktop test-capture.py REFEREE SAMPLE SCREENSHOTS    (TAP on standard output)
"""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import rfa11y
import rfui
from rfproc import SECONDS, wait_for
from tap import Tap

REFEREE, SAMPLE, SHOTS = sys.argv[1:4]
TRANSFER = 'Kevin → Wayne\nsucceeded; sent by Mike, blind'
LIST = 'Calls and transfers'
LADDER = 'Ladder of SIP messages'

# A pcapng section ends where a block does; the last block of the sample is a packet.
with open(SAMPLE, 'rb') as file:
    CAPTURE = file.read()


def block_starts(capture):
    """Where the blocks of a capture begin."""
    at = 0
    while at < len(capture):
        yield at
        at += int.from_bytes(capture[at + 4:at + 8], 'little')


class Window(contextlib.ExitStack):
    """A program that was started with captures."""

    def __init__(self, *arguments, **settings):
        super().__init__()
        rfui.write_settings(**settings)
        self.arguments = arguments

    def __enter__(self):
        super().__enter__()
        self.app = rfui.App([REFEREE, *self.arguments])
        self.callback(self.app.close)
        self.push(self.show_failure)
        self.window = self.app.window(os.path.basename(self.arguments[-1]))
        return self

    def show_failure(self, kind, _error, _trace):
        if kind and self.app.process.poll() is None:
            print('\n'.join('# ' + line for line in self.app.dump().splitlines()))

    def shot(self, name):
        rfui.settled_screenshot(self.window, os.path.join(SHOTS, name + '.png'))

    def entries(self):
        """What the list says, row by row."""
        cells = self.window.find(LIST).node.children()
        return [cell.name for cell in cells if '\n' in cell.name and '→' in cell.name]

    def expect_page(self, title, sentence):
        """Instead of the list there is a page that says why."""
        page = self.window.find(title, 'panel').node
        wait_for(sentence, lambda: sentence in page.description)

    def messages(self):
        return len(self.window.find(LADDER, 'list').node.children())

    def export_to(self, path, replaces=False):
        rfui.keys('ctrl+s')
        dialog = self.app.find('Export the ladder', 'file chooser')
        entry = dialog.find(role='text')
        entry.wait_focused()
        rfui.keys('ctrl+a')
        rfui.type_text(path)
        wait_for('the name', lambda: entry.node.text == path)
        dialog.button('Export').press()
        if replaces:
            self.app.find('Question', 'alert').button('Replace').press()
        self.app.gone('Export the ladder', 'file chooser')

    def wait_messages(self, count):
        wait_for(f'{count} messages', lambda: self.messages() == count)


def file_with(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(content)
    return path


def opens_the_sample(folder):
    """One entry, and its ladder; no core is started for it."""
    with Window('open', SAMPLE) as capture:
        capture.window.find_text('1 entry')
        assert capture.entries() == [TRANSFER], capture.entries()
        whole = capture.messages()
        assert whole > 10, whole
        assert capture.app.cores() == []
        capture.window.find(LADDER, 'list').wait_focused()
        capture.window.find('Export').focus()
        rfui.keys('ctrl+f')
        capture.window.find('Search the messages').wait_focused()
        capture.window.find(LIST).focus()
        rfui.keys('Home', 'Return')
        capture.window.find_text('1 of 1 selected')
        capture.wait_messages(whole)
        ladder = capture.window.find(LADDER, 'list')
        rfui.keys('Home', 'Return')
        wait_for('the message to have the keys',
                 lambda: not ladder.node.has(rfa11y.FOCUSED))
        rfui.keys('Escape')
        ladder.wait_focused()
        capture.shot('capture')
        rfui.keys('ctrl+shift+a')
        capture.window.find_text('1 entry')


def searches(folder):
    """Typing over the list searches in it, by names, outcomes and Call-IDs."""
    with Window(SAMPLE) as capture:
        capture.window.find(LIST).focus()
        rfui.type_text('WAYNE succ')
        capture.window.find('WAYNE succ', 'text')
        capture.window.find_text('1 entry')
        rfui.type_text('xyz')
        capture.window.find_text('0 of 1 entry')
        rfui.keys('Escape')
        capture.window.find_text('^1 entry')


def opens_what_is_searched_for(folder):
    """However quickly a person types: the first that is found is chosen by Return or Down, and
    opened by the next Return."""
    calls = [re.sub(rb'(?i)(call-id: *).', rb'\1' + mark, CAPTURE) for mark in (b'~', b'!')]
    calls[0] = calls[0].replace(b'Kevin', b'Aaron').replace(b'kevin', b'aaron')
    calls[1] = calls[1].replace(b'Kevin', b'Berta').replace(b'kevin', b'berta')
    with Window(file_with(folder, 'typed.pcapng', CAPTURE + b''.join(calls))) as capture:
        capture.window.find_text('3 entries')
        ladder = capture.window.find(LADDER, 'list')
        entries = capture.window.find(LIST)
        for name, delay in ('berta', 20), ('aaron', 110), ('berta', 300):
            rfui.keys('ctrl+shift+f', 'ctrl+a', *name, 'Return', 'Return', delay=delay)
            ladder.wait_focused()
            capture.window.find_text('1 of 3 selected')
            wait_for(f'the call of {name}', lambda: ladder.node.children()[0].name.startswith(
                f'0.0 ms, {name.capitalize()} to Mike'))
            assert len(capture.entries()) == 1, capture.entries()
        for name, delay in ('aaron', 20), ('berta', 110):
            rfui.keys('ctrl+shift+f', 'ctrl+a', *name, 'Down', delay=delay)
            entries.wait_focused()
            wait_for(f'the call of {name}', lambda: ladder.node.children()[0].name.startswith(
                f'0.0 ms, {name.capitalize()} to Mike'))
        rfui.keys('ctrl+shift+f', 'ctrl+a', *'nobody', 'Return', 'Return', delay=20)
        capture.window.find_text('0 of 3 entries|1 of 3 selected')
        capture.window.find('Search in the list').wait_focused()


def chooses_what_is_listed(folder):
    with Window(SAMPLE) as capture:
        capture.window.find_text('^1 entry')
        for choice, status in ('Other calls', '0 of 1 entry'), ('Transfers', '^1 entry'):
            capture.window.button('What is listed, and in what order').press()
            capture.app.find(choice).press()
            rfui.keys('Escape')
            capture.app.gone(choice)
            capture.window.find_text(status)


def sorts_by_who(folder):
    """By the name of who called, and not by when."""
    later = re.sub(rb'(?i)(call-id: *).', rb'\1~', CAPTURE)
    later = later.replace(b'Kevin', b'Aaron').replace(b'kevin', b'aaron')
    other = TRANSFER.replace('Kevin', 'Aaron')
    with Window(file_with(folder, 'two.pcapng', CAPTURE + later)) as capture:
        capture.window.find_text('2 entries')
        assert capture.entries() == [TRANSFER, other], capture.entries()
        for choice, order in ('From, by name', [other, TRANSFER]), ('Time', [TRANSFER, other]):
            capture.window.button('What is listed, and in what order').press()
            capture.app.find(choice).press()
            rfui.keys('Escape')
            capture.app.gone(choice)
            wait_for('another order', lambda: capture.entries() == order)


def tells_of_damage(folder):
    """What can be read is shown, and what cannot is said."""
    path = file_with(folder, 'damaged.pcapng', CAPTURE[:len(CAPTURE) // 2 + 3])
    with Window(path, dark_style=True) as capture:
        capture.window.find_text('The file ends inside a packet, after .* packets',
                                 seconds=SECONDS)
        capture.window.find_text('1 entry')
        capture.shot('capture-damaged-dark')


def exports_what_was_not_read(folder):
    """Whoever gets the file alone is told that it is not all of the capture."""
    path = file_with(folder, 'told.pcapng', CAPTURE[:len(CAPTURE) // 2 + 3])
    out = os.path.join(folder, 'told.txt')
    with Window(path) as capture:
        capture.window.find_text('The file ends inside a packet, after', seconds=SECONDS)
        capture.export_to(out)
        wait_for(out, lambda: os.path.exists(out))
    with open(out, encoding='utf-8') as written:
        assert '\n\nThe file ends inside a packet, after ' in written.read()


def keeps_what_it_reads(folder):
    """No export replaces the capture that the window shows."""
    path = file_with(folder, 'own.pcapng', CAPTURE)
    link = os.path.join(folder, 'own-link.pcapng')
    os.symlink(path, link)
    with Window(path) as capture:
        capture.window.find_text('1 entry')
        for name in (path, link):
            capture.export_to(name, replaces=True)
            dialog = capture.app.find('Error', 'alert')
            dialog.find(f'“{os.path.basename(name)}” is the capture that this window shows, and '
                        'would be replaced. Choose another name.')
            dialog.button('Close').press()
            capture.app.gone('Error', 'alert')
    with open(path, 'rb') as kept:
        assert kept.read() == CAPTURE


def takes_damage_back(folder):
    """Once what was cut off at the end has come, nothing is said of it any more."""
    half = len(CAPTURE) // 2 + 3
    path = file_with(folder, 'late.pcapng', CAPTURE[:half])
    os.utime(path, (time.time() - 60, time.time() - 60))
    with Window(path) as capture:
        capture.window.find_text('The file ends inside a packet, after', seconds=SECONDS)
        before = capture.messages()
        with open(path, 'ab') as file:
            file.write(CAPTURE[half:])
        wait_for('more messages', lambda: capture.messages() > before)
        capture.window.gone('.*ends inside a packet.*')


def follows(folder):
    """What is written to the file comes into the list and the ladder."""
    starts = list(block_starts(CAPTURE))
    half = starts[len(starts) // 3]
    path = file_with(folder, 'growing.pcapng', CAPTURE[:half])
    with Window(path) as capture:
        capture.window.find_text('1 entry')
        before = capture.messages()
        with open(path, 'ab') as file:
            file.write(CAPTURE[half:])
        wait_for('the transfer', lambda: capture.entries() == [TRANSFER])
        wait_for('more messages', lambda: capture.messages() > before)


def tells_that_the_file_is_gone(folder):
    """Of one that is still written to."""
    path = file_with(folder, 'gone.pcapng', CAPTURE)
    with Window(path) as capture:
        capture.window.find_text('1 entry')
        with open(path, 'ab') as file:
            file.write(re.sub(rb'(?i)(call-id: *).', rb'\1~', CAPTURE))
        capture.window.find_text('2 entries')
        os.unlink(path)
        capture.window.find_text('The file is no longer there')
        capture.shot('capture-gone')


def keeps_what_another_file_replaces(folder):
    """Emptied, as by a capture that is started once more, or by a file of the same name: both are
    said, what was read stays, and to open the file again is to see the other."""
    for name, words, replace in (
            ('emptied', 'The file was emptied or begun anew.',
             lambda old, _new: os.truncate(old, 0)),
            ('replaced', 'Another file has taken the place of this one.',
             lambda old, new: os.replace(new, old))):
        path = file_with(folder, name + '.pcapng', CAPTURE)
        # However long the window takes to open, somebody has just written to the file.
        os.utime(path, (time.time() + 60, time.time() + 60))
        with Window(path) as capture:
            capture.window.find_text('1 entry')
            replace(path, file_with(folder, 'new.pcapng', CAPTURE[:list(block_starts(CAPTURE))[4]]))
            capture.window.find_text(words)
            assert capture.entries() == [TRANSFER]
            ladder = capture.window.find(LADDER, 'list')
            ladder.focus()
            rfui.keys('End', 'Return')
            capture.window.find('Response: .*', 'list item').wait_focused()
            capture.shot('capture-' + name)
            file_with(folder, name + '.pcapng', CAPTURE[:list(block_starts(CAPTURE))[4]])
            subprocess.run([REFEREE, path], check=True, timeout=SECONDS)
            wait_for('two windows of one name', lambda: 2 == sum(
                node.name == name + '.pcapng' for node in capture.app.node.children()))


def selects_while_it_grows(folder):
    """One of two calls is selected again and again, and messages come that the list has not taken
    in yet: none of them is asked about, and all are drawn in the end."""
    starts = list(block_starts(CAPTURE))
    second = re.sub(rb'(?i)(call-id: *).', rb'\1~', CAPTURE)
    path = file_with(folder, 'selected.pcapng', CAPTURE + second[:starts[8]])
    with Window(path) as capture:
        capture.window.find_text('2 entries')
        capture.window.find(LIST).focus()
        rfui.keys('Home', 'Down')
        capture.window.find_text('1 of 2 selected')
        for start, end in zip(starts[8:], [*starts[9:], len(second)]):
            with open(path, 'ab') as file:
                file.write(second[start:end])
            rfui.keys('Up', 'Down')
            assert capture.app.process.poll() is None, 'the program ended'
        rfui.keys('ctrl+shift+a')
        capture.wait_messages(2 * (len(starts) - 2))
        rfui.keys('Down', 'Home')
        capture.wait_messages(len(starts) - 2)


def keeps_the_message(folder):
    """The message that is read stays selected and open while other entries are chosen, where they
    hold it, and when everything is shown again."""
    second = re.sub(rb'(?i)(call-id: *).', rb'\1~', CAPTURE)
    with Window(file_with(folder, 'kept.pcapng', CAPTURE + second)) as capture:
        capture.window.find_text('2 entries')
        entries, ladder = capture.window.find(LIST), capture.window.find(LADDER, 'list')
        entries.focus()
        rfui.keys('Home', 'Down')
        capture.window.find_text('1 of 2 selected')
        ladder.focus()
        rfui.keys('Home', *['Down'] * 5)
        wait_for('the REFER', lambda: 'REFER' in ladder.node.description)
        chosen = ladder.node.description
        for choose in (lambda: rfui.keys('ctrl+shift+a'),
                       lambda: (entries.focus(), rfui.keys('Home', 'Down'))):
            before = capture.messages()
            choose()
            wait_for('others', lambda: capture.messages() != before)
            wait_for('the REFER', lambda: 'REFER' in ladder.node.description)
            capture.window.find('REFER, Mike to Kevin', 'label')
            capture.window.find('Request: .*', 'list item')
        assert ladder.node.description == chosen, ladder.node.description
        entries.focus()
        rfui.keys('Down')
        capture.window.gone('REFER, Mike to Kevin', 'label')
        capture.window.gone('Request: .*', 'list item')


def scroll_away(capture):
    """From the end of the ladder, made larger than the window, to its beginning."""
    ladder = capture.window.find(LADDER, 'list')
    ladder.focus()
    for key, words in ('End', 'end of the new call'), ('Home', '0.0 ms'):
        rfui.keys(*['ctrl+plus'] * 6, key)
        wait_for(words, lambda: words in ladder.node.description)


def offers_to_follow_what_grows(folder):
    """A capture that is written to has a newest message; one that is complete has none."""
    follow = 'Follow the newest message'
    path = file_with(folder, 'fresh.pcapng', CAPTURE)
    # However long the window takes to open, somebody has just written to the file.
    os.utime(path, (time.time() + 60, time.time() + 60))
    with Window(path) as capture:
        capture.window.find_text('1 entry')
        scroll_away(capture)
        capture.window.button(follow)
    with Window(SAMPLE) as capture:
        capture.window.find_text('1 entry')
        scroll_away(capture)
        assert not capture.window.has(follow)


def follows_by_keys(folder):
    """Tab leads from the ladder to the button, and End does the same."""
    follow = 'Follow the newest message'
    last = list(block_starts(CAPTURE))[-1]
    path = file_with(folder, 'grown.pcapng', CAPTURE[:last])
    with Window(path) as capture:
        capture.window.find_text('1 entry')
        shown = capture.messages()
        with open(path, 'ab') as file:
            file.write(CAPTURE[last:])
        capture.wait_messages(shown + 1)
        scroll_away(capture)
        button = capture.window.button(follow)
        rfui.keys('Tab')
        button.wait_focused()
        capture.shot('ladder-follow')
        rfui.keys('space')
        capture.window.gone(follow)
        capture.window.find(LADDER, 'list').wait_focused()
        # It is selected still, and comes into sight again.
        rfui.keys('Home')
        capture.window.button(follow)
        rfui.keys('End')
        capture.window.gone(follow)


def refuses_what_is_no_capture(folder):
    with Window('open', file_with(folder, 'letter.txt', b'Dear Wayne, ...')) as capture:
        capture.expect_page('This cannot be opened', '“letter.txt” is no capture that can be read')
        capture.window.button('Open another capture')
        capture.shot('capture-refused')


def refuses_what_it_does_not_know(folder):
    """On the command line; what somebody has pasted there does nothing to the terminal."""
    help_for = '“referee --help” tells what is understood.\n'
    for arguments, status, words in (
            (['--foo'], 1, f'Unknown option --foo. {help_for}'),
            (['open', '--a\x1b[2Jb\n', SAMPLE], 1, f'Unknown option --a\\x1b[2Jb. {help_for}'),
            (['c\x1b[31m\u202e'], 2, '“c\\x1b[31m\\u202e” is not understood. '
                                     '“referee --help” tells what is.\n'),
            (['open'], 2, '“open” needs the name of a file, as in “referee open call.pcapng”.\n')):
        ended = subprocess.run([REFEREE, *arguments], check=False, timeout=SECONDS,
                               capture_output=True, text=True)
        assert (ended.returncode, ended.stdout, ended.stderr) == (status, '', words), ended


def says_that_there_is_none(folder):
    with Window('open', os.path.join(folder, 'missing.pcap')) as capture:
        capture.expect_page('This cannot be opened', 'There is no file “missing.pcap”')


def says_that_there_is_no_sip(folder):
    """A capture without a message; the header alone is a whole file."""
    header = CAPTURE[:list(block_starts(CAPTURE))[2]]
    with Window('open', file_with(folder, 'silent.pcapng', header)) as capture:
        capture.expect_page('No SIP in this capture', 'It holds no packets.')


def opens_more(folder):
    """A second start hands its file to the first, and the same file has one window."""
    other = os.path.join(folder, 'other.pcapng')
    shutil.copy(SAMPLE, other)
    with Window(SAMPLE) as capture:
        subprocess.run([REFEREE, 'open', other], check=True, timeout=SECONDS)
        capture.app.window('other.pcapng').find_text('1 entry')
        link = os.path.join(folder, 'link.pcapng')
        os.symlink(SAMPLE, link)
        for name in SAMPLE, link:
            subprocess.run([REFEREE, name], check=True, timeout=SECONDS)
        windows = [node.name for node in capture.app.node.children()]
        assert sorted(windows) == ['blind-transfer.pcapng', 'other.pcapng'], windows


@contextlib.contextmanager
def dropped(capture, *uris):
    """Drags from another program, which has to be there until all was taken, and drops on the list
    of calls."""
    source = rfui.App([os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                    'rf-drag-source.py'), *uris])
    with contextlib.closing(source):
        rfui.drag(source.find('Drag this'), capture.window.find(LIST))
        yield


def takes_what_is_dropped(folder):
    """A file from the file manager is opened; an address of the web is nothing to open."""
    other = os.path.join(folder, 'dropped & more.pcapng')
    shutil.copy(SAMPLE, other)
    with Window(SAMPLE) as capture:
        capture.window.find_text('1 entry')
        with dropped(capture, 'https://example.org/a.pcapng', pathlib.Path(other).as_uri()):
            capture.app.window('dropped & more.pcapng').find_text('1 entry')
        windows = [node.name for node in capture.app.node.children() if node.name]
        assert sorted(windows) == ['blind-transfer.pcapng', 'dropped & more.pcapng'], windows


def recent_files():
    """The desktop's list, which programs write to a moment after they have opened something."""
    try:
        with open(os.path.join(os.environ['XDG_DATA_HOME'], 'recently-used.xbel'), 'rb') as file:
            return file.read()
    except FileNotFoundError:
        return b''


def opens_a_recent_one(folder):
    """What was read once is in the menu of another run."""
    other = os.path.join(folder, 'recent.pcapng')
    shutil.copy(SAMPLE, other)
    with Window(other) as capture:
        capture.window.find_text('1 entry')
        wait_for('the list of recent files', lambda: b'recent.pcapng' in recent_files())
        assert b'exec="&apos;referee %u&apos;"' in recent_files(), recent_files()
    with Window(SAMPLE) as capture:
        capture.window.find_text('1 entry')
        capture.window.button('Captures that were opened before').press()
        capture.app.find('recent.pcapng', rfui.BUTTONS).press()
        capture.app.window('recent.pcapng').find_text('1 entry')


def asks_for_a_file(folder):
    with Window(SAMPLE) as capture:
        capture.window.find_text('1 entry')
        rfui.keys('ctrl+o')
        capture.app.find('Open capture', 'file chooser').button('Cancel').press()
        capture.app.gone('Open capture', 'file chooser')
        capture.window.find(LIST).focus()
        rfui.keys('ctrl+w')
        wait_for('the end of the program', lambda: capture.app.process.poll() == 0)


def fits_a_narrow_window(folder):
    """The ladder is a second page there."""
    with Window(SAMPLE) as capture:
        capture.window.find_text('1 entry')
        capture.window.find(LADDER, 'list').wait_focused()
        rfui.keys('Home', 'Down')
        capture.window.button('Close the message')
        capture.app.resize(360, 640)
        wait_for('a narrow window', lambda: capture.window.node.box[2] == 360)
        capture.shot('capture-narrow-message')
        capture.window.button('Back to the calls').press()
        capture.window.button('Show the ladder')
        capture.shot('capture-narrow')
        capture.window.find(LIST).focus()
        rfui.keys('Home', 'Return')
        capture.window.button('Back to the calls')
        capture.shot('capture-narrow-ladder')
        capture.window.button('Back to the calls').press()
        capture.window.button('Show the ladder')


def shows_what_has_the_keys(folder):
    """A window that becomes narrow keeps that side of it, and the keys stay there."""
    with Window(SAMPLE) as capture:
        capture.app.resize(1100, 720)
        capture.window.find_text('1 entry')
        ladder = capture.window.find(LADDER, 'list')
        ladder.focus()
        rfui.keys('Home', 'Down')
        capture.app.resize(360, 640)
        capture.window.button('Back to the calls')
        ladder.wait_focused()
        assert '100 Trying' in ladder.node.description
        rfui.keys('Return')
        capture.window.find('Request: .*|Response: .*', 'list item').wait_focused()
        capture.shot('capture-narrow-message')
        capture.app.resize(1100, 720)
        calls = capture.window.find(LIST)
        calls.focus()
        capture.app.resize(360, 640)
        capture.window.button('Show the ladder')
        calls.wait_focused()


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for case in (opens_the_sample, searches, opens_what_is_searched_for,
                     chooses_what_is_listed, sorts_by_who, tells_of_damage,
                     exports_what_was_not_read, keeps_what_it_reads, takes_damage_back, follows,
                     tells_that_the_file_is_gone, keeps_what_another_file_replaces,
                     selects_while_it_grows, keeps_the_message, offers_to_follow_what_grows,
                     follows_by_keys, refuses_what_is_no_capture, refuses_what_it_does_not_know,
                     says_that_there_is_none, says_that_there_is_no_sip, opens_more,
                     takes_what_is_dropped, opens_a_recent_one, asks_for_a_file,
                     fits_a_narrow_window, shows_what_has_the_keys):
            tap.run(case.__name__.replace('_', ' '), case, folder)
    tap.finish()


main()
