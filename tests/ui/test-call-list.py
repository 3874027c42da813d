#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mike's list of calls in a window as large as it comes, with more in it than there is room for.

Usage: with-desktop test-call-list.py REFEREE RF-TEST-PARTY SCREENSHOTS [CASE…]    (TAP on standard
output)
"""

import contextlib
import os
import sys

import rfstage
import rfui
from rfproc import wait_for
from rfstage import Stage

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'control'))
from stranger import SDP, Stranger  # noqa: E402


def be_called(stage, stranger):
    """The stranger calls and Mike takes the call, wherever its row stands."""
    stranger.invite()
    stage.window.find(f'{stranger.user}, Calls you.*', 'list item').button('Answer').press()
    stranger.expect(200)
    return stage.window.find(f'{stranger.user}, Connected.*', 'list item')


def frame(stage):
    """Where rows can be seen on the screen: from the first line to behind the last."""
    panes = (node for node in stage.window.node.walk()
             if node.role == 'scroll pane' and node.look('Calls', 'list box'))
    _x, y, _width, height = next(panes).box
    return y, y + height


def in_sight(stage, row, *names):
    """Waits until a person sees the row's name and all of these buttons of it."""
    def is_seen():
        top, end = frame(stage)
        boxes = [row.find(name, rfui.BUTTONS, seconds=1).node.box for name in names]
        boxes.append(row.node.box[:3] + (40,))
        return all(top <= y and y + height <= end for _x, y, _width, height in boxes)

    rfui.wait_to_see(f'{row.node.name} in sight with {names}', is_seen)


def order(stage):
    """Whose rows stand one below the other."""
    calls = stage.window.find('Calls', 'list box').node.children()
    return [row.name.split(',')[0] for row in sorted(calls, key=lambda row: row.box[1])]


def fail_to_transfer(stage, stranger):
    """Mike transfers the stranger, who tells that the target is busy; the row with the ways on."""
    row = stage.window.find(f'{stranger.user}, .*', 'list item')
    row.button('Transfer').press()
    dialog = stage.app.dialog('Transfer .*')
    dialog.find('Transfer to', 'text').wait_focused()
    rfui.type_text('sip:nobody@127.0.0.1')
    dialog.find_text(f'Transfer {stranger.user} to nobody')
    rfui.keys('Return')
    stranger.hear('INVITE', body=SDP + 'a=recvonly\r\n')
    stranger.hear('REFER', '202 Accepted')
    stranger.notify('486 Busy Here')
    return stage.window.find(f'{stranger.user}, .*', 'list item')


@contextlib.contextmanager
def callers(stage, *users):
    """Strangers who are in a call with Mike each."""
    with contextlib.ExitStack() as stack:
        strangers = [stack.enter_context(Stranger(stage.mike, user)) for user in users]
        for stranger in strangers:
            be_called(stage, stranger)
        yield strangers


def ringing_among_many():
    """Four calls, two of them with ways on after a failure: who calls then is seen, and answered;
    what Mike types meanwhile goes where he types it."""
    with Stage() as stage, callers(stage, 'anne', 'bart', 'carl') as (anne, bart, carl):
        for stranger in (anne, bart):
            row = fail_to_transfer(stage, stranger)
            in_sight(stage, row, f'Back to {stranger.user}', 'Ask nobody first', 'Hang up')
        entry = stage.window.find(role='text')
        entry.focus()
        rfui.type_text('way')
        with Stranger(stage.mike, 'dora') as dora:
            dora.invite()
            row = stage.window.find('dora, Calls you', 'list item')
            in_sight(stage, row, 'Answer', 'Decline')
            rfui.type_text('ne')
            wait_for('what was typed', lambda: entry.node.text == 'wayne')
            stage.shot('ringing-among-many')
            row.button('Decline').press()
            dora.expect(603)


def asked_among_many():
    """A question is seen with both answers, wherever the row stands that asks it."""
    with Stage() as stage, callers(stage, 'anne', 'bart', 'carl', 'dora') as strangers:
        fail_to_transfer(stage, strangers[3])
        strangers[0].refer(stage.wayne.aor)
        stage.window.find('anne asks to connect you to .*', 'alert')
        row = stage.window.find('anne, .*', 'list item')
        in_sight(stage, row, 'Stay', 'Connect me')
        stage.shot('asked-among-many')


def consultation_among_many():
    """Whoever is asked first is seen with all that can be done then; Swap and back stay there."""
    with Stage() as stage, callers(stage, 'anne', 'bart') as (anne, bart):
        fail_to_transfer(stage, anne)
        row = stage.window.find('bart, .*', 'list item')
        row.button('Transfer').press()
        dialog = stage.app.dialog('Transfer .*')
        dialog.find('Transfer to', 'text').wait_focused()
        rfui.type_text(stage.wayne.aor)
        dialog.find_text('Transfer bart to wayne')
        rfui.keys('shift+Return')
        bart.hear('INVITE', body=SDP + 'a=recvonly\r\n')
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        row = stage.window.find('wayne, Connected.*', 'list item')
        in_sight(stage, row, 'Complete', 'Swap', 'Back to bart', 'Hang up')
        stage.shot('consultation-among-many')


def live_before_ended():
    """Calls that are over make room at once, also those whose transfer is followed still; the
    others stay as they came."""
    with Stage() as stage, callers(stage, 'anne', 'bart', 'carl') as (anne, bart, carl):
        row = stage.window.find('anne, .*', 'list item')
        row.button('Transfer').press()
        dialog = stage.app.dialog('Transfer .*')
        dialog.find('Transfer to', 'text').wait_focused()
        rfui.type_text('sip:nobody@127.0.0.1')
        dialog.find_text('Transfer anne to nobody')
        rfui.keys('Return')
        anne.hear('INVITE', body=SDP + 'a=recvonly\r\n')
        anne.hear('REFER', '202 Accepted')
        anne.hang_up(3)
        anne.expect(200)
        row = stage.window.find('anne, Ended', 'list item')
        wait_for('the order', lambda: order(stage) == ['bart', 'carl', 'anne'])
        row.button('Stop following')
        stage.shot('live-before-ended')
        with Stranger(stage.mike, 'dora') as dora:
            dora.invite()
            stage.window.find('dora, Calls you', 'list item')
            wait_for('the order', lambda: order(stage) == ['bart', 'carl', 'dora', 'anne'])


rfstage.run(ringing_among_many, asked_among_many, consultation_among_many, live_before_ended)
