#!/usr/bin/env python3
"""Shows the console in the terminals that are installed, and looks for cells that are wrong.

Each terminal runs on an X server of its own (Xvfb), with friends whose remarks terminals disagree about. After
every page of scrolling and every dialog a picture is taken, then Ctrl-l paints everything anew, and a second
picture must be the same, cell by cell. What differs is told and kept.

    cargo build --release && tests/real_terminals/compare.py [--out DIR] [TERMINAL...]

A terminal that is not installed is skipped, and said so. Needs Python's pillow, Debian's xvfb, xdotool and
fonts-dejavu-core, and any of xterm, xfce4-terminal, kitty, alacritty and mlterm; tmux and screen are shown in xterm.
xterm.js needs nodejs and chromium, and NODE_PATH naming the node_modules of a directory in which
`npm install @xterm/xterm node-pty playwright-core` was run.
"""

import argparse
import contextlib
import functools
import json
import os
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from PIL import Image, ImageChops

HERE = Path(__file__).resolve().parent
COLUMNS, ROWS = 120, 36

REMARKS = [
    "👨‍👩‍👧‍👦 一家人", "夫妻👩🏿‍❤️‍💋‍👩🏻店", "a❤️b❤️c☀️d", "1️⃣ 👍🏽 ❤️", "🇩🇪🇯🇵 双语", "🇩 half a flag",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f tags", "\U0001fae0\U0001fae8\U0001fac8 new emoji",
    "❤ ☁ ☎ text emoji", "ไทยไม่มีวรรค น้ำ กำ", "हिन्दी क्ष त्र श्री", "தமிழ் கொ", "မြန်မာ", "שלום עולם 12", "225 שלום",
    "مرحبا بالعالم لا", "ｶﾞｷﾞ half", "\u1112\u1161\u11ab\u1100\u1173\u11af", "e\u0301a\u0308\u0323", "䷀䷿ hexagrams",
    "│┃║─ boxes", "“quoted” … — · × °", "ꦏꦴ javanese", "𝕏𝕫 math", "🧑🏽‍🤝‍🧑🏻", "©️ ® ™", "㊗️ 祝", "👩‍⚕️ dr", "🏳️‍⚧️ t",
    "☎️☎️☎️", "plain",
]

# Keys by the names of xdotool, and the bytes that they are for xterm.js.
KEYS = {
    "ctrl+f": "\x06", "ctrl+l": "\x0c", "Escape": "\x1b", "question": "?", "slash": "/", "at": "@", "Return": "\r",
    "F12": "\x1b[24~",
}
PAGES = [["ctrl+f"]] * 10
DIALOGS = ["question", "e", "d", "a", "shift+o", "t", "shift+e", "i", "p", "5", "6", "at", "slash"]
STEPS = (
    [[]]
    + PAGES
    + [keys for dialog in DIALOGS for keys in ([dialog], ["Escape"])]
    + [["3"], ["ctrl+f"], ["ctrl+f"], ["d"], ["Escape"], ["2"], ["ctrl+f"], ["1"]]
)

TERMINALS = {
    "xterm": ["xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", f"{COLUMNS}x{ROWS}", "-e"],
    "xfce4-terminal": ["xfce4-terminal", "--disable-server", f"--geometry={COLUMNS}x{ROWS}", "--hide-menubar", "-x"],
    "kitty": [
        "kitty", "--config", "NONE", "-o", f"initial_window_width={COLUMNS}c", "-o", f"initial_window_height={ROWS}c",
        "-o", "remember_window_size=no", "-o", "cursor_blink_interval=0", "-o", "confirm_os_window_close=0",
    ],
    "alacritty": [
        "alacritty", "-o", f"window.dimensions.columns={COLUMNS}", "-o", f"window.dimensions.lines={ROWS}", "-e",
    ],
    "mlterm": ["mlterm", "-g", f"{COLUMNS}x{ROWS}", "-e"],
    "tmux": [
        "xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", f"{COLUMNS}x{ROWS + 1}", "-e",
        "tmux", "-L", "rosterm-compare", "-f", "/dev/null", "new-session",
    ],
    "screen": [
        "xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", f"{COLUMNS}x{ROWS}", "-e",
        "screen", "-U", "-S", "rosterm-compare", "-c", "/dev/null",
    ],
}
# What stays behind a terminal that is gone, and has to be ended by itself.
ENDS = {
    "tmux": ["tmux", "-L", "rosterm-compare", "kill-server"],
    "screen": ["screen", "-S", "rosterm-compare", "-X", "quit"],
}
NEEDS = {"tmux": ["xterm", "tmux"], "screen": ["xterm", "screen"]}


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


