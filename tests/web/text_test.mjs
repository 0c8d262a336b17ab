// Whatever somebody writes into a name is text on every page.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {chooseBest, holdSeat, house, payNow} from './support/case.mjs';

const at = house();

const attack = (place) =>
  `<img src=x onerror="window.hit='${place}'"><script>window.hit='${place}'</script>`
  + `"'><svg onload=window.hit='${place}'>{{7*7}}\u202e`;

/** The text is on the page as it was written, nothing of it ran, and no policy was needed. */
async function assertText(page, place, isShown = true) {
  if (isShown) await page.getByText(attack(place), {exact: false}).first().waitFor();
  assert.equal(await page.evaluate(() => window.hit), undefined, `${place} ran`);
  assert.equal(await page.locator('img, script:not([src]), svg[onload]').count(), 0);
  assert.deepEqual(page.complaints, []);
}

test('titles, artists and sections are text wherever they are shown', async () => {
  const concert = (await at.server.concert(attack('title'), attack('artist'))).concertId;
  const section = attack('sec').slice(0, 100);
  const schedule = await at.server.schedule(
    {sections: [{name: section, rows: 2, seatsPerRow: 5, price: 10_000}]}, concert);
  await at.server.charge(401, 10_000);
  const page = await at.visit({user: 401});
  await page.goto('/');
  await assertText(page, 'title');
  await assertText(page, 'artist');
  await page.goto(`/concerts/${concert}`);
  await assertText(page, 'title');
  await page.goto(`/schedules/${schedule}`);
  await assertText(page, 'title');
  await page.getByText(section).first().waitFor();
  await chooseBest(page);
  await page.getByText(`Section ${section}`, {exact: false}).first().waitFor();
  await assertText(page, 'title');
  await holdSeat(page);
  await assertText(page, 'title');
  await payNow(page);
  await assertText(page, 'artist');
  await page.goto('/reservations');
  await assertText(page, 'title');
});

test('a user, a name and an address are text too', async () => {
  const page = await at.visit({});
  await page.goto('/');
  const session = JSON.stringify({user: attack('user'), token: ''});
  await page.evaluate((text) => localStorage.setItem('frontrow.session', text), session);
  for (const path of ['/', '/points', '/reservations', '/schedules/500', '/first']) {
    await page.goto(path);
    await page.locator('.account-name').waitFor();
    await assertText(page, 'user', false);
    assert.equal(await page.locator('.account-name').textContent(), attack('user'));
  }
  await page.fill('[name=name]', attack('n').slice(0, 50));
  await page.fill('[name=phone]', '<b>010</b>');
  await page.locator('.is-huge').click();
  await page.locator('.first-won, .notice').first().waitFor();
  await assertText(page, 'n', false);
  for (const path of ['/concerts/', '/schedules/', '/reservations/']) {
    await page.goto(path + encodeURIComponent('<img src=x onerror=window.hit=1>'));
    await page.locator('.notice').first().waitFor();
    await assertText(page, 'path', false);
  }
});

test('a refusal\'s words are text', async () => {
  const page = await at.visit({user: 402});
  await page.route('**/api/schedules/500', (route) => route.fulfill({
    status: 409,
    contentType: 'application/problem+json',
    body: JSON.stringify({code: attack('code'), title: attack('t'), detail: attack('d')}),
  }));
  await page.goto('/schedules/500');
  await page.locator('.notice').first().waitFor();
  await assertText(page, 'code', false);
});
