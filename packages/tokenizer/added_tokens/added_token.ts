// Tokens that stand outside of the model.

/** A token that is found in a text as it stands, before the text is cut into pieces. */
export interface AddedToken {
  /** The text of the token. */
  content: string;
  /** Whether it is left out when decoding with `skipSpecialTokens`. */
  special: boolean;
  /** Whether it counts only where no letter or digit stands next to it. */
  singleWord: boolean;
  /** Whether it takes the white space to its left. */
  lstrip: boolean;
  /** Whether it takes the white space to its right. */
  rstrip: boolean;
  /** Whether it is looked for in the normalised text. */
  normalized: boolean;
}

/** An added token with what `transformers` assumes for what is not given. */
export function makeAddedToken(token: string | Partial<AddedToken>, special: boolean): AddedToken {
  const given = typeof token === "string" ? { content: token } : token;
  return {
    content: "",
    singleWord: false,
    lstrip: false,
    rstrip: false,
    normalized: !(given.special ?? special),
    special,
    ...given,
  };
}
