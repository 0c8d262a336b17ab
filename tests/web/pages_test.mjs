// Every page in every look: nothing that keeps anybody out, and a reload changes nothing.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';

import {axePath, phone} from './support/browser.mjs';
import {assertQuiet, chooseBest, chooseByKeys, holdSeat, house, payNow} from './support/case.mjs';

const at = house();
const axe = await readFile(axePath, 'utf8');

/** What axe-core finds that keeps somebody out. */
async function faultsOf(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const {violations} = await window.axe.run(document, {resultTypes: ['violations']});
    return violations
      .filter((each) => ['serious', 'critical'].includes(each.impact))
      .map((each) => `${each.id}: ${each.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`);
  });
}

/** Looks for faults, and for parts that stick out at the side. */
async function check(page, name) {
  assert.deepEqual(await faultsOf(page), [], name);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(width <= 0, `${name} is ${width} pixels too wide`);
}

const looks = {
  'on a desktop, light, English': {},
  'on a phone, dark, Korean': {size: phone, dark: true, language: 'ko', hasTouch: true},
};

for (const [look, how] of Object.entries(looks))
  test(`no page keeps anybody out ${look}`, async () => {
    const user = how.dark ? 502 : 501;
    const room = await at.server.schedule({maxConcurrentUser: 1});
    await at.server.call('POST', `/api/queue/tokens?userId=9&scheduleId=${room}`);
    const later = await at.server.schedule({saleOpensAt: '2098-01-01T00:00:00'});
    const over = await at.server.schedule(
      {saleOpensAt: '2020-01-01T00:00:00', saleClosesAt: '2020-01-02T00:00:00'});
    // The checker is script made of text, which the policy forbids to everybody.
    const page = await at.visit({...how, user, bypassCSP: true});
    const open = async (path, sign) => {
      await page.goto(path);
      await page.locator(sign).first().waitFor();
      await check(page, path);
    };
    await open('/', '.card');
    await open('/concerts/1', '.date .tag');
    await open(`/schedules/${room}`, '.waiting');
    await open(`/schedules/${later}`, '.not-yet');
    await open(`/schedules/${over}`, '.empty');
    await open('/points', '.purse-sum');
    await open('/first', '.first-seats li');
    await open('/reservations', '.empty, .ticket-row');
    await open('/reservations/0HJ3Z2N5Q4C1S', '.notice');
    await open('/schedules/500', '.live.is-on');
    await chooseBest(page);
    await check(page, 'a chosen seat');
    await holdSeat(page);
    await page.locator('.bill').waitFor();
    await check(page, 'a hold');
    await page.locator('.add-points .chip').first().click();
    await payNow(page);
    await check(page, 'a ticket');
    await open('/reservations', '.ticket-row');
    await page.locator('.account summary').click();
    await page.locator('.account-menu .button').click();
    await page.locator('.sign-in').first().waitFor();
    await check(page, 'signing in');
    assertQuiet(page);
  });

test('seats are told to ears, and moved between by keys', async () => {
  const schedule = await at.server.schedule({
    sections: [
      {name: 'Front', rows: 2, seatsPerRow: 4, price: 90_000},
      {name: 'Back', rows: 3, seatsPerRow: 6, price: 10_000},
    ],
  });
  await at.server.reserve(503, schedule, 2, 90_000);
  const page = await at.visit({user: 504});
  await page.goto(`/schedules/${schedule}`);
  await page.locator('.live.is-on').waitFor();
  const grid = page.getByRole('grid');
  await grid.focus();
  const here = async () => {
    const id = await grid.getAttribute('aria-activedescendant');
    return page.locator(`#${id}`).getAttribute('aria-label');
  };
  assert.equal(await here(), 'Section Front, row 1, seat 1, 90,000 points, free');
  await page.keyboard.press('ArrowRight');
  assert.equal(await here(), 'Section Front, row 1, seat 2, 90,000 points, held by somebody');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.chosen-facts').count(), 0);
  await page.keyboard.press('n');
  assert.equal(await here(), 'Section Front, row 1, seat 3, 90,000 points, free');
  for (const key of ['ArrowDown', 'ArrowDown', 'End']) await page.keyboard.press(key);
  assert.equal(await here(), 'Section Back, row 1, seat 14, 10,000 points, free');
  await page.keyboard.press('Enter');
  await page.locator('.chosen-facts', {hasText: 'Seat 14'}).waitFor();
  assert.equal(await page.locator('[role=gridcell][aria-selected=true]').count(), 1);
});

test('a finger comes nearer first, and a mouse takes the seat it points at', async () => {
  const schedule = await at.server.schedule(
    {sections: [{name: 'A', rows: 40, seatsPerRow: 40, price: 5_000}]});
  const mouse = await at.visit({user: 505});
  await mouse.goto(`/schedules/${schedule}`);
  await mouse.locator('.live.is-on').waitFor();
  const box = await mouse.locator('.map-box').boundingBox();
  await mouse.mouse.click(box.x + box.width / 2 + 3, box.y + box.height * 0.6);
  await mouse.locator('.chosen-facts').waitFor();

  const finger = await at.visit({user: 506, size: phone, hasTouch: true});
  await finger.goto(`/schedules/${schedule}`);
  await finger.locator('.live.is-on').waitFor();
  const view = await finger.locator('.map-box').boundingBox();
  const tap = () =>
    finger.touchscreen.tap(view.x + view.width / 2 + 6, view.y + view.height * 0.6);
  await tap();
  assert.equal(await finger.locator('.chosen-facts').count(), 0);
  await tap();
  await finger.locator('.chosen-facts').waitFor();
});

test('the language is the browser\'s until one is chosen, and stays chosen', async () => {
  const page = await at.visit({language: 'ko'});
  await page.goto('/');
  await page.getByRole('heading', {name: '내 자리, 확실하게.'}).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'ko');
  await page.getByRole('button', {name: 'EN'}).click();
  await page.getByRole('heading', {name: 'Your seat, for real.'}).waitFor();
  await page.reload();
  await page.getByRole('heading', {name: 'Your seat, for real.'}).waitFor();
});

test('first come, first served is one button, and a reload remembers the seat', async () => {
  const page = await at.visit({user: 507});
  await page.goto('/first');
  await page.fill('[name=name]', 'Alice');
  await page.fill('[name=phone]', '010-1234-5678');
  await page.getByRole('button', {name: 'Get my seat'}).click();
  const won = page.getByRole('heading', {name: /^Seat \d+ is yours!$/});
  await won.waitFor();
  await page.reload();
  await won.waitFor();
  // Somebody else behind the same address has to wait, and is told how long.
  const other = await at.visit({user: 508});
  await other.goto('/first');
  await other.fill('[name=name]', 'Bob');
  await other.fill('[name=phone]', '010-1234-5678');
  await other.getByRole('button', {name: 'Get my seat'}).click();
  await other.getByText(/You can try again in \d+:\d\d/).waitFor();
});

test('the map goes on where it was when the server has died and come back', async () => {
  const schedule = await at.server.schedule();
  const page = await at.visit({user: 509});
  await page.goto(`/schedules/${schedule}`);
  await page.locator('.section-facts', {hasText: '32 of 32'}).waitFor();
  await chooseByKeys(page, 3, 2);
  await at.server.restart();
  await at.server.reserve(510, schedule, 20, 30_000);
  await page.locator('.notice.is-trouble', {hasText: 'Seat 20 was taken'}).waitFor();
  await page.locator('.section-facts', {hasText: '31 of 32'}).waitFor();
  await page.locator('.live.is-on').waitFor();
});
