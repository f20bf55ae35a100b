/**
 * Where and when films take place.
 * @module
 */

export const TOWNS = (
  "Ashford Belmont Carrick Dunmore Elmwood Fenwick Granville Harrow Inverness Kingsport Lindau " +
  "Marston Northgate Ostend Penrose Ravenna Salford Tarbert Upton Verona Westbrook Yarmouth " +
  "Alderney Bergen Cadiz Deauville Galway Trieste"
).split(" ");

export const CITIES = (
  "London Paris Vienna Berlin Madrid Lisbon Prague Budapest Chicago Boston Montreal Glasgow Dublin " +
  "Naples Athens Istanbul Cairo Bombay Shanghai Tokyo Havana Warsaw Geneva Hamburg"
).split(" ");

/** Places that a story can stop at, after "in" or "to". */
export const SETTINGS = [
  "a mountain village",
  "a fishing harbour",
  "a boarding school",
  "a boarding house",
  "a provincial theatre",
  "a military hospital",
  "a railway hotel",
  "a country house",
  "a mining town",
  "a border station",
  "an army camp",
  "an island monastery",
  "an abandoned factory",
  "a travelling circus",
  "a seaside pension",
  "a newspaper office",
  "a convent",
  "a desert outpost",
  "a vineyard",
  "a suburban street",
];

/** Places to stay at, after "in". */
export const LODGINGS = [
  "a boarding house",
  "a railway hotel",
  "a seaside pension",
  "an inn by the river",
  "a cheap hotel",
  "an attic",
  "a monastery",
  "a farmhouse",
];

/** Places with "the" that someone can go to. */
export const SPOTS = [
  "the harbour",
  "the station",
  "the old mill",
  "the cemetery",
  "the opera house",
  "the river",
  "the town hall",
  "the market",
  "the lighthouse",
  "the hospital",
  "the library",
  "the cathedral",
  "the bridge",
  "the post office",
  "the bank",
];

export const SEASONS = ["spring", "summer", "autumn", "winter"];

export const MONTHS = (
  "January February March April May June July August September October November December"
).split(" ");

export const DECADES = ["1920s", "1930s", "1940s", "1950s", "1960s", "1970s", "1980s", "1990s"];

export const NUMBERS = (
  "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty"
).split(" ");

export const MINUTES = (
  "ninety|ninety-five|a hundred|a hundred and ten|a hundred and twenty|eighty|eighty-five"
).split("|");

/** Where a reviewer sees a film. */
export const VENUES = [
  "at the local cinema",
  "at a small festival",
  "on an old tape",
  "on late-night television",
  "at the film society",
  "on a long flight",
  "in a half-empty theatre",
  "at an open-air screening",
  "at a matinee",
  "on a rented disc",
  "at a friend's house",
];

export const LANGUAGES = (
  "French German Italian Spanish Polish Swedish Japanese Czech Danish Portuguese Greek Hungarian"
).split(" ");
