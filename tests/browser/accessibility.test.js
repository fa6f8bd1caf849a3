import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { endVisit, newVisit, startBrowser } from "./support/browser.js";
import { RESULT, open, run, shows } from "./support/playground.js";
import { startServer } from "./support/program.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What is wrong inside GraphiQL and cannot be mended from outside: which rule, and on what.
 * docs/playground.md tells its readers; anything else fails.
 */
const KNOWN = [
  { rule: "nested-interactive", on: /graphiql-tab\b/ },
  { rule: "label-content-name-mismatch", on: /graphiql-history-item-label/ },
];

const PANELS = ["Show Documentation Explorer", "Show History", "Show Examples"];

describe("whoever cannot see or point", () => {
  let server;
  let browser;

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const WIDTHS = { "on a phone": { width: 390, height: 844 }, "on a desk": { width: 1280, height: 800 } };
  const looks = ["light", "dark"].flatMap((colorScheme) =>
    Object.entries(WIDTHS).map(([where, viewport]) => ({ colorScheme, where, viewport })),
  );
  for (const { colorScheme, where, viewport } of looks) {
    test(`is kept out by nothing, when it is ${colorScheme}, ${where}`, async () => {
      const visit = await newVisit(browser, { colorScheme, viewport });
      const { page } = visit;
      await open(page, server.base);
      await inspect(page, "the query");
      await run(page);
      await shows(page, "Natalie Portman");
      await page.locator(RESULT).click();
      await inspect(page, "the answer");
      for (const panel of PANELS) {
        await page.getByRole("button", { name: panel }).click();
        await page.getByRole("button", { name: panel.replace("Show", "Hide") }).waitFor();
        await inspect(page, panel);
      }
      await page.getByRole("button", { name: PANELS.at(-1).replace("Show", "Hide") }).click();
      await page.getByRole("button", { name: "Open settings dialog" }).click();
      await page.getByRole("dialog").waitFor();
      await inspect(page, "the settings");
      await endVisit(visit, server.base);
    });
  }

  test("finds the landmarks of the page", async () => {
    const visit = await newVisit(browser);
    const { page } = visit;
    await open(page, server.base);
    for (const landmark of ["banner", "main", "navigation"]) {
      assert.equal(await page.getByRole(landmark).count(), 1, landmark);
    }
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    await endVisit(visit, server.base);
  });
});

/** Fails on everything serious that is not known. */
async function inspect(page, what) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const grave = found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  const faults = grave.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ id, html, why: failureSummary })),
  );
  const isKnown = ({ id, html }) =>
    KNOWN.some(({ rule, on }) => rule === id && on.test(html));
  assert.deepEqual(faults.filter((fault) => !isKnown(fault)), [], what);
}
