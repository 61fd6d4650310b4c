/**
 * Something the person at the keyboard can put right. Its message is printed as it stands, without a stack.
 */
export class UserError extends Error {
  /**
   * @param {string} message what happened and what to do, one or more lines
   * @param {number} [exitCode] 2 for a wrong command line, 1 for everything else
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's main function; a UserError becomes its words and its exit code, anything else stays a crash with a stack.
 * @param {() => Promise<number>} main resolves to the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = error.exitCode;
  }
}
