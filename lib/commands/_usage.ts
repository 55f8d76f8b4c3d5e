/** Lines of `--help` on the options that every command takes. */
export const EVERY_OPTION =
  `  --verbose           after the sentence about an error, show where it came from
  --help              print this
`;

/**
 * What a command says of its exit codes.
 *
 * @param done when it is 0
 * @param failed when it is 1
 */
export function exitCodes(done: string, failed: string): string {
  return `Exit code: 0 ${done}; 1 ${failed};
2 for a wrong command line or environment variable; 130, 143 or 129 when stopped by SIGINT, SIGTERM
or SIGHUP.
`;
}
