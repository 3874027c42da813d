#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mike's window, and phones at the other end that are not ours or that behave as ours do not.

Usage: with-desktop test-strangers.py REFEREE RF-TEST-PARTY SCREENSHOTS [CASE…]    (TAP on standard
output)
"""

import os
import sys
import time

import rfa11y
import rfstage
import rfui
from rfproc import wait_for
from rfstage import Stage

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'control'))
from stranger import SDP, Stranger  # noqa: E402

CHOICES = ['After 5 seconds', 'At once']
RELEASE_SECONDS = 5  # that a transferor has, where it is not to be at once


def be_called(stage, stranger, headers=''):
    """The stranger calls and Mike takes the call; its row."""
    stranger.invite(headers=headers)
    row = stage.window.find(f'{stranger.user}, Calls you.*', 'list item')
    row.button('Answer').press()
    stranger.expect(200)
    return stage.window.find(f'{stranger.user}, Connected.*', 'list item')


def transfer_not_allowed():
    """Who does not allow REFER cannot be transferred: the button is grey and says why."""
    with Stage() as stage, Stranger(stage.mike, 'stubborn') as stranger:
        row = be_called(stage, stranger, 'Allow: INVITE, ACK, BYE, CANCEL\r\n')
        button = row.find('Transfer', 'push button')
        wait_for('the reason', lambda: button.node.description
                 == 'stubborn’s phone does not allow transfers.')
        assert not button.node.sensitive, 'the button can be pressed'
        stage.shot('transfer-not-allowed')
        row.button('Hang up').press()
        stranger.hear('BYE')


def transfer_not_forbidden():
    """Who says nothing of what it allows may be asked."""
    with Stage() as stage, Stranger(stage.mike, 'silent') as stranger:
        button = be_called(stage, stranger).button('Transfer')
        assert button.node.description == 'Transfer to someone else', button.node.description


def offer_to_replace(stage, old, new):
    """Somebody unknown calls, to take the place of a call of Mike's; the new row, which says so."""
    be_called(stage, old)
    new.invite(headers=old.replaces)
    new.expect(180)
    return stage.window.find(f'{new.user}, Calls you. Takes the place of your call with '
                             f'{old.user}.', 'list item')


def replaced_when_answered():
    """Mike takes the call of an unknown one: the old call is over, and the row says what it was."""
    with Stage() as stage, Stranger(stage.mike, 'old') as old, Stranger(stage.mike, 'new') as new:
        row = offer_to_replace(stage, old, new)
        stage.window.find('old, Connected.*', 'list item')
        stage.shot('replace-offered')
        row.button('Answer').press()
        new.expect(200)
        old.hear('BYE')
        stage.window.find('new, Connected. Took the place of your call with old.', 'list item')
        stage.window.find_text('Continued as the call with new')


def stays_when_declined():
    """Mike declines it: the unknown one hears 603, and the old call goes on."""
    with Stage() as stage, Stranger(stage.mike, 'old') as old, Stranger(stage.mike, 'new') as new:
        offer_to_replace(stage, old, new).button('Decline').press()
        new.expect(603)
        stage.window.gone('new, Calls you.*', 'list item')
        row = stage.window.find('old, Connected.*', 'list item')
        row.button('Hold').press()
        old.hear('INVITE')
        row.button('Hang up').press()
        old.hear('BYE')


def stays_when_given_up():
    """The unknown one gives up: the old call goes on."""
    with Stage() as stage, Stranger(stage.mike, 'old') as old, Stranger(stage.mike, 'new') as new:
        offer_to_replace(stage, old, new)
        new.cancel()
        new.expect(487)
        stage.window.gone('new, Calls you.*', 'list item')
        stage.window.find('new, Missed. Would have taken the place of your call with old.',
                          'list item')
        stage.window.find('old, Connected.*', 'list item').button('Hang up').press()
        old.hear('BYE')


