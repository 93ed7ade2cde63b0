import { skeletons } from '../memory.ts';
import type { Format, Skeleton } from '../types.ts';
import { JSON_SLOT, takeApart, XML_SLOT } from './slots.ts';

/** Lets `feed` render each shape of an item once. */
export class Skeletons<Item extends object> {
  readonly #format: Format['id'];
  readonly #render: (item: Item) => string;
  readonly #pattern: RegExp;

  /** @param format whose items these are */
  constructor(format: Format['id'], syntax: 'xml' | 'json', render: (item: Item) => string) {
    this.#format = format;
    this.#render = render;
    this.#pattern = syntax === 'xml' ? XML_SLOT : JSON_SLOT;
  }

  /** @param item whose every value is a slot, so that its JSON is its shape */
  of(item: Item): Skeleton {
    return this.ofShape(JSON.stringify(item), () => item);
  }

  /** @param shape equal only for items that are alike but for what will be in their slots */
  ofShape(shape: string, item: () => Item): Skeleton {
    const name = `${this.#format} ${shape}`;
    const known = skeletons.get(name);
    if (known !== undefined) return known;
    const skeleton = takeApart(this.#render(item()), this.#pattern);
    skeletons.set(name, skeleton);
    return skeleton;
  }
}
