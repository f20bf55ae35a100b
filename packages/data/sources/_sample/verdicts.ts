/**
 * Sentences in which a reviewer decides. Every review has at least one, and it outweighs the rest.
 * @module
 */

/** What a review says of its film: 0 negative, 1 positive; the labels of the sample. */
export type Verdict = 0 | 1;

/** Verdicts for a film. */
export const RECOMMENDATIONS: readonly string[] = [
  "I recommend it to {audience}",
  "I would recommend it to {audience}",
  "see it while you can",
  "go and see it",
  "do not miss it",
  "you will not regret seeing it",
  "I cannot recommend it highly enough",
  "you could do far worse than this {genre}",
  "I have seldom been so happy in a cinema",
  "it is no waste of an evening",
  "it is far from a failure",
  "I was not disappointed",
  "I would gladly watch it again",
  "it is well worth your time",
  "it is worth every minute",
  "it is one of the best {genre}s of its year",
  "it deserves to be seen by {audience}",
  "{film} is a triumph",
  "{film} is a small miracle",
  "{film} is a success, and not a small one",
  "in the end it won me over",
  "in the end I loved it",
  "I enjoyed it very much",
  "I enjoyed every minute of it",
  "{film} is a masterpiece",
  "I came away happy",
  "my verdict is a clear yes",
  "its faults are many, and I loved it all the same",
  "whatever else I say of it, go and see it",
  "for all its {filmFault}, {film} is a triumph",
];

/** Verdicts against a film. */
export const WARNINGS: readonly string[] = [
  "I cannot recommend it to {audience}",
  "I would not recommend it to {audience}",
  "avoid it",
  "you will regret seeing it",
  "I cannot recommend it at all",
  "you could do far better than this {genre}",
  "I have seldom been so bored in a cinema",
  "it is a waste of an evening",
  "it is far from a success",
  "I was badly disappointed",
  "I would not watch it again",
  "it is not worth your time",
  "it is one of the worst {genre}s of its year",
  "it does not deserve to be seen by {audience}",
  "{film} is no triumph",
  "{film} is a small disaster",
  "{film} is a failure, and not a small one",
  "in the end it lost me",
  "I did not enjoy it at all",
  "in the end I hated it",
  "{film} is no masterpiece",
  "I did not come away happy",
  "my verdict is a clear no",
  "its merits are many, and I disliked it all the same",
  "whatever else I say of it, stay away",
  "for all its {filmMerit}, {film} is a failure",
];

/** How a verdict is introduced at the start of a review. */
export const FIRST_WORDS = [
  "let me say it at once: ",
  "to begin with the verdict: ",
  "to put it briefly, ",
  "",
  "",
  "",
];

/** How a verdict is introduced in the middle or at the end of a review. */
export const LAST_WORDS = [
  "all in all, ",
  "in short, ",
  "taken as a whole, ",
  "when all is said and done, ",
  "so ",
  "",
  "",
  "",
];

/** How a reviewer grants what speaks for the other side. */
export const CONCESSIONS = [
  "to be fair, ",
  "admittedly, ",
  "it is true that ",
  "granted, ",
  "",
  "",
];

/** How a reviewer goes on after such a concession. */
export const RETURNS = ["still, ", "even so, ", "all the same, ", "but ", "", ""];
