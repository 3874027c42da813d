#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running phone, led by scripts: refereectl with real calls, and without a window.

Usage: with-bus test-control.py REFEREECTL RF-TEST-CONTROL RF-TEST-PARTY    (TAP on standard output)
"""

import contextlib
import json
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
from rf_control import Ctl  # noqa: E402
from rfproc import SECONDS, Party, wait_for  # noqa: E402
from stranger import Stranger  # noqa: E402
from tap import Tap  # noqa: E402

REFEREECTL, CONTROL, PARTY = sys.argv[1:4]
BLIND_STAGES = ['hold-sent', 'hold-confirmed', 'refer-sent', 'accepted', 'trying', 'ringing',
                'answered', 'subscription-ended', 'released']
ATTENDED_STAGES = [stage for stage in BLIND_STAGES if stage != 'ringing']  # it has answered already


class Stage(contextlib.ExitStack):
    """Mike's phone, which scripts lead, with Kevin and Wayne, for one case."""

    def __init__(self, kevin=(), wayne=()):
        super().__init__()
        self.options = kevin, wayne

    def __enter__(self):
        super().__enter__()
        with contextlib.ExitStack() as started:
            enter = lambda thing: started.enter_context(contextlib.closing(thing))
            self.kevin = enter(Party(PARTY, 'kevin', *self.options[0]))
            self.wayne = enter(Party(PARTY, 'wayne', *self.options[1]))
            self.mike = enter(Party(CONTROL, 'mike'))
            self.ctl = Ctl(REFEREECTL)
            self.events = enter(self.ctl.events())
            self.push(started.pop_all())
        return self

    def kevin_calls(self):
        """Kevin calls and Mike takes the call; its id."""
        self.kevin.do('dial ' + self.mike.aor)
        call = self.events.event('incoming', peer='kevin')['call']
        self.ctl.expect(0, 'answer')
        self.kevin.expect('call established .*')
        self.events.event('established', call=call)
        return call

    def mike_calls_wayne(self):
        """Mike calls and Wayne takes the call; its id."""
        dial = self.ctl.start('dial', self.wayne.aor)
        call = dial.line(r'^\d+$')
        self.wayne.expect('call ringing-in .*')
        self.wayne.do('answer')
        dial.expect(0)
        self.events.event('established', call=call)
        return call

    def wait_alone(self):
        """Mike has no call that lives."""
        wait_for('the end of all calls',
                 lambda: all(call['state'] == 'ended' for call in self.ctl.calls().values()))

    def back_to_kevin(self, call):
        """Kevin is heard again, as if there had been no transfer."""
        self.events.event('resumed', call=call, by='local')
        assert self.ctl.calls()[call]['state'] == 'established'
        self.ctl.expect(0, 'hangup', call)
        self.kevin.expect('call ended .*')


def not_running():
    """Without a Referee, every command says so and ends with 2."""
    ctl = Ctl(REFEREECTL)
    for command in (['calls'], ['dial', 'sip:wayne@127.0.0.1'], ['answer'], ['hangup'], ['hold'],
                    ['resume'], ['accept'], ['decline'], ['transfer', 'sip:wayne@127.0.0.1'],
                    ['events']):
        ctl.expect(2, *command, says=r'Referee is not running\. Start it with: referee\n$')


def wrong_usage():
    """What cannot be meant ends with 2, before anything is done."""
    ctl = Ctl(REFEREECTL)
    ctl.expect(2, 'transfer', says='Say whom to')
    ctl.expect(2, 'transfer', 'wayne', 'zoe', says='too many')
    ctl.expect(2, 'transfer', 'wayne', '--ask-first', '--to-call', '1', says='do not go together')
    ctl.expect(2, 'transfer', 'wayne', '--or-blind', says='goes with --ask-first')
    ctl.expect(2, 'transfer', 'wayne', '--timeout', '-1', says='--timeout')
    ctl.expect(2, 'transfer', 'wayne', '--format', 'xml', says='text or json')
    ctl.expect(2, 'dial', says='missing')
    ctl.expect(2, 'hangup', '--code', '200', says='400 to 699')
    ctl.expect(2, 'accept', '1', '2', says='too many')
    ctl.expect(2, 'calls', '--nonsense', says='refereectl calls --help')
    assert 'transfer' in ctl.expect(0, '--help')
    assert '--ask-first' in ctl.expect(0, 'transfer', '--help')


