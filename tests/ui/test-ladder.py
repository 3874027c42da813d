#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown of a ladder, led as a person leads it: by keys and by the buttons above it.

Usage: with-desktop test-ladder.py REFEREE SAMPLE SCREENSHOTS    (TAP on standard output)
"""

import os
import sys

import rfui
import rfa11y
from rfproc import wait_for
from tap import Tap

REFEREE, SAMPLE, SHOTS = sys.argv[1:4]
LADDERS = {'C': 'Ladder of SIP messages', 'de': 'Leiter der SIP-Nachrichten'}


class Stage:
    """The sample in a window of its own."""

    def __init__(self, keep=False, language='C', scale=1, **settings):
        if not keep:
            rfui.write_settings(**settings)
        self.app = rfui.App([REFEREE, 'open', SAMPLE], LANGUAGE=language,
                            GDK_DPI_SCALE=str(scale))
        try:
            self.window = self.app.window(os.path.basename(SAMPLE))
            self.ladder = self.window.find(LADDERS[language], 'list')
            self.ladder.focus()
            self.whole = self.n_rows()
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

    def n_rows(self):
        return len(self.rows())

    def wait_rows(self, count):
        wait_for(f'{count} rows', lambda: self.n_rows() == count)

    def wait_selected(self, words):
        """The list is described by its selected row."""
        wait_for(f'"{words}" to be selected', lambda: words in self.ladder.node.description)

    def shot(self, name):
        rfui.settled_screenshot(self.window, os.path.join(SHOTS, name + '.png'))


def names_its_keys():
    """From a ladder those of the ladder come first; no page is larger than a small screen, nor than
    a usual one where letters are large."""
    english = 'Keyboard shortcuts', 'Scroll to the right', 'Rename a lifeline'
    german = 'Tastenkürzel', 'Nach rechts rollen', 'Lebenslinie umbenennen'
    for language, (title, first, second), scale, most in (
            ('C', english, 1, (1280, 720)), ('de', german, 1, (1280, 720)),
            ('C', english, 1.5, (1366, 768)), ('de', german, 1.5, (1366, 768))):
        with Stage(language=language, scale=scale) as stage:
            rfui.keys('F1')
            shortcuts = stage.app.window(title)
            shortcuts.find(first)
            width, height = shortcuts.node.box[2:]
            assert width <= most[0] and height <= most[1], (language, scale, width, height)
            name = f'shortcuts-{language}-{scale}.png'
            rfui.settled_screenshot(shortcuts, os.path.join(SHOTS, name))
            rfui.keys('ctrl+Page_Down')
            shortcuts.find(second)
            rfui.keys('Escape')
            stage.app.gone(title, 'frame')


def speaks_the_language_of_the_window():
    with Stage(language='de') as stage:
        rows = stage.rows()
        assert rows[0] == '0.0 ms, Kevin an Mike: INVITE, Phase 1, der Anruf', rows[0]
        assert any('REFER, an wayne' in row for row in rows), rows
        rfui.keys('Home', 'Left')
        stage.wait_selected('Phase 1, der Anruf, zugeklappt, 5 Nachrichten')
        stage.shot('ladder-german')


def finds_text():
    with Stage() as stage:
        rfui.keys('ctrl+f')
        stage.window.find('Search the messages').wait_focused()
        rfui.type_text('Refer-To')
        stage.wait_rows(1)
        assert 'REFER, to wayne' in stage.rows()[0], stage.rows()
        stage.shot('ladder-found')
        rfui.keys('Return')
        stage.ladder.wait_focused()
        rfui.keys('ctrl+f')
        rfui.type_text('nowhere')
        stage.window.find_text('No message has the text that you look for')
        stage.window.button('Show all messages').press()
        stage.wait_rows(stage.whole)


def folds():
    with Stage(dark_style=True) as stage:
        rfui.keys('Home', 'Left')
        wait_for('a folded call', lambda: 'phase 1, the call, folded' in stage.rows()[0])
        stage.wait_selected('folded, 5 messages')
        assert stage.n_rows() == stage.whole - 4, stage.rows()
        stage.shot('ladder-folded-dark')
        rfui.keys('p', 'minus')
        wait_for('a folded REFER', lambda: 'phase 2, REFER, folded' in stage.rows()[1])
        rfui.keys('asterisk')
        stage.wait_rows(stage.whole)


def jumps():
    with Stage() as stage:
        rfui.keys('Home', 't')
        stage.wait_selected('REFER, to wayne')
        rfui.keys('p')
        stage.wait_selected('phase 3')
        rfui.keys('shift+t')
        stage.wait_selected('REFER, to wayne')


def says_that_a_jump_finds_nothing():
    """In a word that a screen reader tells of, and that goes again."""
    with Stage() as stage:
        rfui.keys('Home', 't')
        stage.wait_selected('REFER, to wayne')
        for key, words in (('t', 'No transfer further down'), ('shift+t', 'No transfer further up'),
                           ('n', 'No problem further down')):
            rfui.keys(key)
            stage.window.find(words, 'notification')
        stage.shot('ladder-nothing-found')
        stage.wait_selected('REFER, to wayne')
        stage.window.gone('No problem further down')
        rfui.keys('n', 'Down')
        stage.wait_selected('202 Accepted')
        assert not stage.window.has('No problem further down')
        rfui.keys('ctrl+f')
        stage.window.find('Search the messages').wait_focused()
        rfui.type_text('INVITE sip')
        wait_for('fewer rows', lambda: stage.n_rows() < stage.whole)
        rfui.keys('Return')
        stage.ladder.wait_focused()
        for key, words in (('t', 'No transfer further down in what is shown'),
                           ('shift+n', 'No problem further up in what is shown')):
            rfui.keys('Home', key)
            stage.window.find(words, 'notification')


def tells_times():
    with Stage() as stage:
        stage.window.find('Times', rfui.BUTTONS).press()
        stage.window.find('Since REFER').press()
        wait_for('times since REFER', lambda: any('+0.000 s from REFER' in row
                                                  for row in stage.rows()))
        stage.shot('ladder-times')


def remembers_choices():
    """What was chosen in one run of the program is there in the next."""
    since_refer = '+0.000 s from REFER'
    with Stage() as stage:
        stage.window.find('Times', rfui.BUTTONS).press()
        stage.window.find('Since REFER').press()
        stage.window.find('Space the rows by time').press()
        rfui.keys('Escape')
        stage.window.gone('Since REFER')
        stage.ladder.focus()
        small = stage.ladder.node.children()[1].box
        rfui.keys('ctrl+plus', 'ctrl+plus', 'Home')
        stage.window.find('Message', 'radio button').press()
        wait_for('a larger ladder', lambda: stage.ladder.node.children()[1].box[3] > small[3])
        stage.shot('ladder-true-time')
    with Stage(keep=True) as stage:
        assert any(since_refer in row for row in stage.rows()), stage.rows()
        third, fourth = [row.box for row in stage.ladder.node.children()[2:4]]
        assert third[3] > small[3], 'it is not larger'
        assert fourth[1] > third[1] + 1.5 * third[3], 'the rows are not spaced by time'
        rfui.keys('Home')
        assert stage.window.find('Message', 'radio button').node.has(rfa11y.CHECKED)
    with Stage() as stage:
        assert not any(since_refer in row for row in stage.rows()), stage.rows()


def main():
    tap = Tap()
    for test in (names_its_keys, speaks_the_language_of_the_window, finds_text, folds, jumps,
                 says_that_a_jump_finds_nothing, tells_times, remembers_choices):
        tap.run(test.__name__.replace('_', ' '), test)
    tap.finish()


main()