def choose_release(stage, choice):
    """Mike says in his preferences when the call to a transferor is to be released."""
    rfui.keys('ctrl+comma')
    preferences = stage.app.find('Preferences', ('dialog', 'frame'))
    rfui.wait_to_see('the preferences in front', lambda: preferences.node.has(rfa11y.ACTIVE))
    combo = preferences.find('Release the original call', 'combo box')
    combo.node.select(CHOICES.index(choice))
    wait_for('the choice', lambda: combo.node.selected() == choice)
    rfui.keys('Escape')
    stage.app.gone('Preferences', ('dialog', 'frame'))
    stage.mike = stage.own_address()


def seconds_to_release(stage):
    """Kevin connects Mike to Wayne and does not hang up; how long Mike's phone takes to do it."""
    stage.kevin_calls()
    stage.kevin.do('transfer ' + stage.wayne.aor)
    stage.wayne.expect('call ringing-in .*mike.*')
    answered = time.monotonic()
    stage.wayne.do('answer')
    stage.kevin.expect('call ended .* 0')
    return time.monotonic() - answered


def release_at_once():
    """The call to the transferor is released at once, where Mike prefers that."""
    with Stage(kevin=['--fault', 'no-release'], consent='always') as stage:
        choose_release(stage, 'At once')
        seconds = seconds_to_release(stage)
        assert seconds < RELEASE_SECONDS / 2, seconds


def release_later():
    """It is left to the transferor for some seconds, where Mike prefers that."""
    with Stage(kevin=['--fault', 'no-release'], consent='always', release='at-once') as stage:
        choose_release(stage, 'After 5 seconds')
        seconds = seconds_to_release(stage)
        assert seconds >= RELEASE_SECONDS, seconds


def told_late():
    """Mike stops following; that it worked is told when it becomes known, and Kevin is let go."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.window.find_text('goes on trying; nothing in SIP makes it stop')
        stage.window.button('Stop following').press()
        stage.window.find_text('You stopped following. kevin.s phone may still reach wayne')
        stage.window.button('Back to kevin')
        stage.wayne.do('answer')
        stage.window.find_text('kevin is now connected to wayne')
        stage.kevin.expect('call ended .*mike.*')


def told_late_that_it_failed():
    """Mike stops following and takes Kevin back, who then hears that Wayne is busy: both know."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.window.button('Stop following').press()
        stage.window.button('Back to kevin').press()
        stage.window.find_text('Connected')
        stage.wayne.do('reject 486')
        stage.window.find_text(r'busy \(486\).*You are still connected to kevin')


def begin_to_ask(stage, stranger):
    """Mike has the stranger on the line and asks Wayne first."""
    be_called(stage, stranger)
    stage.transfer_to(stage.wayne.aor)
    rfui.keys('shift+Return')
    stage.window.find_text('Putting kevin on hold to ask wayne')


def asked_but_not_held():
    """Who does not go on hold is still there, with a reason and a way on; it is asked again."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        begin_to_ask(stage, stranger)
        stranger.hear('INVITE', '488 Not Acceptable Here')
        stage.window.find_text(r'kevin.s phone refused: .*\(488\)\. '
                               'You are still connected to kevin')
        stage.window.button('Someone else…')
        stage.window.gone('Back to kevin', 'push button')
        stage.shot('asked-not-held')
        stage.window.button('Try again').press()
        stranger.hear('INVITE', body=SDP + 'a=recvonly\r\n')
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.window.find_text('On hold while you ask wayne')


def asked_and_cancelled_early():
    """Mike gives up before the other phone has agreed to hold: that is undone when it does."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        begin_to_ask(stage, stranger)
        hold = stranger.hear_only('INVITE')
        stranger.answer(hold, '100 Trying')
        stage.shot('asked-holding')
        stage.window.button('Cancel the transfer').press()
        stage.window.gone('Putting kevin on hold to ask wayne.*')
        stranger.answer(hold, body=SDP + 'a=recvonly\r\n')
        assert 'a=sendrecv' in stranger.hear_only('INVITE'), 'not taken back'


