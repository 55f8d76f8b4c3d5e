import { UsageError } from "lib/commands/_parse_options.ts";
import { type Settings, settings, settingsFor } from "lib/settings.ts";

/** Looks up the settings of a profile, or this process's where none is named. */
export type SettingsOf = (profile?: string) => Settings;

const ofThisProcess: SettingsOf = (profile) =>
  profile === undefined ? settings : settingsFor(profile);

/**
 * The settings that a command line chooses.
 *
 * @throws {UsageError} for a profile there cannot be, or one that needs data that is not there
 */
export function chosenSettings(
  profile: string | undefined,
  settingsOf: SettingsOf = ofThisProcess,
): Settings {
  try {
    return settingsOf(profile);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UsageError(cause.message, { cause });
  }
}
