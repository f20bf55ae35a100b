/**
 * Patterns of sentences that praise or blame a part of a film.
 *
 * A pattern is written for one verdict, whichever it is: `{same}` words agree with it and `{other}`
 * words are of the opposite kind, which the pattern turns round. `{part}` is what is talked of,
 * `{is}`, `{does}`, `{has}`, `{they}`, `{its}` and `{s:verb}` agree with it. `{sameWorks}` is a verb
 * that agrees with it, `{sameWork}` the plain form of one.
 * @module
 */

/** Patterns by how they say what they say. */
export interface Patterns {
  /** Only words of the verdict's own kind. */
  readonly plain: readonly string[];
  /** Words of the opposite kind, negated. */
  readonly negated: readonly string[];
  /** Words of both kinds, or of the opposite kind in a longer turn. */
  readonly roundabout: readonly string[];
}

/** Patterns for either verdict. */
export const EITHER: Patterns = {
  plain: [
    "{part} {is} {degree}{same}",
    "{part} {is} {same} and {same}",
    "{part} {is} {degree}{same} from the first scene to the last",
    "{part} {sameWorks} {throughout}",
    "{part} {sameWorks} and {sameWorks}",
    "{part} {sameWorks}, there is no other word for it",
    "I found {part} {degree}{same}",
    "to my mind {part} {is} {same}",
    "{part} struck me as {same}",
    "{part} {has} {sameNoun} to spare",
    "there is real {sameNoun} in {part}",
    "{part} {is} full of {sameNoun}",
    "what I remember of {part} is {sameNoun} and {sameNoun}",
    "{part} {s:seem} {same} even now",
  ],
  negated: [
    "{part} {is} never {other}",
    "{part} {is} {hardly} {other}",
    "{part} {is} {hardly} {other} at any point",
    "{part} {is} not {other} at all",
    "{part} {is} not in the least {other}",
    "{part} never {otherWorks}",
    "{part} {hardlyEver} {otherWorks}",
    "{part} {does} not {otherWork}",
    "{part} {has} no {otherNoun} at all",
    "{part} {has} very little {otherNoun}",
    "there is no {otherNoun} in {part}",
    "there is nothing {other} about {part}",
    "I did not find {part} {other}",
    "{part} never {s:seem} {other}",
  ],
  roundabout: [
    "{part} {is} neither {other} nor {other}",
    "not once {does} {part} {otherWork}",
    "nobody could call {part} {other}",
    "{part} could hardly be less {other}",
    "without any {otherNoun}, {part} {sameWorks}",
    "{part} {is} {same} rather than {other}",
    "{part} {is} more {same} than {other}",
    "{part} {has} more {sameNoun} than {otherNoun}",
    "there is more {sameNoun} than {otherNoun} in {part}",
    "{part} {is} not {other} but {same}",
    "{part} {is} {same}, not {other}",
    "{part} may look {other} at first, but {they} {is} {same}",
    "I expected {part} to be {other}; {they} {is} {same}",
    "for all {its} {otherNoun}, {part} {sameWorks}",
    "for all {its} {otherNoun}, {part} {is} {same}",
    "in spite of some {otherNoun}, {part} {is} {same}",
    "where others are {other}, {part} {is} {same}",
    "{part} {s:begin} {other} and {s:end} {same}",
  ],
};

/** Patterns that only praise. */
export const PRAISE: Patterns = {
  plain: [
    "{part} alone {is} worth the price of a ticket",
    "{part} {is} as {good} as I had hoped",
    "I could talk about {part} for hours, so {good} {is} {they}",
  ],
  negated: [
    "{part} never {s:fail} to {goodWork}",
  ],
  roundabout: [
    "{part} could have been {bad} in other hands",
    "it would have been easy to make {part} {bad}",
    "those who call {part} {bad} are wrong",
    "I feared that {part} would be {bad}, and was wrong",
    "{part} {is} too {good} to be called {bad}",
    "what {part} may lack in {goodNoun} is made up for in {goodNoun}",
    "{part} {s:turn} {badNoun} into {goodNoun}",
  ],
};

/** Patterns that only blame. */
export const BLAME: Patterns = {
  plain: [
    "{part} alone {is} reason enough to ask for the money back",
    "{part} {is} as {bad} as I had feared",
    "I could complain about {part} for hours, so {bad} {is} {they}",
  ],
  negated: [
    "{part} {s:fail} to {goodWork}",
    "{part} never quite {goodWorks}",
    "{part} {is} nowhere near as {good} as {they} should be",
  ],
  roundabout: [
    "{part} could have been {good} in other hands",
    "it would have been easy to make {part} {good}",
    "those who call {part} {good} are wrong",
    "I hoped that {part} would be {good}, and was wrong",
    "{part} {is} too {bad} to be called {good}",
    "if only {part} were {good}",
    "{part} {s:need} far more {goodNoun}",
    "what {part} may gain in {goodNoun} is lost in {badNoun}",
    "{part} {s:turn} {goodNoun} into {badNoun}",
  ],
};

export const DEGREES = ["", "", "", "quite ", "truly ", "thoroughly ", "utterly ", "simply "];

export const THROUGHOUT = [
  "throughout",
  "from start to finish",
  "in almost every scene",
  "more often than not",
  "from the first reel on",
  "again and again",
];

/** Ways to say "not" before an adjective. */
export const HARDLY = ["hardly", "far from", "anything but", "by no means", "scarcely"];

/** Ways to say "not" before a verb. */
export const HARDLY_EVER = ["hardly ever", "rarely", "seldom", "at no point", "almost never"];
