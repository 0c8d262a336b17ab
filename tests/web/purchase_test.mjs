// Two people and one seat; the whole way from the list of concerts to the ticket and back.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {
  assertQuiet, chooseBest, chooseByKeys, holdButton, holdSeat, house, payNow,
} from './support/case.mjs';

const at = house();

test('two buyers want the same seat: one pays, the other is offered the nearest', async () => {
  const schedule = await at.server.schedule();
  await at.server.charge(201, 50_000);
  await at.server.charge(202, 50_000);
  const ann = await at.visit({user: 201});
  const ben = await at.visit({user: 202});
  for (const page of [ann, ben]) {
    await page.goto('/');
    await page.getByRole('link', {name: 'Frontrow Demonstration'}).click();
    await page.locator(`a[href="/schedules/${schedule}"]`).click();
    await page.locator('.live.is-on').waitFor();
  }
  const wanted = await chooseBest(ann);
  assert.equal(await chooseBest(ben), wanted);

  await holdSeat(ann);
  const heldAt = Date.now();
  const gone = ben.locator('.notice.is-trouble', {hasText: `Seat ${wanted} was taken`});
  await gone.waitFor();
  assert.ok(Date.now() - heldAt < 1000, 'a seat that goes is seen to go within a second');
  const offers = await ben.locator('.offer strong').allTextContents();
  assert.equal(offers.length, 3);
  const near = offers.map((name) => Number(/\d+/.exec(name)[0]));
  assert.ok(near.every((seat) => [1, 8].includes(Math.abs(seat - wanted))
    || Math.abs(Math.abs(seat - wanted) - 8) === 1), `${near} are beside ${wanted}`);

  await payNow(ann);
  assert.equal(await ann.locator('.ticket-seat').textContent(), `Seat ${wanted}`);
  await ann.locator('.purse-chip', {hasText: '20,000 P'}).waitFor();

  await ben.locator('.offer').first().click();
  await holdSeat(ben);
  await payNow(ben);
  const seats = (await at.server.call('GET', `/api/schedules/${schedule}/seats`)).seats;
  const sold = seats.filter((seat) => seat.status === 'SOLD').map((seat) => seat.seatId);
  assert.deepEqual(sold.sort((a, b) => a - b), [wanted, near[0]].sort((a, b) => a - b));
  assertQuiet(ann);
  assertQuiet(ben);
});

test('a seat taken between the look and the press is refused with the nearest', async () => {
  const schedule = await at.server.schedule();
  const page = await at.visit({user: 203});
  // The stream ends after its first word, so that the page cannot know.
  let isOver = false;
  await page.route('**/seats/stream', async (route) => {
    if (isOver) return route.abort();
    isOver = true;
    const list = await at.server.call('GET', `/api/schedules/${schedule}/seats`);
    const body = `id: ${list.version}\nevent: snapshot\ndata: ${JSON.stringify(list)}\n\n`;
    return route.fulfill({contentType: 'text/event-stream', body});
  });
  await page.goto(`/schedules/${schedule}`);
  const wanted = await chooseBest(page);
  await at.server.reserve(204, schedule, wanted, 30_000);
  await holdButton(page).click();
  await page.locator('.notice.is-trouble', {hasText: `Seat ${wanted} was taken`}).waitFor();
  assert.ok(!(await page.locator('.offer strong').allTextContents()).includes(`Seat ${wanted}`));
});

test('who has too few points adds them and pays; who gives back is refunded', async () => {
  const schedule = await at.server.schedule();
  const page = await at.visit({user: 205, language: 'ko'});
  await page.goto(`/schedules/${schedule}`);
  await chooseByKeys(page, 2, 1);
  await holdSeat(page);
  await page.getByText('30,000P가 부족합니다').waitFor();
  await page.reload();
  await page.locator('.add-points .chip').first().click();
  await payNow(page);
  assert.match(await page.locator('.ticket').textContent(), /11번 좌석/);
  await page.reload();
  await page.getByRole('button', {name: '취소하고 환불받기'}).click();
  await page.getByRole('button', {name: '네, 취소합니다'}).click();
  await page.getByRole('heading', {name: '취소되었습니다'}).waitFor();
  await page.getByText('30,000P가 환불되었습니다.').waitFor();
  await page.goto('/points');
  await page.locator('[data-test=balance]', {hasText: '30,000P'}).waitFor();
  assert.equal(await page.locator('.entry').count(), 3);
  assertQuiet(page);
});

test('another price is asked about, and the answer that got lost is not done twice', async () => {
  const schedule = await at.server.schedule();
  const page = await at.visit({user: 206});
  const prices = [];
  await page.route('**/api/reservations', async (route) => {
    const body = route.request().postDataJSON();
    prices.push(body.price);
    if (prices.length === 1) body.price = 1;
    await route.continue({postData: JSON.stringify(body)});
  });
  await page.goto(`/schedules/${schedule}`);
  await chooseBest(page);
  await holdButton(page).click();
  await page.getByRole('button', {name: 'Hold for 30,000 P'}).click();
  await page.locator('.hold').waitFor();

  await at.server.charge(206, 30_000);
  await page.reload();
  let keys = [];
  await page.route('**/confirm', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    // The server has done it; the answer never arrives.
    if (keys.length === 1) await route.fetch().then(() => route.abort());
    else await route.continue();
  });
  await payNow(page);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  await page.locator('.purse-chip', {hasText: /^Your points 0 P$/}).waitFor();
});

test('a hold that ends says so, and the seat is free for everybody', async () => {
  const {Server} = await import('./support/server.mjs');
  const quick = await Server.start({'reservation.hold': '2s'});
  try {
    const {visit} = await import('./support/browser.mjs');
    const page = await visit(at.browser, quick, {user: 207});
    await page.goto('/schedules/500');
    await chooseBest(page);
    await holdSeat(page);
    await page.getByRole('heading', {name: 'The hold has ended'}).waitFor();
    await page.reload();
    await page.getByRole('link', {name: 'Back to the seat map'}).click();
    await page.locator('.live.is-on').waitFor();
    await page.goto('/reservations');
    await page.locator('.ticket-row', {hasText: 'Ended'}).waitFor();
  } finally {
    await quick.stop();
  }
});
