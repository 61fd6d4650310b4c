// `npm run pictures [-- NAME ...]`: the screens as docs/screenshots shows them, taken of the demo campus in the real window.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { waitForChild } from './child-process.mjs';
import { inWindow } from './in-window.mjs';
import { repositoryRoot } from './paths.mjs';
import { tool } from './toolchain.mjs';
import { runMain } from './user-error.mjs';

await runMain(() =>
  inWindow(async (env) => {
    const { command, prefix } = tool('@playwright/test', 'playwright');
    const pictures = process.env.ROLLCALL_PICTURES ?? path.join(repositoryRoot, 'docs', 'screenshots');
    const child = spawn(command, [...prefix, 'test', '--workers=2', ...process.argv.slice(2).map((name) => `--grep=${name}`)], { cwd: repositoryRoot, env: { ...env, ROLLCALL_PICTURES: pictures }, stdio: 'inherit' });
    return (await waitForChild(child)).code;
  }),
);