def address_when_reachable():
    """Nobody is told an address that the core does not answer to yet."""
    ctl = Ctl(REFEREECTL)

    def look(mike):
        core = int(mike.expect(r'stopped (\d+)')[1])
        try:
            with contextlib.closing(ctl.start('events')) as events:
                assert events.event('registration')['address'] == ''
        finally:
            os.kill(core, signal.SIGCONT)

    with contextlib.closing(Party(CONTROL, 'mike', '--slow-core', starts=look)) as mike:
        with contextlib.closing(ctl.start('events')) as events:
            assert events.event('registration')['address'] == mike.aor


def hold_and_resume():
    """Hold and resume wait for the other phone, and events and the list tell of both."""
    with Stage() as stage:
        assert stage.ctl.expect(0, 'calls') == 'There is no call.\n'
        call = stage.kevin_calls()
        stage.ctl.expect(0, 'hold')
        stage.events.event('held', call=call, by='local')
        assert stage.ctl.calls()[call]['held']
        assert 'established, held' in stage.ctl.expect(0, 'calls')
        stage.ctl.expect(1, 'hold', says='cannot be put on hold now')
        stage.ctl.expect(0, 'resume', call)
        stage.events.event('resumed', call=call, by='local')
        stage.kevin.do('hold')
        stage.events.event('held', call=call, by='remote')
        stage.ctl.expect(0, 'hangup')
        assert stage.events.event('ended', call=call)['code'] == 0


def decline():
    """A call that waits is declined with the code that was asked for."""
    with Stage() as stage:
        stage.kevin.do('dial ' + stage.mike.aor)
        stage.events.event('incoming', peer='kevin')
        stage.ctl.expect(0, 'hangup', '--code', '486')
        stage.kevin.expect('call ended .* 486')


