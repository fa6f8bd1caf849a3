import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { endVisit, newVisit, startBrowser } from "./support/browser.js";
import { QUERY, RESULT, becomes, open, openTab, run, shows, write } from "./support/playground.js";
import { startServer } from "./support/program.js";

const PHONE = { width: 390, height: 844 };

describe("the playground on a phone", () => {
  let server;
  let browser;
  let visit;
  let page;

  before(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    visit = await newVisit(browser, { viewport: PHONE });
    ({ page } = visit);
    await open(page, server.base);
  });
  afterEach(() => endVisit(visit, server.base));

  const side = (name) => page.getByRole("button", { name, exact: true });
  const box = (selector) => page.locator(selector).first().boundingBox();

  /** Nothing reaches past the sides of the screen. */
  async function fits(what) {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= PHONE.width, `${what}: ${width}`);
  }

  /** All of it is on the screen. */
  async function isOnScreen(selector) {
    const { x, y, width, height } = await box(selector);
    assert.ok(x >= 0 && y >= 0 && x + width <= PHONE.width && y + height <= PHONE.height, `${selector}: ${x} ${y}`);
  }

  test("it is one column, and its button is on the screen", async () => {
    await fits("the query");
    await isOnScreen(".graphiql-execute-button");
    const editor = await box(QUERY);
    assert.ok(editor.width > PHONE.width * 0.8, `${editor.width}`);
    assert.equal(await page.locator(".graphiql-response").isVisible(), false);
    assert.equal(await side("Query").getAttribute("aria-pressed"), "true");
  });

  test("the answer takes the place of the query, as wide as the screen", async () => {
    await run(page);
    await shows(page, "Good Sex", "Natalie Portman");
    await becomes(() => side("Answer").getAttribute("aria-pressed"), "true");
    assert.equal(await page.locator(".graphiql-editors").isVisible(), false);
    await fits("the answer");
    const line = await page.locator(`${RESULT} .view-line`, { hasText: "Natalie Portman" }).first().innerText();
    assert.match(line.replaceAll("\u00a0", " "), /"name": "Natalie Portman"/, "whole, in one line");
    await side("Query").click();
    await isOnScreen(".graphiql-execute-button");
    await side("Answer").click();
    await shows(page, "Natalie Portman");
  });

  test("a panel takes the place of both, and its search does not cover its title", async () => {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByText("Films and series, the people who make them").waitFor();
    await fits("the documentation");
    assert.equal(await page.locator(".graphiql-sessions").isVisible(), false);
    const apart = async () => {
      const title = await box(".graphiql-doc-explorer-title");
      const search = await box(".graphiql-doc-explorer-search");
      assert.ok(title.y + title.height <= search.y, `${title.y} ${title.height} ${search.y}`);
    };
    await apart();
    await page.getByRole("combobox").focus();
    await apart();
    await page.keyboard.type("priorWork");
    await page.getByRole("option", { name: /priorWork/ }).first().click();
    await page.locator(".graphiql-doc-explorer-title", { hasText: "priorWork" }).waitFor();
    await page.getByRole("button", { name: "Hide Documentation Explorer" }).click();
    await isOnScreen(".graphiql-execute-button");
  });

  test("every example can be opened and answered", async () => {
    await page.getByRole("button", { name: "Show Examples" }).click();
    await fits("the examples");
    await page.getByRole("button", { name: /^Deals / }).click();
    await page.getByRole("button", { name: "Hide Examples" }).click();
    const { data } = await run(page);
    assert.equal(data.work.deals.length, 1);
    await shows(page, "Good Sex");
  });

  test("long lines of a query are wrapped", async () => {
    await openTab(page, "CastAndPriorWork");
    await write(page, QUERY, `# ${"word ".repeat(40)}\n{ __typename }`);
    const widest = await page.locator(`${QUERY} .view-line`).evaluateAll((lines) =>
      Math.max(...lines.map((line) => line.firstElementChild.getBoundingClientRect().right)),
    );
    assert.ok(widest <= PHONE.width, `${widest}`);
    assert.ok((await page.locator(`${QUERY} .view-line`).count()) > 3);
  });
});
