import { useGraphiQL, useGraphiQLActions, pick } from "@graphiql/react";

/** The panel from which these examples can be had again, whatever has become of their tabs. */
export function examplesPlugin(examples) {
  const content = () => <Examples examples={examples} />;
  return { title: "Examples", icon: ExamplesIcon, content };
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" aria-hidden="true">
      <rect x="3" y="5" width="18" height="14" rx="2" />
      <path d="M7.5 5v14M16.5 5v14M3 9.667h4.5M3 14.333h4.5M16.5 9.667H21M16.5 14.333H21" />
    </svg>
  );
}

function Examples({ examples }) {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor, headerEditor } = useGraphiQL(
    pick("tabs", "queryEditor", "variableEditor", "headerEditor"),
  );
  const open = (example) => {
    const { query, variables, headers } = example;
    const isOpen = (tab) => tab.query === query && tab.variables === variables;
    const index = tabs.findIndex(isOpen);
    if (index >= 0) {
      changeTab(index);
      return;
    }
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables ?? "");
    headerEditor?.setValue(headers ?? "");
    updateActiveTabValues({ query, variables, headers, operationName: example.name });
  };
  return (
    <section aria-label="Examples" className="examples">
      <h2>Examples</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              <strong>{example.name}</strong>
              <span>{example.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
