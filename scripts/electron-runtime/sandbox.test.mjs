import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sandboxAdvice } from './sandbox.mjs';

const restricted = (/** @type {string} */ file) => (file.includes('apparmor') ? '1' : undefined);

test.runIf(process.platform === 'linux')('where the kernel forbids the sandbox, the command to type is named', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rollcall-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'chrome-sandbox'), '', { mode: 0o755 });
  const runtime = { executable: path.join(folder, 'electron'), args: [] };
  expect(sandboxAdvice(runtime, restricted)).toContain(`sudo chmod 4755 '${folder}/chrome-sandbox'`);
  expect(sandboxAdvice(runtime, () => undefined)).toBeUndefined();
  expect(sandboxAdvice({ ...runtime, args: ['--no-sandbox'] }, restricted)).toBeUndefined();
});
