import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Where a gzip header names the system that made it. */
const SYSTEM_BYTE = 9;
const ANY_SYSTEM = 255;

/**
 * Replaces every file by a brotli and a gzip of it, as the server hands them out. The licences stay
 * readable beside theirs.
 */
export function compress() {
  let folder;
  return {
    name: "compress",
    configResolved({ root, build }) {
      folder = path.resolve(root, build.outDir);
    },
    closeBundle(error) {
      if (error) {
        return;
      }
      const files = readdirSync(folder, { recursive: true, withFileTypes: true });
      for (const file of files.filter((file) => file.isFile())) {
        compressFile(path.join(file.parentPath, file.name));
      }
    },
  };
}

function compressFile(file) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gzip = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  gzip[SYSTEM_BYTE] = ANY_SYSTEM;
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzip);
  if (!file.endsWith(".txt")) {
    rmSync(file);
  }
}
