# SPDX-License-Identifier: GPL-3.0-or-later
"""Callers that are no phones of ours, and send what none of ours would."""

import re
import socket
import time

from rfproc import SECONDS, NotSeen

SDP = ('v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n'
       'm=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n')


class Stranger:
    """Calls an address once, over UDP."""

    def __init__(self, aor, user='stranger'):
        self.aor = aor
        self.user = user
        self.to_tag = ''
        self.heard = set()
        host, port = re.fullmatch(r'sip:[^@]*@([\d.]+):(\d+)', aor).groups()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 0))
        self.socket.connect((host, int(port)))
        self.name = user.encode()

    @property
    def call_id(self):
        return f'{self.user}-{self.socket.getsockname()[1]}'

    @property
    def replaces(self):
        """A header that names this call, as the phone that was called sees it (RFC 3891)."""
        tag = self.to_tag.removeprefix(';tag=')
        return f'Replaces: {self.call_id};to-tag={tag};from-tag=1\r\n'

    def __enter__(self):
        return self

    def __exit__(self, *_details):
        self.socket.close()

    def _send(self, method, headers='', body='', number=1, kind='application/sdp'):
        port = self.socket.getsockname()[1]
        quoted = self.name.replace(b'\\', b'\\\\').replace(b'"', b'\\"')
        head = (f'{method} {self.aor} SIP/2.0\r\n'
                f'Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{self.user}{port}-{number}\r\n'
                'Max-Forwards: 70\r\n').encode()
        head += b'From: "' + quoted + f'" <sip:{self.user}@127.0.0.1>;tag=1\r\n'.encode()
        head += (f'To: <{self.aor}>{self.to_tag if method != "CANCEL" else ""}\r\n'
                 f'Call-ID: {self.call_id}\r\n'
                 f'CSeq: {number} {method}\r\n'
                 f'Contact: <sip:{self.user}@127.0.0.1:{port}>\r\n'
                 + headers
                 + (f'Content-Type: {kind}\r\n' if body else '')
                 + f'Content-Length: {len(body)}\r\n\r\n{body}').encode()
        self.socket.send(head)

    def invite(self, name=None, headers=''):
        """Calls under a display name that may be anything but a line break, with these headers."""
        self.name = self.name if name is None else name
        self._send('INVITE', headers, SDP)

    def cancel(self):
        """Gives up a call that rings."""
        self._send('CANCEL')

    def refer(self, target, headers=''):
        """Asks, in the call, to call somebody else."""
        self._send('REFER', f'Refer-To: <{target}>\r\n' + headers, number=2)

    def hang_up(self, number=2):
        self._send('BYE', number=number)

    def notify(self, status):
        """Tells what became of a REFER, which is the end of it."""
        self._send('NOTIFY', 'Event: refer\r\nSubscription-State: terminated;reason=noresource\r\n',
                   f'SIP/2.0 {status}\r\n', number=4, kind='message/sipfrag')

    def _receive(self, start):
        """The first message from here on that starts like this; all others go."""
        deadline = time.monotonic() + SECONDS
        while True:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.01))
            try:
                message = self.socket.recv(65536).decode(errors='replace')
            except TimeoutError:
                raise NotSeen(f'no {start}') from None
            if message.startswith(start):
                return message

    def expect(self, status):
        """Waits for an answer with this status, and acknowledges it where it ends an INVITE."""
        answer = self._receive(f'SIP/2.0 {status} ')
        if status >= 180 and re.search(r'^CSeq: \d+ INVITE', answer, re.MULTILINE):
            self.to_tag = re.search(r'^To:[^\r\n]*?(;tag=[^;\r\n]+)', answer, re.MULTILINE)[1]
            if status >= 200:
                self._send('ACK')

    def answer(self, request, status='200 OK', body=''):
        """Answers a request that hear_only() gave."""
        kept = re.findall(r'^(?:Via|From|To|Call-ID|CSeq):[^\r\n]*\r\n', request, re.MULTILINE)
        port = self.socket.getsockname()[1]
        self.socket.send((f'SIP/2.0 {status}\r\n' + ''.join(kept)
                          + f'Contact: <sip:{self.user}@127.0.0.1:{port}>\r\n'
                          + ('Content-Type: application/sdp\r\n' if body else '')
                          + f'Content-Length: {len(body)}\r\n\r\n{body}').encode())

    def hear_only(self, method):
        """Waits for a request, which is still to be answered; not for one that is repeated because
        the answer takes its time."""
        while True:
            request = self._receive(method + ' ')
            transaction = re.search(r'^Via:[^\r\n]*;branch=([^;\s]+)', request, re.MULTILINE)[1]
            if transaction not in self.heard:
                self.heard.add(transaction)
                return request

    def hear(self, method, status='200 OK', body=''):
        """Waits for a request, and takes it, or whatever else is said; the request."""
        request = self.hear_only(method)
        self.answer(request, status, body)
        return request
