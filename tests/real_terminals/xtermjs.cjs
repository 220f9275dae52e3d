// Shows a command in xterm.js, in headless Chromium: xtermjs.cjs CHROMIUM COMMAND DIRECTORY STEPS COLUMNS ROWS PAUSE
// Each step is what is typed, then a pause in milliseconds; then Ctrl-l repaints, and both pictures should be the same.
// Prints where the terminal lies and how large it is, then the steps whose pictures differ in any point.

const fs = require("fs");
const path = require("path");
const pty = require("node-pty");
const { chromium } = require("playwright-core");

const [executablePath, command, directory, steps, columns, rows, pause] = process.argv.slice(2);
const size = { cols: Number(columns), rows: Number(rows) };
const REPAINT = "\x0c";
const NOTHING = "\x1b[24~";

async function main() {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.setContent('<body style="margin:0"><div id="terminal"></div></body>');
  const xterm = path.dirname(require.resolve("@xterm/xterm/package.json"));
  await page.addStyleTag({ path: path.join(xterm, "css/xterm.css") });
  await page.addScriptTag({ path: path.join(xterm, "lib/xterm.js") });

  let child;
  await page.exposeFunction("answer", (data) => child.write(data));
  await page.evaluate((size) => {
    window.terminal = new Terminal({ ...size, fontFamily: "DejaVu Sans Mono", fontSize: 14, cursorBlink: false });
    terminal.open(document.getElementById("terminal"));
    terminal.onData((data) => window.answer(data));
  }, size);
  // Only now: what it says before anybody listens is lost.
  child = pty.spawn(command, [], { ...size, name: "xterm-256color" });
  let waiting = Promise.resolve();
  let heard;
  const starts = new Promise((done) => (heard = done));
  child.onData((data) => {
    heard();
    const write = () => page.evaluate((data) => new Promise((done) => terminal.write(data, done)), data);
    // What the console says while the browser is closed goes nowhere.
    waiting = waiting.then(write).catch(() => {});
  });

  const picture = async () => {
    let last;
    for (let tries = 0; tries < 60; tries++) {
      await new Promise((done) => setTimeout(done, 250));
      await waiting;
      const now = await page.screenshot();
      if (last && last.equals(now)) break;
      last = now;
    }
    return last;
  };

  const box = await page.locator(".xterm-screen").boundingBox();
  console.log(`${box.x} ${box.y} ${box.width} ${box.height}`);
  await starts;
  await picture();
  for (const [step, [keys]] of JSON.parse(steps).entries()) {
    child.write(keys);
    await new Promise((done) => setTimeout(done, Number(pause)));
    await picture();
    // Time goes by meanwhile, and facts get an age: a key without a meaning has it painted, and as little as can
    // be passes until all is painted anew.
    child.write(NOTHING);
    await new Promise((done) => setTimeout(done, 500));
    await waiting;
    const before = await page.screenshot();
    child.write(REPAINT);
    const after = await picture();
    const name = path.join(directory, `xterm.js-${String(step).padStart(2, "0")}`);
    if (!before.equals(after)) {
      console.log(`${step} ${name}`);
      fs.writeFileSync(`${name}-before.png`, before);
      fs.writeFileSync(`${name}-after.png`, after);
    } else if ([1, 11, 13].includes(step)) {
      fs.writeFileSync(`${name}.png`, after);
    }
  }
  child.kill();
  await browser.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(String(error));
    process.exit(1);
  },
);
