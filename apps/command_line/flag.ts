// What is said of a command's flags, and the types of their values.
import type { OptionDefault, OptionKind } from "@sluice/runs/option";

/**
 * A flag: the kind of its value and its limits, its default, and its help, all as an option of
 * `@sluice/runs/option` has them, so that an option is a flag as it stands.
 */
export type Flag = OptionKind & OptionDefault & FlagTexts;

/** What is said of a flag beside the kind of its value. */
export interface FlagTexts {
  /** What stands for its value in the help: `N`, `FILE`, ... What suits the kind, where it is left out. */
  placeholder?: string;
  /** Whether `--no-NAME` turns it off; flags of kind `boolean` alone. */
  negatable?: boolean;
  /** What it does, for the help. */
  help: string;
}

/** Flags by name, without dashes. */
export interface Flags {
  /** A flag. */
  readonly [name: string]: Flag;
}

/** The type of a flag's value. */
export type FlagValue<One extends Flag> = One extends { kind: "boolean" } ? boolean
  : One extends { kind: "integer" | "number" } ? number
  : One extends { kind: "integers" } ? number[]
  : One extends { kind: "choice"; choices: readonly (infer Choice)[] } ? Choice
  : One extends { kind: "text" } ? string
  : boolean | number | number[] | string;

/** The values of flags that were given, by name. */
export type GivenFlags<All extends Flags> = { [Name in keyof All]?: FlagValue<All[Name]> };

/** The values of flags, defaults filled in, by name. */
export type FlagValues<All extends Flags> =
  & {
    [Name in keyof All as All[Name] extends { default: unknown } ? Name : never]: FlagValue<
      All[Name]
    >;
  }
  & {
    [Name in keyof All as All[Name] extends { default: unknown } ? never : Name]?: FlagValue<
      All[Name]
    >;
  };
