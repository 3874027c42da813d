# SPDX-License-Identifier: GPL-3.0-or-later
"""A private place to run programs in: folders, display, session bus and sound server of their own.

Everything that is started here, and whatever those start in turn, stays below this process (it
adopts orphans), so that leaving the place ends exactly that and nothing else.
"""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PR_SET_CHILD_SUBREAPER = 36
START_SECONDS = 20
STOP_SECONDS = 5


class SessionError(Exception):
    """What keeps the place from being made, as a sentence."""


def need(*programs):
    """Raises where one of the programs is not installed."""
    missing = [p for p in programs if not shutil.which(p)]
    if missing:
        raise SessionError('%s is not installed. "./dev test" installs what the tests need.'
                           % ' and '.join(missing))


def adopt_orphans():
    """Makes this process the parent of whatever its children leave behind."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(pid='self'):
    """Process ids of the children of a process."""
    found = []
    for task in _list(f'/proc/{pid}/task'):
        try:
            with open(f'/proc/{pid}/task/{task}/children', encoding='ascii') as file:
                found += [int(word) for word in file.read().split()]
        except OSError:
            pass
    return found


def _list(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def descendants(pid='self'):
    """Process ids below a process, the deepest last."""
    found = []
    for child in children(pid):
        found += [child] + descendants(child)
    return found


def end_children():
    """Ends all that is below this process; asks first, then insists."""
    deadline = time.monotonic() + STOP_SECONDS
    asked = set()
    while True:
        _reap()
        left = descendants()
        if not left:
            return
        late = time.monotonic() > deadline
        for pid in left:
            if late or pid not in asked:
                _kill(pid, signal.SIGKILL if late else signal.SIGTERM)
                asked.add(pid)
        time.sleep(0.01)


def _kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def read_line(fd, what):
    """The first line that a program writes to a pipe; raises where it does not come."""
    deadline = time.monotonic() + START_SECONDS
    line = b''
    while not line.endswith(b'\n'):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            raise SessionError(f'{what} did not start within {START_SECONDS} s.')
        byte = os.read(fd, 1)
        if not byte:
            raise SessionError(f'{what} ended at its start.')
        line += byte
    return line.decode().strip()


class Session:
    """Folders of our own from the start; display, bus and sound as they are asked for."""

    def __init__(self):
        adopt_orphans()
        self.folder = tempfile.mkdtemp(prefix='referee-')
        self.log = open(os.path.join(self.folder, 'session.log'), 'wb')
        self.env = dict(os.environ)
        for gone in ('WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'AT_SPI_BUS_ADDRESS',
                     'PULSE_SERVER', 'SESSION_MANAGER', 'NO_AT_BRIDGE', 'GTK_MODULES'):
            self.env.pop(gone, None)
        for name, part in (('HOME', 'home'), ('XDG_RUNTIME_DIR', 'run'),
                           ('XDG_CONFIG_HOME', 'config'), ('XDG_DATA_HOME', 'data'),
                           ('XDG_CACHE_HOME', 'cache'), ('XDG_STATE_HOME', 'state')):
            path = os.path.join(self.folder, part)
            os.mkdir(path, 0o700)
            self.env[name] = path
        self.env.update(GSETTINGS_BACKEND='keyfile', LC_ALL='C.UTF-8', LANGUAGE='C',
                        GDK_BACKEND='x11', NO_AT_BRIDGE='1')

    def spawn(self, command, **options):
        options.setdefault('stdout', self.log)
        return subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                stderr=self.log, **options)

    def _spawn_and_read(self, command, name):
        """Starts a program that tells its address on a descriptor given as {fd} in its command."""
        ours, theirs = os.pipe()
        self.spawn([part.format(fd=theirs) for part in command], pass_fds=[theirs])
        os.close(theirs)
        try:
            return read_line(ours, name)
        finally:
            os.close(ours)

    def start_display(self, size='1280x800'):
        """An X server that nobody else sees, with a window manager."""
        need('Xvfb', 'openbox')
        number = self._spawn_and_read(['Xvfb', '-displayfd', '{fd}', '-screen', '0', size + 'x24',
                                       '-nolisten', 'tcp', '-noreset', '-dpi', '96'], 'Xvfb')
        self.env['DISPLAY'] = ':' + number
        self._start_window_manager()

    def _start_window_manager(self):
        folder = os.path.join(self.env['XDG_CONFIG_HOME'], 'openbox')
        os.mkdir(folder)
        with open(os.path.join(folder, 'rc.xml'), 'w', encoding='utf-8') as file:
            file.write('<openbox_config xmlns="http://openbox.org/3.4/rc">'
                       '<focus><focusNew>yes</focusNew></focus>'
                       '<desktops><number>1</number><popupTime>0</popupTime></desktops>'
                       '</openbox_config>\n')
        started = os.path.join(self.folder, 'window-manager')
        self.spawn(['openbox', '--sm-disable', '--startup', 'touch ' + started])
        deadline = time.monotonic() + START_SECONDS
        while not os.path.exists(started):
            if time.monotonic() > deadline:
                raise SessionError(f'openbox did not start within {START_SECONDS} s.')
            time.sleep(0.01)

    def start_bus(self):
        """A session bus with a notification service; it starts the accessibility bus when asked."""
        need('dbus-daemon')
        address = self._spawn_and_read(['dbus-daemon', '--session', '--nofork', '--nopidfile',
                                        '--print-address={fd}'], 'dbus-daemon')
        self.env['DBUS_SESSION_BUS_ADDRESS'] = address
        self.env.pop('NO_AT_BRIDGE', None)
        self._start_notifications()

    def _start_notifications(self):
        self.env['REFEREE_TEST_NOTIFICATIONS'] = os.path.join(self.folder, 'notifications')
        process = self.spawn([os.path.join(HERE, 'notification-server'),
                              self.env['REFEREE_TEST_NOTIFICATIONS']], stdout=subprocess.PIPE)
        read_line(process.stdout.fileno(), 'notification-server')

    def start_sound(self):
        """A PulseAudio server without hardware: a null sink, and a microphone that hears it."""
        need('pulseaudio')
        socket = os.path.join(self.env['XDG_RUNTIME_DIR'], 'pulse-socket')
        self.env.update(PULSE_SERVER='unix:' + socket,
                        PULSE_RUNTIME_PATH=os.path.join(self.env['XDG_RUNTIME_DIR'], 'pulse'),
                        PULSE_STATE_PATH=os.path.join(self.env['XDG_STATE_HOME'], 'pulse'))
        self.spawn(['pulseaudio', '-n', '--daemonize=no', '--use-pid-file=no',
                    '--exit-idle-time=-1', '--disable-shm=yes', '--realtime=no',
                    '--high-priority=no',
                    '-L', 'module-null-sink sink_name=referee_test',
                    '-L', 'module-remap-source source_name=referee_microphone '
                          'master=referee_test.monitor',
                    '-L', f'module-native-protocol-unix auth-anonymous=1 socket={socket}'])
        deadline = time.monotonic() + START_SECONDS
        while not os.path.exists(socket):
            if time.monotonic() > deadline:
                raise SessionError(f'pulseaudio did not start within {START_SECONDS} s.')
            time.sleep(0.01)

    def run(self, command):
        """Runs a command here to its end; its exit status as a shell tells it."""
        try:
            process = subprocess.Popen(command, env=self.env)
        except OSError as error:
            raise SessionError(f'{command[0]} cannot be run: {error.strerror}.') from error
        status = process.wait()
        return 128 - status if status < 0 else status

    def close(self, show_log=False):
        end_children()
        self.log.close()
        if show_log:
            with open(self.log.name, 'rb') as file:
                sys.stderr.buffer.write(file.read())
        shutil.rmtree(self.folder, ignore_errors=True)


def on_terminate(number, _frame):
    """A signal that asks us to end goes through the usual way out."""
    raise SystemExit(128 + number)


def main(name, prepare):
    """The body of a wrapper: prepares a session, runs the command line in it, cleans up."""
    if len(sys.argv) < 2 or sys.argv[1].startswith('-'):
        print(f'Usage: {name} COMMAND [ARGUMENT…]', file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, on_terminate)
    session = Session()
    failed = True
    try:
        prepare(session)
        failed = False
        return session.run(sys.argv[1:])
    except SessionError as error:
        print(f'{name}: {error}', file=sys.stderr)
        return 1
    finally:
        session.close(show_log=failed)
