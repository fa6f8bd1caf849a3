// The real server, on a database of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** How long the server may take to start: only to catch one that hangs. */
const PATIENCE_MS = 60_000;

/** Starts the program that `FILMGRAPH_TEST_PROGRAM` names, with the bundled data. */
export async function startServer(settings = {}) {
  const program = process.env.FILMGRAPH_TEST_PROGRAM;
  if (!program) {
    throw new Error("FILMGRAPH_TEST_PROGRAM names no program: run tests/run.sh browser");
  }
  const folder = await mkdtemp(path.join(tmpdir(), "filmgraph-browser-"));
  const child = spawn(program, ["serve", "--data-dir", folder, "--listen", "127.0.0.1:0"], {
    env: { ...environment(), ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { base: await announced(child, ended), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Without what configures another server of ours; its log would drown that of the tests. */
function environment() {
  const isOurs = ([name]) => name === "DATABASE_URL" || name.startsWith("FILMGRAPH_");
  const others = Object.entries(process.env).filter((entry) => !isOurs(entry));
  return { ...Object.fromEntries(others), FILMGRAPH_LOG__LEVEL: "error" };
}

/** The address at the end of the first line that the server prints. */
async function announced(child, ended) {
  const lines = createInterface({ input: child.stdout });
  const first = new Promise((resolve) => lines.once("line", resolve));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, "").unref());
  const line = await Promise.race([first, late, ended.then((code) => `ended with ${code}`)]);
  const address = /http:\/\/\S+/.exec(line)?.[0];
  if (!address) {
    throw new Error(`the server does not start: ${line || "no word of it"}`);
  }
  return address.replace(/\/$/, "");
}