def dial():
    """Dialling ends with 0 when it is answered and with 1 when it is not; the id is printed."""
    with Stage() as stage:
        call = stage.mike_calls_wayne()
        assert stage.ctl.calls()[call]['direction'] == 'outgoing'
        stage.ctl.expect(0, 'hangup', call)
        stage.wayne.expect('call ended .*')

        dialling = stage.ctl.start('dial', stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 486')
        dialling.expect(1, r'wayne did not take the call: 486')

        dialling = stage.ctl.start('dial', stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        dialling.interrupt()
        dialling.expect(130)
        stage.wayne.expect('call ended .*')

        stage.ctl.expect(1, 'dial', stage.wayne.aor, '--timeout', '0.5', says='in time')
        stage.wayne.expect('call ended .*')
        stage.ctl.expect(1, 'dial', 'sip:', says='.')
        assert stage.ctl.expect(0, 'dial', '--no-wait', stage.wayne.aor).strip().isdigit()


def which_call():
    """A command without an id takes the only call that fits, or names those that do."""
    with Stage() as stage:
        for command in ('answer', 'hangup', 'hold', 'resume'):
            stage.ctl.expect(1, command, says='There is no call')
        first = stage.kevin_calls()
        second = stage.mike_calls_wayne()
        stage.ctl.expect(1, 'hold', says=rf'Say which one: {first} \(kevin\), {second} \(wayne\)')
        stage.ctl.expect(1, 'hold', '77', says=rf'no call “77”\. There is: {first} \(kevin\)')
        stage.ctl.expect(0, 'hold', second)
        stage.ctl.expect(0, 'hold')
        assert all(call['held'] for call in stage.ctl.calls().values())
        stage.ctl.expect(1, 'transfer', '--to-call', first, '--call', first, says='to itself')
        stage.ctl.expect(1, 'transfer', 'zoe', '--to-call', first, says='is with kevin')


def check_stages(stage, call, **values):
    """Every stage of a transfer that works comes once, with a time that does not go back, and then
    the end of the transfer and of the call; the stages in order."""
    seen, last = [], 0
    while not {'released', 'succeeded', 'ended'} <= set(seen):
        event = json.loads(stage.events.line(rf'"(transfer-.*|ended)","call":"{call}"'))
        assert event['peer'] == 'kevin' and event['time'] >= last, (event, last)
        last = event['time']
        seen.append(event.get('stage', 'ended'))
        if event['event'] != 'ended':
            assert values.items() <= event.items(), event
        if event['event'] == 'transfer-end':
            assert seen[-1] == 'succeeded' and event['code'] == 200, event
            assert 'answered' in seen, seen
    return [name for name in seen if name not in ('succeeded', 'ended')]


def blind():
    """A blind transfer that works: 0, and each stage with its time."""
    with Stage() as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        transfer.line('the target rings')
        assert transfer.process.poll() is None, 'it ended before the target had answered'
        assert stage.ctl.calls()[call]['transfer'] in ('ringing', 'trying', 'accepted')
        stage.wayne.do('answer')
        out = transfer.expect(0)
        assert 'kevin is now connected to' in out, out
        seen = check_stages(stage, call, kind='blind', target=stage.wayne.aor)
        assert seen == BLIND_STAGES, seen


def blind_busy():
    """A blind transfer to somebody who is busy: 1 with the code, and the caller is still there."""
    with Stage() as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--format', 'json')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 486')
        end = transfer.event('transfer-end', stage='failed')
        assert end['code'] == 486 and end['call'] == call, end
        transfer.expect(1, rf'failed: 486 .*\n.*kevin is still on hold.* resume {call}\n')
        stage.ctl.expect(0, 'resume')
        stage.back_to_kevin(call)


def no_resume():
    """Who is being transferred stays on hold until that has ended, or was called off."""
    with Stage() as stage:
        call = stage.kevin_calls()
        stage.ctl.expect(0, 'transfer', '--no-wait', stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        stage.ctl.expect(1, 'resume', says='A transfer of this call is under way')
        assert stage.ctl.calls()[call]['held']
        stage.wayne.do('reject 486')
        stage.events.event('transfer-end', call=call, stage='failed')
        stage.ctl.expect(0, 'resume')
        stage.back_to_kevin(call)


def no_wait():
    """--no-wait comes back at once, and the transfer goes on."""
    with Stage() as stage:
        call = stage.kevin_calls()
        stage.ctl.expect(0, 'transfer', '--no-wait', stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('answer')
        stage.events.event('transfer-end', call=call, stage='succeeded')


def timeout():
    """--timeout does not wait for ever, and says that the transfer goes on."""
    with Stage() as stage:
        call = stage.kevin_calls()
        stage.ctl.expect(1, 'transfer', '--timeout', '0.5', stage.wayne.aor, says='It goes on')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('answer')
        stage.events.event('transfer-end', call=call, stage='succeeded')


def ask_first():
    """The caller is held, the target asked, and the two connected when it has answered."""
    with Stage() as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        transfer.line('Calling')
        stage.events.event('held', call=call)
        stage.events.event('dialing', peer='wayne')
        stage.wayne.expect('call ringing-in .*')
        assert stage.ctl.calls()[call]['held']
        stage.wayne.do('answer')
        transfer.expect(0)
        stage.events.event('transfer-end', call=call, stage='succeeded', kind='attended')
        stage.kevin.expect('call established .*wayne.*')
        stage.wait_alone()


def ask_first_declined():
    """Where the target does not want to, Mike is back with the caller."""
    with Stage() as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('reject 603')
        transfer.expect(1, 'wayne did not take the call: 603')
        stage.back_to_kevin(call)


def ask_first_not_held():
    """Where the caller does not go on hold nobody is asked: the reason ends the command, and who
    watches is told."""
    with Stage() as stage, Stranger(stage.mike.aor, 'kevin') as kevin:
        kevin.invite()
        call = stage.events.event('incoming', peer='kevin')['call']
        stage.ctl.expect(0, 'answer')
        kevin.expect(200)
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        kevin.hear('INVITE', '488 Not Acceptable Here')
        transfer.expect(1, 'The other phone refused: 488 Not Acceptable Here')
        stage.events.event('command-failed', call=call, command='ask-first',
                           reason='The other phone refused: 488 Not Acceptable Here.')


def ask_first_interrupted():
    """Ctrl+C, and a time that is over, go back to the caller."""
    with Stage() as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        stage.wayne.expect('call ringing-in .*')
        transfer.line('The target rings')
        transfer.interrupt()
        transfer.expect(130)
        stage.wayne.expect('call ended .*')
        stage.events.event('resumed', call=call)

        stage.ctl.expect(1, 'transfer', stage.wayne.aor, '--ask-first', '--timeout', '0.5',
                         says='did not answer in time')
        stage.wayne.expect('call ended .*')
        stage.back_to_kevin(call)


def ask_first_caller_gone():
    """A caller who hangs up meanwhile is not connected to anybody, and nobody goes on ringing."""
    with Stage() as stage:
        stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        stage.wayne.expect('call ringing-in .*')
        stage.kevin.do('hangup')
        transfer.expect(1, 'The caller hung up')
        stage.wayne.expect('call ended .*')


def ask_first_core_lost():
    """Where the call core dies, nobody has hung up, and that is said."""
    with Stage() as stage:
        stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        stage.events.event('ringing', peer='wayne')
        os.kill(stage.mike.core, signal.SIGKILL)
        transfer.expect(1, 'The call core stopped, and the calls with it')


def ask_first_no_replaces():
    """A target whose phone cannot take a call over is called anew, where that was agreed to."""
    with Stage(wayne=['--fault', 'no-replaces']) as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('answer')
        transfer.expect(1, '.')
        stage.wayne.expect('call ended .*')
        stage.events.event('resumed', call=call)

        transfer = stage.ctl.start('transfer', stage.wayne.aor, '--ask-first', '--or-blind')
        stage.wayne.expect('call ringing-in .*')
        stage.wayne.do('answer')
        transfer.line('Calling it anew')
        stage.wayne.expect('call ringing-in .*kevin.*')
        stage.wayne.do('answer')
        transfer.expect(0)
        stage.events.event('transfer-end', call=call, stage='succeeded', kind='blind')


def ask_first_bad_address():
    """Nobody is held for an address that cannot be called."""
    with Stage() as stage:
        call = stage.kevin_calls()
        stage.ctl.expect(1, 'transfer', 'sip:', '--ask-first', says='.')
        assert not stage.ctl.calls()[call]['held']


def ask_first_and_complete():
    """A script that asks first, and completes the transfer with a command of its own."""
    with Stage() as stage:
        call = stage.kevin_calls()
        ids = stage.ctl.expect(0, 'transfer', stage.wayne.aor, '--ask-first', '--no-wait').split()
        assert ids[0] == call, ids
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.events.event('established', call=ids[1])
        stage.ctl.expect(0, 'transfer', '--to-call', ids[1], '--call', call)
        seen = check_stages(stage, call, kind='attended', target=stage.wayne.aor)
        assert seen == ATTENDED_STAGES, seen
        stage.kevin.expect('call established .*wayne.*')
        stage.wait_alone()


def interrupted():
    """Ctrl+C cannot stop the other phone once it was asked, says so, and changes nothing."""
    with Stage() as stage:
        call = stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor)
        transfer.line('the target rings')
        transfer.interrupt()
        transfer.expect(130, 'has been asked already, and goes on')
        stage.wayne.do('answer')
        stage.events.event('transfer-end', call=call, stage='succeeded')


def to_call():
    """One call is transferred to another that is up."""
    with Stage() as stage:
        call = stage.kevin_calls()
        other = stage.mike_calls_wayne()
        stage.ctl.expect(0, 'transfer', '--to-call', other)
        stage.events.event('transfer-end', call=call, stage='succeeded', kind='attended')
        stage.kevin.expect('call established .*wayne.*')
        stage.wait_alone()


def to_ringing_call():
    """A transfer to a call that still rings waits for it: it can be called off, or it works."""
    with Stage() as stage:
        call = stage.kevin_calls()
        other = stage.ctl.expect(0, 'dial', '--no-wait', stage.wayne.aor).strip()
        stage.wayne.expect('call ringing-in .*')
        transfer = stage.ctl.start('transfer', '--to-call', other, '--call', call)
        transfer.line('waiting')
        transfer.interrupt()
        transfer.expect(130)
        stage.events.event('transfer-end', call=call, stage='cancelled')

        transfer = stage.ctl.start('transfer', '--to-call', other, '--call', call)
        transfer.line('waiting')
        stage.wayne.do('answer')
        transfer.expect(0)
        stage.kevin.expect('call established .*wayne.*')
        stage.wait_alone()


def refused():
    """A phone that does not take the request is named, with its code."""
    with Stage(kevin=['--consent', 'never']) as stage:
        call = stage.kevin_calls()
        stage.ctl.expect(1, 'transfer', stage.wayne.aor, says='phone of kevin refused.*: 603')
        stage.events.event('transfer-end', call=call, stage='refused', code=603)
        assert stage.ctl.calls()[call]['transfer'] == 'refused'


def asked_by_other():
    """The wish of another phone to transfer us is told."""
    with Stage() as stage:
        call = stage.kevin_calls()
        stage.kevin.do('transfer ' + stage.wayne.aor)
        request = stage.events.event('transfer-request', call=call)
        assert request['target'] == stage.wayne.aor and 'kevin' in request['by'], request
        assert request['kind'] == 'blind', request
        asked = stage.ctl.calls()[call]
        assert asked['request_target'] == stage.wayne.aor, asked
        assert asked['request_kind'] == 'blind', asked
        assert (f'kevin asks to connect you to {stage.wayne.aor} (blind): refereectl accept {call},'
                f' or decline {call}\n') in stage.ctl.expect(0, 'calls')
        stage.ctl.expect(0, 'decline')
        assert 'asks' not in stage.ctl.expect(0, 'calls')


def asked_in_a_name():
    """Who asks is the other phone; that it names somebody else is said, too."""
    with Stage() as stage, Stranger(stage.mike.aor) as stranger:
        stranger.invite()
        call = stage.events.event('incoming')['call']
        stage.ctl.expect(0, 'answer')
        stranger.expect(200)
        stranger.refer(stage.wayne.aor, 'Referred-By: <sip:boss@example.org>\r\n')
        stage.events.event('transfer-request', call=call)
        assert (f'stranger asks to connect you to {stage.wayne.aor} (blind), in the name of '
                '<sip:boss@example.org>: ') in stage.ctl.expect(0, 'calls')


def asked_and_accepted():
    """The wish of another phone is granted: Mike's phone calls the target."""
    with Stage() as stage:
        stage.ctl.expect(1, 'accept', says='There is no call that could be transferred on request')
        call = stage.kevin_calls()
        stage.ctl.expect(1, 'accept', says='kevin does not ask for a transfer of call 1')
        stage.kevin.do('transfer ' + stage.wayne.aor)
        stage.events.event('transfer-request', call=call)
        stage.ctl.expect(1, 'answer', says='cannot be answered now')
        stage.ctl.expect(0, 'accept')
        for name, code in (('dialing', 0), ('ringing', 180), ('succeeded', 200)):
            told = stage.events.event('transferee-stage', call=call, stage=name)
            assert told['code'] == code, told
            if name == 'ringing':
                stage.wayne.expect('call ringing-in .*mike.*')
                stage.wayne.do('answer')
        stage.kevin.expect('result 1 200')
        stage.ctl.expect(1, 'decline', call, says='.')


def asked_and_declined():
    """It is not granted: 603, and the call goes on."""
    with Stage() as stage:
        call = stage.kevin_calls()
        stage.kevin.do('transfer ' + stage.wayne.aor)
        stage.events.event('transfer-request', call=call)
        stage.ctl.expect(0, 'decline', call)
        stage.kevin.expect('result 2 603')
        stage.events.event('transferee-stage', call=call, stage='declined', code=603)
        assert 'request_target' not in stage.ctl.calls()[call]
        stage.kevin.do('resume')
        assert stage.ctl.calls()[call]['state'] == 'established'


def asked_by_one_who_left():
    """The wish outlives the call: it is granted later, and who has left is told how it went."""
    with Stage() as stage, Stranger(stage.mike.aor) as stranger:
        stranger.invite()
        call = stage.events.event('incoming')['call']
        stage.ctl.expect(0, 'answer')
        stranger.expect(200)
        stage.events.event('established', call=call)
        stranger.refer(stage.wayne.aor)
        stranger.hear('NOTIFY')
        stage.events.event('transfer-request', call=call)
        stranger.hang_up(3)
        stage.events.event('ended', call=call)
        assert stage.ctl.calls()[call]['request_target'] == stage.wayne.aor
        stage.ctl.expect(0, 'accept')
        stage.events.event('transferee-stage', call=call, stage='dialing')
        stage.wayne.expect('call ringing-in .*mike.*')
        stranger.hear('NOTIFY')
        stage.wayne.do('answer')
        assert ' 200 ' in stranger.hear_only('NOTIFY')
        stage.events.event('transferee-stage', call=call, stage='succeeded')
        wait_for('the call to be forgotten', lambda: call not in stage.ctl.calls())


def asked_outside():
    """Somebody in no call with Mike asks: there is no call to end, only a question to answer."""
    with Stage() as stage, Stranger(stage.mike.aor, 'kevin') as stranger:
        stranger.refer(stage.wayne.aor)
        asking = stage.events.event('asking')
        request = stage.events.event('transfer-request', call=asking['call'])
        assert request['target'] == stage.wayne.aor, request
        asked = stage.ctl.calls()[asking['call']]
        assert asked['state'] == 'asking' and asked['peer'] == 'kevin', asked
        assert f'kevin asks you to call {stage.wayne.aor} (blind): ' in stage.ctl.expect(0, 'calls')
        stage.ctl.expect(1, 'hangup', says='.')
        stage.ctl.expect(0, 'accept')
        stage.wayne.expect('call ringing-in .*mike.*')
        stage.wayne.do('answer')
        stage.events.event('transferee-stage', call=asking['call'], stage='succeeded')


def no_refer():
    """A phone that does not allow REFER is not sent one, and the script is told why."""
    with Stage() as stage, Stranger(stage.mike.aor) as stranger:
        stranger.invite(headers='Allow: INVITE, ACK, BYE, CANCEL\r\n')
        call = stage.events.event('incoming')['call']
        stage.ctl.expect(0, 'answer')
        stranger.expect(200)
        stage.events.event('established', call=call)
        for more in ([], ['--ask-first']):
            stage.ctl.expect(1, 'transfer', stage.wayne.aor, *more,
                             says='The phone of stranger does not allow transfers')
        assert not stage.ctl.calls()[call]['held']
        stage.ctl.expect(0, 'hangup')
        stranger.hear('BYE')


def reader_leaves():
    """Nobody is told more than they want to read."""
    with Stage() as stage:
        events = stage.ctl.events()
        events.process.stdout.close()
        stage.kevin_calls()
        assert events.process.wait(SECONDS) == 0
        events.process.stderr.close()


def hostile_name():
    """What a caller puts into a name can neither break a line of JSON nor lead a terminal."""
    with Stage() as stage, Stranger(stage.mike.aor) as stranger:
        name = 'a\x1b[2J\x07\\" \u202e\u2028{"event":"ended"}' + 'x' * 600
        stranger.invite(name.encode() + b'\xff\xfe')
        line = stage.events.line('"event":"incoming"')
        event = json.loads(line)
        call = stage.ctl.calls()[event['call']]
        text = stage.ctl.expect(0, 'calls')
        for shown in (line, event['peer'], call['peer'], text.strip('\n')):
            assert shown.isprintable(), ascii(shown)
            assert len(shown) < 2000, len(shown)
        assert event['peer'].startswith('a\\x1b[2J\\x07'), event['peer']
        stage.ctl.expect(0, 'hangup')
        stranger.expect(603)


def referee_ends():
    """Where Referee ends, events has told all there was, and who waits is told."""
    with Stage() as stage:
        stage.kevin_calls()
        transfer = stage.ctl.start('transfer', stage.wayne.aor)
        stage.wayne.expect('call ringing-in .*')
        stage.mike.close()
        transfer.expect(1, '.')
        stage.events.expect(0)


def main():
    tap = Tap()
    for case in (not_running, wrong_usage, address_when_reachable, hold_and_resume, decline,
                 dial, which_call, blind, blind_busy, no_resume, no_wait, timeout, ask_first,
                 ask_first_declined, ask_first_not_held, ask_first_interrupted,
                 ask_first_caller_gone, ask_first_core_lost, ask_first_no_replaces,
                 ask_first_bad_address, ask_first_and_complete, interrupted, to_call,
                 to_ringing_call, refused, asked_by_other, asked_in_a_name, asked_and_accepted,
                 asked_and_declined, asked_by_one_who_left, asked_outside, no_refer,
                 reader_leaves, hostile_name, referee_ends):
        tap.run(case.__name__, case)
    tap.finish()


main()
