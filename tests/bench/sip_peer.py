# SPDX-License-Identifier: GPL-3.0-or-later
"""A caller over a bare UDP socket that transfers whom it called, and takes the new call too.

It times what the phone under test does: from the REFER leaving here to the triggered INVITE being
handed to our socket, by the kernel's clock.
"""

import re
import socket
import struct
import time

SECONDS = 10
SETTLED = 0.05
SO_TIMESTAMPNS = 35

SDP = ('v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n'
       'm=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n')


class Message:
    def __init__(self, data, arrived):
        head, _, self.body = data.decode(errors='replace').partition('\r\n\r\n')
        self.start, *self.lines = head.split('\r\n')
        self.arrived = arrived

    @property
    def method(self):
        return None if self.start.startswith('SIP/') else self.start.split(' ')[0]

    @property
    def status(self):
        return int(self.start.split(' ')[1]) if self.start.startswith('SIP/') else None

    def header(self, name):
        found = self.headers(name)
        return found[0] if found else ''

    def headers(self, name):
        return [line.split(':', 1)[1].strip() for line in self.lines
                if line.lower().startswith(name.lower() + ':')]


class Peer:
    """One SIP end on a free port of its own."""

    def __init__(self, user):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.settimeout(SECONDS)
        self.socket.bind(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.uri = f'sip:{user}@127.0.0.1:{self.port}'
        self.count = 0

    def send(self, text, port):
        """Sends a message; the time at which it left, in seconds."""
        data = text.encode()
        now = time.clock_gettime(time.CLOCK_REALTIME)
        self.socket.sendto(data, ('127.0.0.1', port))
        return now

    def receive(self):
        data, extra, _flags, sender = self.socket.recvmsg(65536, 256)
        self.last_port = sender[1]
        seconds, nanoseconds = struct.unpack('@qq', extra[0][2][:16])
        return Message(data, seconds + nanoseconds / 1e9)

    def until(self, wanted):
        """The first message that is wanted; requests before it are answered 200."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            message = self.receive()
            if wanted(message):
                return message
            if message.method and message.method != 'ACK':
                self.reply(message, '200 OK')
        raise TimeoutError('the phone under test did not answer')

    def reply(self, request, status):
        head = [f'SIP/2.0 {status}']
        head += [line for line in request.lines
                 if re.match(r'(via|from|call-id|cseq):', line, re.IGNORECASE)]
        to = request.header('To')
        head += [f'To: {to}' + ('' if ';tag=' in to else ';tag=peer'), 'Content-Length: 0']
        self.send('\r\n'.join(head) + '\r\n\r\n', self.last_port)

    def request(self, method, call, target, *lines, body=''):
        """A request of a call, as text."""
        self.count += 1
        branch = f'z9hG4bK{call.id}{self.count}'
        head = [f'{method} {target} SIP/2.0',
                f'Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch={branch}',
                'Max-Forwards: 70', f'From: <{self.uri}>;tag={call.id}', f'To: {call.to}',
                f'Call-ID: {call.id}', f'CSeq: {call.cseq} {method}', f'Contact: <{self.uri}>',
                *lines, f'Content-Length: {len(body)}']
        return '\r\n'.join(head) + '\r\n\r\n' + body


class Call:
    def __init__(self, number, to):
        self.id = f'bench{number}x{int(time.time() * 1000)}'
        self.to = to
        self.cseq = 1


def time_one(mike, wayne, number, uri, port):
    """Seconds from the REFER to the INVITE that it triggers, in a call of its own."""
    call = Call(number, f'<{uri}>')
    mike.send(mike.request('INVITE', call, uri, 'Content-Type: application/sdp',
                           body=SDP.format(port=mike.port)), port)
    answer = mike.until(lambda m: m.status and m.status >= 200)
    if answer.status != 200:
        raise RuntimeError(f'the phone under test answered {answer.start}')
    call.to = answer.header('To')
    contact = re.search(r'<([^>]+)>', answer.header('Contact'))[1]
    mike.send(mike.request('ACK', call, contact), port)
    time.sleep(SETTLED)  # what is timed is a REFER in a call that is up, not the end of its set-up
    call.cseq += 1
    sent = mike.send(mike.request('REFER', call, contact, f'Refer-To: <{wayne.uri}>',
                                  f'Referred-By: <{mike.uri}>'), port)
    invite = wayne.until(lambda m: m.method == 'INVITE')
    wayne.reply(invite, '486 Busy Here')
    wayne.until(lambda m: m.method == 'ACK')
    final = mike.until(lambda m: m.method == 'NOTIFY' and ' 486' in m.body)
    mike.reply(final, '200 OK')
    call.cseq += 1
    mike.send(mike.request('BYE', call, contact), port)
    mike.until(lambda m: m.status and 'BYE' in m.header('CSeq'))
    return invite.arrived - sent


def time_many(uri, port, times):
    """Seconds of each of several transfers, one after the other."""
    mike, wayne = Peer('mike'), Peer('wayne')
    return [time_one(mike, wayne, number, uri, port) for number in range(times)]
