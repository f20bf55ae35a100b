/**
 * Sentences that tell what happens in a film, who made it and how the reviewer came to see it, and
 * say nothing of its worth.
 * @module
 */

/** What film it is. */
export const INTRODUCTIONS = [
  "{title} is {a genre} by {director}.",
  "{title} is {a genre} that {director} made in 19{yearDigits}.",
  "{director} made {title} in 19{yearDigits}, in {language}.",
  "This {genre} by {director} takes place in {city} and {town}.",
  "{title} is {a genre} with {lead} and {second}.",
  "In {title}, {director} brings {lead} and {second} together.",
  "With {title}, {director} turned to the {genre} for the first time.",
  "{title} comes from {director}, who usually makes comedies.",
];

/** Who and where; a review that tells of the plot begins with one of these. */
export const OPENINGS = [
  "{lead} plays {hero}, {a job} who returns to {town} after {number} years away.",
  "{lead} plays {hero}, {a job} with a secret.",
  "The story follows {hero}, {a job} from {town}, played by {lead}.",
  "It is the {season} of 19{yearDigits}, and {hero}, {a job}, has just arrived in {city}.",
  "{hero}, played by {lead}, is {a job} in {setting}.",
  "The hero is {a job} called {hero}, who lives above {a shop} in {town}.",
  "We meet {hero}, {a job}, on the day that {twist}.",
  "Set in {city} in the {decade}, it tells of {hero}, {a job} who {event}.",
  "At the centre stands {hero}, {a job} whose {relative} has vanished.",
  "{hero} is {a job} who shares a house in {town} with {their} {relative}.",
  "In {setting} near {town}, {hero}, {a job}, waits for a letter.",
  "{lead} is {hero}, {a job} who {event} one night in {month}.",
  "One morning in {month}, {a job} called {hero} finds {a object} on {their} doorstep.",
];

/** What happens then. */
export const DEVELOPMENTS = [
  "When {twist}, {they} must leave {town} before {deadline}.",
  "Then {twist}, and the past comes back.",
  "Soon {they} meets {second}, who plays {a job} on the run.",
  "On the way {they} meets {a job} and {a job} who know more than they say.",
  "The only clue is {a object} from {setting}.",
  "{second} plays the {relative}, who has plans of {secondTheir} own.",
  "Meanwhile {a job} from {city} asks questions at {spot}.",
  "The two of them travel from {town} to {city} by night.",
  "A quarrel over {a object} divides the family.",
  "Half of the story takes place in {setting}.",
  "By {month} everybody in {town} has heard of {a object}.",
  "The police believe that {hero} {event}.",
  "There is a wedding, a fire at {spot}, and a trial.",
  "{hero} hides {a object} near {spot} and tells nobody.",
  "{they} takes a room in {lodging} and waits for {their} {relative}.",
  "Years pass, and {hero} opens {a shop} in {city}.",
  "A telegram from {city} sends {them} back to {spot}.",
  "The {relative} of {hero} turns out to be {a job}.",
  "Everything leads to a meeting at {spot} on a night in {month}.",
  "The second half moves to {city}, where {twist}.",
  "Between {town} and {city} the train stops, and {twist}.",
  "{second} appears after {number} minutes as {a job} with {a object}.",
  "An old {job} explains how the {object} came to {town}.",
  "{they} learns that {their} {relative} once {event}.",
  "Somebody has to carry the {object} across the border before {deadline}.",
  "The last part takes place on a boat, with {second} at the wheel.",
  "A stranger offers {hero} {number} thousand for the {object}.",
  "For {number} days {they} waits at {spot}.",
];

/** Who made it, when and where. */
export const FACTS = [
  "{director} directed it in {number} weeks.",
  "It was shot in and around {city} in the {season} of 19{yearDigits}.",
  "The script is based on {a source} by {anyone}.",
  "{anyone} wrote the music, and {anyone} was behind the camera.",
  "It runs for about {minutes} minutes.",
  "The version I saw was in {language} with subtitles.",
  "{director} had made {number} films before this one.",
  "It was the first time that {lead} and {second} worked together.",
  "It opened in {month} and was shown in {city} a year later.",
  "The film is set in the {decade}, though it was made much later.",
  "{director} grew up in {town}, where part of the story takes place.",
  "There is also a version for television, with {anyone} in the part of {hero}.",
  "The same story was filmed in the {decade} by {anyone}.",
  "{second} trained as {a job} for the part.",
  "It was filmed in {language} and later dubbed.",
  "The story is told in {number} chapters, each with the name of a month.",
  "The cast also includes {anyone} and {anyone}.",
];

/** How the reviewer came to see it. */
export const OCCASIONS = [
  "I saw it {venue} with {companion}.",
  "I watched it {venue} in {month}.",
  "My {relative} gave me the tape.",
  "I first heard of it from {companion}.",
  "I had read the {source} by {anyone} years ago.",
  "It was raining, and the next showing at the cinema was this one.",
  "I saw it {venue}, on the recommendation of nobody in particular.",
  "We were {number} people in the room, all told.",
  "I know the work of {director} from the {decade}.",
  "I watched it twice, once {venue} and once at home.",
  "There was a queue outside when we arrived.",
];

/** What happens, in the present; fits after "when", "then" and "the day that". */
export const TWISTS = [
  "{a job} is found dead near {spot}",
  "the bank closes its doors",
  "{a object} disappears from {spot}",
  "war is declared",
  "{a job} from {city} comes to stay",
  "the river floods the town",
  "an old photograph turns up",
  "a letter arrives from {city}",
  "{their} {relative} comes home from prison",
  "{a object} is found at {spot}",
  "the factory shuts",
  "the wrong suitcase is delivered",
  "a child goes missing",
  "the mayor resigns",
  "{their} {relative} inherits a house",
  "the snow cuts off the road",
];

/** What someone did. */
export const EVENTS = [
  "witnessed a robbery at {spot}",
  "bought {a object} at an auction",
  "lost everything at cards",
  "took the wrong train",
  "signed a false name",
  "inherited {a shop}",
  "married in secret",
  "deserted from the army",
  "found {a object} in the attic",
  "answered an advertisement",
  "worked as {a job} in {city}",
  "stole {a object} from {spot}",
];

export const DEADLINES = [
  "the snow comes",
  "the end of the week",
  "the trial begins",
  "the ship sails",
  "midnight",
  "the first train",
  "the elections",
  "the bank opens again",
  "the harvest",
  "Christmas",
];

export const OBJECTS = [
  "diary",
  "map",
  "painting",
  "pocket watch",
  "rifle",
  "ring",
  "sealed envelope",
  "silver coin",
  "violin",
  "wooden box",
  "camera",
  "notebook",
  "key",
  "passport",
  "music box",
  "bottle of medicine",
  "telescope",
  "gramophone record",
  "manuscript",
  "lottery ticket",
];

export const SHOPS = [
  "bakery",
  "bookshop",
  "cafe",
  "chemist's shop",
  "garage",
  "laundry",
  "flower shop",
  "pawnshop",
  "restaurant",
  "tailor's shop",
];
