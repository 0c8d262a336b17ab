// A server of the test's own: on a free port, with an empty store, gone with the test.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';

const binary = process.env.FRONTROW_BINARY;
const operator = 'operator-token-of-the-browser-tests';

/** The process, once it serves, and its address. */
async function launch(folder, settings) {
  const flags = {data: path.join(folder, 'data'), port: 0, app_port: 0, ...settings};
  const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(binary, ['serve', ...words], {
    env: {PATH: process.env.PATH, FRONTROW_OPERATOR_TOKEN: operator},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  const url = await new Promise((resolve, reject) => {
    const hear = (line) => {
      said.push(line);
      const found = /ready \{"url":"([^"]+)"/.exec(line);
      if (found) resolve(found[1]);
    };
    createInterface({input: child.stdout}).on('line', hear);
    createInterface({input: child.stderr}).on('line', hear);
    child.on('exit', () => reject(new Error(`the server ended:\n${said.join('\n')}`)));
  });
  return {url, child};
}

export class Server {
  /** Settings are named as on the command line, without the dashes. */
  static async start(settings = {}) {
    if (!binary) throw new Error('FRONTROW_BINARY names the server');
    const made = new Server();
    made.settings = settings;
    made.folder = await mkdtemp(path.join(tmpdir(), 'frontrow-web-'));
    Object.assign(made, await launch(made.folder, settings));
    return made;
  }

  async kill() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  /** Dies and comes back, at the same port and with what it had saved. */
  async restart() {
    await this.kill();
    const {port} = new URL(this.url);
    Object.assign(this, await launch(this.folder, {...this.settings, port}));
  }

  async stop() {
    await this.kill();
    await rm(this.folder, {recursive: true, force: true});
  }

  /** The answer's body. Throws on a refusal. */
  async call(method, where, body, headers = {}) {
    const response = await fetch(this.url + where, {
      method,
      headers: {'Content-Type': 'application/json', 'X-Admin-Token': operator, ...headers},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  concert(title, artist) {
    return this.call('POST', '/api/concerts', {title, artist});
  }

  /** A date of a concert; its id. */
  async schedule(facts = {}, concert = 1) {
    const made = await this.call('POST', `/api/concerts/${concert}/schedules`, {
      startsAt: '2099-06-01T19:00:00',
      maxConcurrentUser: 0,
      sections: [{name: 'A', rows: 4, seatsPerRow: 8, price: 30_000}],
      ...facts,
    });
    return made.scheduleId;
  }

  /** Lines up; what is returned leaves again. */
  async enter(user, schedule) {
    const where = `${this.url}/api/queue/tokens?userId=${user}&scheduleId=${schedule}`;
    const entered = await fetch(where, {method: 'POST'});
    const [token] = entered.headers.get('Set-Cookie').split('tokenId=')[1].split(';');
    const header = {'X-Queue-Token': token};
    return () => this.call('DELETE', `/api/queue/tokens?scheduleId=${schedule}`, undefined, header);
  }

  charge(user, amount) {
    return this.call('POST', `/api/users/${user}/point/charge`, {amount});
  }

  reserve(user, schedule, seat, price, headers = {}) {
    const body = {userId: user, concertScheduleId: schedule, seatId: seat, price};
    const key = `${user}-${schedule}-${seat}-${Math.random()}`;
    return this.call('POST', '/api/reservations', body, {'Idempotency-Key': key, ...headers});
  }

  settle(verb, reservation) {
    const where = `/api/reservations/${reservation}/${verb}`;
    return this.call('POST', where, undefined, {'Idempotency-Key': `${verb}-${reservation}`});
  }
}
