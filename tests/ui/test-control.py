#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The running window, led by refereectl.

Usage: with-desktop test-control.py REFEREE REFEREECTL RF-TEST-PARTY    (TAP on standard output)
"""

import contextlib
import os
import sys

import rfui
from rfproc import SECONDS, Party
from tap import Tap

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'control'))
from rf_control import Ctl  # noqa: E402

REFEREE, REFEREECTL, PARTY = sys.argv[1:4]


def window_and_scripts():
    """Scripts see and lead the calls of the window, and are told when it has gone."""
    rfui.write_settings(address='mike', display_name='Mike', listen='127.0.0.1:0')
    ctl = Ctl(REFEREECTL)
    with contextlib.ExitStack() as stage:
        enter = lambda thing: stage.enter_context(contextlib.closing(thing))
        kevin = enter(Party(PARTY, 'kevin'))
        app = enter(rfui.App([REFEREE]))
        window = app.window('Referee')
        events = enter(ctl.start('events'))
        while not events.event('registration')['address']:
            pass
        ctl.expect(0, 'dial', '--no-wait', kevin.aor)
        kevin.expect('call ringing-in .*')
        window.find_text('Rings there')
        kevin.do('answer')
        window.find_text('Connected')
        assert [call['peer'] for call in ctl.calls().values()] == ['kevin']
        ctl.expect(0, 'hold')
        window.find_text('On hold')
        window.button('Hang up').press()
        events.event('ended')
        rfui.keys('ctrl+q')
        assert app.process.wait(SECONDS) == 0
        events.expect(0)
    ctl.expect(2, 'calls', says='Referee is not running')


def asked_from_a_script():
    """What a script begins, the person sees and completes in the window."""
    rfui.write_settings(address='mike', display_name='Mike', listen='127.0.0.1:0')
    ctl = Ctl(REFEREECTL)
    with contextlib.ExitStack() as stage:
        enter = lambda thing: stage.enter_context(contextlib.closing(thing))
        kevin = enter(Party(PARTY, 'kevin'))
        wayne = enter(Party(PARTY, 'wayne'))
        app = enter(rfui.App([REFEREE]))
        window = app.window('Referee')
        events = enter(ctl.start('events'))
        while not events.event('registration')['address']:
            pass
        ctl.expect(0, 'dial', '--no-wait', kevin.aor)
        kevin.expect('call ringing-in .*')
        kevin.do('answer')
        window.find_text('Connected')
        ctl.expect(0, 'transfer', wayne.aor, '--ask-first', '--no-wait')
        window.find_text('On hold while you ask wayne')
        row = window.find('wayne, .*', 'list item')
        row.button('Transfer when wayne answers')
        row.button('Back to kevin')
        wayne.expect('call ringing-in .*')
        wayne.do('answer')
        row.button('Swap')
        row.button('Complete').press()
        kevin.expect('call established .*wayne.*')
        window.find_text('kevin is now connected to wayne')


tap = Tap()
tap.run('window_and_scripts', window_and_scripts)
tap.run('asked_from_a_script', asked_from_a_script)
tap.finish()
