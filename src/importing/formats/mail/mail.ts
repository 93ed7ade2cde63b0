import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { mailHeaders } from '../known-texts.ts';
import { type Part, readParts } from '../reading.ts';
import { isMbox } from './headers.ts';
import { messagesIn } from './mbox.ts';
import { namedStoryOf, storyOf } from './message.ts';

/** The headers of an e-mail are in less. */
const START_BYTES = 16_384;

/** The texts of a mail may each have an encoding of their own: so nobody may know that of the file. */
function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, START_BYTES)).toString('latin1');
}

/** An e-mail (RFC 5322, MIME): its text, with the subject as the title. */
export const eml: ImportFormat = {
  name: 'e-mail',
  several: false,
  recognises: (head) => mailHeaders(head) !== '',
  recognisesBytes: (start) => mailHeaders(startOf(start)) !== '',

  async read(input: Input): Promise<FoundStory[]> {
    return [await storyOf(await input.bytes())];
  },
};

/** A mailbox: many e-mails in one file, which is read in pieces. */
export const mbox: ImportFormat = {
  name: 'mailbox (mbox)',
  several: true,
  recognises: isMbox,
  recognisesBytes: (start) => isMbox(startOf(start)),

  read(input: Input): AsyncGenerator<FoundStory> {
    return readParts(partsOf(input));
  },
};

async function* partsOf(input: Input): AsyncGenerator<Part> {
  let number = 0;
  for await (const message of messagesIn(input.pieces())) {
    number++;
    try {
      if (message === undefined) throw new ImportError('is too long');
      yield await namedStoryOf(message);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      yield { code: error.code, message: `message ${number}: ${error.message}` };
    }
  }
}
