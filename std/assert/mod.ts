/**
 * A stand-in for `jsr:@std/assert` where JSR cannot be reached: the same code from npm, with types.
 * Delete the `links` of the root deno.json to use JSR's.
 *
 * @module
 */
import * as std from "npm:deno-std@1.4.0/assert/mod.js";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = new (...parameters: any[]) => E;

/** Throws unless the expression is truthy. */
export const assert: (expression: unknown, message?: string) => asserts expression = std.assert;

/** Throws unless both values are deeply equal. */
export const assertEquals: <T>(actual: T, expected: T, message?: string) => void = std.assertEquals;

/** Throws if both values are deeply equal. */
export const assertNotEquals: <T>(actual: T, expected: T, message?: string) => void =
  std.assertNotEquals;

/** Throws unless both values are the same by `Object.is`. */
export const assertStrictEquals: <T>(
  actual: unknown,
  expected: T,
  message?: string,
) => asserts actual is T = std.assertStrictEquals;

/** Throws unless the numbers differ by at most the tolerance (default 1e-7 of the expected). */
export const assertAlmostEquals: (
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
) => void = std.assertAlmostEquals;

/** Throws if the value is null or undefined. */
export const assertExists: <T>(actual: T, message?: string) => asserts actual is NonNullable<T> =
  std.assertExists;

/** Throws unless the value is an instance of the class. */
export const assertInstanceOf: <T>(
  actual: unknown,
  // deno-lint-ignore no-explicit-any
  expectedType: new (...parameters: any[]) => T,
  message?: string,
) => asserts actual is T = std.assertInstanceOf;

/** Throws unless the string contains the other. */
export const assertStringIncludes: (actual: string, expected: string, message?: string) => void =
  std.assertStringIncludes;

/** Throws unless the string matches the pattern. */
export const assertMatch: (actual: string, expected: RegExp, message?: string) => void =
  std.assertMatch;

/** Throws if the string matches the pattern. */
export const assertNotMatch: (actual: string, expected: RegExp, message?: string) => void =
  std.assertNotMatch;

/** Throws unless the first number is greater than the second. */
export const assertGreater: <T>(actual: T, expected: T, message?: string) => void =
  std.assertGreater;

/** Throws unless the first number is greater than the second or equal to it. */
export const assertGreaterOrEqual: <T>(actual: T, expected: T, message?: string) => void =
  std.assertGreaterOrEqual;

/** Throws unless the first number is less than the second. */
export const assertLess: <T>(actual: T, expected: T, message?: string) => void = std.assertLess;

/** Throws unless the first number is less than the second or equal to it. */
export const assertLessOrEqual: <T>(actual: T, expected: T, message?: string) => void =
  std.assertLessOrEqual;

/** Throws unless the function throws an error of the class whose message includes the text. */
export const assertThrows: {
  (body: () => unknown, message?: string): unknown;
  <E extends Error>(
    body: () => unknown,
    errorClass: ErrorClass<E>,
    messageIncludes?: string,
    message?: string,
  ): E;
} = std.assertThrows;

/** Rejects unless the function rejects with an error of the class whose message includes the text. */
export const assertRejects: {
  (body: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
  <E extends Error>(
    body: () => PromiseLike<unknown>,
    errorClass: ErrorClass<E>,
    messageIncludes?: string,
    message?: string,
  ): Promise<E>;
} = std.assertRejects;

/** Throws always. */
export const fail: (message?: string) => never = std.fail;
