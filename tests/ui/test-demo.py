#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo window, led as a teacher leads it.

Usage: with-display test-demo.py REFEREE SCREENSHOTS    (TAP on standard output)
"""

import os
import sys

import rfui
from rfproc import is_alive, wait_for
from tap import Tap

REFEREE, SHOTS = sys.argv[1:3]
END = 'succeeded with 200'
PLAY_SECONDS = 60


class Demo:
    def __init__(self, *arguments, **settings):
        rfui.write_settings(**settings)
        self.app = rfui.App([REFEREE, 'demo', *arguments])
        self.window = self.app.window('Referee demo')

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind and self.app.process.poll() is None:
            print('\n'.join('# ' + line for line in self.app.dump().splitlines()))
            self.shot('demo-failed')
        self.app.close()

    def shot(self, name):
        rfui.settled_screenshot(self.window, os.path.join(SHOTS, name + '.png'))

    def messages(self):
        """What the ladder's rows say that are messages; the sound of a call that is up has one too,
        whether the play is paused or not."""
        ladder = self.window.find('Ladder of SIP messages', 'list')
        names = [node.name for node in ladder.node.children()]
        return [name for name in names if not name.startswith('sound between ')]


def plays_to_the_end():
    """Three columns, three cores, one ladder; it plays and ends as promised."""
    with Demo() as demo:
        for name in ('Kevin', 'Mike', 'Wayne'):
            demo.window.find(name, 'panel')
        wait_for('three cores', lambda: len(demo.app.cores()) == 3)
        demo.window.find_text('NOTIFY, 180 Ringing', seconds=PLAY_SECONDS)
        demo.shot('demo-playing')
        demo.window.find_text(END, seconds=PLAY_SECONDS)
        demo.shot('demo-finished')
        cores = demo.app.cores()
    wait_for('the end of the cores', lambda: not any(map(is_alive, cores)))


def steps_by_message():
    """Paused, each step shows one message more and no other comes by itself."""
    with Demo() as demo:
        demo.window.find_text('180 Ringing', seconds=PLAY_SECONDS)
        demo.window.button('Pause').press()
        demo.window.button('Play')
        shown = len(demo.messages())
        for _ in range(4):
            demo.window.button('Step').press()
            shown += 1
            wait_for(f'{shown} messages', lambda: len(demo.messages()) >= shown)
            assert len(demo.messages()) == shown, demo.messages()
        demo.window.button('Play').press()
        demo.window.find_text(END, seconds=PLAY_SECONDS)


def moves_a_lifeline_by_keys():
    """Ctrl+Right moves the lifeline that has the keys, also while a step is possible, which it
    makes from everywhere else."""
    with Demo() as demo:
        ladder = demo.window.find('Ladder of SIP messages', 'list')
        demo.window.find_text('180 Ringing', seconds=PLAY_SECONDS)
        demo.window.button('Pause').press()
        demo.window.button('Step')
        shown = len(demo.messages())
        ladder.focus()
        rfui.keys('l', 'Home')
        wait_for('the first lifeline', lambda: ', 1 of ' in ladder.node.description)
        moved = ladder.node.description.split(',')[0]
        rfui.keys('ctrl+Right')
        wait_for('the second place', lambda: f'{moved}, 2 of ' in ladder.node.description)
        assert len(demo.messages()) == shown, demo.messages()
        rfui.keys('Escape', 'ctrl+Right')
        wait_for('a step', lambda: len(demo.messages()) == shown + 1)


def keys_go_to_the_ladder():
    """From the start, and again after a restart, which leaves them where else a person works;
    Ctrl+F finds from there, too."""
    with Demo() as demo:
        ladder = demo.window.find('Ladder of SIP messages', 'list')

        def restart_from(place):
            place.focus()
            rfui.keys('ctrl+r')
            wait_for('another play', lambda: 'INVITE' not in ladder.node.description)
            demo.window.find_text('180 Ringing', seconds=PLAY_SECONDS)
            place.wait_focused()

        def select_first():
            rfui.keys('Home')
            wait_for('the first message', lambda: 'INVITE' in ladder.node.description)

        ladder.wait_focused()
        demo.window.find_text('180 Ringing', seconds=PLAY_SECONDS)
        select_first()
        restart_from(ladder)
        select_first()
        restart_from(demo.window.button('Restart'))
        rfui.keys('ctrl+f')
        demo.window.find('Search the messages').wait_focused()
        rfui.keys('Escape')
        ladder.wait_focused()
        demo.shot('demo-keys')


def taken_over_by_hand():
    """Mike's call is ended by a person with its own button, in the middle of the play."""
    with Demo() as demo:
        mike = demo.window.find('Mike', 'panel')
        mike.find('Kevin, Connected', 'list item', seconds=PLAY_SECONDS)
        demo.window.button('Pause').press()
        mike.button('Hang up').press()
        demo.window.find('Kevin', 'panel').gone('mike, Connected.*', 'list item')
        mike.gone('Kevin, Connected.*', 'list item')


def fails_as_promised():
    """The scenario in which Wayne is busy, in the dark."""
    with Demo('blind-busy', dark_style=True) as demo:
        demo.window.find_text('failed with 486', seconds=PLAY_SECONDS)
        demo.shot('demo-busy-dark')


def main():
    tap = Tap()
    for case in (plays_to_the_end, steps_by_message, moves_a_lifeline_by_keys,
                 keys_go_to_the_ladder, taken_over_by_hand, fails_as_promised):
        tap.run(case.__name__.replace('_', ' '), case)
    tap.finish()


main()
