/**
 * Titles, kinds and sources of films.
 * @module
 */

/** Patterns of titles. */
export const TITLES = [
  "The {titleWord} {titleNoun}",
  "The {titleNoun} of {town}",
  "A {plainTitleWord} {titleNoun}",
  "{titleNoun} and {titleNoun}",
  "The {titleNoun} in {city}",
  "{month} in {city}",
  "The {titleNoun} of {month}",
  "Beyond the {titleNoun}",
  "Goodbye, {town}",
  "The {titleNoun} and the {titleNoun}",
  "Letters from {town}",
  "Midnight in {town}",
];

/** Words for titles that begin with a consonant. */
export const PLAIN_TITLE_WORDS = [
  "Borrowed",
  "Brass",
  "Crooked",
  "Distant",
  "Frozen",
  "Glass",
  "Hidden",
  "Long",
  "Marble",
  "Northern",
  "Paper",
  "Quiet",
  "Red",
  "Second",
  "Silver",
  "Small",
  "Stolen",
  "White",
];

export const TITLE_WORDS = [
  ...PLAIN_TITLE_WORDS,
  "Amber",
  "Eastern",
  "Empty",
  "Iron",
  "Ivory",
  "Last",
  "Open",
  "Other",
];

export const TITLE_NOUNS = [
  "Anchor",
  "Bell",
  "Bridge",
  "Candle",
  "Carriage",
  "Clock",
  "Compass",
  "Door",
  "Feather",
  "Fountain",
  "Garden",
  "Harbour",
  "Horse",
  "Island",
  "Key",
  "Lantern",
  "Letter",
  "Mirror",
  "Orchard",
  "Passenger",
  "Portrait",
  "River",
  "Shadow",
  "Stranger",
  "Suitcase",
  "Tide",
  "Tower",
  "Violin",
  "Window",
  "Witness",
];

/** Kinds of film; all take a plural in "s". */
export const GENRES = [
  "thriller",
  "comedy-drama",
  "western",
  "drama",
  "romance",
  "crime film",
  "war film",
  "ghost story",
  "road movie",
  "family film",
  "costume drama",
  "spy film",
  "musical",
  "horror film",
  "melodrama",
  "adventure",
];

/** What a film can be based on. */
export const SOURCES = [
  "novel",
  "short story",
  "stage play",
  "memoir",
  "radio play",
  "newspaper article",
  "true case",
  "folk tale",
  "diary",
  "series of letters",
];