def no_way_back_to_who_is_there():
    """Back to Kevin is offered while he waits, not while Mike speaks with him."""
    with Stage() as stage:
        stage.kevin_calls()
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('shift+Return')
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.window.button('Back to kevin')
        stage.window.button('Swap').press()
        stage.window.find_text('You are back with kevin while wayne waits')
        stage.window.gone('Back to kevin', 'push button')
        stage.wayne.do('hangup')
        stage.window.find_text('The call with wayne is over. You are still connected to kevin')
        stage.window.button('Someone else…')
        stage.window.gone('Back to kevin', 'push button')


def taken_back_slowly():
    """While the other phone does not answer, Mike sees that he is on the way back; then who it was
    that refused, and the same way back again."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        be_called(stage, stranger)
        stage.transfer_to(stage.wayne.aor)
        rfui.keys('Return')
        stranger.hear('INVITE', body=SDP + 'a=recvonly\r\n')
        stranger.hear('REFER', '202 Accepted')
        stranger.notify('486 Busy Here')
        stage.window.button('Back to kevin').press()
        request = stranger.hear_only('INVITE')
        stranger.answer(request, '100 Trying')
        stage.window.find('kevin, Taking kevin back…', 'list item')
        back = stage.window.find('Back to kevin', 'push button')
        wait_for('a button that cannot be pressed', lambda: not back.node.sensitive)
        stage.shot('taken-back-slowly')
        stranger.answer(request, '488 Not Acceptable Here')
        stage.window.find_text(r'kevin.s phone refused: .*\(488\)\. kevin is still on hold\.')
        stage.window.find('kevin, On hold', 'list item')
        stage.shot('not-taken-back')
        stage.window.button('Back to kevin').press()
        stranger.hear('INVITE', body=SDP)
        stage.window.find('kevin, Connected', 'list item')


def asked_in_a_name():
    """Who asks is who is in the call, whomever he names: in the row, in the notification, and in
    the row of the call that comes of it."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        row = be_called(stage, stranger)
        stranger.refer(stage.wayne.aor,
                       'Referred-By: "Your bank" <sip:security@bank.example>\r\n')
        sentence = f'kevin asks to connect you to {stage.wayne.aor}, in the name of Your bank.'
        row.find(sentence, 'alert')
        wait_for('the notification', lambda: any(sentence in shown
                                                 for shown in rfui.notifications()))
        stage.shot('asked-in-a-name')
        row.button('Connect me').press()
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.window.find('wayne, Connected, as kevin asked', 'list item')


def asked_for_a_number():
    """A telephone number is shown as such, and that the call may cost money."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        row = be_called(stage, stranger)
        stranger.refer('tel:+4315550100')
        row.find('kevin asks to connect you to \\+4315550100.', 'alert')
        row.find_text('It is a telephone number, and the call may cost money.')
        stage.shot('asked-for-a-number')


def ask_and_leave(stage, stranger):
    """The stranger asks Mike to call Wayne instead, and hangs up at once; the row asks on."""
    be_called(stage, stranger)
    stranger.refer(stage.wayne.aor)
    stranger.expect(202)
    stranger.hear('NOTIFY')
    stranger.hang_up(3)
    stranger.expect(200)
    stage.window.find(f'{stranger.user} has left and asks to connect you to {stage.wayne.aor}.',
                      'alert')
    return stage.window.find(f'{stranger.user}, Ended.*', 'list item')


def asked_by_one_who_left():
    """The question outlives the call of who has asked it: Mike accepts, and speaks with Wayne."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        row = ask_and_leave(stage, stranger)
        wait_for('the notification', lambda: any('asks to connect you' in shown
                                                 for shown in rfui.notifications()))
        stage.shot('asked-by-one-who-left')
        row.button('Connect me').press()
        stage.wayne.expect('call ringing-in .*mike.*')
        assert ' 180 ' in stranger.hear_only('NOTIFY')
        stage.wayne.do('answer')
        stage.window.find('wayne, Connected.*', 'list item')


