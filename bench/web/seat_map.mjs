// How fast the map of 10,000 seats is drawn, and how smoothly with 1,000 changes a second.
//
//   FRONTROW_BINARY=build/release/frontrow node bench/web/seat_map.mjs [ROUNDS]
//
// A browser without a window and without a graphics card: a real one has more time to spare.
import {createServer} from 'node:http';

import {openBrowser, visit} from '../../tests/web/support/browser.mjs';
import {Server} from '../../tests/web/support/server.mjs';

const rounds = Number(process.argv[2] ?? 5);
const seats = 10_000;
const perSecond = 1_000;
const watched = 5_000;
const sections = [1, 2, 3, 4].map((n) => ({
  name: `Section ${n}`, rows: 50, seatsPerRow: 50, price: n * 10_000,
}));

const middle = (values) => values.slice().sort((a, b) => a - b)[Math.floor(values.length / 2)];
const event = (name, id, data) => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Stands before the server, and makes up the changes of the seats: as many as are wanted. */
function crowd(server, schedule) {
  const words = ['HELD', 'SOLD', 'AVAILABLE'];
  return createServer(async (asked, answer) => {
    if (!asked.url.endsWith('/seats/stream')) {
      const got = await fetch(server.url + asked.url, {headers: {'Accept-Encoding': 'identity'}});
      const headers = Object.fromEntries(got.headers);
      answer.writeHead(got.status, headers).end(Buffer.from(await got.arrayBuffer()));
      return;
    }
    const list = await server.call('GET', `/api/schedules/${schedule}/seats`);
    let {version} = list;
    answer.writeHead(200, {'Content-Type': 'text/event-stream'});
    answer.write(event('snapshot', version, list));
    const begun = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1000) * perSecond) - sent;
      let piece = '';
      for (let n = 0; n < due; n++) {
        const seatId = 1 + ((sent * 7919) % seats);
        const status = words[Math.floor(sent / seats + sent / 3) % 3];
        piece += event('change', ++version, {version, seatId, status});
        sent++;
      }
      if (piece) answer.write(piece);
    }, 4);
    asked.on('close', () => clearInterval(timer));
  });
}

/** Frames drawn in a while, the longest between two, and how long the page's own work took. */
function watchFrames(length) {
  return new Promise((resolve) => {
    const times = [];
    const begun = performance.now();
    const step = (now) => {
      times.push(now);
      if (now - begun < length) requestAnimationFrame(step);
      else {
        const gaps = times.slice(1).map((time, n) => time - times[n]);
        const seconds = (times.at(-1) - times[0]) / 1000;
        const longest = Math.max(...gaps);
        resolve({rate: gaps.length / seconds, longest, late: gaps.filter((g) => g > 25).length});
      }
    };
    requestAnimationFrame(step);
  });
}

async function round(browser, url) {
  const page = await visit(browser, {url}, {user: 101});
  await page.goto('/schedules/' + round.schedule);
  await page.waitForFunction(() => performance.getEntriesByName('seats drawn').length > 0);
  const drawn = await page.evaluate(
    () => performance.measure('first', 'seats answered', 'seats drawn').duration);
  const frames = await page.evaluate(watchFrames, watched);
  await page.context().close();
  return {drawn, ...frames};
}

async function main() {
  const server = await Server.start();
  const browser = await openBrowser();
  let between;
  try {
    round.schedule = await server.schedule({sections});
    between = crowd(server, round.schedule).listen(0, '127.0.0.1');
    await new Promise((resolve) => between.once('listening', resolve));
    const url = `http://127.0.0.1:${between.address().port}`;
    const found = [];
    for (let n = 0; n < rounds; n++) found.push(await round(browser, url));
    const of = (name) => middle(found.map((each) => each[name]));
    console.log(`${seats} seats, ${perSecond} changes a second, the median of ${rounds} rounds:`);
    console.log(`first drawn ${of('drawn').toFixed(0)} ms after the answer was there`);
    console.log(`${of('rate').toFixed(1)} frames a second for ${watched / 1000} s, `
      + `the longest wait ${of('longest').toFixed(0)} ms, ${of('late')} frames late`);
  } finally {
    between?.close();
    between?.closeAllConnections();
    await browser.close();
    await server.stop();
  }
}

await main();
