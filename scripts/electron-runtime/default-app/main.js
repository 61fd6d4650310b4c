// What `electron <folder>` runs under the fallback runtime, which carries no default app of its own. It does the part of
// Electron's own that matters: take the app's name and version from its package.json, then load its main script.
// Awaiting the import at the top level holds back `ready` until an ESM main script has run, as Electron does.
import { app } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const firstWord = process.argv.slice(1).find((arg) => !arg.startsWith('-'));

if (firstWord === undefined) {
  console.error('Usage: electron [options] <folder or script>');
  process.exit(2);
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });

const target = path.resolve(firstWord);
const manifestFile = path.join(target, 'package.json');
const entry = createRequire(path.join(process.resourcesPath, 'default_app.js')).resolve(target);

if (existsSync(manifestFile)) {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  app.setName(manifest.productName ?? manifest.name ?? 'Electron');
  if (manifest.version) app.setVersion(manifest.version);
  app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(target);
} else {
  app.setAppPath(path.dirname(entry));
}

try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  console.error('App threw an error during load');
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}
