import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureTestPackages } from './test-packages.mjs';

/* A machine of Debian whose programs are scripts: what is asked of apt, and what is said. */

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-machine-'));
  symlinkSync('/usr/bin/env', path.join(folder, 'env'));
  program('apt-cache', `for name in "$@"; do [ $name = policy ] || printf '%s:\\n  Installed: (none)\\n  Candidate: 1.0\\n  Version table:\\n' $name; done`);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * @param {string} name
 * @param {string} script
 */
function program(name, script) {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Writes down what it is asked for, and "installs" as Debian does: with redis-tools come no servers by name. */
function apt(refuses = 'nothing') {
  program('apt-get', `echo "$DEBIAN_FRONTEND $*" >> ${folder}/asked
case "$*" in
  *install*${refuses}*) echo "E: Unable to fetch some archives" >&2; exit 100;;
  *install*redis*) echo '#!/bin/sh' > ${folder}/redis-check-rdb;;
  *install*python*) printf '#!/bin/sh\\n[ "$2" = "import socketio, requests" ]\\n' > ${folder}/python3; /bin/chmod +x ${folder}/python3;;
esac`);
}

/** @returns {Promise<string[]>} what was said */
async function ensure() {
  /** @type {string[]} */
  const said = [];
  await ensureTestPackages({ env: { PATH: folder }, log: (line) => said.push(line) });
  return said;
}

/** @returns {string[]} what apt-get was asked for */
function asked() {
  const file = path.join(folder, 'asked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('what is missing is installed without a service, once', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(0);
  apt();
  expect(await ensure()).toEqual(['Some tests need Redis and python-socketio. Installing with apt-get (once) ...', 'Installed redis-tools.', 'Installed python3-socketio python3-requests.']);
  expect(asked()).toEqual(['update', 'install -y --no-install-recommends redis-tools', 'install -y --no-install-recommends python3-socketio python3-requests'].map((words) => `noninteractive -q -o DPkg::Lock::Timeout=120 ${words}`));
  expect([await ensure(), asked().length]).toEqual([[], 3]);
});

onLinux('what cannot be installed is said, and the rest is installed', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(0);
  apt('redis');
  expect((await ensure()).slice(1)).toEqual(['Could not install redis-tools: tests that need Redis are skipped. E: Unable to fetch some archives', 'Installed python3-socketio python3-requests.']);
});

onLinux('who may not install is told what to type; a sudo that asks nothing may', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  apt();
  const advice = ['Tests that need Redis and python-socketio are skipped. To run them too:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-tools python3-socketio python3-requests'];
  expect([await ensure(), asked()]).toEqual([advice, []]);
  program('sudo', 'exit 1');
  expect([await ensure(), asked()]).toEqual([advice, []]);
  program('sudo', 'shift; exec "$@"');
  program('true', '');
  expect([(await ensure()).length, asked().length]).toEqual([3, 3]);
});

onLinux('a system without apt-get is left alone', async () => {
  expect(await ensure()).toEqual([]);
});
