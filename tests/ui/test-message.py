#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages, read by keyboard as a person reads them, in the sample capture.

Usage: with-desktop test-message.py REFEREE SAMPLE SCREENSHOTS    (TAP on standard output)
"""

import contextlib
import os
import subprocess
import sys

import rfui
from rfproc import wait_for
from tap import Tap

import gi

gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402

REFEREE, SAMPLE, SHOTS = sys.argv[1:4]


class Reader(contextlib.ExitStack):
    """The window with the sample, and the keys on its ladder."""

    def __init__(self, **settings):
        super().__init__()
        rfui.write_settings(**settings)

    def __enter__(self):
        super().__enter__()
        self.app = rfui.App([REFEREE, SAMPLE])
        self.callback(self.app.close)
        self.push(self.show_failure)
        self.window = self.app.window(os.path.basename(SAMPLE))
        self.app.resize(1100, 720)
        self.ladder = self.window.find('Ladder of SIP messages', 'list')
        self.window.find_text('REFER, to wayne')
        self.ladder.focus()
        return self

    def show_failure(self, kind, _error, _trace):
        if kind and self.app.process.poll() is None:
            print('\n'.join('# ' + line for line in self.app.dump().splitlines()))
            self.shot('message-failed')

    def shot(self, name):
        rfui.settled_screenshot(self.window, os.path.join(SHOTS, name + '.png'))

    def select(self, number, title):
        """Walks to a message, counted from 0."""
        rfui.keys('Home', *['Down'] * number)
        self.expect(title)

    def expect(self, title):
        self.window.find(title, 'label')

    def explained(self, name):
        return self.window.find(name, 'list item')


def refer_in_plain_words():
    """The REFER says who is asked to call whom; its link leads to that call, and back."""
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        reader.explained('Refer-To: Kevin is asked to call Wayne.')
        reader.explained('Referred-By: Mike is the one who asks for the transfer.')
        reader.shot('message-explained')
        reader.explained('Refer-To: .*').button('Go to the call that it leads to').press()
        reader.expect('INVITE, Kevin to Wayne')
        reader.explained('Request: Kevin calls Wayne, since Mike has asked for it.')
        rfui.keys('alt+Left')
        reader.expect('REFER, Mike to Kevin')


def report_to_its_refer():
    """With keys alone: into the message, down to what it reports, and along its link."""
    with Reader() as reader:
        reader.select(11, 'NOTIFY, Kevin to Mike')
        rfui.keys('Return')
        reader.explained('Request: .*').wait_focused()
        report = reader.explained('Report: The phone of Wayne rings. That is no success yet.')
        for row in reader.window.find('What the message means').node.children()[1:]:
            rfui.keys('Down')
            rfui.View(row).wait_focused()
            if row.name == report.node.name:
                break
        report.wait_focused()
        rfui.keys('Return')
        reader.expect('REFER, Mike to Kevin')
        reader.explained('Request: .*').wait_focused()
        rfui.keys('alt+Left')
        reader.expect('NOTIFY, Kevin to Mike')


def link_to_what_is_hidden():
    """A link leads to its message though a filter hid it, or a folded phase; and back."""
    with Reader() as reader:
        whole = len(reader.ladder.node.children())
        rfui.keys('ctrl+f')
        reader.window.find('Search the messages').wait_focused()
        rfui.type_text('180 Ringing')
        wait_for('fewer rows', lambda: len(reader.ladder.node.children()) < 5)
        rfui.keys('Return')
        reader.ladder.wait_focused()
        reader.select(2, 'NOTIFY, Kevin to Mike')
        link = reader.explained('Report: .*').button('Go to the REFER')
        link.press()
        reader.expect('REFER, Mike to Kevin')
        reader.window.find('The filter hid this message. All are shown now.', 'notification')
        reader.shot('message-unfiltered')
        wait_for('all rows', lambda: len(reader.ladder.node.children()) == whole)
        wait_for('its row', lambda: 'REFER, to wayne' in reader.ladder.node.description)
        rfui.keys('alt+Left')
        reader.expect('NOTIFY, Kevin to Mike')
        reader.ladder.focus()
        rfui.keys('shift+t', 'Left')
        wait_for('a folded REFER', lambda: 'REFER, folded' in reader.ladder.node.description)
        reader.select(10, 'NOTIFY, Kevin to Mike')
        reader.explained('Report: .*').button('Go to the REFER').press()
        reader.expect('REFER, Mike to Kevin')
        wait_for('its row', lambda: 'REFER, to wayne' in reader.ladder.node.description)


def explanation_to_its_line():
    """What is chosen among the explanations is what the text of the message is opened at."""
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        rfui.keys('Return')
        reader.explained('Request: .*').wait_focused()
        last = reader.window.find('What the message means').node.children()[-1]
        rfui.keys('End')
        rfui.View(last).wait_focused()
        rfui.keys('Return')
        reader.window.find('Text of the message').wait_focused()
        reader.shot('message-chosen')


def difference_of_two_invites(dark=False):
    """The new call beside the first one, at a press of d; then the REFER beside it."""
    with Reader(dark_style=dark) as reader:
        reader.select(7, 'INVITE, Kevin to Wayne')
        rfui.keys('d')
        reader.expect('INVITE, Kevin to Mike · .*')
        reader.expect('INVITE, Kevin to Wayne · .*')
        reader.window.find('Changed from “INVITE sip:mike@192.0.2.2 SIP/2.0” to '
                           '“INVITE sip:wayne@192.0.2.3 SIP/2.0”', 'list item')
        reader.shot('message-difference-dark' if dark else 'message-difference')
        rfui.keys('Up', 'Up')
        reader.expect('REFER, Mike to Kevin · .*')
        reader.window.find('Only in the first: REFER sip:kevin@.*', 'list item')


def in_the_dark():
    """The same on a dark ground."""
    difference_of_two_invites(dark=True)


def as_it_was_sent():
    """The text stays on its page while other messages are selected."""
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        reader.window.find('Message', 'radio button').press()
        text = reader.window.find('Text of the message')
        wait_for('the REFER', lambda: 'Refer-To: <sip:wayne' in text.node.text)
        rfui.keys('Down')
        wait_for('the answer', lambda: text.node.text.startswith('SIP/2.0 202 Accepted'))
        reader.shot('message-text')


def has_menu():
    """What can be done with a message, without knowing its key; a folded phase can be unfolded."""
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        rfui.keys('Menu')
        reader.app.find('Difference', 'menu item')
        assert not reader.app.has('Unfold phase', 'menu item')
        reader.shot('message-menu')
        reader.app.find('Fold phase', 'menu item').press()
        wait_for('the fold', lambda: 'folded' in reader.ladder.node.description)
        rfui.keys('shift+F10')
        reader.app.find('Unfold phase', 'menu item').press()
        wait_for('the REFER', lambda: 'REFER, to wayne' in reader.ladder.node.description)
        rfui.keys('Menu')
        reader.app.find('Difference', 'menu item').press()
        reader.window.find('Compare with: REFER, Mike to Kevin', 'toggle button')


def is_copied():
    """The text of what is selected."""
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        rfui.keys('ctrl+c')
        reader.window.find('Copied as text')
        clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
        assert 'Refer-To: <sip:wayne' in clipboard.wait_for_text()


def is_clicked_right():
    """The menu is that of the row below the pointer."""
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        x, y, width, height = reader.ladder.node.children()[6].box
        subprocess.run(['xdotool', 'mousemove', '--sync', str(x + width // 2),
                        str(y + height // 2), 'click', '3'], check=True)
        reader.app.find('Open', 'menu item').press()
        reader.expect('202 Accepted, .*')
        reader.explained('Response: .*').wait_focused()


def closes_and_opens_again():
    """Without the pane the same row is selected, and stays alone until a message is asked for."""
    close = 'Close the message'
    with Reader() as reader:
        reader.select(5, 'REFER, Mike to Kevin')
        reader.window.button(close).press()
        reader.window.gone(close)
        reader.ladder.wait_focused()
        assert 'REFER, to wayne' in reader.ladder.node.description
        reader.shot('message-closed')
        rfui.keys('Down')
        wait_for('the next row', lambda: '202 Accepted' in reader.ladder.node.description)
        assert not reader.window.has(close)
        rfui.keys('Return')
        reader.expect('202 Accepted, .*')
        reader.explained('Response: .*').wait_focused()
        reader.window.button(close).press()
        reader.window.gone(close)
        reader.ladder.node.children()[6].press()
        reader.expect('202 Accepted, .*')
        reader.ladder.wait_focused()


def main():
    tap = Tap()
    for case in (refer_in_plain_words, report_to_its_refer, link_to_what_is_hidden,
                 explanation_to_its_line, difference_of_two_invites, in_the_dark,
                 as_it_was_sent, has_menu, is_copied, is_clicked_right, closes_and_opens_again):
        tap.run(case.__name__.replace('_', ' '), case)
    tap.finish()


main()
