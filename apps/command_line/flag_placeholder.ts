// What stands for a flag's value in help and messages.
import type { Flag } from "./flag.ts";

/** A flag's own placeholder, or what suits its kind; nothing for one that takes no value. */
export function flagPlaceholder({ kind, placeholder }: Flag): string {
  switch (kind) {
    case "boolean":
      return "";
    case "integer":
      return placeholder ?? "N";
    case "number":
      return placeholder ?? "X";
    case "integers":
      return placeholder ?? "N,N";
    case "choice":
      return placeholder ?? "WHICH";
    case "text":
      return placeholder ?? "TEXT";
  }
}