@contextlib.contextmanager
def running(*command, **options):
    """A process that is ended in every case."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def sandbox(binary):
    """A sandbox whose friends have such remarks: how to connect to it."""
    command = [binary, "sandbox", "--json", "--listen", "127.0.0.1:0", "--limits", "off", "--friends", "420"]
    with running(*command, stdout=subprocess.PIPE, text=True) as server:
        site = json.loads(server.stdout.readline())
        set_remarks(site)
        yield site


def set_remarks(site):
    root = site["base_url"] + "/" + site["app_key"].replace("#", "/")

    def call(method, path, body=None):
        request = urllib.request.Request(
            root + path, method=method, data=body and json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + site["token"], "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    cursor, number = "", 0
    while True:
        query = "?limit=50&needReturnRemark=true" + (cursor and "&cursor=" + urllib.parse.quote(cursor))
        data = call("GET", "/user/alice_01/contacts" + query)["data"]
        for friend in data["contacts"]:
            path = "/user/alice_01/contacts/users/" + urllib.parse.quote(friend["username"])
            # Some accounts are gone.
            with contextlib.suppress(urllib.error.HTTPError):
                call("PUT", path, {"remark": REMARKS[number % len(REMARKS)]})
            number += 1
        cursor = data.get("cursor")
        if not cursor:
            return


def console(binary, site, home):
    """A command that starts the console, whatever the terminal makes of its arguments."""
    script = home / "console.sh"
    arguments = ["--base-url", site["base_url"], "--app-key", site["app_key"], "--lang", "en", "alice_01"]
    script.write_text(
        "#!/bin/sh\n"
        f"export HOME={home} XDG_CONFIG_HOME={home}/c XDG_DATA_HOME={home}/d XDG_STATE_HOME={home}/s\n"
        f"export LANG=C.UTF-8 LC_ALL=C.UTF-8 ROSTERM_TOKEN={site['token']}\n"
        f"exec {shlex.quote(str(binary))} {shlex.join(arguments)}\n"
    )
    script.chmod(0o755)
    return str(script)


@contextlib.contextmanager
def x_server(number, memory):
    """An X server that keeps its picture in a file of this directory."""
    display = f":{number}"
    command = ["Xvfb", display, "-screen", "0", "1500x1000x24", "-fbdir", str(memory)]
    with running(*command, stderr=subprocess.DEVNULL) as server:
        screen = Screen(display, memory)
        deadline = time.monotonic() + 10
        while subprocess.run(["xdotool", "getdisplaygeometry"], env=screen.environment, capture_output=True).returncode:
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the X server on {display} does not start")
            time.sleep(0.05)
        yield screen


class Screen:
    """What an X server shows, and its keyboard."""

    def __init__(self, display, memory):
        self.memory = memory
        self.environment = {
            **os.environ, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        }
        for name in ("TMUX", "STY", "WAYLAND_DISPLAY", "NO_COLOR"):
            self.environment.pop(name, None)

    def picture(self):
        """What the X server shows: its memory is a file, in the format of xwd."""
        dump = (self.memory / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", dump[:100])
        size, width, height, line, colours = (header[at] for at in (0, 4, 5, 12, 19))
        pixels = dump[size + 12 * colours :]
        return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", line)

    def settled(self):
        """A picture that stays as it is."""
        deadline = time.monotonic() + 20
        # The card waits for the cursor to rest, and then for its answers.
        time.sleep(0.8)
        last = self.picture()
        while time.monotonic() < deadline:
            time.sleep(0.4)
            now = self.picture()
            if not ImageChops.difference(last, now).getbbox():
                return now
            last = now
        return last

    def press(self, key):
        run("xdotool", "key", "--clearmodifiers", key, env=self.environment)


def wrong(before, after, box):
    """How many cells differ, about: of the window's size as many as the terminal has."""
    difference = ImageChops.difference(before, after)
    if not difference.getbbox():
        return 0
    left, top, width, height = box
    wide, high = width / COLUMNS, height / ROWS
    # Drawn again, letters lose or keep a few pixels where they overhang their cell.
    mask = difference.convert("L").point(lambda value: 1 if value > 40 else 0)
    count = 0
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = left + column * wide, top + row * high
            cell = mask.crop((round(x), round(y), round(x + wide), round(y + high)))
            count += cell.histogram()[1] > 8
    return count


