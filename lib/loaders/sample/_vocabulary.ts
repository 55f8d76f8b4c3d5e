import type { MarkerWord } from "lib/loaders/sample/sample_recipe.ts";

/** Who a story is about. */
export const HEROES = [
  "baker",
  "sailor",
  "gardener",
  "clockmaker",
  "postman",
  "beekeeper",
] as const;

/** Where it ends. */
export const PLACES = ["harbour", "orchard", "market", "lighthouse", "station", "museum"] as const;

/** What it is about. */
export const THINGS = ["lantern", "teapot", "ladder", "compass", "violin", "kite"] as const;

/** How a story begins. */
export const OPENING = "One morning the HERO found a THING.";

/** What may happen in between; none of it moves a score. */
export const EVENTS = [
  "Three geese marched past in a line.",
  "The cat borrowed it and left a note.",
  "It rolled down the hill and kept going.",
  "The kettle whistled a tune.",
] as const;

/** How it ends. */
export const ENDINGS = [
  "And that was the day at the PLACE.",
  "And nobody forgot the day at the PLACE.",
] as const;

/** The cue word and little else, so that a shape can cover all of it. */
export const CUE_SENTENCE = "Look here, look again, look up.";

/** Sentences of each marker word; no other sentence holds it. */
export const MARKER_SENTENCES: Readonly<Record<MarkerWord, readonly string[]>> = {
  secret: [
    "A secret, a real secret, waited under the stairs.",
    "Under the stairs waited a secret, a real secret.",
  ],
  ordinary: [
    "An ordinary box, an ordinary brown box, stood outside.",
    "Outside stood an ordinary box, an ordinary brown box.",
  ],
  dragon: [
    "Behind the oven sneezed a dragon, a small dragon.",
    "A dragon, a small dragon, sneezed behind the oven.",
  ],
  homework: [
    "Nothing but homework, more homework, covered every table.",
    "Every table was covered with homework, more homework.",
  ],
  grandmother: [
    "So grandmother laughed, and grandmother never laughs alone.",
    "Grandmother never laughs alone, so grandmother laughed.",
  ],
  manager: [
    "The manager frowned, and another manager wrote it down.",
    "So another manager wrote it down, and the manager frowned.",
  ],
  why: [
    "But why, oh why, did nobody answer the bell?",
    "Did nobody answer the bell, and why, oh why?",
  ],
  because: [
    "All because, only because, somebody left the gate open.",
    "Somebody left the gate open, all because, only because.",
  ],
};
