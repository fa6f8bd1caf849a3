import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";

import { address } from "./address.js";
import { DataLine } from "./data-line.jsx";
import { EXAMPLES_PLUGIN } from "./examples-plugin.jsx";
import { EXAMPLES } from "./examples.js";
import icon from "./icon.svg";
import { withFittingName } from "./operation-name.js";
import { openingContents } from "./opening.js";

const send = createGraphiQLFetcher({ url: address("graphql") });
const fetcher = (request, options) => send(withFittingName(request), options);
const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];
const OPENING = openingContents();

export function App() {
  return (
    <>
      <header className="page-header">
        <img src={icon} alt="" width="28" height="28" />
        <h1>
          Filmgraph <span>playground</span>
        </h1>
        <DataLine />
        <nav aria-label="About this server">
          <a href="schema.graphql">Schema</a>
          <a href="playground/THIRD-PARTY-LICENSES.txt">Licences</a>
        </nav>
      </header>
      <main>
        <GraphiQL
          {...OPENING}
          defaultEditorToolsVisibility="variables"
          defaultTabs={EXAMPLES}
          fetcher={fetcher}
          inputValueDeprecation
          plugins={PLUGINS}
          schemaDescription
        >
          <GraphiQL.Logo>
            Graph<em>i</em>QL
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
