import { skeletonMemory } from '../memory.ts';
import type { Skeleton } from '../types.ts';
import { JSON_SLOT, takeApart, XML_SLOT } from './slots.ts';

/** Lets `feed` render each shape of an item once. */
export class Skeletons<Item extends object> {
  readonly #known = skeletonMemory();
  readonly #render: (item: Item) => string;
  readonly #pattern: RegExp;

  constructor(syntax: 'xml' | 'json', render: (item: Item) => string) {
    this.#render = render;
    this.#pattern = syntax === 'xml' ? XML_SLOT : JSON_SLOT;
  }

  /** @param item whose every value is a slot, so that its JSON is its shape */
  of(item: Item): Skeleton {
    return this.ofShape(JSON.stringify(item), () => item);
  }

  /** @param shape equal only for items that are alike but for what will be in their slots */
  ofShape(shape: string, item: () => Item): Skeleton {
    const known = this.#known.get(shape);
    if (known !== undefined) return known;
    const skeleton = takeApart(this.#render(item()), this.#pattern);
    this.#known.set(shape, skeleton);
    return skeleton;
  }
}
