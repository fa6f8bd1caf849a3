import { address } from "./address.js";
import careerQuery from "./examples/career.graphql?raw";
import careerVariables from "./examples/career.json";
import castAndPriorWorkQuery from "./examples/cast-and-prior-work.graphql?raw";
import castAndPriorWorkVariables from "./examples/cast-and-prior-work.json";
import dealsQuery from "./examples/deals.graphql?raw";
import dealsVariables from "./examples/deals.json";
import factsAndDoubtsQuery from "./examples/facts-and-doubts.graphql?raw";
import factsAndDoubtsVariables from "./examples/facts-and-doubts.json";
import quotesAndCommentaryQuery from "./examples/quotes-and-commentary.graphql?raw";
import quotesAndCommentaryVariables from "./examples/quotes-and-commentary.json";
import reunionsQuery from "./examples/reunions.graphql?raw";
import reunionsVariables from "./examples/reunions.json";
import sourcesAndCoverageQuery from "./examples/sources-and-coverage.graphql?raw";
import sourcesAndCoverageVariables from "./examples/sources-and-coverage.json";
import statusOverTimeQuery from "./examples/status-over-time.graphql?raw";
import statusOverTimeVariables from "./examples/status-over-time.json";
import whoSaysWhatQuery from "./examples/who-says-what.graphql?raw";
import whoSaysWhatVariables from "./examples/who-says-what.json";
import whoShotItQuery from "./examples/who-shot-it.graphql?raw";
import whoShotItVariables from "./examples/who-shot-it.json";

/** How long is waited for what the examples can be about. */
const PATIENCE_MS = 5_000;

/**
 * Operations to begin with, in the order in which they are offered. A tab is called after its
 * operation, so each has a name. What they are about is added by the server, which knows its data.
 */
const EXAMPLES = [
  {
    name: "CastAndPriorWork",
    about: "Who is in it, as whom, and what each of them had done before.",
    query: castAndPriorWorkQuery,
    variables: castAndPriorWorkVariables,
  },
  {
    name: "WhoShotIt",
    about: "The cinematographer, and what they had shot before, with the directors.",
    query: whoShotItQuery,
    variables: whoShotItVariables,
  },
  {
    name: "Reunions",
    about: "Who of the cast and crew had worked together before, and on what.",
    query: reunionsQuery,
    variables: reunionsVariables,
  },
  {
    name: "Career",
    about: "Everything that a person did, from the beginning, with titles in a language of your choice.",
    query: careerQuery,
    variables: careerVariables,
    headers: { "Filmgraph-Language": "de" },
  },
  {
    name: "WhoSaysWhat",
    about: "Every claim about a work: what is said, how surely, by whom, and in which words.",
    query: whoSaysWhatQuery,
    variables: whoSaysWhatVariables,
  },
  {
    name: "FactsAndDoubts",
    about: "What is held to be true, what is disputed, and why something is missing.",
    query: factsAndDoubtsQuery,
    variables: factsAndDoubtsVariables,
  },
  {
    name: "StatusOverTime",
    about: "How far a production is, how far it was on a day, and what was known by then.",
    query: statusOverTimeQuery,
    variables: statusOverTimeVariables,
  },
  {
    name: "Deals",
    about: "Who bought it from whom, for how much, and who says so.",
    query: dealsQuery,
    variables: dealsVariables,
  },
  {
    name: "QuotesAndCommentary",
    about: "What people said about it, word for word, and what others wrote.",
    query: quotesAndCommentaryQuery,
    variables: quotesAndCommentaryVariables,
  },
  {
    name: "SourcesAndCoverage",
    about: "Where the data come from, their licences, and what each source has completely.",
    query: sourcesAndCoverageQuery,
    variables: sourcesAndCoverageVariables,
  },
];

/** The examples that the data of this server can answer. */
export async function loadExamples() {
  const subjects = await ask().catch(() => ({ SourcesAndCoverage: {} }));
  const fitting = EXAMPLES.filter(({ name }) => subjects[name]);
  return fitting.map(({ headers, variables, ...example }) => ({
    ...example,
    variables: json({ ...subjects[example.name], ...variables }),
    headers: headers ? json(headers) : null,
  }));
}

async function ask() {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(address("playground/examples.json"), { signal });
  if (!answer.ok) {
    throw new Error(`the server answers ${answer.status}`);
  }
  return answer.json();
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
