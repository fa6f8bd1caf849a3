import { KeyCode, useMonaco } from "@graphiql/react";
import { useEffect } from "react";

const KEYS_ID = "editor-keys";

/** In an editor, keys write: what gets into it and out again has to be said. */
export function EditorKeys() {
  return (
    <p id={KEYS_ID} hidden>
      Press Enter to get into the editor, Escape to leave it.
    </p>
  );
}

const OPTIONS = {
  // Titles have dashes and letters of every script, and mean them.
  unicodeHighlight: { ambiguousCharacters: false },
  wordWrap: "on",
  wrappingIndent: "indent",
};

/** As in narrow.css. */
const NARROW = "(max-width: 760px)";

const fontSize = (isNarrow) => ({ fontSize: isNarrow ? 13 : 15 });

/** Where Escape has nothing of its own to do. */
const NOTHING_IS_OPEN = [
  "editorTextFocus", "!suggestWidgetVisible", "!findWidgetVisible", "!parameterHintsVisible",
  "!renameInputVisible", "!editorHasSelection", "!editorHasMultipleSelections", "!markersNavigationVisible",
].join(" && ");

/** Sets what GraphiQL has no settings for, on each of its editors as it comes. */
export function Editors() {
  const monaco = useMonaco((store) => store.monaco);
  useEffect(() => {
    if (!monaco) {
      return undefined;
    }
    const narrow = globalThis.matchMedia(NARROW);
    const fitOne = (editor) => fit(editor, narrow.matches);
    const fitAll = ({ matches }) =>
      monaco.editor.getEditors().forEach((editor) => editor.updateOptions(fontSize(matches)));
    monaco.editor.getEditors().forEach(fitOne);
    const coming = monaco.editor.onDidCreateEditor(fitOne);
    narrow.addEventListener("change", fitAll);
    return () => {
      coming.dispose();
      narrow.removeEventListener("change", fitAll);
    };
  }, [monaco]);
  return null;
}

function fit(editor, isNarrow) {
  editor.updateOptions({ ...OPTIONS, ...fontSize(isNarrow) });
  const box = editor.getContainerDomNode();
  if (!box.matches(".graphiql-editor, .result-window")) {
    return;
  }
  box.setAttribute("aria-describedby", KEYS_ID);
  editor.addAction?.({
    id: "filmgraph.leave",
    label: "Leave the editor",
    keybindings: [KeyCode.Escape],
    precondition: NOTHING_IS_OPEN,
    run: () => box.focus(),
  });
}
