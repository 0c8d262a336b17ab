// Bundles the pages under names that carry their content's hash, compresses them, and writes the
// source file that embeds them. Called by build.sh.
import {createHash} from 'node:crypto';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import zlib from 'node:zlib';

import esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2]);

/** Bytes that an app's script and style may take together, compressed with gzip. */
const budgets = {buyer: 60_000, console: 100_000};

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const gzip = (bytes) => zlib.gzipSync(bytes, {level: 9});
const brotli = (bytes) =>
  zlib.brotliCompressSync(bytes, {
    params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 11},
  });

async function bundle() {
  return esbuild.build({
    absWorkingDir: here,
    entryPoints: {
      buyer: 'buyer/main.tsx',
      console: 'console/main.tsx',
      icon: 'base/icon.svg',
    },
    outdir: path.join(out, 'files'),
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2021',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: {'.svg': 'copy'},
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
}

/** The licences of what came from npm into the bundles, as one file. */
async function licences(metafile) {
  const names = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) names.add(found[1]);
  }
  const texts = [];
  for (const name of [...names].sort()) {
    const text = await readFile(path.join(here, 'node_modules', name, 'LICENSE'), 'utf8');
    texts.push(`${name}\n\n${text.trim()}\n`);
  }
  return Buffer.from(texts.join('\n\n'));
}

/** The name under which esbuild wrote "buyer" with this ending. */
function bundled(files, app, ending) {
  const found = files.find((f) => f.name.startsWith(`${app}-`) && f.name.endsWith(ending));
  if (!found) throw new Error(`no ${ending} came of ${app}`);
  return found;
}

async function page(files, app) {
  const template = await readFile(path.join(here, app, 'index.html'), 'utf8');
  const wanted = {
    script: bundled(files, app, '.js').name,
    style: bundled(files, app, '.css').name,
    icon: bundled(files, 'icon', '.svg').name,
    licences: bundled(files, 'licences', '.txt').name,
  };
  const text = template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => `/assets/${wanted[name]}`);
  return {name: `${app}.html`, bytes: Buffer.from(text)};
}

function checkBudget(files, app) {
  const size = ['.js', '.css']
    .map((ending) => gzip(bundled(files, app, ending).bytes).length)
    .reduce((sum, each) => sum + each, 0);
  if (size > budgets[app])
    throw new Error(`${app} takes ${size} bytes compressed, and may take ${budgets[app]}`);
}

const quoted = (text) => JSON.stringify(text);

/** One object a file and encoding, in read-only memory, and the table of them all. */
function source(rows) {
  const blobs = rows.flatMap((row) => row.blobs);
  const assembly = blobs
    .map(({symbol, file}) => `asm(R"(
  .section .rodata
  .global ${symbol}_begin
  .global ${symbol}_end
${symbol}_begin:
  .incbin "${file}"
${symbol}_end:
  .previous
)");`)
    .join('\n');
  const names = blobs
    .map(({symbol}) => `extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];`)
    .join('\n');
  const table = rows
    .map((row) => {
      const views = row.blobs.map(({symbol}) => `{${symbol}_begin, ${symbol}_end}`);
      while (views.length < 3) views.push('{}');
      return `      {${quoted(row.name)}, ${quoted(row.type)},\n`
        + `       ${quoted(row.tag)}, ${views.join(', ')}},`;
    })
    .join('\n');
  return `#include "web/assets.hpp"

#include <array>

${assembly}

extern "C" {
${names}
}

namespace frontrow::web {

std::span<const http::pages::file> assets() {
  static const std::array<http::pages::file, ${rows.length}> all{{
${table}
  }};
  return all;
}

} // namespace frontrow::web
`;
}

/** Writes a file and its compressed forms; the row of the table. */
async function row(file, index) {
  const forms = [['plain', file.bytes], ['gz', gzip(file.bytes)], ['br', brotli(file.bytes)]];
  const blobs = [];
  for (const [form, bytes] of forms) {
    const to = path.join(out, 'files', form === 'plain' ? file.name : `${file.name}.${form}`);
    await writeFile(to, bytes);
    blobs.push({symbol: `frontrow_web_${index}_${form}`, file: to});
  }
  return {
    name: file.name,
    type: types[path.extname(file.name)],
    tag: `"${hash(file.bytes)}"`,
    blobs,
  };
}

async function main() {
  const built = await bundle();
  const files = built.outputFiles.map((f) => ({
    name: path.basename(f.path),
    bytes: Buffer.from(f.contents),
  }));
  const notices = await licences(built.metafile);
  files.push({name: `licences-${hash(notices)}.txt`, bytes: notices});
  for (const app of Object.keys(budgets)) {
    checkBudget(files, app);
    files.push(await page(files, app));
  }
  await rm(path.join(out, 'files'), {recursive: true, force: true});
  await mkdir(path.join(out, 'files'), {recursive: true});
  const rows = await Promise.all(files.map(row));
  await writeFile(path.join(out, 'assets.cpp'), source(rows));
  const manifest = Object.fromEntries(files.map((f) => [f.name, f.bytes.length]));
  await writeFile(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n');
  const used = [
    ...Object.keys(built.metafile.inputs),
    ...Object.keys(budgets).map((app) => `${app}/index.html`),
  ];
  const list = used.map((f) => path.resolve(here, f).replaceAll(' ', '\\ ')).join(' \\\n ');
  await writeFile(path.join(out, 'assets.d'), `${path.join(out, 'assets.cpp')}: ${list}\n`);
}

await main();
