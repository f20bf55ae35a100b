// Reads objects of a file that may hold anything: each field is checked when it is asked for, and an
// error names the field and what was expected there.

import { describe } from "./describe.ts";

/** Plain JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An object in a file, with the path that leads to it. */
export class JsonObject {
  /** Such as `tokenizer.json: model`. */
  readonly path: string;
  readonly #fields: Record<string, unknown>;

  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new TypeError(`${path}: expected an object, found ${describe(value)}`);
    }
    this.path = path;
    this.#fields = value as Record<string, unknown>;
  }

  /** A field as it stands; undefined when it is missing (what prototypes offer does not count). */
  get(key: string): unknown {
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
  }

  /** The names and values of all fields. */
  entries(): [string, unknown][] {
    return Object.entries(this.#fields);
  }

  /** A string of at most `limit` UTF-16 code units; without `fallback` it must be there. */
  string(key: string, fallback?: string, limit: number = Infinity): string {
    const value = this.get(key) ?? fallback;
    if (typeof value !== "string") this.#refuse(key, "a string");
    if (value.length > limit) this.#refuse(key, `at most ${limit} characters`);
    return value;
  }

  /** A string of at most `limit` UTF-16 code units, or undefined where it is missing or null. */
  optionalString(key: string, limit: number): string | undefined {
    return this.get(key) === undefined || this.get(key) === null
      ? undefined
      : this.string(key, undefined, limit);
  }

  /** A string of one character. */
  character(key: string, fallback?: string): string {
    const value = this.string(key, fallback);
    if ([...value].length !== 1) this.#refuse(key, "one character");
    return value;
  }

  /** True or false. */
  boolean(key: string, fallback?: boolean): boolean {
    const value = this.get(key) ?? fallback;
    if (typeof value !== "boolean") this.#refuse(key, "true or false");
    return value;
  }

  /** A whole number from `least` to `limit`. */
  integer(key: string, limit: number, fallback?: number, least: number = 0): number {
    const value = this.get(key) ?? fallback;
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > limit) {
      this.#refuse(key, `a whole number from ${least} to ${limit}`);
    }
    return value;
  }

  /** One of some strings. */
  oneOf<T extends string>(key: string, choices: readonly T[], fallback?: T): T {
    const value = this.get(key) ?? fallback;
    if (!choices.includes(value as T)) {
      this.#refuse(key, `one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`);
    }
    return value as T;
  }

  /** A list of at most `limit` elements. */
  array(key: string, limit: number): unknown[] {
    const value = this.get(key);
    if (!Array.isArray(value)) this.#refuse(key, "a list");
    if (value.length > limit) this.#refuse(key, `at most ${limit} elements`);
    return value;
  }

  /** An object. */
  object(key: string): JsonObject {
    return new JsonObject(this.get(key), `${this.path}.${key}`);
  }

  /** An object, or undefined where it is missing or null. */
  optionalObject(key: string): JsonObject | undefined {
    return this.get(key) === undefined || this.get(key) === null ? undefined : this.object(key);
  }

  #refuse(key: string, expected: string): never {
    throw new TypeError(
      `${this.path}.${key}: expected ${expected}, found ${describe(this.get(key))}`,
    );
  }
}
