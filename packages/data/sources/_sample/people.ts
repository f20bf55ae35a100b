/**
 * Names for actors, directors and the people of a film's story.
 * @module
 */

export const WOMEN = (
  "Anna Beatrice Carla Dorothea Edith Fiona Greta Helen Ingrid Joan Karin Lucia Martha Nora Olga " +
  "Paula Rosa Sylvia Teresa Vera Alice Clara Irene Louise Miriam"
).split(" ");

export const MEN = (
  "Albert Bruno Carlos David Ernest Felix George Hugo Ivan Jacob Karl Leon Martin Nathan Oscar " +
  "Peter Robert Simon Thomas Victor Walter Anton Daniel Henry Louis"
).split(" ");

export const SURNAMES = (
  "Abbott Bergman Calder Delacroix Ekberg Farrow Goddard Hartley Ibarra Jansen Keller Lindgren " +
  "Marlowe Novak Okafor Petrov Quinlan Rossi Sandoval Tanaka Ulrich Varga Whitlock Yates Zeller " +
  "Ashworth Brandt Castellan Dunne Esposito Fairfax Grady Holloway Iversen Jarvis Kowalski Lacroix " +
  "Mercer Norwood Oakes Pascal Radford Stroud Thorne Underhill Vance Wexford Arden Bellamy Crane"
).split(" ");

/** What people in films do for a living. */
export const JOBS = [
  "accountant",
  "architect",
  "baker",
  "barber",
  "bookseller",
  "boxer",
  "bus driver",
  "carpenter",
  "chemist",
  "clockmaker",
  "dentist",
  "detective",
  "doctor",
  "engineer",
  "farmer",
  "ferryman",
  "fisherman",
  "forger",
  "gambler",
  "gardener",
  "gravedigger",
  "innkeeper",
  "inspector",
  "interpreter",
  "journalist",
  "judge",
  "lawyer",
  "librarian",
  "lighthouse keeper",
  "locksmith",
  "nurse",
  "organist",
  "painter",
  "photographer",
  "pianist",
  "pilot",
  "postman",
  "priest",
  "railway clerk",
  "schoolteacher",
  "sculptor",
  "shepherd",
  "singer",
  "smuggler",
  "soldier",
  "surgeon",
  "tailor",
  "taxi driver",
  "violinist",
  "waiter",
  "watchmaker",
  "archaeologist",
  "beekeeper",
  "chauffeur",
  "cellist",
  "glassblower",
  "governess",
  "jockey",
  "mathematician",
  "piano tuner",
  "stationmaster",
  "translator",
];

export const RELATIVES = [
  "brother",
  "sister",
  "cousin",
  "uncle",
  "aunt",
  "grandmother",
  "grandfather",
  "father",
  "mother",
  "neighbour",
  "landlady",
  "old teacher",
  "former partner",
];

/** For whom a film may be, or not be. */
export const AUDIENCES = [
  "anyone who loves the cinema",
  "families with older children",
  "students of film",
  "my neighbours",
  "the whole family",
  "people who read novels",
  "fans of the genre",
  "anyone with an evening to fill",
  "my own mother",
  "lovers of old films",
];

export const COMPANIONS = [
  "my sister",
  "my brother",
  "two old friends",
  "my father",
  "a colleague",
  "my daughter",
  "my grandson",
  "half of my office",
  "a class of students",
];
