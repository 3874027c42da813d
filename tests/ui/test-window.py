#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mike's window, used as a person uses it, with Kevin's and Wayne's phones at the other ends.

Usage: with-desktop test-window.py REFEREE RF-TEST-PARTY SCREENSHOTS [CASE…]    (TAP on standard
output)
"""

import os
import signal
import time

import rfstage
import rfui
from rfproc import is_alive, wait_for
from rfstage import SHOTS, Stage

CORE_SECONDS = 2  # within which a core follows its app, and an app replaces its core


def answer_and_transfer():
    """Kevin calls, Mike answers and transfers him to Wayne; steps and ladder show it to its end."""
    with Stage() as stage:
        stage.kevin.do('dial ' + stage.mike)
        stage.window.find_text('Calls you')
        wait_for('a notification', lambda: any('kevin' in line for line in rfui.notifications()))
        stage.shot('main-incoming')
        stage.window.button('Answer').press()
        stage.kevin.expect('call established .*')
        stage.window.find_text('Connected')
        stage.shot('main-connected')

        stage.transfer_to(stage.wayne.aor)
        stage.shot('transfer-dialog')
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*')
        stage.window.find_text('ringing')
        stage.wayne.do('answer')
        stage.kevin.expect('call established .*wayne.*')
        stage.window.find_text('kevin is now connected to wayne')
        stage.window.find_text('✓ answered.*✓ released')
        for text in ('INVITE', 'REFER', '202 Accepted', 'NOTIFY', 'BYE'):
            stage.window.find_text(text)
        stage.shot('main-transferred')
        stage.wayne.do('hangup')


def message_in_full():
    """The keyboard walks the ladder and finds in it, and a message is shown in full."""
    with Stage() as stage:
        stage.kevin_calls()
        row = stage.window.find('.*INVITE.*', 'list item')
        row.press()
        stage.window.find('Request: [Kk]evin calls [Mm]ike\\.', 'list item')
        stage.shot('main-message')
        stage.window.find('Message', 'radio button').press()
        stage.window.find_text('Call-ID')
        stage.window.find(role='text').focus()
        rfui.keys('ctrl+f')
        stage.window.find('Search the messages').wait_focused()
        rfui.keys('alt+1', 'alt+2', 'Home')
        ladder = stage.window.find('Ladder of SIP messages', 'list')
        ladder.wait_focused()
        wait_for('the first message', lambda: 'INVITE' in ladder.node.description)


def busy_and_back():
    """Wayne is busy: the window says so, and takes Mike back to Kevin."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 486')
        stage.window.find_text(r'wayne.*busy \(486\).*kevin is still on hold')
        stage.shot('main-transfer-failed')
        stage.window.button('Back to kevin').press()
        stage.window.find_text('Connected')
        stage.window.button('Hang up').press()
        stage.kevin.expect('call ended .*')


def ask_first(stage):
    """Mike asks Wayne, while Kevin waits; Wayne's phone rings."""
    stage.kevin_calls()
    stage.transfer_to(stage.wayne.aor)
    rfui.keys('shift+Return')
    stage.window.find_text('On hold while you ask wayne')
    stage.wayne.expect('call ringing-in .*mike.*')


def ask_swap_and_complete():
    """Mike asks Wayne first, goes back and forth between the two, and connects them."""
    with Stage() as stage:
        ask_first(stage)
        stage.window.button('Transfer when wayne answers')
        stage.shot('asking-rings')
        stage.wayne.do('answer')
        stage.window.button('Complete')
        stage.shot('asking')
        stage.window.button('Swap').press()
        stage.window.find_text('You are back with kevin while wayne waits')
        stage.shot('asking-swapped')
        stage.window.button('Swap')
        rfui.keys('ctrl+shift+s')
        stage.window.find_text('On hold while you ask wayne')
        stage.window.button('Complete').press()
        stage.kevin.expect('call established .*wayne.*')
        stage.window.find_text('kevin is now connected to wayne')
        stage.shot('asked-and-connected')
        stage.wayne.expect('call ended .*mike.*')
        stage.kevin.do('hangup')


def ask_and_back():
    """Mike asks Wayne first and then goes back to Kevin."""
    with Stage() as stage:
        ask_first(stage)
        stage.wayne.do('answer')
        stage.window.button('Back to kevin').press()
        stage.wayne.expect('call ended .*')
        stage.window.find_text('Connected')
        stage.window.gone('On hold while you ask wayne.')


def ask_and_left():
    """Kevin does not wait: Mike is told, and goes on to talk to Wayne."""
    with Stage() as stage:
        ask_first(stage)
        stage.wayne.do('answer')
        stage.window.button('Complete')
        assert not stage.window.has('No calls yet'), 'below two calls'
        stage.kevin.do('hangup')
        stage.window.find_text('The call with kevin is over. Nobody waits for wayne any more.')
        stage.shot('asked-and-left')
        stage.window.find('wayne, Connected.*', 'list item')


