// Debian's Chromium without a window, and people who look at pages with it.
import {createRequire} from 'node:module';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const {chromium} = require('playwright-core');

export const axePath = require.resolve('axe-core/axe.min.js');

export function openBrowser(more = []) {
  return chromium.launch({
    executablePath: process.env.FRONTROW_CHROMIUM ?? '/usr/bin/chromium',
    // Tests run as root too, where Chromium has no sandbox; it sees the server's own pages only.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...more],
  });
}

export const desktop = {width: 1280, height: 860};
export const phone = {width: 390, height: 844};

/** A page of a browser of its own, signed in as a user when there is one. */
export async function visit(browser, server, {user, language = 'en', size, dark, ...more} = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: language === 'ko' ? 'ko-KR' : 'en-US',
    viewport: size ?? desktop,
    colorScheme: dark ? 'dark' : 'light',
    ...more,
  });
  context.setDefaultTimeout(30_000);
  if (user) {
    const session = JSON.stringify({user: String(user), token: ''});
    await context.addInitScript((text) => {
      localStorage.getItem('frontrow.session') ?? localStorage.setItem('frontrow.session', text);
    }, session);
  }
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (said) => {
    if (said.type() === 'error' && !/Failed to load resource/.test(said.text()))
      page.complaints.push(said.text());
  });
  page.on('pageerror', (why) => page.complaints.push(String(why)));
  return page;
}
