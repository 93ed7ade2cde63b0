/** Letters and digits of a shingle: about three words. */
const SHINGLE = 16;
/** Hashes that are remembered of a text. The figure of likeness is right within some 0.04 then. */
const SKETCH = 128;
/** Hashes by which a text is found. Texts of which two thirds are the same share one of eight but for one in 6,000 pairs. */
const KEYS = 8;
/** Texts with one key in common: more are a form that is filled in, and are not compared. */
const MAX_ALIKE = 16;
/** A shorter text may well be made of the words of another one. */
const MIN_SHINGLES = 60;
const MULTIPLIER = 0x01000193;

/** The smallest hashes of a text's shingles, sorted (Broder's bottom sketch: the texts' likeness is that of the sketches). */
export type Sketch = Uint32Array;

/** Sketches the letters of a story; undefined if it is too short to be compared. */
export function sketchOf(letters: string): Sketch | undefined {
  if (letters.length < SHINGLE + MIN_SHINGLES) return undefined;
  let outgoing = 1;
  for (let at = 0; at < SHINGLE; at++) outgoing = Math.imul(outgoing, MULTIPLIER);
  // Most hashes cannot be among the smallest, and need not be sorted.
  const limit = Math.min(0xffffffff, Math.ceil((0xffffffff * SKETCH * 4) / letters.length));
  const small: number[] = [];
  let rolling = 0;
  for (let at = 0; at < letters.length; at++) {
    rolling = (Math.imul(rolling, MULTIPLIER) + letters.charCodeAt(at)) | 0;
    if (at >= SHINGLE) rolling = (rolling - Math.imul(letters.charCodeAt(at - SHINGLE), outgoing)) | 0;
    const hash = at >= SHINGLE - 1 ? mixed(rolling) : limit + 1;
    if (hash <= limit) small.push(hash);
  }
  return Uint32Array.from(new Set(Uint32Array.from(small).sort())).slice(0, SKETCH);
}

/** Spreads a hash evenly (the finalizer of MurmurHash3). */
function mixed(hash: number): number {
  let it = hash;
  it = Math.imul(it ^ (it >>> 16), 0x85ebca6b);
  it = Math.imul(it ^ (it >>> 13), 0xc2b2ae35);
  return (it ^ (it >>> 16)) >>> 0;
}

/** Returns the share of shingles that two texts have in common, from 0 to 1 (Jaccard), as far as their sketches tell. */
export function likenessOf(a: Sketch, b: Sketch): number {
  let [inA, inB, both, all] = [0, 0, 0, 0];
  while (all < SKETCH && (inA < a.length || inB < b.length)) {
    const [left = Number.POSITIVE_INFINITY, right = Number.POSITIVE_INFINITY] = [a[inA], b[inB]];
    if (left === right) both++;
    if (left <= right) inA++;
    if (right <= left) inB++;
    all++;
  }
  return all === 0 ? 0 : both / all;
}

interface Owned<T> {
  sketch: Sketch;
  owner: T;
}

/** Finds texts that are like another one, in a time that hardly depends on how many there are. */
export class LikenessIndex<T> {
  /** By key. Most keys are those of one text alone. */
  readonly #owners = new Map<number, Owned<T> | Owned<T>[]>();

  add(sketch: Sketch, owner: T): void {
    const owned = { sketch, owner };
    for (const key of sketch.subarray(0, KEYS)) {
      const others = this.#withKey(key);
      if (others.length === 0) this.#owners.set(key, owned);
      else if (others.length < MAX_ALIKE) this.#owners.set(key, [...others, owned]);
    }
  }

  /** Returns the owner of the text that is most alike, and how much. @param isOther false passes over an owner */
  closest(sketch: Sketch, isOther: (owner: T) => boolean): { owner: T; likeness: number } | undefined {
    let best: { owner: T; likeness: number } | undefined;
    const seen = new Set<Sketch>();
    for (const key of sketch.subarray(0, KEYS)) {
      for (const { sketch: other, owner } of this.#withKey(key)) {
        if (seen.has(other) || !isOther(owner)) continue;
        seen.add(other);
        const likeness = likenessOf(sketch, other);
        if (!best || likeness > best.likeness) best = { owner, likeness };
      }
    }
    return best;
  }

  #withKey(key: number): Owned<T>[] {
    return [this.#owners.get(key) ?? []].flat();
  }
}
