const PREFIX = "graphiql:";

/** How many examples are tabs of a first visit; the panel has them all. */
const TABS = 4;

/**
 * What the editors hold when the page opens.
 *
 * GraphiQL fills the query of the tab that is open from its list of tabs, but not the variables and
 * headers, so that an example would open without them. What the address asks for comes first.
 */
export function openingContents(examples, asked, storage = readable(() => globalThis.localStorage)) {
  const read = (key) => readable(() => storage.getItem(PREFIX + key));
  const tabs = [...(asked ? [asked] : []), ...examples.slice(0, TABS)];
  const defaults = tabs.length > 0 ? { defaultTabs: tabs } : {};
  if (asked) {
    return {
      ...defaults,
      initialQuery: asked.query,
      initialVariables: asked.variables ?? "",
      initialHeaders: "",
    };
  }
  const tab = storedTab(read("tabState")) ?? tabs[0] ?? {};
  return {
    ...defaults,
    initialQuery: read("query") ?? tab.query ?? "",
    initialVariables: read("variables") ?? tab.variables ?? "",
    initialHeaders: read("headers") || tab.headers || "",
  };
}

/**
 * The document that the address has, as the API takes it by GET, if there is one. It is only shown:
 * whoever follows a link decides by themselves whether to run it.
 */
export function askedByAddress(location) {
  const parameters = new URLSearchParams(location.search);
  const query = parameters.get("query");
  return query ? { query, variables: pretty(parameters.get("variables")), headers: null } : null;
}

function pretty(text) {
  return text ? readable(() => JSON.stringify(JSON.parse(text), null, 2)) ?? text : null;
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
