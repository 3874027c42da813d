#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mike's window and what it keeps of his calls, with Kevin's and Wayne's phones at the other ends.

Usage: with-desktop test-history.py REFEREE RF-TEST-PARTY SCREENSHOTS [CASE…]    (TAP on standard
output)
"""

import contextlib
import glob
import os
import signal
import sqlite3

import rfstage
import rfui
from rfproc import wait_for
from rfstage import REFEREE

HOUR = r'\d\d:\d\d'


class Stage(rfstage.Stage):
    """As the others have it, with a window that can be opened anew."""

    def open(self):
        self.app = self.enter_context(contextlib.closing(rfui.App([REFEREE])))
        self.window = self.app.window('Referee')
        self.mike = self.own_address()

    def dial(self, text):
        self.window.find('Address to call', 'text').focus()
        rfui.type_text(text)
        rfui.keys('Return')

    def recent(self, pattern):
        """The row of a past call."""
        return self.window.find('Recent', 'list box').find(pattern, 'list item')

    def miss_kevin(self):
        """Kevin calls, and gives up."""
        self.kevin.do('dial ' + self.mike)
        self.window.find_text('Calls you')
        self.kevin.do('hangup')
        return self.recent(f'kevin, missed, {HOUR}')

    def names(self):
        """Who is in the list, from top to bottom."""
        rows = [node.name for node in self.window.find('Recent', 'list box').node.walk()
                if node.role == 'list item']
        return [name.split(',')[0] for name in rows]


def sent_by_a_transfer():
    """Kevin transfers Wayne to Mike: the list says who sent him, and who is called back."""
    with Stage() as stage:
        stage.window.find_text('No calls yet')
        stage.shot('recent-empty')
        stage.wayne.do('dial ' + stage.kevin.aor)
        stage.kevin.expect('call ringing-in .*')
        stage.kevin.do('answer')
        stage.kevin.expect('call established .*')
        stage.kevin.do('transfer ' + stage.mike)
        stage.window.find('wayne, Calls you, sent by kevin', 'list item')
        stage.window.button('Answer').press()
        stage.wayne.expect('call established .*mike.*')
        stage.window.find('wayne, Connected, sent by kevin', 'list item')
        stage.wayne.do('hangup')
        row = stage.recent(rf'wayne, sent by kevin, \d+:\d\d, Incoming call, {HOUR}')
        row.find(r'sent by kevin · \d+:\d\d')
        row.button('Call wayne').press()
        stage.wayne.expect('call ringing-in .*mike.*')


def missed_and_called_back():
    """A missed call is marked as such; Enter on it calls back, and that is listed above it."""
    with Stage() as stage:
        stage.miss_kevin().focus()
        rfui.keys('Return')
        stage.kevin.expect('call ringing-in .*mike.*')
        stage.kevin.do('answer')
        stage.window.find_text('Connected')
        rfui.keys('ctrl+e')
        stage.kevin.expect('call ended .*')
        stage.recent(rf'kevin, \d+:\d\d, Outgoing call, {HOUR}')
        assert stage.names() == ['kevin', 'kevin'], stage.names()


def transferred_and_busy():
    """Mike transfers Kevin to Wayne; then Wayne is busy when Mike calls him, and is suggested."""
    with Stage() as stage:
        stage.kevin.do('dial ' + stage.mike)
        stage.window.button('Answer').press()
        stage.window.button('Transfer').press()
        stage.app.dialog('Transfer kevin').find('Transfer to', 'text').wait_focused()
        rfui.type_text(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.wayne.do('answer')
        stage.recent(rf'kevin, transferred to wayne, \d+:\d\d, Incoming call, {HOUR}')
        stage.wayne.do('hangup')
        stage.dial(stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('reject 486')
        stage.recent(rf'wayne, busy \(486\), Outgoing call, {HOUR}')
        stage.shot('recent')

        stage.window.find('Address to call', 'text').focus()
        rfui.type_text('AYN')
        stage.app.find('wayne', 'table cell')
        rfui.keys('Down', 'Return')
        entry = stage.window.find('Address to call', 'text')
        wait_for('the suggestion', lambda: entry.node.text == stage.wayne.aor)

        stage.kevin.do('dial ' + stage.mike)
        stage.window.button('Answer').press()
        stage.window.button('Transfer').press()
        dialog = stage.app.dialog('Transfer kevin')
        dialog.find('wayne', 'list item')
        stage.shot('transfer-dialog-recent')


def sent_elsewhere():
    """Kevin transfers Mike to Wayne: both calls tell of it."""
    with Stage(consent='always') as stage:
        stage.kevin.do('dial ' + stage.mike)
        stage.window.button('Answer').press()
        stage.kevin.expect('call established .*')
        stage.kevin.do('transfer ' + stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.recent(rf'kevin, sent you to wayne, \d+:\d\d, Incoming call, {HOUR}')
        stage.wayne.do('hangup')
        stage.recent(rf'wayne, sent by kevin, \d+:\d\d, Outgoing call, {HOUR}')


def kept_forgotten_and_cleared():
    """What was listed is there again in the next window; one call can be forgotten, and all."""
    with Stage() as stage:
        stage.miss_kevin()
        stage.dial(stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 486')
        stage.recent('wayne, busy.*')
        stage.app.close()
        stage.open()
        stage.recent('kevin, missed.*')
        assert stage.names() == ['wayne', 'kevin'], stage.names()
        stage.recent('wayne, .*').focus()
        rfui.keys('Delete')
        stage.window.gone('wayne, .*', 'list item')
        stage.recent('kevin, missed.*').wait_focused()
        stage.window.button('Menu').press()
        stage.app.find('Clear history…').press()
        dialog = stage.app.find('.*', ('dialog', 'alert'))
        dialog.find('Clear the history.*')
        stage.shot('clear-history')
        dialog.button('Clear').press()
        stage.window.find_text('No calls yet')
        stage.app.close()
        assert rows_in_file() == 0, rows_in_file()


def rows_in_file():
    with contextlib.closing(sqlite3.connect(rfui.history_path())) as file:
        return file.execute('SELECT count(*) FROM calls').fetchone()[0]


def killed_in_a_call():
    """A call is not lost with the program."""
    with Stage() as stage:
        stage.kevin.do('dial ' + stage.mike)
        stage.window.button('Answer').press()
        stage.kevin.expect('call established .*')
        wait_for('the call in the file', rows_in_file)
        stage.app.kill(signal.SIGKILL)
        stage.open()
        stage.recent(f'kevin, interrupted, Incoming call, {HOUR}')


def damaged_file():
    """A damaged file is set aside with a word about it, and calls are listed as ever."""
    with Stage() as stage:
        stage.app.close()
        path = rfui.history_path()
        for log in glob.glob(path + '-*'):
            os.unlink(log)
        with open(path, 'wb') as file:
            file.write(b'no database\n' * 1000)
        stage.open()
        stage.window.find_text('The call history was damaged')
        stage.shot('history-damaged')
        stage.miss_kevin()
        aside = glob.glob(path + '.damaged-*')
        assert len(aside) == 1, aside


def narrow_and_dark():
    """The looks: dark, and as narrow as a telephone."""
    with Stage(dark_style=True) as stage:
        stage.miss_kevin()
        stage.dial(stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 486')
        stage.recent('wayne, busy.*')
        stage.app.close()
        stage.open()
        stage.recent('wayne, busy.*')
        stage.shot('recent-dark')
        stage.app.resize(360, 700)
        wait_for('a narrow window', lambda: stage.window.node.box[2] <= 420)
        stage.shot('recent-narrow')


def demo_keeps_nothing():
    """The three phones of the demo are not the person's, and leave no history."""
    rfui.remove_history()
    with contextlib.closing(rfui.App([REFEREE, 'demo', 'blind'])) as app:
        app.find_text('202 Accepted', seconds=60)
    assert not os.path.exists(rfui.history_path())


rfstage.run(sent_by_a_transfer, missed_and_called_back, transferred_and_busy, sent_elsewhere,
            kept_forgotten_and_cleared, killed_in_a_call, damaged_file, narrow_and_dark,
            demo_keeps_nothing)
