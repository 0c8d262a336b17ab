// What a test of pages needs: a server, a browser, and both gone in the end.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';

import {openBrowser, visit} from './browser.mjs';
import {Server} from './server.mjs';

/** A server and a browser for all tests of a file. */
export function house(settings = {}) {
  const made = {};
  before(async () => {
    made.server = await Server.start(settings);
    made.browser = await openBrowser();
  });
  after(async () => {
    await made.browser?.close();
    await made.server?.stop();
  });
  made.visit = (who) => visit(made.browser, made.server, who);
  return made;
}

/** Asks for the section's best seat until a seat is chosen, and says which. */
export async function chooseBest(page) {
  await page.locator('.sections .chip:enabled').first().click();
  const named = await page.locator('.chosen-facts strong').first().textContent();
  return Number(/\d+/.exec(named)[0]);
}

/** Chooses a seat by keys alone. The map begins at seat 1, top left. */
export async function chooseByKeys(page, right, down) {
  await page.locator('.live.is-on').waitFor();
  await page.locator('.seat-grid').focus();
  for (let n = 0; n < right; n++) await page.keyboard.press('ArrowRight');
  for (let n = 0; n < down; n++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.chosen-facts').waitFor();
}

export const holdButton = (page) => page.locator('.chosen .is-main');

/** Presses the button, and waits until the reservation's page has its state. */
export async function holdSeat(page) {
  await holdButton(page).click();
  await page.waitForURL('**/reservations/*');
  await page.locator('.hold').waitFor();
}

export async function payNow(page) {
  await page.locator('.hold .button.is-main').click();
  await page.locator('.ticket').waitFor();
}

/** The page has said nothing in the console, and its policy has not been broken. */
export function assertQuiet(page) {
  assert.deepEqual(page.complaints, []);
}
