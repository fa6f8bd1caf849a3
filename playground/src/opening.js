import { EXAMPLES } from "./examples.js";

const PREFIX = "graphiql:";

/**
 * What the editors hold when the page opens.
 *
 * GraphiQL fills the query of the tab that is open from its list of tabs, but not the variables and
 * headers, so that an example would open without them.
 */
export function openingContents(storage = readable(() => globalThis.localStorage)) {
  const read = (key) => readable(() => storage.getItem(PREFIX + key));
  const tab = storedTab(read("tabState")) ?? EXAMPLES[0];
  return {
    initialQuery: read("query") ?? tab.query ?? "",
    initialVariables: read("variables") ?? tab.variables ?? "",
    initialHeaders: read("headers") || tab.headers || "",
  };
}

function storedTab(text) {
  return readable(() => {
    const { tabs, activeTabIndex } = JSON.parse(text);
    return tabs[activeTabIndex];
  });
}

/** A browser may forbid storage by throwing, and anybody may have written to it. */
function readable(read) {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}
