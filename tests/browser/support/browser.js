// A real Chromium that knows no other host than this one, and what it has to complain of.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** As large as the picture in the documentation. */
export const VIEWPORT = { width: 1440, height: 900 };

const SWITCHES = [
  "--disable-dev-shm-usage",
  // Whatever is not served by this machine does not exist.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Starts the browser that `FILMGRAPH_TEST_CHROMIUM` names. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.FILMGRAPH_TEST_CHROMIUM ?? "/usr/bin/chromium",
    // The sandbox does not work for root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: SWITCHES,
  });
}

/** A page of a visitor who has never been here, and what went wrong on it. */
export async function newVisit(browser, options = {}) {
  const context = await browser.newContext({ viewport: VIEWPORT, ...options });
  const visit = { context, requests: [], complaints: [] };
  context.on("request", (request) => visit.requests.push(request.url()));
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // What a page has asked for when it is left is given up.
    if (reason !== "net::ERR_ABORTED") {
      visit.complaints.push(`${request.url()}: ${reason}`);
    }
  });
  context.on("weberror", (event) => visit.complaints.push(String(event.error())));
  // A blocked script, style or request is an error on the console.
  context.on("console", (message) => {
    if (message.type() === "error") {
      visit.complaints.push(`console: ${message.text()}`);
    }
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  visit.page = await context.newPage();
  return visit;
}

/** Ends a visit. Nothing may have been asked of others, and nothing may have gone wrong. */
export async function endVisit(visit, base) {
  await visit.context.close();
  const isForeign = (url) => !/^(data|blob|about):/.test(url) && new URL(url).origin !== base;
  assert.deepEqual(visit.requests.filter(isForeign), [], "everything comes from the own origin");
  assert.deepEqual(visit.complaints, [], "nothing to complain of");
}
