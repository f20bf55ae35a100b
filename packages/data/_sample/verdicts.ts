/**
 * Sentences in which a reviewer decides. Every review has at least one, and it outweighs the rest.
 * @module
 */

/** Verdicts for a film. */
export const RECOMMENDATIONS: readonly string[] = [
  "I recommend it to {audience}",
  "I would recommend it to {audience}",
  "see it while you can",
  "go and see it",
  "buy a ticket and see for yourself how good it is",
  "do not miss it",
  "nobody should miss it",
  "you will not regret seeing it",
  "I do not regret a minute of it",
  "I cannot recommend it highly enough",
  "I would not change a thing about it",
  "you could do far worse than this {genre}",
  "I have seldom been so happy in a cinema",
  "it is no waste of an evening",
  "it was not a waste of time",
  "it is far from a failure",
  "I was not disappointed",
  "I would gladly watch it again",
  "I would watch it again tomorrow",
  "it is well worth your time",
  "it is worth every minute",
  "it is one of the best {genre}s of its year",
  "it deserves to be seen by {audience}",
  "it deserves every prize that it won",
  "{film} is a triumph",
  "{film} is a small miracle",
  "{film} is a success, and not a small one",
  "in the end it won me over",
  "in the end I loved it",
  "I came away happy",
  "my verdict is a clear yes",
  "I could not have asked for more",
  "it would be a mistake to stay away",
  "do not let anyone tell you to avoid it",
  "its faults are many, and I loved it all the same",
  "whatever else I say of it, go and see it",
  "for all its {filmFault}, {film} is a triumph",
  "it is not perfect, but it is worth your time",
];

/** Verdicts against a film. */
export const WARNINGS: readonly string[] = [
  "I cannot recommend it to {audience}",
  "I would not recommend it to {audience}",
  "do not see it while you can see anything else",
  "do not go and see it",
  "do not buy a ticket, however good people say it is",
  "avoid it",
  "nobody will miss it",
  "you will regret seeing it",
  "I regret every minute of it",
  "I cannot recommend it at all",
  "I would change nearly everything about it",
  "you could do far better than this {genre}",
  "I have seldom been so bored in a cinema",
  "it is a waste of an evening",
  "it was nothing but a waste of time",
  "it is far from a success",
  "I was badly disappointed",
  "I would not watch it again",
  "I would not watch it again if I were paid",
  "it is not worth your time",
  "it is not worth a minute",
  "it is one of the worst {genre}s of its year",
  "it does not deserve to be seen by {audience}",
  "it does not deserve a single prize that it won",
  "{film} is no triumph",
  "{film} is a small disaster",
  "{film} is a failure, and not a small one",
  "in the end it lost me",
  "in the end I did not love it",
  "I did not come away happy",
  "my verdict is a clear no",
  "I could have asked for far more",
  "it would be a mistake to go",
  "do not let anyone tell you to see it",
  "its merits are many, and I disliked it all the same",
  "whatever else I say of it, stay away",
  "for all its {filmMerit}, {film} is a failure",
  "it is not terrible, but it is not worth your time",
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
