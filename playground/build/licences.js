import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const FILE_NAME = "THIRD-PARTY-LICENSES.txt";
const RULE = "=".repeat(80);

/** Files in which a package says under which terms it, and what it was made from, may be passed on. */
const TERMS = /^(licen[cs]e|copying|notice|third-?party-?(notices|licen[cs]es))/i;

/** Licences under which the bundle may be passed on as it is. A new one is a decision. */
const ALLOWED = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

/** Packages that come without the text of their licence, and one of the same authors that has it. */
const LENDERS = {
  "@graphiql/plugin-doc-explorer": "graphiql",
  "@graphiql/plugin-history": "graphiql",
  "react-compiler-runtime": "react",
  "react-remove-scroll-bar": "react-remove-scroll",
};

/** What the files of a package leave unsaid. */
const REMARKS = {
  "monaco-editor":
    "The icons of its font, Codicons (https://github.com/microsoft/vscode-codicons), are by Microsoft and\n" +
    "under the Creative Commons Attribution 4.0 International licence\n" +
    "(https://creativecommons.org/licenses/by/4.0/legalcode); they are passed on unchanged.",
};

const INTRODUCTION = `The playground of Filmgraph contains the packages below, under these terms.
This file is made by the build of the bundle from what is really in it.
`;

/**
 * Writes the licences of every package that a module of the bundle comes from. Workers are bundled
 * apart, so `inWorkers` belongs into their list of plugins. The build fails where a package has no
 * terms, or others than those allowed.
 */
export function licences() {
  const folders = new Set();
  const collect = (_options, bundle) => {
    for (const output of Object.values(bundle)) {
      for (const id of output.moduleIds ?? output.originalFileNames ?? []) {
        add(folders, id);
      }
    }
  };
  return {
    inWorkers: () => ({ name: "licences-in-workers", generateBundle: collect }),
    main: {
      name: "licences",
      generateBundle: collect,
      writeBundle(options) {
        // A package may be there in several copies of one version.
        const sections = new Map([...folders].map(entry).map((entry) => [entry.title, section(entry)]));
        const titles = [...sections.keys()].sort();
        const text = [INTRODUCTION, ...titles.map((title) => sections.get(title))].join("\n");
        writeFileSync(path.join(options.dir, FILE_NAME), text);
      },
    },
  };
}

/** Notes the package that a module comes from. Virtual modules and our own come from none. */
function add(folders, id) {
  const file = id.replace(/^\0+/, "").replace(/\?.*$/, "");
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
  if (found && existsSync(path.join(found[1], "package.json"))) {
    folders.add(found[1]);
  }
}

function entry(folder) {
  const { name, version, license } = manifest(folder);
  if (!ALLOWED.has(license)) {
    throw new Error(`${name} ${version} is under ${license ?? "no licence"}, which the bundle does not allow`);
  }
  const texts = termsOf(folder, name, license);
  if (texts.length === 0) {
    throw new Error(`${name} ${version} says ${license} but comes without its text`);
  }
  return { title: `${name} ${version} (${license})`, texts: [REMARKS[name] ?? [], ...texts].flat() };
}

function manifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

function termsOf(folder, name, license) {
  const files = readdirSync(folder).filter((file) => TERMS.test(file));
  if (files.length > 0) {
    return files.sort().map((file) => readFileSync(path.join(folder, file), "utf8"));
  }
  const lender = path.join("node_modules", LENDERS[name] ?? "");
  const isSame = LENDERS[name] && manifest(lender).license === license;
  return isSame ? termsOf(lender, LENDERS[name], license) : [];
}

function section({ title, texts }) {
  const body = texts.map((text) => text.replaceAll("\r\n", "\n").trim()).join("\n\n");
  return `${RULE}\n${title}\n${RULE}\n\n${body}\n`;
}
