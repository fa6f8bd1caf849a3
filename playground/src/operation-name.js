import { Kind, parse } from "graphql";

/**
 * The request without the name of an operation that its document does not have.
 *
 * GraphiQL learns a moment late which operation a tab holds: whoever opens a tab and runs it at once
 * would send the name of the tab before.
 */
export function withFittingName(request) {
  const { operationName, ...unnamed } = request;
  return !operationName || names(request.query).includes(operationName) ? request : unnamed;
}

function names(query) {
  try {
    const operations = parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    return operations.map(({ name }) => name?.value);
  } catch {
    // What is wrong with the document is for the server to say.
    return [];
  }
}
