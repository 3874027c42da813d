#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lifelines of a ladder, renamed, moved and merged by keys, by menus and by the mouse.

Usage: with-desktop test-lifelines.py REFEREE SAMPLE SCREENSHOTS    (TAP on standard output)
"""

import os
import subprocess
import sys

import rfui
from rfproc import wait_for
from tap import Tap

REFEREE, SAMPLE, SHOTS = sys.argv[1:4]
LADDER = 'Ladder of SIP messages'


def xdotool(*words):
    subprocess.run(['xdotool', *map(str, words)], check=True)


class Stage:
    """The sample in a window of its own."""

    def __init__(self, **settings):
        rfui.write_settings(**settings)
        self.app = rfui.App([REFEREE, 'open', SAMPLE])
        try:
            self.window = self.app.window(os.path.basename(SAMPLE))
            self.ladder = self.window.find(LADDER, 'list')
            self.ladder.focus()
        except Exception:
            self.app.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, _error, _trace):
        if kind and self.app.process.poll() is None:
            print('\n'.join('# ' + line for line in self.app.dump().splitlines()))
        self.app.close()

    def rows(self):
        return [row.name for row in self.ladder.node.children()]

    def wait_said(self, words):
        """The list is described by what has the cursor in it."""
        wait_for(f'"{words}"', lambda: words in self.ladder.node.description)

    def wait_row(self, row, words):
        wait_for(f'"{words}" in row {row}', lambda: words in self.rows()[row])

    def choose(self, *names):
        """Goes through the menu of all lifelines."""
        self.window.button('Lifelines').press()
        for name in names:
            self.app.button(name).press()

    def shot(self, name):
        rfui.settled_screenshot(self.window, os.path.join(SHOTS, name + '.png'))


def goes_to_heads():
    with Stage() as stage:
        rfui.keys('Home')
        stage.wait_said('INVITE')
        rfui.keys('l')
        stage.wait_said('Lifeline Kevin, 1 of 3')
        rfui.keys('Right', 'End')
        stage.wait_said('Lifeline Wayne, 3 of 3')
        rfui.keys('Escape')
        stage.wait_said('INVITE')


def moves_by_keys():
    with Stage() as stage:
        rfui.keys('l', 'ctrl+Right')
        stage.wait_said('Lifeline Kevin, 2 of 3')
        stage.shot('lifelines-moved')
        rfui.keys('Home')
        stage.wait_said('Lifeline Mike, 1 of 3')
        rfui.keys('ctrl+z')
        stage.wait_said('Lifeline Kevin, 1 of 3')


def renames():
    with Stage() as stage:
        rfui.keys('l', 'F2')
        stage.window.find('Name of the lifeline', 'text').wait_focused()
        rfui.keys('ctrl+a')
        rfui.type_text('Front desk')
        stage.shot('lifelines-naming')
        rfui.keys('Return')
        stage.wait_row(0, 'Front desk to Mike: INVITE')
        stage.wait_said('Lifeline Front desk, 1 of 3')
        stage.window.find_text('Front desk → Wayne\nsucceeded; sent by Mike, blind')


def renames_in_what_is_open():
    """The message that is open has the new name at once, in its head and in its sentences."""
    with Stage() as stage:
        rfui.keys('Home')
        stage.window.find('INVITE, Kevin to Mike', 'label')
        stage.window.find('Request: Kevin calls Mike.', 'list item')
        rfui.keys('l', 'End', 'Left', 'F2')
        stage.window.find('Name of the lifeline', 'text').wait_focused()
        rfui.keys('ctrl+a')
        rfui.type_text('Front desk')
        rfui.keys('Return')
        stage.window.find('INVITE, Kevin to Front desk', 'label')
        stage.window.find('Request: Kevin calls Front desk.', 'list item')
        stage.window.find_text('sent by Front desk, blind')
        stage.shot('lifelines-renamed')
        rfui.keys('ctrl+z')
        stage.window.find('INVITE, Kevin to Mike', 'label')


def merges_by_keys():
    with Stage(dark_style=True) as stage:
        before = len(stage.rows())
        rfui.keys('l', 'End', 'ctrl+shift+Left')
        stage.wait_said('Lifeline Mike + Wayne, 2 of 2')
        stage.wait_row(0, 'Kevin to Mike + Wayne: INVITE')
        assert len(stage.rows()) == before, stage.rows()
        stage.shot('lifelines-merged-dark')
        rfui.keys('s')
        stage.wait_said('of 3')


def moves_by_mouse():
    """Takes the first head, which stands beside the column of times, behind all others."""
    with Stage() as stage:
        x, y, width, _height = stage.ladder.node.box
        start, end = x + 120, x + width - 60
        xdotool('mousemove', '--sync', start, y + 20, 'mousedown', 1)
        for at in range(start, end, 20):
            xdotool('mousemove', '--sync', at, y + 20)
            stage.ladder.node.box  # it has come round to its events since
        stage.shot('lifelines-dragged')
        xdotool('mouseup', 1)
        rfui.keys('End', 'Home')
        stage.wait_said('Kevin to Mike: INVITE')
        rfui.keys('l')
        stage.wait_said('Lifeline Mike, 1 of 3')
        rfui.keys('End')
        stage.wait_said('Lifeline Kevin, 3 of 3')


def merges_by_mouse():
    """Drops the first head onto the last, with Ctrl held down."""
    with Stage() as stage:
        x, y, width, _height = stage.ladder.node.box
        start, end = x + 120, x + 540
        xdotool('mousemove', '--sync', start, y + 20, 'keydown', 'ctrl', 'mousedown', 1)
        for at in range(start, end, 20):
            xdotool('mousemove', '--sync', at, y + 20)
            stage.ladder.node.box  # it has come round to its events since
        stage.shot('lifelines-dragged-onto')
        xdotool('mouseup', 1, 'keyup', 'ctrl')
        stage.wait_row(0, 'Wayne + Kevin to Mike: INVITE')


def has_menus():
    with Stage() as stage:
        stage.choose('Kevin', 'Merge with', 'Wayne')
        stage.wait_row(7, 'Kevin to Wayne: INVITE, within one lifeline')
        stage.shot('lifelines-merged')
        stage.ladder.focus()
        rfui.keys('l', 'End')
        stage.wait_said('Lifeline Wayne + Kevin, 2 of 2')
        rfui.keys('Menu')
        stage.app.button('Split again').press()
        stage.wait_row(0, 'Kevin to Mike: INVITE')
        stage.choose('Undo')
        stage.wait_row(0, 'Wayne + Kevin to Mike: INVITE')
        stage.choose('Reset all lifelines')
        stage.wait_row(0, 'Kevin to Mike: INVITE')


def main():
    tap = Tap()
    for test in (goes_to_heads, moves_by_keys, renames, renames_in_what_is_open,
                 merges_by_keys, moves_by_mouse, merges_by_mouse, has_menus):
        tap.run(test.__name__.replace('_', ' '), test)
    tap.finish()


main()
