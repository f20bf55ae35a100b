/**
 * One review: what it is made of, and in which order.
 * @module
 */
import type { SeededRandom } from "../../seeded_random.ts";
import { FilmWriter } from "./film_writer.ts";
import { DEVELOPMENTS, FACTS, INTRODUCTIONS, OCCASIONS, OPENINGS } from "./plot_sentences.ts";
import type { Patterns } from "./statements.ts";
import { toSentence } from "./template.ts";
import { CONCESSIONS, FIRST_WORDS, LAST_WORDS, RETURNS, type Verdict } from "./verdicts.ts";

/** The least and the greatest number of words of a review. */
export const WORD_LIMITS = { least: 40, greatest: 160 } as const;

/** How an opinion is put: by a pattern, a whole sentence about the film, or two opposite clauses. */
type Kind = keyof Patterns | "remark" | "joined";

/** How a reviewer writes. */
interface Manner {
  /** Of 100 reviews, so many are written like this. */
  readonly share: number;
  /** Of 100 opinions, so many speak against the verdict. */
  readonly opposing: number;
  /** Of 100 opinions, so many are put in each way. */
  readonly kinds: Readonly<Record<Kind, number>>;
}

/** Most reviewers say what they mean; some weigh, and some go round about. */
const MANNERS: readonly Manner[] = [
  {
    share: 66,
    opposing: 1,
    kinds: { plain: 72, remark: 20, negated: 6, roundabout: 2, joined: 0 },
  },
  {
    share: 10,
    opposing: 14,
    kinds: { plain: 44, remark: 16, negated: 20, roundabout: 10, joined: 10 },
  },
  {
    share: 24,
    opposing: 4,
    kinds: { plain: 6, remark: 8, negated: 74, roundabout: 8, joined: 4 },
  },
];

/**
 * Writes a review.
 *
 * @param random Decides everything but the verdict.
 * @param label The verdict.
 */
export function writeReview(random: SeededRandom, label: Verdict): string {
  for (;;) {
    const text = new ReviewWriter(random, label).write();
    const words = text.split(" ").length;
    if (words >= WORD_LIMITS.least && words <= WORD_LIMITS.greatest) return text;
  }
}

class ReviewWriter {
  readonly #random: SeededRandom;
  readonly #label: Verdict;
  readonly #film: FilmWriter;
  readonly #manner: Manner;

  constructor(random: SeededRandom, label: Verdict) {
    this.#random = random;
    this.#label = label;
    this.#film = new FilmWriter(random);
    this.#manner = this.#draw(MANNERS.map((manner) => [manner, manner.share]));
  }

  write(): string {
    const words = WORD_LIMITS.least +
      Math.min(this.#random.integer(110), this.#random.integer(110));
    const opinions = this.#opinions(Math.max(2, Math.round(words / 16)));
    const verdictPlace = this.#random.float();
    const isFirst = verdictPlace < 0.35;
    const isLast = verdictPlace > 0.75;
    const verdict = this.#verdict(isFirst);
    const missing = words - countWords([...opinions, verdict]);
    const parts = this.#interleave(this.#plot(missing), opinions);
    if (isFirst) parts.unshift(verdict);
    else if (isLast) parts.push(verdict);
    else parts.splice(this.#random.integer(parts.length + 1), 0, verdict);
    return parts.join(" ");
  }

  #verdict(isFirst: boolean): string {
    const core = this.#film.decide(this.#label);
    const words = /^(whatever|in the end|its)/.test(core)
      ? [""]
      : isFirst
      ? FIRST_WORDS
      : LAST_WORDS;
    const decision = this.#film.choose(words) + core;
    // One turn or colon is enough for a sentence.
    const lot = /:|all the same/.test(decision) ? 99 : this.#random.integer(100);
    if (lot < 45) return toSentence(`${decision}: ${this.#film.judge(this.#label, "plain", true)}`);
    if (lot < 55) return toSentence(`${decision}, although ${this.#aside(this.#opposite)}`);
    return toSentence(decision);
  }

  /** Sentences for and against the film; one that goes back on the one before comes with it. */
  #opinions(count: number): string[] {
    const opinions: string[] = [];
    while (opinions.length < count) {
      if (this.#random.integer(100) >= this.#manner.opposing) {
        opinions.push(toSentence(this.#opinion(this.#label)));
        continue;
      }
      const against = toSentence(this.#film.choose(CONCESSIONS) + this.#opinion(this.#opposite));
      const back = this.#film.choose(RETURNS);
      if (back === "") opinions.push(against);
      else opinions.push(`${against} ${toSentence(back + this.#opinion(this.#label))}`);
    }
    return opinions;
  }

  #opinion(label: Verdict): string {
    const kind = this.#draw(Object.entries(this.#manner.kinds) as [Kind, number][]);
    if (kind === "remark") return this.#remark(label);
    return kind === "joined" ? this.#joined(label) : this.#film.judge(label, kind);
  }

  #remark(label: Verdict): string {
    const remark = this.#film.remark(label);
    return this.#random.integer(4) === 0 ? remark : `${remark}, and ${this.#aside(label)}`;
  }

  /** A short opinion to hang on another. */
  #aside(label: Verdict): string {
    return this.#film.judge(
      label,
      this.#random.integer(100) < this.#manner.kinds.negated ? "negated" : "plain",
      true,
    );
  }

  /** Two opposite opinions in one sentence, of which the main clause counts. */
  #joined(label: Verdict): string {
    const main = this.#aside(label);
    const side = this.#aside(label === 1 ? 0 : 1);
    return this.#random.pick([
      `${side}, but ${main}`,
      `although ${side}, ${main}`,
      `${main}, although ${side}`,
      `${main}, even if ${side}`,
      `it may be that ${side}, and yet ${main}`,
    ]);
  }

  get #opposite(): Verdict {
    return this.#label === 1 ? 0 : 1;
  }

  /** One of some things, each with its share of 100. */
  #draw<T>(shares: readonly (readonly [T, number])[]): T {
    let lot = this.#random.integer(100);
    for (const [item, share] of shares) {
      lot -= share;
      if (lot < 0) return item;
    }
    throw new Error("shares must add up to 100");
  }

  /** Sentences without an opinion, in the order of a story, of about so many words. */
  #plot(words: number): string[] {
    const sentences = [toSentence(this.#film.tell(INTRODUCTIONS))];
    let opened = false;
    while (countWords(sentences) < words) {
      const lot = this.#random.integer(10);
      if (lot < 2) sentences.push(toSentence(this.#film.tell(OCCASIONS)));
      else if (lot < 4) sentences.push(toSentence(this.#film.tell(FACTS)));
      else {
        sentences.push(toSentence(this.#film.tell(opened ? DEVELOPMENTS : OPENINGS)));
        opened = true;
      }
    }
    return sentences;
  }

  /** Mixes two lists, each of which keeps its order. */
  #interleave(one: readonly string[], other: readonly string[]): string[] {
    const sources: [string[], string[]] = [[...one], [...other]];
    const places = [...one.map(() => 0), ...other.map(() => 1)];
    return this.#random.shuffle(places).map((source) => sources[source as 0 | 1].shift() as string);
  }
}

function countWords(sentences: readonly string[]): number {
  return sentences.join(" ").split(" ").length;
}
