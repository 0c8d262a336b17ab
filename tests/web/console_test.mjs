// The console as whoever carries the pager meets it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {axePath, enter, openBrowser, operator, reader, Server} from './console_support.mjs';

const server = new Server();
let browser;

before(async () => {
  await server.start();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server.end();
});

const views = (reservation, room) => [
  ['#/cluster', 'one node, no cluster'],
  ['#/actors', 'Busiest now'],
  ['#/actor/seat%20500%2F25', 'reservation.preempted'],
  ['#/sale', 'schedule 500'],
  [`#/sale/${room}`, 'Refusals by reason'],
  [`#/money/${reservation}`, 'Idempotency keys'],
  ['#/invariants', 'HOLDS'],
  ['#/actions', 'Parked events'],
  ['#/audit', 'schedule_create'],
  ['#/search/500', 'schedule with 100 seats'],
];

test('every view is there, accessible, light, dark and on a phone', async () => {
  const {reservationId} = await server.reserve(101, 25, 'hold-it');
  const room = await server.room(1);
  for (const options of [{}, {colorScheme: 'dark'}, {viewport: {width: 390, height: 844}}]) {
    const page = await enter(browser, server, operator, {...options, bypassCSP: true});
    for (const [hash, text] of views(reservationId, room)) {
      await page.goto(`/console${hash}`);
      await page.getByText(text).first().waitFor();
      await page.addScriptTag({path: axePath});
      const found = await page.evaluate(() => window.axe.run());
      const grave = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
      const said = grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`);
      assert.deepEqual(said, [], `${hash} ${JSON.stringify(options)}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= (options.viewport?.width ?? 1280), `${hash} is ${width} wide`);
    }
    await page.context().close();
  }
});

test('it loads nothing from elsewhere, and breaks no policy', async () => {
  const page = await enter(browser, server, operator);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const hash of ['#/actors', '#/sale/500', '#/invariants', '#/audit']) {
    await page.goto(`/console${hash}`);
    await page.locator('.age.fresh').waitFor();
  }
  assert.ok(asked.length > 3);
  assert.deepEqual(asked.filter((url) => !url.startsWith(server.url)), []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('during a load: figures move, a server that dies is said to be gone, and is found again',
  async () => {
    const page = await enter(browser, server, reader);
    server.load('4s');
    await page.goto('/console#/actors');
    await page.locator('tr', {hasText: /^gate/}).locator('td').nth(3)
      .filter({hasText: /[1-9]/}).waitFor();
    await page.getByRole('link', {name: 'Sale'}).click();
    await page.locator('tr', {hasText: 'schedule 501'}).waitFor();
    await server.kill();
    await page.getByRole('alert').filter({hasText: 'No connection'}).waitFor();
    await page.locator('tr', {hasText: 'schedule 501'}).waitFor();
    await page.locator('.age.late, .age.old').waitFor();
    await server.start();
    await page.locator('.age.fresh').waitFor();
    assert.equal(await page.getByText('No connection').count(), 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

test('markup in every field that is shown stays text', async () => {
  const evil = '<img src=x onerror=alert(1)>';
  await server.call('POST', '/api/concerts', {title: evil, artist: evil});
  const concerts = await server.call('GET', '/api/concerts');
  const id = concerts.concerts.find((c) => c.title === evil).concertId;
  await server.call('POST', `/api/concerts/${id}/schedules`, {
    startsAt: '2099-06-01T19:00:00',
    maxConcurrentUser: 0,
    sections: [{name: evil, rows: 1, seatsPerRow: 2, price: 5}],
  });
  const key = '<script>alert(2)</script>';
  const {reservationId} = await server.reserve(101, 26, key);
  await fetch(`${server.url}/fcfs/join`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-User-Id': evil},
    body: JSON.stringify({user_name: evil, phone: '010-1234-5678'}),
  });
  const page = await enter(browser, server, operator, {name: evil});
  const shows = async (hash, text) => {
    await page.goto(`/console${hash}`);
    await page.getByText(text).first().waitFor();
    assert.equal(await page.locator('main img, main script').count(), 0, hash);
  };
  await shows('#/sale', evil);
  await shows(`#/money/${reservationId}`, key);
  await shows('#/actor/seat%20501%2F1', evil);
  await shows(`#/search/${encodeURIComponent(key)}`, key);
  await shows(`#/actor/${encodeURIComponent(evil)}`, 'id must be');
  await server.call('POST', '/api/concerts', {title: 'b', artist: 'c'}, {'X-Operator-Name': evil});
  await shows('#/audit', evil);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a queue is paused by keys alone, after a preview, and it is written down', async () => {
  const room = await server.room(1);
  const page = await enter(browser, server, operator);
  await page.keyboard.press('6');
  await page.getByLabel('Schedule').fill(String(room));
  await page.getByRole('button', {name: 'Pause…'}).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nobody is let in').waitFor();
  assert.equal((await server.call('GET', `/admin/sale?schedule=${room}`)).queue.state, 'OPEN');
  await dialog.getByRole('button', {name: 'Do it'}).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('paused, capacity 1').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('7');
  const row = page.locator('tr', {hasText: `queue ${room}`}).first();
  await row.getByText('pause').first().waitFor();
  assert.match(await row.textContent(), /done.*Ada/);
  assert.equal((await server.call('GET', `/admin/sale?schedule=${room}`)).queue.state, 'PAUSED');
  await page.context().close();
});

test('whoever may only look finds nothing to press, and a wrong token stays outside', async () => {
  const page = await enter(browser, server, reader);
  await page.goto('/console#/actions');
  await page.getByText('This token may look').waitFor();
  for (const button of await page.locator('main button').all())
    assert.ok(await button.isDisabled());
  await page.getByRole('button', {name: 'Leave'}).click();
  await page.getByLabel('token').fill('wrong');
  await page.getByRole('button', {name: 'Enter'}).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  await page.context().close();
});
