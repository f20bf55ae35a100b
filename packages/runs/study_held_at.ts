// The constant that a study held its gates at.

/**
 * What the study that Sluice reproduces held its gates at: sigmoid(1), about 0.731. It meant 1, and set
 * what goes into the sigmoid instead of what comes out.
 */
export const STUDY_HELD_AT: number = 1 / (1 + Math.exp(-1));
