// Bundles the extension, or with --tests the tests, so that neither needs node_modules when it runs.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const tests = process.argv.includes("--tests");

await build({
  entryPoints: tests
    ? readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`)
    : ["src/extension.ts"],
  outdir: tests ? "dist-test" : "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  outExtension: tests ? { ".js": ".cjs" } : {},
  external: ["vscode"],
  minify: !tests,
  sourcemap: tests ? "inline" : false,
});
