import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { newVisit, startBrowser } from "./support/browser.js";
import { startServer } from "./support/program.js";

const PAGES = path.join(import.meta.dirname, "pages");
const TYPES = { ".html": "text/html", ".js": "text/javascript" };

/** A server of files on an origin of its own. */
async function startFiles() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const type = TYPES[path.extname(pathname)];
    const text = await readFile(path.join(PAGES, path.basename(pathname))).catch(() => null);
    response.writeHead(text && type ? 200 : 404, { "content-type": type ?? "text/plain" });
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

describe("a static page of another origin", () => {
  let browser;
  let files;

  before(async () => {
    browser = await startBrowser();
    files = await startFiles();
  });
  after(async () => {
    await browser?.close();
    await files?.stop();
  });

  /** Opens the page of the film on this API, and does something with it. */
  async function withPage(settings, work) {
    const server = await startServer(settings);
    const visit = await newVisit(browser);
    try {
      const api = `${server.base}/graphql`;
      await visit.page.goto(`${files.origin}/film.html?api=${encodeURIComponent(api)}`);
      await work(visit, api);
    } finally {
      await visit.context.close();
      await server.stop();
    }
  }

  test("is built from the API", () =>
    withPage({}, async ({ page, complaints }) => {
      await page.locator("main:not([aria-busy])").waitFor();
      assert.equal(await page.title(), "Good Sex");
      assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Good Sex");
      await page.getByRole("heading", { name: /^Natalie Portman as Ally/ }).waitFor();
      assert.ok((await page.getByRole("listitem").count()) >= 15);
      assert.ok((await page.getByText(/^\d+ works before$/).count()) >= 5);
      assert.deepEqual(complaints, []);
    }));

  test("sees what went wrong, and no key of it crosses", () =>
    withPage({}, async ({ page, complaints }, api) => {
      const seen = await page.evaluate(async (api) => {
        const answer = await fetch(`${api}?query=%7B`);
        const { errors } = await answer.json();
        const keyed = await fetch(api, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: "Bearer x" },
          body: "{}",
        }).then(() => "answered", () => "kept out");
        return { code: errors[0].extensions.code, id: answer.headers.get("x-request-id"), keyed };
      }, api);
      assert.equal(seen.code, "PARSE_FAILED");
      assert.ok(seen.id, "the id of the request can be reported");
      assert.equal(seen.keyed, "kept out");
      assert.ok(complaints.some((text) => /authorization.*not allowed/i.test(text)), complaints.join());
    }));

  test("whose origin is named may send a key", () =>
    withPage({ FILMGRAPH_CORS__ORIGINS: files.origin, FILMGRAPH_CORS__OTHERS: "none" }, async ({ page }, api) => {
      const status = await page.evaluate(async (api) => {
        const headers = { "content-type": "application/json", authorization: "Bearer fgk_1_x" };
        const answer = await fetch(api, { method: "POST", headers, body: "{}" });
        return answer.status;
      }, api);
      assert.equal(status, 401);
    }));

  test("is kept out where it is not wanted", () =>
    withPage({ FILMGRAPH_CORS__OTHERS: "none" }, async ({ page }, api) => {
      const outcome = await page.evaluate(
        (api) => fetch(`${api}?query=%7B__typename%7D`).then(() => "answered", () => "kept out"),
        api,
      );
      assert.equal(outcome, "kept out");
    }));

  test("is the one that the documentation shows", async () => {
    const docs = await readFile(path.join(PAGES, "../../../docs/clients.md"), "utf8");
    const script = await readFile(path.join(PAGES, "film.js"), "utf8");
    assert.ok(docs.includes(`\`\`\`js\n${script}\`\`\``), "docs/clients.md has tests/browser/pages/film.js");
  });
});
