/**
 * The kinds of option, and what is said of each: its flag, its limits, its default, its help, and how a
 * report names it.
 *
 * @module
 */
import { z } from "zod";

/** What every option says of itself. */
export interface OptionTexts {
  /** Its flag on the command line, without dashes; options without one stand in YAML files alone. */
  flag?: string;
  /** What stands for its value in the help: `N`, `X`, `HOW`, ... */
  placeholder?: string;
  /** What it does, in a few words, for the help. */
  help: string;
  /** How the report names it: `hidden size`. */
  label: string;
  /** The models that it goes with; all of them where it is left out. */
  models?: readonly string[];
  /**
   * What the value was before there was this option, for records that lack it. Where it is left out, a
   * record that lacks the option is of another configuration than one that has it.
   */
  before?: OptionValue;
}

/** What an option's value may be. */
export type OptionValue = string | number | boolean | readonly number[];

/** An option: the texts about it, the kind of its value, and its limits. */
export type Option =
  & OptionTexts
  & OptionKind
  & OptionDefault;

/** The kind of an option's value, and its limits. */
export type OptionKind =
  | TextOption
  | NumberOption
  | NumbersOption
  | BooleanOption
  | ChoiceOption;

/** What an option is where nothing is said. */
export interface OptionDefault {
  /** The value where none is given; missing where the option is then left out of the configuration. */
  default?: OptionValue;
  /** The value that stands for a missing one in the help: `all`. */
  defaultText?: string;
}

/** Any text but the empty one, or one of a certain form. */
export interface TextOption {
  /** The kind of value. */
  kind: "text";
  /** What the text must match. */
  pattern?: RegExp;
  /** The same in words that follow "expected". */
  patternText?: string;
}

/** A number between limits. */
export interface NumberOption {
  /** The kind of value: whole numbers, or any. */
  kind: "integer" | "number";
  /** The least value. */
  least: number;
  /** The most; 2^31 - 1 where it is left out of a whole number's limits. */
  most?: number;
  /** Whether the least value itself is out of the limits. */
  aboveLeast?: boolean;
  /** Whether the most itself is out of the limits. */
  belowMost?: boolean;
}

/** A list of whole numbers, each between limits. */
export interface NumbersOption {
  /** The kind of value. */
  kind: "integers";
  /** The least value. */
  least: number;
  /** The most. */
  most: number;
  /** The most numbers in the list. */
  mostNumbers: number;
}

/** On or off. */
export interface BooleanOption {
  /** The kind of value. */
  kind: "boolean";
}

/** One of some words. */
export interface ChoiceOption {
  /** The kind of value. */
  kind: "choice";
  /** The words. */
  choices: readonly string[];
}

const MOST_INTEGER = 2 ** 31 - 1;

/** What an option takes, in words that follow "expected": `a whole number from 1 to 4096`. */
export function expectedValue(option: OptionKind): string {
  switch (option.kind) {
    case "text":
      return option.patternText ?? "some text";
    case "boolean":
      return "true or false";
    case "choice":
      return option.choices.length === 1
        ? option.choices[0]!
        : `one of ${option.choices.join(", ")}`;
    case "integers":
      return `whole numbers from ${option.least} to ${option.most}, at most ` +
        `${option.mostNumbers} of them`;
    case "integer":
    case "number": {
      const { least, most, aboveLeast, belowMost } = option;
      const number = option.kind === "integer" ? "a whole number" : "a number";
      if (most === undefined) return `${number} ${aboveLeast ? "above" : "of at least"} ${least}`;
      if (aboveLeast) {
        return `${number} above ${least} and ${belowMost ? "below" : "at most"} ${most}`;
      }
      return `${number} from ${least} to ${belowMost ? "below " : ""}${most}`;
    }
  }
}

/** A schema of an option's value, whose one message is what {@linkcode expectedValue} says. */
export function optionSchema(option: OptionKind): z.ZodType<OptionValue> {
  const expected = expectedValue(option);
  switch (option.kind) {
    case "text":
      return z.string(expected).min(1, expected).regex(option.pattern ?? /^/, expected);
    case "boolean":
      return z.boolean(expected);
    case "choice":
      return z.enum(option.choices, expected);
    case "integers":
      return z.array(
        z.int(expected).min(option.least, expected).max(option.most, expected),
        expected,
      ).min(1, expected).max(option.mostNumbers, expected);
    case "integer":
      return z.int(expected).min(option.least, expected)
        .max(option.most ?? MOST_INTEGER, expected);
    case "number": {
      const { least, most, aboveLeast, belowMost } = option;
      const above = aboveLeast
        ? z.number(expected).gt(least, expected)
        : z.number(expected).min(least, expected);
      const within = most === undefined
        ? above
        : belowMost
        ? above.lt(most, expected)
        : above.max(most, expected);
      return within.refine(fitsFloat32, `${expected}, one that 32 bits can hold`);
    }
  }
}

/** Whether a number other than zero stays finite, and other than zero, in 32 bits. */
function fitsFloat32(value: number): boolean {
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) && (rounded !== 0 || value === 0);
}

/** The default in the words of the help: `off`, `64,64`, `all`. */
export function describeDefault(option: OptionDefault): string {
  if (option.defaultText !== undefined) return option.defaultText;
  const value = option.default;
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === undefined ? "none" : String(value);
}
