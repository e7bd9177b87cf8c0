// A person's walk through the dashboard, in a real browser against a real service and game server.
// usage: node e2e/walk.mjs URL PASSWORD FOLDER CHROMIUM. Prints one JSON line; screenshots go to FOLDER.
import { chromium } from 'playwright-core';

const [url, password, folder, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
const seen = {};
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  page.setDefaultTimeout(30_000);
  const broken = [];
  page.on('pageerror', (error) => broken.push(error.message));

  await page.goto(`${url}/audit?action=login`);
  await page.getByRole('textbox', { name: 'Name' }).fill('admin');
  await page.locator('input[type=password]').fill('not this one');
  await page.getByRole('button', { name: 'Log in' }).click();
  seen.refused = await page.getByRole('alert').innerText();
  await page.screenshot({ path: `${folder}/login.png` });
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Audit' }).waitFor();
  seen.cameBackTo = new URL(page.url()).pathname + new URL(page.url()).search;
  const refused = page.getByRole('row').filter({ hasText: 'refused' });
  await refused.first().waitFor();
  seen.audited = await refused.count();
  await page.screenshot({ path: `${folder}/audit.png` });

  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  const card = page.getByRole('link', { name: /, online$/ });
  await card.waitFor();
  await page.screenshot({ path: `${folder}/dashboard.png` });
  await card.click();
  const chart = page.getByRole('img', { name: /^Tick rate: ticks [1-9]/ });
  await chart.waitFor();
  const before = await chart.getAttribute('aria-label');
  const work = page.getByRole('img', { name: /^Work per tick/ });
  const first = await work.getAttribute('aria-label');
  await page.waitForFunction(
    ([label]) => document.querySelector('[aria-label^="Work per tick"]')?.getAttribute('aria-label') !== label,
    [first],
  );
  seen.tickRate = before;
  seen.moved = true;

  await page.getByRole('button', { name: 'Drain' }).click();
  await page.getByRole('textbox', { name: /Reason/ }).fill('a walk through the house');
  await page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click();
  await page.getByRole('row').filter({ hasText: 'drain' }).filter({ hasText: 'done' }).waitFor();
  await page.screenshot({ path: `${folder}/server.png` });
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByRole('row').filter({ hasText: 'server.drain' }).filter({ hasText: 'a walk through the house' }).first().waitFor();
  seen.drained = true;

  await page.getByRole('link', { name: 'Servers' }).click();
  await page.getByRole('link', { name: /, online$/ }).waitFor();
  process.stdout.write('READY\n');
  // The test kills the server now.
  const killed = Date.now();
  await page.getByRole('link', { name: /, (lost|stopped)$/ }).waitFor();
  seen.lostAfterMs = Date.now() - killed;
  await page.screenshot({ path: `${folder}/lost.png` });
  await page.getByRole('button', { name: 'Light colours' }).click();
  await page.getByRole('link', { name: 'My account' }).click();
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  await page.screenshot({ path: `${folder}/account-light.png` });
  seen.broken = broken;
} finally {
  await browser.close();
}
process.stdout.write(`${JSON.stringify(seen)}\n`);
