import { createRoot } from "react-dom/client";

import { App } from "./app.jsx";
import { loadExamples } from "./examples.js";
import { askedByAddress } from "./opening.js";
import "./workers.js";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./page.css";
import "./narrow.css";

const asked = askedByAddress(globalThis.location);
if (globalThis.location.search) {
  // A later visit of the same tab is to find what was made of it.
  globalThis.history.replaceState(null, "", globalThis.location.pathname);
}
loadExamples().then((examples) => {
  createRoot(document.getElementById("page")).render(<App asked={asked} examples={examples} />);
});
