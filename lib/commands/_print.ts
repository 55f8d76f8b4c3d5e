import process from "node:process";

/** Prints a line for whoever started the command. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