def ask_and_busy():
    """The one who is asked is busy: Kevin is still there, and others can be tried."""
    with Stage() as stage:
        ask_first(stage)
        stage.wayne.do('reject 486')
        stage.window.find_text(r'wayne was not reached: busy \(486\). kevin is still on hold')
        stage.shot('asked-busy')
        stage.window.button('Try again').press()
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 486')
        stage.window.button('Someone else…')
        stage.window.button('Back to kevin').press()
        stage.window.find_text('Connected')


def transfer_when_answered():
    """Mike connects the two while it still rings; it can be called off until Wayne answers."""
    with Stage() as stage:
        ask_first(stage)
        stage.window.button('Transfer when wayne answers').press()
        stage.window.find_text('Waiting for wayne to answer')
        stage.shot('asking-waits')
        stage.window.button('Cancel the transfer').press()
        stage.window.button('Transfer when wayne answers').press()
        stage.window.button('Cancel the transfer')
        stage.wayne.do('answer')
        stage.kevin.expect('call established .*wayne.*')
        stage.window.find_text('kevin is now connected to wayne')


def asked_without_replaces():
    """Wayne's phone cannot take over a call: the window says so, and it rings again there."""
    with Stage(wayne=['--fault', 'no-replaces']) as stage:
        ask_first(stage)
        stage.wayne.do('answer')
        stage.window.find_text('phone cannot take over a call: it will ring again')
        stage.shot('asked-without-replaces')
        stage.window.button('Hang up and transfer').press()
        stage.wayne.expect('call ended .*mike.*')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.wayne.do('answer')
        stage.window.find_text('kevin is now connected to wayne')


def drag_to_connect():
    """Two calls are up; the row of the one is dragged onto that of the other."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.window.find('Address to call', 'text').focus()
        rfui.type_text(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('answer')
        stage.window.button('Hang up')
        rows = [stage.window.find(f'{name}, .*', 'list item') for name in ('kevin', 'wayne')]
        wait_for('both rows', lambda: all(row.node.showing for row in rows))
        stage.window.find('wayne, Connected', 'list item')
        dialog = stage.drag(*rows, 'Transfer kevin')
        dialog.find('Connect kevin and wayne')
        dialog.find_text('phone can take over a call')
        rfui.settled_screenshot(dialog, os.path.join(SHOTS, 'connect-dialog.png'))
        rfui.keys('Return')
        stage.kevin.expect('call established .*wayne.*')
        stage.window.find_text('kevin is now connected to wayne')


def pick_call_on_the_line():
    """The other call is picked by keyboard: from the row's menu, and from the dialog's list."""
    with Stage() as stage:
        ask_first(stage)
        stage.wayne.do('answer')
        stage.window.button('Complete')
        kevin = stage.window.find('kevin, .*', 'list item')
        kevin.button('Transfer to another call').focus()
        rfui.keys('space')
        stage.app.find('Transfer to call with wayne…').wait_focused()
        stage.shot('menu')
        rfui.keys('Return')
        dialog = stage.app.dialog('Transfer kevin')
        dialog.find('Connect kevin and wayne')
        rfui.keys('Escape')
        stage.app.gone('Transfer kevin', ('dialog', 'alert'))
        stage.window.find('kevin, .*', 'list item').button('Transfer').press()
        dialog = stage.app.dialog('Transfer kevin')
        dialog.find('Transfer to', 'text').wait_focused()
        stage.shot('dialog-on-the-line')
        rfui.keys('Tab', 'Return')
        dialog.find('Connect kevin and wayne')
        rfui.keys('Return')
        stage.kevin.expect('call established .*wayne.*')


def fail_and_ask():
    """A blind transfer fails; it is stopped being followed, tried again, and then asked for."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.window.find_text('goes on trying; nothing in SIP makes it stop')
        stage.shot('stop-following')
        stage.wayne.do('reject 603')
        stage.window.find_text(r'declined \(603\).*kevin is still on hold')
        stage.shot('recovery')
        stage.window.button('Try again').press()
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.wayne.do('reject 486')
        stage.window.button('Ask wayne first').press()
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.window.button('Complete').press()
        stage.kevin.expect('call established .*wayne.*')
        stage.window.find_text('kevin is now connected to wayne')


def stop_following():
    """Mike does not wait for the end: the outcome is unknown, and Kevin's phone goes on."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.window.button('Stop following').press()
        stage.window.find_text('You stopped following. kevin.s phone may still reach wayne')
        stage.shot('stopped-following')
        stage.wayne.do('answer')
        stage.kevin.expect('call established .*wayne.*')


def consent_by_the_bar():
    """Kevin asks to connect Mike to Wayne: Mike stays the first time, and agrees the second."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.kevin.do('transfer ' + stage.wayne.aor)
        stage.window.find_text('kevin asks to connect you to sip:wayne')
        stage.window.find_text('Blind transfer: a new call to wayne')
        wait_for('a notification of the request', lambda: any(
            'kevin asks to connect you' in line for line in rfui.notifications()))
        stage.shot('consent')
        stage.window.button('Stay').press()
        stage.kevin.expect('result 2 603')
        stage.kevin.do('transfer ' + stage.wayne.aor)
        stage.window.button('Connect me.*').press()
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.window.find_text('as kevin asked')
        stage.kevin.expect('call ended .*')
        stage.shot('connected-by-consent')


