// For tests: values that a flag must refuse.
import type { Flag } from "../command_line/flag.ts";

/** Arguments that give a flag a value which is not of its kind, or out of its limits. */
export function badArguments(name: string, flag: Flag): string[] {
  const values = badValues(flag).map((value) => `--${name}=${value}`);
  // Without a value, or for a flag that is on or off with one.
  return flag.kind === "boolean" ? values : [...values, `--${name}`, `--${name}=`];
}

function badValues(flag: Flag): string[] {
  switch (flag.kind) {
    case "boolean":
      return ["yes", "true", "0", ""];
    case "text":
      return flag.pattern === undefined ? [] : ["../x", "a b", "a\nb"];
    case "choice":
      return ["xyzzy", flag.choices[0]!.toUpperCase(), `${flag.choices[0]},${flag.choices[0]}`];
    case "integer":
      return [
        ...["abc", "1.5", "0x10", "1e99", "NaN", "Infinity", "1,2"],
        String(flag.least - 1),
        String((flag.most ?? 2 ** 31 - 1) + 1),
      ];
    case "number":
      return [
        ...["abc", "0x10", "NaN", "Infinity", "1,2", "1e-300"],
        String(flag.aboveLeast ? flag.least : flag.least - 1),
        flag.most === undefined ? "1e300" : String(flag.belowMost ? flag.most : flag.most + 1),
      ];
    case "integers":
      return [
        ...["abc", "1,x", "1,,2", ",", "1.5", "1;2"],
        String(flag.least - 1),
        String(flag.most + 1),
        new Array(flag.mostNumbers + 1).fill(String(flag.most)).join(),
      ];
  }
}
