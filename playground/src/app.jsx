import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { useMemo, useState } from "react";

import { address } from "./address.js";
import { DataLine } from "./data-line.jsx";
import { EditorKeys, Editors } from "./editors.jsx";
import { examplesPlugin } from "./examples-plugin.jsx";
import icon from "./icon.svg";
import { withFittingName } from "./operation-name.js";
import { openingContents } from "./opening.js";
import { SIDES, Sides } from "./sides.jsx";

const send = createGraphiQLFetcher({ url: address("graphql") });

export function App({ asked, examples }) {
  const [side, setSide] = useState(SIDES.query);
  const opening = useMemo(() => openingContents(examples, asked), [asked, examples]);
  const plugins = useMemo(() => [examplesPlugin(examples), HISTORY_PLUGIN], [examples]);
  const fetcher = useMemo(
    () => (request, options) => {
      if (request.operationName !== "IntrospectionQuery") {
        setSide(SIDES.answer);
      }
      return send(withFittingName(request), options);
    },
    [],
  );
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
      <main data-side={side}>
        <EditorKeys />
        <Sides side={side} onChoose={setSide} />
        <GraphiQL
          {...opening}
          defaultEditorToolsVisibility="variables"
          fetcher={fetcher}
          inputValueDeprecation
          plugins={plugins}
          schemaDescription
        >
          <GraphiQL.Logo>
            Graph<em>i</em>QL
          </GraphiQL.Logo>
          <Editors />
        </GraphiQL>
      </main>
    </>
  );
}
