// Takes a picture of each of the buyer's pages: node buyer.mjs FOLDER. Called by screenshots.sh.
import {mkdir} from 'node:fs/promises';
import path from 'node:path';

import {desktop, openBrowser, phone, visit} from '../../tests/web/support/browser.mjs';
import {chooseBest, holdSeat, payNow} from '../../tests/web/support/case.mjs';
import {Server} from '../../tests/web/support/server.mjs';

const folder = process.argv[2];
const plan = [
  {name: 'VIP', rows: 4, seatsPerRow: 22, price: 220_000},
  {name: 'R left', rows: 8, seatsPerRow: 11, price: 160_000},
  {name: 'R right', rows: 8, seatsPerRow: 11, price: 160_000},
  {name: 'S', rows: 7, seatsPerRow: 26, price: 110_000},
];

function priceOf(seat) {
  let last = 0;
  for (const section of plan) {
    last += section.rows * section.seatsPerRow;
    if (seat <= last) return section.price;
  }
  throw new Error(`there is no seat ${seat}`);
}

/** A house in which others have been, a room with a line before it, and three more concerts. */
async function furnish(server) {
  await server.concert('겨울밤의 재즈', '서울 쿼텟');
  await server.concert('Midnight Symphony', 'The Northern Orchestra');
  await server.concert('Paper Lanterns', 'Mira & the Tide');
  const hall = await server.schedule({startsAt: '2026-12-24T19:30:00', sections: plan}, 3);
  const room = await server.schedule(
    {startsAt: '2026-12-25T19:30:00', maxConcurrentUser: 3, sections: plan}, 3);
  for (let n = 0; n < 90; n++) {
    const seat = 1 + ((n * 61) % 446);
    await server.charge(9000 + n, 300_000);
    const held = await server.reserve(9000 + n, hall, seat, priceOf(seat));
    if (n % 4) await server.settle('confirm', held.reservationId);
  }
  for (let user = 1; user <= 26; user++)
    await server.call('POST', `/api/queue/tokens?userId=${user}&scheduleId=${room}`);
  await server.charge(101, 100_000);
  return {hall, room};
}

async function tour(browser, server, {hall, room}, how, suffix) {
  const page = await visit(browser, server, {user: 101, ...how});
  const take = async (name, sign) => {
    await page.locator(sign).first().waitFor();
    // What moves has come to rest when nothing is animated any more.
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
    await page.evaluate(() => new Promise((done) => {
      scrollTo(0, 0);
      requestAnimationFrame(() => requestAnimationFrame(done));
    }));
    await page.screenshot({path: path.join(folder, `${name}${suffix}.png`)});
  };
  await page.goto('/');
  await take('concerts', '.card');
  await page.goto('/concerts/3');
  await take('concert', '.date .tag.is-good');
  await page.goto(`/schedules/${room}`);
  await take('waiting-room', '.waiting');
  await page.getByRole('button', {name: /Leave the line|대기 취소/}).click();
  await page.goto(`/schedules/${hall}`);
  await page.locator('.live.is-on').waitFor();
  await chooseBest(page);
  await take('seat-map', '.chosen-facts');
  await holdSeat(page);
  await page.locator('.ring').waitFor();
  await take('hold', '.bill');
  await payNow(page);
  await take('ticket', '.ticket-title');
  await page.goto('/reservations');
  await take('tickets', '.ticket-row .ticket-price');
  await page.goto('/points');
  await take('points', '.entry');
  await page.goto('/first');
  await page.fill('[name=name]', how.language === 'ko' ? '김하나' : 'Alice Kim');
  await page.fill('[name=phone]', '010-1234-5678');
  await take('first-come', '.first-seats li');
}

async function main() {
  await mkdir(folder, {recursive: true});
  const server = await Server.start();
  const browser = await openBrowser();
  try {
    const rooms = await furnish(server);
    await tour(browser, server, rooms, {size: desktop}, '');
    await server.charge(101, 400_000);
    const korean = {size: phone, language: 'ko', dark: true, hasTouch: true, isMobile: true};
    await tour(browser, server, rooms, {...korean, deviceScaleFactor: 1.5}, '.phone.ko');
  } finally {
    await browser.close();
    await server.stop();
  }
}

await main();
