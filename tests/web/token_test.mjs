// A server that wants proof of who somebody is: the page asks for a token and says when it is bad.
import assert from 'node:assert/strict';
import {generateKeyPairSync, sign} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';

import {openBrowser, visit} from './support/browser.mjs';
import {chooseBest, holdSeat, payNow} from './support/case.mjs';
import {Server} from './support/server.mjs';

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(key, sub, seconds = 600) {
  const claims = {sub, exp: Math.floor(Date.now() / 1000) + seconds};
  const text = `${base64url({alg: 'EdDSA', typ: 'JWT'})}.${base64url(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

test('with tokens, one signs in by a token, and buys with it', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'frontrow-token-'));
  const {publicKey, privateKey} = generateKeyPairSync('ed25519');
  const file = path.join(folder, 'issuer.pem');
  await writeFile(file, publicKey.export({type: 'spki', format: 'pem'}));
  const server = await Server.start({auth: 'jwt', 'auth.jwt_keys': file});
  const browser = await openBrowser();
  try {
    const proof = {Authorization: `Bearer ${tokenOf(privateKey, '601')}`};
    await server.call('POST', '/api/users/601/point/charge', {amount: 200_000}, proof);
    const room = await server.schedule({maxConcurrentUser: 1});
    const page = await visit(browser, server);
    await page.goto(`/schedules/${room}`);
    const field = page.getByLabel('Token');
    await field.fill('not a token');
    await page.getByRole('button', {name: 'Continue'}).click();
    await page.getByText('That is no token').waitFor();
    await field.fill(tokenOf(privateKey, '601', -60));
    await page.getByRole('button', {name: 'Continue'}).click();
    await page.getByText('The server does not accept this token').waitFor();
    await field.fill(tokenOf(privateKey, '601'));
    await page.getByRole('button', {name: 'Continue'}).click();
    await page.getByText('It is your turn!').waitFor();
    await chooseBest(page);
    await holdSeat(page);
    await payNow(page);
    await page.reload();
    await page.locator('.ticket').waitFor();

    // The token runs out: the page says so and asks for another.
    const old = {user: '601', token: tokenOf(privateKey, '601', -60)};
    await page.evaluate((text) => localStorage.setItem('frontrow.session', text),
      JSON.stringify(old));
    await page.goto('/reservations');
    await page.getByText('Your token does not count any more').waitFor();
    await page.getByRole('button', {name: 'Sign in'}).first().click();
    await page.getByLabel('Token').first().waitFor();
    assert.deepEqual(page.complaints, []);
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, {recursive: true, force: true});
  }
});
