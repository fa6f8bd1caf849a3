import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { endVisit, newVisit, startBrowser } from "./support/browser.js";
import {
  QUERY, RESULT, VARIABLES, answerTo, becomes, open, openTab, run, shows, tabs, textOf, write,
} from "./support/playground.js";
import { startServer } from "./support/program.js";
import { hasRing } from "./support/ring.js";

/** Those that are tabs of a first visit, and those that only the panel has. */
const EXAMPLES = ["CastAndPriorWork", "WhoShotIt", "Reunions", "Career"];
const OTHERS = [
  "WhoSaysWhat", "FactsAndDoubts", "StatusOverTime", "Deals", "QuotesAndCommentary", "SourcesAndCoverage",
];

describe("the playground", () => {
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
    visit = await newVisit(browser);
    ({ page } = visit);
  });
  afterEach(() => endVisit(visit, server.base));

  test("the root leads to it", async () => {
    await page.goto(`${server.base}/`);
    assert.equal(page.url(), `${server.base}/playground`);
    await page.getByRole("heading", { name: "Filmgraph playground" }).waitFor();
  });

  test("it has a name, a language, an icon, and says what data are loaded", async () => {
    const answer = await open(page, server.base);
    assert.equal(await page.title(), "Filmgraph playground");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    const icon = await page.locator('link[rel="icon"]').getAttribute("href");
    const loaded = await page.request.get(new URL(icon, page.url()).href);
    assert.equal(loaded.headers()["content-type"], "image/svg+xml");
    const line = page.getByRole("status").filter({ hasText: "Data:" });
    assert.match(await line.innerText(), /Version \d+\.\d+\.\d+\s+Data: Filmgraph sample \(CC0-1\.0\)/);
    const policy = answer.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
  });

  test("the first example is answered, with who is in the film and what they did before", async () => {
    await open(page, server.base);
    assert.deepEqual(await tabs(page), EXAMPLES);
    assert.match(await textOf(page, VARIABLES), /"work": "good-sex-wvu"/);
    const { data, errors } = await run(page);
    assert.equal(errors, undefined);
    assert.equal(data.work.cast.totalCount, 6);
    await shows(page, "Good Sex", "Natalie Portman", "Ally", "Fountain of Youth");
    if (process.env.FILMGRAPH_TEST_PICTURE) {
      await page.mouse.move(0, 0);
      // Scroll bars fade out when the pointer has left.
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: process.env.FILMGRAPH_TEST_PICTURE });
    }
  });

  test("every example is answered without errors", async () => {
    await open(page, server.base);
    await page.getByRole("button", { name: "Show Examples" }).click();
    const panel = page.locator(".examples button strong");
    assert.deepEqual(await panel.allInnerTexts(), [...EXAMPLES, ...OTHERS]);
    for (const title of [...EXAMPLES, ...OTHERS]) {
      await page.getByRole("button", { name: new RegExp(`^${title} `) }).click();
      await becomes(async () => (await textOf(page, QUERY)).includes(`query ${title}`), true);
      const { data, errors } = await run(page);
      assert.equal(errors, undefined, title);
      assert.ok(data.work ?? data.person ?? data.sources, title);
    }
  });

  test("the tab of headers asks for titles in a language", async () => {
    await open(page, server.base);
    await openTab(page, "Career");
    const german = await run(page);
    const titlesOf = ({ data }) => data.person.filmography.edges.map(({ node }) => node.title);
    await page.getByRole("button", { name: "Headers", exact: true }).click();
    await write(page, VARIABLES, '{"Filmgraph-Language": "fr"}');
    const french = await run(page);
    const [inGerman, inFrench] = [german, french].map(titlesOf);
    assert.ok(inGerman.includes("Léon – Der Profi"), inGerman.join());
    assert.ok(inFrench.includes("Léon"), inFrench.join());
  });

  test("completion offers what the schema has, and takes what is chosen", async () => {
    await open(page, server.base);
    await page.getByRole("button", { name: "New tab" }).click();
    await write(page, QUERY, "");
    await page.keyboard.type("{ serv", { delay: 40 });
    const choice = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "server" });
    await choice.first().waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type(" { vers", { delay: 40 });
    const inner = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "version" });
    await inner.first().waitFor();
    await page.keyboard.press("Tab");
    assert.match(await textOf(page, QUERY), /\{\s*server\s*\{\s*version/);
  });

  test("the documentation is that of the schema", async () => {
    await open(page, server.base);
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    const docs = page.locator(".graphiql-doc-explorer");
    await docs.getByText("Films and series, the people who make them").waitFor();
    await docs.getByRole("link", { name: "Query", exact: true }).first().click();
    await docs.getByRole("link", { name: "film", exact: true }).click();
    await docs.getByText("A film: feature, short, television film").waitFor();
  });

  test("a mistake is marked, and its error is shown", async () => {
    await open(page, server.base);
    await write(page, QUERY, '{ film(by: {id: "wvu"}) { colour } }');
    await page.locator(`${QUERY} .squiggly-error`).waitFor();
    const { errors } = await run(page);
    assert.equal(errors[0].extensions.code, "VALIDATION_FAILED");
    await shows(page, "VALIDATION_FAILED");
    assert.match(await textOf(page, RESULT), /"message": ".*colour/);
  });

  test("the keys do what the pointer does", async () => {
    await open(page, server.base);
    await page.locator(`${QUERY} .view-lines`).click();
    const { data } = await answerTo(page, () => page.keyboard.press("ControlOrMeta+Enter"));
    assert.equal(data.work.title, "Good Sex");
    await page.locator(".page-header a").first().focus();
    const reached = [];
    while (reached.length < 12) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? ""));
    }
    assert.ok(reached.includes("Show Documentation Explorer"), reached.join());
    assert.ok(reached.includes("Show Examples"), reached.join());
  });

  test("how keys get into an editor and out of it is said, and true", async () => {
    await open(page, server.base);
    const box = page.locator(QUERY).locator(".graphiql-editor");
    const focused = () => page.evaluate(() => document.activeElement.className);
    await page.getByRole("button", { name: "New tab" }).focus();
    for (let tries = 0; tries < 8 && !/graphiql-editor/.test(await focused()); tries += 1) {
      await page.keyboard.press("Tab");
    }
    const hint = await box.evaluate((element) => getComputedStyle(element, "::after").content);
    assert.match(hint, /Enter: into the editor\. Escape: out of it\./);
    const described = await box.getAttribute("aria-describedby");
    assert.match(await page.locator(`#${described}`).textContent(), /Press Enter .* Escape/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText("# written");
    await becomes(() => textOf(page, QUERY), "# written");
    await page.keyboard.press("Escape");
    await becomes(async () => /graphiql-editor/.test(await focused()), true);
    assert.equal(await hasRing(box), true);
  });

  test("whatever the keys reach has a ring that stands out", async () => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await open(page, server.base);
      await page.locator(".page-header a").last().focus();
      for (let step = 0; step < 14; step += 1) {
        await page.keyboard.press("Tab");
        const reached = page.locator(":focus");
        assert.ok(await hasRing(reached), `${colorScheme} ${await reached.evaluate((e) => e.outerHTML.slice(0, 200))}`);
      }
    }
  });

  test("a title's own dash is no mistake, and long lines are wrapped", async () => {
    await open(page, server.base);
    await write(page, QUERY, `# Léon – Der Profi, Матильда ${"and so on ".repeat(60)}\n{ __typename }`);
    await page.waitForTimeout(1_000);
    assert.equal(await page.locator(`${QUERY} .unicode-highlight`).count(), 0);
    assert.ok((await page.locator(`${QUERY} .view-line`).count()) > 4);
  });

  test("a link to the API with a document is opened here, and not run", async () => {
    const query = "query Linked($x: Boolean!) { server { version @include(if: $x) } }";
    const parameters = new URLSearchParams({ query, variables: JSON.stringify({ x: true }) });
    await page.goto(`${server.base}/graphql?${parameters}`);
    await page.locator(`${QUERY} .view-line`).first().waitFor();
    assert.equal(page.url(), `${server.base}/playground`);
    await becomes(() => tabs(page), ["Linked", ...EXAMPLES]);
    assert.match(await textOf(page, QUERY), /query Linked\(\$x: Boolean!\)/);
    assert.match(await textOf(page, VARIABLES), /"x": true/);
    assert.equal(await textOf(page, RESULT), "");
    const { data } = await run(page);
    assert.match(data.server.version, /^\d/);
  });

  test("an example can be had again, with its variables", async () => {
    await open(page, server.base);
    await openTab(page, "Reunions");
    await write(page, QUERY, "query Mine { server { version } }");
    await becomes(() => tabs(page), EXAMPLES.with(2, "Mine"));
    await page.getByRole("button", { name: "Show Examples" }).click();
    await page.getByRole("button", { name: /^Reunions Who/ }).click();
    await becomes(() => tabs(page), [...EXAMPLES.with(2, "Mine"), "Reunions"]);
    assert.match(await textOf(page, VARIABLES), /"minPeople": 2/);
    const { data } = await run(page);
    assert.ok(data.work.reunions.totalCount >= 3);
    await openTab(page, "Career");
    await page.getByRole("button", { name: /^Reunions Who/ }).click();
    await becomes(async () => /query Reunions/.test(await textOf(page, QUERY)), true);
    assert.equal((await tabs(page)).length, 5, "one that is open is not opened twice");
  });

  test("a second visit finds everything as it was left", async () => {
    await open(page, server.base);
    await openTab(page, "Reunions");
    await page.waitForFunction(() => localStorage.getItem("graphiql:tabState")?.includes('"activeTabIndex":2'));
    await open(page, server.base);
    assert.deepEqual(await tabs(page), EXAMPLES);
    assert.match(await textOf(page, QUERY), /query Reunions/);
    assert.match(await textOf(page, VARIABLES), /"minPeople": 2/);
  });

  test("it is light or dark as the system is, or as its settings say", async () => {
    const back = (selector) =>
      page.locator(selector).evaluate((element) => {
        const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map(Number);
        return (red + green + blue) / 3 < 128 ? "dark" : "light";
      });
    // The editor lets the background shine through; its theme decides about the text.
    const editor = () => page.locator(`${QUERY} .monaco-editor.vs-dark`).count();
    const looks = async () => [
      await back("body"), await back(".graphiql-container"), (await editor()) > 0 ? "dark" : "light",
    ];
    await page.emulateMedia({ colorScheme: "dark" });
    await open(page, server.base);
    await becomes(looks, ["dark", "dark", "dark"]);
    await page.emulateMedia({ colorScheme: "light" });
    await open(page, server.base);
    await becomes(looks, ["light", "light", "light"]);
    await page.getByRole("button", { name: "Open settings dialog" }).click();
    await page.getByRole("button", { name: "Dark", exact: true }).click();
    await page.keyboard.press("Escape");
    await becomes(looks, ["dark", "dark", "dark"]);
    await open(page, server.base);
    await becomes(looks, ["dark", "dark", "dark"]);
  });
});

test("without scripts it says what it is, and where else to go", async () => {
  const server = await startServer();
  const browser = await startBrowser();
  try {
    const visit = await newVisit(browser, { javaScriptEnabled: false });
    await visit.page.goto(`${server.base}/playground`);
    // Locators by text pass over what is in this element.
    const words = visit.page.locator("noscript p");
    await words.waitFor({ state: "visible" });
    assert.match(await words.innerText(), /needs JavaScript/);
    await words.locator('a[href="schema.graphql"]').click();
    assert.equal(visit.page.url(), `${server.base}/schema.graphql`);
    // It complains of every script, which is as it should be.
    visit.complaints.length = 0;
    await endVisit(visit, server.base);
  } finally {
    await browser.close();
    await server.stop();
  }
});
