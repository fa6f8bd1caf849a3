// The editor does its thinking in workers. They are files of this origin, so that the page's policy
// need not allow scripts from anywhere else, nor from blobs.
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";
import GraphQLWorker from "monaco-graphql/esm/graphql.worker.js?worker";

const WORKERS = { json: JsonWorker, graphql: GraphQLWorker };

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    return new (WORKERS[label] ?? EditorWorker)();
  },
};
