import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';

let browser: Browser;
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<title>Acme</title><p>Ana asks</p>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

it('shows a page of this machine, in letters that can be seen', async () => {
  const page = await browser.newPage();
  await page.goto(address);
  expect(await page.title()).toBe('Acme');
  const words = await page.getByText('Ana asks').screenshot();
  await page.getByText('Ana asks').evaluate((element) => (element.textContent = ''));
  await page.setContent('<p style="width:100%">&nbsp;</p>');
  const nothing = await page.locator('p').screenshot();
  expect(words.length).toBeGreaterThan(nothing.length * 1.5);
});

it('keeps the web security that we test with: a page cannot read another origin', async () => {
  const page = await browser.newPage();
  await page.goto(address);
  const other = address.replace('127.0.0.1', 'localhost');
  const outcome = await page.evaluate(async (url) => fetch(url).then(() => 'read', String), other);
  expect(outcome).toContain('Failed to fetch');
});
