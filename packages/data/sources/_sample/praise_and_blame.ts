/**
 * The words that praise and blame, by what they can be said of.
 *
 * Every list has a praising and a blaming half that fill the same places in a sentence, so that a
 * negation turns either into the other.
 * @module
 */

/** Words of praise and words of blame that are used alike. */
export interface Pair {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** What is talked of: it decides which words fit. */
export type Topic = "writing" | "acting" | "craft" | "pace";

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Said of anything. */
const ANY_ADJECTIVE: Pair = {
  good: words(`
    superb splendid wonderful excellent first-rate remarkable terrific fine impressive delightful
    brilliant outstanding memorable striking inventive accomplished effective fresh imaginative
    elegant assured stylish great fantastic lovely enjoyable`),
  bad: words(`
    poor dreadful awful terrible mediocre clumsy lazy uninspired forgettable careless dreary bland
    cheap feeble sloppy dire tired amateurish drab dismal shoddy lifeless bad horrible hopeless
    laughable`),
};

export const ADJECTIVES: Readonly<Record<Topic, Pair>> = {
  writing: join(ANY_ADJECTIVE, {
    good: words(`
      sharp witty clever intelligent subtle thoughtful honest tight moving rich surprising original
      engaging absorbing believable funny`),
    bad: words(`
      predictable muddled confused silly contrived shallow tedious heavy-handed laboured trite stale
      implausible pointless incoherent dull stupid`),
  }),
  acting: join(ANY_ADJECTIVE, {
    good: words(`
      convincing warm vivid tender charming sincere natural magnetic lively touching spirited winning
      heartfelt likeable`),
    bad: words(`
      wooden stiff hollow awkward forced flat unconvincing listless cold irritating mannered charmless
      weak grating`),
  }),
  craft: join(ANY_ADJECTIVE, {
    good: words(`
      sumptuous evocative handsome crisp luminous polished haunting exquisite graceful atmospheric
      gorgeous beautiful`),
    bad: words(`
      murky garish crude intrusive gaudy shapeless ugly jarring ragged fussy overdone
      monotonous`),
  }),
  pace: join(ANY_ADJECTIVE, {
    good: words(`
      brisk taut satisfying suspenseful exciting tense energetic rousing exhilarating confident
      gripping lean`),
    bad: words(`
      sluggish slow exhausting limp endless rushed disjointed boring aimless tiresome frustrating
      bloated`),
  }),
};

/** Verbs without an object; two forms, as in "it works" and "they work". */
const ANY_VERB: Pair = {
  good: [
    "works/work",
    "delivers/deliver",
    "impresses/impress",
    "delights/delight",
    "shines/shine",
    "succeeds/succeed",
    "convinces/convince",
    "rings true/ring true",
    "pays off/pay off",
    "hits the mark/hit the mark",
    "holds up/hold up",
    "pleases/please",
  ],
  bad: [
    "disappoints/disappoint",
    "fails/fail",
    "falls flat/fall flat",
    "falls short/fall short",
    "stumbles/stumble",
    "misfires/misfire",
    "annoys/annoy",
    "grates/grate",
    "flounders/flounder",
    "wears thin/wear thin",
    "falls apart/fall apart",
    "bores/bore",
  ],
};

export const VERBS: Readonly<Record<Topic, Pair>> = {
  writing: join(ANY_VERB, {
    good: ["surprises/surprise", "holds together/hold together", "sparkles/sparkle"],
    bad: ["drags/drag", "collapses/collapse", "rambles/ramble"],
  }),
  acting: join(ANY_VERB, {
    good: ["glows/glow", "sparkles/sparkle", "soars/soar"],
    bad: ["sinks/sink", "irritates/irritate", "tires/tire"],
  }),
  craft: join(ANY_VERB, {
    good: ["dazzles/dazzle", "soars/soar", "enchants/enchant"],
    bad: ["distracts/distract", "irritates/irritate", "intrudes/intrude"],
  }),
  pace: join(ANY_VERB, {
    good: ["grips/grip", "thrills/thrill", "builds/build"],
    bad: ["drags/drag", "sags/sag", "fizzles out/fizzle out"],
  }),
};

/** Nouns without an article. */
const ANY_NOUN: Pair = {
  good: words(`
    charm energy style grace imagination flair elegance confidence invention feeling beauty ambition`),
  bad: words(`
    clumsiness carelessness laziness bluster pretension artifice pomposity excess vulgarity bombast`),
};

export const NOUNS: Readonly<Record<Topic, Pair>> = {
  writing: join(ANY_NOUN, {
    good: words("wit intelligence humour depth sincerity insight"),
    bad: words("sentimentality confusion silliness nonsense banality moralising"),
  }),
  acting: join(ANY_NOUN, {
    good: words("warmth heart tenderness passion conviction dignity"),
    bad: words("coldness smugness vanity self-pity stiffness boredom"),
  }),
  craft: join(ANY_NOUN, {
    good: words("polish atmosphere precision subtlety taste delicacy"),
    bad: words("noise gloom kitsch clutter fussiness murk"),
  }),
  pace: join(ANY_NOUN, {
    good: words("tension drive urgency momentum rhythm suspense"),
    bad: words("padding filler repetition haste monotony tedium"),
  }),
};

/** Parts of a film, with "the" where it belongs; `{is}` follows. */
export const SINGULAR_PARTS: Readonly<Record<Topic, readonly string[]>> = {
  writing: ["the script", "the dialogue", "the plot", "the story", "the premise", "the narration"],
  acting: [
    "the central performance",
    "the acting",
    "the work of {lead}",
    "the performance of {second}",
    "the supporting cast",
    "the chemistry between the leads",
  ],
  craft: [
    "the photography",
    "the score",
    "the lighting",
    "the production design",
    "the camera work",
    "the sound",
    "the direction of {director}",
  ],
  pace: [
    "the ending",
    "the opening",
    "the middle act",
    "the final chase",
    "the romance",
    "the first hour",
    "the last reel",
    "the pacing",
    "the trial scene",
  ],
};

/** Parts of a film in the plural; `{are}` follows. */
export const PLURAL_PARTS: Readonly<Record<Topic, readonly string[]>> = {
  writing: ["the jokes", "the twists", "the characters", "the speeches", "the subplots"],
  acting: [
    "the performances",
    "the minor players",
    "the love scenes",
    "the supporting roles",
    "the crowd scenes",
  ],
  craft: ["the costumes", "the sets", "the songs", "the special effects", "the interiors"],
  pace: [
    "the action scenes",
    "the flashbacks",
    "the quiet scenes",
    "the chases",
    "the last minutes",
  ],
};

function join(one: Pair, other: Pair): Pair {
  return { good: [...one.good, ...other.good], bad: [...one.bad, ...other.bad] };
}