def consent_by_domain():
    """What the preferences allow needs no question, and all else is refused."""
    for domain, outcome in (('example.org', 'result 3 603'), ('127.0.0.1, a.example', None)):
        with Stage(consent='domains', consent_domains=domain) as stage:
            stage.kevin_calls()
            stage.kevin.do('transfer ' + stage.wayne.aor)
            if outcome:
                stage.kevin.expect(outcome)
            else:
                stage.wayne.expect('call ringing-in .*mike.*')


def taken_over():
    """Wayne, who speaks with Mike, connects Kevin to him: Mike's call goes on as one with Kevin."""
    with Stage() as stage:
        stage.wayne.do('dial ' + stage.kevin.aor)
        stage.kevin.expect('call ringing-in .*')
        stage.kevin.do('answer')
        stage.wayne.expect('call established .*kevin.*')
        stage.wayne.do('hold')
        stage.wayne.do('dial ' + stage.mike)
        stage.window.button('Answer').press()
        stage.wayne.expect('call established .*mike.*')
        told = len(rfui.notifications())
        stage.wayne.do('connect')
        stage.window.find('kevin, Connected, sent by wayne. Took the place of your call with '
                          'wayne.', 'list item')
        stage.window.find_text('Continued as the call with kevin')
        stage.shot('taken-over')
        assert not any('kevin' in line for line in rfui.notifications()[told:]), 'it rang'


def dial_out():
    """Mike types an address and presses Enter."""
    with Stage() as stage:
        stage.window.find('Address to call', 'text').focus()
        rfui.type_text(stage.kevin.aor)
        rfui.keys('Return')
        stage.kevin.expect('call ringing-in .*mike.*')
        stage.window.find_text('Rings there')
        stage.kevin.do('answer')
        stage.window.find_text('Connected')
        stage.window.button('Hold').press()
        stage.window.find_text('On hold')
        rfui.keys('ctrl+e')
        stage.kevin.expect('call ended .*')


def bad_address():
    """An address that cannot be called is marked with the reason, and stays."""
    with Stage() as stage:
        entry = stage.window.find('Address to call', 'text')
        entry.focus()
        rfui.type_text('sip:')
        rfui.keys('Return')
        wait_for('a reason', lambda: len(entry.node.description) > 10)
        assert entry.node.text == 'sip:', entry.node.text
        stage.shot('main-bad-address')
        rfui.type_text('x')
        wait_for('the mark to go', lambda: entry.node.description == '')


def core_killed():
    """The core dies under a call: the window says so and has a new one at once."""
    with Stage() as stage:
        stage.kevin_calls()
        core = stage.app.cores()[0]
        started = time.monotonic()
        os.kill(core, signal.SIGKILL)
        stage.window.find_text('The call core stopped')
        wait_for('a new core', lambda: stage.app.cores() not in ([], [core]), CORE_SECONDS)
        stage.window.find_text('was started again; 1 call was lost',
                               seconds=CORE_SECONDS - (time.monotonic() - started))
        stage.shot('main-core-lost')
        stage.kevin.do('hangup')
        stage.mike = stage.own_address()
        stage.kevin.do('dial ' + stage.mike)
        stage.window.button('Answer')


def app_killed():
    """The window dies under a call: its core follows, and Kevin is not left hanging."""
    with Stage() as stage:
        stage.kevin_calls()
        cores = stage.app.cores()
        assert len(cores) == 1, cores
        stage.app.kill()
        wait_for('the end of the core', lambda: not is_alive(cores[0]), CORE_SECONDS)
        stage.kevin.expect('call ended .*')


def narrow_and_dark():
    """The looks: dark, and as narrow as a telephone."""
    with Stage(dark_style=True) as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('answer')
        stage.window.find_text('is now connected to')
        stage.shot('main-dark')
        stage.app.resize(360, 700)
        wait_for('a narrow window', lambda: stage.window.node.box[2] <= 420)
        stage.shot('main-narrow-calls')
        stage.window.button('Show the ladder').press()
        stage.window.button('Back to the calls')
        stage.shot('main-narrow-ladder')
        rfui.keys('ctrl+l')
        stage.window.button('Show the ladder')
        stage.window.find('Address to call', 'text').wait_focused()


rfstage.run(answer_and_transfer, message_in_full, busy_and_back, ask_swap_and_complete,
            ask_and_back, ask_and_left, ask_and_busy, transfer_when_answered, drag_to_connect,
            pick_call_on_the_line, fail_and_ask, stop_following, asked_without_replaces,
            consent_by_the_bar, consent_by_domain, taken_over, dial_out, bad_address, core_killed,
            app_killed, narrow_and_dark)
