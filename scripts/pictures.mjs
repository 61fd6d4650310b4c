// `npm run pictures [-- NAME ...]`: the screens as docs/screenshots shows them, taken of the demo campus in the real window.
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitForChild } from './child-process.mjs';
import { inWindow } from './in-window.mjs';
import { repositoryRoot } from './paths.mjs';
import { tool } from './toolchain.mjs';
import { runMain } from './user-error.mjs';

const names = process.argv.slice(2);
const pictures = process.env.ROLLCALL_PICTURES ?? path.join(repositoryRoot, 'docs', 'screenshots');

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
async function playwright(args, env) {
  const { command, prefix } = tool('@playwright/test', 'playwright');
  const child = spawn(command, [...prefix, 'test', ...args], { cwd: repositoryRoot, env, stdio: 'inherit' });
  return (await waitForChild(child)).code;
}

/**
 * Notices are pictured by the tests that walk through them; of what they take, the pictures that are there already are renewed.
 * @param {NodeJS.ProcessEnv} env @returns {Promise<number>}
 */
async function notices(env) {
  for (const theme of ['light', 'dark']) {
    const shots = await mkdtemp(path.join(tmpdir(), 'rollcall-pictures-'));
    try {
      const code = await playwright(['--workers=2', 'e2e/notices.spec.ts', 'e2e/notices-care.spec.ts'], { ...env, ROLLCALL_SHOTS: shots, ROLLCALL_SHOTS_THEME: theme });
      if (code !== 0) return code;
      const known = new Set(await readdir(pictures));
      for (const name of await readdir(shots)) if (known.has(name)) await copyFile(path.join(shots, name), path.join(pictures, name));
    } finally {
      await rm(shots, { recursive: true, force: true });
    }
  }
  return 0;
}

await runMain(() =>
  inWindow(async (env) => {
    const others = names.filter((name) => name !== 'notices');
    const code = names.length > 0 && others.length === 0 ? 0 : await playwright(['--workers=2', ...others.map((name) => `--grep=${name}`)], { ...env, ROLLCALL_PICTURES: pictures });
    if (code !== 0 || (names.length > 0 && others.length === names.length)) return code;
    return notices(env);
  }),
);
