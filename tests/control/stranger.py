# SPDX-License-Identifier: GPL-3.0-or-later
"""A caller that is no phone of ours, and sends what none of ours would."""

import re
import socket
import time

from rfproc import SECONDS, NotSeen

SDP = ('v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n'
       'm=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n')


class Stranger:
    """Calls an address once, over UDP."""

    def __init__(self, aor):
        self.aor = aor
        host, port = re.fullmatch(r'sip:[^@]*@([\d.]+):(\d+)', aor).groups()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 0))
        self.socket.connect((host, int(port)))
        self.name = b''

    def __enter__(self):
        return self

    def __exit__(self, *_details):
        self.socket.close()

    def _send(self, method, to_tag='', body=''):
        port = self.socket.getsockname()[1]
        quoted = self.name.replace(b'\\', b'\\\\').replace(b'"', b'\\"')
        head = (f'{method} {self.aor} SIP/2.0\r\n'
                f'Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKstranger{port}\r\n'
                'Max-Forwards: 70\r\n').encode()
        head += b'From: "' + quoted + b'" <sip:stranger@127.0.0.1>;tag=1\r\n'
        head += (f'To: <{self.aor}>{to_tag}\r\n'
                 f'Call-ID: stranger-{port}\r\n'
                 f'CSeq: 1 {method}\r\n'
                 f'Contact: <sip:stranger@127.0.0.1:{port}>\r\n'
                 + ('Content-Type: application/sdp\r\n' if body else '')
                 + f'Content-Length: {len(body)}\r\n\r\n{body}').encode()
        self.socket.send(head)

    def invite(self, name):
        """Calls under a display name that may be anything but a line break."""
        self.name = name
        self._send('INVITE', body=SDP)

    def expect(self, status):
        """Waits for an answer with this status, and acknowledges it."""
        deadline = time.monotonic() + SECONDS
        while True:
            self.socket.settimeout(max(deadline - time.monotonic(), 0.01))
            try:
                answer = self.socket.recv(65536).decode(errors='replace')
            except TimeoutError:
                raise NotSeen(f'no {status}') from None
            if answer.startswith(f'SIP/2.0 {status} '):
                tag = re.search(r'^To:[^\r\n]*?(;tag=[^;\r\n]+)', answer, re.MULTILINE)[1]
                self._send('ACK', tag)
                return
