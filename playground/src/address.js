// Everything is asked for relative to the page, so that it works below any path of a proxy.

/** An address of this server, as an absolute URL. */
export function address(path) {
  return new URL(path, document.baseURI).href;
}
