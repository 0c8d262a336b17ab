// A server, a load on it, and an operator's browser, for the tests of the console.
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const {chromium} = require('playwright-core');

export const axePath = require.resolve('axe-core/axe.min.js');
export const operator = 'operator-token-of-the-console';
export const reader = 'reader-token-of-the-console';
const binary = process.env.FRONTROW_BINARY;

export class Server {
  /** On a free port at first, and again on the same one. */
  async start() {
    this.folder ??= await mkdtemp(path.join(tmpdir(), 'frontrow-console-'));
    const flags = {
      data: path.join(this.folder, 'data'),
      port: this.port ?? 0,
      app_port: 0,
      operator_token: operator,
      reader_token: reader,
      'fcfs.guard_by_ip': false,
    };
    const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.child = spawn(binary, ['serve', ...words], {
      env: {PATH: process.env.PATH},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = [];
    this.url = await new Promise((resolve, reject) => {
      createInterface({input: this.child.stderr}).on('line', (line) => {
        said.push(line);
        const found = /ready .*?"url":"([^"]+)"/.exec(line);
        if (found) resolve(found[1]);
      });
      this.child.on('exit', () => reject(new Error(`the server ended:\n${said.join('\n')}`)));
    });
    this.port = Number(new URL(this.url).port);
    return this;
  }

  async kill() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  async end() {
    await this.kill();
    await rm(this.folder, {recursive: true, force: true});
  }

  async call(method, target, body, headers = {}) {
    const response = await fetch(this.url + target, {
      method,
      headers: {'Content-Type': 'application/json', 'X-Admin-Token': operator, ...headers},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    if (!response.ok) throw new Error(`${method} ${target}: ${await response.text()}`);
    return response.json();
  }

  async reserve(user, seat, key) {
    const body = {userId: user, concertScheduleId: 500, seatId: seat, price: 150_000};
    return this.call('POST', '/api/reservations', body, {'Idempotency-Key': key});
  }

  async room(capacity) {
    const made = await this.call('POST', '/api/concerts/1/schedules', {
      startsAt: '2099-06-01T19:00:00',
      maxConcurrentUser: capacity,
      sections: [{name: 'A', rows: 1, seatsPerRow: 5, price: 1_000}],
    });
    return made.scheduleId;
  }

  /** A crowd for so long; ends by itself, or with the server. */
  load(duration) {
    const words = ['load', 'fcfs', '--target', this.url, '--rate', '100', '--duration', duration];
    const all = [...words, '--operator_token', operator];
    return execFile(binary, all, {env: {PATH: process.env.PATH}}, () => {});
  }
}

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.FRONTROW_CHROMIUM ?? '/usr/bin/chromium',
    // Tests run as root too, where Chromium has no sandbox; it sees the server's own pages only.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

/** The console, entered with this token; what the browser complains of is in `complaints`. */
export async function enter(browser, server, token, options = {}) {
  const context = await browser.newContext({baseURL: server.url, ...options});
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (said) => {
    if (said.type() === 'error' && !/Failed to load resource|ERR_/.test(said.text()))
      page.complaints.push(said.text());
  });
  page.on('pageerror', (why) => page.complaints.push(String(why)));
  page.on('dialog', (dialog) => {
    page.complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto('/console');
  await page.getByLabel('token').fill(token);
  await page.getByLabel('Your name').fill(options.name ?? 'Ada');
  await page.getByRole('button', {name: 'Enter'}).click();
  await page.getByRole('navigation').waitFor();
  return page;
}