def asked_in_vain_by_one_who_left():
    """Mike says no: the one who has left is told, and the question goes."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        ask_and_leave(stage, stranger).button('Decline').press()
        assert ' 603 ' in stranger.hear_only('NOTIFY')
        stage.window.gone('kevin has left.*', 'alert')


def not_answered():
    """Mike is not at his desk: when the time has run out, the row says so, and Kevin is there."""
    with Stage() as stage, Stranger(stage.mike, 'kevin') as stranger:
        be_called(stage, stranger)
        stranger.refer(stage.wayne.aor)
        stranger.hear('NOTIFY')
        stage.window.find('kevin asks to connect you to .*', 'alert')
        stage.window.find('You did not answer in 30 seconds, so you stay with kevin.', 'alert',
                          seconds=40)
        assert ' 603 ' in stranger.hear_only('NOTIFY')
        stage.shot('not-answered')
        stage.window.find('kevin, Connected.*', 'list item')


def switch_on(stage, name):
    """Mike turns on one of his preferences."""
    rfui.keys('ctrl+comma')
    preferences = stage.app.find('Preferences', ('dialog', 'frame'))
    rfui.wait_to_see('the preferences in front', lambda: preferences.node.has(rfa11y.ACTIVE))
    switch = preferences.find(name, 'toggle button')
    switch.press()
    wait_for('the switch', lambda: switch.node.has(rfa11y.CHECKED))
    stage.shot('preferences-calls')
    rfui.keys('Escape')
    stage.app.gone('Preferences', ('dialog', 'frame'))
    stage.mike = stage.own_address()


def asked_outside_of_a_call():
    """Who is in no call with Mike is refused, until Mike wants to be asked; then he calls Wayne."""
    with Stage() as stage:
        with Stranger(stage.mike, 'early') as stranger:
            stranger.refer(stage.wayne.aor)
            stranger.expect(403)
            stage.window.find_text(r'sip:early@127\.0\.0\.1, who is in no call with you, asked you '
                                   r'to call someone else\. Your preferences do not allow it '
                                   r'\(403\), so nobody was called\.')
            stage.shot('refused-outside')
        switch_on(stage, 'Ask about requests outside of a call')
        with Stranger(stage.mike, 'kevin') as stranger:
            stranger.refer(stage.wayne.aor)
            stranger.expect(202)
            assert 'SIP/2.0 100 ' in stranger.hear('NOTIFY')
            row = stage.window.find('kevin, Asks for a call', 'list item')
            row.find('kevin asks you to call .*', 'alert')
            row.find_text('You are in no call with kevin.')
            stage.shot('asked-outside')
            row.button('Call').press()
            stage.wayne.expect('call ringing-in .*mike.*')
            stage.wayne.do('answer')
            stage.window.find('wayne, Connected.*', 'list item')
            while 'SIP/2.0 200 OK' not in stranger.hear('NOTIFY'):
                pass


def refused_by_preference():
    """Mike lets nobody connect him to others; the row says that somebody tried."""
    with Stage(consent='never') as stage, Stranger(stage.mike, 'kevin') as stranger:
        be_called(stage, stranger)
        stranger.refer(stage.wayne.aor)
        stranger.expect(603)
        stage.window.find(r'kevin asked to connect you to someone else\. Your preferences do not '
                          r'allow it \(603\), so you stay with kevin\.', 'alert')
        stage.shot('refused-by-preference')


def asked_outside_in_vain():
    """Mike says no: nobody is called, and the question goes."""
    with Stage(ask_outside=True) as stage, Stranger(stage.mike, 'kevin') as stranger:
        stranger.refer(stage.wayne.aor)
        stranger.hear('NOTIFY')
        row = stage.window.find('kevin, Asks for a call', 'list item')
        row.button('Decline').press()
        assert ' 603 ' in stranger.hear('NOTIFY')
        stage.window.gone('kevin asks you to call .*', 'alert')


rfstage.run(transfer_not_allowed, transfer_not_forbidden, replaced_when_answered,
            stays_when_declined, stays_when_given_up, release_at_once, release_later, told_late,
            told_late_that_it_failed, asked_but_not_held, asked_and_cancelled_early,
            no_way_back_to_who_is_there, taken_back_slowly, asked_in_a_name, asked_for_a_number,
            asked_by_one_who_left, asked_in_vain_by_one_who_left, not_answered,
            asked_outside_of_a_call, asked_outside_in_vain, refused_by_preference)
