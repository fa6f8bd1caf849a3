import { createRoot } from "react-dom/client";

import { App } from "./app.jsx";
import "./workers.js";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./page.css";

createRoot(document.getElementById("page")).render(<App />);