def in_x(name, command, number, home, out, pause):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as ended:
        screen = ended.enter_context(x_server(number, home))
        if name in ENDS:
            ended.callback(subprocess.run, ENDS[name], **quiet)
        ended.enter_context(running(*TERMINALS[name], command, env=screen.environment, **quiet))
        window = ""
        deadline = time.monotonic() + 60
        while not window:
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "."], env=screen.environment, capture_output=True, text=True
            )
            window = found.stdout.split()[-1] if found.stdout.split() else ""
            if time.monotonic() > deadline:
                return {0: "no window appears"}
            time.sleep(0.2)
        run("xdotool", "windowfocus", window, env=screen.environment)
        # Away from the rows: what lies under the mouse is lit in some terminals.
        run("xdotool", "mousemove", "1499", "999", env=screen.environment)
        time.sleep(2)
        geometry = dict(
            line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", window, env=screen.environment).split()
        )
        box = [int(geometry[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")]
        faults = {}
        first = screen.settled()
        first.save(out / f"{name}-00.png")
        for step, keys in enumerate(STEPS):
            for key in keys:
                screen.press(key)
            time.sleep(pause)
            screen.settled()
            # Time goes by meanwhile, and facts get an age: a key without a meaning has it painted, and as little
            # as can be passes until all is painted anew.
            screen.press("F12")
            time.sleep(0.5)
            before = screen.picture()
            screen.press("ctrl+l")
            after = screen.settled()
            cells = wrong(before, after, box)
            if cells:
                faults[step] = f"step {step} {keys}: {cells} cells"
                before.save(out / f"{name}-{step:02}-before.png")
                after.save(out / f"{name}-{step:02}-after.png")
            elif step in (1, 11, 13):
                after.save(out / f"{name}-{step:02}.png")
        return faults


def in_a_browser(command, out, pause):
    """xterm.js, in headless Chromium."""
    steps = [["".join(map(sent, keys))] for keys in STEPS]
    done = subprocess.run(
        [
            "node", str(HERE / "xtermjs.cjs"), shutil.which("chromium"), command, str(out), json.dumps(steps),
            f"{COLUMNS}", f"{ROWS}", f"{1000 * pause:.0f}",
        ],
        capture_output=True, text=True,
    )
    if done.returncode:
        return {0: done.stderr.strip()}
    size, *differing = done.stdout.splitlines()
    faults = {}
    for line in differing:
        step, name = line.split(" ", 1)
        before, after = (Image.open(f"{name}-{which}.png").convert("RGB") for which in ("before", "after"))
        cells = wrong(before, after, [float(number) for number in size.split()])
        if cells:
            faults[int(step)] = f"step {step} {STEPS[int(step)]}: {cells} cells"
    return faults


def sent(key):
    name = key.removeprefix("shift+")
    return KEYS.get(key) or (name.upper() if name != key else name)


def missing(name):
    if name == "xterm.js":
        if not shutil.which("node") or not shutil.which("chromium"):
            return "node or chromium"
        found = subprocess.run(
            ["node", "-e", "for (const n of ['@xterm/xterm','node-pty','playwright-core']) require.resolve(n)"],
            capture_output=True,
        )
        return "" if not found.returncode else "@xterm/xterm, node-pty or playwright-core"
    return ", ".join(need for need in NEEDS.get(name, [name]) if not shutil.which(need))


def look_at(name, binary, site, number, out, pause):
    """What is wrong in a terminal, by steps; before each picture there is a pause of so many seconds."""
    with tempfile.TemporaryDirectory() as home:
        command = console(binary, site, Path(home))
        if name == "xterm.js":
            return in_a_browser(command, out, pause)
        return in_x(name, command, number, Path(home), out, pause)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default="target/release/rosterm", type=Path)
    parser.add_argument("--out", default="target/real-terminals", type=Path)
    parser.add_argument("terminals", nargs="*", metavar="TERMINAL", help=", ".join([*TERMINALS, "xterm.js"]))
    chosen = parser.parse_args()
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not installed")
    chosen.out.mkdir(parents=True, exist_ok=True)
    binary = chosen.binary.resolve()
    failed = False
    with sandbox(binary) as site:
        for number, name in enumerate(chosen.terminals or [*TERMINALS, "xterm.js"]):
            lacks = missing(name)
            if lacks:
                print(f"{name}: skipped, {lacks} is not installed", flush=True)
                continue
            look = functools.partial(look_at, name, binary, site, 70 + number, chosen.out)
            faults = look(0)
            # Between two pictures a fact may have come of age, and says when it was read. With other pauses that
            # happens at another step.
            for pause in (0.7, 1.6):
                if faults:
                    again = look(pause)
                    faults = {step: what for step, what in faults.items() if step in again}
            failed |= bool(faults)
            print(f"{name}: {len(STEPS)} pictures, " + ("all right" if not faults else "; ".join(faults.values())), flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
