import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { fieldNames, isFields, parseJson } from '../../json.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { readSeveral, requireContent } from '../reading.ts';
import { storyOf } from './item.ts';

/** ninjs requires only `uri`; one of these sets it apart from other JSON. Version 1 is in lower case. */
const FIELDS = `versioncreated firstcreated pubstatus representationtype headline byline
  versionCreated firstCreated pubStatus representationType headlines bodies`.split(/\s+/);

/** Superdesk writes `guid` instead of `uri`, and always these. Much other JSON has a `guid`. */
const SUPERDESK = ['guid', 'versioncreated', 'pubstatus'];

/** IPTC's ninjs 1, 2 and 3, and Superdesk's: an object, a list of objects, or one object per line. */
export const ninjs: ImportFormat = {
  name: 'ninjs',
  several: true,

  recognises(head: string): boolean {
    const names = fieldNames(head);
    const has = (name: string) => names?.has(name) === true;
    const isNinjs =
      has('uri') && [...(names ?? [])].some((it) => FIELDS.includes(it) || /^(?:headline|body)_/.test(it));
    return isNinjs || SUPERDESK.every(has);
  },

  async read(input: Input): Promise<FoundStory[]> {
    return readSeveral(
      itemsOf(await input.text()),
      (index) => `item ${index + 1}`,
      (parse) => {
        const item = parse();
        if (!isFields(item)) throw new ImportError('expected fields and values');
        return requireContent(storyOf(item));
      },
    );
  },
};

/** Returns a function for each item that parses it. A broken line then breaks only one story. */
function itemsOf(text: string): (() => unknown)[] {
  try {
    const whole = parseJson(text);
    return (Array.isArray(whole) ? whole : [whole]).map((item) => () => item);
  } catch (error) {
    const lines = text.split('\n').filter((it) => it.trim() !== '');
    if (lines.length < 2 || !lines.every((it) => it.trimStart().startsWith('{'))) throw error;
    return lines.map((line) => () => parseJson(line));
  }
}
