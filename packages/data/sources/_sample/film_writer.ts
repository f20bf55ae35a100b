/**
 * One imaginary film, and sentences about it.
 * @module
 */
import type { SeededRandom } from "../../seeded_random.ts";
import { GENRES, PLAIN_TITLE_WORDS, SOURCES, TITLE_NOUNS, TITLE_WORDS, TITLES } from "./films.ts";
import { BLAMING_IDIOMS, PRAISING_IDIOMS } from "./idioms.ts";
import { AUDIENCES, COMPANIONS, JOBS, MEN, RELATIVES, SURNAMES, WOMEN } from "./people.ts";
import {
  CITIES,
  DECADES,
  LANGUAGES,
  LODGINGS,
  MINUTES,
  MONTHS,
  NUMBERS,
  SEASONS,
  SETTINGS,
  SPOTS,
  TOWNS,
  VENUES,
} from "./places.ts";
import { DEADLINES, EVENTS, OBJECTS, SHOPS, TWISTS } from "./plot_sentences.ts";
import {
  ADJECTIVES,
  NOUNS,
  type Pair,
  PLURAL_PARTS,
  SINGULAR_PARTS,
  type Topic,
  VERBS,
} from "./praise_and_blame.ts";
import {
  BLAME,
  DEGREES,
  EITHER,
  HARDLY,
  HARDLY_EVER,
  type Patterns,
  PRAISE,
  THROUGHOUT,
} from "./statements.ts";
import { type Filling, type Fillings, TemplateWriter } from "./template.ts";
import { RECOMMENDATIONS, type Verdict, WARNINGS } from "./verdicts.ts";

const TOPICS: readonly Topic[] = ["writing", "acting", "craft", "pace"];

/** The patterns for either verdict that can be joined with another clause. */
const ONE_CLAUSE = Object.fromEntries(
  Object.entries(EITHER).map(([kind, patterns]) => [
    kind,
    patterns.filter((pattern: string) => !/[,;]/.test(pattern)),
  ]),
) as unknown as Patterns;

/** Writes sentences about a film that it made up; what it names keeps its name. */
export class FilmWriter {
  readonly #random: SeededRandom;
  readonly #writer: TemplateWriter;
  readonly #film: Fillings;

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#writer = new TemplateWriter(random);
    this.#film = this.#makeFilm();
  }

  /** A sentence without an opinion, of one of the given patterns. */
  tell(patterns: readonly string[]): string {
    return this.#writer.fill(this.#writer.choose(patterns), this.#film);
  }

  /** One of some texts, as it is. */
  choose(texts: readonly string[]): string {
    return this.#writer.choose(texts);
  }

  /** A sentence in which the reviewer decides. */
  decide(label: Verdict): string {
    return this.tell(label === 1 ? RECOMMENDATIONS : WARNINGS);
  }

  /** A whole sentence of praise or blame about the film. */
  remark(label: Verdict): string {
    return this.tell(label === 1 ? PRAISING_IDIOMS : BLAMING_IDIOMS);
  }

  /**
   * A sentence of praise or blame about a part of the film.
   *
   * @param label Which of the two.
   * @param kind How it is said.
   * @param simple Whether it must be one clause, to be joined with another.
   */
  judge(label: Verdict, kind: keyof Patterns, simple = false): string {
    const own = (label === 1 ? PRAISE : BLAME)[kind];
    // Most of what there is to say can be said for either verdict.
    const all = this.#random.integer(4) === 0 ? own : EITHER[kind];
    const patterns = simple ? ONE_CLAUSE[kind] : all;
    return this.#writer.fill(this.#writer.choose(patterns), this.#aboutPart(label));
  }

  #aboutPart(label: Verdict): Fillings {
    const topic = this.#random.pick(TOPICS);
    const plural = this.#random.integer(3) === 0;
    const parts = (plural ? PLURAL_PARTS : SINGULAR_PARTS)[topic];
    const [same, other] = label === 1 ? ["good", "bad"] as const : ["bad", "good"] as const;
    const fillings: Record<string, Filling> = {
      ...this.#film,
      part: this.#writer.choose(parts),
      is: plural ? "are" : "is",
      does: plural ? "do" : "does",
      has: plural ? "have" : "has",
      they: plural ? "they" : "it",
      its: plural ? "their" : "its",
      degree: DEGREES,
      throughout: THROUGHOUT,
      hardly: HARDLY,
      hardlyEver: HARDLY_EVER,
    };
    for (const verb of ["seem", "begin", "end", "turn", "fail", "need"]) {
      fillings[`s:${verb}`] = plural ? verb : `${verb}s`;
    }
    for (
      const [name, half] of [["same", same], ["other", other], ["good", "good"], [
        "bad",
        "bad",
      ]] as const
    ) {
      fillings[name] = ADJECTIVES[topic][half];
      fillings[`${name}Noun`] = NOUNS[topic][half];
      fillings[`${name}Works`] = () => this.#chooseVerb(VERBS[topic], half, plural);
      fillings[`${name}Work`] = () => this.#chooseVerb(VERBS[topic], half, true);
    }
    return fillings;
  }

  #chooseVerb(verbs: Pair, half: keyof Pair, plain: boolean): string {
    return this.#writer.choose(verbs[half]).split("/")[plain ? 1 : 0] as string;
  }

  #makeFilm(): Fillings {
    const random = this.#random;
    const isWoman = random.integer(2) === 0;
    const person = (firstNames: readonly string[]) =>
      `${this.#writer.choose(firstNames)} ${this.#writer.choose(SURNAMES)}`;
    const anyone = () => person(random.integer(2) === 0 ? WOMEN : MEN);
    const lists: Fillings = {
      town: TOWNS,
      city: CITIES,
      month: MONTHS,
      titleWord: TITLE_WORDS,
      plainTitleWord: PLAIN_TITLE_WORDS,
      titleNoun: TITLE_NOUNS,
    };
    const title = this.#writer.fill(random.pick(TITLES), lists);
    const secondIsWoman = random.integer(2) === 0;
    return {
      ...lists,
      title,
      town: this.#writer.choose(TOWNS),
      film: ["the film", "the picture", "the movie", title],
      genre: this.#writer.choose(GENRES),
      source: this.#writer.choose(SOURCES),
      object: OBJECTS,
      director: anyone(),
      lead: person(isWoman ? WOMEN : MEN),
      second: person(secondIsWoman ? WOMEN : MEN),
      secondTheir: secondIsWoman ? "her" : "his",
      hero: this.#writer.choose(isWoman ? WOMEN : MEN),
      they: isWoman ? "she" : "he",
      their: isWoman ? "her" : "his",
      them: isWoman ? "her" : "him",
      anyone,
      job: JOBS,
      relative: RELATIVES,
      shop: SHOPS,
      setting: SETTINGS,
      lodging: LODGINGS,
      spot: SPOTS,
      season: SEASONS,
      decade: DECADES,
      number: NUMBERS,
      minutes: MINUTES,
      yearDigits: () => `${random.integer(80) + 20}`,
      language: LANGUAGES,
      venue: VENUES,
      companion: COMPANIONS,
      audience: AUDIENCES,
      twist: TWISTS,
      event: EVENTS,
      deadline: DEADLINES,
      filmMerit: NOUNS.writing.good,
      filmFault: NOUNS.writing.bad,
    };
  }
}
