// The playground in the words of those who use it.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

/** Opens it and waits until it can be worked with: the editor is there and knows the schema. */
export async function open(page, base) {
  const schema = page.waitForResponse((response) => {
    const body = response.request().postData() ?? "";
    return response.url().endsWith("/graphql") && body.includes("IntrospectionQuery");
  });
  const answer = await page.goto(`${base}/playground`);
  assert.equal((await schema).status(), 200);
  await page.locator(".graphiql-query-editor .view-line").first().waitFor();
  return answer;
}

/** The tabs, by their titles. */
export function tabs(page) {
  return page.locator(".graphiql-tab button.graphiql-tab-button").allInnerTexts();
}

export function openTab(page, title) {
  return page.locator(".graphiql-tab-button", { hasText: title }).click();
}

/** The text of an editor, as the person sees it. */
export async function textOf(page, editor) {
  const lines = await page.locator(`${editor} .view-line`).allInnerTexts();
  return lines.join("\n").replaceAll("\u00a0", " ");
}

export const QUERY = ".graphiql-query-editor";
export const VARIABLES = ".graphiql-editor-tool .graphiql-editor:not(.hidden)";
export const RESULT = ".graphiql-response .result-window";

/** Replaces what an editor holds. */
export async function write(page, editor, text) {
  await page.locator(`${editor} .view-lines`).first().click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Presses the button and waits for the answer; what the server said. */
export async function run(page) {
  return answerTo(page, () => page.getByRole("button", { name: /^Execute query/ }).click());
}

/** What the server says to an operation that this act sends. */
export async function answerTo(page, act) {
  const isAnswer = (response) => response.url().endsWith("/graphql");
  const [answer] = await Promise.all([page.waitForResponse(isAnswer), act()]);
  return answer.json();
}

/** Waits until the result shows these words. */
export async function shows(page, ...words) {
  for (const word of words) {
    await page.locator(RESULT).getByText(word).first().waitFor();
  }
}

/** How long the page may take to show what it was asked for: only to catch one that never does. */
const PATIENCE_MS = 15_000;

/** Waits until this is so. */
export async function becomes(ask, expected) {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end && !isDeepStrictEqual(await ask(), expected)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(await ask(), expected);
}
