# SPDX-License-Identifier: GPL-3.0-or-later
"""Mike's window with Kevin's and Wayne's phones at the other ends, for the programs that use it.

Their arguments are REFEREE RF-TEST-PARTY SCREENSHOTS [CASE…].
"""

import contextlib
import os
import sys

import rfui
from rfproc import NotSeen, Party
from tap import Tap

REFEREE, PARTY, SHOTS, *CASES = sys.argv[1:]


def run(*cases):
    """Runs those that were asked for, or all."""
    tap = Tap()
    for case in cases:
        if not CASES or case.__name__ in CASES:
            tap.run(case.__name__.replace('_', ' '), case)
    tap.finish()


class Stage(contextlib.ExitStack):
    """Mike's window with two parties, for one case."""

    def __init__(self, kevin=(), wayne=(), **settings):
        super().__init__()
        self.options = kevin, wayne
        rfui.write_settings(address='mike', display_name='Mike', listen='127.0.0.1:0', **settings)
        rfui.remove_history()

    def __enter__(self):
        super().__enter__()
        with contextlib.ExitStack() as started:
            enter = lambda thing: started.enter_context(contextlib.closing(thing))
            self.kevin = enter(Party(PARTY, 'kevin', *self.options[0]))
            self.wayne = enter(Party(PARTY, 'wayne', *self.options[1]))
            self.app = enter(rfui.App([REFEREE]))
            started.push(self.show_failure)
            self.window = self.app.window('Referee')
            self.mike = self.own_address()
            self.push(started.pop_all())
        return self

    def show_failure(self, kind, _error, _trace):
        if kind and self.app.process.poll() is None:
            print('\n'.join('# ' + line for line in self.app.dump().splitlines()))
            self.shot('failed')

    def own_address(self):
        """Mike's address, as he reads it off his window."""
        self.window.button('Account').press()
        address = self.app.find(r'sip:mike@[\d.]+:\d+').node.name
        rfui.keys('Escape')
        self.app.gone(address)
        return address

    def shot(self, name):
        rfui.settled_screenshot(self.window, os.path.join(SHOTS, name + '.png'))

    def kevin_calls(self):
        """Kevin calls and Mike takes the call."""
        self.kevin.do('dial ' + self.mike)
        self.window.find_text('Calls you')
        self.window.button('Answer').press()
        self.kevin.expect('call established .*')
        self.window.find_text('Connected')

    def drag(self, row, other, title):
        """The dialog that opens; a hand that slips may try again."""
        for _attempt in range(3):
            rfui.drag(row, other)
            with contextlib.suppress(NotSeen):
                return self.app.find(title, ('dialog', 'alert'), seconds=3)
        raise NotSeen(f'dragging did not open "{title}"')

    def transfer_to(self, address):
        self.window.button('Transfer').press()
        dialog = self.app.dialog('Transfer .*')
        entry = dialog.find('Transfer to', 'text')
        entry.wait_focused()
        rfui.type_text(address)
        dialog.find_text('Transfer kevin to wayne')
        return dialog
