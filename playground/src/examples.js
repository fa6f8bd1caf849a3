import careerQuery from "./examples/career.graphql?raw";
import careerVariables from "./examples/career.json?raw";
import castQuery from "./examples/cast-and-prior-work.graphql?raw";
import castVariables from "./examples/cast-and-prior-work.json?raw";
import reunionsQuery from "./examples/reunions.graphql?raw";
import reunionsVariables from "./examples/reunions.json?raw";
import shotQuery from "./examples/who-shot-it.graphql?raw";
import shotVariables from "./examples/who-shot-it.json?raw";

const LANGUAGE = '{\n  "Filmgraph-Language": "de"\n}\n';

/**
 * Operations to begin with. Each is a tab of a first visit, and stands in the panel "Examples" for
 * ever. A tab is called after its operation, so each has a name.
 */
export const EXAMPLES = [
  {
    name: "CastAndPriorWork",
    about: "Who is in a film, as whom, and what each of them had done before it.",
    query: castQuery,
    variables: castVariables,
    headers: null,
  },
  {
    name: "WhoShotIt",
    about: "Its cinematographer, and what they had shot before, with the directors.",
    query: shotQuery,
    variables: shotVariables,
    headers: null,
  },
  {
    name: "Reunions",
    about: "Who of the cast and crew had worked together before, and on what.",
    query: reunionsQuery,
    variables: reunionsVariables,
    headers: null,
  },
  {
    name: "Career",
    about: "Everything that a person did, from the beginning, with titles in a language of your choice.",
    query: careerQuery,
    variables: careerVariables,
    headers: LANGUAGE,
  },
];
