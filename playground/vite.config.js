import { defineConfig } from "vite";

import { compress } from "./build/compress.js";
import { licences } from "./build/licences.js";

const { main, inWorkers } = licences();

export default defineConfig({
  base: "./",
  build: {
    outDir: "../api/assets/playground",
    emptyOutDir: true,
    target: "es2022",
    // A data: URL would have to be allowed by the page's policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The editor is one piece of four megabytes.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      onwarn: (warning, report) => warning.code === "MODULE_LEVEL_DIRECTIVE" || report(warning),
    },
  },
  experimental: {
    // The page is at /playground without a slash at its end; its files stand below it.
    renderBuiltUrl: (file, { hostType }) =>
      hostType === "html" ? `playground/${file}` : { relative: true },
  },
  plugins: [main, compress()],
  worker: { format: "es", plugins: () => [inWorkers()] },
});
