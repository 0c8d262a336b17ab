// A waiting room for one.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {assertQuiet, chooseBest, holdSeat, house, payNow} from './support/case.mjs';

const at = house({'queue.claim': '60s'});

const position = (page) => page.locator('[data-test=position]');

test('one is inside, the next waits, a reload keeps the place, and paying lets in', async () => {
  const room = await at.server.schedule({maxConcurrentUser: 1});
  await at.server.charge(301, 30_000);
  const ann = await at.visit({user: 301});
  await ann.goto(`/schedules/${room}`);
  await ann.getByText('It is your turn!').waitFor();

  const ben = await at.visit({user: 302});
  const cat = await at.visit({user: 303});
  await ben.goto(`/schedules/${room}`);
  await ben.getByText('You are next').waitFor();
  await cat.goto(`/schedules/${room}`);
  await cat.getByText('1 person ahead of you').waitFor();
  assert.equal(await position(cat).textContent(), '2');
  const bar = cat.getByRole('progressbar', {name: 'Way through the line'});
  const before = Number(await bar.getAttribute('aria-valuenow'));

  await ben.reload();
  await ben.getByText('You are next').waitFor();
  assert.equal(await position(ben).textContent(), '1');

  await ben.getByRole('button', {name: 'Leave the line'}).click();
  await ben.getByText('You have left the line').waitFor();
  await cat.getByText('You are next').waitFor();
  assert.ok(Number(await bar.getAttribute('aria-valuenow')) > before, 'the bar moves');

  await chooseBest(ann);
  await holdSeat(ann);
  await ann.reload();
  await payNow(ann);
  await cat.getByText('It is your turn!').waitFor();
  await cat.reload();
  await cat.getByText('It is your turn!').waitFor();

  await ben.getByRole('button', {name: 'Line up again'}).click();
  await ben.getByText('You are next').waitFor();
  for (const page of [ann, ben, cat]) assertQuiet(page);
});

test('a turn that passes unused is told, and the line goes on', async () => {
  const {Server} = await import('./support/server.mjs');
  const {visit} = await import('./support/browser.mjs');
  const server = await Server.start({'queue.claim': '2s', 'queue.tick': '100ms'});
  try {
    const room = await server.schedule({maxConcurrentUser: 1});
    const idle = await visit(at.browser, server, {user: 304});
    await idle.goto(`/schedules/${room}`);
    await idle.getByText('It is your turn!').waitFor();
    const next = await visit(at.browser, server, {user: 305});
    await next.goto(`/schedules/${room}`);
    await idle.getByText('Your turn passed unused').waitFor();
    await next.getByText('It is your turn!').waitFor();
  } finally {
    await server.stop();
  }
});

test('two tabs of one browser do not lose their turns to each other', async () => {
  const room = await at.server.schedule({maxConcurrentUser: 1});
  const other = await at.server.schedule({maxConcurrentUser: 1});
  const page = await at.visit({user: 306});
  await page.goto(`/schedules/${room}`);
  await page.getByText('It is your turn!').waitFor();
  const tab = await page.context().newPage();
  // The cookie is the other room's now.
  await tab.goto(`/schedules/${other}`);
  await tab.getByText('It is your turn!').waitFor();
  await chooseBest(page);
  await holdSeat(page);
});

test('a line goes on after the server has died, whichever tab had the cookie last', async () => {
  const room = await at.server.schedule({maxConcurrentUser: 1});
  const other = await at.server.schedule({maxConcurrentUser: 1});
  for (const each of [room, other])
    await at.server.call('POST', `/api/queue/tokens?userId=308&scheduleId=${each}`);
  const page = await at.visit({user: 309});
  await page.goto(`/schedules/${room}`);
  await page.getByText('You are next').waitFor();
  const tab = await page.context().newPage();
  await tab.goto(`/schedules/${other}`);
  await tab.getByText('You are next').waitFor();
  await at.server.restart();
  const left = await at.server.enter(308, room);
  await left();
  await page.getByText('It is your turn!').waitFor();
});

test('before the sale there is a countdown, and the map opens by itself', async () => {
  const opens = new Date(Date.now() + 3_000).toISOString().slice(0, 19);
  const schedule = await at.server.schedule({saleOpensAt: `${opens}Z`});
  const page = await at.visit({user: 307});
  await page.goto(`/schedules/${schedule}`);
  await page.getByText('The sale opens in').waitFor();
  await page.locator('.live.is-on').waitFor();
});
