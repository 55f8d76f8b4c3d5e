/** An input that cannot be scored, and why. */
export class InputError extends Error {
  override readonly name = "InputError";

  /**
   * @param input the file, or what else the input is called
   * @param reason what was expected and what was found, in one line
   */
  constructor(readonly input: string, readonly reason: string, options?: ErrorOptions) {
    super(`Cannot score ${JSON.stringify(input)}: ${reason}`, options);
  }
}
