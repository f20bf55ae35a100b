import { assertEquals } from "@std/assert";
import { describeFileError } from "./_describe_file_error.ts";

Deno.test("describeFileError() says in one line what the system refuses", () => {
  const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
  const withCode = (code: string) => Object.assign(new Error("as the system says it"), { code });
  for (
    const [error, message] of [
      [new NotFound("x"), "F does not exist"],
      [withCode("ENOENT"), "F does not exist"],
      [new NotCapable("x"), "cannot write F: Deno was started without --allow-write"],
      [new PermissionDenied("x"), "cannot write F: permission denied"],
      [withCode("EACCES"), "cannot write F: permission denied"],
      [withCode("ENOSPC"), "cannot write F: the disk is full"],
      [withCode("EDQUOT"), "cannot write F: the disk is full"],
      [new Error("one line\nand more"), "cannot write F: one line"],
      ["no error at all", "cannot write F: no error at all"],
    ] as const
  ) {
    const described = describeFileError(error, "F", "write");
    assertEquals([described.message, described.cause], [message, error]);
  }
});
