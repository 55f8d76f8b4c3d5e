/** Captions that cannot be read, and where they are wrong. */
export class CaptionsError extends SyntaxError {
  override readonly name = "CaptionsError";

  /**
   * @param source the file, or what else the text is called
   * @param place such as `line 12` or `segment 3`; empty when it is wrong as a whole
   * @param reason what was expected and what was found
   */
  constructor(
    readonly source: string,
    readonly place: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`Cannot read captions ${source}${place && `, ${place}`}: ${reason}`, options);
  }
}
