import { useEffect, useState } from "react";

import { address } from "./address.js";

const QUERY = "query Loaded { server { version dataSets { id title publisher license url } } }";

/** Says which version runs, and what data are loaded, in the server's own words. */
export function DataLine() {
  const [state, setState] = useState({ is: "asking" });
  useEffect(() => {
    const stop = new AbortController();
    ask(stop.signal).then(setState, () => stop.signal.aborted || setState({ is: "failed" }));
    return () => stop.abort();
  }, []);
  return (
    <p className="data-line" role="status">
      {words(state)}
    </p>
  );
}

async function ask(signal) {
  const answer = await fetch(address("graphql"), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: QUERY }),
    signal,
  });
  const { data } = await answer.json();
  return { is: "told", ...data.server };
}

function words(state) {
  if (state.is === "asking") {
    return "Asking what data are loaded …";
  }
  if (state.is === "failed") {
    return "The server does not say what data are loaded.";
  }
  const { version, dataSets } = state;
  return (
    <>
      <span>Version {version}</span>
      {dataSets.length === 0 ? <span>No data are loaded yet</span> : <DataSets dataSets={dataSets} />}
    </>
  );
}

function DataSets({ dataSets }) {
  return (
    <span>
      Data:{" "}
      {dataSets.map(({ id, title, publisher, license, url }, index) => (
        <span key={id} title={publisher ?? undefined}>
          {index > 0 && ", "}
          {url ? <a href={url} rel="noreferrer">{title}</a> : <strong>{title}</strong>}
          {license && ` (${license})`}
        </span>
      ))}
    </span>
  );
}
